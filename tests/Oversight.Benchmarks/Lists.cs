using System.Diagnostics;
using System.Globalization;

namespace Oversight.Benchmarks;

/// <summary>What lists of a long record cost the server: time, memory while they are computed, and what is given back afterwards.</summary>
internal static class Lists
{
    private static readonly string[] Paths =
    [
        "/api/registers/history",
        "/registers/history",
        "/registers/history?after=99000",
        "/api/registers/history?limit=10000",
        "/api/registers/history?format=csv",
        "/api/registers/decisions",
        "/api/organisations",
        "/api/questions/R4",
        "/",
    ];

    public static async Task RunAsync(int entries)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("listed");
        await using (var record = await Replay.OpenAsync(database))
        {
            await Replay.AppendAsync(record, (int)Math.Max(0, entries - 1 - record.Live.Timelines.Place));
        }

        await using var server = ChildProcess.Start("serve", "oversight", database.Program, cluster.Folder);
        using var client = new HttpClient { BaseAddress = new Uri(await server.ReadLineAsync()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await server.ReadLineAsync());
        client.Timeout = TimeSpan.FromMinutes(3);
        await client.GetAsync("/api/questions");
        Console.WriteLine($"the server holds {Memory(server.Id):N0} MB with the record read");
        foreach (var path in Paths)
        {
            Console.WriteLine($"{path, -40} {await MeasureAsync(server.Id, client, path, 1)}");
        }

        Console.WriteLine(
            $"{"eight at once: CSV of the history", -40} {await MeasureAsync(server.Id, client, Paths[4], 8)}"
        );
        for (var i = 0; i < 14; i++)
        {
            await Task.Delay(5_000);
            await client.GetAsync("/health/live");
        }

        Console.WriteLine($"seventy seconds later it holds {Memory(server.Id):N0} MB");
    }

    private static async Task<string> MeasureAsync(int process, HttpClient client, string path, int together)
    {
        var watch = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var peak = Task.Run(async () =>
        {
            var most = 0L;
            while (!stop.IsCancellationRequested)
            {
                most = Math.Max(most, Memory(process));
                await Task.Delay(20);
            }

            return most;
        });
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, together)
                .Select(async _ =>
                {
                    using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
                    await using var body = await answer.Content.ReadAsStreamAsync();
                    var (buffer, length) = (new byte[65536], 0L);
                    for (int read; (read = await body.ReadAsync(buffer)) > 0; length += read) { }

                    return $"{(int)answer.StatusCode} {length / 1e6:N1} MB";
                })
        );
        await stop.CancelAsync();
        return $"{watch.Elapsed.TotalSeconds:N1} s, at most {await peak:N0} MB: {string.Join(", ", answers.Distinct())}";
    }

    // What it really has, in megabytes.
    private static long Memory(int process) =>
        long.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) / 1024;
}
