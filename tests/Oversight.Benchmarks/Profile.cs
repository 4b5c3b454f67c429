using Npgsql;

namespace Oversight.Benchmarks;

/// <summary>
/// Where the time of a decision over HTTP goes: the processor time of each process, and what PostgreSQL says of its statements,
/// functions and writes. Counting costs time itself: these figures tell shares, <see cref="Comparison"/> tells rates.
/// </summary>
internal static class Profile
{
    private const string Statements = """
        select calls, total_exec_time, total_plan_time, rows, wal_bytes, toplevel,
            left(regexp_replace(query, '\s+', ' ', 'g'), 110)
        from pg_stat_statements
        where dbid = (select oid from pg_database where datname = current_database())
        order by toplevel desc, total_exec_time + total_plan_time desc
        limit 40
        """;

    private const string Functions = """
        select calls, total_time, self_time, 0::float8, 0::numeric, false, schemaname || '.' || funcname
        from pg_stat_user_functions
        order by self_time desc
        limit 20
        """;

    public static async Task RunAsync(double seconds, int[] callers)
    {
        await using var cluster = await BenchmarkCluster.StartAsync(
            ("shared_preload_libraries", "pg_stat_statements"),
            ("track_functions", "'all'"),
            ("track_wal_io_timing", "on")
        );
        var entrants = await Comparison.OpenAsync(cluster, "oversight over HTTP", "old writer over HTTP");
        try
        {
            foreach (var entrant in entrants)
            {
                await BenchmarkCluster.ExecuteAsync(entrant.Record!, "create extension pg_stat_statements");
            }

            // Not known to the server before it has started with the library.
            var any = entrants[0].Record!;
            await BenchmarkCluster.ExecuteAsync(any, "alter system set pg_stat_statements.track = 'all'");
            await BenchmarkCluster.ExecuteAsync(any, "alter system set pg_stat_statements.track_planning = on");
            await BenchmarkCluster.ExecuteAsync(any, "select pg_reload_conf()");

            foreach (var count in callers)
            {
                foreach (var entrant in entrants)
                {
                    await Slice.RunAsync(entrant.Contender, cluster, null, count, 3);
                    await PrintAsync(cluster, entrant, count, seconds);
                }
            }
        }
        finally
        {
            foreach (var entrant in entrants)
            {
                await entrant.Contender.DisposeAsync();
            }
        }
    }

    private static async Task PrintAsync(
        BenchmarkCluster cluster,
        Comparison.Entrant entrant,
        int callers,
        double seconds
    )
    {
        var (contender, _, record, _, _) = entrant;
        await BenchmarkCluster.ExecuteAsync(
            record!,
            "select pg_stat_statements_reset(), pg_stat_reset(), pg_stat_reset_shared('wal')"
        );
        Console.WriteLine($"### {contender.Name}, {callers} callers (server process {contender.Server})");
        Console.WriteLine();
        var slice = await Slice.RunAsync(contender, cluster, record, callers, seconds);
        // Statistics of a session are sent at most once a second.
        await Task.Delay(1500);
        Console.WriteLine(
            $"{slice.Rate:N0} decisions a second, {1000 * callers / slice.Rate:N2} ms each; processor ms a decision: "
                + $"client {Ms(slice.Client)}, server {Ms(slice.Server)}, PostgreSQL {Ms(slice.Database)}; "
                + $"{(double)slice.Decisions / slice.Commits:N1} decisions a commit."
        );
        await using var connection = new NpgsqlConnection(record);
        await connection.OpenAsync();
        await using (
            var wal = new NpgsqlCommand(
                "select wal_sync, wal_sync_time, wal_write_time, wal_bytes from pg_stat_wal",
                connection
            )
        )
        {
            await using var reader = await wal.ExecuteReaderAsync();
            await reader.ReadAsync();
            var syncs = reader.GetInt64(0);
            Console.WriteLine(
                $"{syncs / (double)slice.Decisions:N2} syncs a decision, {reader.GetDouble(1) / syncs:N2} ms each; "
                    + $"writing {reader.GetDouble(2) / slice.Decisions:N3} ms, {reader.GetDecimal(3) / slice.Decisions:N0} bytes of log a decision."
            );
        }

        Console.WriteLine();
        Console.WriteLine(
            "| calls a decision | exec ms a decision | plan ms a decision | exec ms a call | statement |"
        );
        Console.WriteLine("|---:|---:|---:|---:|---|");
        await PrintRowsAsync(connection, Statements, slice.Decisions);
        Console.WriteLine();
        Console.WriteLine(
            "| calls a decision | total ms a decision | self ms a decision | total ms a call | function |"
        );
        Console.WriteLine("|---:|---:|---:|---:|---|");
        await PrintRowsAsync(connection, Functions, slice.Decisions);
        Console.WriteLine();

        string Ms(double used) => $"{1000 * used / slice.Decisions:N2}";
    }

    private static async Task PrintRowsAsync(NpgsqlConnection connection, string sql, long decisions)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var calls = reader.GetInt64(0);
            var text = reader.GetString(6).Replace("|", "\\|", StringComparison.Ordinal);
            Console.WriteLine(
                $"| {calls / (double)decisions:N2} | {reader.GetDouble(1) / decisions:N3} | {reader.GetDouble(2) / decisions:N3} "
                    + $"| {reader.GetDouble(1) / calls:N3} | {(reader.GetBoolean(5) ? "" : "– ")}{text} |"
            );
        }
    }
}
