using Oversight.Projections.Answers;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Questions;
using Oversight.Projections.Readiness;
using Oversight.Projections.Registers;
using Oversight.Record;
using Oversight.Record.Deciding;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests;

public sealed class ReadinessTests
{
    private static readonly SubjectId Recovery = SubjectId.OfRecovery("r");

    private static readonly string Person = "person:" + new string('0', 64);

    private static readonly Criterion Breakeven = new(
        "EC1",
        "Finance",
        "It breaks even.",
        EvidenceWanted: ["Month 12 return"],
        Due: Sample.Date("Q1 2024/25"),
        SustainedMonths: 1
    );

    [Fact]
    public void An_engagement_without_criteria_says_so_and_who_decides()
    {
        var member = Of(Entered(), "2024-01-01").Members[0];

        Assert.Equal((Certainty.Yes, 0, 0), (member.Membership, member.Satisfied, member.Remaining));
        Assert.Equal(
            ["No exit criteria are recorded.", "Exit is to be agreed by NHS England."],
            member.Missing.Select(m => m.What)
        );
        Assert.Null(EngagementReadiness.Of(Entered().At(), SubjectId.OfRecovery("other"), Day("2024-01-01")));
    }

    [Fact]
    public void A_sustained_period_counts_from_the_leap_day_and_then_still_has_to_be_judged()
    {
        var record = Agreed(Breakeven).Told(Recovery, Judged("2024-01-31", CriterionJudgement.Met));

        var during = Criterion(record, "2024-02-10");
        var after = Criterion(record, "2024-02-29");
        var satisfied = Criterion(
            record.Told(Recovery, Judged("2024-03-01", CriterionJudgement.MetAndSustained)),
            "2024-03-01"
        );

        // One month after 31 January 2024 is the leap day.
        Assert.Equal(new(1, Sample.Date("2024-01-31"), Day("2024-02-29"), 10, 29), during.Sustained);
        Assert.Equal(("sustained-period", 19), (during.Missing[0].Rule, during.Missing[0].DaysLeft));
        Assert.Equal("It has stayed met for 1 month; that is still to be judged.", after.Missing[0].What);
        Assert.True(satisfied.Satisfied);
        Assert.Empty(satisfied.Missing);
    }

    [Fact]
    public void A_judgement_of_another_wording_and_one_that_was_retracted_do_not_count()
    {
        var record = Agreed(Breakeven with { SustainedMonths = null })
            .Told(Recovery, Judged("2024-01-31", CriterionJudgement.Met));
        Assert.True(Criterion(record, "2024-02-01").Satisfied);
        var judgement = record.Last;
        record.Told(
            Recovery,
            new ExitCriteriaAgreed(
                Sample.Decision("2024-03-01"),
                CriteriaPurpose.Exit,
                [Breakeven with { Wording = "Other." }]
            )
        );

        Assert.Equal("judgement-counts-for-its-wording", Criterion(record, "2024-03-01").Missing[0].Rule);
        record.Told(Recovery, Sample.Retracted(judgement));
        Assert.Equal("Nobody is recorded to have judged it.", Criterion(record, "2024-02-01").Missing[0].What);
    }

    [Fact]
    public void Ratings_that_do_not_stand_beside_each_other_differ_and_imprecise_ones_perhaps()
    {
        var record = Agreed(Breakeven)
            .Told(
                Recovery,
                new CriterionSelfAssessed(Sample.Decision("2024-01-10"), "EC1", Brag.Green),
                Judged("2024-01-11", CriterionJudgement.PartlyMet)
            );

        Assert.Equal(StatedAnswer.Yes, Criterion(record, "2024-01-11").Ratings.Differ);
        Assert.Equal(StatedAnswer.NotStated, Criterion(record, "2024-01-10").Ratings.Differ);
        record.Told(Recovery, Judged("2024-02", CriterionJudgement.Met));
        var unsure = Criterion(record, "2024-02-15");
        Assert.Equal((StatedAnswer.Uncertain, 2), (unsure.Ratings.Differ, unsure.Ratings.Region.Candidates.Count));
        Assert.Equal(
            "It is uncertain how it is judged: partly met (11 January 2024) or met (February 2024).",
            unsure.Missing[0].What
        );
        Assert.Equal(StatedAnswer.No, Criterion(record, "2024-02-29").Ratings.Differ);
    }

