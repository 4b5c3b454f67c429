using System.Globalization;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Record.Tests.Recovery;

public sealed class EngagementTests
{
    [Fact]
    public void There_is_none_before_it_was_entered_or_when_that_was_retracted()
    {
        Assert.Null(Engagement.Of(null));
        Assert.Null(Engagement.Of(SmallRecord.Empty().Timeline(SampleRecovery.Subject)));
        Assert.Null(Engagement.Of(SmallRecord.OfAnIcb().Timeline(Sample.Icb)));
        var record = SampleRecovery.UnderWay();
        Assert.NotNull(Engagement.Of(record.Timeline(SampleRecovery.Subject)));
        record.Told(SampleRecovery.Subject, Sample.Retracted(SmallRecord.IdAt(4)));
        Assert.Null(Engagement.Of(record.Timeline(SampleRecovery.Subject)));
    }

    [Fact]
    public void Members_join_and_leave_separately()
    {
        var engagement = Of(
            SampleRecovery.Joined("2023-06-01", Sample.OtherIcb),
            SampleRecovery.Exited("2023-09-01", Sample.Icb),
            SampleRecovery.Exit("2023-12-01")
        );
        Assert.Equal([Sample.Icb, Sample.Trust, Sample.OtherIcb], engagement.EverMembers);
        Assert.Equal([], engagement.MembersOn(Day("2023-04-02")));
        Assert.Equal([Sample.Icb, Sample.Trust], engagement.MembersOn(Day("2023-04-03")));
        Assert.Equal([Sample.Icb, Sample.Trust, Sample.OtherIcb], engagement.MembersOn(Day("2023-08-31")));
        Assert.Equal([Sample.Trust, Sample.OtherIcb], engagement.MembersOn(Day("2023-09-01")));
        Assert.Equal([], engagement.MembersOn(Day("2023-12-01")));
        Assert.Equal(Certainty.Yes, engagement.IsUnderWay(Day("2023-11-30")));
        Assert.Equal(Certainty.No, engagement.IsUnderWay(Day("2023-12-01")));
    }

    [Fact]
    public void One_that_has_left_may_come_back()
    {
        var engagement = Of(
            SampleRecovery.Exited("2023-09-01", Sample.Icb),
            SampleRecovery.Joined("2023-11-01", Sample.Icb)
        );
        Assert.Equal(Certainty.No, engagement.IsMember(Sample.Icb, Day("2023-10-31")));
        Assert.Equal(Certainty.Yes, engagement.IsMember(Sample.Icb, Day("2023-11-01")));
    }

    [Fact]
    public void A_certain_end_ends_a_membership_however_vague_its_beginning_was()
    {
        var record = SampleRecovery
            .Organisations()
            .Told(SampleRecovery.Subject, SampleRecovery.Entered("unknown", Sample.Icb))
            .Told(SampleRecovery.Subject, SampleRecovery.Exited("2023/24", Sample.Icb));
        Engagement Now() => Engagement.Of(record.Timeline(SampleRecovery.Subject))!;
        Assert.Equal(Certainty.Perhaps, Now().IsMember(Sample.Icb, Day("2024-03-30")));
        Assert.Equal(Certainty.No, Now().IsMember(Sample.Icb, Day("2024-03-31")));
        Assert.Equal(Certainty.No, Now().IsUnderWay(Day("2026-11-26")));

        // Said twice, it has left all the same.
        record.Told(SampleRecovery.Subject, SampleRecovery.Exit("unknown"));
        Assert.Equal(Certainty.No, Now().IsMember(Sample.Icb, Day("2026-11-26")));

        // A second beginning needs an end of its own, unless it comes after the end for certain.
        record.Told(SampleRecovery.Subject, SampleRecovery.Joined("unknown", Sample.Icb));
        Assert.Equal(Certainty.Perhaps, Now().IsMember(Sample.Icb, Day("2026-11-26")));
        record.Told(SampleRecovery.Subject, SampleRecovery.Exited("2025-01-01", Sample.Icb));
        Assert.Equal(Certainty.No, Now().IsMember(Sample.Icb, Day("2026-11-26")));
        record.Told(SampleRecovery.Subject, SampleRecovery.Joined("2025-02-01", Sample.Icb));
        Assert.Equal(Certainty.Perhaps, Now().IsMember(Sample.Icb, Day("2026-11-26")));
    }

