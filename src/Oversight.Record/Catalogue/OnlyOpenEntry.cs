using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Timelines;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Catalogue;

/// <summary>
/// Kinds of decision that are about one earlier entry of their subject: where they name none and only one is open, that one is meant. It is
/// found when the decision is taken, in the record that it is taken on; until then the content holds <see cref="Unnamed"/>.
/// </summary>
public static class OnlyOpenEntry
{
    /// <summary>Stands where no entry was named.</summary>
    public static Guid Unnamed => Guid.Empty;

    /// <summary>The member of a kind of event that may be left out so, by its name in JSON; null when there is none.</summary>
    public static string? MemberOf(Type kind) =>
        kind.IsAssignableTo(typeof(IAboutEvidence)) ? "evidence"
        : kind.IsAssignableTo(typeof(IAnswersProposal)) ? "proposal"
        : kind.IsAssignableTo(typeof(IAnswersApplication)) ? "application"
        : kind == typeof(ExitDeclined) ? "recommendation"
        : kind == typeof(ExitCriteriaRefreshed) ? "replaces"
        : kind == typeof(CertificateRevoked) ? "certificate"
        : null;

    /// <summary>The content with the only open entry named, where it names none.</summary>
    /// <exception cref="BadInputException">None is open, or several are; these are listed.</exception>
    public static Event Named(Event content, Timeline timeline)
    {
        switch (content)
        {
            case EvidenceAcknowledged { Evidence: var named } c when named == Unnamed:
                return c with
                {
                    Evidence = Only("evidence", Evidence(timeline, e => e.State == EvidenceState.Submitted)),
                };
            case EvidenceReturned { Evidence: var named } c when named == Unnamed:
                return c with { Evidence = Only("evidence", Evidence(timeline, e => e.Waits)) };
            case EvidenceJudged { Evidence: var named } c when named == Unnamed:
                return c with { Evidence = Only("evidence", Evidence(timeline, e => e.Waits)) };
            case SegmentAgreed { Proposal: var named } c when named == Unnamed:
                return c with { Proposal = Only("proposal", Proposals(timeline)) };
            case SegmentDeclined { Proposal: var named } c when named == Unnamed:
                return c with { Proposal = Only("proposal", Proposals(timeline)) };
            case CertificateIssued { Application: var named } c when named == Unnamed:
                return c with { Application = Only("application", Applications(timeline)) };
            case CertificateRefused { Application: var named } c when named == Unnamed:
                return c with { Application = Only("application", Applications(timeline)) };
            case CertificateRevoked { Certificate: var named } c when named == Unnamed:
                return c with { Certificate = Only("certificate", Certificates(timeline)) };
            case ExitCriteriaRefreshed { Replaces: var named } c when named == Unnamed:
                return c with { Replaces = Only("replaces", Criteria(timeline, c)) };
            case ExitDeclined { Recommendation: var named } c when named == Unnamed:
                return c with { Recommendation = Only("recommendation", Recommendations(timeline)) };
            // There may have been none; and what is told of long ago says itself what it rested on.
            case ExitAgreed { Recommendation: null, Decision.Origin: Origin.Live } c
                when Recommendations(timeline).Where(r => IsFor(c, r)).ToArray() is { Length: > 0 } open:
                return c with { Recommendation = Only("recommendation", open) };
            default:
                return content;
        }
    }

    private static Guid Only(string member, IEnumerable<BelievedEntry> open) =>
        open.ToArray() switch
        {
            [var only] => only.Id,
            [] => throw new BadInputException(
                member,
                "names no entry, and none is open that could be meant: name the entry, or look whether it was answered already."
            ),
            var several => throw new BadInputException(
                member,
                $"names no entry, and {several.Length} are open: name one of {string.Join("; ", several.Select(Words))}."
            ),
        };

    private static string Words(BelievedEntry entry) =>
        $"{entry.Id} ("
        + entry.Content switch
        {
            EvidenceSubmitted e => $"“{e.Title}”, ",
            SegmentProposed e => $"segment {e.Segment}, ",
            IStatesCriteria e => $"{e.Criteria.Count} {e.Purpose.ToString().ToLowerInvariant()} criteria, ",
            ExitRecommended { Members: { } members } => $"for {string.Join(", ", members)}, ",
            _ => "",
        }
        + $"{entry.Effective})";

    private static IEnumerable<BelievedEntry> Evidence(Timeline timeline, Func<SubmittedEvidence, bool> isOpen) =>
        SubmittedEvidence.On(timeline, DateOnly.MaxValue).Where(isOpen).Select(e => e.Submission);

    private static IEnumerable<BelievedEntry> Proposals(Timeline timeline) =>
        Unanswered<SegmentProposed, IAnswersProposal>(timeline, answer => answer.Proposal);

    private static IEnumerable<BelievedEntry> Applications(Timeline timeline) =>
        Unanswered<CertificateAppliedFor, IAnswersApplication>(timeline, answer => answer.Application);

    private static IEnumerable<BelievedEntry> Certificates(Timeline timeline) =>
        Unanswered<CertificateIssued, CertificateRevoked>(timeline, revoked => revoked.Certificate);

    private static IEnumerable<BelievedEntry> Criteria(Timeline timeline, ExitCriteriaRefreshed refreshed) =>
        Unanswered<IStatesCriteria, ExitCriteriaRefreshed>(timeline, later => later.Replaces)
            .Where(e => ((IStatesCriteria)e.Content).Purpose == refreshed.Purpose);

    private static IEnumerable<BelievedEntry> Recommendations(Timeline timeline) =>
        Engagement.Of(timeline)?.Recommendations().Where(r => r.Answers.Count == 0).Select(r => r.Recommendation) ?? [];

    private static bool IsFor(ExitAgreed exit, BelievedEntry recommendation) =>
        ((ExitRecommended)recommendation.Content).Members is not { } recommended
        || exit.Members?.All(recommended.Contains) == true;

    private static IEnumerable<BelievedEntry> Unanswered<TAsked, TAnswer>(
        Timeline timeline,
        Func<TAnswer, Guid> answered
    )
        where TAsked : class
        where TAnswer : class
    {
        var done = timeline
            .Of<TAnswer>()
            .Select(e => timeline.StandsFor(answered((TAnswer)(object)e.Content))?.Id)
            .ToHashSet();
        return timeline.Of<TAsked>().Where(e => !done.Contains(e.Id));
    }
}
