using Oversight.Record;
using Oversight.Record.Challenges;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Retention;
using Oversight.Record.Segments;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Tests.Registers;

/// <summary>
/// A small record in which every question has something to say: QOC and RXW in Recovery Support, QUA through it,
/// undertakings of RXW and QUA, and a board that ended. Asked about 1 October 2024.
/// </summary>
internal static class Story
{
    public static readonly DateOnly Day = new(2024, 10, 1);
    public static readonly string Director = "person:" + new string('1', 64);
    public static readonly string Accepter = "person:" + new string('2', 64);

    private static readonly OdsCode Ended = OdsCode.Parse("QZZ");
    private static readonly SubjectId OfEnded = SubjectId.OfUndertakings("qzz-2024");
    private static readonly SubjectId Open = SubjectId.OfRecovery("qoc-2023");
    private static readonly SubjectId Over = SubjectId.OfRecovery("qua-2022");
    private static readonly SubjectId OfTrust = SubjectId.OfUndertakings("rxw-2024");
    private static readonly SubjectId OfIcb = SubjectId.OfUndertakings("qua-2024");

    private static readonly Criterion Finance = new(
        "EC1",
        "Finance",
        "The system lives within its means.",
        "Outturn against plan",
        "Breakeven",
        ["Month 12 return"],
        "Chief Finance Officer",
        Sample.Date("2024-12-31"),
        SustainedMonths: 6
    );

    private static readonly Criterion Quality = new(
        "EC2",
        "Quality",
        "Waits are under 18 weeks.",
        Due: Sample.Date("2024-11-30"),
        DependsOn: [Sample.Trust],
        Members: [Sample.Icb]
    );

    private static readonly Criterion Leadership = new("EC3", "Leadership", "All posts are filled.");

    public static SmallRecord Record { get; } = Tell();

