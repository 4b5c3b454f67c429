using System.Text.Json;
using Oversight.Record;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.AuditHistory;

/// <summary>Events in the words of the field, one line each.</summary>
public static class EventWords
{
    /// <summary>What an event says.</summary>
    public static string Summary(Event content) =>
        content switch
        {
            OrganisationRegistered e => $"{e.Name} ({e.Organisation}) established {When(e)}, overseen by "
                + $"{Region.Of(e.Region).Name}",
            OrganisationSucceeded e => $"Ended {When(e)}; followed by "
                + string.Join(", ", e.Successors.Select(s => $"{s.Organisation} ({Words(s.Kind)})")),
            FrameworkPublished e => $"{e.Framework.Title} in force from {When(e)}"
                + (e.Framework.InForceUntil is { } until ? $" until {until}" : ""),
            SegmentPublished e => $"Segment {e.Segment} published for {When(e)} (\"{e.Label}\")",
            SegmentProposed e => $"Segment {e.Segment} proposed from {When(e)}",
            SegmentAgreed e => $"Segment {e.Segment} agreed from {When(e)}, as proposed",
            SegmentDeclined e => $"Proposed segment declined {When(e)}",
            SegmentAssigned e => $"Segment {e.Segment} assigned from {When(e)}",
            SegmentReviewed e => $"Segment {e.Segment} reviewed {When(e)} and confirmed{NextReview(e.NextReviewDue)}",
            AnnualAssessmentPublished e => $"Annual assessment of {When(e)} published, {e.Areas.Count} areas",
            EntryCorrected e => $"Entry {e.Target} corrected to: {Summary(e.Replacement)}",
            NotReadable e => $"Not readable by this version of Oversight: {e.Kind}",
            EntryRetracted e => $"Entry {e.Target} retracted",
            _ => OfRecovery(content)
                ?? OfEvidence(content)
                ?? OfUndertakings(content)
                ?? EventCatalogue.NameOf(content),
        };

    private static string? OfRecovery(Event content) =>
        content switch
        {
            RecoveryEntered e => $"{Line(e.Title)} entered Recovery Support {When(e)} with {All(e.Members)}"
                + (e.TargetExit is { } target ? $"; target exit {target}" : ""),
            RecoveryMemberJoined e => $"{e.Organisation} joined Recovery Support {When(e)}",
            RecoveryMemberExited e => $"{e.Organisation} left Recovery Support {When(e)}{Unmet(e.Unmet)}",
            ImprovementDirectorAppointed e => $"System Improvement Director appointed from {When(e)}{Until(e.Until)}",
            ExitCriteriaAgreed e => $"{Criteria(e)} agreed from {When(e)}: {References(e)}",
            ExitCriteriaRefreshed e => $"{Criteria(e)} refreshed from {When(e)}: {References(e)}",
            MilestoneSet e => $"Milestone {e.Milestone} set {When(e)}, due {e.Due}: {Line(e.Title)}",
            MilestoneRescheduled e => $"Milestone {e.Milestone} rescheduled {When(e)}, due {e.Due}",
            MilestoneAchieved e => $"Milestone {e.Milestone} reached {When(e)}",
            MilestoneMissed e => $"Milestone {e.Milestone} missed, established {When(e)}",
            CriterionSelfAssessed e => $"Criterion {e.Criterion} self-assessed {Words(e.Rating)} {When(e)}"
                + For(e.Member)
                + Confidence(e.Confidence),
            CriterionAssessed e => $"Criterion {e.Criterion} judged {Words(e.Judgement)} by "
                + $"{(e.Level == AssessingLevel.National ? "the national team" : "the region")} {When(e)}"
                + For(e.Member)
                + Confidence(e.Confidence),
            TargetExitRevised e => $"Target exit revised {When(e)} to {e.Target}{For(e.Member)}",
            ExitRecommended e => $"Exit recommended {When(e)}{For(e.Members)}"
                + (e.Expected is { } expected ? $"; decision expected {expected}" : ""),
            ExitAgreed e => $"Exit agreed from {When(e)}{For(e.Members)}{Unmet(e.Unmet)}",
            ExitDeclined e => $"Recommended exit declined {When(e)}",
            TransitionPlanAgreed e => $"Transition plan agreed from {When(e)}{Until(e.Until)}"
                + (e.ReviewMonths is { } months ? $", reviewed every {months} months" : "")
                + (e.FirstReviewDue is { } first ? $"; first review due {first}" : ""),
            TransitionPlanReviewed e => $"Transition plan reviewed {When(e)}{NextReview(e.NextReviewDue)}",
            TransitionPlanCompleted e => $"Transition plan completed {When(e)}",
            RecoveryReviewed e => $"Recovery Support reviewed {When(e)} and goes on{NextReview(e.NextReviewDue)}",
            _ => null,
        };

