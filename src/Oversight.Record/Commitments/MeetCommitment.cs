using Oversight.Record.Organisations;

namespace Oversight.Record.Commitments;

/// <summary>A commitment was met: an action is done, a plan delivered.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Commitment">The entry by which it was made.</param>
public sealed record CommitmentMet(Decision Decision, Guid Commitment) : Event(Decision), IEndsCommitment
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Commitment met {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"commitment {Commitment}", "met")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Commitment = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => MeetCommitment.Kind;
}

/// <summary>How <see cref="CommitmentMet"/> is called, and the rules that say when it may be recorded.</summary>
public static class MeetCommitment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("commitment_met", "commitment-met", typeof(CommitmentMet), SubjectKind.Organisation, "A commitment was met")
        {
            Decides = false,
            Provision = Provision.GeneralFunctions,
            Example = () => new CommitmentMet(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [OrganisationRules.WithinExistence, CommitmentRules.CommitmentOpen];
}
