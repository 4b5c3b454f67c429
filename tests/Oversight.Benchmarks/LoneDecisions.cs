using System.Diagnostics;
using Oversight.TestServer;

namespace Oversight.Benchmarks;

/// <summary>A caller alone: what the first decision of a fresh process costs, and how often a decision goes to the database and back.</summary>
internal static class LoneDecisions
{
    private const int More = 50;

    public static async Task PrintAsync(BenchmarkCluster cluster, IReadOnlyList<Comparison.Entrant> entrants)
    {
        Console.WriteLine(
            "The first five decisions of a fresh process, in ms, and round trips to the database of a later one:"
        );
        Console.WriteLine();
        Console.WriteLine("| | first five | round trips |");
        Console.WriteLine("|---|---|---:|");
        foreach (var (contender, _, record, what, login) in entrants)
        {
            if (record is null)
            {
                continue;
            }

            await using var proxy = RoundTripProxy.Start(login);
            string first;
            long before;
            if (contender.Server is null)
            {
                await using var child = ChildProcess.Start("lone", what, proxy.ConnectionString);
                first = await child.ReadLineAsync();
                before = proxy.RoundTrips;
                await child.GoOnAsync();
                await child.ReadLineAsync();
                before = proxy.RoundTrips - before;
            }
            else
            {
                var folder = Path.Combine(cluster.Folder, what);
                await using var fresh = await ServedContender.StartAsync(
                    contender.Name,
                    what,
                    proxy.ConnectionString,
                    folder
                );
                first = await LogFirstAsync(fresh);
                before = proxy.RoundTrips;
                await LogMoreAsync(fresh);
                before = proxy.RoundTrips - before;
            }

            Console.WriteLine($"| {contender.Name} | {first} | {before / (double)More:N1} |");
        }

        Console.WriteLine();
    }

    public static async Task<string> LogFirstAsync(Contender contender)
    {
        var times = new List<string>();
        for (var trust = 0; trust < 5; trust++)
        {
            var began = Stopwatch.GetTimestamp();
            await contender.LogAsync(trust);
            times.Add($"{Stopwatch.GetElapsedTime(began).TotalMilliseconds:N1}");
        }

        return string.Join(", ", times);
    }

    public static async Task LogMoreAsync(Contender contender)
    {
        for (var i = 0; i < More; i++)
        {
            await contender.LogAsync(100 + i);
        }
    }
}
