using Oversight.Record.Organisations;

namespace Oversight.Record.Commitments;

/// <summary>A commitment was given another date.</summary>
/// <param name="Decision">Effective: the day on which that was decided. Rationale: why, which must be said.</param>
/// <param name="Commitment">The entry by which it was made.</param>
/// <param name="Due">By when now.</param>
public sealed record CommitmentMoved(Decision Decision, Guid Commitment, DateWithPrecision Due)
    : Event(Decision),
        IAboutCommitment,
        IDatesCommitment
{
    /// <inheritdoc/>
    public DateWithPrecision? DueDate() => Due;

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Commitment moved {When}, due {Due}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"commitment {Commitment}", "moved"), ("commitment due", Due.Stored)];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Commitment = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => MoveCommitment.Kind;
}

/// <summary>How <see cref="CommitmentMoved"/> is called, and the rules that say when it may be recorded.</summary>
public static class MoveCommitment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "commitment_moved",
            "commitment-moved",
            typeof(CommitmentMoved),
            SubjectKind.Organisation,
            "A commitment was given another date"
        )
        {
            Provision = Provision.GeneralFunctions,
            Example = () => new CommitmentMoved(Example.Decided, Example.Entry, Example.Date("2025-01-31")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            OrganisationRules.WithinExistence,
            CommitmentRules.CommitmentOpen,
            CommitmentRules.DueFromThenOn,
        ];
}
