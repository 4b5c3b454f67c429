using System.Data.Common;
using JasperFx.Events;
using Marten;
using Marten.Internal.Operations;
using Npgsql;
using NpgsqlTypes;
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
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly IDocumentSession session;
    private readonly IReadOnlyDictionary<SubjectKey, EarlierAppend> earlier;
    private readonly Dictionary<string, long> versions;
    private readonly List<AppendRequest> requests = [];

    internal RecordTransaction(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IDocumentSession session,
        IReadOnlyList<StoredEntry> entries,
        IReadOnlyDictionary<SubjectKey, EarlierAppend> earlier,
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
        if (idempotency is null || !earlier.TryGetValue(new(loggedBy, idempotency.Key), out var known))
        {
            return null;
        }

        return known.RequestHash.AsSpan().SequenceEqual(idempotency.RequestHash)
            ? known.Receipt
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

        var given = new Dictionary<Guid, (long Place, DateTimeOffset Recorded)>();
        // Operations on events come before all others, in the order in which they were queued: keys and people before the entries.
        foreach (var request in requests)
        {
            if (request.Idempotency is { } idempotency)
            {
                session.QueueOperation(new KeepKey(request, idempotency));
            }

            if (request.People.Count > 0)
            {
                session.QueueOperation(new KeepPeople(request.People));
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

        session.QueueOperation(new ReadPlacesAndEnd(requests, given, lastStatement));
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

        return [.. requests.Select(request => ReceiptOf(request, given))];
    }

    private static Receipt ReceiptOf(
        AppendRequest request,
        Dictionary<Guid, (long Place, DateTimeOffset Recorded)> given
    ) =>
        new(
            [
                .. request
                    .Streams.SelectMany(stream =>
                        stream.Entries.Select(
                            (entry, index) =>
                                new ReceiptLine(
                                    entry.Id,
                                    given[entry.Id].Place,
                                    stream.Stream,
                                    stream.ExpectedVersion + index + 1,
                                    given[entry.Id].Recorded
                                )
                        )
                    )
                    .OrderBy(line => line.Place),
            ],
            Repeated: false
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

    private abstract class OnEvents : IStorageOperation, NoDataReturnedCall
    {
        public Type DocumentType => typeof(IEvent);

        public OperationRole Role() => OperationRole.Events;

        public abstract void ConfigureCommand(ICommandBuilder builder, IStorageSession session);

        public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) =>
            Task.CompletedTask;
    }

    private sealed class KeepKey(AppendRequest request, Idempotency idempotency) : OnEvents
    {
        public override void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
        {
            builder.Append("insert into ledger.idempotency (subject, key, request_hash, entry_ids) values (");
            builder.AppendParameter(request.LoggedBy, NpgsqlDbType.Text);
            builder.Append(", ");
            builder.AppendParameter(idempotency.Key, NpgsqlDbType.Text);
            builder.Append(", ");
            builder.AppendParameter(idempotency.RequestHash, NpgsqlDbType.Bytea);
            builder.Append(", ");
            Guid[] ids = [.. request.Streams.SelectMany(stream => stream.Entries).Select(entry => entry.Id)];
            builder.AppendParameter(ids, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
            builder.Append(")");
        }
    }

    private sealed class KeepPeople(IReadOnlyList<PersonCommitment> people) : OnEvents
    {
        public override void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
        {
            builder.Append("insert into ledger.person (id, salt, name) select * from unnest(");
            AppendArray(NpgsqlDbType.Text, people.Select(person => person.Id));
            builder.Append(", ");
            AppendArray(NpgsqlDbType.Bytea, people.Select(person => person.Salt));
            builder.Append(", ");
            AppendArray(NpgsqlDbType.Text, people.Select(person => person.Name));
            builder.Append(") on conflict do nothing");

            void AppendArray<T>(NpgsqlDbType type, IEnumerable<T> values) =>
                builder.AppendParameter<T[]>([.. values], NpgsqlDbType.Array | type);
        }
    }

    // The last of the statements, sent with the others: an error before it skips it, and nothing is stored.
    private sealed class ReadPlacesAndEnd(
        IReadOnlyList<AppendRequest> requests,
        Dictionary<Guid, (long Place, DateTimeOffset Recorded)> given,
        string lastStatement
    ) : IStorageOperation
    {
        // Of no document: it stays behind the entries.
        public Type DocumentType => typeof(Receipt);

        public OperationRole Role() => OperationRole.Other;

        public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
        {
            builder.Append("select p.id, p.place, p.recorded from unnest(");
            Guid[] ids =
            [
                .. requests
                    .SelectMany(request => request.Streams)
                    .SelectMany(stream => stream.Entries)
                    .Select(entry => entry.Id),
            ];
            builder.AppendParameter(ids, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
            builder.Append(
                ") asked (id) cross join lateral (select id, place, recorded from ledger.place where place.id = asked.id limit 1) p"
            );
            builder.StartNewCommand();
            builder.Append(lastStatement);
        }

        public async Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token)
        {
            while (await reader.ReadAsync(token))
            {
                given[reader.GetGuid(0)] = (reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2));
            }

            // The commit's own answer: what it refuses is thrown here.
            await reader.NextResultAsync(token);
        }
    }
}
