using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Many writers, and writers that stall, fail or die: one order all the same.</summary>
public sealed class OneOrder(DatabaseServer databases) : IAsyncLifetime
{
    /// <summary>An append by hand inside a transaction, as a slow program would do it.</summary>
    internal const string SlowAppend = """
        insert into oversight.mt_streams (id, version) values (@stream, 1);
        insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name)
        values (nextval('oversight.mt_events_sequence'), gen_random_uuid(), @stream, 1, '{}', 'segment_assigned', '1999-01-01', 'slow')
        """;

    private TestDatabase database = null!;

    private RecordStore Store => database.Store;

    public async ValueTask InitializeAsync() => database = await databases.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Writers_that_interleave_roll_back_and_fail_leave_no_gap_and_readers_skip_nothing()
    {
        using var stop = new CancellationTokenSource();
        var read = new List<StoredEntry>();
        var reading = Task.Run(async () =>
        {
            while (true)
            {
                var stopped = stop.IsCancellationRequested;
                var more = await Store.ReadAfterAsync(read.Count - 1, 50);
                read.AddRange(more);
                if (stopped && more.Count == 0)
                {
                    return;
                }
            }
        });

        var receipts = new ConcurrentBag<ReceiptLine>();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(() => WriteAsync(writer, receipts))));
        await stop.CancelAsync();
        await reading;

        // Of the entries written by hand, each of twelve writers committed 20.
        var expected = receipts.Count + (12 * 20);
        await database.AssertInOrderAsync(expected);
        Assert.Equal(Enumerable.Range(0, expected).Select(place => (long)place), read.Select(entry => entry.Place));
        Assert.True(read.Zip(read.Skip(1)).All(pair => pair.First.Recorded < pair.Second.Recorded));
        Assert.All(receipts, line => Assert.Equal(line.Id, read[(int)line.Place].Id));
    }

    private async Task WriteAsync(int writer, ConcurrentBag<ReceiptLine> receipts)
    {
        for (var round = 0; round < 20 * 3; round++)
        {
            var stream = $"stream-{writer}-{round}";
            switch (round % 3)
            {
                case 0:
                    foreach (
                        var line in (
                            await database.AppendAsync(TestDatabase.Request(stream, 0, count: 1 + (round % 4)))
                        ).Entries
                    )
                    {
                        receipts.Add(line);
                    }
                    break;
                case 1:
                    await using (var held = await HeldOpenAsync(stream))
                    {
                        await Task.Delay(round % 5);
                        await held.Transaction.CommitAsync();
                    }
                    break;
                default:
                    await using (var held = await HeldOpenAsync(stream))
                    {
                        await held.Transaction.RollbackAsync();
                    }
                    await Assert.ThrowsAsync<VersionConflictException>(() =>
                        database.AppendAsync(TestDatabase.Request(stream, 7))
                    );
                    break;
            }
        }
    }

    [Fact]
    public async Task A_writer_that_is_killed_while_it_holds_the_record_leaves_nothing_and_lets_the_next_one_in()
    {
        await using var held = await HeldOpenAsync("s-1");
        var waiting = database.AppendAsync(TestDatabase.Request("s-2", 0));
        await WaitUntilSomebodyWaitsAsync();
        await database.ExecuteAsync($"select pg_terminate_backend({held.Connection.ProcessID})");
        var line = Assert.Single((await waiting).Entries);
        Assert.Equal(0, line.Place);
        await database.AssertInOrderAsync(1);
    }

    [Fact]
    public async Task A_client_that_is_killed_with_its_transaction_open_leaves_nothing()
    {
        var settings = new NpgsqlConnectionStringBuilder(database.Settings.Program);
        // A client process of its own, which locks, writes, and is killed as it waits.
        var psql = Directory.GetFiles("/usr/lib/postgresql", "psql", SearchOption.AllDirectories).Max()!;
        using var client = Process.Start(
            new ProcessStartInfo(
                psql,
                [
                    "-X",
                    "-q",
                    "-h",
                    settings.Host!,
                    "-p",
                    $"{settings.Port}",
                    "-U",
                    settings.Username!,
                    settings.Database!,
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PGPASSWORD"] = settings.Password },
            }
        )!;
        await client.StandardInput.WriteLineAsync(
            "begin; " + SlowAppend.Replace("@stream", "'s-1'", StringComparison.Ordinal) + "; select 'written';"
        );
        await client.StandardInput.FlushAsync();
        string? said;
        do
        {
            said = await client.StandardOutput.ReadLineAsync();
        } while (said is not null && !said.Contains("written", StringComparison.Ordinal));
        Assert.NotNull(said);

        var waiting = database.AppendAsync(TestDatabase.Request("s-1", 0));
        await WaitUntilSomebodyWaitsAsync();
        client.Kill();
        Assert.Equal(0, Assert.Single((await waiting).Entries).Place);
        await database.AssertInOrderAsync(1);
    }

    [Fact]
    public async Task Waiting_for_a_stalled_writer_ends_with_a_clear_error_and_nothing_is_stored()
    {
        await using var impatient = new LedgerDatabase(database.Settings.Program + ";Options=-c lock_timeout=150ms");
        await using (var held = await HeldOpenAsync("s-1"))
        {
            var error = await Assert.ThrowsAsync<RecordBusyException>(() =>
                impatient.AppendAsync(TestDatabase.Request("s-2", 0))
            );
            Assert.Contains("try again", error.Message);
            var now = await NowAsync();
            await Assert.ThrowsAsync<RecordBusyException>(() => impatient.Store.PlaceKnownAtAsync(now));
            await held.Transaction.CommitAsync();
        }
        await impatient.AppendAsync(TestDatabase.Request("s-2", 0));
        await database.AssertInOrderAsync(2);
    }

    [Fact]
    public async Task A_writer_that_idles_is_thrown_out_and_its_entries_with_it()
    {
        var settings =
            database.Settings.Program + ";Pooling=false;Options=-c idle_in_transaction_session_timeout=200ms";
        await using var connection = new NpgsqlConnection(settings);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await SlowAppendAsync(connection, "s-1");
        // Waits for it, for as long as it may idle.
        Assert.Equal(0, Assert.Single((await database.AppendAsync(TestDatabase.Request("s-2", 0))).Entries).Place);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync());
        await database.AssertInOrderAsync(1);
    }

    [Fact]
    public async Task The_time_recorded_is_the_databases_and_moves_on_even_when_its_clock_does_not()
    {
        await using (var held = await HeldOpenAsync("s-1"))
        {
            await held.Transaction.CommitAsync();
        }
        var entry = Assert.Single(await Store.ReadAfterAsync(-1, 10));
        Assert.NotEqual(1999, entry.Recorded.Year);

        // A superuser moves the last entry into the future, as if the clock had been set back since.
        await database.ExecuteAsync(
            """
            begin;
            alter event trigger oversight_ddl disable;
            alter table ledger.place disable trigger all;
            update ledger.place set recorded = '2999-01-01T00:00:00.5Z';
            alter table ledger.place enable always trigger refuse_change;
            alter event trigger oversight_ddl enable always;
            commit
            """
        );
        var receipt = await database.AppendAsync(TestDatabase.Request("s-2", 0, count: 2));
        var future = new DateTimeOffset(2999, 1, 1, 0, 0, 0, 500, TimeSpan.Zero);
        Assert.Equal(
            [future.AddMicroseconds(1), future.AddMicroseconds(2)],
            receipt.Entries.Select(line => line.Recorded)
        );
    }

    [Theory]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task Other_isolation_levels_are_refused(string level)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ExecuteAsync(
                $"begin isolation level {level}; insert into oversight.mt_streams (id, version) values ('s-1', 1); commit"
            )
        );
        Assert.Equal("OV003", error.SqlState);
        error = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ExecuteAsync(
                $"begin isolation level {level}; select ledger.place_known_at(now() - interval '1 s'); commit"
            )
        );
        Assert.Equal("OV003", error.SqlState);
    }

    [Fact]
    public async Task Eight_writers_on_one_stream_win_each_version_once()
    {
        var wins = new ConcurrentBag<long>();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var version = 0; version < 40; version++)
                        {
                            try
                            {
                                var receipt = await database.AppendAsync(TestDatabase.Request("s-1", version));
                                wins.Add(Assert.Single(receipt.Entries).Version);
                            }
                            catch (VersionConflictException conflict)
                            {
                                Assert.True(conflict.Actual > conflict.Expected);
                            }
                        }
                    })
                )
        );
        Assert.Equal(Enumerable.Range(1, 40).Select(version => (long)version), wins.Order());
        await database.AssertInOrderAsync(40);
    }

    [Fact]
    public async Task Writers_of_the_same_streams_in_opposite_orders_do_not_deadlock()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var round = 0; round < 15; )
                        {
                            var known = await Store.ReadAfterAsync(-1, 10_000);
                            StreamAppend[] streams =
                            [
                                new("a-1", known.Count(entry => entry.Stream == "a-1"), [TestDatabase.Entry()]),
                                new("b-1", known.Count(entry => entry.Stream == "b-1"), [TestDatabase.Entry()]),
                            ];
                            if (writer % 2 == 1)
                            {
                                Array.Reverse(streams);
                            }
                            try
                            {
                                await database.AppendAsync(new AppendRequest(streams, $"user-{writer}"));
                                round++;
                            }
                            catch (VersionConflictException)
                            {
                                // Somebody was faster.
                            }
                        }
                    })
                )
        );
        await database.AssertInOrderAsync(8 * 15 * 2);
    }

    [Fact]
    public async Task Sixteen_callers_with_one_key_record_once_and_get_one_receipt()
    {
        var receipts = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    Task.Run(() =>
                        database.AppendAsync(
                            TestDatabase.Request("s-1", 0, count: 3) with
                            {
                                Idempotency = new Idempotency("key", [7]),
                            }
                        )
                    )
                )
        );
        Assert.Single(receipts, receipt => !receipt.Repeated);
        Assert.All(receipts, receipt => Assert.Equal(receipts[0].Entries, receipt.Entries));
        await database.AssertInOrderAsync(3);
    }

    [Fact]
    public async Task Killed_during_the_append_and_sent_again_with_the_same_key_it_is_recorded_once()
    {
        // Two ways to lose the connection: the server never answers although it has stored, or it is ended at any moment.
        await using var proxy = RoundTripProxy.Start(database.Settings.Program);
        var random = new Random(20240331);
        var unknown = 0;
        var repeated = 0;
        for (var number = 0; number < 60; number++)
        {
            var idempotency = new Idempotency($"key-{number}", [1]);
            Receipt? receipt = null;
            for (var attempt = 0; receipt is null; attempt++)
            {
                // A connection that works, until it is cut.
                await using var fragile = new LedgerDatabase(proxy.ConnectionString);
                await fragile.Store.LastPlaceAsync();
                // The second answer is the commit's.
                proxy.CutAfter(attempt == 0 && number % 2 == 0 ? 1 : null);
                var killing = attempt == 0 && number % 2 == 1 ? KillSoonAsync(random.Next(0, 8)) : Task.CompletedTask;
                try
                {
                    receipt = await fragile.AppendAsync(
                        TestDatabase.Request($"s-{number}", 0, count: 40) with
                        {
                            Idempotency = idempotency,
                        }
                    );
                }
                catch (AppendOutcomeUnknownException)
                {
                    unknown++;
                }
                catch (NpgsqlException)
                {
                    // Ended before anything was sent: nothing was stored.
                    Assert.Equal(
                        0,
                        await database.ScalarAsync<long>(
                            $"select count(*) from oversight.mt_events where stream_id = 's-{number}'"
                        )
                    );
                }
                finally
                {
                    proxy.CutAfter(null);
                    await killing;
                }
            }
            repeated += receipt.Repeated ? 1 : 0;
            Assert.Equal(40, receipt.Entries.Count);
        }
        Assert.True(unknown >= 30, $"{unknown} outcomes unknown");
        Assert.True(repeated >= 30, $"{repeated} receipts repeated");
        await database.AssertInOrderAsync(60 * 40);
    }

    private async Task KillSoonAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        await database.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'oversight_app' and datname = current_database()"
        );
    }

    [Fact]
    public async Task As_known_at_waits_for_a_writer_in_flight_and_never_changes_afterwards()
    {
        await database.AppendAsync(TestDatabase.Request("s-0", 0));
        await using var held = await HeldOpenAsync("s-1");
        var known = await NowAsync();
        var asking = Store.PlaceKnownAtAsync(known);
        await WaitUntilSomebodyWaitsAsync();
        Assert.False(asking.IsCompleted);
        await held.Transaction.CommitAsync();
        // The entry in flight was recorded before the instant asked about.
        Assert.Equal(1, await asking);
        await database.AppendAsync(TestDatabase.Request("s-2", 0));
        Assert.Equal(1, await Store.PlaceKnownAtAsync(known));
        Assert.Equal(2, await Store.PlaceKnownAtAsync(await NowAsync()));
    }

    [Fact]
    public async Task As_known_at_does_not_wait_when_a_later_entry_shows_that_the_answer_is_final()
    {
        await database.AppendAsync(TestDatabase.Request("s-0", 0));
        var known = await NowAsync();
        await database.AppendAsync(TestDatabase.Request("s-1", 0));
        await using var held = await HeldOpenAsync("s-2");
        Assert.Equal(0, await Store.PlaceKnownAtAsync(known));
        await held.Transaction.RollbackAsync();
    }

    [Fact]
    public async Task As_known_at_the_instant_of_an_entry_includes_it_and_the_microsecond_before_does_not()
    {
        Assert.Equal(-1, await Store.PlaceKnownAtAsync(await NowAsync()));
        Assert.Equal(-1, await Store.PlaceKnownAtAsync(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        var receipt = await database.AppendAsync(TestDatabase.Request("s-1", 0, count: 3));
        for (var round = 0; round < 2; round++)
        {
            foreach (var line in receipt.Entries)
            {
                Assert.Equal(line.Place, await Store.PlaceKnownAtAsync(line.Recorded));
                Assert.Equal(line.Place, await Store.PlaceKnownAtAsync(line.Recorded.AddTicks(9)));
                Assert.Equal(line.Place - 1, await Store.PlaceKnownAtAsync(line.Recorded.AddTicks(-1)));
            }
            await database.AppendAsync(TestDatabase.Request("s-1", 3 + round));
        }
    }

    [Fact]
    public async Task As_known_in_the_future_is_refused()
    {
        var future = (await NowAsync()).AddMinutes(1);
        var error = await Assert.ThrowsAsync<FutureInstantException>(() => Store.PlaceKnownAtAsync(future));
        Assert.Equal(future, error.Known);
    }

    [Fact]
    public async Task What_was_answered_as_known_stays_so_when_the_clock_steps_back_and_a_question_holds_nothing_that_lasts()
    {
        await database.AppendAsync(TestDatabase.Request("s-1", 0));
        // As if "as known at" had been answered at a time that the clock has not reached again.
        await AnsweredAsync("0.9 s");
        var answered = await database.ScalarAsync<DateTime>(
            "select 'epoch'::timestamptz + last_value * interval '1 microsecond' from ledger.known_until"
        );
        var line = Assert.Single((await database.AppendAsync(TestDatabase.Request("s-2", 0))).Entries);
        Assert.True(line.Recorded.UtcDateTime > answered, $"{line.Recorded:O} {answered:O}");

        // Under a clock that was ahead by more than a step, nothing of it stays: neither for what is recorded nor for who asks next.
        foreach (var ahead in new[] { "10 s", "1 h", "20 y" })
        {
            await AnsweredAsync(ahead);
            var after = Assert.Single(
                (await database.AppendAsync(TestDatabase.Request($"s-{ahead.Replace(' ', '-')}", 0))).Entries
            );
            Assert.InRange(after.Recorded, line.Recorded, (await NowAsync()).AddSeconds(5));
            Assert.Equal(after.Place, await Store.PlaceKnownAtAsync(after.Recorded));
        }

        // And an answer by the clock is noted.
        await using var second = await databases.CreateAsync();
        await second.ExecuteAsync(
            "select setval('ledger.known_until', (extract(epoch from now() + interval '1 h') * 1000000)::bigint)"
        );
        var known = await NowAsync();
        await second.Store.PlaceKnownAtAsync(known);
        Assert.Equal(known.UtcDateTime, await second.ScalarAsync<DateTime>("select ledger.known_until()"));

        Task AnsweredAsync(string ahead) =>
            database.ExecuteAsync(
                $"select setval('ledger.known_until', (extract(epoch from now() + interval '{ahead}') * 1000000)::bigint)"
            );
    }

    [Fact]
    public async Task A_clock_that_is_years_ahead_is_refused_and_nothing_of_it_is_kept()
    {
        await using var jumped = await databases.CreateAsync();
        await jumped.AppendAsync(TestDatabase.Request("s-1", 0));
        // The same as a clock twenty years ahead: the last entry twenty years ago.
        await jumped.ExecuteAsync(
            """
            begin;
            alter event trigger oversight_ddl disable;
            alter table ledger.place disable trigger refuse_change;
            update ledger.place set recorded = recorded - interval '20 years';
            alter table ledger.place enable always trigger refuse_change;
            alter event trigger oversight_ddl enable always;
            commit
            """
        );
        var known = await jumped.ScalarAsync<long>("select last_value from ledger.known_until");

        await Assert.ThrowsAsync<ClockJumpedException>(() => jumped.AppendAsync(TestDatabase.Request("s-2", 0)));
        var refused = await Assert.ThrowsAsync<ClockJumpedException>(() =>
            jumped.Store.PlaceKnownAtAsync(TimeProvider.System.GetUtcNow().AddSeconds(-1))
        );
        Assert.Contains("more than five years after", refused.Message, StringComparison.Ordinal);
        Assert.Equal(known, await jumped.ScalarAsync<long>("select last_value from ledger.known_until"));
        Assert.Equal(0, await jumped.Store.PlaceKnownAtAsync(TimeProvider.System.GetUtcNow().AddYears(-20)));
        Assert.Equal(-1, await jumped.Store.PlaceKnownAtAsync(TimeProvider.System.GetUtcNow().AddYears(-21)));

        // It was right after all.
        await jumped.ProgramAsync("set local oversight.clock_is_right = 'yes'; select ledger.place_known_at(now())");
    }

    [Fact]
    public async Task What_was_recorded_under_a_clock_that_was_set_back_since_can_be_asked_for()
    {
        await using var ahead = await databases.CreateAsync();
        await ahead.AppendAsync(TestDatabase.Request("s-1", 0));
        // The same as a clock that was a year ahead.
        await ahead.ExecuteAsync(
            """
            begin;
            alter event trigger oversight_ddl disable;
            alter table ledger.place disable trigger refuse_change;
            update ledger.place set recorded = recorded + interval '1 year';
            alter table ledger.place enable always trigger refuse_change;
            alter event trigger oversight_ddl enable always;
            commit
            """
        );
        var line = Assert.Single((await ahead.AppendAsync(TestDatabase.Request("s-2", 0))).Entries);

        Assert.Equal(1, await ahead.Store.PlaceKnownAtAsync(line.Recorded));
        await Assert.ThrowsAsync<FutureInstantException>(() =>
            ahead.Store.PlaceKnownAtAsync(line.Recorded.AddMicroseconds(1))
        );
    }

    [Fact]
    public async Task As_known_at_random_instants_asked_while_writing_is_the_same_when_asked_again()
    {
        var answers = new ConcurrentBag<(DateTimeOffset Known, long Place)>();
        using var stop = new CancellationTokenSource();
        var asking = Enumerable
            .Range(0, 3)
            .Select(asker =>
                Task.Run(async () =>
                {
                    var random = new Random(asker);
                    while (!stop.IsCancellationRequested)
                    {
                        var known = (await NowAsync()).AddMicroseconds(-random.Next(0, 3000));
                        answers.Add((known, await Store.PlaceKnownAtAsync(known)));
                    }
                })
            )
            .ToList();
        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var round = 0; round < 40; round++)
                        {
                            await database.AppendAsync(TestDatabase.Request($"s-{writer}", round));
                        }
                    })
                )
        );
        await stop.CancelAsync();
        await Task.WhenAll(asking);
        Assert.NotEmpty(answers);
        var recorded = (await Store.ReadAfterAsync(-1, 1000)).Select(entry => entry.Recorded).ToList();
        Assert.All(
            answers,
            answer => Assert.Equal(recorded.Count(instant => instant <= answer.Known) - 1, answer.Place)
        );
    }

    private async Task<DateTimeOffset> NowAsync() =>
        new(await database.ScalarAsync<DateTime>("select clock_timestamp()"), TimeSpan.Zero);

    private async Task WaitUntilSomebodyWaitsAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (
            await database.ScalarAsync<long>(
                """
                select count(*) from pg_locks
                where locktype = 'advisory' and not granted
                    and database = (select oid from pg_database where datname = current_database())
                """
            ) == 0
        )
        {
            Assert.False(patience.IsCancellationRequested, "Nobody waits for the record's lock.");
            await Task.Delay(5);
        }
    }

    private async Task<HeldOpen> HeldOpenAsync(string stream)
    {
        var connection = await database.Program.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await SlowAppendAsync(connection, stream);
        return new HeldOpen(connection, transaction);
    }

    private static async Task SlowAppendAsync(NpgsqlConnection connection, string stream)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = SlowAppend;
        command.Parameters.AddWithValue("stream", stream);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record HeldOpen(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
