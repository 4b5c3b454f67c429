using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Oversight.Desk;
using Oversight.Record;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Marten's daemon takes every entry into the report tables once, whoever writes and whoever dies.</summary>
public sealed class ReportDaemonTests(DatabaseServer databases) : IAsyncLifetime
{
    private static readonly string[] Streams = ["organisation-QOC", "organisation-QUA", "organisation-QNQ"];
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await databases.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Under_writers_of_every_sort_each_entry_is_taken_once_and_the_tables_say_what_the_folds_say()
    {
        await using var daemon = await RunningDaemon.StartAsync(database);
        await WriteInEveryWayAsync(rounds: 30);
        await daemon.CaughtUpAsync();
        await AssertExactAsync();
    }

    [Fact]
    public async Task Of_two_daemons_that_fight_one_takes_each_entry_and_the_other_takes_nothing_twice()
    {
        await using var one = await RunningDaemon.StartAsync(database);
        await using var other = await RunningDaemon.StartAsync(database);
        await WriteInEveryWayAsync(rounds: 15);
        await one.CaughtUpAsync();
        await AssertExactAsync();
    }

    [Fact]
    public async Task A_daemon_whose_connections_are_cut_and_one_that_follows_it_go_on_where_the_tables_are()
    {
        await using (var first = await RunningDaemon.StartAsync(database))
        {
            for (var round = 0; round < 5; round++)
            {
                await database.AppendAsync(TestDatabase.Request(Streams[0], round * 4, count: 4));
                await database.ExecuteAsync(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'oversight-marten' and datname = current_database()"
                );
            }

            await first.CaughtUpAsync();
        }

        await database.AppendAsync(TestDatabase.Request(Streams[1], 0, count: 7));
        await using var second = await RunningDaemon.StartAsync(database);
        await second.CaughtUpAsync();
        await AssertExactAsync();
    }

    // As the script of a version does whose folds say otherwise of what was recorded before.
    [Fact]
    public async Task Tables_that_begin_again_before_the_start_are_made_from_the_whole_record_though_nothing_is_recorded_then()
    {
        await using (var first = await RunningDaemon.StartAsync(database))
        {
            await database.AppendAsync(TestDatabase.Request(Streams[0], 0, count: 12));
            await first.CaughtUpAsync();
        }

        await database.ExecuteAsync("update report.organisation set name = 'As an earlier version said it'");
        await database.ExecuteAsync("select report.begin_again()");
        await using var second = await RunningDaemon.StartAsync(database);
        await second.CaughtUpAsync();
        await AssertExactAsync();
    }

    [Fact]
    public async Task What_this_version_cannot_read_is_taken_even_when_nothing_follows_it()
    {
        await using var daemon = await RunningDaemon.StartAsync(database);
        await database.AppendAsync(TestDatabase.Request(Streams[0], 0));
        await database.ProgramAsync(
            """
            insert into oversight.mt_streams (id, version) values ('organisation-R00', 1);
            insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name)
            values (nextval('oversight.mt_events_sequence'), gen_random_uuid(), 'organisation-R00', 1, '{}', 'of_a_newer_version', now(), 'u')
            """
        );
        await daemon.CaughtUpAsync();
        await AssertExactAsync();

        // Nobody else takes what the daemon will be told of, however far it is behind.
        var live = new LiveRecord(database.Store, database.Store, TimeProvider.System);
        await live.CatchUpAsync(TestContext.Current.CancellationToken);
        var last = live.Timelines.Place;
        Assert.True(PassedOverEntries.ArePassedOver(live.Timelines, last - 1, last));
        Assert.False(PassedOverEntries.ArePassedOver(live.Timelines, last - 2, last));
    }

    [Fact]
    public void What_the_daemon_took_up_is_left_to_it_until_the_tables_have_come_further_or_it_takes_too_long()
    {
        var page = new DaemonPage(After: 41, Since: 1_000);
        Assert.True(PassedOverEntries.IsAtWork(page, 41, 30_999));
        Assert.False(PassedOverEntries.IsAtWork(page, 41, 31_000));
        Assert.False(PassedOverEntries.IsAtWork(page, 60, 1_001));
        Assert.False(PassedOverEntries.IsAtWork(null, -1, 1_001));
    }

