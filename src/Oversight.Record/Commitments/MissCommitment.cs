using Oversight.Record.Organisations;

namespace Oversight.Record.Commitments;

/// <summary>A commitment was not met by its date. It still stands.</summary>
/// <param name="Decision">Effective: when that was established.</param>
/// <param name="Commitment">The entry by which it was made.</param>
public sealed record CommitmentMissed(Decision Decision, Guid Commitment) : Event(Decision), IAboutCommitment
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Commitment missed, established {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"commitment {Commitment}", "missed")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Commitment = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => MissCommitment.Kind;
}

/// <summary>How <see cref="CommitmentMissed"/> is called, and the rules that say when it may be recorded.</summary>
public static class MissCommitment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "commitment_missed",
            "commitment-missed",
            typeof(CommitmentMissed),
            SubjectKind.Organisation,
            "A commitment was not met by its date"
        )
        {
            Decides = false,
            Provision = Provision.GeneralFunctions,
            Example = () => new CommitmentMissed(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [OrganisationRules.WithinExistence, CommitmentRules.CommitmentOpen, CommitmentMissedAfterDue];

    /// <summary>The due date is the last one that was said before; it counts from its latest day. Where none was said nothing is judged.</summary>
    public static Rule<CommitmentMissed> CommitmentMissedAfterDue { get; } =
        new(
            "commitment-missed-after-due",
            "A commitment with a date is missed only after that has passed.",
            (missed, judged) =>
                judged.Timeline.StandsFor(missed.Commitment) is { } made
                && CommitmentRules
                    .DatesOf(judged.Timeline, made.Id)
                    .Where(e => e.Id == made.Id || e.ComesBefore(judged.Entry, judged.Content))
                    .OrderBy(e => e.Id != made.Id)
                    .ThenBy(e => e.Effective.Latest)
                    .ThenBy(e => e.Place)
                    .LastOrDefault()
                    ?.Content.DueDate()
                    is { } due
                && judged.Effective.Latest <= due.Latest
                    ? $"It is due {due}, which has not passed {judged.Effective}."
                    : null
        );
}