    [Fact]
    public void In_an_imprecise_date_membership_is_uncertain_and_after_it_certain()
    {
        var engagement = Of(SampleRecovery.Exited("Q2 2023/24", Sample.Icb));
        Assert.Equal(Certainty.Yes, engagement.IsMember(Sample.Icb, Day("2023-06-30")));
        Assert.Equal(Certainty.Perhaps, engagement.IsMember(Sample.Icb, Day("2023-07-01")));
        Assert.Equal(Certainty.Perhaps, engagement.IsMember(Sample.Icb, Day("2023-09-29")));
        Assert.Equal(Certainty.No, engagement.IsMember(Sample.Icb, Day("2023-09-30")));
    }

    [Fact]
    public void Entered_nobody_knows_when_it_is_perhaps_under_way_always()
    {
        var record = SampleRecovery
            .Organisations()
            .Told(SampleRecovery.Subject, SampleRecovery.Entered("unknown", Sample.Icb));
        var engagement = Engagement.Of(record.Timeline(SampleRecovery.Subject))!;
        Assert.Equal(Certainty.Perhaps, engagement.IsUnderWay(Day("1990-01-01")));
        Assert.Equal(Certainty.Perhaps, engagement.IsUnderWay(Day("2190-01-01")));
    }

    [Fact]
    public void At_some_time_of_a_date_one_may_be_a_member_and_the_day_of_leaving_still_counts()
    {
        var engagement = Of(
            SampleRecovery.Joined("2023-06-10", Sample.OtherIcb),
            SampleRecovery.Exited("2023-06-20", Sample.OtherIcb)
        );
        bool May(string when) => engagement.MayBeMember(Sample.OtherIcb, Sample.Date(when));
        Assert.True(May("June 2023"));
        Assert.True(May("unknown"));
        Assert.False(May("May 2023"));
        Assert.False(May("2023-06-09"));
        Assert.True(May("2023-06-10"));
        Assert.True(May("2023-06-20"));
        Assert.False(May("2023-06-21"));
        Assert.False(May("July 2023"));
        Assert.False(engagement.MayBeUnderWay(Sample.Date("March 2023")));
        Assert.False(engagement.MayBeUnderWay(Sample.Date("2022/23")));
        Assert.True(engagement.MayBeUnderWay(Sample.Date("2023/24")));
    }

    [Fact]
    public void A_corrected_or_retracted_exit_is_as_it_is_believed()
    {
        var record = SampleRecovery
            .UnderWay()
            .Told(SampleRecovery.Subject, SampleRecovery.Exited("2023-09-01", Sample.Icb));
        var exit = record.Last;
        record.Told(SampleRecovery.Subject, Sample.Corrected(exit, SampleRecovery.Exited("2023-10-01", Sample.Icb)));
        Assert.Equal(Certainty.Yes, Of(record).IsMember(Sample.Icb, Day("2023-09-30")));
        Assert.Equal(Certainty.No, Of(record).IsMember(Sample.Icb, Day("2023-10-01")));
        record.Told(SampleRecovery.Subject, Sample.Retracted(exit));
        Assert.Equal(Certainty.Yes, Of(record).IsMember(Sample.Icb, Day("2023-10-01")));
    }

