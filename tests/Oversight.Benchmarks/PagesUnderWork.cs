using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.Web;

namespace Oversight.Benchmarks;

/// <summary>
/// How long each page takes the server, for people in three roles, over the real record and many entries more, while decisions are logged
/// all the time.
/// </summary>
internal static class PagesUnderWork
{
    // Several times what England's regions together log in their busiest hour.
    private static readonly TimeSpan BetweenDecisions = TimeSpan.FromSeconds(1);

    private static readonly (string Who, Grant Grant, string[] Pages)[] Visitors =
    [
        (
            "national",
            new(Role.National),
            [
                "/",
                "/national",
                "/national?on=2024-03-31",
                "/organisations/QOC",
                "/organisations/T0001",
                "/recoveries",
                "/undertakings",
                "/deadlines",
                "/registers/history",
                "/search?q=shropshire",
                "/compare?from=2024-01-01&to=2024-06-30&region=Y60",
                "/log?about=organisation-QOC",
                "/log/segment-proposal?about=organisation-QOC",
                "/board-reports/QOC",
                "/meetings/Y60",
                "/questions/R1",
                "/questions/R5",
            ]
        ),
        (
            "region",
            new(Role.Region, Region.Of("Y60")),
            ["/", "/organisations/QOC", "/questions/R3", "/search?q=finance"]
        ),
        ("lead", new(Role.Lead, Organisation: OdsCode.Parse("QOC")), ["/", "/organisations/QOC", "/questions/L6"]),
        ("auditor", new(Role.Auditor), ["/", "/questions/A16", "/questions/A5"]),
    ];

    public static async Task RunAsync(int entries, int requests, string? only)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("visited");
        await using (var written = await Replay.OpenAsync(database))
        {
            await Replay.AppendAsync(
                written,
                (int)Math.Max(0, entries - 1 - written.Live.Timelines.Place),
                SegmentDecisions.AssignedInOrder
            );
        }

        await using (var ledger = new LedgerDatabase(database.Program))
        await using (var recorded = await Replay.OpenAsync(database))
        {
            // What the daemon takes from the record is not measured here: it has taken all that was there.
            await ledger.Reports.RebuildAsync(recorded.Live, (_, _) => { });
        }

        await using var server = OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), Path.Combine(cluster.Folder, "log"))
            {
                RequestsAMinute = int.MaxValue,
            },
            new LedgerDatabase(database.Program),
            TimeProvider.System
        );
        var record = server.Services.GetRequiredService<OpenRecord>();
        await record.LoadAsync(_ => { }, CancellationToken.None);
        var first = await LocalAccess.EnsureAsync(record, cluster.Folder, "benchmark", CancellationToken.None);
        await server.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
        using var stop = new CancellationTokenSource();
        var logging = LogAsync(record, stop.Token);
        Console.WriteLine(
            $"{record.Live.Timelines.Place + 1:N0} entries; {requests} requests of each page, a decision every {BetweenDecisions.TotalMilliseconds} ms; ms"
        );
        Console.WriteLine();
        Console.WriteLine(
            "| who | page | status | median | 99th percentile | processor | longest pause | allocated kB | kB |"
        );
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        // A server that has run for a while is measured: its code is compiled, and it has read the record through.
        foreach (var isMeasured in new[] { false, true })
        {
            foreach (var (who, grant, pages) in Visitors)
            {
                var file = Path.Combine(cluster.Folder, $"token-{who}");
                if (!isMeasured)
                {
                    await LocalAccess.AddAsync(record, file, who, [grant], first.Subject, CancellationToken.None);
                }

                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Bearer",
                    (await File.ReadAllTextAsync(file)).Trim()
                );
                foreach (var page in pages.Where(page => only is null || $"{who} {page}" == only || page == only))
                {
                    var cost = await MeasureAsync(client, page, isMeasured ? requests : 100);
                    if (isMeasured)
                    {
                        Console.WriteLine($"| {who} | {page} | {cost} |");
                    }
                }
            }
        }

        await stop.CancelAsync();
        Console.WriteLine();
        Console.WriteLine($"{await logging:N0} decisions were logged meanwhile");
    }

    private static async Task<Cost> MeasureAsync(HttpClient client, string page, int requests)
    {
        var (status, size, times, pause) = (0, 0L, new List<double>(), TimeSpan.Zero);
        var buffer = new byte[64 * 1024];
        var (processor, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        // What takes long is asked less often: its figure is as plain.
        var until = Stopwatch.StartNew();
        for (var i = 0; i < requests && (i < 3 || until.Elapsed < TimeSpan.FromSeconds(10)); i++)
        {
            var (clock, paused) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
            // Nothing of an answer is kept: whoever asks is in the process that is measured.
            using var answer = await client.GetAsync(page, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            size = 0;
            for (int read; (read = await body.ReadAsync(buffer)) > 0; )
            {
                size += read;
            }

            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            pause = TimeSpan.FromTicks(Math.Max(pause.Ticks, (GC.GetTotalPauseDuration() - paused).Ticks));
            status = (int)answer.StatusCode;
        }

        times.Sort();
        return new(
            status,
            times,
            (Environment.CpuUsage.TotalTime - processor) / times.Count,
            pause,
            (GC.GetTotalAllocatedBytes() - allocated) / times.Count,
            size
        );
    }

    /// <summary>
    /// What a page costs. Processor time and allocations are those of the whole process, of whoever asks and whoever logs too: on a machine that
    /// others use they say more than the time that passed.
    /// </summary>
    private sealed record Cost(
        int Status,
        IReadOnlyList<double> Times,
        TimeSpan Processor,
        TimeSpan Pause,
        long Allocated,
        long Size
    )
    {
        public override string ToString() =>
            $"{Status} | {Times[Times.Count / 2]:N1} | {Times[(int)Math.Ceiling(Times.Count * 0.99) - 1]:N1} | {Processor.TotalMilliseconds:N1} | {Pause.TotalMilliseconds:N1} | {Allocated / 1e3:N0} | {Size / 1e3:N0}";
    }

    private static async Task<int> LogAsync(OpenRecord record, CancellationToken stop)
    {
        var logged = 0;
        try
        {
            for (; ; logged++)
            {
                await Task.Delay(BetweenDecisions, stop);
                var draft = new Draft(
                    await record.Live.AtAsync(null, CancellationToken.None),
                    TimeProvider.System.GetUtcNow(),
                    "user:benchmark"
                );
                draft.Take(
                    new(SegmentDecisions.Subject(logged % SegmentDecisions.Trusts), SegmentDecisions.Assigned(logged))
                );
                await record.Desk.LogAsync(draft, new LoggedBy("user:benchmark", Grants.OfTheProgram) { Again = true });
            }
        }
        catch (OperationCanceledException)
        {
            return logged;
        }
    }
}
