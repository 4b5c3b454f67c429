using Oversight.Projections.Questions;
using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Commitments;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.Registers;

/// <summary>Oversight outside segments, as registers, deadlines and questions tell it.</summary>
public sealed class ReviewRegistersTests
{
    private static readonly Dictionary<string, string?> Nothing = [];

    [Fact]
    public void Of_whom_no_review_concern_or_commitment_is_recorded_nothing_is_said_to_be_none()
    {
        var record = TwoBoards().Told(Sample.Icb, SampleReviews.Review("2024-05-01"));

        Assert.Equal(
            "No oversight review of 1 of 2 ICBs (QUA) is recorded.",
            NotStated(record, "reviews", "2024-05-10", "oversight-review")
        );
        Assert.Equal(
            "Whether there was a concern about 2 of 2 ICBs (QOC, QUA) is not stated: none is recorded.",
            NotStated(record, "concerns", "2024-05-10", "concern")
        );
        Assert.Equal(
            "Whether 2 of 2 ICBs (QOC, QUA) have an action or another commitment to meet is not stated: none is recorded.",
            NotStated(record, "commitments", "2024-05-10", "commitment")
        );
        Assert.Equal(
            "No oversight review of 1 of 2 ICBs (QUA) is recorded.",
            Question
                .Of("R3")
                .Ask(record.At(), Day("2024-05-10"), Nothing)
                .NotStated.Single(m => m.What == "oversight-review")
                .Sentence
        );
    }

    [Fact]
    public void A_board_that_no_framework_places_in_a_segment_is_reviewed_and_its_next_review_falls_due()
    {
        var record = SmallRecord
            .Empty()
            .Told("nof-2025-26", Sample.Framework("nof-2025-26", "2022-06-26", icbs: false))
            .Told(
                Sample.Icb,
                Sample.Registered(Sample.Icb),
                SampleReviews.Review("2024-01-10", "2024-04-10"),
                SampleReviews.Review("2024-01-20") with
                {
                    Meeting = Oversight.Record.Reviews.ReviewMeeting.Extraordinary,
                },
                SampleReviews.Review("2024-02-01", "Q1 2024/25") with
                {
                    Scope = Concerning.System,
                }
            );

        // That it was called together between leaves the date that the regular meeting said; the system has its own.
        Assert.Equal(
            ["oversight-review 2024-04-10 organisation", "oversight-review Q1 2024/25 system"],
            Rows(record, "deadlines", "2024-04-10", "kind,due,reference")
        );
        Assert.Equal(["oversight-review QOC 2024-04-10 -1"], AnswerTo(record, "R3", "2024-04-11"));
        Assert.Equal(
            ["oversight-review QOC 2024-04-10 -82", "oversight-review QOC Q1 2024/25 -1"],
            AnswerTo(record, "R3", "2024-07-01")
        );
        Assert.Equal(
            ["organisation 2024-01-10 no", "organisation 2024-01-20 yes", "system 2024-02-01 yes"],
            Rows(record, "reviews", "2024-04-10", "scope,held,last")
        );

        // A regular meeting that says no date leaves none.
        record.Told(Sample.Icb, SampleReviews.Review("2024-04-12"));
        Assert.Empty(AnswerTo(record, "R3", "2024-04-13"));
    }