    [Fact]
    public void The_wording_in_force_is_that_of_the_last_set()
    {
        var record = SampleRecovery.WithTransition();
        var refreshed = SampleRecovery.Refreshed("2024-01-01", SmallRecord.IdAt(5)) with
        {
            Criteria = [SampleRecovery.Criterion("EC1") with { Wording = "Otherwise." }],
        };
        record.Told(SampleRecovery.Subject, refreshed);
        var engagement = Of(record);
        Assert.Empty(engagement.CriteriaInForce(CriteriaPurpose.Exit, Day("2023-04-30")));
        Assert.Equal("What EC1 asks for.", engagement.CriterionOn("EC1", Day("2023-12-31"))!.Value.Criterion.Wording);
        Assert.Equal("Otherwise.", engagement.CriterionOn("EC1", Day("2024-01-01"))!.Value.Criterion.Wording);
        Assert.Equal(record.Last, engagement.CriterionOn("EC1", Day("2024-01-01"))!.Value.Set.Id);
        Assert.Null(engagement.CriterionOn("EC2", Day("2024-01-01")));
        Assert.NotNull(engagement.CriterionOn("TC1", Day("2024-01-01")));
        Assert.Null(engagement.CriterionOn("TC1", Day("2023-05-31")));
    }

    [Fact]
    public void While_it_is_uncertain_which_set_is_in_force_all_wordings_are_candidates_the_later_place_first()
    {
        var record = SampleRecovery
            .WithCriteria()
            .Told(SampleRecovery.Subject, SampleRecovery.Refreshed("January 2024", SmallRecord.IdAt(5), "EC1"));
        var sets = Of(record).WordingsOn("EC1", Day("2024-01-15")).Select(w => w.Set.Id);
        Assert.Equal([SmallRecord.IdAt(6), SmallRecord.IdAt(5)], sets);
        Assert.Equal([SmallRecord.IdAt(6)], Of(record).WordingsOn("EC1", Day("2024-01-31")).Select(w => w.Set.Id));
    }

    [Theory]
    [InlineData("Otherwise.", false)]
    [InlineData("What EC1 asks for.", true)]
    public void A_judgement_counts_for_a_refreshed_set_only_where_the_wording_stayed(string wording, bool counts)
    {
        var record = SampleRecovery
            .WithCriteria()
            .Told(SampleRecovery.Subject, SampleRecovery.Judged("2023-06-01", "EC1"));
        var criterion = SampleRecovery.Criterion("EC1") with { Wording = wording, Owner = "Somebody else" };
        record.Told(
            SampleRecovery.Subject,
            SampleRecovery.Refreshed("2024-01-01", SmallRecord.IdAt(5)) with
            {
                Criteria = [criterion],
            }
        );
        Assert.True(Of(record).IsSatisfied(SampleRecovery.Criterion("EC1"), Sample.Icb, Day("2023-12-31")));
        Assert.Equal(counts, Of(record).IsSatisfied(criterion, Sample.Icb, Day("2024-01-01")));
    }

    [Fact]
    public void The_national_judgement_decides_where_there_is_one()
    {
        var engagement = WithCriteria(
            SampleRecovery.Judged("2023-06-01", "EC1"),
            SampleRecovery.Judged("2023-07-01", "EC1", CriterionJudgement.NotMet, level: AssessingLevel.National),
            SampleRecovery.Judged("2023-08-01", "EC1")
        );
        Assert.True(Satisfied(engagement, "EC1", Sample.Icb, "2023-06-30"));
        Assert.False(Satisfied(engagement, "EC1", Sample.Icb, "2023-07-01"));
        Assert.False(Satisfied(engagement, "EC1", Sample.Icb, "2023-08-01"));
    }

    [Fact]
    public void While_it_is_uncertain_whether_there_is_a_national_judgement_both_are_candidates()
    {
        var engagement = WithCriteria(
            SampleRecovery.Judged("2023-06-01", "EC1"),
            SampleRecovery.Judged("July 2023", "EC1", level: AssessingLevel.National)
        );
        var candidates = engagement.DecidingJudgementsOf(
            SampleRecovery.Criterion("EC1"),
            Sample.Icb,
            Day("2023-07-15")
        );
        Assert.Equal([SmallRecord.IdAt(6), SmallRecord.IdAt(7)], candidates.Entries.Select(e => e.Id));
        Assert.False(candidates.PerhapsNone);
        Assert.True(Satisfied(engagement, "EC1", Sample.Icb, "2023-07-15"));
    }

