using Marten;
using Marten.Services;
using Npgsql;
using NpgsqlTypes;

namespace Oversight.Ledger;

/// <summary>A key that a subject may have used before.</summary>
/// <param name="Subject">The signed-in subject.</param>
/// <param name="Key">The key that the subject chose.</param>
public sealed record SubjectKey(string Subject, string Key);

/// <summary>
/// The one way in: entries are written by Marten, in a transaction that holds the record's lock from its first statement on. So
/// what is decided inside it is decided on exactly the record that it will be added to, whoever else writes.
/// </summary>
/// <param name="dataSource">Connections of the program's login (<see cref="RecordStore.CreateDataSource(string)"/>).</param>
/// <param name="documents">Marten's store over the same database (<see cref="LedgerStore.Configure"/>).</param>
public sealed class RecordWriter(NpgsqlDataSource dataSource, Lazy<IDocumentStore> documents)
{
    private const string Lock = "select ledger.begin_writing()";

    private const string Versions = """
        select s.id, s.version
        from unnest($1) asked (id)
        cross join lateral (select id, version from oversight.mt_streams m where m.id = asked.id limit 1) s
        """;

    /// <summary>
    /// Takes the record's lock and reads, in the same round trip, what a decision has to know: what was recorded since a place, what the
    /// subjects' keys did before, and at which versions the streams are.
    /// </summary>
    /// <param name="afterPlace">The last place that the caller has read; -1 for none.</param>
    /// <param name="keys">The keys of the requests that are to be decided.</param>
    /// <param name="streams">The streams that they would write.</param>
    /// <exception cref="RecordBusyException">Another writer holds the record for too long; nothing was stored, try again.</exception>
    /// <exception cref="BadEntryException">A key or a stream's id cannot be stored.</exception>
    /// <exception cref="NpgsqlException">PostgreSQL cannot be reached, or ended the connection; nothing was stored.</exception>
    /// <remarks>Not to be cancelled: a caller that goes away must not leave it unknown whether a decision was stored.</remarks>
    public Task<RecordTransaction> BeginAsync(
        long afterPlace,
        IReadOnlyCollection<SubjectKey> keys,
        IReadOnlyCollection<string> streams
    ) => BeginAsync(new LastRead(afterPlace), keys, streams);

    /// <summary>As above, looking in the same round trip whether the last entry that was read is still there.</summary>
    /// <exception cref="RecordReplacedException">It is not, or another one is; nothing was stored.</exception>
    public async Task<RecordTransaction> BeginAsync(
        LastRead last,
        IReadOnlyCollection<SubjectKey> keys,
        IReadOnlyCollection<string> streams
    )
    {
        foreach (var key in keys)
        {
            Storable.Check(key.Key, "The idempotency key");
        }

        foreach (var stream in streams)
        {
            Storable.Check(stream, "A stream's id");
        }

        var connection = await dataSource.OpenConnectionAsync(CancellationToken.None);
        try
        {
            // Sent together with the first statement.
            var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
            batch.BatchCommands.Add(RecordStore.LeafAt(last));
            batch.BatchCommands.Add(RecordStore.EntriesAfter(last.Place, int.MaxValue));
            batch.BatchCommands.Add(EarlierOf(keys));
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(Versions)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string[]>
                        {
                            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
                            TypedValue = [.. streams],
                        },
                    },
                }
            );

            await using var reader = await batch.ExecuteReaderAsync();
            await reader.ReadAsync();
            await reader.NextResultAsync();
            await RecordStore.MustBeThereAsync(last, reader, CancellationToken.None);
            var entries = await RecordStore.ReadEntriesAsync(reader, CancellationToken.None);
            await reader.NextResultAsync();
            var earlier = await RecordStore.ReadEarlierAsync(reader);
            await reader.NextResultAsync();
            var versions = new Dictionary<string, long>();
            while (await reader.ReadAsync())
            {
                versions[reader.GetString(0)] = reader.GetInt64(1);
            }

            await reader.CloseAsync();
            var session = documents.Value.LightweightSession(
                SessionOptions.ForTransaction(transaction, shouldAutoCommit: false)
            );
            return new RecordTransaction(connection, transaction, session, entries, earlier, versions);
        }
        catch (NpgsqlException error)
        {
            await connection.DisposeAsync();
            throw Refusal.Of(error);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlBatchCommand EarlierOf(IReadOnlyCollection<SubjectKey> keys)
    {
        var command = new NpgsqlBatchCommand(RecordStore.EarlierAppends);
        foreach (
            var column in (string[][])
                [
                    [.. keys.Select(key => key.Subject)],
                    [.. keys.Select(key => key.Key)],
                ]
        )
        {
            command.Parameters.Add(
                new NpgsqlParameter<string[]>
                {
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                    TypedValue = column,
                }
            );
        }

        return command;
    }
}
