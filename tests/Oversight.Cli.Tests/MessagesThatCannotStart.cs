using System.Net;
using Npgsql;
using Oversight.Cli.Tests.Witnessing;
using Oversight.TestServer;

namespace Oversight.Cli.Tests;

/// <summary>The database ends a session of the program at the moment when what carries messages on makes itself known there.</summary>
public sealed class MessagesThatCannotStart(DatabaseServer server)
{
    [Fact]
    public async Task The_program_starts_again_where_it_was()
    {
        var database = await server.CreateLoadedAsync();
        using var folder = new TemporaryFolder();
        await using var connection = new NpgsqlConnection($"{database.Owner};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await RunAsync<object>("begin; lock table wolverine.wolverine_nodes in access exclusive mode");
        var (process, address, _) = await new TheProgram(folder, database).StartServerAsync();
        try
        {
            await ServedRecord.UntilAsync(
                () =>
                    RunAsync<long>(
                        """
                        select count(pg_terminate_backend(pid)) from pg_locks
                        where relation = 'wolverine.wolverine_nodes'::regclass and not granted
                        """
                    ),
                ended => ended > 0
            );
            await RunAsync<object>("commit");
            await ServedRecord.UntilAsync(
                () => RunAsync<long>("select count(*) from wolverine.wolverine_nodes"),
                nodes => nodes > 0
            );
            Assert.False(process.HasExited);
            using var client = new HttpClient { BaseAddress = address };
            using var answer = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        finally
        {
            process.Kill(entireProcessTree: false);
        }

        async Task<T?> RunAsync<T>(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (T?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
    }
}
