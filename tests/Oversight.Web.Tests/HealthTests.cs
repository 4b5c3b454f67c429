using System.Net;
using Npgsql;
using Oversight.TestServer;

namespace Oversight.Web.Tests;

public sealed class HealthTests(Site site, DatabaseServer databases) : IClassFixture<Site>
{
    [Fact]
    public async Task It_is_ready_with_the_place_and_not_while_the_database_is_away()
    {
        var last = await site.Record.Store.LastPlaceAsync();
        var ready = (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("ready", ready.GetProperty("status").GetString());
        Assert.Equal(last, ready.GetProperty("place").GetInt64());

        await AdmitAsync(false);
        try
        {
            var away = (await site.GetAsync("/health/ready")).Is(HttpStatusCode.ServiceUnavailable).Json;
            Assert.Equal("not-ready", away.GetProperty("status").GetString());
            Assert.NotEmpty(away.GetProperty("reason").GetString()!);
            Assert.Equal(
                "live",
                (await site.GetAsync("/health/live")).Is(HttpStatusCode.OK).Json.GetProperty("status").GetString()
            );

            var read = (await site.GetAsync("/api/organisations")).Is(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("database-unreachable", read.Problem);
            Assert.NotEmpty(read.Header("Retry-After"));
            Assert.Matches("^[0-9a-f]{32}$", read.Json.GetProperty("traceId").GetString());
            Assert.DoesNotContain(site.DatabaseName, read.Text, StringComparison.Ordinal);
            var page = (await site.GetAsync("/")).Is(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("text/html", page.Type);
            var write = await site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(2), 2);
            Assert.Equal("database-unreachable", write.Is(HttpStatusCode.ServiceUnavailable).Problem);
        }
        finally
        {
            await AdmitAsync(true);
        }

        (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK);
        (await site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(2), 2)).Is(HttpStatusCode.Created);
        var errors = (await site.LogAsync())
            .Text.Split('\n')
            .Where(line =>
                line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal)
                && line.Contains("A request failed", StringComparison.Ordinal)
            );
        Assert.Equal(3, errors.Count());
    }

    [Fact]
    public async Task It_names_the_session_that_holds_the_records_lock()
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(databases.Owner)
            {
                Database = site.DatabaseName,
                ApplicationName = "idle hands",
                Pooling = false,
            }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select pg_advisory_lock(ledger.record_lock()), pg_backend_pid()";
        await using (var reader = await command.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
        }

        var said = "";
        for (var tries = 0; tries < 60 && said.Length == 0; tries++)
        {
            await Task.Delay(100);
            var ready = (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Json;
            said = ready.TryGetProperty("warnings", out var warnings) ? warnings[0].GetString()! : "";
        }

        Assert.Contains($"Session {connection.ProcessID} (idle hands", said, StringComparison.Ordinal);
        Assert.Contains($"pg_terminate_backend({connection.ProcessID})", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_ready_while_others_hold_every_other_connection()
    {
        (await site.GetAsync("/api/organisations")).Is(HttpStatusCode.OK);
        await LimitAsync(0);
        try
        {
            // No new connection, as when all are taken; those that answer are there.
            (await site.GetAsync("/api/organisations")).Is(HttpStatusCode.OK);
            (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK);
        }
        finally
        {
            await LimitAsync(-1);
        }
    }

    private async Task LimitAsync(int connections)
    {
        await using var connection = new NpgsqlConnection(databases.Owner);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"alter database {site.DatabaseName} connection limit {connections}";
        await command.ExecuteNonQueryAsync();
    }

    private async Task AdmitAsync(bool admitted)
    {
        await using var connection = new NpgsqlConnection(databases.Owner);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            alter database {site.DatabaseName} with allow_connections {admitted};
            select pg_terminate_backend(pid) from pg_stat_activity where datname = '{site.DatabaseName}';
            """;
        await command.ExecuteNonQueryAsync();
    }
}
