using System.Collections.Concurrent;
using JasperFx.Events;
using Marten;
using Npgsql;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>
/// Marten sessions that know nothing of the record's lock, in the modes that Marten has: what they store is in order, and the rest is
/// refused. Sequence numbers follow the places, which is what Marten's daemon relies on.
/// </summary>
public sealed class PlainSessions(DatabaseServer databases) : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await databases.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(EventAppendMode.QuickWithServerTimestamps)]
    [InlineData(EventAppendMode.Rich)]
    public async Task Sessions_at_once_and_our_own_writer_share_one_order(EventAppendMode mode)
    {
        await using var dataSource = LedgerStore.CreateDataSource(database.Settings.Program);
        using var documents = Store(dataSource, mode);
        var stored = 0;
        var refusals = new ConcurrentBag<string>();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var round = 0; round < 20; round++)
                        {
                            if (writer == 0)
                            {
                                await database.AppendAsync(TestDatabase.Request("ours", round));
                                Interlocked.Increment(ref stored);
                                continue;
                            }

                            try
                            {
                                await using var session = documents.LightweightSession();
                                session.LastModifiedBy = "user-1";
                                session.Events.Append($"marten-{writer}", TestDatabase.Entry().Content);
                                await session.SaveChangesAsync();
                                Interlocked.Increment(ref stored);
                            }
                            catch (Exception error) when (Refusal.CauseOf<PostgresException>(error) is { } refused)
                            {
                                refusals.Add(refused.SqlState);
                            }
                        }
                    })
                )
        );

        await database.AssertInOrderAsync(stored);
        Assert.All(refusals, state => Assert.Equal("OV011", state));
        Assert.True(stored > 20, "No plain session stored anything.");
        Assert.Equal(
            0,
            await database.ScalarAsync<long>(
                "select count(*) from ledger.place p join ledger.place after on after.place = p.place + 1 where after.seq_id <= p.seq_id"
            )
        );
    }

    [Theory]
    [InlineData(EventAppendMode.QuickWithServerTimestamps)]
    [InlineData(EventAppendMode.Rich)]
    public async Task An_append_of_nothing_stores_nothing_and_harms_nothing(EventAppendMode mode)
    {
        await using var dataSource = LedgerStore.CreateDataSource(database.Settings.Program);
        using var documents = Store(dataSource, mode);
        await database.AppendAsync(TestDatabase.Request("s-1", 0));
        foreach (var stream in (string[])["s-1", "s-2"])
        {
            await using var session = documents.LightweightSession();
            session.LastModifiedBy = "user-1";
            session.Events.Append(stream);
            await session.SaveChangesAsync();
        }

        await database.AssertInOrderAsync(1);
        await database.AppendAsync(TestDatabase.Request("s-1", 1));
        await database.AppendAsync(TestDatabase.Request("s-2", 0));
        await database.AssertInOrderAsync(3);
    }

    [Theory]
    [InlineData("1000000")]
    [InlineData("(select last_value + 1 from oversight.mt_events_sequence)")]
    [InlineData("(select max(seq_id) from ledger.place)")]
    [InlineData("0")]
    public async Task A_sequence_number_that_was_not_given_next_is_refused(string number)
    {
        await database.AppendAsync(TestDatabase.Request("s-1", 0, count: 3));
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ProgramAsync(
                $"""
                insert into oversight.mt_streams (id, version) values ('s-2', 1);
                insert into oversight.mt_events (data, type, seq_id, id, stream_id, version, timestamp, user_name)
                values ('{"{}"}', 'a', {number}, gen_random_uuid(), 's-2', 1, now(), 'u')
                """
            )
        );
        Assert.Equal("OV011", error.SqlState);
        await database.AssertInOrderAsync(3);
    }

    private static DocumentStore Store(NpgsqlDataSource dataSource, EventAppendMode mode) =>
        DocumentStore.For(options =>
        {
            LedgerStore.Configure(options, dataSource);
            options.Events.AppendMode = mode;
        });
}