    private static SmallRecord Tell()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb) with { Region = "Y56" })
            .Told(Sample.Trust, Sample.Registered(Sample.Trust, kind: OrganisationKind.NhsTrust));

        // Segments: QOC was assigned with a letter, QUA is in 4 without Recovery Support since it left; QOC not in 4.
        record
            .Told(
                Sample.Icb,
                Sample
                    .Assigned(3, "2023-04-01")
                    .With(d =>
                        d with
                        {
                            Rationale = "Deficit.",
                            Evidence = [new("Decision letter", "file 1")],
                            Origin = Origin.BackDated,
                        }
                    ),
                Sample.Reviewed(3, "2024-05-01", "2024-08-01")
            )
            .Told(Sample.OtherIcb, Sample.Assigned(4, "2022-08-01"));
        record.Told(Sample.OtherIcb, new SegmentProposed(Sample.Decision("2024-06-01", Sample.Regional), 3));
        record.Told(Sample.OtherIcb, new SegmentAgreed(Sample.Decision("2024-06-02"), record.Last, 4));

        // QOC and RXW: in the programme; the target moved twice for both.
        record.Told(
            Open,
            new RecoveryEntered(
                Sample.Decision("2023-05-01"),
                "Shropshire",
                [Sample.Icb, Sample.Trust],
                Sample.Date("Q4 2023/24")
            )
        );
        record.Told(Open, new ImprovementDirectorAppointed(Sample.Decision("2023-06-01"), Director));
        record.Told(
            Open,
            new ExitCriteriaAgreed(
                Sample.Decision("2023-06-01"),
                CriteriaPurpose.Exit,
                [Finance with { Threshold = "Deficit under 1%" }, Quality, Leadership]
            )
        );
        var first = record.Last;
        record.Told(
            Open,
            new CriterionAssessed(
                Sample.Decision("2023-09-01", Sample.Regional),
                "EC1",
                AssessingLevel.Region,
                CriterionJudgement.NotMet
            )
        );
        record.Told(
            Open,
            new ExitCriteriaRefreshed(
                Sample.Decision("2024-01-01"),
                first,
                CriteriaPurpose.Exit,
                [Finance, Quality, Leadership]
            ),
            new TargetExitRevised(
                Sample.Decision("2024-01-10") with
                {
                    Rationale = "Late plan.",
                },
                Sample.Date("Q1 2024/25")
            ),
            new TargetExitRevised(Sample.Decision("2024-06-10"), Sample.Date("2025-03-31"), Sample.Icb),
            new CriterionAssessed(
                Sample.Decision("2024-07-01", Sample.Regional) with
                {
                    Rationale = "Breakeven in June.",
                },
                "EC1",
                AssessingLevel.Region,
                CriterionJudgement.Met
            )
        );
        record.Told(
            Open,
            new CriterionSelfAssessed(Sample.Decision("2024-07-02", "QOC"), "EC2", Brag.Green, Member: Sample.Icb),
            new CriterionAssessed(
                Sample.Decision("2024-07-03", Sample.Regional),
                "EC2",
                AssessingLevel.Region,
                CriterionJudgement.NotMet,
                Member: Sample.Icb
            ),
            new CriterionAssessed(
                Sample.Decision("2024-07-04", Sample.Regional),
                "EC3",
                AssessingLevel.Region,
                CriterionJudgement.Met
            ),
            new EvidenceSubmitted(Sample.Decision("2024-09-01", "QOC"), Sample.Icb, "Month 5 return", ["EC1"])
        );
        record.Told(
            Open,
            new EvidenceSubmitted(Sample.Decision("2024-08-01", "QOC"), Sample.Icb, "Waiting list", ["EC2"])
        );
        record.Told(
            Open,
            new EvidenceReturned(
                Sample.Decision("2024-08-10", Sample.Regional) with
                {
                    Rationale = "A page is missing.",
                },
                record.Last
            ),
            new ExitRecommended(
                Sample.Decision("2024-09-20", Sample.Regional),
                [Sample.Icb],
                Sample.Date("November 2024")
            )
        );

        // QUA: left with an unmet criterion, and is watched since.
        record.Told(
            Over,
            new RecoveryEntered(Sample.Decision("2022-08-01"), "London system", [Sample.OtherIcb]),
            new ExitRecommended(Sample.Decision("2023-11-01", Sample.Regional))
        );
        record.Told(
            Over,
            new ExitAgreed(
                Sample.Decision("2023-12-01"),
                record.Last,
                Unmet: [new AcceptedUnmet("EC9", "Nearly there.", Accepter)]
            ),
            new TransitionPlanAgreed(
                Sample.Decision("2023-12-01"),
                "Quarterly meetings.",
                Sample.Date("2025-12-01"),
                3,
                Sample.Date("2024-03-01")
            )
        );

        // Undertakings of RXW: 1 due in 20 days, 2 overdue, 3 varied to be due in 80, 4 complied with, 5 far away.
        record.Told(
            OfTrust,
            new UndertakingsAccepted(
                Sample.Decision("2024-02-01"),
                Sample.Trust,
                "hsc-act-2012-s106",
                LegalTest.ReasonableSuspicion,
                ["Finance."],
                [
                    new("1", "Send a plan.", Sample.Date("2024-10-21")),
                    new("2", "Fill posts.", Sample.Date("2024-09-01")),
                    new("3", "Cut waits.", Sample.Date("2024-09-15")),
                    new("4", "Report.", Sample.Date("2024-09-20")),
                    new("5", "Sustain.", Sample.Date("2025-06-01")),
                ],
                new Publication(Address: "https://example.invalid/rxw")
            ),
            new UndertakingVaried(
                Sample.Decision("2024-08-15") with
                {
                    Rationale = "A strike.",
                },
                "3",
                ["nhs-england", "RXW"],
                Sample.Date("2024-12-20")
            ),
            new UndertakingJudged(Sample.Decision("2024-09-10"), "4", ComplianceJudgement.Complied),
            new CertificateAppliedFor(Sample.Decision("2024-09-02", "RXW"), ["4"])
        );
        record.Told(OfTrust, new CertificateIssued(Sample.Decision("2024-09-20"), record.Last));
        record.Told(
            OfIcb,
            new UndertakingsAccepted(
                Sample.Decision("2024-03-01"),
                Sample.OtherIcb,
                "icb-undertakings",
                LegalTest.ReasonableSuspicion,
                ["Leadership."],
                [new("1", "Appoint a chair.")],
                new Publication(WithheldBecause: "Personal matters.")
            )
        );

        // Support of the system of QUA for elective care.
        record.Told(Sample.OtherIcb, SampleSupport.Set("2024-02-01", 2));

        // A challenge of QOC's registration that was not upheld.
        record.ToldBy(
            "sam",
            SubjectId.Of(Sample.Icb),
            new EntryChallenged(Sample.Decision("2024-09-25", "QOC"), SmallRecord.IdAt(1), Sample.Icb, "It was in May.")
        );
        record.Told(
            Sample.Icb,
            new ChallengeNotUpheld(Sample.Decision("2024-09-26") with { Rationale = "The Act says July." }, record.Last)
        );

        // A review that is not due yet, a board in no segment and no programme.
        record.Told(Open, new RecoveryReviewed(Sample.Decision("2024-09-01"), "No change.", Sample.Date("2024-12-01")));
        record.Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb));
        // Published: of QOC what was assigned; of QUA another segment than was assigned, and two lists that differ; that it left, as it did.
        record
            .Told(Sample.Icb, Listed(Sample.Published(3, "2023/24"), "List of June 2024"))
            .Told(
                Sample.OtherIcb,
                Listed(Sample.Published(3, "2022/23"), "List of July 2023"),
                Listed(Sample.Published(4, "2022/23"), "List of June 2024"),
                Listed(SampleRecovery.Published(RecoveryPosition.Left, "2023/24"), "List of June 2024")
            );
        // A correction.
        record.Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(5), Sample.Reviewed(3, "2024-05-02", "2024-08-01")));

        // A board that ended with a proposal and two undertakings: one passed, one nobody has decided about.
        record.Told(
            Ended,
            Sample.Registered(Ended),
            Sample.Proposed(3, "2024-03-01"),
            Sample.Succeeded("2024-07-01", Sample.NewIcb)
        );
        record.Told(
            OfEnded,
            new UndertakingsAccepted(
                Sample.Decision("2024-02-01"),
                Ended,
                "icb-undertakings",
                LegalTest.ReasonableSuspicion,
                ["Finance."],
                [
                    new("8", "Balance the books.", Sample.Date("2025-09-30")),
                    new("9", "Publish a plan.", Sample.Date("2025-09-30")),
                ],
                new Publication(Address: "https://example.invalid/qzz")
            ),
            new OpenItemsDisposed(
                Sample.Decision("2024-07-01") with
                {
                    Rationale = "The new board takes it over.",
                },
                Ended,
                [new(OpenItemKind.Undertaking, Disposition.Passes, Sample.NewIcb, "8")]
            )
        );
        record.Told(
            Ended,
            new OpenItemsDisposed(
                Sample.Decision("2024-07-01") with
                {
                    Rationale = "There is no such board any more.",
                },
                Ended,
                [new(OpenItemKind.SegmentProposal, Disposition.Ended)]
            )
        );
        TellRetention(record);
        return record;
    }

    // A hold for a request that was answered, one for an inquiry that goes on, and a return that was handed in by mistake.
    private static void TellRetention(SmallRecord record)
    {
        var because = Sample.Decision("2024-07-01") with { Rationale = "Requested." };
        record.Told(
            Sample.OtherIcb,
            new RetentionHoldPlaced(because, HoldGround.FreedomOfInformationRequest, "FOI-117")
        );
        record.Told(
            Sample.OtherIcb,
            new RetentionHoldLifted(Sample.Decision("2024-08-15") with { Rationale = "Answered." }, record.Last)
        );
        record.Told(
            Sample.Trust,
            new RetentionHoldPlaced(because, HoldGround.Inquiry, "The inquiry", Sample.Date("2024-09-30")),
            new DocumentsDisposed(
                Sample.Decision("2024-06-20") with
                {
                    Rationale = "It was another trust's.",
                },
                [new(new string('d', 64), "Month 4 return")],
                DisposalGround.ReceivedInError,
                "Code of Practice, Appendix II",
                "Not a record of this body"
            )
        );
    }

    private static Event Listed(Event published, string document) =>
        published.With(d => d with { Source = new(document), Origin = Origin.Imported });
}
