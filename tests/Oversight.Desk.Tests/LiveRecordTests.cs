using System.Text.Json;
using Npgsql;
using Oversight.Ledger;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>The record in memory beside the one in the database.</summary>
public sealed class LiveRecordTests(DatabaseServer server, LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private static readonly DateOnly Day = new(2024, 12, 31);

    [Fact]
    public async Task What_was_committed_before_the_question_is_always_in_the_answer()
    {
        const int writers = 32;
        const int readers = 32;
        const int each = 6;
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        await database.Record.LoadReferenceDataAsync(CancellationToken.None);
        var before = await database.CountEntriesAsync();
        OpenRecord[] records = [database.Record, await database.OpenAsync()];
        var committed = -1L;
        var writing = writers;

        void Commit(long place)
        {
            for (var known = Volatile.Read(ref committed); known < place; known = Volatile.Read(ref committed))
            {
                Interlocked.CompareExchange(ref committed, place, known);
            }
        }

        async Task WriteAsync(int number)
        {
            var ods = $"R{number:00}";
            var own = records[number % 2];
            var other = records[1 - (number % 2)];
            for (var version = 0; version < each; version++)
            {
                var receipt = await own.Desk.LogAsync(
                    version == 0
                        ? Decisions.Register(ods)
                        : Decisions.Assign(ods, 1 + (version % 4), $"2024-05-{version:00}"),
                    version,
                    new LoggedBy($"user:{number}", Grants.OfTheProgram) { Again = true },
                    CancellationToken.None
                );
                Commit(receipt.Entries[0].Place);
                foreach (var record in new[] { own, other })
                {
                    var seen = await record.Live.AtAsync(known: null, CancellationToken.None);
                    Assert.True(seen.Place >= receipt.Entries[0].Place);
                    Assert.Equal(version + 1, seen.VersionOf(ods));
                }
            }
        }

        async Task<int> ReadAsync(int number)
        {
            var answers = 0;
            var last = -1L;
            while (Volatile.Read(ref writing) > 0)
            {
                var already = Volatile.Read(ref committed);
                var seen = await records[number % 2].Live.AtAsync(known: null, CancellationToken.None);
                Assert.True(seen.Place >= already, $"{already} was committed, the answer ends at {seen.Place}.");
                Assert.True(seen.Place >= last, "Time ran backwards.");
                last = seen.Place;
                answers++;
            }

            return answers;
        }

        var reading = Enumerable.Range(0, readers).Select(number => Task.Run(() => ReadAsync(number))).ToList();
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(number =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            await WriteAsync(number);
                        }
                        finally
                        {
                            Interlocked.Decrement(ref writing);
                        }
                    })
                )
        );
        Assert.All(await Task.WhenAll(reading), answers => Assert.True(answers > 0));
        Assert.Equal(before + (writers * each), await database.CountEntriesAsync());

        // Nothing but the entries decides what is believed: both, and one that reads it all at once, say the same.
        var fresh = await database.OpenAsync();
        var expected = Everything(await fresh.Live.AtAsync(known: null, CancellationToken.None));
        foreach (var record in records)
        {
            Assert.Equal(expected, Everything(await record.Live.AtAsync(known: null, CancellationToken.None)));
        }
    }

    [Fact]
    public async Task Readers_that_come_and_go_all_get_an_answer()
    {
        // Short questions in great number, each arriving at any moment of another's read.
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                    Enumerable
                        .Range(0, 64)
                        .Select(_ =>
                            Task.Run(async () =>
                            {
                                for (var i = 0; i < 20; i++)
                                {
                                    await loaded.Record.Live.CatchUpAsync(CancellationToken.None);
                                }
                            })
                        )
                )
                .WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_others()
    {
        var live = loaded.Record.Live;
        using var impatient = new CancellationTokenSource();
        var waiting = Enumerable
            .Range(0, 32)
            .Select(number => live.CatchUpAsync(number % 2 == 0 ? impatient.Token : CancellationToken.None))
            .ToList();
        await impatient.CancelAsync();

        await Task.WhenAll(waiting.Where((_, number) => number % 2 == 1));
        await live.CatchUpAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Broken_connections_cost_at_most_the_question_under_way()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        var live = database.Record.Live;
        for (var round = 0; round < 5; round++)
        {
            await TerminateAsync(database);
            // One read is tried again by itself; should that meet a second broken connection, the next one does not.
            try
            {
                await live.AtAsync(known: null, CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // Its connection was broken.
            }

            var receipt = await database.Record.Desk.LogAsync(
                Decisions.Register($"RX{round}"),
                expectedVersion: 0,
                new LoggedBy("user:1", Grants.OfTheProgram) { Again = true },
                CancellationToken.None
            );
            Assert.Equal(round, receipt.Entries[0].Place);
            var seen = await live.AtAsync(known: null, CancellationToken.None);
            Assert.Equal(round, seen.Place);
        }
    }

    [Fact]
    public async Task Reads_that_fail_do_not_poison_later_ones()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(server);
        var live = database.Record.Live;
        var name = new NpgsqlConnectionStringBuilder(database.Settings.Owner).Database;
        for (var round = 0; round < 3; round++)
        {
            await database.ExecuteAsync($"alter database {name} connection limit 0");
            await TerminateAsync(database);
            var failing = Enumerable
                .Range(0, 16)
                .Select(_ => Task.Run(() => live.AtAsync(known: null, CancellationToken.None)))
                .ToList();
            foreach (var question in failing)
            {
                await Assert.ThrowsAnyAsync<NpgsqlException>(() => question);
            }

            await database.ExecuteAsync($"alter database {name} connection limit -1");
            await database.InsertEntryAsync(
                Guid.NewGuid(),
                $"organisation-RY{round}",
                "organisation_registered",
                EventCatalogue.Write(Decisions.Register($"RY{round}").Asked)
            );
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 16).Select(_ => Task.Run(() => live.AtAsync(known: null, CancellationToken.None)))
            );
            Assert.All(answers, answer => Assert.Equal(1, answer.VersionOf($"RY{round}")));
        }
    }

    [Fact]
    public async Task What_was_known_at_an_instant_stays_so()
    {
        var record = loaded.Record;
        var start = await record.Store.LastPlaceAsync();
        var lines = new List<ReceiptLine>();
        var instants = new List<(DateTimeOffset Known, long Place, string Everything)>();
        var version = (await record.Live.AtAsync(known: null, CancellationToken.None)).VersionOf("QOC");
        for (var i = 0; i < 8; i++)
        {
            var receipt = await record.Desk.LogAsync(
                Decisions.Assign("QOC", 1 + (i % 4), "2024-05-01"),
                version++,
                new LoggedBy("user:1", Grants.OfTheProgram) { Again = true },
                CancellationToken.None
            );
            lines.Add(receipt.Entries[0]);
            var now = new DateTimeOffset(await loaded.Database.AskAsync<DateTime>("select clock_timestamp()"));
            var at = await record.Live.AtAsync(now, CancellationToken.None);
            Assert.Equal(start + i + 1, at.Place);
            instants.Add((now, at.Place, Everything(at)));
        }

        Assert.Equal(8, instants.Select(instant => instant.Everything).Distinct().Count());
        var other = await loaded.Database.OpenAsync();
        foreach (var (known, place, everything) in instants)
        {
            foreach (var asked in new[] { record, other })
            {
                var again = await asked.Live.AtAsync(known, CancellationToken.None);
                Assert.Equal(place, again.Place);
                Assert.Equal(everything, Everything(again));
            }
        }

        foreach (var line in lines)
        {
            Assert.Equal(line.Place, (await other.Live.AtAsync(line.Recorded, CancellationToken.None)).Place);
            var before = line.Recorded.AddMicroseconds(-1);
            Assert.Equal(line.Place - 1, (await other.Live.AtAsync(before, CancellationToken.None)).Place);
        }

        var beginning = await record.Live.AtAsync(DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.Equal(-1, beginning.Place);
        Assert.Empty(beginning.Organisations);
        Assert.Empty(OrganisationStatus.All(beginning, Day));
    }

    [Fact]
    public async Task What_another_program_has_just_recorded_is_known_at_its_instant()
    {
        var other = await loaded.Database.OpenAsync();
        var version = (await other.Live.AtAsync(known: null, CancellationToken.None)).VersionOf("QGH");
        var receipt = await other.Desk.LogAsync(
            Decisions.Assign("QGH", 2, "2024-05-01"),
            version,
            new LoggedBy("user:2", Grants.OfTheProgram) { Again = true },
            CancellationToken.None
        );

        var at = await loaded.Record.Live.AtAsync(receipt.Entries[0].Recorded, CancellationToken.None);
        Assert.Equal(version + 1, at.VersionOf("QGH"));
    }

    [Fact]
    public async Task The_future_is_refused()
    {
        var now = await loaded.Database.AskAsync<DateTime>("select clock_timestamp()");
        foreach (var known in new[] { new DateTimeOffset(now).AddDays(1), DateTimeOffset.MaxValue })
        {
            var refused = await Assert.ThrowsAsync<FutureInstantException>(() =>
                loaded.Record.Live.AtAsync(known, CancellationToken.None)
            );
            Assert.Equal(known, refused.Known);
        }

        Assert.Equal(-1, (await loaded.Record.Live.AtAsync(DateTimeOffset.MinValue, CancellationToken.None)).Place);
    }

    private static Task TerminateAsync(TestDatabase database) =>
        database.ExecuteAsync(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and usename = 'oversight_app'"
        );

    private static string Everything(RecordAt record) =>
        JsonSerializer.Serialize(
            new
            {
                Statuses = OrganisationStatus.All(record, Day),
                Histories = record.Subjects.Select(subject => AuditHistory.Of(record, subject)),
            },
            EventCatalogue.Json
        );
}
