using Oversight.Record.Challenges;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Letters;

/// <summary>What a letter must say by the kind of the decision; of every other kind it says what the entry states, fact by fact.</summary>
internal static class LetterContents
{
    public static IEnumerable<LetterPart> Of(LetterWriting writing) =>
        writing.Entry.Content switch
        {
            IPlacesInSegment or SegmentReviewed => LettersOfSegments.Of(writing),
            RecoveryEntered
            or RecoveryMemberJoined
            or IStatesCriteria
            or IExit
            or ExitDeclined
            or TransitionPlanAgreed => LettersOfRecovery.Of(writing),
            UndertakingsAccepted
            or UndertakingVaried
            or UndertakingJudged
            or CertificateIssued
            or CertificateRefused
            or CertificateRevoked
            or UndertakingsBreached
            or UndertakingsDischarged
            or UndertakingAdded
            or OrganisationDirected
            or DirectionIssued => LettersOfUndertakings.Of(writing),
            EvidenceReturned or EvidenceJudged => OfEvidence(writing),
            IJudgesChallenge => OfChallenge(writing),
            _ => [Facts(writing)],
        };

    /// <summary>What the entry states, fact by fact.</summary>
    public static LetterPart Facts(LetterWriting writing) =>
        new(
            "What was decided",
            [$"It takes effect: {writing.Effective}."],
            new(["What", "Value"], [.. writing.Entry.Content.Facts().Select(f => (string[])[f.What, f.Value])])
        );

    private static IEnumerable<LetterPart> OfEvidence(LetterWriting writing)
    {
        var about = (IAboutEvidence)writing.Entry.Content;
        var submitted = writing.Timeline.StandsFor(about.Evidence)?.Content as EvidenceSubmitted;
        yield return new(
            "Your evidence",
            [
                $"Submitted: {writing.Or(submitted?.Title, "which evidence it is")}, {writing.Or(submitted?.Decision.Effective, "when it was submitted")}.",
                submitted is null
                    ? writing.Gap("what the evidence is for")
                    : $"It is for: {string.Join(", ", submitted.For)}.",
                about is EvidenceJudged { Verdict: var verdict }
                    ? $"It was judged {InWords.Of(verdict)}."
                    : "It is sent back: put right what the reasons say, and submit it again.",
            ]
        );
    }

    private static IEnumerable<LetterPart> OfChallenge(LetterWriting writing)
    {
        var answer = (IJudgesChallenge)writing.Entry.Content;
        var challenge = writing.Timeline.StandsFor(answer.Challenge)?.Content as EntryChallenged;
        var entry = challenge is null ? null : writing.Timeline.StandsFor(challenge.Entry);
        yield return new(
            "Your challenge",
            [
                $"You said of entry {writing.Or($"{challenge?.Entry}", "which entry is challenged")}: {writing.Or(challenge?.Wrong, "what is wrong with it")}",
                answer is ChallengeUpheld upheld
                    ? $"The challenge is upheld: entry {upheld.Correction} mends it. "
                        + (
                            entry is { Counts: true }
                                ? $"It now says: {entry.Content.Says().TrimEnd('.')}."
                                : "The entry no longer counts."
                        )
                    : $"The challenge is not upheld. The entry stands: {writing.Or(entry?.Content.Says().TrimEnd('.'), "what the entry says")}.",
            ]
        );
    }
}
