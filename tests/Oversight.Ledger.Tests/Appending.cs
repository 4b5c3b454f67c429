using System.Security.Cryptography;
using Npgsql;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Retention;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

public sealed class Appending(DatabaseServer databases) : IAsyncLifetime
{
    private TestDatabase database = null!;

    private RecordStore Store => database.Store;

    public async ValueTask InitializeAsync() => database = await databases.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_receipt_says_where_each_entry_is_and_reading_gives_back_what_was_sent()
    {
        var first = TestDatabase.Entry("é\n");
        var second = TestDatabase.Entry();
        var third = TestDatabase.Entry();
        var receipt = await database.AppendAsync(
            new AppendRequest(
                [new StreamAppend("recovery-1", 0, [first, second]), new StreamAppend("organisation-QOC", 0, [third])],
                "user-1",
                "correlation",
                "causation"
            )
        );
        Assert.False(receipt.Repeated);
        // Streams in the order of their ids, whatever order they were sent in.
        Assert.Equal(
            [
                (third.Id, 0L, "organisation-QOC", 1L),
                (first.Id, 1L, "recovery-1", 1L),
                (second.Id, 2L, "recovery-1", 2L),
            ],
            receipt.Entries.Select(line => (line.Id, line.Place, line.Stream, line.Version))
        );

        var entries = await Store.ReadAfterAsync(-1, 10);
        Assert.Equal(
            receipt.Entries,
            entries.Select(entry => new ReceiptLine(
                entry.Id,
                entry.Place,
                entry.Stream,
                entry.Version,
                entry.Recorded,
                entry.Leaf!
            ))
        );
        Assert.Equal(
            EventCatalogue.Write(first.Content),
            EventCatalogue.Write(EventCatalogue.Read(entries[1].Type, entries[1].Data))
        );
        Assert.Contains("\"rationale\": \"é\\n\"", entries[1].Data, StringComparison.Ordinal);
        Assert.All(
            entries,
            entry =>
                Assert.Equal(
                    ("user-1", "correlation", "causation"),
                    (entry.LoggedBy, entry.CorrelationId, entry.CausationId)
                )
        );
        Assert.Equal(2, await Store.LastPlaceAsync());
        Assert.Equal([1L], (await Store.ReadAfterAsync(0, 1)).Select(entry => entry.Place));
        await database.AssertInOrderAsync(3);
    }

    [Fact]
    public async Task A_stale_version_is_told_with_both_versions_and_nothing_is_stored()
    {
        await database.AppendAsync(TestDatabase.Request("organisation-QOC", 0, count: 2));
        foreach (var expected in (long[])[0, 1, 3])
        {
            var error = await Assert.ThrowsAsync<VersionConflictException>(() =>
                database.AppendAsync(TestDatabase.Request("organisation-QOC", expected))
            );
            Assert.Equal(("organisation-QOC", expected, 2L), (error.Stream, error.Expected, error.Actual));
        }
        var unknown = await Assert.ThrowsAsync<VersionConflictException>(() =>
            database.AppendAsync(TestDatabase.Request("organisation-QXX", 1))
        );
        Assert.Equal((1L, 0L), (unknown.Expected, unknown.Actual));
        await database.AssertInOrderAsync(2);
    }

    [Fact]
    public async Task Several_streams_are_all_or_nothing()
    {
        await database.AppendAsync(TestDatabase.Request("recovery-1", 0));
        await Assert.ThrowsAsync<VersionConflictException>(() =>
            database.AppendAsync(
                new AppendRequest(
                    [
                        new StreamAppend("organisation-QOC", 0, [TestDatabase.Entry()]),
                        new StreamAppend("recovery-1", 0, [TestDatabase.Entry()]),
                    ],
                    "user-1"
                )
            )
        );
        await database.AssertInOrderAsync(1);
        Assert.Equal(["recovery-1"], await database.RowsAsync("select id::text from oversight.mt_streams"));
    }

    [Fact]
    public async Task An_entrys_id_is_new_in_the_whole_record()
    {
        var entry = TestDatabase.Entry();
        await database.AppendAsync(new AppendRequest([new StreamAppend("s-1", 0, [entry])], "u"));
        var error = await Assert.ThrowsAsync<BadEntryException>(() =>
            database.AppendAsync(new AppendRequest([new StreamAppend("s-2", 0, [entry])], "u"))
        );
        Assert.Contains(entry.Id.ToString(), error.Message);
        await database.AssertInOrderAsync(1);
    }

    [Fact]
    public async Task Thousands_of_entries_in_one_request_are_stored_in_order()
    {
        var request = new AppendRequest(
            [
                .. Enumerable
                    .Range(0, 42)
                    .Select(number => new StreamAppend(
                        $"organisation-Q{number:00}",
                        0,
                        [.. Enumerable.Range(0, 100).Select(_ => TestDatabase.Entry())]
                    )),
            ],
            "importer"
        );
        var receipt = await database.AppendAsync(request);
        Assert.Equal(
            request.Streams.SelectMany(stream => stream.Entries).Select(entry => entry.Id),
            receipt.Entries.Select(line => line.Id)
        );
        await database.AssertInOrderAsync(4200);
    }

