using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk.Meetings;
using Oversight.Record;
using Oversight.Record.Events;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;
using Oversight.Web.Api;

namespace Oversight.Web.OpenApi;

/// <summary>One body that is taken for each decision. The people and documents in them are made up.</summary>
internal static class Examples
{
    private static readonly DateWithPrecision Day = DateWithPrecision.Parse("2024-11-01");

    private static readonly Decision Decided = new(
        Day,
        Day,
        new DecidedBy("nhs-england", "Regional Director", "Alex Example")
    )
    {
        Rationale = "Agreed at the regional oversight meeting.",
        Evidence = [new EvidenceReference("Decision letter", "REF-2024-117")],
    };

    private static readonly Decision Published = Decided with
    {
        Effective = DateWithPrecision.FinancialYear(2024),
        Source = new Source("PRN00000", "page 3"),
        Origin = Origin.Imported,
    };

    private static readonly FrameworkVersion Framework = new(
        "nof-2027-28",
        "NHS Oversight Framework 2027/28",
        "2027/28",
        [new FrameworkSegment(1, "Least support"), new FrameworkSegment(2, "Most support")],
        [OrganisationKind.Icb],
        2,
        "Intensive support",
        ["nhs-england"]
    );

    private static readonly Decision Corrected = Decided with { Rationale = "The letter says segment 2." };

    private static readonly OdsCode Icb = OdsCode.Parse("QOC");
    private static readonly OdsCode Trust = OdsCode.Parse("RXW");
    private static readonly Guid Entry = new("0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c");
    private static readonly Publication Withheld = new(WithheldBecause: "Publication awaits the trust's board.");

    private static readonly Criterion Finance = new(
        "EC1",
        "Finance",
        "The system meets its agreed control total.",
        "Outturn against plan",
        "Breakeven or better",
        ["Month 12 finance return"],
        "Chief Finance Officer",
        Date("Q4 2024/25"),
        SustainedMonths: 6,
        DependsOn: [Trust]
    );

    private static readonly Criterion Quality = new(
        "EC2",
        "Quality",
        "The maternity improvement plan is complete.",
        Members: [Icb]
    );

    private static readonly AcceptedUnmet Unmet = new("EC2", "Two actions remain, both on track.", "Sam Example");

    private static readonly Dictionary<Type, object> Bodies = new object[]
    {
        new OrganisationRegistered(Decided, OdsCode.Parse("X1X1X"), OrganisationKind.Icb, "NHS Example ICB", "Y60"),
        new OrganisationSucceeded(Decided, [new(OdsCode.Parse("S1Y5D"), SuccessionKind.Merger)]),
        new SegmentPublished(Published, 3, "Segment 3"),
        new SegmentProposed(Decided, 4),
        new SegmentAgreed(Decided, Entry, 4),
        new SegmentDeclined(Decided, Entry),
        new SegmentAssigned(Decided, 3),
        new SegmentReviewed(Decided, 3, Date("Q4 2024/25")),
        new AnnualAssessmentPublished(Published, [new("System leadership", "The board has …", "18-18")]),
        new FrameworkPublished(Decided with { Effective = Date("2027-04-01") }, Framework),
        new RecoveryEntered(Decided, "Shropshire, Telford and Wrekin", [Icb], Date("2025/26")),
        new RecoveryMemberJoined(Decided, Trust),
        new RecoveryMemberExited(Decided, Trust, [Unmet]),
        new ImprovementDirectorAppointed(Decided, "Robin Example", Date("2025-10-31")),
        new ExitCriteriaAgreed(Decided, CriteriaPurpose.Exit, [Finance, Quality]),
        new ExitCriteriaRefreshed(Decided, Entry, CriteriaPurpose.Exit, [Finance]),
        new MilestoneSet(Decided, "M1", "The recovery plan is approved.", Date("2024-12-20")),
        new MilestoneRescheduled(Decided, "M1", Date("2025-01-31")),
        new MilestoneAchieved(Decided, "M1"),
        new MilestoneMissed(Decided, "M1"),
        new EvidenceSubmitted(Decided, Icb, "Month 12 finance return", ["EC1"]),
        new EvidenceAcknowledged(Decided, Entry),
        new EvidenceReturned(Decided, Entry),
        new EvidenceJudged(Decided, Entry, EvidenceVerdict.Sufficient),
        new CriterionSelfAssessed(Decided, "EC1", Brag.Amber, Confidence.Medium, Icb),
        new CriterionAssessed(Decided, "EC1", AssessingLevel.National, CriterionJudgement.PartlyMet, Confidence.High),
        new TargetExitRevised(Decided, Date("Q1 2025/26")),
        new ExitRecommended(Decided, Expected: Date("2024-12-31")),
        new ExitAgreed(Decided, Entry, Unmet: [Unmet]),
        new ExitDeclined(Decided, Entry),
        new TransitionPlanAgreed(
            Decided,
            "Quarterly meetings with the region.",
            Date("2025/26"),
            3,
            Date("2025-02-01")
        ),
        new TransitionPlanReviewed(Decided, "On course.", Date("2025-05-01")),
        new TransitionPlanCompleted(Decided),
        new RecoveryReviewed(Decided, "Goes on as agreed.", Date("2025-02-01")),
        new UndertakingsAccepted(
            Decided,
            Trust,
            "hsc-act-2012-s106",
            LegalTest.ReasonableSuspicion,
            ["The trust forecasts a deficit without an agreed plan."],
            [new("1.1", "A financial recovery plan is sent.", Date("2025-01-31"), "Chief Executive")]
        ),
        new UndertakingVaried(Decided, "1.1", ["nhs-england", "RXW"], Date("2025-03-31")),
        new UndertakingProgressReported(Decided, "1.1", "A draft is with the board.", Brag.Green),
        new UndertakingJudged(Decided, "1.1", ComplianceJudgement.Complied),
        new CertificateAppliedFor(Decided, ["1.1"]),
        new CertificateIssued(Decided, Entry),
        new CertificateRefused(Decided, Entry),
        new CertificateRevoked(Decided, Entry),
        new UndertakingsPublicationStated(Decided, Withheld),
        new UndertakingsBreached(Decided, ["1.1"]),
        new DirectionIssued(
            Decided,
            "hsc-act-2012-s105",
            LegalTest.Satisfied,
            "The trust sends its recovery plan.",
            Date("2025-04-30")
        ),
        new UndertakingsDischarged(Decided),
        new CorrectionBody(
            Corrected,
            JsonSerializer.SerializeToElement(new SegmentAssigned(Decided, 2), EventCatalogue.Json)
        ),
        new RetractionBody(Corrected),
        new MeetingMinutes(
            new Meeting("Regional oversight meeting", Day.Earliest, Decided.DecidedBy)
            {
                Evidence = [new EvidenceReference("Minutes", "REF-2024-118")],
            },
            [
                new MeetingOutcome("organisation-QJ2", NoChange.Type, 2),
                new MeetingOutcome(
                    "organisation-QNC",
                    EventCatalogue.NameOf(typeof(SegmentAssigned)),
                    2,
                    JsonSerializer.SerializeToElement(
                        new { segment = 3, decision = new { rationale = "The plan was not delivered." } }
                    )
                ),
            ]
        ),
    }.ToDictionary(body => body.GetType());

    /// <summary>The body for a type; null when there is none.</summary>
    public static JsonNode? Of(Type type) =>
        Bodies.TryGetValue(type, out var body) ? JsonSerializer.SerializeToNode(body, type, AnswerJson.Options) : null;

    private static DateWithPrecision Date(string text) => DateWithPrecision.Parse(text);
}
