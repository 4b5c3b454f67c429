using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.TestServer;

namespace Oversight.Cli.Tests;

/// <summary>Two programs on one database: one keeps the report tables, and when it is killed the other goes on where they are.</summary>
public sealed class ReportTakeover(DatabaseServer server)
{
    [Fact]
    public async Task The_program_that_keeps_the_tables_is_killed_and_the_other_takes_every_entry_once()
    {
        var database = await server.CreateLoadedAsync();
        using var folder = new TemporaryFolder();
        using var otherFolder = new TemporaryFolder();
        var other = new TheProgram(otherFolder, database);
        var (first, _, _) = await new TheProgram(folder, database).StartServerAsync();
        try
        {
            // Alone until now: it is the one.
            await CaughtUpAsync(database);
            var (second, _, _) = await other.StartServerAsync();
            try
            {
                await LogAsync(other, 0, 3);
                first.Kill(entireProcessTree: false);
                await LogAsync(other, 3, 3);
                await CaughtUpAsync(database);
                Assert.Equal(
                    "entries 6, rows 6",
                    await ScalarAsync<string>(
                        database,
                        """
                        select format('entries %s, rows %s', count(distinct p.place), count(h.place))
                        from ledger.place p
                        left join report.audit_history h on h.place = p.place and upper_inf(h.known_places)
                        where p.place > (select max(place) from ledger.place) - 6
                        """
                    )
                );
                (await other.RunAsync("replay")).Gives(ExitCode.Done);
            }
            finally
            {
                second.Kill(entireProcessTree: false);
            }
        }
        finally
        {
            first.Kill(entireProcessTree: false);
        }
    }

    private static async Task LogAsync(TheProgram program, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            (
                await program.RunAsync(
                    $"log segment QJK {1 + (number % 4)} --effective 2024-09-{10 + number} --body nhs-england --back-dated".Split(
                        ' '
                    )
                )
            ).Gives(ExitCode.Done);
        }
    }

    private static async Task CaughtUpAsync(DatabaseSettings database)
    {
        // A daemon that took entries up and does not come further is left alone for half a minute by the program itself.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (
            !await ScalarAsync<bool>(
                database,
                "select (select min(place) from report.state) = (select max(place) from ledger.place)"
            )
        )
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<T> ScalarAsync<T>(DatabaseSettings database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Owner + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