    [Fact]
    public void Ratings_of_an_earlier_wording_stand_alike_on_all_sides_until_it_is_rated_anew()
    {
        var record = Agreed(Breakeven with { Threshold = "£40m" })
            .Told(
                Recovery,
                new CriterionSelfAssessed(Sample.Decision("2024-01-10"), "EC1", Brag.Green),
                Judged("2024-01-11", CriterionJudgement.NotMet),
                new ExitCriteriaAgreed(
                    Sample.Decision("2024-02-01"),
                    CriteriaPurpose.Exit,
                    [Breakeven with { Threshold = "£25m" }]
                )
            );

        var before = Criterion(record, "2024-01-31").Ratings;
        Assert.False(before.Self.Candidates.Single().OfAnotherWording);
        Assert.Equal(StatedAnswer.Yes, before.Differ);
        var after = Criterion(record, "2024-02-01");
        Assert.Equal((Brag.Green, CriterionJudgement.NotMet), (after.Ratings.Self.Rating, after.Ratings.Region.Rating));
        Assert.True(after.Ratings.Self.Candidates.Single().OfAnotherWording);
        Assert.True(after.Ratings.Region.Candidates.Single().OfAnotherWording);
        Assert.Equal(StatedAnswer.Yes, after.Ratings.Differ);
        Assert.Equal(
            "The region judged it not met (11 January 2024) by another wording than the one in force; by that it has not been judged.",
            after.Missing[0].What
        );

        // Rated anew by one side, the other's stands still, and the two differ or not.
        record.Told(Recovery, new CriterionSelfAssessed(Sample.Decision("2024-02-10"), "EC1", Brag.Red));
        Assert.Equal(StatedAnswer.No, Criterion(record, "2024-02-10").Ratings.Differ);
        record.Told(Recovery, Judged("2024-02-20", CriterionJudgement.Met));
        var anew = Criterion(record, "2024-02-20").Ratings;
        Assert.Equal(StatedAnswer.Yes, anew.Differ);
        Assert.DoesNotContain(anew.Region.Candidates, c => c.OfAnotherWording);
    }

    [Fact]
    public void What_was_judged_met_of_another_wording_satisfies_nothing()
    {
        var record = Agreed(Breakeven with { SustainedMonths = null })
            .Told(
                Recovery,
                Judged("2024-01-11", CriterionJudgement.Met),
                new ExitCriteriaAgreed(
                    Sample.Decision("2024-02-01"),
                    CriteriaPurpose.Exit,
                    [Breakeven with { SustainedMonths = null, Threshold = "£25m" }]
                )
            );
        Assert.True(Criterion(record, "2024-01-31").Satisfied);
        Assert.False(Criterion(record, "2024-02-01").Satisfied);
    }

    [Fact]
    public void Evidence_that_was_returned_is_missing_until_it_is_submitted_again()
    {
        var record = Agreed(Breakeven);
        Assert.Contains(
            "wanted: Month 12 return",
            Criterion(record, "2024-01-01").Missing[1].What,
            StringComparison.Ordinal
        );
        record.Told(Recovery, new EvidenceSubmitted(Sample.Decision("2024-01-02"), Sample.Icb, "Return", ["EC1"]));
        var submission = record.Last;
        Assert.Equal(
            "\"Return\" waits to be judged, submitted 2 January 2024.",
            Criterion(record, "2024-01-02").Missing[1].What
        );
        record.Told(Recovery, new EvidenceReturned(Sample.Decision("2024-01-05"), submission));
        Assert.Equal(
            "\"Return\" was returned (5 January 2024) and not submitted again.",
            Criterion(record, "2024-01-05").Missing[1].What
        );
        record.Told(Recovery, new EvidenceSubmitted(Sample.Decision("2024-01-09"), Sample.Icb, "Return 2", ["EC1"]));
        Assert.Equal(
            "\"Return 2\" waits to be judged, submitted 9 January 2024.",
            Assert.Single(Criterion(record, "2024-01-09").Missing, m => m.Rule == "evidence-wanted").What
        );
    }

