using Oversight.Record.Organisations;

namespace Oversight.Record.Commitments;

/// <summary>A commitment no longer stands, though it was not met.</summary>
/// <param name="Decision">Effective: when. Rationale: why, which must be said.</param>
/// <param name="Commitment">The entry by which it was made.</param>
public sealed record CommitmentWithdrawn(Decision Decision, Guid Commitment) : Event(Decision), IEndsCommitment
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Commitment withdrawn {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"commitment {Commitment}", "withdrawn")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Commitment = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => WithdrawCommitment.Kind;
}

/// <summary>How <see cref="CommitmentWithdrawn"/> is called, and the rules that say when it may be recorded.</summary>
public static class WithdrawCommitment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "commitment_withdrawn",
            "commitment-withdrawn",
            typeof(CommitmentWithdrawn),
            SubjectKind.Organisation,
            "A commitment no longer stands"
        )
        {
            Provision = Provision.GeneralFunctions,
            Example = () => new CommitmentWithdrawn(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [GeneralRules.DecisionSaysWhy, OrganisationRules.WithinExistence, CommitmentRules.CommitmentOpen];
}