    private static string? OfEvidence(Event content) =>
        content switch
        {
            EvidenceSubmitted e =>
                $"{e.Organisation} submitted \"{Line(e.Title)}\" {When(e)} as evidence for {All(e.For)}",
            EvidenceAcknowledged e => $"Evidence received {When(e)}",
            EvidenceReturned e => $"Evidence sent back {When(e)}",
            EvidenceJudged e => $"Evidence judged {Words(e.Verdict)} {When(e)}",
            _ => null,
        };

    private static string? OfUndertakings(Event content) =>
        content switch
        {
            UndertakingsAccepted e => $"{(e.Items.Count == 1 ? "1 undertaking" : $"{e.Items.Count} undertakings")} "
                + $"accepted from {e.Organisation} {When(e)}: {BasisWords(e.LegalBasis)}",
            UndertakingVaried e => $"Undertaking {e.Item} varied from {When(e)} by {All(e.AgreedBy)}: "
                + string.Join(
                    " and ",
                    new[]
                    {
                        e.Due is { } due ? $"due {due}" : null,
                        e.Wording is null ? null : "new wording",
                    }.OfType<string>()
                ),
            UndertakingProgressReported e => $"Progress on undertaking {e.Item} reported {When(e)}"
                + (e.Rating is { } rating ? $" ({Words(rating)})" : ""),
            UndertakingJudged e => $"Undertaking {e.Item} judged {Words(e.Judgement)} with {When(e)}",
            CertificateAppliedFor e => $"Compliance certificate applied for {When(e)}{For(e.Items)}",
            CertificateIssued e => $"Compliance certificate issued {When(e)}",
            CertificateRefused e => $"Compliance certificate refused {When(e)}",
            CertificateRevoked e => $"Compliance certificate revoked {When(e)}",
            UndertakingsPublicationStated e => e.Publication.WithheldBecause is { } reason
                ? $"Undertakings withheld from publication {When(e)}: {Line(reason)}"
                : $"Undertakings published {When(e)} at {e.Publication.Address}",
            UndertakingsBreached e => $"Breach of undertakings {All(e.Items)} established {When(e)}",
            DirectionIssued e => $"Direction issued from {When(e)}: {BasisWords(e.LegalBasis)}"
                + (e.Due is { } due ? $"; due {due}" : ""),
            UndertakingsDischarged e => e.Items is null
                ? $"All undertakings discharged from {When(e)}"
                : $"Undertakings {All(e.Items)} discharged from {When(e)}",
            _ => null,
        };

    /// <summary>A value of a list of words as people write it: met and sustained.</summary>
    internal static string Words<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()).Replace('-', ' ');

    private static string When(Event content) => content.Decision.Effective.ToString();

    private static string All<T>(IEnumerable<T> items) => string.Join(", ", items);

    // A text that people wrote may have several lines.
    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private static string For(OdsCode? member) => member is null ? "" : $" for {member}";

    private static string For<T>(IReadOnlyList<T>? some) => some is null ? "" : $" for {All(some)}";

    private static string Until(DateWithPrecision? until) => until is null ? "" : $" until {until}";

    private static string NextReview(DateWithPrecision? due) => due is null ? "" : $"; next review due {due}";

    private static string Confidence(Confidence? confidence) =>
        confidence is { } known ? $" (confidence {Words(known)})" : "";

    private static string Unmet(IReadOnlyList<AcceptedUnmet>? unmet) =>
        unmet is { Count: > 0 } ? $"; accepted unmet: {All(unmet.Select(u => u.Criterion))}" : "";

    private static string Criteria(IStatesCriteria set) => $"{set.Purpose} criteria";

    private static string References(IStatesCriteria set) => All(set.Criteria.Select(c => c.Reference));

    private static string BasisWords(string basis) => LegalBasis.All.FirstOrDefault(b => b.Id == basis)?.Title ?? basis;
}
