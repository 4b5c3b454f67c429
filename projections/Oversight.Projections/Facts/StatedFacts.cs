using Oversight.Projections.AuditHistory;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;

namespace Oversight.Projections.Facts;

/// <summary>What an event states, flat: what about, and the value. Dates are in the form in which they are stored.</summary>
public static class StatedFacts
{
    /// <summary>The facts that an event states; its summary where it states nothing but that it happened.</summary>
    public static IEnumerable<(string What, string Value)> Of(Event content)
    {
        var stated = All(content).ToArray();
        return stated.Length > 0 ? stated : [("summary", EventWords.Summary(content))];
    }

    private static IEnumerable<(string What, string Value)> All(Event content) =>
        content switch
        {
            OrganisationRegistered e => [("name", e.Name), ("region", e.Region)],
            OrganisationSucceeded e => e.Successors.Select(x => ("successor", x.Organisation.Value)),
            SegmentPublished e => [("segment", $"{e.Segment}"), ("label", e.Label)],
            SegmentAssigned e => [("segment", $"{e.Segment}")],
            SegmentAgreed e => [("segment", $"{e.Segment}")],
            SegmentProposed e => [("segment proposed", $"{e.Segment}")],
            SegmentDeclined e => [("proposal declined", $"{e.Proposal}")],
            SegmentReviewed e => [("segment confirmed", $"{e.Segment}")],
            AnnualAssessmentPublished e => e.Areas.Select(a => (a.Heading, a.Text)),
            RecoveryEntered e =>
            [
                ("title", e.Title),
                .. Each("member", e.Members),
                .. Maybe("target exit", e.TargetExit),
            ],
            RecoveryMemberJoined e => [("member", e.Organisation.Value)],
            RecoveryMemberExited e => [("member exited", e.Organisation.Value), .. Unmet(e)],
            ImprovementDirectorAppointed e =>
            [
                ("improvement director", e.Director),
                .. Maybe("improvement director until", e.Until),
            ],
            IStatesCriteria e => e.Criteria.SelectMany(Criterion),
            MilestoneSet e => [($"{e.Milestone} title", e.Title), ($"{e.Milestone} due", e.Due.Stored)],
            MilestoneRescheduled e => [($"{e.Milestone} due", e.Due.Stored)],
            MilestoneAchieved e => [(e.Milestone, "reached")],
            MilestoneMissed e => [(e.Milestone, "missed")],
            EvidenceSubmitted e =>
            [
                .. e.For.Select(reference => ($"evidence for {reference}", e.Title)),
                ("evidence submitted by", e.Organisation.Value),
                .. Maybe("evidence document", e.Document?.Sha256),
            ],
            EvidenceAcknowledged e => [($"evidence {e.Evidence}", "received")],
            EvidenceReturned e => [($"evidence {e.Evidence}", "sent back")],
            EvidenceJudged e => [($"evidence {e.Evidence}", EventWords.Words(e.Verdict))],
            CriterionSelfAssessed e => Rating(e, "self-assessment", EventWords.Words(e.Rating), e.Confidence),
            CriterionAssessed e => Rating(
                e,
                $"{EventWords.Words(e.Level)} judgement",
                EventWords.Words(e.Judgement),
                e.Confidence
            ),
            TargetExitRevised e => [($"target exit{Of(e.Member)}", e.Target.Stored)],
            ExitRecommended e =>
            [
                .. AllOrEach("exit recommended", e.Members),
                .. Maybe("exit decision expected", e.Expected),
            ],
            ExitAgreed e => [.. AllOrEach("exit", e.Members), .. Unmet(e)],
            ExitDeclined e => [("exit declined", $"{e.Recommendation}")],
            TransitionPlanAgreed e =>
            [
                ("monitoring", e.Monitoring),
                .. Maybe("monitoring until", e.Until),
                .. Maybe("review months", e.ReviewMonths),
                .. Maybe("first review due", e.FirstReviewDue),
            ],
            TransitionPlanReviewed e => [("outcome", e.Outcome), .. Maybe("next review due", e.NextReviewDue)],
            RecoveryReviewed e => [("outcome", e.Outcome), .. Maybe("next review due", e.NextReviewDue)],
            UndertakingsAccepted e =>
            [
                ("organisation", e.Organisation.Value),
                ("legal basis", e.LegalBasis),
                ("legal test", EventWords.Words(e.Test)),
                .. Each("ground", e.Grounds),
                .. e.Items.SelectMany(Item),
                .. Published(e.Publication),
            ],
            UndertakingVaried e =>
            [
                .. Maybe($"{e.Item} due", e.Due),
                .. Maybe($"{e.Item} wording", e.Wording),
                .. Each($"{e.Item} variation agreed by", e.AgreedBy),
            ],
            UndertakingProgressReported e =>
            [
                ($"{e.Item} progress", e.Progress),
                .. Maybe($"{e.Item} self-assessment", e.Rating is { } rating ? EventWords.Words(rating) : null),
            ],
            UndertakingJudged e => [($"{e.Item} judgement", EventWords.Words(e.Judgement))],
            CertificateAppliedFor e => AllOrEach("certificate applied for", e.Items),
            CertificateIssued e => [($"certificate application {e.Application}", "issued")],
            CertificateRefused e => [($"certificate application {e.Application}", "refused")],
            CertificateRevoked e => [($"certificate {e.Certificate}", "revoked")],
            UndertakingsPublicationStated e => Published(e.Publication),
            UndertakingsBreached e => Each("breached", e.Items),
            DirectionIssued e =>
            [
                ("legal basis", e.LegalBasis),
                ("legal test", EventWords.Words(e.Test)),
                ("directed", e.Directed),
                .. Maybe("direction due", e.Due),
            ],
            UndertakingsDischarged e => AllOrEach("discharged", e.Items),
            _ => [],
        };

