using System.Text.Json;
using Oversight.Desk.Replay;
using Oversight.TestServer;

namespace Oversight.Story.Tests;

/// <summary>A month of a region, told over HTTP and by commands: the same answers, and replay agrees.</summary>
public sealed class EasternMonthOverHttp(DatabaseServer server)
{
    [Fact]
    public async Task A_month_of_a_region_is_worked_without_free_text_in_place_of_a_fact()
    {
        await using var told = await ToldOverHttp.OpenAsync(server, EasternMonth.Story);
        await told.TellAsync(EasternMonth.Story.Steps);

        await MonthAnswers.AssertAsync((question, more) => AskAsync(told, question, more), told.Moments);
        var replay = new RecordReplay(
            told.Record.Store,
            told.Record.Reports,
            told.Record.Live.Timelines,
            told.ProgramConnectionString,
            new(2026, 4, 30)
        );
        var report = await replay.RunAsync(entries: null, new Progress<ReplayProgress>(), CancellationToken.None);
        Assert.Empty(report.Differences);
    }

    private static async Task<JsonElement> AskAsync(
        ToldOverHttp told,
        string question,
        IReadOnlyDictionary<string, string> more
    ) =>
        await told.GetAsync(
            $"/api/questions/{question}?{string.Join('&', more.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"))}"
        );
}

/// <summary>The same by the command line alone.</summary>
public sealed class EasternMonthByCommands(DatabaseServer server)
{
    [Fact]
    public async Task The_same_month_by_commands_comes_to_the_same()
    {
        await using var told = await ToldByCommands.OpenAsync(server, EasternMonth.Story);
        await told.TellAsync(EasternMonth.Story.Steps);

        await MonthAnswers.AssertAsync(
            (question, more) =>
                told.AskAsync(["ask", question, .. more.SelectMany(p => new[] { $"--{p.Key}", p.Value })]),
            told.Moments
        );
    }
}

/// <summary>What the month's people ask, and what is so.</summary>
internal static class MonthAnswers
{
    /// <summary>Asks, by any way in.</summary>
    public static async Task AssertAsync(
        Func<string, IReadOnlyDictionary<string, string>, Task<JsonElement>> ask,
        IReadOnlyDictionary<string, DateTimeOffset> moments
    )
    {
        async Task<string[]> RowsAsync(
            string question,
            string on,
            string columns,
            string? organisation = null,
            string? known = null
        )
        {
            var more = new Dictionary<string, string> { ["on"] = on };
            if (organisation is not null)
            {
                more["organisation"] = organisation;
            }

            if (known is not null)
            {
                more["known"] = moments[known].ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            }

            return
            [
                .. (await ask(question, more))
                    .GetProperty("answer")
                    .GetProperty("rows")
                    .EnumerateArray()
                    .Select(r =>
                        string.Join(' ', columns.Split(',').Select(c => Words(r.GetProperty("cells").GetProperty(c))))
                    ),
            ];
        }

        // The round: nobody is overdue for a review outside segments while the date has not passed; of those that go on, each is then.
        async Task<string[]> ReviewsAsync(string on) =>
            [
                .. (await RowsAsync("R3", on, "kind,ods"))
                    .Where(r => r.StartsWith("oversight-review", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ];
        Assert.Empty(await ReviewsAsync("2026-06-30"));
        Assert.Equal(
            ["oversight-review RGP", "oversight-review RM1", "oversight-review RQW"],
            await ReviewsAsync("2026-07-01")
        );

        // Everything that was done about the board and the trusts of its system, on one line.
        var actions = (await ask("R10", new Dictionary<string, string> { ["on"] = "2026-03-31", ["system"] = "QMM" }))
            .GetProperty("answer")
            .GetProperty("rows")
            .EnumerateArray()
            .Select(r => Words(r.GetProperty("cells").GetProperty("ods")))
            .ToArray();
        Assert.Contains("RM1", actions);
        Assert.Contains("RMY", actions);
        Assert.Contains("QMM", actions);
        Assert.DoesNotContain("RQW", actions);

        // The programme: one in, one out.
        Assert.Equal(["RQW"], await RowsAsync("R4", "2026-03-31", "ods", "RQW"));
        Assert.Empty(await RowsAsync("R4", "2026-03-31", "ods", "RMY"));
        Assert.Equal(["RMY 2026-03-24"], await RowsAsync("A11", "2026-03-31", "ods,exited", "RMY"));

        // The challenge mended the tier, and what was believed before is still told.
        Assert.Equal(["elective 2 QMM"], await RowsAsync("R11", "2026-03-31", "programme,tier,ods"));
        Assert.Equal(["upheld"], await RowsAsync("L15", "2026-03-31", "state", "QMM"));

        // The variation moved the date.
        Assert.Equal(["1 2026-05-29", "2 2026-09-30"], await RowsAsync("L8", "2026-03-31", "reference,due", "QMM"));

        // The merger: everything was undecided, and nothing is; what passed is owed once, by the successor.
        var before = await RowsAsync("R15", "2026-04-01", "ods,what,state", known: "before the merger was worked");
        Assert.NotEmpty(before);
        Assert.All(before, row => Assert.EndsWith("not-disposed-of", row, StringComparison.Ordinal));
        var after = await RowsAsync("R15", "2026-04-01", "ods,what,state");
        Assert.Equal(before.Length, after.Length);
        Assert.DoesNotContain(after, row => row.EndsWith("not-disposed-of", StringComparison.Ordinal));
        Assert.Equal(["1 T6Y0W", "2 T6Y0W"], await RowsAsync("L8", "2026-04-02", "reference,ods"));
    }

    private static string Words(JsonElement cell) =>
        cell.ValueKind == JsonValueKind.Array ? string.Join('/', cell.EnumerateArray().Select(Words)) : cell.ToString();
}
