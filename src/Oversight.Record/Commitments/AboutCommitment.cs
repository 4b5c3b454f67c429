namespace Oversight.Record.Commitments;

/// <summary>An event that says when a commitment is due.</summary>
public interface IDatesCommitment
{
    /// <summary>By when; null where that is not stated.</summary>
    DateWithPrecision? DueDate();
}

/// <summary>An event about a commitment that was made before.</summary>
public interface IAboutCommitment : INamesOpenEntry
{
    /// <summary>The entry by which it was made.</summary>
    Guid Commitment { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "commitment";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Commitment;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<CommitmentMade, IEndsCommitment>(end => end.Commitment);
}

/// <summary>An event after which a commitment stands no more: it was met, or withdrawn.</summary>
public interface IEndsCommitment : IAboutCommitment;

/// <summary>What holds of commitments.</summary>
public static class CommitmentRules
{
    /// <summary>A commitment that was missed still stands: it may be moved, met late or withdrawn.</summary>
    public static Rule<IAboutCommitment> CommitmentOpen { get; } =
        new(
            "commitment-open",
            "What is said of a commitment comes after it was made and before it was met or withdrawn.",
            (said, judged) =>
            {
                if (judged.Timeline.StandsFor(said.Commitment) is not { Counts: true, Content: CommitmentMade } made)
                {
                    return $"No commitment was made by entry {said.Commitment} about {judged.Timeline.Subject}, or it was retracted.";
                }

                if (judged.Effective.Latest < made.Effective.Earliest)
                {
                    return $"It takes effect {judged.Effective}, before the commitment was made ({made.Effective}).";
                }

                return
                    judged
                        .Timeline.Of<IEndsCommitment>()
                        .FirstOrDefault(e =>
                            judged.Timeline.StandsFor(e.Content.Commitment)?.Id == made.Id
                            && e.ComesBefore(judged.Entry, judged.Content)
                        )
                        is { } ended
                    ? $"The commitment was {(ended.Content is CommitmentMet ? "met" : "withdrawn")} already, by entry "
                        + $"{ended.Id} ({ended.Effective})."
                    : null;
            }
        );

    /// <summary>A due date counts from its latest day.</summary>
    public static Rule<IDatesCommitment> DueFromThenOn { get; } =
        new(
            "commitment-due-from-then-on",
            "A commitment is due on the day on which that is said, or later.",
            (said, judged) =>
                said.DueDate() is { } due && due.Latest < judged.Effective.Earliest
                    ? $"It is due {due}, before {judged.Effective}, when it takes effect."
                    : null
        );

    /// <summary>Every statement of when a commitment is due, as the entries about it are believed.</summary>
    internal static IEnumerable<BelievedEntry<IDatesCommitment>> DatesOf(Timeline timeline, Guid commitment) =>
        timeline
            .Of<IDatesCommitment>()
            .Where(e =>
                (e.Content is IAboutCommitment about ? timeline.StandsFor(about.Commitment)?.Id : e.Id) == commitment
            );
}
