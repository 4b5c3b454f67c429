using Oversight.Record.Challenges;
using Oversight.Record.Commitments;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Finance;
using Oversight.Record.Frameworks;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Retention;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;
using Oversight.Record.Suggestions;
using Oversight.Record.Support;
using Oversight.Record.Telling;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Given;

/// <summary>Every event with every field filled.</summary>
internal static class Filled
{
    private static readonly string Person = "person:" + new string('0', 64);
    private static readonly Guid Target = new("00000000-0000-0000-0000-0000000000b2");

    private static readonly Decision Whole = new(
        Sample.Date("Q1 2024/25"),
        Sample.Date("2024-04-02"),
        new("nhs-england", "Regional Director", Person)
    )
    {
        Rationale = "Zoë said \"so\" & signed <it>; 🏥.",
        Evidence = [new("Decision letter", "file 7", new string('a', 64))],
        Source = new("PRN01455", "lines 14-16", IsMeeting: true),
        Origin = Origin.BackDated,
        Communicated = new DateOnly(2024, 4, 3),
        After = new Guid("00000000-0000-0000-0000-0000000000a1"),
        Predecessor = OdsCode.Parse("RXW"),
    };

    private static readonly SegmentAssigned Assigned = new(Whole, 3);

    private static readonly Criterion Criterion = new(
        "EC1",
        "Finance",
        "The system lives within its means.",
        "Outturn against plan",
        "Breakeven",
        ["Month 12 return", "Auditor's letter"],
        "Chief Finance Officer",
        Sample.Date("Q4 2024/25"),
        6,
        [Sample.Trust],
        [Sample.Icb, Sample.OtherIcb]
    );

    private static readonly AcceptedUnmet Unmet = new("EC2", "Nearly there.", Person);
    private static readonly Publication Published = new("https://example.invalid/undertakings", "To be published.");