    [Fact]
    public void A_correction_moves_a_deadline_and_an_unknown_date_has_no_days_left()
    {
        var record = Agreed(Breakeven)
            .Told(
                Recovery,
                new MilestoneSet(Sample.Decision("2024-01-01"), "M1", "A plan.", Sample.Date("2024-02-28"))
            );
        var set = record.Last;
        Deadline Due() =>
            Deadlines.Deadlines.On(record.At(), Day("2024-02-29")).All.Single(d => d.Kind == DeadlineKind.Milestone);

        Assert.Equal((-1, true), (Due().DaysLeft, Due().Overdue));
        record.Told(
            Recovery,
            Sample.Corrected(
                set,
                new MilestoneSet(Sample.Decision("2024-01-01"), "M1", "A plan.", Sample.Date("2024-02"))
            )
        );
        Assert.Equal((0, false), (Due().DaysLeft, Due().Overdue));
        record.Told(Recovery, new MilestoneRescheduled(Sample.Decision("2024-02-29"), "M1", DateWithPrecision.Unknown));
        Assert.Equal((null, false, null), (Due().DaysLeft, Due().Overdue, Due().DueBy));
    }

    [Fact]
    public void Members_leave_apart_and_their_targets_move_apart()
    {
        var record = Agreed(Breakeven)
            .Told(
                Recovery,
                new RecoveryMemberJoined(Sample.Decision("2023-06-01"), Sample.Trust),
                new TargetExitRevised(Sample.Decision("2023-07-01"), Sample.Date("2024-09-30"), Sample.Trust),
                new RecoveryMemberExited(Sample.Decision("2024-01-01"), Sample.Icb)
            );
        var readiness = Of(record, "2024-01-01");

        Assert.Equal([Certainty.No, Certainty.Yes], readiness.Members.Select(m => m.Membership));
        Assert.Equal([0, 1], readiness.Members.Select(m => m.TargetExit!.Moved));
        Assert.Equal(Sample.Date("2024-01-01"), readiness.Members[0].Left);
        Assert.Empty(readiness.Members[0].Criteria);
        Assert.Equal(
            ["recovery-r/exit-criterion/EC1", "recovery-r/target-exit/RXW"],
            Deadlines.Deadlines.On(record.At(), Day("2024-01-01")).All.Select(d => d.Uid)
        );
    }

