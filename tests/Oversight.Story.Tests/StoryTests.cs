using System.Text.Json;
using Oversight.Desk.Replay;
using Oversight.TestServer;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Oversight.Story.Tests;

/// <summary>The worked story, told over HTTP from an empty record, and what its people ask.</summary>
public sealed class StoryOverHttp(DatabaseServer server)
{
    [Fact]
    public async Task Told_over_HTTP_it_answers_every_question_at_three_dates_and_as_known_at_two()
    {
        await using var told = await ToldOverHttp.OpenAsync(server, Westmarch.Story);
        await told.TellAsync(Westmarch.Story.Steps);

        var answers = await Answers.OfAsync(told);
        if (Environment.GetEnvironmentVariable("OVERSIGHT_STORY") == "write")
        {
            await File.WriteAllTextAsync(ToldByCommands.Metadata("Answers"), answers);
        }

        Assert.Equal(await File.ReadAllTextAsync(ToldByCommands.Metadata("Answers")), answers);
        await AssertSeenByTheBoardAsync(told);
        await AssertReplayedAsync(told);
    }

    // The ICB's own people see what they were told, and not what the region proposes among itself.
    private static async Task AssertSeenByTheBoardAsync(ToldOverHttp told)
    {
        async Task<string[]> SeenAsync(Who? who, string day)
        {
            var history = await told.GetAsync($"/api/questions/L6?organisation=QZZ&on={day}", who);
            return
            [
                .. history
                    .GetProperty("answer")
                    .GetProperty("rows")
                    .EnumerateArray()
                    .SelectMany(r => r.GetProperty("restsOn").EnumerateArray())
                    .Select(e => told.NameOf.GetValueOrDefault(e.GetProperty("id").GetGuid(), "")),
            ];
        }

        Assert.Contains("second proposal of 4", await SeenAsync(null, "2023-06-04"));
        Assert.DoesNotContain("second proposal of 4", await SeenAsync(Who.Icb, "2023-06-04"));
        Assert.Contains("second proposal of 4", await SeenAsync(Who.Icb, "2023-06-05"));
    }

    private static async Task AssertReplayedAsync(ToldOverHttp told)
    {
        var replay = new RecordReplay(
            told.Record.Store,
            told.Record.Reports,
            told.Record.Live.Timelines,
            told.ProgramConnectionString,
            new(2025, 12, 31)
        );
        var report = await replay.RunAsync(entries: null, new Progress<ReplayProgress>(), CancellationToken.None);
        Assert.Empty(report.Differences);
        Assert.NotEqual(0, report.ReportTables);
    }
}

/// <summary>The same story by the command line alone; beside the other, so that neither waits.</summary>
public sealed class StoryByCommands(DatabaseServer server)
{
    [Fact]
    public async Task Told_by_commands_alone_it_comes_to_the_same()
    {
        await using var told = await ToldByCommands.OpenAsync(server, Westmarch.Story);
        await told.TellAsync(Westmarch.Story.Steps);

        var left = await told.AskAsync("ask", "L1", "--organisation", "QZZ", "--on", "2024-06-30");
        Assert.Equal(["EC2", "EC3"], Cells(left, "reference"));
        var accepted = await told.AskAsync("ask", "A12", "--organisation", "QZZ");
        Assert.Contains("EC2", Assert.Single(Cells(accepted, "unmet")), StringComparison.Ordinal);
        Assert.Contains("No difference.", await told.DoneAsync(null, "replay"), StringComparison.Ordinal);
    }

    private static string[] Cells(JsonElement answer, string column) =>
        [
            .. answer
                .GetProperty("answer")
                .GetProperty("rows")
                .EnumerateArray()
                .Select(r => r.GetProperty("cells").GetProperty(column).ToString()),
        ];
}
