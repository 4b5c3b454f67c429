using System.Text;
using Oversight.Desk.Imports;
using Oversight.Desk.Reference;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>Annual assessments beside a record that holds the reference data. Each test has a publication of its own.</summary>
public sealed class AssessmentImportTests(DatabaseServer server, LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private const string Published = "annual-assessment-of-icbs-2023-24.txt";

    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram);

    private static IReadOnlyList<string> Areas => AssessmentHeadings.BuiltIn.Single().Areas;

    [Fact]
    public async Task What_is_new_is_stored_once_and_nothing_when_imported_again()
    {
        var text = Document("PRN90001");
        var first = await PrepareAsync(text);
        Assert.Equal(
            [
                ("QUY", "segment_published", ImportOutcome.New),
                ("QUY", "annual_assessment_published", ImportOutcome.New),
                ("QJK", "segment_published", ImportOutcome.New),
                ("QJK", "annual_assessment_published", ImportOutcome.New),
            ],
            Outcomes(first)
        );
        Assert.Equal(4, first.Draft.Entries.Count);
        // Preparing stores nothing: it is the dry run too.
        Assert.Equal(Outcomes(first), Outcomes(await PrepareAsync(text)));

        var receipt = await loaded.Record.Desk.LogAsync(first.Draft, User);
        Assert.Equal(4, receipt.Entries.Count);
        var record = await RecordAsync();
        var timeline = record.TimelineOf(Decisions.Ods("QJK"))!;
        var assessment = timeline
            .Of<AnnualAssessmentPublished>()
            .Select(entry => entry.Content)
            .Single(content => content.Decision.Source!.Document == "PRN90001");
        Assert.Equal(Areas, assessment.Areas.Select(area => area.Heading));
        Assert.Equal("About area 1 of Devon.", assessment.Areas[0].Text);
        Assert.Equal("20-20", assessment.Areas[0].Lines);
        Assert.Equal("lines 20-28", assessment.Decision.Source!.Fact);
        Assert.Equal("2023/24", assessment.Decision.Effective.Stored);
        Assert.Equal("2025-01-16", assessment.Decision.Decided.Stored);
        Assert.Equal(Origin.Imported, assessment.Decision.Origin);

        var again = await PrepareAsync(text);
        Assert.All(again.Facts, fact => Assert.Equal(ImportOutcome.Same, fact.Outcome));
        Assert.Equal(
            receipt.Entries.Select(line => (Guid?)line.Id).Order(),
            again.Facts.Select(fact => fact.Entry).Order()
        );
        Assert.Empty(again.Draft.Entries);
        Assert.Empty((await loaded.Record.Desk.LogAsync(again.Draft, User)).Entries);
        Assert.Equal(record.Place, (await RecordAsync()).Place);
    }

    [Fact]
    public async Task The_segments_of_the_reference_data_are_the_same_when_their_document_is_imported()
    {
        var import = await PrepareAsync(Document("PRN01455"));

        Assert.Equal(
            [ImportOutcome.Same, ImportOutcome.New, ImportOutcome.Same, ImportOutcome.New],
            import.Facts.Select(fact => fact.Outcome)
        );
        Assert.Equal(2, import.Draft.Entries.Count);
    }

    [Fact]
    public async Task A_differing_segment_is_a_conflict_and_the_rest_is_stored()
    {
        var lines = Document("PRN01455");
        lines[17] = "3. Regionally mandated support";
        var import = await PrepareAsync(lines);

        var conflict = Assert.Single(import.Facts, fact => fact.Outcome == ImportOutcome.Conflict);
        Assert.Equal(("QJK", "segment_published", "lines 16-18"), (conflict.Ods.Value, conflict.Kind, conflict.Lines));
        Assert.Equal("Segment 3 published for 2023/24 (\"3. Regionally mandated support\")", conflict.Document);
        Assert.Equal("Segment 4 published for 2023/24 (\"4. Nationally mandated support\")", conflict.Recorded);
        Assert.Equal(
            (await RecordAsync()).TimelineOf(Decisions.Ods("QJK"))!.Of<SegmentPublished>().First().Id,
            conflict.Entry
        );

        // In a record of its own, since the areas of PRN01455 are stored here.
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        await database.Record.LoadReferenceDataAsync(CancellationToken.None);
        var own = Prepare(await database.Record.Live.AtAsync(known: null, CancellationToken.None), lines);
        var receipt = await database.Record.Desk.LogAsync(own.Draft, User);
        Assert.Equal(2, receipt.Entries.Count);
        var after = Prepare(await database.Record.Live.AtAsync(known: null, CancellationToken.None), lines);
        Assert.Equal(
            [ImportOutcome.Same, ImportOutcome.Same, ImportOutcome.Conflict, ImportOutcome.Same],
            after.Facts.Select(fact => fact.Outcome)
        );
    }

    [Fact]
    public async Task A_differing_text_is_a_conflict_that_says_in_which_areas()
    {
        await StoreAsync(Document("PRN90002"));
        var lines = Document("PRN90002");
        lines[21] += " More.";
        lines[25] += " More.";

        var conflict = Assert.Single((await PrepareAsync(lines)).Facts, fact => fact.Outcome != ImportOutcome.Same);

        Assert.Equal(ImportOutcome.Conflict, conflict.Outcome);
        Assert.Equal("annual_assessment_published", conflict.Kind);
        Assert.Equal("Annual assessment of 2023/24 published, 5 areas", conflict.Document);
        Assert.Equal($"{conflict.Document}; other text under \"{Areas[1]}\", \"{Areas[3]}\"", conflict.Recorded);
    }

    [Fact]
    public async Task A_corrected_entry_is_compared_with_what_is_believed()
    {
        var printed = Document("PRN90003");
        await StoreAsync(printed);
        var entry = (await PrepareAsync(printed))
            .Facts.Single(fact => fact is { Ods.Value: "QJK", Kind: "segment_published" })
            .Entry!.Value;
        var original = (SegmentPublished)(await EntryAsync("QJK", entry)).Event;
        await LogAsync(
            "QJK",
            new LogDecision(
                Decisions.Subject("QJK"),
                new EntryCorrected(
                    Decisions.Decided("2025-02-01"),
                    entry,
                    // The corrected content has another period, too: it is still the same fact.
                    original with
                    {
                        Segment = 3,
                        Label = "3. Regionally mandated support",
                        Decision = original.Decision with { Effective = DateWithPrecision.Parse("Q4 2023/24") },
                    }
                )
            )
        );

        var conflict = Assert.Single((await PrepareAsync(printed)).Facts, fact => fact.Outcome != ImportOutcome.Same);
        Assert.Equal((ImportOutcome.Conflict, entry), (conflict.Outcome, conflict.Entry));
        Assert.StartsWith("Segment 3 published", conflict.Recorded, StringComparison.Ordinal);

        var corrected = Document("PRN90003");
        corrected[17] = "3. Regionally mandated support";
        Assert.All((await PrepareAsync(corrected)).Facts, fact => Assert.Equal(ImportOutcome.Same, fact.Outcome));
    }

    [Fact]
    public async Task A_retracted_entry_is_a_conflict_until_the_retraction_is_retracted()
    {
        var text = Document("PRN90004");
        await StoreAsync(text);
        var entry = (await PrepareAsync(text)).Facts[1].Entry!.Value;
        var retraction = await LogAsync(
            "QUY",
            new LogDecision(Decisions.Subject("QUY"), new EntryRetracted(Decisions.Decided("2025-02-01"), entry))
        );

        var import = await PrepareAsync(text);
        Assert.Empty(import.Draft.Entries);
        var conflict = Assert.Single(import.Facts, fact => fact.Outcome != ImportOutcome.Same);
        Assert.Equal((ImportOutcome.Conflict, entry), (conflict.Outcome, conflict.Entry));
        Assert.StartsWith("retracted: Annual assessment of 2023/24", conflict.Recorded, StringComparison.Ordinal);

        await LogAsync(
            "QUY",
            new LogDecision(Decisions.Subject("QUY"), new EntryRetracted(Decisions.Decided("2025-02-02"), retraction))
        );
        Assert.All((await PrepareAsync(text)).Facts, fact => Assert.Equal(ImportOutcome.Same, fact.Outcome));
    }

    [Fact]
    public async Task A_line_that_cannot_be_placed_stops_it_all()
    {
        var lines = Document("PRN90005");
        lines[15] = "Devonshire";
        var record = await RecordAsync();

        var refused = Assert.Throws<DocumentNotUnderstoodException>(() => Prepare(record, lines));

        Assert.Equal(("small.txt", 16), (refused.File, refused.Line));
        Assert.Equal(record.Place, (await RecordAsync()).Place);
    }

    [Fact]
    public async Task The_boards_are_those_of_the_year_assessed()
    {
        // Frimley ended on 1 April 2026: it is a board of 2025/26, and of no later year.
        var lines = Document("PRN90006");
        lines[0] = lines[0].Replace("2023/24", "2025/26", StringComparison.Ordinal);
        lines[1] = "South East integrated care boards";
        lines[2] = "Frimley";
        lines.RemoveRange(15, 13);
        Assert.Equal("QNQ", Prepare(await RecordAsync(), lines).Document.Boards.Single().Ods);

        lines[0] = lines[0].Replace("2025/26", "2026/27", StringComparison.Ordinal);
        var refused = Assert.Throws<DocumentNotUnderstoodException>(() =>
            Prepare(loaded.Record.Live.Timelines.At(104), lines)
        );
        Assert.Equal(3, refused.Line);
        lines[0] = lines[0].Replace("2026/27", "2021/22", StringComparison.Ordinal);
        Assert.Throws<DocumentNotUnderstoodException>(() => Prepare(loaded.Record.Live.Timelines.At(104), lines));
    }

    [Fact]
    public async Task The_published_document_adds_42_assessments_of_210_areas_and_contradicts_no_segment()
    {
        var path = Shared(Published);
        Assert.SkipUnless(path is not null, $"shared/seeds/{Published} is not beside this clone");
        var bytes = await File.ReadAllBytesAsync(path!);
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        await database.Record.LoadReferenceDataAsync(CancellationToken.None);
        async Task<AssessmentImport> PrepareAsync() =>
            AssessmentImport.Prepare(
                await database.Record.Live.AtAsync(known: null, CancellationToken.None),
                Published,
                bytes,
                DateWithPrecision.Parse("2025-01-16"),
                headings: null,
                year: null,
                publication: null,
                TimeProvider.System.GetUtcNow()
            );

        var import = await PrepareAsync();
        Assert.Equal(42, import.Document.Boards.Count);
        Assert.Equal(
            [("annual_assessment_published", ImportOutcome.New, 42), ("segment_published", ImportOutcome.Same, 42)],
            Counts(import)
        );
        var receipt = await database.Record.Desk.LogAsync(import.Draft, User);
        Assert.Equal(42, receipt.Entries.Count);

        var record = await database.Record.Live.AtAsync(known: null, CancellationToken.None);
        Assert.Equal(
            210,
            record
                .Organisations.SelectMany(ods => record.TimelineOf(ods)!.Of<AnnualAssessmentPublished>())
                .Sum(entry => entry.Content.Areas.Count)
        );
        Assert.Empty(
            record.Subjects.SelectMany(subject =>
                record.SituationOf(subject, DateTimeOffset.MinValue, "alex").Findings()
            )
        );
        var again = await PrepareAsync();
        Assert.Equal(
            [("annual_assessment_published", ImportOutcome.Same, 42), ("segment_published", ImportOutcome.Same, 42)],
            Counts(again)
        );
        Assert.Empty(again.Draft.Entries);
    }

    /// <summary>Two boards; line numbers in the tests are those of this text.</summary>
    private static List<string> Document(string publication) =>
        [
            // Lines 1 to 5.
            "This report is about 2023/24, and every sentence in it is made up.",
            "South West integrated care boards",
            "Bristol, North Somerset and South Gloucestershire",
            "Oversight framework segment",
            "3. Regionally mandated support",
            // Lines 6 to 15: headings and texts in turn.
            .. Areas.SelectMany((area, number) => new[] { area, $"About area {number + 1} of Bristol." }),
            // Lines 16 to 18, and from 19 on its areas.
            "Devon",
            "Oversight framework segment",
            "4. Nationally mandated support",
            .. Areas.SelectMany((area, number) => new[] { area, $"About area {number + 1} of Devon." }),
            $"Publications reference: {publication}",
        ];

    private static (string, string, ImportOutcome)[] Outcomes(AssessmentImport import) =>
        [.. import.Facts.Select(fact => (fact.Ods.Value, fact.Kind, fact.Outcome))];

    private static (string, ImportOutcome, int)[] Counts(AssessmentImport import) =>
        [
            .. import
                .Facts.GroupBy(fact => (fact.Kind, fact.Outcome))
                .Select(group => (group.Key.Kind, group.Key.Outcome, group.Count()))
                .Order(),
        ];

    private static AssessmentImport Prepare(RecordAt record, IEnumerable<string> lines) =>
        AssessmentImport.Prepare(
            record,
            "small.txt",
            Encoding.UTF8.GetBytes(string.Join('\n', lines)),
            DateWithPrecision.Parse("2025-01-16"),
            headings: null,
            year: null,
            publication: null,
            TimeProvider.System.GetUtcNow()
        );

    private async Task<AssessmentImport> PrepareAsync(IEnumerable<string> lines) => Prepare(await RecordAsync(), lines);

    private async Task StoreAsync(IEnumerable<string> lines) =>
        await loaded.Record.Desk.LogAsync((await PrepareAsync(lines)).Draft, User);

    private Task<RecordAt> RecordAsync() => loaded.Record.Live.AtAsync(known: null, CancellationToken.None);

    private async Task<Entry> EntryAsync(string ods, Guid id) =>
        (await RecordAsync()).TimelineOf(Decisions.Ods(ods))!.Recorded.Single(entry => entry.Id == id);

    private async Task<Guid> LogAsync(string ods, LogDecision command) =>
        (await loaded.Record.Desk.LogAsync(command, (await RecordAsync()).VersionOf(ods), User, CancellationToken.None))
            .Entries[0]
            .Id;

    private static string? Shared(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "seeds", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
