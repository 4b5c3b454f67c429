using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Npgsql;
using Oversight.TestServer;

namespace Oversight.Web.Tests;

public sealed class HealthTests(Site site, DatabaseServer databases) : IClassFixture<Site>
{
    [Fact]
    public async Task Health_and_metrics_say_how_far_the_report_tables_are_behind()
    {
        var receipt = await site.PostAsync(
            "/api/organisations/QH8/segment",
            Bodies.Segment(2),
            await site.VersionOfAsync("QH8")
        );
        var place = long.Parse(receipt.Is(HttpStatusCode.Created).Header("Oversight-Place")!);
        var patience = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reports = (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Json.GetProperty("reports");
            if (reports.GetProperty("behind").GetInt64() == 0 && reports.GetProperty("place").GetInt64() >= place)
            {
                Assert.Equal(0, reports.GetProperty("seconds").GetInt64());
                break;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(20), reports.ToString());
            await Task.Delay(50);
        }

        var told = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Oversight")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => told[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(["oversight.report.behind", "oversight.report.lag"], told.Keys.Order());
    }

    [Fact]
    public async Task It_is_ready_with_the_place_and_not_while_the_database_is_away()
    {
        var last = await site.Record.Store.LastPlaceAsync();
        var ready = (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("ready", ready.GetProperty("status").GetString());
        Assert.Equal(last, ready.GetProperty("place").GetInt64());

        var (began, before) = (TimeProvider.System.GetUtcNow(), new Dictionary<string, string>());
        (
            await site.PostAsync("/api/organisations/QH8/segment", Bodies.Segment(1), await site.VersionOfAsync("QH8"))
        ).Is(HttpStatusCode.Created);
        var earlier = (await site.GetAsync("/api/organisations/QH8/history"))
            .Json.GetProperty("entries")[0]
            .GetProperty("recorded")
            .GetString();
        foreach (
            var path in new[]
            {
                "/api/organisations?on=2024-03-31",
                "/api/organisations/QYG?on=2024-03-31",
                $"/api/organisations/QH8?on=2024-12-31&known={earlier}",
                "/api/registers/organisations?on=2024-03-31",
                "/api/registers/organisations?on=2024-03-31&format=csv",
                "/",
                "/organisations/QYG",
                "/registers/history",
                "/questions/R4",
                "/recoveries",
            }
        )
        {
            var reply = (await site.GetAsync(path, token: site.Token)).Is(HttpStatusCode.OK);
            Assert.False(reply.Headers.Contains("Oversight-Last-Contact"));
            before[path] = reply.Text;
        }

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

            // What is in memory is still answered, and said to be as of the last contact.
            foreach (var (path, answered) in before)
            {
                var read = (await site.GetAsync(path, token: site.Token)).Is(HttpStatusCode.OK);
                var contact = read.Header("Oversight-Last-Contact");
                Assert.InRange(DateTimeOffset.Parse(contact, null), began, TimeProvider.System.GetUtcNow());
                if (read.Type == "application/json")
                {
                    Assert.Equal(contact, read.Json.GetProperty("lastContact").GetString());
                    Assert.Equal(
                        answered,
                        read.Text.Replace($"\"lastContact\":\"{contact}\",", "", StringComparison.Ordinal)
                    );
                }
                else if (read.Type == "text/html")
                {
                    Assert.Contains("As of the last contact", read.Text, StringComparison.Ordinal);
                }
            }

            // Who decided cannot be looked up: that is said, and not that no name is kept.
            var named = (await site.GetAsync("/api/organisations/QH8/history", token: site.Token))
                .Is(HttpStatusCode.OK)
                .Json;
            Assert.Contains("cannot be read", named.GetProperty("people").GetRawText(), StringComparison.Ordinal);
            // Nobody else signs in meanwhile, and what may have been recorded since is not guessed.
            var unknown = (await site.GetAsync("/api/organisations", token: "somebody")).Is(
                HttpStatusCode.ServiceUnavailable
            );
            Assert.Equal("database-unreachable", unknown.Problem);
            Assert.NotEmpty(unknown.Header("Retry-After"));
            Assert.Matches("^[0-9a-f]{32}$", unknown.Json.GetProperty("traceId").GetString());
            Assert.DoesNotContain(site.DatabaseName, unknown.Text, StringComparison.Ordinal);
            var later =
                $"/api/organisations?known={Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O"))}";
            Assert.Equal(
                "database-unreachable",
                (await site.GetAsync(later)).Is(HttpStatusCode.ServiceUnavailable).Problem
            );
            var page = (await site.GetAsync("/")).Is(HttpStatusCode.OK);
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
    public async Task A_database_that_says_nothing_is_waited_for_once_and_what_is_in_memory_is_answered()
    {
        (await site.GetAsync("/api/organisations")).Is(HttpStatusCode.OK);
        await using (var connection = new NpgsqlConnection(OwnerOfSite()))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("lock table ledger.place in access exclusive mode", connection);
            await command.ExecuteNonQueryAsync();
            var waiting = Stopwatch.StartNew();
            for (var i = 0; i < 5; i++)
            {
                var read = (await site.GetAsync("/api/organisations")).Is(HttpStatusCode.OK);
                Assert.NotEmpty(read.Header("Oversight-Last-Contact"));
            }

            Assert.InRange(waiting.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(12));
        }

        (
            await site.PostAsync("/api/organisations/QNQ/segment", Bodies.Segment(2), await site.VersionOfAsync("QNQ"))
        ).Is(HttpStatusCode.Created);
        Assert.False((await site.GetAsync("/api/organisations")).Headers.Contains("Oversight-Last-Contact"));
    }

    [Fact]
    public async Task It_names_the_session_that_holds_the_records_lock()
    {
        await using var connection = new NpgsqlConnection(OwnerOfSite());
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
            said = ready.TryGetProperty("warnings", out var warnings)
                ? warnings
                    .EnumerateArray()
                    .Select(warning => warning.GetString()!)
                    .FirstOrDefault(w => w.Contains("Session", StringComparison.Ordinal))
                    ?? ""
                : "";
        }

        Assert.Contains($"Session {connection.ProcessID} (idle hands", said, StringComparison.Ordinal);
        Assert.Contains($"pg_terminate_backend({connection.ProcessID})", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_report_tables_it_is_told_nothing_of_them_and_goes_on()
    {
        await using var connection = new NpgsqlConnection(OwnerOfSite());
        await connection.OpenAsync();
        async Task RenameAsync(string from, string to)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"""
                alter event trigger oversight_ddl disable;
                alter schema {from} rename to {to};
                alter event trigger oversight_ddl enable always;
                """;
            await command.ExecuteNonQueryAsync();
        }

        await RenameAsync("report", "report_elsewhere");
        try
        {
            var ready = (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Json;
            Assert.False(ready.TryGetProperty("reports", out _));
            // What looks after them fails now, twice, and ends nothing.
            await Task.Delay(TimeSpan.FromSeconds(5));
            (await site.GetAsync("/api/organisations")).Is(HttpStatusCode.OK);
        }
        finally
        {
            await RenameAsync("report_elsewhere", "report");
        }

        var again = (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Json;
        Assert.True(again.TryGetProperty("reports", out _));
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

    [Fact]
    public async Task It_waits_for_a_connection_of_its_own_while_others_hold_every_other()
    {
        await using var connection = new NpgsqlConnection(OwnerOfSite());
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("lock table ledger.place in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        await LimitAsync(0);
        try
        {
            // Each takes a connection of the process and keeps it, until there is none.
            var busy = Enumerable.Range(0, 20).Select(_ => site.Record.Store.LastPlaceAsync()).ToList();
            var refused = await Assert.ThrowsAsync<PostgresException>(async () => await await Task.WhenAny(busy));
            Assert.Equal(PostgresErrorCodes.TooManyConnections, refused.SqlState);
            var asked = site.GetAsync("/health/ready");
            Assert.NotSame(asked, await Task.WhenAny(asked, Task.Delay(500)));

            await transaction.RollbackAsync();
            (await asked).Is(HttpStatusCode.OK);
            await ((Task)Task.WhenAll(busy)).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
            );
        }
        finally
        {
            await LimitAsync(-1);
        }
    }

    private string OwnerOfSite() =>
        new NpgsqlConnectionStringBuilder(databases.Owner)
        {
            Database = site.DatabaseName,
            ApplicationName = "idle hands",
            Pooling = false,
        }.ConnectionString;

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
