using Npgsql;
using Oversight.Benchmarks.OldWriter;

namespace Oversight.Benchmarks;

/// <summary>
/// Decisions a second, all contenders in turn, several rounds: what else the machine does meanwhile meets each of them. Every contender
/// has a database of its own, so that none reads what another wrote.
/// </summary>
internal static class Comparison
{
    public static async Task RunAsync(double seconds, int rounds, int[] callersInTurn)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var contenders = await OpenAsync(cluster);
        try
        {
            Console.WriteLine(
                $"{Environment.ProcessorCount} cores, load {await LoadAsync()}, fsync on, {rounds} rounds of {seconds} seconds each."
            );
            Console.WriteLine();
            var results = new Dictionary<(string Name, int Callers), List<Slice>>();
            foreach (var callers in callersInTurn)
            {
                for (var round = -1; round < rounds; round++)
                {
                    foreach (var one in contenders)
                    {
                        // The first round compiles, opens connections and prepares statements.
                        var length = round < 0 ? Math.Min(2, seconds) : seconds;
                        var slice = await Slice.RunAsync(one.Contender, cluster, one.Record, callers, length);
                        if (round >= 0)
                        {
                            results.TryAdd((one.Contender.Name, callers), []);
                            results[(one.Contender.Name, callers)].Add(slice);
                        }
                    }
                }
            }

            Print(contenders, results, callersInTurn);
            await LoneDecisions.PrintAsync(cluster, contenders);
            Console.WriteLine($"Load at the end {await LoadAsync()}.");
        }
        finally
        {
            foreach (var one in contenders)
            {
                await one.Contender.DisposeAsync();
            }
        }
    }

    public static async Task<List<Entrant>> OpenAsync(BenchmarkCluster cluster, params string[] only)
    {
        const string oldServed = "old writer over HTTP";
        const string oldDesk = "old writer at the desk";
        var entrants = new List<Entrant>();
        if (Wants("oversight over HTTP"))
        {
            var record = await cluster.CreateRecordAsync("oversight_served");
            await ServeAsync("oversight over HTTP", "oversight", record.Program, oldServed, record.Owner);
        }

        if (Wants(oldServed))
        {
            var record = await cluster.CreateRecordAsync("old_served");
            await OldRecord.CreateFunctionAsync(record.Owner);
            await ServeAsync(oldServed, "old", record.Program, oldServed, record.Owner);
        }

        if (Wants("plain Wolverine + Marten"))
        {
            var database = await cluster.CreateDatabaseAsync("wolverine_served");
            // Makes its own tables, and may do so with them what it likes.
            var login = new NpgsqlConnectionStringBuilder(database.Owner) { MaxPoolSize = 80 }.ConnectionString;
            await ServeAsync("plain Wolverine + Marten", "wolverine", login, oldServed, database.Owner);
        }

        if (Wants("oversight at the desk"))
        {
            var record = await cluster.CreateRecordAsync("oversight_desk");
            var desk = await DeskContender.OpenAsync("oversight at the desk", record.Program);
            entrants.Add(new(desk, oldDesk, record.Owner, "oversight", record.Program));
        }

        if (Wants(oldDesk))
        {
            var record = await cluster.CreateRecordAsync("old_desk");
            await OldRecord.CreateFunctionAsync(record.Owner);
            var desk = await DeskContender.OpenOldAsync(oldDesk, record.Program);
            entrants.Add(new(desk, oldDesk, record.Owner, "old", record.Program));
        }

        if (Wants("raw commits"))
        {
            var database = await cluster.CreateDatabaseAsync("raw_rows");
            var raw = await RawContender.OpenAsync("raw commits", database.Owner);
            entrants.Add(new(raw, oldDesk, null, "raw", database.Program));
        }

        return entrants;

        bool Wants(string name) => only.Length == 0 || only.Contains(name);

        async Task ServeAsync(string name, string what, string login, string peer, string owner)
        {
            var folder = Directory.CreateDirectory(Path.Combine(cluster.Folder, what)).FullName;
            entrants.Add(new(await ServedContender.StartAsync(name, what, login, folder), peer, owner, what, login));
        }
    }

    private static void Print(
        List<Entrant> entrants,
        Dictionary<(string Name, int Callers), List<Slice>> results,
        int[] callersInTurn
    )
    {
        Console.WriteLine(
            "Decisions a second, and the ratio to the old writer (over HTTP, or at the desk; lowest to highest of the rounds):"
        );
        Console.WriteLine();
        Console.WriteLine($"| | {string.Join(" | ", callersInTurn.Select(c => $"{Of(c)} | ratio"))} |");
        Console.WriteLine($"|---|{string.Concat(callersInTurn.Select(_ => "---:|---:|"))}");
        foreach (var (contender, peer, _, _, _) in entrants)
        {
            Console.WriteLine(
                $"| {contender.Name} | {string.Join(" | ", callersInTurn.Select(c => Rate(results[(contender.Name, c)], results[(peer, c)])))} |"
            );
        }

        Console.WriteLine();
        Console.WriteLine(
            "Processor time of a decision in ms (client + server + PostgreSQL), and decisions in one commit:"
        );
        Console.WriteLine();
        Console.WriteLine($"| | {string.Join(" | ", callersInTurn.Select(c => $"{Of(c)} | a commit"))} |");
        Console.WriteLine($"|---|{string.Concat(callersInTurn.Select(_ => "---:|---:|"))}");
        foreach (var (contender, _, _, _, _) in entrants)
        {
            Console.WriteLine(
                $"| {contender.Name} | {string.Join(" | ", callersInTurn.Select(c => Cost(results[(contender.Name, c)])))} |"
            );
        }

        Console.WriteLine();
    }

    private static string Rate(List<Slice> slices, List<Slice> peers)
    {
        var ratios = slices.Zip(peers, (slice, peer) => slice.Rate / peer.Rate).ToArray();
        var ratio = slices.Aggregate((a, b) => a + b).Rate / peers.Aggregate((a, b) => a + b).Rate;
        return $"{slices.Aggregate((a, b) => a + b).Rate:N0} | {ratio:P0} ({ratios.Min():P0}–{ratios.Max():P0})";
    }

    private static string Cost(List<Slice> slices)
    {
        var sum = slices.Aggregate((a, b) => a + b);
        return $"{Ms(sum.Client)} + {Ms(sum.Server)} + {Ms(sum.Database)} | {(double)sum.Decisions / sum.Commits:N1}";

        string Ms(double seconds) => $"{1000 * seconds / sum.Decisions:N2}";
    }

    private static string Of(int callers) => callers == 1 ? "1 caller" : $"{callers} callers";

    private static async Task<string> LoadAsync() => (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];

    /// <summary>Who takes part.</summary>
    /// <param name="Contender">How it logs.</param>
    /// <param name="Peer">Whom it is compared with.</param>
    /// <param name="Record">The superuser's login to its database; null when its entries cannot be counted there.</param>
    /// <param name="What">What a child process is told to be.</param>
    /// <param name="Login">Its own login.</param>
    internal sealed record Entrant(Contender Contender, string Peer, string? Record, string What, string Login);
}