    private static IEnumerable<(string, string)> Criterion(Criterion criterion)
    {
        var reference = criterion.Reference;
        return
        [
            ($"{reference} theme", criterion.Theme),
            ($"{reference} wording", criterion.Wording),
            .. Maybe($"{reference} measure", criterion.Measure),
            .. Maybe($"{reference} threshold", criterion.Threshold),
            .. Each($"{reference} evidence wanted", criterion.EvidenceWanted ?? []),
            .. Maybe($"{reference} owner", criterion.Owner),
            .. Maybe($"{reference} due", criterion.Due),
            .. Maybe($"{reference} sustained months", criterion.SustainedMonths),
            .. Each($"{reference} depends on", criterion.DependsOn ?? []),
            .. Each($"{reference} member", criterion.Members ?? []),
        ];
    }

    private static IEnumerable<(string, string)> Item(UndertakingItem item) =>
        [
            ($"{item.Reference} wording", item.Wording),
            .. Maybe($"{item.Reference} due", item.Due),
            .. Maybe($"{item.Reference} owner", item.Owner),
        ];

    private static IEnumerable<(string, string)> Published(Publication? publication) =>
        [.. Maybe("published at", publication?.Address), .. Maybe("withheld because", publication?.WithheldBecause)];

    private static IEnumerable<(string, string)> Rating(
        IRatesCriterion rated,
        string what,
        string rating,
        Confidence? confidence
    ) =>
        [
            ($"{rated.Criterion} {what}{Of(rated.Member)}", rating),
            .. Maybe(
                $"{rated.Criterion} {what}{Of(rated.Member)}, confidence",
                confidence is { } known ? EventWords.Words(known) : null
            ),
        ];

    private static IEnumerable<(string, string)> Unmet(IExit exit) =>
        (exit.Unmet ?? []).Select(unmet => ($"{unmet.Criterion} accepted unmet", unmet.Reason));

    private static string Of(OdsCode? member) => member is null ? "" : $" of {member}";

    private static IEnumerable<(string, string)> Each<T>(string what, IEnumerable<T> values) =>
        values.Select(value => (what, $"{value}"));

    private static IEnumerable<(string, string)> AllOrEach<T>(string what, IReadOnlyList<T>? some) =>
        some is null ? [(what, "all")] : Each(what, some);

    private static IEnumerable<(string, string)> Maybe(string what, DateWithPrecision? date) =>
        Maybe(what, date?.Stored);

    private static IEnumerable<(string, string)> Maybe(string what, int? number) => Maybe(what, number?.ToString());

    private static IEnumerable<(string, string)> Maybe(string what, string? text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [(what, text)];
}
