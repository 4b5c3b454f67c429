using Oversight.Projections.Questions;
using Oversight.Projections.Registers;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.Registers;

public sealed class QuestionTests
{
    private static readonly string[] Wanted =
    [
        .. Numbered("R", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
        .. Numbered("A", 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17),
        .. Numbered("L", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15),
    ];

    [Fact]
    public void Each_number_is_a_question_or_it_is_said_where_it_is_answered()
    {
        string[] numbers =
        [
            .. Enumerable.Range(1, 15).Select(n => $"R{n}"),
            .. Enumerable.Range(1, 17).Select(n => $"A{n}"),
            .. Enumerable.Range(1, 15).Select(n => $"L{n}"),
        ];
        Assert.Equal(
            numbers.Order(),
            QuestionList.All.Select(q => q.Id).Concat(QuestionList.Elsewhere.Select(q => q.Id)).Order()
        );
        var fault = Assert.Throws<BadInputException>(() => Question.Of("l14"));
        Assert.StartsWith("L14 is answered elsewhere: ", fault.Problem, StringComparison.Ordinal);
        Assert.Contains("/board-reports/ODS", fault.Problem, StringComparison.Ordinal);
        Assert.Contains(
            "\"L16\" is not a question",
            Assert.Throws<BadInputException>(() => Question.Of("L16")).Problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_question_that_is_to_be_answered_is_in_the_list_and_can_be_asked()
    {
        Assert.Equal(Wanted, QuestionList.All.Select(q => q.Id));
        Assert.All(
            QuestionList.All,
            question =>
            {
                Assert.EndsWith("?", question.Text, StringComparison.Ordinal);
                var answer = Ask(question.Id, "");
                Assert.Equal(question.Columns, answer.Columns.Select(c => c.Name));
                Assert.NotEmpty(answer.Rows);
                Assert.All(answer.Rows, row => Assert.NotEmpty(row.RestsOn));
                Assert.All(answer.Rows, row => Assert.NotEmpty(row.Rules));
                Assert.Contains("nof-2021-22", answer.Frameworks);
            }
        );
    }

    /// <summary>Whether it was decided in its days cannot be said of it, and it is listed.</summary>
    [Fact]
    public void A13_lists_an_application_whose_day_is_not_known()
    {
        var record = SampleUndertakings
            .Given()
            .Told(SampleUndertakings.Subject, SampleUndertakings.AppliedFor("unknown", "1.1"));
        var answer = Question.Of("A13").Ask(record.At(), new DateOnly(2024, 6, 1), new Dictionary<string, string?>());
        Assert.Contains(
            "rxw-2024",
            string.Join(' ', Assert.Single(answer.Cells()).Select(cell => $"{cell}")),
            StringComparison.Ordinal
        );
    }

    // The rows told by two or three of their cells; then what must not be among them.
    [Theory]
    [InlineData("R1", "region=Y60", "ods,segment", "QOC 3|RXW|S1Y5D", "QUA 4")]
    [InlineData(
        "R2",
        "from=2024-05-10T11:43:00Z;to=2024-05-10T11:43:30Z",
        "kind,place",
        "entry_corrected 43",
        "organisation_registered 1"
    )]
    [InlineData(
        "R3",
        "",
        "kind,ods",
        "segment-review QOC|segment-review QUA|transition-review QUA",
        "recovery-review QOC; RXW"
    )]
    [InlineData("R4", "", "ods,days,targetExitText", "QOC 519 31 March 2025|RXW 519 Q1 2024/25", "QUA")]
    [InlineData("R5", "region=Y60", "ods,reference,daysLeft", "QOC EC1 91|QOC EC2 60|RXW EC1 91", "QOC EC3")]
    [InlineData("R6", "", "reference,within", "1 30|3 90", "2 overdue,5 later,4")]
    [InlineData("R6", "within=30", "reference,within", "1 30", "3 90")]
    [InlineData("R7", "", "reference,daysLeft", "2 -30", "3 80,1 20")]
    [InlineData("R8", "", "ods,reference", "QOC EC2", "QOC EC1")]
    [InlineData("R9", "", "title,daysWaiting", "Month 5 return 30", "Waiting list")]
    [InlineData(
        "R10",
        "organisation=QUA",
        "kind",
        "segment_assigned|recovery_entered|segment_agreed|exit_agreed|undertakings_accepted|support_set",
        "segment_reviewed"
    )]
    [InlineData("R11", "", "programme,tier,ods,concerns", "elective 2 QUA system", "elective 1 QUA system")]
    [InlineData("R12", "", "ods,timesMoved", "QOC 2", "RXW 1")]
    [InlineData(
        "R13",
        "",
        "ods,mismatch",
        "QUA most-intensive-without-recovery|QOC recovery-without-most-intensive",
        "S1Y5D"
    )]
    [InlineData(
        "R15",
        "",
        "ods,what,item,state,successor",
        "QZZ undertaking 9 not-disposed-of|QZZ undertaking 8 passed S1Y5D",
        "QZZ undertaking 8 not-disposed-of,QOC segment-proposal"
    )]
    [InlineData(
        "R14",
        "organisation=QOC",
        "place,missing",
        "4 communicated|5 rationale; letter; evidence; communicated",
        "3 "
    )]
    [InlineData("A1", "organisation=QUA", "ods,segment", "QUA 4", "QOC 3")]
    [InlineData("A2", "organisation=QOC", "ods,segment", "QOC 3", "QUA 4")]
    [InlineData(
        "A3",
        "organisation=RXW",
        "kind,authority",
        "undertakings_accepted Enforcement undertakings of a licensed provider, Health and Social Care Act 2012, section 106",
        "x"
    )]
    [InlineData("A4", "organisation=QOC", "place,daysToRecord", "4 405", "x")]
    [InlineData(
        "A5",
        "",
        "kind,new",
        "entry_corrected Segment 3 reviewed 2 May 2024 and confirmed; next review due 1 August 2024",
        "segment_assigned"
    )]
    [InlineData(
        "A7",
        "",
        "ods,about,published,decided,agrees",
        "QUA segment 3 4 no|QOC segment 3 3 yes|QUA segment 4 4 yes|QUA recovery left left yes",
        "RXW"
    )]
    [InlineData("A7", "year=2023/24", "ods,published", "QOC 3|QUA left", "QUA 3")]
    [InlineData("A7", "publication=July 2023", "ods,published,publicationsDiffer", "QUA 3 yes", "QOC 3")]
    [InlineData("A8", "", "reference,thresholdJudged,judged", "EC1 Breakeven 2024-07-01|EC3 2024-07-04", "EC2")]
    [InlineData("A9", "", "reference,judged,afterwards", "EC1 2023-09-01 changed", "EC2 2024-07-03 unchanged")]
    [InlineData("A9", "", "reference,changes", "EC1 threshold: Deficit under 1% → Breakeven", "EC1 wording")]
    [InlineData(
        "A10",
        "organisation=QUA",
        "kind,sameProposer",
        "segment_agreed yes|exit_agreed yes",
        "segment_assigned"
    )]
    [InlineData("A11", "", "ods,length,lengthAtMost", "QUA 487 487", "QOC")]
    [InlineData("A12", "", "ods,unmet", "QUA EC9", "QOC")]
    [InlineData("A13", "", "ods,due,daysToDecide,inTime", "RXW 2024-09-16 18 no", "QUA")]
    [InlineData("A14", "", "ods,publication,withheldBecause", "QUA withheld Personal matters.", "RXW published")]
    [InlineData("A16", "origin=back-dated", "place,origin", "4 back-dated", "5 live")]
    [InlineData(
        "A17",
        "",
        "ods,what,state,ground,lifted,titles",
        "QUA hold lifted freedom of information request 2024-08-15|RXW hold in-force inquiry|RXW disposal disposed received in error Month 4 return",
        "x"
    )]
    [InlineData("A17", "state=in-force", "ods,what,reviewBy", "RXW hold 2024-09-30", "QUA")]
    [InlineData("L1", "organisation=QOC", "reference", "EC1|EC2", "EC3")]
    [InlineData(
        "L2",
        "organisation=QOC",
        "reference,threshold,sustainedMonths",
        "EC1 Breakeven 6|EC2|EC3",
        "EC1 Deficit under 1% 6"
    )]
    [InlineData("L3", "organisation=QOC", "reference,evidenceWanted", "EC1 Month 12 return", "EC2")]
    [InlineData(
        "L4",
        "organisation=QOC",
        "title,state,reason",
        "Month 5 return submitted|Waiting list returned A page is missing.",
        "x"
    )]
    [InlineData(
        "L5",
        "organisation=QOC",
        "reference,self,regionRating,regionReason",
        "EC1 met Breakeven in June.|EC2 green not-met|EC3 met",
        "x"
    )]
    [InlineData(
        "L6",
        "organisation=QOC;from=2024-05-10T11:43:00Z",
        "kind",
        "entry_corrected",
        "organisation_registered"
    )]
    [InlineData(
        "L7",
        "organisation=QOC",
        "targetExitText,targetHistory",
        "31 March 2025 Q4 2023/24, stated 1 May 2023; Q1 2024/25, stated 10 January 2024: Late plan.; 31 March 2025, stated 10 June 2024",
        "x"
    )]
    [InlineData("L8", "organisation=RXW", "reference,daysLeft", "2 -30|1 20|3 80|5 243", "4")]
    [InlineData("L9", "organisation=RXW", "reference,due,variationAgreedBy", "3 2024-12-20 nhs-england; RXW", "1")]
    [InlineData("L10", "", "ods,reference,dependsOn", "QOC EC2 RXW", "QOC EC1")]
    [InlineData(
        "L11",
        "organisation=QOC",
        "reference,metSince,sustainedFrom,daysToSustained",
        "EC1 2024-07-01 2025-01-01 92",
        "EC2"
    )]
    [InlineData("L12", "organisation=QOC", "ods,decidesExit,expected", "QOC nhs-england 2024-11", "QUA")]
    [InlineData("L15", "", "ods,wrong,state", "QOC It was in May. not-upheld", "x")]
    [InlineData("L13", "", "ods,monitoring,monitoringReviewMonths", "QUA Quarterly meetings. 3", "QOC")]
    public void A_question_is_answered_by_the_rows_that_answer_it_and_no_others(
        string id,
        string given,
        string columns,
        string expected,
        string leftOut
    )
    {
        var rows = Rows(id, given, columns.Split(','));

        Assert.All(expected.Split('|'), row => Assert.Contains(row, rows));
        Assert.All(leftOut.Split(','), row => Assert.DoesNotContain(row, rows));
        // Where not only some rows are of interest, nothing else is among them.
        if (id is not ("A3" or "A4" or "R14" or "R15" or "R4"))
        {
            Assert.Equal(expected.Split('|').Length, rows.Length);
        }
    }

    [Fact]
    public void As_known_before_a_correction_the_answer_is_what_was_believed_then()
    {
        string LastReview(long place) =>
            Question
                .Of("A2")
                .Ask(Story.Record.At(place), Story.Day, Given("organisation=QOC"))
                .Cells()
                .Select(cells => cells[7]!.ToString()!)
                .Single();

        var corrected = Story.Record.Entries.Single(e => e.Event is Oversight.Record.Corrections.EntryCorrected).Place;
        Assert.Equal("2 May 2024", LastReview(corrected));
        Assert.Equal("1 May 2024", LastReview(corrected - 1));
    }

    [Fact]
    public void What_changed_in_the_world_stands_apart_from_what_changed_in_our_knowledge_with_before_and_after()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(3, "2023-01-01").From(Origin.Imported))
            .Told(Sample.Icb, Sample.Assigned(4, "2024-05-09"));
        record.Told(Sample.Icb, Sample.Assigned(2, "2022-08-01").From(Origin.Imported));
        var old = record.Last;
        record.Told(Sample.Icb, Sample.Retracted(old));
        string[] Told(string from) =>
            [
                .. (Question.Of("R2") with { Columns = ["change", "old", "new"] })
                    .Ask(record.At(), Story.Day, Given($"from={from};organisation=QOC"))
                    .Cells()
                    .Select(cells => string.Join(" | ", cells)),
            ];

        Assert.Equal(
            [
                "in-the-world | segment: 3 | segment: 4",
                "in-our-knowledge |  | segment: 3",
                // Not 4, which is later: nothing was known of August 2022.
                "in-our-knowledge |  | segment: 2",
                "in-our-knowledge | Segment 2 assigned from 1 August 2022 | ",
            ],
            Told("2024-05-08").Where(t => !t.Contains("name", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(
            "in-the-world",
            string.Join('\n', Told("2024-05-10T00:00:00Z")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Between_two_days_is_what_was_recorded_from_the_one_to_the_other()
    {
        Assert.Equal(Story.Record.Entries.Count, Ask("R2", "from=2024-05-10;to=2024-05-10").Rows.Count);
        Assert.Empty(Ask("R2", "from=2024-05-11").Rows);
        Assert.Empty(Ask("R2", "to=2024-05-09").Rows);
    }

    [Fact]
    public void People_are_told_by_their_ids()
    {
        Assert.Equal([Story.Accepter], Ask("A12", "").People);
        Assert.Contains(Story.Director, Ask("R4", "").People);
    }

    [Theory]
    [InlineData("R1", "engagement=qoc-2023", "engagement")]
    [InlineData("R6", "within=soon", "within")]
    [InlineData("R2", "from=yesterday", "from")]
    [InlineData("A3", "entry=12", "entry")]
    [InlineData("A16", "origin=invented", "origin")]
    public void A_parameter_that_cannot_be_taken_is_named(string id, string given, string field) =>
        Assert.Equal(field, Assert.Throws<BadInputException>(() => Ask(id, given)).Field);

    [Fact]
    public void A_question_that_is_not_in_the_list_is_refused_with_those_that_are()
    {
        var fault = Assert.Throws<BadInputException>(() => Question.Of("R99"));

        Assert.Contains("R1, R2", fault.Problem, StringComparison.Ordinal);
        Assert.Equal("R5", Question.Of(" r5 ").Id);
    }

    private static IEnumerable<string> Numbered(string letter, params int[] numbers) => numbers.Select(n => letter + n);

    private static Dictionary<string, string?> Given(string given) =>
        given
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(g => g.Split('='))
            .ToDictionary(g => g[0], g => (string?)g[1]);

    private static RegisterAnswer Ask(string id, string given) =>
        Question.Of(id).Ask(Story.Record.At(), Story.Day, Given(given));

    // The question with other columns, so that a test can tell the rows.
    private static string[] Rows(string id, string given, string[] columns)
    {
        var answer = (Question.Of(id) with { Columns = columns }).Ask(Story.Record.At(), Story.Day, Given(given));
        var noNames = new Dictionary<string, string>();
        return
        [
            .. answer.Rows.Select(row =>
                string.Join(' ', answer.Columns.Select(c => c.Text(c.Of(row), noNames)).Where(t => t.Length > 0))
            ),
        ];
    }
}
