using System.Diagnostics;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Projections.Status;
using Oversight.Record.Catalogue;
using Oversight.Record.People;
using Oversight.Record.Segments;

namespace Oversight.Benchmarks;

/// <summary>How fast many entries are appended at once, and how fast a start reads them all into timelines.</summary>
internal static class Replay
{
    private const int Batch = 5_000;

    public static async Task RunAsync(int entries)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("replayed");
        await using (var record = await OpenAsync(database))
        {
            await AppendAsync(record, (int)Math.Max(0, entries - 1 - record.Live.Timelines.Place));
        }

        for (var run = 0; run < 2; run++)
        {
            var watch = Stopwatch.StartNew();
            await using var fresh = await OpenAsync(database);
            var read = watch.Elapsed;
            var count = fresh.Live.Timelines.Place + 1;
            // Said before the statuses are computed: those take long where subjects have hundreds of entries.
            Console.WriteLine($"replayed {count:N0} entries into timelines: {count / read.TotalSeconds:N0} a second");
            var picture = OrganisationStatus.All(
                fresh.Live.Timelines.At(fresh.Live.Timelines.Place),
                new DateOnly(2024, 3, 31)
            );
            Console.WriteLine(
                $"then the status of {picture.Count:N0} organisations in {(watch.Elapsed - read).TotalMilliseconds:N0} ms"
            );
        }
    }

    internal static LoggedBy ByTheBenchmark => new("user:benchmark", Grants.OfTheProgram) { Again = true };

    internal static async Task AppendAsync(OpenRecord record, int missing, Func<long, SegmentAssigned>? decision = null)
    {
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < missing; number += Batch)
        {
            var draft = new Draft(
                await record.Live.AtAsync(null, CancellationToken.None),
                TimeProvider.System.GetUtcNow(),
                "user:benchmark"
            );
            for (var i = 0; i < Math.Min(Batch, missing - number); i++)
            {
                draft.Take(
                    new LogDecision(
                        SegmentDecisions.Subject(i % SegmentDecisions.Trusts),
                        (decision ?? SegmentDecisions.Assigned)(number + i)
                    )
                );
            }

            await record.Desk.LogAsync(draft, ByTheBenchmark);
        }

        Console.WriteLine(
            $"decided and appended {missing:N0} entries, {Batch:N0} at once: {missing / watch.Elapsed.TotalSeconds:N0} a second"
        );
    }

    internal static Task<OpenRecord> OpenAsync(DatabaseSettings database) =>
        OpenRecord.OpenAsync(database.Owner, database.Program, TimeProvider.System, _ => { }, CancellationToken.None);
}