    /// <summary>Whoever has left is told of, also where no day says how long it took; dates less precise than a day give two ends.</summary>
    [Theory]
    [InlineData("2021-08-10", "2023-04-01", "QOC;599;599")]
    [InlineData("2021-08", "2023/24", "QOC;578;973")]
    [InlineData("unknown", "2023-04-01", "QOC;;")]
    public void How_long_it_took_from_entry_to_exit_is_told_by_both_ends(string entered, string left, string told)
    {
        var record = SampleRecovery
            .Organisations()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Entered(entered, Sample.Icb),
                SampleRecovery.Exited(left, Sample.Icb)
            );
        var answer = Question.Of("A11").Ask(record.At(), Day("2024-06-01"), new Dictionary<string, string?>());
        string[] columns = ["ods", "length", "lengthAtMost"];
        var row = Assert.Single(answer.Rows);
        Assert.Equal(
            told,
            string.Join(
                ';',
                columns
                    .Select(name => answer.Columns.Single(column => column.Name == name))
                    .Select(column => $"{column.Of(row)}")
            )
        );
    }

    [Theory]
    [InlineData("2022-08-01", "Q4 2023/24")]
    [InlineData("2022-08", "Q4 2023/24 or none yet (uncertain)")]
    public void A_target_exit_that_is_uncertain_is_told_with_all_that_may_hold(string entered, string told)
    {
        var record = SampleRecovery
            .Organisations()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Entered(entered, Sample.Icb) with
                {
                    TargetExit = Sample.Date("Q4 2023/24"),
                }
            );
        var answer = Question.Of("R4").Ask(record.At(), Day("2022-08-15"), new Dictionary<string, string?>());
        var column = answer.Columns.Single(column => column.Heading == "Target exit");
        Assert.Equal(told, column.Of(Assert.Single(answer.Rows)));
        Assert.Equal(
            told,
            Assert.Single(EngagementReadiness.All(record.At(), Day("2022-08-15")).Single().Members).TargetExit!.Text
        );
    }

    [Fact]
    public void After_exit_the_decision_what_was_accepted_unmet_and_the_criteria_as_they_stood_are_told()
    {
        var record = Agreed(Breakeven with { SustainedMonths = null })
            .Told(
                Recovery,
                new ExitAgreed(Sample.Decision("2024-05-01"), Unmet: [new("EC1", "The deficit is planned.", Person)])
            );
        var exit = record.Last;
        record.Told(
            Recovery,
            Judged("2024-05-20", CriterionJudgement.Met),
            new TransitionPlanAgreed(Sample.Decision("2024-05-02"), "Quarterly calls.")
        );
        var readiness = Of(record, "2024-06-01");
        var member = readiness.Members[0];

        Assert.Equal(
            (EngagementState.InTransition, EngagementState.UnderWay, EngagementState.NotBegun),
            (readiness.State, Of(record, "2024-04-30").State, Of(record, "2022-12-31").State)
        );
        Assert.Equal(
            (exit, Sample.Date("2024-05-01"), Person),
            (member.Exit!.Said.Entry.Id, member.Left!.Value, Assert.Single(member.Exit.Unmet).AcceptedBy)
        );
        // It was judged met later: that is not how it stood.
        Assert.Equal(("EC1", false), (member.Exit.Criteria[0].Criterion.Reference, member.Exit.Criteria[0].Satisfied));
        Assert.Empty(member.Criteria);
        Assert.Null(Of(record, "2024-04-30").Members[0].Exit);
        record.Told(Recovery, new TransitionPlanCompleted(Sample.Decision("2024-05-30")));
        Assert.Equal(EngagementState.Ended, Of(record, "2024-06-01").State);
    }

    [Fact]
    public void What_an_engagement_was_called_when_it_began_it_keeps()
    {
        var later = Sample.Framework("nof-2025-26", "2025-06-26", icbs: false);
        var record = Entered()
            .Told(
                SubjectId.OfFramework("nof-2025-26"),
                later with
                {
                    Framework = later.Framework with { Programme = "Provider Improvement Programme" },
                }
            );
        var before = Of(record, "2025-06-25").Programme;

        Assert.NotNull(before);
        Assert.Equal(before, Of(record, "2025-06-26").Programme);
        record.Told(
            SubjectId.OfRecovery("t"),
            new RecoveryEntered(Sample.Decision("2025-07-01"), "A trust", [Sample.Trust])
        );
        record.Told(Sample.Trust, Sample.Registered(Sample.Trust, kind: OrganisationKind.NhsTrust));
        Assert.Equal(
            "Provider Improvement Programme",
            EngagementReadiness.Of(record.At(), SubjectId.OfRecovery("t"), Day("2025-07-01"))!.Programme
        );
    }

    [Fact]
    public void What_was_open_for_a_board_that_ended_is_owed_by_the_successor_to_which_it_passed_and_by_it_alone()
    {
        SmallRecord Undecided() => SampleMergers.Merged(Agreed(Breakeven with { Members = [Sample.Icb] }));
        var record = Undecided();
        var undecided = Of(record, "2024-04-01").Members;

        // Nobody has decided yet: it is still owed, and said to be without a body that owes it.
        Assert.Equal((Certainty.Yes, 1), (undecided[0].Membership, undecided[0].Criteria.Count));
        Assert.Contains("passes-by-decision", undecided[0].Missing.Select(m => m.Rule));
        // That the successor joins says nothing of what was open.
        var joined = Undecided().Told(Recovery, new RecoveryMemberJoined(Sample.Decision("2024-04-01"), Sample.NewIcb));
        Assert.Equal([1, 0], Of(joined, "2024-04-01").Members.Select(m => m.Criteria.Count));
        record.Told(Recovery, SampleMergers.Disposed("2024-04-01", SampleMergers.Passes(OpenItemKind.Membership)));
        var decided = Of(record, "2024-04-01");

        Assert.Equal([Certainty.No, Certainty.Yes], decided.Members.Select(m => m.Membership));
        Assert.Equal([Sample.NewIcb], decided.Members[0].PassedOn!.To);
        Assert.Empty(decided.Members[0].Criteria);
        // The criterion named the board that ended; who acts for it owes it.
        Assert.Equal("EC1", Assert.Single(decided.Members[1].Criteria).Criterion.Reference);
        Assert.DoesNotContain("passes-by-decision", decided.Members[1].Missing.Select(m => m.Rule));
        Assert.Equal(EngagementState.UnderWay, decided.State);
        Assert.All(
            Deadlines.Deadlines.On(record.At(), Day("2024-04-01")).All.Where(d => d.Subject == Recovery.Value),
            d => Assert.Equal([Sample.NewIcb], d.Organisations)
        );
        Assert.Equal(Certainty.Yes, Of(record, "2024-03-31").Members[0].Membership);
        Assert.Equal("passed-on", Cell("engagements", "state", Sample.Icb));
        Assert.Equal("no", Cell("organisations", "inRecovery", Sample.Icb));
        Assert.Equal("yes", Cell("organisations", "inRecovery", Sample.NewIcb));

        string Cell(string register, string column, OdsCode organisation)
        {
            var answer = Register
                .Of(register)
                .Ask(record.At(), Day("2024-04-01"), [Filter.Parse($"ods={organisation}")], [], [column]);
            return answer.Columns[0].Text(Assert.Single(answer.Cells())[0], new Dictionary<string, string>());
        }
    }

    [Fact]
    public void What_can_no_longer_be_kept_is_said_beside_what_is_missing()
    {
        var record = Agreed(Breakeven with { Due = Sample.Date("2024-06-20"), SustainedMonths = 6 })
            .Told(Recovery, Judged("2024-04-12", CriterionJudgement.Met));

        Assert.Equal(
            [
                "EC1 has to stay met until 12 October 2024, after the target exit (30 June 2024).",
                "EC1 has to stay met until 12 October 2024, after it is due (20 June 2024).",
            ],
            Criterion(record, "2024-05-01").Missing.Where(m => m.Rule == "dates-can-be-kept").Select(m => m.What)
        );
        Assert.Contains(
            (record.Last, "dates-can-be-kept"),
            record.At().FindingsOf(Recovery).Select(f => (f.Entry, f.Rule))
        );
    }

    private static SmallRecord Entered() =>
        SmallRecord
            .OfAnIcb()
            .Told(
                Recovery,
                new RecoveryEntered(Sample.Decision("2023-01-01"), "A system", [Sample.Icb], Sample.Date("2024-06-30"))
            );

    private static SmallRecord Agreed(Criterion criterion) =>
        Entered()
            .Told(Recovery, new ExitCriteriaAgreed(Sample.Decision("2023-02-01"), CriteriaPurpose.Exit, [criterion]));

    private static CriterionAssessed Judged(string on, CriterionJudgement judgement) =>
        new(Sample.Decision(on), "EC1", AssessingLevel.Region, judgement);

    private static EngagementReadiness Of(SmallRecord record, string on) =>
        EngagementReadiness.Of(record.At(), Recovery, Day(on))!;

    private static CriterionReadiness Criterion(SmallRecord record, string on) => Of(record, on).Members[0].Criteria[0];

    private static DateOnly Day(string text) => Sample.Date(text).Earliest;
}