    [Fact]
    public void Of_all_members_a_criterion_is_satisfied_when_it_is_for_each_whom_it_concerns()
    {
        var engagement = WithCriteria(
            SampleRecovery.Judged("2023-06-01", "EC1", CriterionJudgement.NotMet, Sample.Icb),
            SampleRecovery.Judged("2023-07-01", "EC1", member: Sample.Trust),
            SampleRecovery.Judged("2023-07-01", "EC3", member: Sample.Trust),
            SampleRecovery.Judged("2023-08-01", "EC1", member: Sample.Icb)
        );
        Assert.True(Satisfied(engagement, "EC1", Sample.Trust, "2023-07-01"));
        Assert.False(Satisfied(engagement, "EC1", null, "2023-07-31"));
        Assert.True(Satisfied(engagement, "EC1", null, "2023-08-01"));
        Assert.True(Satisfied(engagement, "EC3", null, "2023-07-01"));
        Assert.Equal(
            Sample.Date("2023-08-01"),
            engagement.MetSince(SampleRecovery.Criterion("EC1"), null, Day("2023-08-01"))
        );
    }

    [Fact]
    public void A_judgement_for_all_counts_for_each_member()
    {
        var engagement = WithCriteria(SampleRecovery.Judged("2023-06-01", "EC1"));
        Assert.True(Satisfied(engagement, "EC1", Sample.Icb, "2023-06-01"));
        Assert.True(Satisfied(engagement, "EC1", Sample.Trust, "2023-06-01"));
    }

    [Fact]
    public void What_has_to_be_sustained_is_satisfied_only_when_judged_so()
    {
        var engagement = WithCriteria(
            SampleRecovery.Judged("2023-06-01", "EC2"),
            SampleRecovery.Sustained("2023-12-01")
        );
        Assert.False(Satisfied(engagement, "EC2", Sample.Icb, "2023-11-30"));
        Assert.True(Satisfied(engagement, "EC2", Sample.Icb, "2023-12-01"));
    }

    [Theory]
    [InlineData("2023-08-31", "2024-02-29")]
    [InlineData("2022-08-31", "2023-02-28")]
    [InlineData("2024-02-29", "2024-08-29")]
    [InlineData("August 2023", "2024-02-29")]
    [InlineData("Q2 2023/24", "2024-03-30")]
    [InlineData("unknown", null)]
    public void The_sustained_period_counts_from_the_latest_day_over_leap_days(string since, string? until) =>
        Assert.Equal(
            until is null ? null : Day(until),
            Engagement.SustainedFrom(SampleRecovery.Criterion("EC2"), Sample.Date(since))
        );

    [Fact]
    public void A_criterion_that_has_not_to_be_sustained_has_no_such_day() =>
        Assert.Null(
            WithCriteria(SampleRecovery.Judged("2023-06-01", "EC1"))
                .SustainedFrom(SampleRecovery.Criterion("EC1"), Sample.Icb, Day("2023-06-01"))
        );

    [Fact]
    public void Met_since_is_the_first_judgement_since_it_was_last_not_met()
    {
        var engagement = WithCriteria(
            SampleRecovery.Judged("2023-05-15", "EC2"),
            SampleRecovery.Judged("2023-06-01", "EC2", CriterionJudgement.PartlyMet),
            SampleRecovery.Judged("2023-08-31", "EC2"),
            SampleRecovery.Judged("2023-10-01", "EC2"),
            SampleRecovery.Sustained("2024-03-01")
        );
        DateWithPrecision? Since(string day) =>
            engagement.MetSince(SampleRecovery.Criterion("EC2"), Sample.Icb, Day(day));
        Assert.Null(Since("2023-05-14"));
        Assert.Equal(Sample.Date("2023-05-15"), Since("2023-05-31"));
        Assert.Null(Since("2023-06-01"));
        Assert.Equal(Sample.Date("2023-08-31"), Since("2023-10-01"));
        Assert.Equal(Sample.Date("2023-08-31"), Since("2024-04-01"));
        Assert.Equal(
            Day("2024-02-29"),
            engagement.SustainedFrom(SampleRecovery.Criterion("EC2"), Sample.Icb, Day("2023-10-01"))
        );
    }

