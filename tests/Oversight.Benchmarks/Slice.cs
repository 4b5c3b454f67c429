using System.Diagnostics;

namespace Oversight.Benchmarks;

/// <summary>What came of some seconds of deciding: how much, how long it took, and whose processor time it cost.</summary>
internal sealed record Slice(
    long Decisions,
    double Seconds,
    double Client,
    double Server,
    double Database,
    long Commits
)
{
    public double Rate => Decisions / Seconds;

    /// <summary>Lets callers decide, each about trusts of its own, one decision after the other.</summary>
    public static async Task<Slice> RunAsync(
        Contender contender,
        BenchmarkCluster cluster,
        string? record,
        int callers,
        double seconds
    )
    {
        var before = record is null ? 0 : await LastAsync(record);
        var client = ProcessorTime.Of(Environment.ProcessId);
        var server = contender.Server is { } id ? ProcessorTime.Of(id) : 0;
        var database = await cluster.ProcessorTimeAsync();
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            Enumerable.Range(0, callers).Select(caller => Task.Run(() => DecideAsync(caller)))
        );
        var took = watch.Elapsed.TotalSeconds;
        return new(
            counts.Sum(),
            took,
            ProcessorTime.Of(Environment.ProcessId) - client,
            contender.Server is { } same ? ProcessorTime.Of(same) - server : 0,
            await cluster.ProcessorTimeAsync() - database,
            record is null ? counts.Sum() : await CommitsAfterAsync(record, before)
        );

        async Task<long> DecideAsync(int caller)
        {
            var count = 0L;
            for (var trust = caller; watch.Elapsed.TotalSeconds < seconds; count++)
            {
                await contender.LogAsync(trust);
                trust = trust + callers < SegmentDecisions.Trusts ? trust + callers : caller;
            }

            return count;
        }
    }

    public static Slice operator +(Slice left, Slice right) =>
        new(
            left.Decisions + right.Decisions,
            left.Seconds + right.Seconds,
            left.Client + right.Client,
            left.Server + right.Server,
            left.Database + right.Database,
            left.Commits + right.Commits
        );

    private static async Task<long> LastAsync(string record) =>
        (long)(await BenchmarkCluster.ScalarAsync(record, "select coalesce(max(seq_id), 0) from oversight.mt_events"))!;

    private static async Task<long> CommitsAfterAsync(string record, long before) =>
        (long)
            (
                await BenchmarkCluster.ScalarAsync(
                    record,
                    $"select count(distinct xmin::text) from oversight.mt_events where seq_id > {before}"
                )
            )!;
}
