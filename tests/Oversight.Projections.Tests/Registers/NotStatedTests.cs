using Oversight.Projections.Answers;
using Oversight.Projections.BoardReports;
using Oversight.Projections.Questions;
using Oversight.Projections.Readiness;
using Oversight.Projections.Registers;
using Oversight.Projections.Start;
using Oversight.Projections.Timelines;
using Oversight.Projections.Why;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.Registers;

/// <summary>What the record says nothing about is neither "no" nor "none", and what is missing is named.</summary>
public sealed class NotStatedTests
{
    private const string EndOfYear = "2024-03-31";
    private static readonly SubjectId Recovery = SubjectId.OfRecovery("qoc-2021");

    [Fact]
    public void Of_boards_in_no_engagement_it_is_not_stated_whether_they_are_in_recovery_support()
    {
        var record = TwoPublished();

        Assert.Equal(["not-stated", "not-stated"], Cells(record, "A1", EndOfYear, "inRecovery"));
        foreach (var id in new[] { "R4", "R5", "R8", "R12", "L1", "L2", "L5", "L7" })
        {
            var answer = Ask(record, id, EndOfYear);
            Assert.Empty(answer.Rows);
            Assert.Equal(
                "Whether 2 of 2 ICBs (QOC, QUA) are in Recovery Support is not stated: no engagement names them as a member.",
                Missing(answer, "membership").Sentence
            );
        }

        var accused = Ask(record, "R13", EndOfYear);
        Assert.Empty(accused.Rows);
        Assert.Equal(["QOC", "QUA"], Missing(accused, "segment-and-recovery").About);
    }

    [Fact]
    public void Who_has_entered_is_in_it_and_who_has_left_is_not()
    {
        var record = TwoPublished()
            .Told(Recovery, SampleRecovery.Entered("2021-09-01", Sample.Icb))
            .Told(Recovery, SampleRecovery.Exited("2023-12-01", Sample.Icb));

        Assert.Equal("yes", Cells(record, "A1", "2023-11-30", "inRecovery")[0]);
        Assert.Equal("no", Cells(record, "A1", "2023-12-01", "inRecovery")[0]);
        Assert.Equal("no", Cells(record, "A1", "2021-08-31", "inRecovery")[0]);
        Assert.Equal(["QOC most-intensive-without-recovery"], Rows(record, "R13", EndOfYear, "ods,mismatch"));
        Assert.Equal(["QUA"], Missing(Ask(record, "R13", EndOfYear), "segment-and-recovery").About);
    }

