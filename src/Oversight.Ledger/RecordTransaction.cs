using System.Data.Common;
using JasperFx.Events;
using Marten;
using Marten.Internal.Operations;
using Npgsql;
using Weasel.Core;
using Weasel.Storage;
using ICommandBuilder = Weasel.Postgresql.ICommandBuilder;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Oversight.Ledger;

/// <summary>
/// A transaction that holds the record's lock: between its begin and its end nobody else records anything. Requests that are added to it
/// are stored together, each with its own receipt; disposing it without a commit stores nothing.
/// </summary>
public sealed class RecordTransaction : IAsyncDisposable
{
    /// <summary>What a receipt says of an entry, for <see cref="ReadLine"/>, where <see cref="LinesOfStored"/> found it.</summary>
    internal const string LineColumns = "p.id, p.place, e.stream_id, e.version, p.recorded, encode(p.leaf, 'hex')";

    /// <summary>Finds the entries whose ids <c>stored</c> has, each by its keys.</summary>
    internal const string LinesOfStored = """
        cross join lateral (select * from ledger.place where place.id = stored.id limit 1) p
        cross join lateral (select stream_id, version from only oversight.mt_events where seq_id = p.seq_id limit 1) e
        order by p.place
        """;

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly IDocumentSession session;
    private readonly ILookup<SubjectKey, (byte[] RequestHash, ReceiptLine Line)> earlier;
    private readonly Dictionary<string, long> versions;
    private readonly List<AppendRequest> requests = [];

    internal RecordTransaction(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IDocumentSession session,
        IReadOnlyList<StoredEntry> entries,
        ILookup<SubjectKey, (byte[] RequestHash, ReceiptLine Line)> earlier,
        Dictionary<string, long> versions
    )
    {
        this.connection = connection;
        this.transaction = transaction;
        this.session = session;
        this.earlier = earlier;
        this.versions = versions;
        Entries = entries;
        // Each entry brings its own: a session's would be those of whichever request came first.
        session.CorrelationId = null;
        session.CausationId = null;
        session.LastModifiedBy = null;
    }

    /// <summary>What was recorded since the place that the caller had read, by place, to the end of the record.</summary>
    public IReadOnlyList<StoredEntry> Entries { get; }

    /// <summary>What a request's key did before; null when it is new, or the request has none.</summary>
    /// <exception cref="IdempotencyConflictException">It was used for other content.</exception>
    public Receipt? EarlierReceipt(string loggedBy, Idempotency? idempotency)
    {
        if (idempotency is null || earlier[new(loggedBy, idempotency.Key)].ToArray() is not [var first, ..] known)
        {
            return null;
        }

        return first.RequestHash.AsSpan().SequenceEqual(idempotency.RequestHash)
            ? new Receipt([.. known.Select(one => one.Line)], Repeated: true)
            : throw new IdempotencyConflictException(idempotency.Key);
    }

    /// <summary>Holds a stream to the version that a decision was made on.</summary>
    /// <param name="stream">One of the streams that the transaction was begun with.</param>
    /// <param name="expected">The version expected; 0 for a stream that does not exist.</param>
    /// <exception cref="VersionConflictException">It is at another one.</exception>
    public void CheckVersion(string stream, long expected)
    {
        var actual = versions.GetValueOrDefault(stream);
        if (actual != expected)
        {
            throw new VersionConflictException(stream, expected, actual);
        }
    }

    /// <summary>Adds a request, to be stored with the others. What it throws concerns this request alone: it is not added.</summary>
    /// <exception cref="BadEntryException">The record cannot hold something of it.</exception>
    /// <exception cref="VersionConflictException">A stream is at another version; the first in id order.</exception>
    /// <exception cref="InvalidOperationException">
    /// An earlier request of this transaction writes the same stream or has the same key: it belongs into the next one.
    /// </exception>
    public void Add(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Storable.Check(request);
        var streams = request.Streams.OrderBy(stream => stream.Stream, StringComparer.Ordinal).ToArray();
        foreach (var (stream, expected, _) in streams)
        {
            if (requests.Any(other => other.Streams.Any(s => s.Stream == stream)))
            {
                throw new InvalidOperationException($"{stream} is written by another request of this transaction.");
            }

            CheckVersion(stream, expected);
        }

        requests.Add(request with { Streams = streams });
    }

    /// <summary>Stores what was added, all of it or nothing.</summary>
    /// <returns>A receipt for each request, in the order in which they were added.</returns>
    /// <exception cref="BadEntryException">The database refuses something of one of them; nothing was stored.</exception>
    /// <exception cref="RecordBusyException">It took too long; nothing was stored, try again.</exception>
    /// <exception cref="AppendOutcomeUnknownException">The connection was lost meanwhile; send again with the same keys.</exception>
    public Task<IReadOnlyList<Receipt>> CommitAsync() => EndAsync("commit");