    [Fact]
    public void Met_since_is_known_where_all_candidates_are_met_and_not_where_one_is_not()
    {
        var met = WithCriteria(SampleRecovery.Judged("Q1 2023/24", "EC1"), SampleRecovery.Judged("June 2023", "EC1"));
        var perhaps = WithCriteria(
            SampleRecovery.Judged("Q1 2023/24", "EC1"),
            SampleRecovery.Judged("June 2023", "EC1", CriterionJudgement.NotMet)
        );
        Assert.NotNull(met.MetSince(SampleRecovery.Criterion("EC1"), Sample.Icb, Day("2023-07-01")));
        Assert.Null(perhaps.MetSince(SampleRecovery.Criterion("EC1"), Sample.Icb, Day("2023-07-01")));
    }

    [Fact]
    public void A_retracted_judgement_brings_back_the_one_before()
    {
        var record = SampleRecovery
            .WithCriteria()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Judged("2023-06-01", "EC1"),
                SampleRecovery.Judged("2023-07-01", "EC1", CriterionJudgement.NotMet)
            );
        Assert.False(Satisfied(Of(record), "EC1", Sample.Icb, "2023-08-01"));
        record.Told(SampleRecovery.Subject, Sample.Retracted(SmallRecord.IdAt(7)));
        Assert.True(Satisfied(Of(record), "EC1", Sample.Icb, "2023-08-01"));
    }

    [Fact]
    public void What_is_unsatisfied_is_asked_for_the_members_whom_it_concerns()
    {
        var engagement = WithCriteria(SampleRecovery.Judged("2023-06-01", "EC1"));
        Assert.Equal(["EC2"], engagement.UnsatisfiedFor([Sample.Icb], Day("2023-06-01")).Select(c => c.Reference));
        Assert.Equal(
            ["EC2", "EC3"],
            engagement.UnsatisfiedFor([Sample.Icb, Sample.Trust], Day("2023-06-01")).Select(c => c.Reference)
        );
    }

    [Fact]
    public void Target_exits_have_a_history_for_each_member()
    {
        var record = SampleRecovery
            .Organisations()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Entered("2023-04-03", Sample.Icb, Sample.Trust) with
                {
                    TargetExit = Sample.Date("Q4 2023/24"),
                },
                SampleRecovery.TargetExit("2023-10-01", "Q1 2024/25"),
                SampleRecovery.TargetExit("2024-01-01", "Q3 2024/25", Sample.Trust)
            );
        string[] History(OdsCode member) =>
            [.. Of(record).TargetExitHistoryOf(member).Select(t => t.Target.ToString())];
        Assert.Equal(["Q4 2023/24", "Q1 2024/25"], History(Sample.Icb));
        Assert.Equal(["Q4 2023/24", "Q1 2024/25", "Q3 2024/25"], History(Sample.Trust));
    }

    [Fact]
    public void A_recommendation_is_listed_with_its_answers_also_when_they_name_a_correction_of_it()
    {
        var record = SampleRecovery
            .UnderWay()
            .Told(
                SampleRecovery.Subject,
                SampleRecovery.Recommended("2024-04-01"),
                Sample.Corrected(SmallRecord.IdAt(5), SampleRecovery.Recommended("2024-04-02")),
                SampleRecovery.Declined("2024-04-03", SmallRecord.IdAt(6)),
                SampleRecovery.Recommended("2024-04-04")
            );
        var recommendations = Of(record).Recommendations();
        Assert.Equal([SmallRecord.IdAt(7)], recommendations[0].Answers.Select(a => a.Id));
        Assert.Empty(recommendations[1].Answers);
    }

    private static Engagement Of(params Event[] contents) =>
        Of(SampleRecovery.UnderWay().Told(SampleRecovery.Subject, contents));

    private static Engagement WithCriteria(params Event[] contents) =>
        Of(SampleRecovery.WithCriteria().Told(SampleRecovery.Subject, contents));

    private static Engagement Of(SmallRecord record) => Engagement.Of(record.Timeline(SampleRecovery.Subject))!;

    private static bool Satisfied(Engagement engagement, string criterion, OdsCode? member, string day) =>
        engagement.IsSatisfied(SampleRecovery.Criterion(criterion), member, Day(day));

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
