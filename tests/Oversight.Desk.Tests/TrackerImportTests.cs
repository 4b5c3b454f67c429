using System.Text;
using Oversight.Desk.Imports;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;
using static Oversight.Desk.Tests.TrackerFiles;

namespace Oversight.Desk.Tests;

/// <summary>Trackers beside a record that holds the reference data. Each test has a file of its own.</summary>
public sealed class TrackerImportTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private const string SegmentMap = """
        {"columns": {"ods": "ICB code", "segment": "Segment", "effective": "From", "rationale": "Why"}, "dates": "dd/MM/yyyy",
         "defaults": {"body": "nhs-england-Y60"}, "words": {"segment": {"SOF 2": "2"}}}
        """;

    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram);

    [Fact]
    public async Task Segments_are_taken_over_once_with_file_and_row_as_their_source()
    {
        var file = Csv(
            "icb code, Segment ,From,Why,Note",
            "QHL,3,01/05/2024,Agreed,x",
            "",
            "QUA,SOF 2,Q1 2024/25,,",
            "QPM,2,May 2024,,"
        );
        var import = await PrepareAsync("a.csv", file, TrackerKind.Segments, SegmentMap);

        Assert.Empty(import.Refused);
        Assert.Equal(3, import.Rows);
        Assert.Equal(["Note"], import.UnreadColumns);
        Assert.Equal(
            [
                ("organisation-QHL", ImportOutcome.New, 2),
                ("organisation-QUA", ImportOutcome.New, 4),
                ("organisation-QPM", ImportOutcome.New, 5),
            ],
            import.Facts.Select(f => (f.Subject, f.Outcome, Assert.Single(f.Rows)))
        );
        await loaded.Record.Desk.LogAsync(import.Draft, User);
        var record = await RecordAsync();
        var entry = (SegmentAssigned)record.TimelineOf(Decisions.Ods("QUA"))!.Recorded[^1].Event;
        Assert.Equal((2, "Q1 2024/25"), (entry.Segment, entry.Decision.Effective.Stored));
        Assert.Equal(new Source("a.csv", "row 4"), entry.Decision.Source);
        Assert.Equal(Origin.Imported, entry.Decision.Origin);
        Assert.Equal("nhs-england-Y60", entry.Decision.DecidedBy.Body);
        var first = (SegmentAssigned)record.TimelineOf(Decisions.Ods("QHL"))!.Recorded[^1].Event;
        Assert.Equal(("2024-05-01", "Agreed"), (first.Decision.Effective.Stored, first.Decision.Rationale));

        // Again, with a row above: the same facts. Another value: a conflict, which is not stored.
        var again = await PrepareAsync(
            "a.csv",
            Csv("ICB code,Segment,From,Why", "QNX,2,2024-05-01,", "QHL,3,01/05/2024,Agreed", "QUA,3,Q1 2024/25,"),
            TrackerKind.Segments,
            SegmentMap
        );
        Assert.Equal(
            [ImportOutcome.New, ImportOutcome.Same, ImportOutcome.Conflict],
            again.Facts.Select(f => f.Outcome)
        );
        Assert.EndsWith("differs in segment", again.Facts[2].Recorded, StringComparison.Ordinal);
        Assert.Equal(record.TimelineOf(Decisions.Ods("QUA"))!.Recorded[^1].Id, again.Facts[2].Entry);
        Assert.Single(again.Draft.Entries);
    }

    [Fact]
    public async Task Every_row_that_cannot_be_taken_is_named_with_column_value_and_reason()
    {
        var import = await PrepareAsync(
            "b.csv",
            Csv(
                "ICB code,Segment,From,Why",
                "QH8,3,01/05/2024,",
                "Q,3,01/05/2024,",
                "QJG,three,31/02/2024,",
                "ZZZ,3,01/05/2024,",
                ",,,only a note",
                "QH8,2,01/05/2024,"
            ),
            TrackerKind.Segments,
            SegmentMap
        );

        Assert.Equal(
            [
                (3, "ICB code", "Q"),
                (4, "Segment", "three"),
                (4, "From", "31/02/2024"),
                (5, null, null),
                (6, "ICB code", null),
                (6, "Segment", null),
                (6, "From", null),
                (7, null, null),
            ],
            import.Refused.Select(r => (r.Row, r.Column, r.Value))
        );
        Assert.Contains("ODS code", import.Refused[0].Why, StringComparison.Ordinal);
        Assert.Contains("not in the record", import.Refused[3].Why, StringComparison.Ordinal);
        Assert.Contains("otherwise than row 2", import.Refused[7].Why, StringComparison.Ordinal);
        // What is left could be stored by itself.
        Assert.Equal("organisation-QH8", Assert.Single(import.Draft.Entries).Subject.Value);
    }

    [Fact]
    public async Task A_cell_beyond_the_last_heading_is_refused()
    {
        var file = Csv(
            "ICB code,Segment,From,Why",
            "QH8,3,01/05/2024,Plan agreed, subject to funding",
            "QJG,3,01/05/2024,Agreed,"
        );
        var import = await PrepareAsync("b.csv", file, TrackerKind.Segments, SegmentMap);

        var refused = Assert.Single(import.Refused);
        Assert.Equal((2, "subject to funding"), (refused.Row, refused.Value));
        Assert.Contains("beyond the last heading", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_holds_only_a_prepared_formula_is_no_row()
    {
        var file = Csv("ICB code,Segment,From,Why,Days", "QH8,3,01/05/2024,Agreed,5", ",,,,0");
        var import = await PrepareAsync("b.csv", file, TrackerKind.Segments, SegmentMap);

        Assert.Empty(import.Refused);
        Assert.Equal(1, import.Rows);
    }

    [Fact]
    public async Task A_row_that_is_wider_or_narrower_than_its_headings_is_refused()
    {
        const string Headings = "ods,segment,effective,rationale";
        const string Map = """{"defaults": {"body": "nhs-england-Y58"}}""";
        var import = await PrepareAsync(
            "w.csv",
            Csv(
                Headings,
                "QU9,3,2024-10-01,Plan agreed, subject to funding",
                "QU9,3,2024-10-01,\"Plan agreed, subject to funding\"",
                "QUY,3,2024-10-01",
                "QOX,3,2024-10-01,Plan agreed"
            ),
            TrackerKind.Segments,
            Map
        );
        Assert.Equal([(2, "subject to funding"), (4, null)], import.Refused.Select(r => (r.Row, r.Value)));
        Assert.Contains("quotation marks", import.Refused[0].Why, StringComparison.Ordinal);
        Assert.Contains("may have", import.Refused[1].Why, StringComparison.Ordinal);
        Assert.Equal("Plan agreed, subject to funding", import.Draft.Entries[0].Event.Decision.Rationale);

        var workbook = await PrepareAsync(
            "w.xlsx",
            Workbook([
                Row(1, Says("ods"), Says("segment"), Says("effective")),
                Row(2, Says("QUY"), Number(3), Says("2024-10-01"), Says("not agreed by the board")),
                Row(3, Says("QOX"), Number(3), Says("2024-10-01"), Says("")),
            ]),
            TrackerKind.Segments,
            Map
        );
        Assert.Equal((2, "not agreed by the board"), (workbook.Refused.Single().Row, workbook.Refused.Single().Value));
        Assert.Single(workbook.Draft.Entries);
    }

    [Fact]
    public async Task A_row_without_a_value_in_any_column_that_is_read_is_no_row()
    {
        var import = await PrepareAsync(
            "p.xlsx",
            Workbook([
                Row(1, Says("ods"), Says("segment"), Says("effective"), Says("Days")),
                Row(2, Says("QUY"), Number(3), Says("12 Sept 2024"), Formula("TODAY()-C2", null)),
                Row(3, Says(""), Says(""), Says(""), Formula("TODAY()-C3", null)),
                Row(4, Says(""), Says(" "), Says(""), Error("#VALUE!")),
            ]),
            TrackerKind.Segments,
            """{"defaults": {"body": "nhs-england-Y58"}}"""
        );
        Assert.Empty(import.Refused);
        Assert.Equal(1, import.Rows);
        Assert.Equal("2024-09-12", Assert.Single(import.Draft.Entries).Event.Decision.Effective.Stored);
    }

    [Fact]
    public async Task A_word_that_means_nothing_is_an_empty_cell()
    {
        var import = await PrepareAsync(
            "n.csv",
            Csv(
                "ods,segment,effective,rationale",
                "QUY,3,26/11/2024,N/A",
                "n/a,n/a,n/a,n/a",
                "QOX,2,2024-10-01 00:00:00,x"
            ),
            TrackerKind.Segments,
            """
            {"defaults": {"body": "nhs-england-Y58"},
             "words": {"ods": {"n/a": ""}, "segment": {"n/a": ""}, "effective": {"n/a": ""}, "rationale": {"n/a": ""}}}
            """
        );
        Assert.Empty(import.Refused);
        Assert.Equal(
            [("2024-11-26", null), ("2024-10-01", "x")],
            import.Draft.Entries.Select(e => (e.Event.Decision.Effective.Stored, e.Event.Decision.Rationale))
        );
    }

    [Theory]
    [InlineData("MM/dd/yyyy", "05/06/2024", "2024-05-06")]
    [InlineData("MM/dd/yyyy", "26/05/2024", null)]
    [InlineData("dd/MM/yyyy", "5/6/2024", "2024-06-05")]
    [InlineData("dd/MM/yyyy", "6 May 2024", "2024-05-06")]
    public async Task Dates_are_read_in_the_order_that_the_map_names(string form, string written, string? read)
    {
        var import = await PrepareAsync(
            "o.csv",
            Csv("ods,segment,effective", $"QUY,3,{written}"),
            TrackerKind.Segments,
            $$$"""{"dates": "{{{form}}}", "defaults": {"body": "nhs-england-Y58"}}"""
        );
        Assert.Equal(read, import.Draft.Entries.SingleOrDefault()?.Event.Decision.Effective.Stored);
        Assert.Equal(read is null ? 1 : 0, import.Refused.Count);
    }

    [Theory]
    [InlineData(
        TrackerKind.Segments,
        "organisation-QVV",
        "ods,segment,effective,rationale|QVV,3,2024-07-01,Agreed",
        "QVV,3",
        "QVV,2",
        "segment"
    )]
    [InlineData(
        TrackerKind.Criteria,
        "recovery-s4-2024",
        "engagement,title,members,entered,agreed,reference,theme,wording,judgement,judged|s4-2024,S4,QVV,2024-05-01,2024-06-01,EC1,Finance,First,met,2024-07-01",
        "Finance,First",
        "Finance,Second",
        "criteria[0].wording"
    )]
    [InlineData(
        TrackerKind.Undertakings,
        "undertakings-s4-2024",
        "set,ods,legalBasis,grounds,accepted,reference,wording,judgement,judged|s4-2024,QVV,icb-undertakings,Plan missed,2024-05-01,1.1,A plan,complied,2024-07-01",
        "1.1,A plan",
        "1.1,Another plan",
        "items[0].wording"
    )]
    public async Task A_tracker_that_was_renamed_says_nothing_new_and_another_value_is_a_conflict(
        TrackerKind kind,
        string subject,
        string lines,
        string was,
        string becomes,
        string differs
    )
    {
        const string Map = """{"defaults": {"body": "nhs-england-Y58"}}""";
        var file = Csv(lines.Split('|'));
        var first = await PrepareAsync("tracker.csv", file, kind, Map);
        Assert.Empty(first.Refused);
        Assert.All(first.Facts, f => Assert.Equal((subject, ImportOutcome.New), (f.Subject, f.Outcome)));
        await loaded.Record.Desk.LogAsync(first.Draft, User);

        var renamed = await PrepareAsync("tracker (1).csv", file, kind, Map);
        Assert.Equal(first.Facts.Count, renamed.Facts.Count);
        Assert.All(renamed.Facts, f => Assert.Equal(ImportOutcome.Same, f.Outcome));
        Assert.Empty(renamed.Draft.Entries);

        var changed = await PrepareAsync(
            "tracker (2).csv",
            Csv(lines.Replace(was, becomes, StringComparison.Ordinal).Split('|')),
            kind,
            Map
        );
        var conflict = Assert.Single(changed.Facts, f => f.Outcome == ImportOutcome.Conflict);
        Assert.EndsWith($"differs in {differs}", conflict.Recorded, StringComparison.Ordinal);
        Assert.Empty(changed.Draft.Entries);
    }

    [Fact]
    public async Task What_a_tracker_does_not_say_it_does_not_contradict()
    {
        const string Headings =
            "engagement,title,members,entered,targetExit,agreed,reference,theme,wording,threshold,body";
        var first = await PrepareAsync(
            "u.csv",
            Csv(
                Headings,
                "u1-2024,U,QHG,2024-05-01,Q4 2024/25,2024-06-01,EC1,Finance,First,£40m,nhs-england",
                "u1-2024,U,QHG,2024-05-01,Q4 2024/25,2024-06-01,EC2,Finance,Second,,nhs-england"
            ),
            TrackerKind.Criteria,
            "{}"
        );
        await loaded.Record.Desk.LogAsync(first.Draft, User);

        // Fewer columns, rows in another order, another default for who decided.
        var less = await PrepareAsync(
            "v.csv",
            Csv(
                "engagement,agreed,reference,theme,wording",
                "u1-2024,2024-06-01,EC2,Finance,Second",
                "u1-2024,2024-06-01,EC1,Finance,First"
            ),
            TrackerKind.Criteria,
            """{"defaults": {"body": "nhs-england-Y58"}}"""
        );
        Assert.All(less.Facts, f => Assert.Equal(ImportOutcome.Same, f.Outcome));
        Assert.Empty(less.Draft.Entries);

        // An empty cell in a column that is there says that there is none.
        var emptied = await PrepareAsync(
            "w.csv",
            Csv(
                "engagement,agreed,reference,theme,wording,threshold",
                "u1-2024,2024-06-01,EC1,Finance,First,",
                "u1-2024,2024-06-01,EC2,Finance,Second,"
            ),
            TrackerKind.Criteria,
            """{"defaults": {"body": "nhs-england-Y58"}}"""
        );
        Assert.EndsWith(
            "differs in criteria[0].threshold",
            Assert.Single(emptied.Facts, f => f.Outcome == ImportOutcome.Conflict).Recorded,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_published_segment_has_its_publication_as_source()
    {
        var import = await PrepareAsync(
            "c.xlsx",
            Workbook([
                Row(
                    1,
                    Says("ods"),
                    Says("segment"),
                    Says("effective"),
                    Says("publication"),
                    Says("label"),
                    Says("body")
                ),
                Row(
                    2,
                    Says("QJ2"),
                    Number(2),
                    Says("2022/23"),
                    Says("PRN90009"),
                    Says("Segment 2"),
                    Says("nhs-england")
                ),
                Row(3, Says("QWU"), Number(2), Says("2022/23"), Says("PRN90009"), Says(""), Says("nhs-england")),
            ]),
            TrackerKind.Segments,
            "{}"
        );

        var published = (SegmentPublished)Assert.Single(import.Draft.Entries).Event;
        Assert.Equal(new Source("PRN90009", "c.xlsx, Sheet1 row 2"), published.Decision.Source);
        Assert.Equal((3, "label"), (import.Refused.Single().Row, import.Refused.Single().Column));
    }

    [Fact]
    public async Task Criteria_become_one_set_of_a_new_engagement_and_their_judgements()
    {
        var file = Workbook(
            [
                Row(1, Says("Recovery Support tracker 2024")),
                Row(
                    2,
                    Says("ID"),
                    Says("System"),
                    Says("ICB"),
                    Says("In since"),
                    Says("Criteria from"),
                    Says("Ref"),
                    Says("Theme"),
                    Says("Criterion"),
                    Says("Due"),
                    Says("RAG"),
                    Says("Rated")
                ),
                Row(
                    3,
                    Says("qgh-2024"),
                    Says("Herefordshire"),
                    Says("QGH"),
                    Number(45_413, DayStyle),
                    Number(45_444, DayStyle),
                    Says("EC1"),
                    Says("Finance"),
                    Says("The plan is delivered."),
                    Number(45_717, MonthStyle),
                    Says("Red"),
                    Number(45_473, DayStyle)
                ),
                Row(
                    4,
                    Says(""),
                    Says(""),
                    Says(""),
                    Says(""),
                    Says(""),
                    Says("EC2"),
                    Says("Quality"),
                    Says("The board is complete."),
                    Says("Q4 2024/25"),
                    Says("green"),
                    Number(45_473, DayStyle)
                ),
                Row(
                    5,
                    Says(""),
                    Says(""),
                    Says(""),
                    Says(""),
                    Says(""),
                    Says("EC3"),
                    Says("Quality"),
                    Says("Waits are shorter."),
                    Says(""),
                    Says(""),
                    Says("")
                ),
            ],
            merged: ["A3:A5", "B3:B5", "C3:C5", "D3:D5", "E3:E5"]
        );
        const string Map = """
            {"columns": {"engagement": "ID", "title": "System", "members": "ICB", "entered": "In since", "agreed": "Criteria from", "reference": "Ref",
             "theme": "Theme", "wording": "Criterion", "due": "Due", "judgement": "RAG", "judged": "Rated"},
             "defaults": {"body": "nhs-england"}, "words": {"judgement": {"Red": "not-met", "Green": "Met and sustained"}}, "headerRow": 2}
            """;
        var import = await PrepareAsync("d.xlsx", file, TrackerKind.Criteria, Map);

        Assert.Empty(import.Refused);
        await loaded.Record.Desk.LogAsync(import.Draft, User);
        var engagement = (await RecordAsync()).TimelineOf(SubjectId.OfRecovery("qgh-2024"))!;
        Assert.Equal(
            ["recovery_entered", "exit_criteria_agreed", "criterion_assessed", "criterion_assessed"],
            engagement.Recorded.Select(e => EventCatalogue.NameOf(e.Event))
        );
        var entered = (RecoveryEntered)engagement.Recorded[0].Event;
        Assert.Equal(("Herefordshire", "2024-05-01"), (entered.Title, entered.Decision.Effective.Stored));
        Assert.Equal(Decisions.Ods("QGH"), Assert.Single(entered.Members));
        var set = (ExitCriteriaAgreed)engagement.Recorded[1].Event;
        Assert.Equal(["EC1", "EC2", "EC3"], set.Criteria.Select(c => c.Reference));
        Assert.Equal(["2025-03", "Q4 2024/25", null], set.Criteria.Select(c => c.Due?.Stored));
        Assert.Equal("Sheet1 rows 3-5", set.Decision.Source!.Fact);
        var judged = (CriterionAssessed)engagement.Recorded[3].Event;
        Assert.Equal(
            ("EC2", CriterionJudgement.MetAndSustained, "2024-06-30"),
            (judged.Criterion, judged.Judgement, judged.Decision.Effective.Stored)
        );

        var again = await PrepareAsync("d.xlsx", file, TrackerKind.Criteria, Map);
        Assert.All(again.Facts, f => Assert.Equal(ImportOutcome.Same, f.Outcome));
        Assert.Equal(4, again.Facts.Count);
        Assert.Empty(again.Draft.Entries);
    }

    [Fact]
    public async Task A_set_with_a_row_that_is_refused_is_left_out_whole_and_others_are_taken()
    {
        const string Headings = "engagement,title,members,entered,agreed,reference,theme,wording,sustainedMonths,body";
        var import = await PrepareAsync(
            "e.csv",
            Csv(
                Headings,
                "e1-2024,One,QGH,2024-05-01,2024-06-01,EC1,Finance,First,6,nhs-england",
                "e1-2024,One,QGH,2024-05-01,2024-06-01,EC 2,Finance,Second,,nhs-england",
                "e2-2024,Two,QHL;QUA,2024-05-01,2024-06-01,EC1,Finance,Third,,nhs-england",
                "e3-2024,Three,QHL,2024-05-01,2024-06-01,EC1,Finance,Third,,nhs-england",
                "e3-2024,Other,QHL,2024-05-01,2024-07-01,EC2,Finance,Fourth,,nhs-england",
                "e4-2024,,,,2024-06-01,EC1,Finance,Fifth,,nhs-england"
            ),
            TrackerKind.Criteria,
            "{}"
        );

        Assert.Equal(
            [
                (2, null),
                (3, "reference"),
                (5, null),
                (6, "title"),
                (6, "agreed"),
                (7, "members"),
                (7, "entered"),
                (7, "title"),
            ],
            import.Refused.Select(r => (r.Row, r.Column))
        );
        Assert.Contains("row 3", import.Refused[0].Why, StringComparison.Ordinal);
        Assert.Equal(["recovery-e2-2024"], import.Draft.Entries.Select(e => e.Subject.Value).Distinct());
        Assert.Equal(2, import.Draft.Entries.Count);
    }

    [Fact]
    public async Task Undertakings_become_one_set_with_its_items_and_their_judgements()
    {
        var file = Csv(
            "set;ods;legalBasis;grounds;accepted;withheldBecause;reference;wording;due;owner;judgement;judged;reason;body",
            "qoc-2024;QOC;icb-undertakings;\"Plan missed; deficit grows\";2024-05-01;Patients could be known;1.1;A plan is made;2024-09-30;Chair;complied;2024-10-02;Seen;nhs-england",
            "qoc-2024;QOC;icb-undertakings;\"Plan missed; deficit grows\";2024-05-01;Patients could be known;1.2;The plan is kept;Q4 2024/25;;;;;nhs-england"
        );
        var import = await PrepareAsync("f.csv", file, TrackerKind.Undertakings, "{}");

        Assert.Empty(import.Refused);
        await loaded.Record.Desk.LogAsync(import.Draft, User);
        var set = (await RecordAsync()).TimelineOf(SubjectId.OfUndertakings("qoc-2024"))!;
        var accepted = (UndertakingsAccepted)set.Recorded[0].Event;
        Assert.Equal(["Plan missed", "deficit grows"], accepted.Grounds);
        Assert.Equal(["1.1", "1.2"], accepted.Items.Select(i => i.Reference));
        Assert.Equal("Patients could be known", accepted.Publication!.WithheldBecause);
        Assert.Equal(LegalTest.ReasonableSuspicion, accepted.Test);
        Assert.Equal(
            ("1.1", ComplianceJudgement.Complied),
            (((UndertakingJudged)set.Recorded[1].Event).Item, ((UndertakingJudged)set.Recorded[1].Event).Judgement)
        );

        // A set is accepted once: another date is no second set, but says otherwise.
        var changed = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(file).Replace("2024-05-01", "2024-05-02", StringComparison.Ordinal)
        );
        var conflict = (await PrepareAsync("f.csv", changed, TrackerKind.Undertakings, "{}")).Facts[0];
        Assert.Equal(ImportOutcome.Conflict, conflict.Outcome);
        Assert.EndsWith("differs in decision.effective", conflict.Recorded, StringComparison.Ordinal);

        var unknown = await PrepareAsync(
            "g.csv",
            Encoding.UTF8.GetBytes(
                Encoding
                    .UTF8.GetString(file)
                    .Replace("qoc-2024", "qoc-2025", StringComparison.Ordinal)
                    .Replace("icb-undertakings", "icb-law", StringComparison.Ordinal)
            ),
            TrackerKind.Undertakings,
            "{}"
        );
        Assert.Equal(
            (2, "legalBasis", "icb-law"),
            (unknown.Refused[0].Row, unknown.Refused[0].Column, unknown.Refused[0].Value)
        );
        Assert.Empty(unknown.Draft.Entries);
    }

    [Fact]
    public async Task A_column_that_is_missing_or_there_twice_is_said_before_any_row()
    {
        async Task<string> RefusedAsync(string headings, string map) =>
            (
                await Assert.ThrowsAsync<DocumentNotUnderstoodException>(() =>
                    PrepareAsync("h.csv", Csv(headings, "QOC,3,2024-05-01"), TrackerKind.Segments, map)
                )
            ).Message;

        Assert.Contains(
            "headed \"Segment\", for segment",
            await RefusedAsync("ICB code,Sgmt,From,Why", SegmentMap),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2 columns",
            await RefusedAsync("ICB code,Segment,From,From,Why", SegmentMap),
            StringComparison.Ordinal
        );
        Assert.Contains("body", await RefusedAsync("ods,segment,effective", "{}"), StringComparison.Ordinal);
        Assert.Contains(
            "no row of headings",
            await RefusedAsync("a,b", """{"headerRow": 7}"""),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"columns": {"code": "ICB"}}""", "columns.code")]
    [InlineData("""{"defaults": {"bod": "ICB"}}""", "defaults.bod")]
    [InlineData("""{"words": {"rag": {"a": "b"}}}""", "words.rag")]
    [InlineData("""{"column": {}}""", "column")]
    [InlineData("""{"dates": "Q"}""", "dates")]
    [InlineData("""{"headerRow": "two"}""", "headerRow")]
    public void A_map_that_cannot_be_read_names_its_member(string json, string field) =>
        Assert.Equal(
            field,
            Assert
                .Throws<BadInputException>(() => TrackerMap.Read(Encoding.UTF8.GetBytes(json), TrackerKind.Segments))
                .Field
        );

    private async Task<TrackerImport> PrepareAsync(string name, byte[] file, TrackerKind kind, string map) =>
        TrackerImport.Prepare(
            await RecordAsync(),
            TrackerSheet.Read(name, file, null),
            kind,
            TrackerMap.Read(Encoding.UTF8.GetBytes(map), kind),
            TimeProvider.System.GetUtcNow(),
            User.Subject
        );

    private Task<RecordAt> RecordAsync() => loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
}
