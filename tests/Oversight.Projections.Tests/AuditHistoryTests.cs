using Oversight.Projections.AuditHistory;
using Oversight.Projections.Facts;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Tests;

using AuditHistory = Oversight.Projections.AuditHistory.AuditHistory;

public sealed class AuditHistoryTests
{
    private static readonly Guid Entry = SmallRecord.IdAt(2);
    private static readonly SmallRecord Assigned = SmallRecord
        .OfAnIcb()
        .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));

    [Fact]
    public void Nothing_recorded_has_no_history()
    {
        Assert.Null(AuditHistory.Of(Assigned.At(), SubjectId.Of(Sample.OtherIcb)));
        Assert.Null(AuditHistory.Of(Assigned.At(0), SubjectId.Of(Sample.Icb)));
    }

    [Fact]
    public void Entries_are_in_the_order_in_which_they_were_recorded_each_explained()
    {
        var history = Of(Assigned);
        Assert.Equal([1L, 2L], history.Entries.Select(e => e.Place));
        Assert.Equal(
            ("organisation-QOC", 2, 2, 2),
            (history.Subject, history.Place, history.Version, history.Contributing)
        );

        var entry = history.Entries[1];
        Assert.Equal("segment_assigned", entry.Kind);
        Assert.Equal("Segment 3 assigned from 1 April 2024", entry.Summary);
        Assert.Equal("alex", entry.LoggedBy);
        Assert.Equal(Assigned.Entries[2].Recorded, entry.Recorded);
        Assert.Equal(EntryStanding.Stands, entry.Standing);
        Assert.Null(entry.ChangedBy);
        Assert.Null(entry.Old);
        Assert.Null(entry.New);
        Assert.Equal(Assigned.Entries[2].Event, entry.Event);
    }

    [Theory]
    [InlineData("2024-04-01", 39)] // recorded on 10 May 2024
    [InlineData("Q4 2023/24", 40)]
    [InlineData("2024/25", -325)]
    [InlineData("unknown", null)]
    public void Days_to_record_count_from_the_latest_effective_day(string effective, int? days) =>
        Assert.Equal(
            days,
            Of(SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, effective))).Entries[^1].DaysToRecord
        );

    [Fact]
    public void A_correction_shows_what_was_believed_just_before_and_what_it_says_instead()
    {
        var history = Of(
            Then(
                Sample.Corrected(Entry, Sample.Assigned(2, "May 2024")),
                Sample.Corrected(Entry, Sample.Assigned(1, "2024-04-01"))
            )
        );
        Assert.Equal("Segment 3 assigned from 1 April 2024", history.Entries[2].Old);
        Assert.Equal("Segment 2 assigned from May 2024", history.Entries[2].New);
        Assert.Equal("Segment 2 assigned from May 2024", history.Entries[3].Old);
        Assert.Equal("Segment 1 assigned from 1 April 2024", history.Entries[3].New);
    }

    [Fact]
    public void A_correction_shows_each_member_that_it_changed_also_where_the_line_does_not()
    {
        var history = Of(
            Then(
                Sample.Corrected(
                    Entry,
                    Sample
                        .Assigned(3, "2024-04-01")
                        .With(d => d with { Rationale = "Deficit.", Decided = Sample.Date("2024-03-28") })
                ),
                Sample.Corrected(
                    Entry,
                    Sample
                        .Assigned(3, "2024-04-01")
                        .With(d => d with { Rationale = "Waits.", Decided = Sample.Date("2024-03-28") })
                )
            )
        );

        Assert.Equal("Segment 3 assigned from 1 April 2024; rationale: Deficit.", history.Entries[^1].Old);
        Assert.Equal("Segment 3 assigned from 1 April 2024; rationale: Waits.", history.Entries[^1].New);
        Assert.Equal([new ChangedMember("rationale", "Deficit.", "Waits.")], history.Entries[^1].Change!.Members);
        Assert.Contains(
            "decided: “1 April 2024” is now “28 March 2024”",
            history.Entries[^2].Change!.Members.Select(m => m.Words)
        );
    }

    [Fact]
    public void Members_of_lists_are_named_by_what_people_call_them()
    {
        Criterion first = new("EC1", "Finance", "It breaks even.", Threshold: "£40m");
        Criterion second = new("EC2", "Quality", "Waits fall.");
        var before = new ExitCriteriaAgreed(Sample.Decision("2024-01-01"), CriteriaPurpose.Exit, [first, second]);
        var after = before with { Criteria = [first with { Threshold = "£25m", Members = [Sample.Icb] }] };

        Assert.Equal(
            [
                ("criteria EC1 threshold", "£40m", "£25m"),
                ("criteria EC2 reference", "EC2", null),
                ("criteria EC2 theme", "Quality", null),
                ("criteria EC2 wording", "Waits fall.", null),
                ("criteria EC1 members", null, "QOC"),
            ],
            ChangedMember.Between(before, after).Select(m => (m.Member, m.Old, m.New))
        );
    }

    [Fact]
    public void A_retraction_shows_what_was_believed_before_and_what_is_after()
    {
        var correction = Sample.Corrected(Entry, Sample.Assigned(2, "May 2024"));
        var history = Of(Then(correction, Sample.Retracted(SmallRecord.IdAt(3)), Sample.Retracted(Entry)));
        Assert.Equal(
            ("Segment 2 assigned from May 2024", "Segment 3 assigned from 1 April 2024"),
            ((history.Entries[^2].Change!.Before!).Says(), (history.Entries[^2].Change!.After!).Says())
        );
        Assert.Null(history.Entries[^1].Change!.After);
    }

    [Fact]
    public void A_correction_of_a_correction_shows_what_was_believed_of_the_entry_itself()
    {
        var history = Of(
            Then(
                Sample.Corrected(Entry, Sample.Assigned(2, "May 2024")),
                Sample.Retracted(SmallRecord.IdAt(3)),
                Sample.Corrected(SmallRecord.IdAt(3), Sample.Assigned(1, "2024-04-01"))
            )
        );
        Assert.Equal("Segment 3 assigned from 1 April 2024", history.Entries[^1].Old);
    }

    [Fact]
    public void Before_a_correction_of_what_was_retracted_nothing_was_believed()
    {
        var history = Of(Then(Sample.Retracted(Entry), Sample.Corrected(Entry, Sample.Assigned(2, "May 2024"))));
        Assert.Null(history.Entries[^1].Old);
        Assert.Equal("Segment 2 assigned from May 2024", history.Entries[^1].New);
    }

    [Fact]
    public void Corrections_that_name_each_other_or_themselves_have_nothing_before_them()
    {
        var replacement = Sample.Assigned(2, "May 2024");
        var history = Of(
            Then(
                Sample.Corrected(SmallRecord.IdAt(4), replacement), // 3
                Sample.Corrected(SmallRecord.IdAt(3), replacement), // 4
                Sample.Corrected(SmallRecord.IdAt(4), replacement), // 5
                Sample.Corrected(SmallRecord.IdAt(6), replacement), // 6
                Sample.Corrected(SmallRecord.IdAt(6), replacement) // 7
            )
        );
        Assert.All(history.Entries, e => Assert.Null(e.Old));
        Assert.All(
            history.Entries.Skip(2),
            e => Assert.Equal("correction-fits-target", Assert.Single(e.Findings).Rule)
        );
    }

    [Fact]
    public void Each_entry_says_what_became_of_it_and_by_what()
    {
        var history = Of(
            Then(
                Sample.Corrected(Entry, Sample.Assigned(2, "2024-04-01")), // 3
                Sample.Corrected(Entry, Sample.Assigned(1, "2024-04-01")), // 4
                Sample.Corrected(Entry, Sample.Assigned(4, "2024-04-01")), // 5
                Sample.Retracted(SmallRecord.IdAt(5)), // 6
                Sample.Published(1, "2023/24"), // 7
                Sample.Retracted(SmallRecord.IdAt(7)), // 8
                Sample.Retracted(SmallRecord.IdAt(8)) // 9
            )
        );
        Assert.Equal(
            [
                (1, EntryStanding.Stands, null),
                (2, EntryStanding.Corrected, 4),
                (3, EntryStanding.Corrected, 4),
                (4, EntryStanding.Stands, null),
                (5, EntryStanding.Retracted, 6),
                (6, EntryStanding.Stands, null),
                (7, EntryStanding.Stands, null),
                (8, EntryStanding.Retracted, 9),
                (9, EntryStanding.Stands, null),
            ],
            history.Entries.Select(e =>
                (
                    (int)e.Place,
                    e.Standing,
                    history.Entries.FirstOrDefault(by => by.Id == e.ChangedBy) is { } by ? (int?)by.Place : null
                )
            )
        );
    }

    [Fact]
    public void An_earlier_place_shows_what_had_become_of_it_by_then()
    {
        var record = Then(Sample.Corrected(Entry, Sample.Assigned(2, "2024-04-01")), Sample.Retracted(Entry));
        EntryStanding At(long place) =>
            AuditHistory.Of(record.At(place), SubjectId.Of(Sample.Icb))!.Entries.Single(e => e.Id == Entry).Standing;
        Assert.Equal(EntryStanding.Stands, At(2));
        Assert.Equal(EntryStanding.Corrected, At(3));
        Assert.Equal(EntryStanding.Retracted, At(4));
    }

    [Fact]
    public void A_finding_is_placed_at_its_entry_with_the_rule_and_its_sentence()
    {
        var history = Of(Then(Sample.Assigned(7, "2024-05-01"), Sample.Reviewed(3, "2024-04-15")));
        Assert.Equal([0, 0, 1, 0], history.Entries.Select(e => e.Findings.Count));
        var finding = history.Entries[2].Findings[0];
        Assert.Equal("segment-of-framework", finding.Rule);
        Assert.Contains("has no segment 7", finding.Breach, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_event_is_told_in_words()
    {
        string[] words =
        [
            Sample.Registered(Sample.Icb).Says(),
            (Sample.Succeeded("2026-04-01", Sample.NewIcb)).Says(),
            (Sample.Framework("nof-2025-26", "2025-06-26", until: "2026-03-31")).Says(),
            (Sample.Published(3, "2023/24")).Says(),
            (Sample.Reviewed(3, "2024-05-01", "Q3 2024/25")).Says(),
            Sample.Assessed("2023/24").Says(),
            (Sample.Corrected(Entry, Sample.Assigned(2, "May 2024"))).Says(),
            Sample.Retracted(Entry).Says(),
        ];
        Assert.Equal(
            [
                "NHS QOC Integrated Care Board (QOC) established 1 July 2022, overseen by Midlands",
                "Ended 1 April 2026; followed by S1Y5D (merger)",
                "Framework nof-2025-26 in force from 26 June 2025 until 31 March 2026",
                "Segment 3 published for 2023/24 (\"Segment 3 as printed\")",
                "Segment 3 reviewed 1 May 2024 and confirmed; next review due Q3 2024/25",
                "Annual assessment of 2023/24 published, 1 areas",
                $"Entry {Entry} corrected to: Segment 2 assigned from May 2024",
                $"Entry {Entry} retracted",
            ],
            words
        );
    }

    public static TheoryData<string, string> Lifecycle =>
        new()
        {
            { "segment_proposed", "Segment 4 proposed from Q1 2024/25" },
            { "segment_agreed", "Segment 4 agreed from Q1 2024/25, as proposed" },
            { "segment_declined", "Proposed segment declined Q1 2024/25" },
            {
                "recovery_entered",
                "A system entered Recovery Support Q1 2024/25 with QOC, RXW and the trusts of the system; target exit 2025/26; "
                    + "because of finance, leadership"
            },
            {
                "recovery_published",
                "Left Recovery Support, published for Q1 2024/25, with its system; entered August 2021; left March 2024; "
                    + "target exit Q1 2024/25, missed; because of finance, system working; The financial criteria are met."
            },
            { "entry_letter_issued", "Entry letter issued Q1 2024/25 for QOC, asking for one thing" },
            { "stocktake_reported", "Diagnostic stocktake reported Q1 2024/25 for QOC: 2 findings, by National team" },
            {
                "support_package_agreed",
                "Support package agreed from Q1 2024/25 for QOC until Q4 2024/25: A finance lead."
            },
            {
                "improvement_plan_agreed",
                "Improvement plan agreed Q1 2024/25 for QOC, to be complete by 2025/26: In three phases."
            },
            { "improvement_board_met", "Improvement board met Q1 2024/25, next meeting 1 July 2024: On course." },
            { "recovery_member_joined", "RXW joined Recovery Support Q1 2024/25" },
            { "recovery_member_exited", "RXW left Recovery Support Q1 2024/25; accepted unmet: EC2" },
            {
                "improvement_director_appointed",
                "System Improvement Director appointed from Q1 2024/25 until March 2025"
            },
            { "exit_criteria_agreed", "Exit criteria agreed from Q1 2024/25: EC1" },
            { "exit_criteria_refreshed", "Transition criteria refreshed from Q1 2024/25: EC1" },
            { "milestone_set", "Milestone M1 set Q1 2024/25, due 30 June 2024: A plan is agreed." },
            { "milestone_rescheduled", "Milestone M1 rescheduled Q1 2024/25, due Q2 2024/25" },
            { "milestone_achieved", "Milestone M1 reached Q1 2024/25" },
            { "milestone_missed", "Milestone M1 missed, established Q1 2024/25" },
            { "evidence_submitted", "QOC submitted \"Month 12 return\" Q1 2024/25 as evidence for EC1, EC2" },
            { "evidence_acknowledged", "Evidence received Q1 2024/25" },
            { "evidence_returned", "Evidence sent back Q1 2024/25" },
            { "evidence_judged", "Evidence judged partly sufficient Q1 2024/25" },
            { "criterion_self_assessed", "Criterion EC1 self-assessed amber Q1 2024/25 for QOC (confidence medium)" },
            {
                "criterion_assessed",
                "Criterion EC1 judged met and sustained by the national team Q1 2024/25 for QOC (confidence high)"
            },
            { "target_exit_revised", "Target exit revised Q1 2024/25 to Q1 2025/26 for QOC" },
            { "exit_recommended", "Exit recommended Q1 2024/25 for QOC; decision expected May 2024" },
            { "exit_agreed", "Exit agreed from Q1 2024/25 for QOC; accepted unmet: EC2" },
            { "exit_declined", "Recommended exit declined Q1 2024/25" },
            {
                "transition_plan_agreed",
                "Transition plan agreed from Q1 2024/25 until 31 March 2025, reviewed every 3 months; first review due July 2024"
            },
            { "transition_plan_reviewed", "Transition plan reviewed Q1 2024/25; next review due 1 October 2024" },
            { "transition_plan_completed", "Transition plan completed Q1 2024/25" },
            { "recovery_reviewed", "Recovery Support reviewed Q1 2024/25 and goes on; next review due 1 July 2024" },
            {
                "undertakings_accepted",
                "1 undertaking accepted from RXW, QOC Q1 2024/25 (financial, governance): "
                    + "Enforcement undertakings of a licensed provider, Health and Social Care Act 2012, section 106; "
                    + "beside rxw-2022; in place of rxw-2021"
            },
            {
                "undertakings_reported",
                "Undertakings of QOC, RXW reported, given jointly, in place Q1 2024/25 (quality): "
                    + "Enforcement undertakings of a licensed provider, Health and Social Care Act 2012, section 106; "
                    + "what was undertaken is not stated"
            },
            { "undertaking_added", "Undertaking 2.1 added from Q1 2024/25 by nhs-england, RXW; due 30 September 2024" },
            {
                "organisation_directed",
                "Direction in force from Q1 2024/25: "
                    + "Variable monetary penalty on a licensed provider, Health and Social Care Act 2012, section 105; due 31 December 2024"
            },
            { "direction_varied", "Direction varied from Q1 2024/25: due 31 March 2025 and new wording" },
            { "direction_revoked", "Direction revoked Q1 2024/25" },
            {
                "undertaking_varied",
                "Undertaking 1.1 varied from Q1 2024/25 by nhs-england, RXW: due 30 September 2024 and new wording"
            },
            { "undertaking_progress_reported", "Progress on undertaking 1.1 reported Q1 2024/25 (green)" },
            { "undertaking_judged", "Undertaking 1.1 judged partly complied with Q1 2024/25" },
            { "certificate_applied_for", "Compliance certificate applied for Q1 2024/25 for 1.1" },
            { "certificate_issued", "Compliance certificate issued Q1 2024/25" },
            { "certificate_refused", "Compliance certificate refused Q1 2024/25" },
            { "certificate_revoked", "Compliance certificate revoked Q1 2024/25" },
            {
                "undertakings_publication_stated",
                "Undertakings withheld from publication Q1 2024/25: To be published."
            },
            { "undertakings_breached", "Breach of undertakings 1.1 established Q1 2024/25" },
            {
                "direction_issued",
                "Direction issued from Q1 2024/25: Direction to an integrated care board, National Health Service Act 2006, "
                    + "section 14Z61; due 31 December 2024"
            },
            { "undertakings_discharged", "Undertakings 1.1 discharged from Q1 2024/25" },
        };

    [Theory]
    [MemberData(nameof(Lifecycle))]
    public void The_lifecycle_is_told_in_words(string kind, string words) =>
        Assert.Equal(words, (Filled.All.Single(e => EventCatalogue.NameOf(e) == kind)).Says());

    [Fact]
    public void What_may_be_left_out_is_left_out_of_the_words()
    {
        var decision = Sample.Assigned(1, "2024-05-01").Decision;
        var when = Sample.Date("2024-06-01");
        Assert.Equal(
            [
                "A system entered Recovery Support 1 May 2024 with QOC",
                "System Improvement Director appointed from 1 May 2024",
                "Criterion EC1 judged not met by the region 1 May 2024",
                "Exit recommended 1 May 2024",
                "Exit agreed from 1 May 2024",
                "Transition plan agreed from 1 May 2024",
                "Undertaking 1.1 varied from 1 May 2024 by dhsc: due 1 June 2024",
                "Compliance certificate applied for 1 May 2024",
                "Undertakings published 1 May 2024 at https://example.invalid",
                "All undertakings discharged from 1 May 2024",
            ],
            new Event[]
            {
                new RecoveryEntered(decision, "A\nsystem", [Sample.Icb]),
                new ImprovementDirectorAppointed(decision, "person"),
                new CriterionAssessed(decision, "EC1", AssessingLevel.Region, CriterionJudgement.NotMet),
                new ExitRecommended(decision),
                new ExitAgreed(decision),
                new TransitionPlanAgreed(decision, "Meetings."),
                new UndertakingVaried(decision, "1.1", ["dhsc"], when),
                new CertificateAppliedFor(decision),
                new UndertakingsPublicationStated(decision, new("https://example.invalid")),
                new UndertakingsDischarged(decision),
            }.Select(e => e.Says())
        );
    }

    [Fact]
    public void Every_kind_of_the_catalogue_has_words_of_its_own()
    {
        var summaries = Filled.All.ToDictionary(EventCatalogue.NameOf, e => e.Says());
        Assert.Equal(EventCatalogue.All.Keys.Order(), summaries.Keys.Order());
        Assert.All(summaries, s => Assert.NotEqual(s.Key, s.Value));
        Assert.Equal(summaries.Count, summaries.Values.Distinct().Count());
        Assert.All(summaries.Values, s => Assert.DoesNotContain("person:", s, StringComparison.Ordinal));
    }

    [Fact]
    public void Facts_are_what_is_believed_one_a_line_with_period_precision_and_source()
    {
        var record = Then(
            Sample.Corrected(Entry, Sample.Assigned(2, "May 2024")),
            Sample.Published(3, "2023/24"),
            Sample.Assessed("2023/24"),
            Sample.Reviewed(1, "2024-05-01"),
            Sample.Retracted(SmallRecord.IdAt(6)),
            Sample.Succeeded("2026-04-01", Sample.NewIcb)
        );
        Assert.Equal(
            [
                "nof-2021-22|framework_published|summary|Framework nof-2021-22 in force from 1 April 2021|2021-04-01|Day|",
                "QOC|organisation_registered|name|NHS QOC Integrated Care Board|2022-07-01|Day|",
                "QOC|organisation_registered|region|Y60|2022-07-01|Day|",
                "QOC|segment_assigned|segment|2|2024-05|Month|",
                "QOC|segment_published|segment|3|2023/24|FinancialYear|PRN01455, lines 14-16",
                "QOC|segment_published|label|Segment 3 as printed|2023/24|FinancialYear|PRN01455, lines 14-16",
                "QOC|annual_assessment_published|Improving the outcomes|It did well.|2023/24|FinancialYear|PRN01455, lines 14-16",
                "QOC|organisation_succeeded|successor|S1Y5D|2026-04-01|Day|",
            ],
            Fact.All(record.At())
                .Select(f => $"{f.Ods}|{f.Kind}|{f.Subject}|{f.Value}|{f.Period.Stored}|{f.Precision}|{f.Source}")
        );
        Assert.Equal(Entry, Fact.All(record.At()).Single(f => f.Precision == DatePrecision.Month).Entry);
    }

    [Fact]
    public void Facts_of_recovery_support_and_undertakings_name_criterion_item_and_member()
    {
        var recovery = SubjectId.OfRecovery("qoc-2021");
        var undertakings = SubjectId.OfUndertakings("rxw-2023");
        string[] Facts(SubjectId subject, string kind) =>
            [
                .. Fact.All(
                        SmallRecord.Empty().Told(subject, Filled.All.Single(e => EventCatalogue.NameOf(e) == kind)).At()
                    )
                    .Select(f => $"{f.Ods}|{f.Subject}|{f.Value}"),
            ];

        Assert.Equal(
            [
                "recovery-qoc-2021|title|A system",
                "recovery-qoc-2021|member|QOC",
                "recovery-qoc-2021|member|RXW",
                "recovery-qoc-2021|scope|system",
                "recovery-qoc-2021|target exit|2025/26",
                "recovery-qoc-2021|reason|finance",
                "recovery-qoc-2021|reason|leadership",
            ],
            Facts(recovery, "recovery_entered")
        );
        Assert.Equal(
            [
                "recovery-qoc-2021|EC1 theme|Finance",
                "recovery-qoc-2021|EC1 wording|The system lives within its means.",
                "recovery-qoc-2021|EC1 measure|Outturn against plan",
                "recovery-qoc-2021|EC1 threshold|Breakeven",
                "recovery-qoc-2021|EC1 evidence wanted|Month 12 return",
                "recovery-qoc-2021|EC1 evidence wanted|Auditor's letter",
                "recovery-qoc-2021|EC1 owner|Chief Finance Officer",
                "recovery-qoc-2021|EC1 due|Q4 2024/25",
                "recovery-qoc-2021|EC1 sustained months|6",
                "recovery-qoc-2021|EC1 depends on|RXW",
                "recovery-qoc-2021|EC1 member|QOC",
                $"recovery-qoc-2021|EC1 member|{Sample.OtherIcb}",
            ],
            Facts(recovery, "exit_criteria_agreed")
        );
        Assert.Equal(
            [
                "recovery-qoc-2021|EC1 national judgement of QOC|met and sustained",
                "recovery-qoc-2021|EC1 national judgement of QOC, confidence|high",
            ],
            Facts(recovery, "criterion_assessed")
        );
        Assert.Equal(
            ["recovery-qoc-2021|exit|QOC", "recovery-qoc-2021|EC2 accepted unmet|Nearly there."],
            Facts(recovery, "exit_agreed")
        );
        Assert.Equal(
            [
                "undertakings-rxw-2023|organisation|RXW",
                "undertakings-rxw-2023|legal basis|hsc-act-2012-s106",
                "undertakings-rxw-2023|legal test|reasonable suspicion",
                "undertakings-rxw-2023|ground|Finance.",
                "undertakings-rxw-2023|1.1 wording|A plan is sent.",
                "undertakings-rxw-2023|1.1 due|2024-06-30",
                "undertakings-rxw-2023|1.1 owner|Chief Executive",
                "undertakings-rxw-2023|published at|https://example.invalid/undertakings",
                "undertakings-rxw-2023|withheld because|To be published.",
                "undertakings-rxw-2023|organisation|QOC",
                "undertakings-rxw-2023|undertakings about|financial",
                "undertakings-rxw-2023|undertakings about|governance",
                "undertakings-rxw-2023|supplements|rxw-2022",
                "undertakings-rxw-2023|supersedes|rxw-2021",
            ],
            Facts(undertakings, "undertakings_accepted")
        );
        Assert.Equal(
            [
                "undertakings-rxw-2023|1.1 due|2024-09-30",
                "undertakings-rxw-2023|1.1 wording|A better plan is sent.",
                "undertakings-rxw-2023|1.1 variation agreed by|nhs-england",
                "undertakings-rxw-2023|1.1 variation agreed by|RXW",
            ],
            Facts(undertakings, "undertaking_varied")
        );
    }

    [Fact]
    public void Every_kind_states_facts_of_its_own_but_those_that_only_happened()
    {
        // Corrections and retractions change what others state.
        var silent = Filled.All.Where(e => e.Facts().First().What == "summary").Select(EventCatalogue.NameOf);
        Assert.Equal(
            ["framework_published", "transition_plan_completed", "entry_corrected", "entry_retracted"],
            silent
        );
    }

    private static SmallRecord Then(params Event[] contents) =>
        SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01")).Told(Sample.Icb, contents);

    private static AuditHistory Of(SmallRecord record) => AuditHistory.Of(record.At(), SubjectId.Of(Sample.Icb))!;
}