    /// <summary>One of each kind.</summary>
    public static IReadOnlyList<Event> All { get; } =
    [
        new OrganisationRegistered(Whole, Sample.Icb, OrganisationKind.NhsFoundationTrust, "NHS Name", "Y60", ["Name"]),
        new OrganisationSucceeded(Whole, [new(Sample.NewIcb, SuccessionKind.BoundaryExtension)]),
        new SystemJoined(Whole, Sample.Icb),
        new OrganisationRenamed(Whole, "NHS New Name", ["New Name"]),
        new OpenItemsDisposed(
            Whole,
            Sample.Icb,
            [new(OpenItemKind.CertificateApplication, Disposition.Passes, Sample.NewIcb, $"{Target}")]
        ),
        new FrameworkPublished(
            Whole,
            new(
                "nof-2025-26",
                "NHS Oversight Framework 2025/26",
                "2025/26",
                [new(1, "Least"), new(5, "Most")],
                [OrganisationKind.Icb, OrganisationKind.NhsTrust, OrganisationKind.NhsFoundationTrust],
                5,
                "Programme",
                ["nhs-england", "dhsc"],
                3,
                Sample.Date("June 2025"),
                Sample.Date("2025/26")
            )
        ),
        new FinancialPositionStated(
            Whole,
            Concerning.System,
            new(FinancialBalance.Surplus, 2),
            new(FinancialBalance.Surplus, 1),
            new(FinancialBalance.Deficit, 12_500_000),
            AgainstPlan.Worse,
            EfficiencyDelivered.Delivered,
            EfficiencyDelivered.UnderDelivered,
            AgainstCeiling.Above,
            AgainstCeiling.Within,
            AgainstCeiling.Within,
            true,
            true
        ),
        new SuggestionRejected(Whole, "QOC-3f0a91c2d47b", "segment_published", """{"segment":3}"""),
        new SegmentPublished(Whole, 2, "Segment 2 as printed"),
        new SegmentProposed(Whole, 4),
        new SegmentAgreed(Whole, Target, 4),
        new SegmentDeclined(Whole, Target),
        Assigned,
        new SegmentReviewed(Whole, 4, Sample.Date("unknown")),
        new SegmentAmbitionStated(Whole, 2, Sample.Date("2025/26")),
        new OversightReviewed(
            Whole,
            ReviewMeeting.Extraordinary,
            Concerning.System,
            "Goes on.",
            "Finance at month 6.",
            ["NHS England, Regional Director", "QOC"],
            Sample.Date("Q3 2024/25")
        ),
        new ConcernRaised(
            Whole,
            ConcernTheme.SystemWorking,
            Concerning.System,
            "They do not meet.",
            [Sample.Trust],
            Target
        ),
        new ConcernEscalated(Whole, Target, "cqc"),
        new ConcernClosed(Whole, Target),
        new CommitmentMade(
            Whole,
            CommitmentKind.RunningCostReduction,
            CommitmentTerms.Required,
            Concerning.System,
            "Fewer posts.",
            Sample.Date("2024/25"),
            Sample.Date("March 2025"),
            3,
            -12_500_000,
            30,
            "Chief Finance Officer",
            [Sample.Trust],
            Target
        ),
        new CommitmentMoved(Whole, Target, Sample.Date("Q2 2024/25")),
        new CommitmentMet(Whole, Target),
        new CommitmentMissed(Whole, Target),
        new CommitmentWithdrawn(Whole, Target),
        new AnnualAssessmentPublished(Whole, [new("Area", "Text", "18-18"), new("Other area", "Text", "19-20")]),
        new RecoveryPublished(
            Whole,
            RecoveryPosition.Left,
            Concerning.System,
            Sample.Date("Q1 2024/25"),
            true,
            Sample.Date("August 2021"),
            Sample.Date("March 2024"),
            [RecoveryReason.Finance, RecoveryReason.SystemWorking],
            "The financial criteria are met."
        ),
        new RecoveryEntered(
            Whole,
            "A system",
            [Sample.Icb, Sample.Trust],
            Sample.Date("2025/26"),
            Concerning.System,
            [RecoveryReason.Finance, RecoveryReason.Leadership]
        ),
        new RecoveryMemberJoined(Whole, Sample.Trust, Concerning.Organisation),
        new EntryLetterIssued(Whole, ["A recovery plan."], [Sample.Icb]),
        new StocktakeReported(Whole, ["No joint plan.", "No grip."], "National team", [Sample.Icb]),
        new SupportPackageAgreed(Whole, ["A finance lead."], Sample.Date("Q4 2024/25"), [Sample.Icb]),
        new ImprovementPlanAgreed(Whole, "In three phases.", Sample.Date("2025/26"), [Sample.Icb]),
        new ImprovementBoardMet(Whole, "On course.", Sample.Date("2024-07-01")),
        new RecoveryMemberExited(Whole, Sample.Trust, [Unmet]),
        new ImprovementDirectorAppointed(Whole, Person, Sample.Date("March 2025")),
        new ImprovementDirectorStoodDown(Whole),
        new ExitCriteriaAgreed(Whole, CriteriaPurpose.Exit, [Criterion]),
        new ExitCriteriaRefreshed(Whole, Target, CriteriaPurpose.Transition, [Criterion]),
        new MilestoneSet(Whole, "M1", "A plan is agreed.", Sample.Date("2024-06-30")),
        new MilestoneRescheduled(Whole, "M1", Sample.Date("Q2 2024/25")),
        new MilestoneAchieved(Whole, "M1"),
        new MilestoneMissed(Whole, "M1"),
        new EvidenceSubmitted(
            Whole,
            Sample.Icb,
            "Month 12 return",
            ["EC1", "EC2"],
            new(new string('b', 64), "return.pdf", "application/pdf", 12345)
        ),
        new EvidenceAcknowledged(Whole, Target),
        new EvidenceReturned(Whole, Target),
        new EvidenceJudged(Whole, Target, EvidenceVerdict.PartlySufficient),
        new CriterionSelfAssessed(Whole, "EC1", Brag.Amber, Confidence.Medium, Sample.Icb),
        new CriterionAssessed(
            Whole,
            "EC1",
            AssessingLevel.National,
            CriterionJudgement.MetAndSustained,
            Confidence.High,
            Sample.Icb,
            Target
        ),
        new TargetExitRevised(Whole, Sample.Date("Q1 2025/26"), Sample.Icb),
        new ExitRecommended(Whole, [Sample.Icb], Sample.Date("May 2024")),
        new ExitAgreed(Whole, Target, [Sample.Icb], [Unmet]),
        new ExitDeclined(Whole, Target),
        new TransitionPlanAgreed(Whole, "Quarterly meetings.", Sample.Date("2025-03-31"), 3, Sample.Date("July 2024")),
        new TransitionPlanReviewed(Whole, "On course.", Sample.Date("2024-10-01")),
        new TransitionPlanCompleted(Whole),
        new RecoveryReviewed(Whole, "No change.", Sample.Date("2024-07-01")),
        new UndertakingsAccepted(
            Whole,
            Sample.Trust,
            "hsc-act-2012-s106",
            LegalTest.ReasonableSuspicion,
            ["Finance."],
            [new("1.1", "A plan is sent.", Sample.Date("2024-06-30"), "Chief Executive")],
            Published,
            [UndertakingsType.Financial, UndertakingsType.Governance],
            [Sample.Icb],
            "rxw-2022",
            "rxw-2021"
        ),
        new UndertakingsReported(
            Whole,
            [Sample.Icb, Sample.Trust],
            [UndertakingsType.Quality],
            true,
            "hsc-act-2012-s106"
        ),
        new UndertakingAdded(
            Whole,
            new("2.1", "A director is appointed.", Sample.Date("2024-09-30"), "Chair"),
            ["nhs-england", "RXW"]
        ),
        new UndertakingVaried(
            Whole,
            "1.1",
            ["nhs-england", "RXW"],
            Sample.Date("2024-09-30"),
            "A better plan is sent."
        ),
        new UndertakingProgressReported(Whole, "1.1", "Drafted.", Brag.Green),
        new UndertakingJudged(Whole, "1.1", ComplianceJudgement.PartlyComplied),
        new CertificateAppliedFor(Whole, ["1.1"]),
        new CertificateIssued(Whole, Target),
        new CertificateRefused(Whole, Target),
        new CertificateRevoked(Whole, Target),
        new UndertakingsPublicationStated(Whole, Published),
        new UndertakingsBreached(Whole, ["1.1"]),
        new DirectionIssued(Whole, "nhs-act-2006-s14z61", LegalTest.Satisfied, "Do it.", Sample.Date("2024-12-31")),
        new UndertakingsDischarged(Whole, ["1.1"]),
        new OrganisationDirected(
            Whole,
            "hsc-act-2012-s105-penalty",
            LegalTest.Satisfied,
            "Pay it.",
            Sample.Date("2024-12-31"),
            1_000_000
        ),
        new DirectionVaried(Whole, Target, "Pay it in parts.", Sample.Date("2025-03-31")),
        new DirectionRevoked(Whole, Target),
        new SupportSet(
            Whole,
            SupportKind.Tier,
            Concerning.System,
            SupportProgramme.UrgentAndEmergencyCare,
            1,
            "Called so",
            [Sample.Trust],
            ["A plan is agreed."]
        ),
        new SupportSteppedDown(Whole, Target, 2, [Sample.Trust]),
        new SupportWithdrawn(Whole, Target, [Sample.Trust]),
        new SupportExitExpected(Whole, Target, Sample.Date("Q1 2025/26"), [Sample.Trust]),
        new SupportPublished(
            Whole,
            SupportKind.TargetedSupport,
            SupportStanding.ExitExpected,
            Concerning.System,
            SupportProgramme.Cancer,
            2,
            "Called so",
            [Sample.Trust],
            Sample.Date("2024/25")
        ),
        new NoticeGiven(
            Whole,
            NoticeKind.Rating,
            "Maternity.",
            "An inquiry",
            InspectionRating.RequiresImprovement,
            [Sample.Trust]
        ),
        new NoticeClosed(Whole, Target),
        new IndependentReviewCommissioned(
            Whole,
            "Governance.",
            "An audit firm",
            Sample.Date("Q2 2024/25"),
            [Sample.Trust]
        ),
        new IndependentReviewReported(Whole, Target, ["Figures are seen.", "Figures are read."]),
        new IndependentReviewAnswered(Whole, Target, ReviewAnswer.PartlyAccepted, "Not the second."),
        new EntryCommunicated(
            Whole,
            Target,
            ["QOC", "cqc"],
            HowCommunicated.Email,
            "Chair",
            new("Decision letter", "file 7", new string('a', 64))
        ),
        new EntryChallenged(Whole, Target, Sample.Icb, "It is one month early.", "From May 2024."),
        new ChallengeAcknowledged(Whole, Target),
        new ChallengeUpheld(Whole, Target, new Guid("00000000-0000-0000-0000-0000000000c3")),
        new ChallengeNotUpheld(Whole, Target),
        new ChallengeWithdrawn(Whole, Target, Sample.Icb),
        new RetentionHoldPlaced(
            Whole,
            HoldGround.FreedomOfInformationRequest,
            "FOI-2404-117",
            Sample.Date("Q1 2025/26"),
            [Target],
            [new string('b', 64)]
        ),
        new RetentionHoldLifted(Whole, Target),
        new DocumentsDisposed(
            Whole,
            [new(new string('b', 64), "Month 12 finance return")],
            DisposalGround.RetentionPeriodEnded,
            "NHS Records Management Code of Practice, Appendix II",
            "Corporate governance: meeting papers",
            Sample.Date("2024-03"),
            "Disposal certificate 2024-17"
        ),
        new PersonRedacted(
            Whole,
            [$"person:{new string('b', 64)}", $"person:{new string('c', 64)}"],
            RedactionGround.RightToErasure,
            "Request 2024-31"
        ),
        new EntryCorrected(Whole, Target, Assigned),
        new EntryRetracted(Whole, Target),
    ];
}
