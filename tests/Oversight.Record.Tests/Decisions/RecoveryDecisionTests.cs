using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

/// <summary>What is decided about an engagement; the rules one by one are in <see cref="Rules.RuleBreach"/>.</summary>
public sealed class RecoveryDecisionTests
{
    private static readonly SubjectId Subject = SampleRecovery.Subject;

    [Theory]
    [InlineData("Maternity Safety Support Programme")]
    [InlineData("RXW: maternity  safety support")]
    [InlineData("Trust (MSSP)")]
    public void The_maternity_safety_support_programme_is_not_recovery_support_whatever_the_origin(string title)
    {
        foreach (var origin in Enum.GetValues<Origin>())
        {
            var entered = SampleRecovery.Entered("2022-07-01", Sample.Trust) with { Title = title };
            var fault = Assert.Throws<BadInputException>(() => entered.From(origin).CheckInput());
            Assert.Equal("title", fault.Field);
        }

        (SampleRecovery.Entered("2022-07-01", Sample.Trust) with { Title = "Maternity and finance" }).CheckInput();
    }

    [Fact]
    public void An_engagement_runs_from_entry_to_the_end_of_its_transition()
    {
        var record = SampleRecovery.Organisations();
        Event[] story =
        [
            SampleRecovery.Entered("2022-07-01", Sample.Icb, Sample.Trust),
            SampleRecovery.Director("2022-07-10"),
            SampleRecovery.Agreed("2022-08-01", "EC1", "EC2", "EC3"),
            SampleRecovery.Milestone("2022-08-01", "Q4 2022/23"),
            SampleRecovery.Joined("2022-09-01", Sample.OtherIcb),
            SampleRecovery.Reviewed("2022-10-01"),
            SampleRecovery.Rescheduled("2022-12-01", "Q1 2023/24"),
            SampleRecovery.TargetExit("2022-12-01", "Q4 2023/24"),
            SampleRecovery.SelfAssessed("2023-01-10", "EC1", Sample.Icb),
            SampleRecovery.Judged("2023-01-20", "EC1", CriterionJudgement.PartlyMet),
            SampleRecovery.Refreshed("2023-02-01", SmallRecord.IdAt(6), "EC1", "EC2", "EC3"),
            SampleRecovery.Missed("2023-07-01"),
            SampleRecovery.Achieved("2023-07-20"),
            SampleRecovery.Exited("2023-08-01", Sample.OtherIcb, "EC1", "EC2"),
            SampleRecovery.Judged("2023-08-31", "EC1"),
            SampleRecovery.Judged("2023-08-31", "EC2"),
            SampleRecovery.Recommended("2024-02-01"),
            SampleRecovery.Declined("2024-02-10", SmallRecord.IdAt(20)),
            SampleRecovery.Sustained("2024-02-29"),
            SampleRecovery.Recommended("2024-03-01"),
            SampleRecovery.Exit("2024-03-10", SmallRecord.IdAt(23), "EC3"),
            SampleRecovery.Plan("2024-03-10"),
            SampleRecovery.Agreed("2024-03-10", "TC1") with
            {
                Purpose = CriteriaPurpose.Transition,
            },
            SampleRecovery.PlanReviewed("2024-04-10"),
            SampleRecovery.Judged("2024-05-01", "TC1"),
            SampleRecovery.PlanCompleted("2024-05-10"),
        ];
        foreach (var content in story)
        {
            record.Accepts(Sample.Ask(Subject, content), content);
            // Who recommends is somebody else than alex, who asks.
            record.ToldBy(
                content is ExitRecommended ? "sam" : "alex",
                Subject,
                content is RecoveryEntered ? SampleRecovery.ByPerson(content) : content
            );
        }

        Assert.Empty(record.Findings(Subject));
    }

    [Fact]
    public void Nothing_is_decided_about_an_engagement_that_has_not_begun() =>
        Assert.All(
            [
                SampleRecovery.Joined("2024-05-01", Sample.Icb),
                SampleRecovery.Agreed("2024-05-01", "EC1"),
                SampleRecovery.Reviewed("2024-05-01"),
                SampleRecovery.Exit("2024-05-01"),
                SampleRecovery.Submitted("2024-05-01", Sample.Icb, "EC1"),
            ],
            (Event content) => SampleRecovery.Organisations().DoesNotKnow(Sample.Ask(Subject, content))
        );