    /// <summary>Does everything that storing does but for the commit: nothing is stored.</summary>
    /// <inheritdoc cref="CommitAsync" path="/exception"/>
    public Task RehearseAsync() => EndAsync("rollback");

    /// <summary>Lets the next writer in; what was not committed is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task<IReadOnlyList<Receipt>> EndAsync(string lastStatement)
    {
        if (requests.Count == 0)
        {
            return [];
        }

        // Operations on events come before all others, in the order in which they were queued: keys and people before the entries.
        foreach (var request in requests)
        {
            if (request.Idempotency is { } idempotency)
            {
                session.QueueOperation(
                    new BeforeEntries(
                        "insert into ledger.idempotency (subject, key, request_hash, entry_ids) values (?, ?, ?, ?)",
                        request.LoggedBy,
                        idempotency.Key,
                        idempotency.RequestHash,
                        request.EntryIds
                    )
                );
            }

            if (request.People.Count > 0)
            {
                session.QueueOperation(
                    new BeforeEntries(
                        "insert into ledger.person (id, salt, name) select * from unnest(?, ?, ?) on conflict do nothing",
                        request.People.Select(person => person.Id).ToArray(),
                        request.People.Select(person => person.Salt).ToArray(),
                        request.People.Select(person => person.Name).ToArray()
                    )
                );
            }

            foreach (var (stream, expectedVersion, entries) in request.Streams)
            {
                session.Events.Append(
                    stream,
                    expectedVersion + entries.Count,
                    entries.Select(entry => Wrap(entry, request))
                );
            }
        }

        var stored = new ReadLinesAndEnd([.. requests.SelectMany(request => request.EntryIds)], lastStatement);
        session.QueueOperation(stored);
        try
        {
            await session.SaveChangesAsync();
        }
        catch (Exception error) when (Refusal.CauseOf<NpgsqlException>(error) is { } cause)
        {
            // Anything but a refusal may have come after it was stored: the server ended the session, or says nothing any more.
            throw cause is PostgresException { Severity: not ("FATAL" or "PANIC") }
                ? Refusal.Of(cause)
                : new AppendOutcomeUnknownException(cause);
        }

        return
        [
            .. requests.Select(request => new Receipt(
                [.. request.EntryIds.Select(id => stored.Lines[id]).OrderBy(line => line.Place)],
                Repeated: false
            )),
        ];
    }

    internal static ReceiptLine ReadLine(DbDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetInt64(1),
            row.GetString(2),
            row.GetInt64(3),
            row.GetFieldValue<DateTimeOffset>(4),
            row.GetString(5)
        );

    private IEvent Wrap(NewEntry entry, AppendRequest request)
    {
        var wrapped = session.Events.BuildEvent(entry.Content);
        wrapped.Id = entry.Id;
        wrapped.UserName = request.LoggedBy;
        wrapped.CorrelationId = request.CorrelationId;
        wrapped.CausationId = request.CausationId;
        return wrapped;
    }

    private static void Append(ICommandBuilder builder, string sql, params ReadOnlySpan<object> values)
    {
        var parameters = builder.AppendWithParameters(sql);
        for (var i = 0; i < values.Length; i++)
        {
            // Weasel takes every one for a text.
            parameters[i].ResetDbType();
            parameters[i].Value = values[i];
        }
    }

    private sealed class BeforeEntries(string sql, params object[] values) : IStorageOperation, NoDataReturnedCall
    {
        public Type DocumentType => typeof(IEvent);

        public OperationRole Role() => OperationRole.Events;

        public void ConfigureCommand(ICommandBuilder builder, IStorageSession session) => Append(builder, sql, values);

        public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) =>
            Task.CompletedTask;
    }

    // The last of the statements, sent with the others: an error before it skips it, and nothing is stored.
    private sealed class ReadLinesAndEnd(Guid[] ids, string lastStatement) : IStorageOperation
    {
        public Dictionary<Guid, ReceiptLine> Lines { get; } = [];

        // Of no document: it stays behind the entries.
        public Type DocumentType => typeof(Receipt);

        public OperationRole Role() => OperationRole.Other;

        public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
        {
            Append(builder, $"select {LineColumns} from unnest(?) stored (id) {LinesOfStored}", ids);
            builder.StartNewCommand();
            builder.Append(lastStatement);
        }

        public async Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token)
        {
            while (await reader.ReadAsync(token))
            {
                var line = ReadLine(reader);
                Lines[line.Id] = line;
            }

            // The commit's own answer: what it refuses is thrown here.
            await reader.NextResultAsync(token);
        }
    }
}
