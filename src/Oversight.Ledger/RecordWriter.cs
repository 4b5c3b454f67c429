using Marten;
using Marten.Services;
using Npgsql;

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
    /// <summary>
    /// Takes the record's lock and reads, in the same round trip, what a decision has to know: whether the last entry that was read is still
    /// there, what was recorded since, what the subjects' keys did before, and at which versions the streams are.
    /// </summary>
    /// <param name="last">The last entry that the caller has read, or its place; -1 for none.</param>
    /// <param name="keys">The keys of the requests that are to be decided.</param>
    /// <param name="streams">The streams that they would write.</param>
    /// <exception cref="RecordReplacedException">The entry is not there, or another one is; nothing was stored.</exception>
    /// <exception cref="RecordBusyException">Another writer holds the record for too long; nothing was stored, try again.</exception>
    /// <exception cref="BadEntryException">A key or a stream's id cannot be stored.</exception>
    /// <exception cref="NpgsqlException">PostgreSQL cannot be reached, or ended the connection; nothing was stored.</exception>
    /// <remarks>Not to be cancelled: a caller that goes away must not leave it unknown whether a decision was stored.</remarks>
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
            batch.Add($"select ledger.begin_writing()");
            RecordStore.AddEntriesAfter(batch, last, int.MaxValue);
            batch.Add(
                $"""
                select {RecordTransaction.LineColumns:sql}, i.subject, i.key, i.request_hash
                from unnest({keys.Select(key => key.Subject).ToArray()}, {keys.Select(key =>
                        key.Key
                    ).ToArray()}) asked (subject, key)
                cross join lateral (
                    select * from ledger.idempotency k where k.subject = asked.subject and k.key = asked.key limit 1) i
                cross join unnest(i.entry_ids) stored (id)
                {RecordTransaction.LinesOfStored:sql}
                """
            );
            batch.Add(
                $"""
                select s.id, s.version
                from unnest({streams.ToArray()}) asked (id)
                cross join lateral (select id, version from oversight.mt_streams m where m.id = asked.id limit 1) s
                """
            );
            await using var reader = await batch.ExecuteReaderAsync();
            await reader.NextResultAsync();
            var entries = await RecordStore.ReadEntriesAsync(reader, last, CancellationToken.None);
            await reader.NextResultAsync();
            var earlier = await reader.RestAsync(
                row =>
                    (
                        Key: new SubjectKey(row.GetString(6), row.GetString(7)),
                        RequestHash: row.GetFieldValue<byte[]>(8),
                        Line: RecordTransaction.ReadLine(row)
                    ),
                CancellationToken.None
            );
            await reader.NextResultAsync();
            var versions = await reader.RestAsync(
                row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)),
                CancellationToken.None
            );
            await reader.CloseAsync();
            var session = documents.Value.LightweightSession(
                SessionOptions.ForTransaction(transaction, shouldAutoCommit: false)
            );
            return new RecordTransaction(
                connection,
                transaction,
                session,
                entries,
                earlier.ToLookup(known => known.Key, known => (known.RequestHash, known.Line)),
                new Dictionary<string, long>(versions)
            );
        }
        catch (Exception error)
        {
            await connection.DisposeAsync();
            if (error is NpgsqlException refused)
            {
                throw Refusal.Of(refused);
            }

            throw;
        }
    }
}