    [Fact]
    public async Task The_same_key_again_gives_the_same_receipt_and_stores_nothing()
    {
        var request = TestDatabase.Request("organisation-QOC", 0, count: 2) with
        {
            Idempotency = new Idempotency("key", SHA256.HashData("content"u8)),
        };
        var first = await database.AppendAsync(request);
        await database.AppendAsync(TestDatabase.Request("organisation-QOC", 2));
        // Ids are made anew by a caller who repeats; what was recorded first counts.
        var again = await database.AppendAsync(
            TestDatabase.Request("organisation-QOC", 0, count: 2) with
            {
                Idempotency = request.Idempotency,
            }
        );
        Assert.False(first.Repeated);
        Assert.True(again.Repeated);
        Assert.Equal(first.Entries, again.Entries);
        await database.AssertInOrderAsync(3);
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_a_conflict_and_another_subjects_key_is_nobodys()
    {
        var request = TestDatabase.Request("s-1", 0) with { Idempotency = new Idempotency("key", [1]) };
        await database.AppendAsync(request);
        var error = await Assert.ThrowsAsync<IdempotencyConflictException>(() =>
            database.AppendAsync(TestDatabase.Request("s-2", 0) with { Idempotency = new Idempotency("key", [2]) })
        );
        Assert.Equal("key", error.Key);
        var other = await database.AppendAsync(
            TestDatabase.Request("s-2", 0, loggedBy: "user-2") with
            {
                Idempotency = new Idempotency("key", [1]),
            }
        );
        Assert.False(other.Repeated);
        await database.AssertInOrderAsync(2);
    }

    [Fact]
    public async Task A_key_of_an_append_that_failed_is_still_new()
    {
        var idempotency = new Idempotency("key", [1]);
        await Assert.ThrowsAsync<VersionConflictException>(() =>
            database.AppendAsync(TestDatabase.Request("s-1", 5) with { Idempotency = idempotency })
        );
        Assert.False(
            (await database.AppendAsync(TestDatabase.Request("s-1", 0) with { Idempotency = idempotency })).Repeated
        );
    }

    [Fact]
    public async Task People_are_kept_beside_the_record_checked_against_their_ids_and_gone_once_redacted()
    {
        var person = PersonCommitment.To("Ada Ünal", RandomNumberGenerator.GetBytes(16));
        await database.AppendAsync(TestDatabase.Request("s-1", 0) with { People = [person] });
        await database.AppendAsync(TestDatabase.Request("s-1", 1) with { People = [person] });
        var names = await Store.PersonNamesAsync([person.Id, "person:unknown"]);
        Assert.Equal("Ada Ünal", Assert.Single(names).Value);
        Assert.Equal([person.Id], await Store.PeopleCalledAsync("Ada U\u0308nal"));
        var redaction = await database.AppendAsync(
            new AppendRequest(
                [
                    new(
                        "s-1",
                        2,
                        [
                            new(
                                Guid.NewGuid(),
                                new PersonRedacted(Example.Decided, [person.Id], RedactionGround.RightToErasure)
                            ),
                        ]
                    ),
                ],
                "user-1"
            )
        );
        Assert.Empty(await Store.PersonNamesAsync([person.Id]));
        Assert.Equal(
            new KeptPerson(person.Id, null, redaction.Entries[0].Id),
            Assert.Single(await Store.PeopleAsync([person.Id]))
        );
        await database.AssertInOrderAsync(3);
    }

    [Fact]
    public async Task An_append_costs_two_round_trips_however_many_entries_it_has()
    {
        await using var proxy = RoundTripProxy.Start(database.Settings.Program);
        await using var ledger = new LedgerDatabase(proxy.ConnectionString);
        // The first of each opens the connection, learns its types and prepares.
        for (var version = 0; version < 6; version++)
        {
            var before = proxy.RoundTrips;
            await ledger.AppendAsync(
                TestDatabase.Request("organisation-QOC", version) with
                {
                    Idempotency = new Idempotency($"key-{version}", [1]),
                }
            );
            if (version > 2)
            {
                Assert.Equal(2, proxy.RoundTrips - before);
            }
        }

        var beforeMany = proxy.RoundTrips;
        await ledger.AppendAsync(TestDatabase.Request("organisation-QWO", 0, count: 2000));
        Assert.Equal(2, proxy.RoundTrips - beforeMany);
    }

    [Fact]
    public async Task A_read_on_a_connection_that_was_cut_is_done_again()
    {
        await database.AppendAsync(TestDatabase.Request("s-1", 0));
        await using var pooled = RecordStore.CreateDataSource(database.Settings.Program + ";Maximum Pool Size=1");
        var store = new RecordStore(pooled);
        await store.LastPlaceAsync();
        await database.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'oversight_app' and datname = current_database()"
        );
        Assert.Single(await store.ReadAfterAsync(-1, 10));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_npgsqls_own_error()
    {
        await using var nowhere = new LedgerDatabase("Host=127.0.0.1;Port=1;Username=x;Database=x");
        var error = await Assert.ThrowsAnyAsync<NpgsqlException>(() =>
            nowhere.AppendAsync(TestDatabase.Request("s-1", 0))
        );
        Assert.IsNotType<PostgresException>(error);
    }
}
