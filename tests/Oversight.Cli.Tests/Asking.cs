using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace Oversight.Cli.Tests;

public sealed class Asking(RecordFixture record) : IClassFixture<RecordFixture>
{
    private TheProgram Program => record.Program;

    [Fact]
    public async Task Status_lists_who_exists_on_a_day_and_one_organisation_is_explained()
    {
        var midlands = (await Program.RunAsync("status", "--region", "y60", "--on", "2024-03-31"))
            .Gives(ExitCode.Done)
            .Output;
        var all = (await Program.RunAsync("status", "--json", "--on", "31 March 2024")).Gives(ExitCode.Done).Json;
        var after = (await Program.RunAsync("status", "--json", "--on", "2026-04-01")).Gives(ExitCode.Done).Json;
        var one = (await Program.RunAsync("status", "QOC", "--on", "2024-03-31")).Gives(ExitCode.Done).Output;

        Assert.Contains("QOC", midlands, StringComparison.Ordinal);
        Assert.DoesNotContain("QJK", midlands, StringComparison.Ordinal);
        Assert.Contains("11 organisations on 31 March 2024", midlands, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', midlands);
        Assert.Equal(
            [1, 13, 25, 3],
            Enumerable
                .Range(1, 4)
                .Select(n =>
                    all.GetProperty("organisations")
                        .EnumerateArray()
                        .Count(o => o.GetProperty("segment").GetProperty("number").GetInt32() == n)
                )
        );
        Assert.Equal(36, after.GetProperty("organisations").GetArrayLength());
        foreach (
            var said in new[]
            {
                "NHS Shropshire, Telford and Wrekin ICB (QOC), Midlands",
                "version 2",
                "4, published for 2023/24",
                "segment_published",
                "PRN01455",
                "NHS Oversight Framework 2022/23 (in force)",
                "established 1 July 2022",
            }
        )
        {
            Assert.Contains(said, one, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_status_as_json_echoes_its_place_and_is_the_same_however_often_it_is_asked()
    {
        var first = (await Program.RunAsync("status", "QOC", "--on", "2024-03-31", "--json")).Gives(ExitCode.Done);
        var second = (await Program.RunAsync("status", "QOC", "--on", "2024-03-31", "--json")).Gives(ExitCode.Done);

        Assert.Equal(first.Output, second.Output);
        var status = first.Json.GetProperty("status");
        Assert.Equal(status.GetProperty("place").GetInt64(), first.Json.GetProperty("place").GetInt64());
        Assert.Equal(4, status.GetProperty("segment").GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task History_tells_every_entry_of_an_organisation_or_a_framework_and_before_the_first_there_is_none()
    {
        var text = (await Program.RunAsync("history", "QOC")).Gives(ExitCode.Done).Output;
        var json = (await Program.RunAsync("history", "framework-nof-2022-23", "--json")).Gives(ExitCode.Done).Json;
        var before = await Program.RunAsync("history", "QOC", "--known", "2020-01-01T00:00:00Z");
        var ahead = await Program.RunAsync("history", "QOC", "--known", "2190-01-01T00:00:00Z");
        var unknown = await Program.RunAsync("history", "framework-nof-2199-00");

        Assert.Contains("Segment 4 published for 2023/24", text, StringComparison.Ordinal);
        Assert.Contains("2 entries of organisation-QOC", text, StringComparison.Ordinal);
        Assert.Equal(
            "framework_published",
            Assert.Single(json.GetProperty("entries").EnumerateArray()).GetProperty("kind").GetString()
        );
        // Nothing was recorded by then: no place is before the first.
        foreach (
            var said in new[]
            {
                before.Gives(ExitCode.NotFound).Error,
                (await Program.RunAsync("ask", "A1", "--known", "2020-01-01T00:00:00Z")).Gives(ExitCode.Done).Output,
                (await Program.RunAsync("status", "--known", "2020-01-01T00:00:00Z")).Gives(ExitCode.Done).Output,
            }
        )
        {
            Assert.Contains(
                "before anything was recorded: the first entry was recorded at 20",
                said,
                StringComparison.Ordinal
            );
        }
        unknown.Gives(ExitCode.NotFound);
        Assert.Contains("--known", ahead.Gives(ExitCode.BadInput).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_are_csv_with_a_header_or_json_lines_one_a_line_and_the_two_agree()
    {
        var csv = (await Program.RunAsync("facts")).Gives(ExitCode.Done).Output;
        var json = (await Program.RunAsync("facts", "--json")).Gives(ExitCode.Done).Output;
        var one = (await Program.RunAsync("facts", "--ods", "QOC", "--on", "2023-03-31")).Gives(ExitCode.Done).Output;
        (await Program.RunAsync("facts", "--ods", "ZZZ")).Gives(ExitCode.NotFound);

        var columns = new[] { "ods", "kind", "subject", "value", "period", "precision", "source" };
        using var reader = new CsvReader(new StringReader(csv), CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        Assert.Equal(columns, reader.HeaderRecord!);
        var read = new List<string>();
        while (reader.Read())
        {
            read.Add(string.Join('|', columns.Select(column => reader.GetField(column))));
        }

        var lines = json.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            lines.Select(line =>
            {
                var fact = JsonDocument.Parse(line).RootElement;
                return string.Join('|', columns.Select(column => fact.GetProperty(column).GetString()));
            }),
            read
        );
        Assert.Contains(
            read,
            row =>
                row.StartsWith(
                    "QOC|segment_published|segment|4|2023/24|financial-year|PRN01455",
                    StringComparison.Ordinal
                )
        );
        Assert.DoesNotContain("segment_published", one, StringComparison.Ordinal);
        Assert.Contains("QOC,organisation_registered,region,Y60", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_finds_nothing_to_do_and_token_names_a_file_that_only_its_owner_can_read()
    {
        var migrated = (await Program.RunAsync("migrate")).Gives(ExitCode.Done).Output;
        var file = (await Program.RunAsync("token")).Gives(ExitCode.Done).Output.Trim();

        Assert.Contains("No script is pending", migrated, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(Program.DataFolder, "token"), file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.StartsWith("ovs_", File.ReadAllText(file), StringComparison.Ordinal);
    }
}
