using Oversight.Record.Organisations;

namespace Oversight.Record.Evidence;

/// <summary>Where a piece of evidence stands.</summary>
public enum EvidenceState
{
    /// <summary>It was submitted, and nobody said that it was received.</summary>
    Submitted,

    /// <summary>It was received, and waits to be judged.</summary>
    Acknowledged,

    /// <summary>It was sent back.</summary>
    Returned,

    /// <summary>It was judged.</summary>
    Judged,

    /// <summary>It was discharged, or ended with the body that submitted it: nobody looks at it any more.</summary>
    Ended,
}

/// <summary>One piece of evidence as it stands on a day, in an engagement or a set of undertakings.</summary>
/// <param name="Submission">The entry by which it was submitted.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Last">The entry that brought it there; the submission itself at first.</param>
public sealed record SubmittedEvidence(
    BelievedEntry<EvidenceSubmitted> Submission,
    EvidenceState State,
    BelievedEntry Last
)
{
    /// <summary>What was submitted.</summary>
    public EvidenceSubmitted Content => Submission.Content;

    /// <summary>True while somebody has to look at it.</summary>
    public bool Waits => State is EvidenceState.Submitted or EvidenceState.Acknowledged;

    /// <summary>
    /// What was submitted by a day in a subject's timeline, in place order. Of imprecise dates the later place wins; that it
    /// was received does not undo that it was returned or judged.
    /// </summary>
    public static IReadOnlyList<SubmittedEvidence> On(Timeline timeline, DateOnly day)
    {
        var about = timeline
            .Of<IAboutEvidence>()
            .Where(e => e.Effective.Earliest <= day)
            .ToLookup(e => timeline.StandsFor(e.Content.Evidence)?.Id);
        return
        [
            .. from submission in timeline.Of<EvidenceSubmitted>()
            where submission.Effective.Earliest <= day
            let last = about[submission.Id]
                .OrderBy(e => e.Content is not EvidenceAcknowledged)
                .ThenBy(e => e.Effective.Latest)
                .ThenBy(e => e.Place)
                .LastOrDefault()
            let piece = new SubmittedEvidence(submission, StateAfter(last?.Content), (BelievedEntry?)last ?? submission)
            select piece.Waits && EndOf(timeline, submission, day) is { } end
                ? piece with
                {
                    State = EvidenceState.Ended,
                    Last = end,
                }
                : piece,
        ];
    }

    /// <summary>What was ever submitted, and is open in some sense.</summary>
    internal static IEnumerable<BelievedEntry> Open(Timeline timeline, Func<SubmittedEvidence, bool> isOpen) =>
        On(timeline, DateOnly.MaxValue).Where(isOpen).Select(e => e.Submission);

    // The entry by which it was discharged for a body that ended, or ended with it.
    private static BelievedEntry? EndOf(Timeline timeline, BelievedEntry<EvidenceSubmitted> submission, DateOnly day) =>
        Passing.HolderOf(timeline, submission.Content.Organisation, OpenItemKind.Evidence, $"{submission.Id}", day)
            is { Holder: null, By: [.., var end] }
            ? end.Entry
            : null;

    private static EvidenceState StateAfter(IAboutEvidence? last) =>
        last switch
        {
            EvidenceAcknowledged => EvidenceState.Acknowledged,
            EvidenceReturned => EvidenceState.Returned,
            EvidenceJudged => EvidenceState.Judged,
            _ => EvidenceState.Submitted,
        };
}