    [Fact]
    public void It_is_entered_once()
    {
        var content = SampleRecovery.Entered("2024-05-01", Sample.OtherIcb);
        SampleRecovery.UnderWay().Refuses(Sample.Ask(Subject, content), "registered-once");
        SampleRecovery.UnderWay().Accepts(Sample.Ask(SampleRecovery.OtherSubject, content), content);
    }

    [Fact]
    public void A_review_without_change_can_be_logged_any_number_of_times()
    {
        var content = SampleRecovery.Reviewed("2024-05-01");
        SampleRecovery.UnderWay().Told(Subject, content).Accepts(Sample.Ask(Subject, content), content);
    }

    [Theory]
    [InlineData("leaves-as-member")]
    [InlineData("milestone-set-once")]
    [InlineData("criteria-agreed-once")]
    [InlineData("joins-engagement-under-way")]
    [InlineData("transition-plan-in-order")]
    public void What_happens_once_is_refused_when_it_is_asked_for_again(string rule)
    {
        Event content = rule switch
        {
            "leaves-as-member" => SampleRecovery.Exit("2024-05-01"),
            "milestone-set-once" => SampleRecovery.Milestone("2024-05-01", "2024/25"),
            "criteria-agreed-once" => SampleRecovery.Agreed("2024-05-01", "EC1"),
            "joins-engagement-under-way" => SampleRecovery.Joined("2024-05-01", Sample.OtherIcb),
            _ => SampleRecovery.PlanCompleted("2024-05-01"),
        };
        var record = SampleRecovery.UnderWay().Told(Subject, SampleRecovery.Plan("2024-04-01"));
        record.Accepts(Sample.Ask(Subject, content), content);
        record.Told(Subject, content).Refuses(Sample.Ask(Subject, content), rule);
    }

    [Fact]
    public void A_recommendation_can_be_agreed_member_by_member()
    {
        var first = SampleRecovery.Exit("2024-04-10", SmallRecord.IdAt(5)) with { Members = [Sample.Icb] };
        var second = first with { Members = [Sample.Trust], Decision = Sample.Decision("2024-05-01") };
        var record = SampleRecovery.UnderWay().ToldBy("sam", Subject, SampleRecovery.Recommended("2024-04-01"));
        record.Accepts(Sample.Ask(Subject, first), first);
        record.Told(Subject, first).Accepts(Sample.Ask(Subject, second), second);
        record.Told(Subject, second).Refuses(Sample.Ask(Subject, first), "leaves-as-member");
    }

    [Fact]
    public void An_answer_that_was_retracted_leaves_the_recommendation_open()
    {
        var content = SampleRecovery.Declined("2024-05-02", SmallRecord.IdAt(5));
        SampleRecovery
            .UnderWay()
            .ToldBy("sam", Subject, SampleRecovery.Recommended("2024-04-01"))
            .Told(Subject, SampleRecovery.Declined("2024-05-01", SmallRecord.IdAt(5)))
            .Told(Subject, Sample.Retracted(SmallRecord.IdAt(6)))
            .Accepts(Sample.Ask(Subject, content), content);
    }

    [Fact]
    public void What_a_meeting_decides_on_the_day_of_the_exit_stays_without_finding()
    {
        var record = SampleRecovery
            .WithCriteria()
            .Told(
                Subject,
                SampleRecovery.Judged("2024-05-01", "EC1"),
                SampleRecovery.Exit("2024-05-01", null, "EC2", "EC3"),
                SampleRecovery.SelfAssessed("2024-05-01", "EC1", Sample.Icb)
            );
        Assert.Empty(record.Findings(Subject));
    }

