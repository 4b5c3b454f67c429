namespace Oversight.Cli.Tests;

public sealed class ImportingAssessments(RecordFixture record) : IClassFixture<RecordFixture>
{
    private const string Published = "annual-assessment-of-icbs-2023-24.txt";

    private static readonly string[] Areas =
    [
        "System leadership",
        "Improving population health and healthcare",
        "Tackling unequal access, outcomes and experience",
        "Enhancing productivity and value for money",
        "Supporting social and economic development",
    ];

    private TheProgram Program => record.Program;

    [Fact]
    public async Task A_document_is_shown_then_stored_once_and_what_it_says_otherwise_is_a_conflict()
    {
        var file = record.Folder.Write("assessment.txt", Document(devon: 4, dorset: 2));
        var changed = record.Folder.Write("changed.txt", Document(devon: 3, dorset: 2));
        var entries = await EntriesAsync();

        var dry = (await ImportAsync(file, "--dry-run")).Gives(ExitCode.Done);
        var afterDry = await EntriesAsync();
        var stored = (await ImportAsync(file, "--published", "2024-06-01")).Gives(ExitCode.Done);
        var again = (await ImportAsync(file, "--json")).Gives(ExitCode.Done);
        var conflict = (await ImportAsync(changed)).Gives(ExitCode.Conflict);
        var afterAll = await EntriesAsync();
        var status = (await Program.RunAsync("status", "QJK", "--on", "2023-03-31")).Gives(ExitCode.Done);

        Assert.Contains("2 ICBs, segments 2/4 = 1/1, 10 area texts", dry.Output, StringComparison.Ordinal);
        Assert.Contains("4 facts new", dry.Output, StringComparison.Ordinal);
        Assert.Contains("nothing stored", dry.Output, StringComparison.Ordinal);
        Assert.Matches("South West +QJK +Devon +4 +new +5 +new", dry.Output);
        Assert.Equal(entries, afterDry);
        Assert.Contains("4 stored", stored.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.Json.GetProperty("stored").GetInt32());
        Assert.Equal(
            ["same", "same", "same", "same"],
            again.Json.GetProperty("facts").EnumerateArray().Select(f => f.GetProperty("outcome").GetString())
        );
        Assert.Contains("CONFLICT QJK segment_published", conflict.Output, StringComparison.Ordinal);
        Assert.Contains("record:   Segment 4 published", conflict.Output, StringComparison.Ordinal);
        Assert.Equal(entries + 4, afterAll);
        Assert.Contains("4, published for 2022/23", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_cannot_be_placed_stops_it_with_file_and_line_and_nothing_is_stored()
    {
        var lines = Document(devon: 4, dorset: 2).ToList();
        lines.RemoveAt(lines.IndexOf(Areas[2]));
        var file = record.Folder.Write("damaged.txt", lines);
        var before = await EntriesAsync();

        var ended = (await ImportAsync(file)).Gives(ExitCode.BadInput);

        Assert.Matches(@"damaged\.txt\([0-9]+\): .*Tackling unequal access", ended.Error);
        Assert.Equal(before, await EntriesAsync());
    }

    [Fact]
    public async Task The_published_document_gives_42_boards_and_210_texts()
    {
        var file = Find();
        Assert.SkipUnless(file is not null, $"shared/seeds/{Published} is not beside this clone");

        var dry = (await ImportAsync(file!, "--dry-run")).Gives(ExitCode.Done);

        Assert.Contains(
            "PRN01455, 2023/24: 42 ICBs, segments 1/2/3/4 = 1/13/25/3, 210 area texts",
            dry.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("42 facts new, 42 in the record already, 0 in conflict", dry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggestions_are_shown_written_into_a_file_and_stored_once_as_they_were_answered()
    {
        var lines = Document(devon: 4, dorset: 2)
            .Select(line => line.Replace("PRN00077", "PRN00078", StringComparison.Ordinal))
            .Select(line =>
                line.StartsWith("What Devon", StringComparison.Ordinal) ? "The ICB reported a surplus." : line
            )
            .ToList();
        lines[lines.LastIndexOf("What Dorset did here was looked at with care.")] = "The system reported a deficit.";
        var file = record.Folder.Write("suggested.txt", lines);
        var answers = record.Folder.File("answers.csv");
        var before = await EntriesAsync();

        var shown = (await Program.RunAsync("import", "suggestions", file)).Gives(ExitCode.Done);
        (await Program.RunAsync("import", "suggestions", file, "--to", answers)).Gives(ExitCode.Done);
        var unchanged = await EntriesAsync();
        var rows = await File.ReadAllLinesAsync(answers);
        rows[1] = "accept" + rows[1];
        rows[2] = "reject,Another year." + rows[2][1..];
        await File.WriteAllLinesAsync(answers, rows);
        var stored = (await Program.RunAsync("import", "suggestions", file, "--answers", answers)).Gives(ExitCode.Done);
        var again = (await Program.RunAsync("import", "suggestions", file, "--accept", "all")).Gives(ExitCode.Done);
        var refused = (await Program.RunAsync("import", "suggestions", file, "--reject", "QJK-000000000000")).Gives(
            ExitCode.BadInput
        );

        Assert.Contains("2 suggestions offered", shown.Output, StringComparison.Ordinal);
        Assert.Contains("reported result", shown.Output, StringComparison.Ordinal);
        Assert.Equal(before, unchanged);
        Assert.Contains("1 accepted, 1 rejected", stored.Output, StringComparison.Ordinal);
        Assert.Contains(
            "0 suggestions offered; 1 accepted before, 1 rejected before",
            again.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("has no suggestion", refused.Output, StringComparison.Ordinal);
        Assert.Equal(before + 2, await EntriesAsync());
    }

    private Task<Ended> ImportAsync(string file, params IEnumerable<string> options) =>
        Program.RunAsync(["import", "assessment", file, .. options]);

    private async Task<long> EntriesAsync() =>
        (await Program.RunAsync("status", "--json")).Gives(ExitCode.Done).Json.GetProperty("place").GetInt64() + 1;

    private static IEnumerable<string> Document(int devon, int dorset) =>
        [
            "This report looks at the boards of the South West in 2022/23.",
            "South West integrated care boards",
            .. Board("Devon", devon),
            .. Board("Dorset", dorset),
            "Publications reference: PRN00077",
        ];

    private static IEnumerable<string> Board(string name, int segment) =>
        [
            name,
            "Oversight framework segment",
            $"{segment}. Support of the kind {segment}",
            .. Areas.SelectMany(area => new[] { area, $"What {name} did here was looked at with care." }),
        ];

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "seeds", Published);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