    [Fact]
    public void While_no_framework_is_in_force_segment_and_recovery_support_are_not_said_to_fit()
    {
        var record = SmallRecord
            .Empty()
            .Told("nof-2025-26", Sample.Framework("nof-2025-26", "2025-06-26", until: "2026-03-31", icbs: false))
            .Told(Sample.Icb, Sample.Registered(Sample.Icb), Sample.Published(4, "2023/24"));

        var answer = Ask(record, "R13", "2026-11-26");
        Assert.Empty(answer.Rows);
        var missing = Missing(answer, "segment-and-recovery");
        Assert.StartsWith(
            "Whether segment and Recovery Support fit is not stated for ",
            missing.Sentence,
            StringComparison.Ordinal
        );
        Assert.Contains("no later framework is in the record", missing.Sentence, StringComparison.Ordinal);
        Assert.Contains("(QOC)", missing.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("R1", "organisation", "NHS QOC", "Did you mean QOC (")]
    [InlineData("L1", "organisation", "QOD", "Did you mean QOC (")]
    [InlineData("L1", "engagement", "qoc", "Did you mean qoc-2021?")]
    [InlineData("L1", "engagement", "Devon County", "is not an engagement in the record.")]
    [InlineData("R6", "region", "Y99", "is not a region")]
    [InlineData("A3", "entry", "00000000-0000-0000-0000-000000000001", "is not an entry of the record.")]
    public void A_name_that_is_not_in_the_record_is_refused_at_its_field_with_suggestions(
        string id,
        string parameter,
        string given,
        string problem
    )
    {
        var record = TwoPublished().Told(Recovery, SampleRecovery.Entered("2021-09-01", Sample.Icb));
        var fault = Assert.Throws<BadInputException>(() => Ask(record, id, EndOfYear, (parameter, given)));
        Assert.Equal(parameter, fault.Field);
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_of_a_register_is_refused_likewise()
    {
        var fault = Assert.Throws<BadInputException>(() =>
            Register
                .Of("undertakings")
                .Ask(TwoPublished().At(), new(2024, 3, 31), [Filter.Parse("undertakings=none-such")], [], [])
        );
        Assert.Equal("undertakings", fault.Field);
    }

    [Fact]
    public void Members_without_exit_criteria_or_target_exit_are_named()
    {
        var record = TwoPublished().Told(Recovery, SampleRecovery.Entered("2021-09-01", Sample.Icb));

        Assert.Equal(
            "No exit criteria are recorded for the only member of an engagement (QOC in qoc-2021).",
            Missing(Ask(record, "L1", EndOfYear, ("organisation", "QOC")), "exit-criteria").Sentence
        );
        Assert.Equal(["QOC in qoc-2021"], Missing(Ask(record, "L7", EndOfYear), "target-exit").About);
        Assert.Null(Cells(record, "L12", EndOfYear, "criteriaRemaining").Single());
        Assert.DoesNotContain(
            Ask(record, "L1", EndOfYear, ("engagement", "qoc-2021")).NotStated,
            missing => missing.What == "membership"
        );
    }

    [Fact]
    public void Own_people_are_told_what_has_not_been_communicated_not_what_the_record_lacks()
    {
        var record = TwoPublished().Told(Recovery, SampleRecovery.Entered("2021-09-01", Sample.Icb));
        DateOnly on = new(2024, 3, 31);
        var seen = Question.Of("R4").Ask(record.At().AsSeenBy(Sample.OtherIcb, on), on, Nothing);
        Assert.StartsWith(
            "In what you see of the record: Whether 2 of 2 ICBs",
            Missing(seen, "membership").Sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Own_people_are_not_told_that_nobody_judged_what_was_judged_without_telling_them()
    {
        static Event Told(Event content) => content.With(d => d with { Communicated = new(2022, 1, 2) });
        var record = TwoPublished()
            .Told(
                Recovery,
                Told(SampleRecovery.Entered("2021-09-01", Sample.Icb)),
                Told(SampleRecovery.Agreed("2022-01-01", "EC1")),
                SampleRecovery.Submitted("2023-01-10", Sample.Icb, "EC1"),
                SampleRecovery.Judged("2023-02-01", "EC1", CriterionJudgement.NotMet)
            );
        var seen = record.At().AsSeenBy(Sample.Icb, Day(EndOfYear));
        string[] Missed(RecordAt of) =>
            [
                .. EngagementReadiness
                    .Of(of, Recovery, Day(EndOfYear))!
                    .Members.SelectMany(m => m.Criteria)
                    .SelectMany(c => c.Missing)
                    .Select(m => m.What),
            ];

        Assert.Equal("The region judged it not met (1 February 2023).", Missed(record.At())[0]);
        Assert.Equal(
            [
                "In what you see of the record: Nobody is recorded to have judged it.",
                "In what you see of the record: \"Month 12 return\" waits to be judged, submitted 10 January 2023.",
            ],
            Missed(seen)
        );
        Assert.Contains(
            Question.Of("L4").Ask(seen, Day(EndOfYear), Nothing).NotStated,
            missing =>
                missing.Sentence.StartsWith(
                    "In what you see of the record: Whether it was judged, and what was found, is not stated for the only piece of evidence (",
                    StringComparison.Ordinal
                )
        );
        Assert.DoesNotContain(Ask(record, "L4", EndOfYear).NotStated, missing => missing.What == "evidence-answered");
        Assert.Contains(
            OrganisationStart.Of(seen, Sample.Icb, Day(EndOfYear)).Submitted,
            counted => counted is { Title: "Evidence not read yet, as far as you were told", Count: 1 }
        );

        var report = BoardReport.Of(seen, Sample.Icb, Day(EndOfYear), Day("2023-12-31"))!;
        Assert.NotEmpty(report.NotStated);
        Assert.All(
            report.NotStated,
            missing => Assert.StartsWith("In what you see of the record: ", missing.Sentence, StringComparison.Ordinal)
        );
        var directions = Explanation
            .Of(seen, Sample.Icb, Day(EndOfYear), null, CancellationToken.None)!
            .Parts.Single(part => part.Title == "Directions");
        Assert.Equal(
            "not stated in what you see of the record: no direction to it is recorded by this day",
            directions.Says
        );
    }

    [Fact]
    public void Where_no_monitoring_is_agreed_and_no_evidence_is_wanted_that_is_said()
    {
        var record = TwoPublished()
            .Told(
                Recovery,
                SampleRecovery.Entered("2021-09-01", Sample.Icb),
                SampleRecovery.Agreed("2022-01-01", "EC1", "EC2"),
                SampleRecovery.Judged("2023-02-01", "EC1")
            );

        var monitoring = Ask(record, "L13", EndOfYear, ("organisation", "QOC"));
        Assert.Empty(monitoring.Rows);
        Assert.Equal(
            "No transition plan, which says the monitoring after exit, is recorded for the only engagement (qoc-2021).",
            Missing(monitoring, "monitoring").Sentence
        );
        var wanted = Ask(record, "L3", EndOfYear, ("organisation", "QOC"));
        Assert.Empty(wanted.Rows);
        Assert.Equal(
            "Which evidence is wanted is not stated for the only criterion that is not satisfied (qoc-2021 EC2 QOC).",
            Missing(wanted, "evidence-wanted").Sentence
        );

        // Whoever left without a plan has none either.
        record.Told(Recovery, SampleRecovery.Exited("2023-12-01", Sample.Icb, "EC2"));
        Assert.Equal(["qoc-2021"], Missing(Ask(record, "L13", EndOfYear), "monitoring").About);
        record.Told(Recovery, SampleRecovery.Plan("2023-12-01"));
        Assert.DoesNotContain(Ask(record, "L13", EndOfYear).NotStated, missing => missing.What == "monitoring");
    }

    [Fact]
    public void After_a_refresh_a_difference_stays_one_and_says_that_it_is_of_another_wording()
    {
        Criterion first = new("EC1", "Finance", "The deficit is under the threshold.", Threshold: "£40m");
        var record = TwoPublished()
            .Told(
                Recovery,
                SampleRecovery.Entered("2021-09-01", Sample.Icb),
                new ExitCriteriaAgreed(Sample.Decision("2022-01-01"), CriteriaPurpose.Exit, [first]),
                new CriterionSelfAssessed(Sample.Decision("2023-01-10", "QOC"), "EC1", Brag.Green),
                new CriterionAssessed(
                    Sample.Decision("2023-01-11", Sample.Regional),
                    "EC1",
                    AssessingLevel.Region,
                    CriterionJudgement.NotMet
                ),
                new ExitCriteriaAgreed(
                    Sample.Decision("2023-06-01"),
                    CriteriaPurpose.Exit,
                    [first with { Threshold = "£25m" }]
                )
            );

        Assert.Equal(
            ["EC1 green not-met yes own rating; region"],
            Rows(record, "R8", EndOfYear, "reference,self,regionRating,differ,otherWording")
        );
        Assert.Equal(["yes"], Cells(record, "L5", EndOfYear, "differ"));
    }

    [Fact]
    public void What_was_due_stays_due_when_the_framework_changes_and_boards_without_a_review_are_listed()
    {
        var record = TwoPublished()
            .Told("nof-2025-26", Sample.Framework("nof-2025-26", "2025-06-26", until: "2026-03-31", icbs: false))
            .Told(Sample.Icb, Sample.Reviewed(4, "2025-01-10", "2025-04-10"))
            .Told(Sample.OtherIcb, Sample.Reviewed(4, "2025-01-10"));
        record.Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb));

        string[] due = ["segment-review QOC 2025-04-10", "segment-review QUA 2025-04-10"];
        foreach (var day in new[] { "2025-06-25", "2025-06-26", "2025-06-27", "2026-04-01", "2026-11-26" })
        {
            Assert.Equal(due, Rows(record, "R3", day, "kind,ods,due"));
            Assert.Equal(
                "No review of the segment of 1 of 3 ICBs (S1Y5D) is recorded.",
                Missing(Ask(record, "R3", day), "segment-review").Sentence
            );
        }

        // Held, it is due no more; the framework of that day sets no rhythm for boards.
        record.Told(Sample.OtherIcb, Sample.Reviewed(4, "2025-07-01"));
        Assert.Equal(["segment-review QOC 2025-04-10"], Rows(record, "R3", "2025-12-01", "kind,ods,due"));
    }

    [Fact]
    public void Where_only_organisations_are_recorded_every_question_about_them_says_what_is_missing()
    {
        var record = TwoPublished();
        string[] ofEntries = ["R2", "R14", "A3", "A4", "A5", "A10", "A16", "L6"];
        foreach (var question in QuestionList.All.Where(q => !ofEntries.Contains(q.Id)))
        {
            var answer = Ask(record, question.Id, "2026-11-26");
            Assert.True(answer.NotStated.Count > 0, question.Id);
        }
    }

    private static SmallRecord TwoPublished() =>
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Published(4, "2023/24"))
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb), Sample.Published(4, "2023/24"));

    private static NotStated Missing(RegisterAnswer answer, string what) =>
        Assert.Single(answer.NotStated, missing => missing.What == what);

    private static RegisterAnswer Ask(
        SmallRecord record,
        string id,
        string on,
        params (string Name, string? Value)[] given
    ) =>
        Question
            .Of(id)
            .Ask(
                record.At(),
                DateOnly.ParseExact(on, "O", System.Globalization.CultureInfo.InvariantCulture),
                given.ToDictionary(g => g.Name, g => g.Value)
            );

    private static object?[] Cells(SmallRecord record, string id, string on, string column) =>
        [
            .. (Question.Of(id) with { Columns = [column] })
                .Ask(record.At(), Day(on), Nothing)
                .Cells()
                .Select(cells => cells[0]),
        ];

    private static string[] Rows(SmallRecord record, string id, string on, string columns)
    {
        var answer = (Question.Of(id) with { Columns = columns.Split(',') }).Ask(record.At(), Day(on), Nothing);
        var names = new Dictionary<string, string>();
        return [.. answer.Rows.Select(row => string.Join(' ', answer.Columns.Select(c => c.Text(c.Of(row), names))))];
    }

    private static Dictionary<string, string?> Nothing => [];

    private static DateOnly Day(string on) =>
        DateOnly.ParseExact(on, "O", System.Globalization.CultureInfo.InvariantCulture);
}
