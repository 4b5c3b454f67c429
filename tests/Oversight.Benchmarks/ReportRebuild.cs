using System.Diagnostics;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Oversight.Desk;
using Oversight.Ledger;

namespace Oversight.Benchmarks;

/// <summary>
/// How fast the report tables are made again from nothing, beside Marten's own rebuild of a projection that does nearly nothing: of decisions
/// recorded in the order of their days, or of many recorded for the same few days, each of which is judged anew with every other.
/// </summary>
internal static class ReportRebuild
{
    public static async Task RunAsync(int entries, bool inOrder)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("reported");
        await using var record = await Replay.OpenAsync(database);
        await Replay.AppendAsync(
            record,
            (int)Math.Max(0, entries - 1 - record.Live.Timelines.Place),
            inOrder ? SegmentDecisions.AssignedInOrder : SegmentDecisions.Assigned
        );
        await using var ledger = new LedgerDatabase(database.Program);
        entries = (int)record.Live.Timelines.Place + 1;
        var trivial = await TrivialAsync(database.Owner, entries);
        var watch = Stopwatch.StartNew();
        var last = 0L;
        await ledger.Reports.RebuildAsync(
            record.Live,
            (place, of) =>
            {
                if (place - last >= 50_000 || place == of)
                {
                    last = place;
                    Console.WriteLine($"  {place:N0} of {of:N0} after {watch.Elapsed.TotalSeconds:N1} s");
                }
            }
        );
        var own = entries / watch.Elapsed.TotalSeconds;
        Console.WriteLine($"report tables: {own:N0} entries a second");
        Console.WriteLine($"ratio to Marten's rebuild of a trivial projection: {own / trivial:N2}");
    }

    // A row for each entry, in a table of its own; as the owner, who may do all that Marten's rebuild does.
    private static async Task<double> TrivialAsync(string owner, int entries)
    {
        await using var dataSource = NpgsqlDataSource.Create(owner);
        await using (
            var make = dataSource.CreateCommand(
                "create table public.trivial (id uuid primary key, stream text not null)"
            )
        )
        {
            await make.ExecuteNonQueryAsync();
        }

        using var store = DocumentStore.For(options =>
        {
            LedgerStore.Configure(options, dataSource);
            options.Projections.Add(new Trivial(), ProjectionLifecycle.Async, "trivial");
        });
        using var daemon = await store.BuildProjectionDaemonAsync();
        var watch = Stopwatch.StartNew();
        await daemon.RebuildProjectionAsync("trivial", CancellationToken.None);
        var rate = entries / watch.Elapsed.TotalSeconds;
        await using var count = dataSource.CreateCommand("select count(*) from public.trivial");
        Console.WriteLine(
            $"trivial projection: {rate:N0} entries a second, {await count.ExecuteScalarAsync():N0} rows"
        );
        return rate;
    }

    private sealed class Trivial : IProjection
    {
        public Task ApplyAsync(
            IDocumentOperations operations,
            IReadOnlyList<IEvent> events,
            CancellationToken cancellation
        )
        {
            foreach (var entry in events)
            {
                operations.QueueSqlCommand(
                    "insert into public.trivial (id, stream) values (?, ?)",
                    entry.Id,
                    entry.StreamKey!
                );
            }

            return Task.CompletedTask;
        }
    }
}