    [Fact]
    public void A_commitment_is_open_moved_missed_and_met_and_overdue_only_where_a_date_is_stated()
    {
        var record = TwoBoards()
            .Told(
                Sample.Icb,
                SampleReviews.Action("2024-01-10", "2024-02-29"),
                new CommitmentMade(
                    Sample.Decision("2023/24"),
                    CommitmentKind.ReturnToBalance,
                    CommitmentTerms.Expected,
                    Concerning.System,
                    WithinYears: 3
                ),
                new CommitmentMade(
                    Sample.Decision("2024-01-10"),
                    CommitmentKind.FinancialRecoveryPlan,
                    CommitmentTerms.Required,
                    Concerning.Organisation
                )
            );
        var action = SmallRecord.IdAt(2);
        string[] Of(string on, string kind) =>
            [
                .. Rows(record, "commitments", on, "kind,state,due,daysLeft,overdue,timesMoved")
                    .Where(row => row.StartsWith(kind, StringComparison.Ordinal)),
            ];

        Assert.Equal(["action open 2024-02-29 0 no 0"], Of("2024-02-29", "action"));
        Assert.Equal(["action open 2024-02-29 -1 yes 0"], Of("2024-03-01", "action"));
        Assert.Equal(["return-to-balance open 2027-03-31 0 no 0"], Of("2027-03-31", "return"));
        Assert.Equal(["return-to-balance open 2027-03-31 -1 yes 0"], Of("2027-04-01", "return"));
        Assert.Equal(["financial-recovery-plan open   not-stated 0"], Of("2030-01-01", "financial"));
        Assert.Contains(
            $"(QOC financial-recovery-plan {SmallRecord.IdAt(4)})",
            NotStated(record, "commitments", "2024-05-10", "commitment-due"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["action 2024-02-29", "commitment 2027-03-31"],
            Rows(record, "deadlines", "2024-03-01", "kind,due")
        );

        record.Told(
            Sample.Icb,
            SampleReviews.Missed("2024-03-01", action),
            SampleReviews.Moved("2024-03-05", action, "March 2024"),
            SampleReviews.Met("2024-03-20", action)
        );
        Assert.Equal(["action missed 2024-02-29 -3 yes 0"], Of("2024-03-03", "action"));
        Assert.Equal(["action open 2024-03 26 no 1"], Of("2024-03-05", "action"));
        Assert.Equal(["action met 2024-03  no 1"], Of("2024-04-05", "action"));
        Assert.Equal(["commitment 2027-03-31"], Rows(record, "deadlines", "2024-04-05", "kind,due"));
    }

    [Fact]
    public void A_concern_is_open_until_it_is_closed_wherever_it_was_taken()
    {
        var concern = SmallRecord.IdAt(2);
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                SampleReviews.Concern("2024-04-01"),
                SampleReviews.Escalated("2024-04-11", concern),
                SampleReviews.Closed("2024-05-01", concern)
            );
        string[] On(string on) => Rows(record, "concerns", on, "state,open,daysOpen,escalatedTo,closed");

        Assert.Empty(On("2024-03-31"));
        Assert.Equal(["raised yes 9  "], On("2024-04-10"));
        Assert.Equal(["escalated yes 29 nhs-england "], On("2024-04-30"));
        Assert.Equal(["closed no  nhs-england 2024-05-01"], On("2024-05-01"));
    }

    [Fact]
    public void Its_own_people_see_at_once_what_it_agreed_to_and_where_it_took_part()
    {
        var review = SampleReviews.Review("2024-04-01", "2024-07-01");
        var record = SmallRecord
            .OfAnIcb()
            .Told(
                Sample.Icb,
                review,
                review with
                {
                    Present = ["QOC"],
                },
                SampleReviews.Concern("2024-04-01"),
                SampleReviews.Action("2024-04-01", "2024-04-30"),
                SampleReviews.Action("2024-04-01", "2024-04-29") with
                {
                    Terms = CommitmentTerms.Required,
                }
            );
        var seen = record.At().AsSeenBy(Sample.Icb, Day("2024-05-01"));

        Assert.Equal([$"{SmallRecord.IdAt(3)}"], Rows(seen, "reviews", "2024-05-01", "entry"));
        Assert.Equal(["agreed"], Rows(seen, "commitments", "2024-05-01", "terms"));
        Assert.Empty(Rows(seen, "concerns", "2024-05-01", "entry"));
        Assert.Equal(
            ["action", "oversight-review"],
            Deadlines.Deadlines.On(seen, Day("2024-05-01")).All.Select(d => InWords.Stored(d.Kind))
        );
    }

    private static SmallRecord TwoBoards() =>
        SmallRecord.OfAnIcb().Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb));

    private static string NotStated(SmallRecord record, string register, string on, string what) =>
        Register.Of(register).NotStatedOf(record.At(), Day(on), []).Single(m => m.What == what).Sentence;

    private static string[] AnswerTo(SmallRecord record, string question, string on) =>
        In(
            (Question.Of(question) with { Columns = ["kind", "ods", "due", "daysLeft"] }).Ask(
                record.At(),
                Day(on),
                Nothing
            )
        );

    private static string[] Rows(SmallRecord record, string register, string on, string columns) =>
        Rows(record.At(), register, on, columns);

    private static string[] Rows(RecordAt record, string register, string on, string columns) =>
        In(Register.Of(register).Ask(record, Day(on), [], [], columns.Split(',')));

    private static string[] In(RegisterAnswer answer)
    {
        var names = new Dictionary<string, string>();
        return [.. answer.Rows.Select(row => string.Join(' ', answer.Columns.Select(c => c.Text(c.Of(row), names))))];
    }

    private static DateOnly Day(string on) =>
        DateOnly.ParseExact(on, "O", System.Globalization.CultureInfo.InvariantCulture);
}