    [Fact]
    public void A_correction_of_the_criteria_makes_findings_of_the_ratings_that_no_longer_fit()
    {
        var record = SampleRecovery.WithCriteria().Told(Subject, SampleRecovery.Judged("2024-05-01", "EC1"));
        var rating = record.Last;
        Assert.Empty(record.Findings(Subject));

        var correction = Sample.Corrected(SmallRecord.IdAt(5), SampleRecovery.Agreed("2023-05-01", "EC2"));
        record.Accepts(Sample.Ask(Subject, correction), correction);
        record.Told(Subject, correction);
        Assert.Equal([("rates-criterion-in-force", rating)], record.Findings(Subject));
    }

    [Fact]
    public void A_refreshed_set_may_name_the_correction_of_the_set_that_it_replaces()
    {
        var content = SampleRecovery.Refreshed("2024-05-01", SmallRecord.IdAt(6), "EC1");
        SampleRecovery
            .WithCriteria()
            .Told(Subject, Sample.Corrected(SmallRecord.IdAt(5), SampleRecovery.Agreed("2023-05-02", "EC1")))
            .Accepts(Sample.Ask(Subject, content), content);
    }

    public static TheoryData<string, Event> Faults =>
        new()
        {
            { "title", SampleRecovery.Entered("2024-05-01", Sample.Icb) with { Title = " " } },
            { "members", SampleRecovery.Entered("2024-05-01") },
            { "members", SampleRecovery.Entered("2024-05-01", Sample.Icb, Sample.Icb) },
            { "director", SampleRecovery.Director("2024-05-01") with { Director = "" } },
            { "criteria", SampleRecovery.Agreed("2024-05-01") },
            { "criteria", SampleRecovery.Agreed("2024-05-01", "EC1", "EC1") },
            { "criteria[0].reference", SampleRecovery.Agreed("2024-05-01", "EC 1") },
            { "milestone", SampleRecovery.Milestone("2024-05-01", "2024/25") with { Milestone = "" } },
            { "title", SampleRecovery.Milestone("2024-05-01", "2024/25") with { Title = "" } },
            { "criterion", SampleRecovery.Judged("2024-05-01", "") },
            { "criterion", SampleRecovery.SelfAssessed("2024-05-01", "EC/1") },
            { "members", SampleRecovery.Recommended("2024-05-01") with { Members = [] } },
            { "members", SampleRecovery.Exit("2024-05-01") with { Members = [] } },
            { "unmet", SampleRecovery.Exit("2024-05-01", null, "EC1", "EC1") },
            { "unmet[0].acceptedBy", SampleRecovery.Exit("2024-05-01") with { Unmet = [new("EC1", "So.", "")] } },
            {
                "unmet[0].reason",
                SampleRecovery.Exited("2024-05-01", Sample.Icb) with
                {
                    Unmet = [new("EC1", "", "")],
                }
            },
            { "monitoring", SampleRecovery.Plan("2024-05-01") with { Monitoring = "" } },
            { "reviewMonths", SampleRecovery.Plan("2024-05-01") with { ReviewMonths = 0 } },
            { "outcome", SampleRecovery.PlanReviewed("2024-05-01") with { Outcome = "" } },
            { "outcome", SampleRecovery.Reviewed("2024-05-01") with { Outcome = "" } },
            { "for", SampleRecovery.Submitted("2024-05-01", Sample.Icb) },
            { "title", SampleRecovery.Submitted("2024-05-01", Sample.Icb, "EC1") with { Title = "" } },
        };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_fault_is_named_by_its_field(string field, Event content) =>
        SampleRecovery.WithCriteria().FindsFault(() => Sample.Ask(Subject, content), field);

    [Fact]
    public void What_is_there_twice_is_named()
    {
        var agreed = SampleRecovery.Agreed("2024-05-01", "EC1", "EC2", "EC10", "EC2");
        var fault = Assert.Throws<BadInputException>(agreed.CheckInput);
        Assert.Equal("must hold each only once: \"EC2\" is there twice.", fault.Problem);

        var entered = SampleRecovery.Entered("2024-05-01", Sample.Icb, Sample.Icb);
        Assert.Contains(
            $"\"{Sample.Icb}\"",
            Assert.Throws<BadInputException>(entered.CheckInput).Problem,
            StringComparison.Ordinal
        );
    }
}
