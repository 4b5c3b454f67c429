using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Record.Catalogue;
using Oversight.Record.People;
using Oversight.Web;

namespace Oversight.Benchmarks;

/// <summary>
/// How long after its commit a decision is in the report tables, at 50 decisions a second, beside writers that roll back and writers that are
/// killed.
/// </summary>
internal static class ReportLag
{
    private const int EachSecond = 50;

    public static async Task RunAsync(double seconds)
    {
        await using var cluster = await BenchmarkCluster.StartAsync();
        var database = await cluster.CreateRecordAsync("lagging");
        await using var ledger = new LedgerDatabase(database.Program);
        var server = OversightApplication.Build(
            new WebSettings(new Uri("http://localhost:0"), LogFolder: null),
            ledger,
            TimeProvider.System
        );
        await using var _ = server;
        await server.StartAsync();
        var record = server.Services.GetRequiredService<OpenRecord>();
        await WaitAsync(ledger, await ledger.Store.LastPlaceAsync());

        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var committed = new ConcurrentQueue<(long Place, long At)>();
        var disturbing = DisturbAsync(database.Program, database.Owner, over.Token);
        var watching = WatchAsync(ledger, committed, over.Token);
        var clock = Stopwatch.StartNew();
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            var draft = new Draft(
                await record.Live.AtAsync(null, CancellationToken.None),
                TimeProvider.System.GetUtcNow(),
                "user:benchmark"
            );
            draft.Take(new LogDecision(SegmentDecisions.Subject(number % 1300), SegmentDecisions.Assigned(number)));
            var receipt = await record.Desk.LogAsync(
                draft,
                new LoggedBy("user:benchmark", Grants.OfTheProgram) { Again = true }
            );
            committed.Enqueue((receipt.Entries[^1].Place, Stopwatch.GetTimestamp()));
            var next = TimeSpan.FromSeconds((number + 1.0) / EachSecond) - clock.Elapsed;
            if (next > TimeSpan.Zero)
            {
                await Task.Delay(next, CancellationToken.None);
            }
        }

        var (rolledBack, killed) = await disturbing;
        var lags = await watching;
        lags.Sort();
        Console.WriteLine(
            $"{lags.Count:N0} decisions in {seconds:N0} s, {rolledBack} writers rolled back and {killed} killed beside them: "
                + $"median {lags[lags.Count / 2]:N0} ms, 99th percentile {lags[lags.Count * 99 / 100]:N0} ms, longest {lags[^1]:N0} ms"
        );
        await server.StopAsync();
    }

    private static async Task WaitAsync(LedgerDatabase ledger, long place)
    {
        while ((await ledger.Reports.StateAsync()).Place < place)
        {
            await Task.Delay(50);
        }
    }

    private static async Task<List<double>> WatchAsync(
        LedgerDatabase ledger,
        ConcurrentQueue<(long Place, long At)> committed,
        CancellationToken over
    )
    {
        var lags = new List<double>();
        for (var idle = 0; idle < 100; )
        {
            var place = (await ledger.Reports.StateAsync(CancellationToken.None)).Place;
            var now = Stopwatch.GetTimestamp();
            while (committed.TryPeek(out var first) && first.Place <= place)
            {
                committed.TryDequeue(out first);
                lags.Add(Stopwatch.GetElapsedTime(first.At, now).TotalMilliseconds);
            }

            await Task.Delay(5, CancellationToken.None);
            idle = over.IsCancellationRequested && committed.IsEmpty ? 100 : 0;
        }

        return lags;
    }

    private static async Task<(int RolledBack, int Killed)> DisturbAsync(
        string program,
        string owner,
        CancellationToken over
    )
    {
        var (rolledBack, killed) = (0, 0);
        await using var killer = NpgsqlDataSource.Create(owner);
        while (!over.IsCancellationRequested)
        {
            await using var connection = new NpgsqlConnection(program + ";Pooling=false");
            await connection.OpenAsync(CancellationToken.None);
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            await using var append = new NpgsqlCommand(
                """
                insert into oversight.mt_streams (id, version) values (@stream, 1);
                insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name)
                values (nextval('oversight.mt_events_sequence'), gen_random_uuid(), @stream, 1, '{}', 'segment_assigned', now(), 'slow')
                """,
                connection
            );
            append.Parameters.AddWithValue("stream", $"organisation-X{rolledBack + killed:0000}");
            await append.ExecuteNonQueryAsync(CancellationToken.None);
            if (rolledBack <= killed)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                rolledBack++;
            }
            else
            {
                await using var kill = killer.CreateCommand($"select pg_terminate_backend({connection.ProcessID})");
                await kill.ExecuteNonQueryAsync(CancellationToken.None);
                killed++;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        return (rolledBack, killed);
    }
}