    [Fact]
    public async Task A_daemon_that_has_seen_all_asks_for_nothing_more_until_something_is_recorded()
    {
        await database.AppendAsync(TestDatabase.Request(Streams[0], 0));
        await using var daemon = await RunningDaemon.StartAsync(database);
        await daemon.CaughtUpAsync();
        // A number that no entry has, as after a decision that was taken back.
        await database.ProgramAsync("select nextval('oversight.mt_events_sequence')");

        var looks = new HashSet<string>();
        for (var until = Environment.TickCount64 + 3_000; Environment.TickCount64 < until; )
        {
            looks.UnionWith(
                await database.RowsAsync(
                    "select last_updated::text from oversight.mt_event_progression where name = 'HighWaterMark'"
                )
            );
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        // Looked at each time, it would be some dozen.
        Assert.InRange(looks.Count, 1, 4);
        await database.AppendAsync(TestDatabase.Request(Streams[0], 1));
        await daemon.CaughtUpAsync();
        await AssertExactAsync();
    }

    [Fact]
    public async Task A_page_that_somebody_else_took_before_it_was_kept_is_no_failure_of_the_daemon()
    {
        await database.AppendAsync(TestDatabase.Request(Streams[0], 0, count: 5));
        var reports = new Reports(database.Program);
        var live = new LiveRecord(database.Store, database.Store, TimeProvider.System);
        await live.CatchUpAsync(TestContext.Current.CancellationToken);
        await using var ledger = new LedgerDatabase(database.Settings.Program);
        await using var dataSource = LedgerStore.CreateDataSource(database.Settings.Program);
        using var store = DocumentStore.For(options => LedgerStore.Configure(options, dataSource));
        await using var session = store.LightweightSession();
        var events = await session.Events.QueryAllRawEvents().ToListAsync(TestContext.Current.CancellationToken);
        await new ReportProjection(() => live, reports, ledger.Webhooks).ApplyAsync(
            session,
            [.. events],
            TestContext.Current.CancellationToken
        );

        await reports.TakeAsync(live.Timelines, -1, live.Timelines.Place, TestContext.Current.CancellationToken);
        await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        await AssertExactAsync();
    }

    [Fact]
    public async Task Made_again_from_nothing_while_entries_arrive_the_tables_hold_the_same()
    {
        await using var daemon = await RunningDaemon.StartAsync(database);
        await database.AppendAsync(TestDatabase.Request(Streams[0], 0, count: 50));
        await daemon.CaughtUpAsync();
        var before = await RowsAsync();
        var live = new LiveRecord(database.Store, database.Store, TimeProvider.System);
        var writing = WriteInEveryWayAsync(rounds: 20, from: 50);
        do
        {
            // Pages that the daemon has under way are refused, and it begins again where the tables are.
            await live.CatchUpAsync(TestContext.Current.CancellationToken);
            Assert.InRange(await new Reports(database.Program).RebuildAsync(live, (_, _) => { }), 50, 1000);
        } while (!writing.IsCompleted);
        await writing;
        await daemon.CaughtUpAsync();
        await AssertExactAsync();
        Assert.Equal(before, (await RowsAsync()).Take(before.Count));
    }

    // Of this many appends of our own some are rolled back and some killed; plain sessions of Marten's, and numbers out of order, beside them.
    private async Task WriteInEveryWayAsync(int rounds, int from = 0)
    {
        await using var dataSource = LedgerStore.CreateDataSource(database.Settings.Program);
        using var plain = DocumentStore.For(options => LedgerStore.Configure(options, dataSource));
        await Task.WhenAll(
            Task.Run(async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    await database.AppendAsync(TestDatabase.Request(Streams[0], from + round));
                }
            }),
            Task.Run(async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    await using var connection = await database.Program.OpenConnectionAsync();
                    await using var transaction = await connection.BeginTransactionAsync();
                    await using var command = connection.CreateCommand();
                    command.CommandText = OneOrder.SlowAppend;
                    command.Parameters.AddWithValue("stream", $"organisation-R{round:00}");
                    await command.ExecuteNonQueryAsync();
                    if (round % 3 == 2)
                    {
                        await database.ExecuteAsync($"select pg_terminate_backend({connection.ProcessID})");
                    }
                    else if (round % 3 == 1)
                    {
                        await transaction.RollbackAsync();
                    }
                    else
                    {
                        await transaction.CommitAsync();
                    }
                }
            }),
            Task.Run(async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    try
                    {
                        await using var session = plain.LightweightSession();
                        session.LastModifiedBy = "user-1";
                        session.Events.Append(Streams[2], TestDatabase.Entry().Content);
                        await session.SaveChangesAsync();
                    }
                    catch (Exception error) when (Refusal.CauseOf<PostgresException>(error) is not null)
                    {
                        // It drew its number before the lock, and another was first.
                    }
                }
            }),
            Task.Run(async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    await Assert.ThrowsAnyAsync<NpgsqlException>(() =>
                        database.ProgramAsync(
                            """
                            insert into oversight.mt_streams (id, version) values ('organisation-FAR', 1);
                            insert into oversight.mt_events (data, type, seq_id, id, stream_id, version, timestamp, user_name)
                            values ('{}', 'a', 1000000, gen_random_uuid(), 'organisation-FAR', 1, now(), 'u')
                            """
                        )
                    );
                }
            })
        );
    }

    private async Task AssertExactAsync()
    {
        Assert.Equal(
            [],
            await database.RowsAsync(
                """
                select format('place %s, %s rows', coalesce(p.place, h.place), h.count)
                from ledger.place p
                full join (select place, count(*) from report.audit_history where upper_inf(known_places) group by place) h using (place)
                where h.count is distinct from 1
                """
            )
        );
        var live = new LiveRecord(database.Store, database.Store, TimeProvider.System);
        await live.CatchUpAsync(TestContext.Current.CancellationToken);
        var reports = new Reports(database.Program);
        foreach (var place in new[] { live.Timelines.Place / 3, live.Timelines.Place })
        {
            foreach (var day in new[] { new DateOnly(2024, 4, 30), new DateOnly(2024, 5, 1), new DateOnly(2026, 1, 1) })
            {
                Assert.Equal([], await reports.DifferencesAsync(live.Timelines.At(place), day));
            }
        }
    }

    private Task<List<string>> RowsAsync() =>
        database.RowsAsync("select h::text from report.audit_history h where place < 50 order by place, h::text");

    /// <summary>A host with a daemon that runs the projection, and starts it again where it was stopped by an error, as a server does.</summary>
    private sealed class RunningDaemon : IAsyncDisposable
    {
        private readonly TestDatabase database;
        private readonly LedgerDatabase ledger;
        private readonly NpgsqlDataSource dataSource;
        private readonly IHost host;

        private RunningDaemon(TestDatabase database)
        {
            this.database = database;
            ledger = new LedgerDatabase(database.Settings.Program);
            dataSource = LedgerStore.CreateDataSource(database.Settings.Program);
            var live = new LiveRecord(ledger.Store, ledger.Store, TimeProvider.System);
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder
                .Services.AddMarten(options =>
                {
                    LedgerStore.Configure(options, dataSource);
                    options.Projections.Add(
                        new ReportProjection(() => live, ledger.Reports, ledger.Webhooks),
                        ProjectionLifecycle.Async,
                        "report"
                    );
                })
                // Each thinks that it is the only one: nothing but the database keeps two apart.
                .AddAsyncDaemon(DaemonMode.Solo);
            builder.Services.AddHostedService(_ => new PassedOverEntries(
                () => live,
                ledger.Reports,
                NullLogger<PassedOverEntries>.Instance
            ));
            host = builder.Build();
        }

        public static async Task<RunningDaemon> StartAsync(TestDatabase database)
        {
            var running = new RunningDaemon(database);
            await running.host.StartAsync();
            return running;
        }

        public async Task CaughtUpAsync()
        {
            // Longer than the program itself waits for a daemon that took entries up and does not come further.
            var until = Environment.TickCount64 + 2 * (long)PassedOverEntries.LongestPage.TotalMilliseconds;
            while (true)
            {
                var last = await database.Store.LastPlaceAsync();
                var seen = await ledger.Reports.SeenAsync(CancellationToken.None);
                if (seen.Place == last)
                {
                    return;
                }

                Assert.True(
                    Environment.TickCount64 < until,
                    $"The tables are at {seen}, the record at {last}; the daemon took up {ledger.Reports.TakenUp} at {Environment.TickCount64}."
                );
                await Task.Delay(20);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
            await dataSource.DisposeAsync();
            await ledger.DisposeAsync();
        }
    }
}
