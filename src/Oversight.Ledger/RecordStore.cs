using System.Buffers;
using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Oversight.Record;
using Oversight.Record.Organisations;

namespace Oversight.Ledger;

/// <summary>
/// The record in PostgreSQL: the only class that talks to its tables. What it promises is kept by the database, whoever writes; see
/// <c>Schema/</c>. Safe for concurrent use. Where PostgreSQL cannot be reached, Npgsql's own <see cref="NpgsqlException"/> comes through.
/// </summary>
/// <param name="dataSource">Connections of the program's login, best from <see cref="CreateDataSource"/>; whoever made it disposes it.</param>
public sealed partial class RecordStore(NpgsqlDataSource dataSource)
{
    // Each place finds its entry by the key, whatever PostgreSQL expects of the tables' sizes: a join could be planned, for a prepared
    // statement, as a scan of all entries.
    private const string EntriesAfter = """
        select p.place, p.id, e.stream_id, e.version, e.type, e.data, p.recorded, e.user_name, e.correlation_id, e.causation_id
        from (select * from ledger.place where place > $1 order by place limit $2) p
        cross join lateral (
            select stream_id, version, type, data::text, user_name, correlation_id, causation_id
            from only oversight.mt_events
            where seq_id = p.seq_id
            limit 1) e
        order by p.place
        """;

    private const string EarlierAppendOf = """
        select i.request_hash, p.id, p.place, e.stream_id, e.version, p.recorded
        from ledger.idempotency i
        cross join unnest(i.entry_ids) asked (id)
        cross join lateral (select * from ledger.place where place.id = asked.id limit 1) p
        cross join lateral (select stream_id, version from only oversight.mt_events where seq_id = p.seq_id limit 1) e
        where i.subject = $1 and i.key = $2
        order by p.place
        """;

    /// <summary>The receipt of entries that were just appended: an array of their ids goes between the two.</summary>
    internal const string ReceiptOf = """
        select p.id, p.place, e.stream_id, e.version, p.recorded
        from unnest
        """;

    /// <inheritdoc cref="ReceiptOf"/>
    internal const string ReceiptOfEnd = """
         asked (id)
        cross join lateral (select * from ledger.place where place.id = asked.id limit 1) p
        cross join lateral (select stream_id, version from only oversight.mt_events where seq_id = p.seq_id limit 1) e
        order by p.place
        """;

    private const string Append = """
        select id, place, stream, version, recorded, repeated
        from ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """;

    /// <summary>Connections set up for this class: statements prepared by themselves, and a name for traces and metrics.</summary>
    /// <param name="programConnectionString">The program's login, as given to <see cref="Migration"/>.</param>
    public static NpgsqlDataSource CreateDataSource(string programConnectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(programConnectionString) { Name = "oversight" };
        builder.ConnectionStringBuilder.ApplicationName ??= "oversight";
        // Prepared on second use, in the same round trip.
        builder.ConnectionStringBuilder.MaxAutoPrepare = 20;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        // Nothing here changes a session's state, so there is none to reset.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        // The server gives up after 60 seconds and says why; this is for a server that says nothing any more.
        builder.ConnectionStringBuilder.CommandTimeout = 75;
        return builder.Build();
    }

    /// <summary>
    /// Records entries, all of them or none, in one round trip. Nothing is retried in here: what is thrown says whether sending again is safe.
    /// </summary>
    /// <exception cref="VersionConflictException">A stream has moved on, or exists although it should be new.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used for other content.</exception>
    /// <exception cref="BadEntryException">The record cannot hold an entry; nothing was stored.</exception>
    /// <exception cref="RecordBusyException">Another writer took too long; nothing was stored, try again.</exception>
    /// <exception cref="AppendOutcomeUnknownException">The connection was lost; send again with the same idempotency key.</exception>
    /// <exception cref="OperationCanceledException">
    /// The caller gave up: as with a lost connection, only the same idempotency key tells whether it is stored.
    /// </exception>
    public async Task<Receipt> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var streams = request.Streams.OrderBy(stream => stream.Stream, StringComparer.Ordinal).ToArray();
        var entries = CheckedEntries(request, streams);

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = Append;
        var parameters = command.Parameters;
        Add(parameters, NpgsqlDbType.Text, request.LoggedBy);
        Add(parameters, NpgsqlDbType.Text, request.CorrelationId);
        Add(parameters, NpgsqlDbType.Text, request.CausationId);
        Add(parameters, NpgsqlDbType.Text, request.Idempotency?.Key);
        Add(parameters, NpgsqlDbType.Bytea, request.Idempotency?.RequestHash);
        AddArray(parameters, NpgsqlDbType.Text, streams.Select(stream => stream.Stream));
        AddArray(parameters, NpgsqlDbType.Bigint, streams.Select(stream => stream.ExpectedVersion));
        AddArray(
            parameters,
            NpgsqlDbType.Bigint,
            streams.Select(stream => stream.ExpectedVersion + stream.Entries.Count)
        );
        AddArray(parameters, NpgsqlDbType.Text, entries.Select(entry => entry.Stream));
        AddArray(parameters, NpgsqlDbType.Bigint, entries.Select(entry => entry.Version));
        AddArray(parameters, NpgsqlDbType.Uuid, entries.Select(entry => entry.Entry.Id));
        AddArray(parameters, NpgsqlDbType.Text, entries.Select(entry => entry.Entry.Type));
        AddArray(parameters, NpgsqlDbType.Text, entries.Select(entry => entry.Entry.DotnetType));
        AddArray(parameters, NpgsqlDbType.Jsonb, entries.Select(entry => entry.Data));
        AddArray(parameters, NpgsqlDbType.Text, request.People.Select(person => person.Id));
        AddArray(parameters, NpgsqlDbType.Bytea, request.People.Select(person => person.Salt));
        AddArray(parameters, NpgsqlDbType.Text, request.People.Select(person => person.Name));

        try
        {
            var lines = new List<ReceiptLine>(entries.Count);
            var repeated = false;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                lines.Add(ReadReceiptLine(reader, 0));
                repeated = reader.GetBoolean(5);
            }
            // The commit's own answer comes after the last row.
            await reader.CloseAsync();
            return new Receipt(lines, repeated);
        }
        catch (PostgresException error)
        {
            throw AppendError(error, request.Idempotency?.Key);
        }
        catch (NpgsqlException error)
        {
            throw new AppendOutcomeUnknownException(error);
        }
    }

    /// <summary>The entries after a place, by place, in one round trip. Ask again with the last one's place for more.</summary>
    /// <param name="place">The last place already read; -1 for none.</param>
    /// <param name="atMost">How many at most; ten thousand at once is a good measure.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<StoredEntry>> ReadAfterAsync(
        long place,
        int atMost,
        CancellationToken cancellationToken = default
    )
    {
        return await RetryReadAsync(async () =>
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = EntriesAfter;
            AddPlaceAndLimit(command.Parameters, place, atMost);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await ReadEntriesAsync(reader, cancellationToken);
        });
    }

    /// <summary>
    /// What a decision needs to know first, in one round trip: the entries after a place, and what the subject's idempotency key did before.
    /// </summary>
    /// <param name="place">The last place already read; -1 for none.</param>
    /// <param name="subject">The signed-in subject.</param>
    /// <param name="key">The subject's idempotency key, if one was given.</param>
    /// <param name="atMost">How many entries at most; when as many come back, there may be more (<see cref="ReadAfterAsync"/>).</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<CatchUp> CatchUpAsync(
        long place,
        string subject,
        string? key,
        int atMost = 10_000,
        CancellationToken cancellationToken = default
    )
    {
        return await RetryReadAsync(async () =>
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var batch = connection.CreateBatch();
            var entriesAfter = new NpgsqlBatchCommand(EntriesAfter);
            AddPlaceAndLimit(entriesAfter.Parameters, place, atMost);
            batch.BatchCommands.Add(entriesAfter);
            if (key is not null)
            {
                RefuseUnstorable(key, "The idempotency key");
                var earlierAppend = new NpgsqlBatchCommand(EarlierAppendOf);
                Add(earlierAppend.Parameters, NpgsqlDbType.Text, subject);
                Add(earlierAppend.Parameters, NpgsqlDbType.Text, key);
                batch.BatchCommands.Add(earlierAppend);
            }
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var entries = await ReadEntriesAsync(reader, cancellationToken);
            return new CatchUp(entries, key is null ? null : await ReadEarlierAppendAsync(reader, cancellationToken));
        });
    }

    /// <summary>
    /// Resolves "as known at": the place of the last entry recorded at or before an instant; -1 when nothing was recorded by then. The same
    /// instant has the same answer for ever, so this waits for a writer that is in flight when the instant is close to now.
    /// </summary>
    /// <param name="known">The instant; fractions of a microsecond are dropped.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FutureInstantException">The instant has not passed, by the database's clock.</exception>
    /// <exception cref="RecordBusyException">A writer in flight took too long; try again.</exception>
    public async Task<long> PlaceKnownAtAsync(DateTimeOffset known, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("select ledger.place_known_at($1)");
        Add(command.Parameters, NpgsqlDbType.TimestampTz, WholeMicroseconds(known));
        try
        {
            return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (PostgresException error) when (error.SqlState == "OV008")
        {
            throw new FutureInstantException(known, error);
        }
        catch (PostgresException error) when (BusyReason(error) is { } reason)
        {
            throw new RecordBusyException(reason, error);
        }
    }

    /// <summary>The place of the last entry; -1 in an empty record.</summary>
    public async Task<long> LastPlaceAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("select coalesce(max(place), -1) from ledger.place");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The names behind people's ids. An id that is unknown, or whose name was erased, is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PersonNamesAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = dataSource.CreateCommand("select id, name from ledger.person where id = any($1)");
        AddArray(command.Parameters, NpgsqlDbType.Text, ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new Dictionary<string, string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names[reader.GetString(0)] = reader.GetString(1);
        }
        return names;
    }

    /// <summary>Erases a person's name and salt. The id stays in the entries, and every proof holds.</summary>
    /// <returns>False when there was no such name.</returns>
    public async Task<bool> ErasePersonAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("delete from ledger.person where id = $1");
        Add(command.Parameters, NpgsqlDbType.Text, id);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Who holds a bearer token; null when nobody does, or it was revoked.</summary>
    /// <param name="tokenHash">The token's SHA-256, 32 bytes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<AccessSubject?> FindSubjectAsync(byte[] tokenHash, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            "select subject, name, organisation from ledger.access where token_hash = $1 and revoked is null"
        );
        Add(command.Parameters, NpgsqlDbType.Bytea, tokenHash);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new AccessSubject(reader.GetString(0), reader.GetString(1), OrganisationAt(reader, 2))
            : null;
    }

    /// <summary>Every token that was given out, in the order in which they were, revoked ones too.</summary>
    public async Task<IReadOnlyList<AccessGrant>> AccessAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            "select subject, name, organisation, created, revoked from ledger.access order by created, subject"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var grants = new List<AccessGrant>();
        while (await reader.ReadAsync(cancellationToken))
        {
            grants.Add(
                new AccessGrant(
                    reader.GetString(0),
                    reader.GetString(1),
                    OrganisationAt(reader, 2),
                    reader.GetFieldValue<DateTimeOffset>(3),
                    reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)
                )
            );
        }
        return grants;
    }

    /// <summary>Gives a subject a bearer token; adding the same token again changes nothing.</summary>
    /// <param name="tokenHash">The token's SHA-256, 32 bytes.</param>
    /// <param name="subject">Who holds it.</param>
    /// <param name="name">The name shown for the subject.</param>
    /// <param name="organisation">The organisation whose own people they are; null for everybody else.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>False when the token was there already, even if it was revoked since.</returns>
    public async Task<bool> AddAccessAsync(
        byte[] tokenHash,
        string subject,
        string name,
        OdsCode? organisation = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = dataSource.CreateCommand(
            "insert into ledger.access (token_hash, subject, name, organisation) values ($1, $2, $3, $4) on conflict do nothing"
        );
        Add(command.Parameters, NpgsqlDbType.Bytea, tokenHash);
        Add(command.Parameters, NpgsqlDbType.Text, subject);
        Add(command.Parameters, NpgsqlDbType.Text, name);
        Add(command.Parameters, NpgsqlDbType.Text, organisation?.Value);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Revokes a subject's tokens, for good.</summary>
    /// <returns>How many of them had signed in until now.</returns>
    public async Task<int> RevokeAccessAsync(string subject, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            "update ledger.access set revoked = clock_timestamp() where subject = $1 and revoked is null"
        );
        Add(command.Parameters, NpgsqlDbType.Text, subject);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static OdsCode? OrganisationAt(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : OdsCode.Parse(reader.GetString(column));

    /// <summary>The entries in the order of their places, with what can be refused before asking the database.</summary>
    internal static List<(string Stream, long Version, NewEntry Entry, string Data)> CheckedEntries(
        AppendRequest request,
        StreamAppend[] streams
    )
    {
        if (streams.Length == 0)
        {
            throw new BadEntryException("A request to record something names at least one stream.");
        }
        RefuseUnstorable(request.LoggedBy, "Who logged it");
        RefuseUnstorable(request.CorrelationId, "The correlation id");
        RefuseUnstorable(request.CausationId, "The causation id");
        RefuseUnstorable(request.Idempotency?.Key, "The idempotency key");
        foreach (var person in request.People)
        {
            RefuseUnstorable(person.Name, $"The name of {person.Id}");
        }

        var entries = new List<(string, long, NewEntry, string)>();
        string? previous = null;
        foreach (var (stream, expectedVersion, newEntries) in streams)
        {
            RefuseUnstorable(stream, "A stream's id");
            if (stream == previous || newEntries.Count == 0 || expectedVersion < 0)
            {
                throw new BadEntryException(
                    $"Stream {stream} is refused: a stream is named once, with at least one entry and an expected version from 0."
                );
            }
            previous = stream;
            var version = expectedVersion;
            foreach (var entry in newEntries)
            {
                version++;
                RefuseUnstorable(entry.Type, $"The type of entry {entry.Id}");
                RefuseUnstorable(entry.DotnetType, $"The .NET type of entry {entry.Id}");
                entries.Add((stream, version, entry, CanonicalData(entry)));
            }
        }
        return entries;
    }

    private static string CanonicalData(NewEntry entry)
    {
        try
        {
            return CanonicalJson.Write(entry.Data);
        }
        catch (NotCanonicalException error)
        {
            throw new BadEntryException($"Entry {entry.Id} ({entry.Type}) is refused. {error.Message}", error);
        }
    }

    private static void RefuseUnstorable(string? text, string what)
    {
        if (text is null)
        {
            return;
        }
        // A rune that cannot be read is a surrogate without a partner.
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (rest[0] == '\0' || Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
            {
                throw new BadEntryException(
                    $"{what} is refused: it holds the character U+0000, or a surrogate without a partner."
                );
            }
            rest = rest[length..];
        }
    }

    /// <summary>What a failed append means, whichever way in it came by.</summary>
    internal static Exception AppendError(PostgresException error, string? idempotencyKey)
    {
        if (error.Severity is "FATAL" or "PANIC")
        {
            // The server ended the session, perhaps after it had committed.
            return new AppendOutcomeUnknownException(error);
        }
        if (BusyReason(error) is { } reason)
        {
            return new RecordBusyException(reason, error);
        }
        return error.SqlState switch
        {
            "OV004" => VersionConflict(error),
            "OV005" => new IdempotencyConflictException(idempotencyKey!, error),
            "OV006" => new BadEntryException($"{error.MessageText}.", error),
            // A constraint, or class 22: text or numbers that a column cannot hold.
            PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation or ['2', '2', ..] =>
                new BadEntryException($"What was sent is refused: {error.MessageText}.", error),
            _ => error,
        };
    }

    private static VersionConflictException VersionConflict(PostgresException error)
    {
        // From the message, because Npgsql withholds an error's detail unless told otherwise, and details may hold what is personal.
        var said = VersionConflictMessage().Match(error.MessageText);
        return new VersionConflictException(
            said.Groups["stream"].Value,
            long.Parse(said.Groups["expected"].ValueSpan),
            long.Parse(said.Groups["actual"].ValueSpan),
            error
        );
    }

    [GeneratedRegex(
        @"^Stream (?<stream>.*) is at version (?<actual>[0-9]+), not at (?<expected>[0-9]+) as expected$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex VersionConflictMessage();

    internal static string? BusyReason(PostgresException error) =>
        error.SqlState switch
        {
            PostgresErrorCodes.LockNotAvailable => "another writer held it for longer than the lock time-out",
            PostgresErrorCodes.QueryCanceled => "the statement took longer than its time-out, or was cancelled",
            PostgresErrorCodes.DeadlockDetected => "this writer and another waited for each other",
            _ => null,
        };

    /// <summary>Once more on a fresh connection when the first was found broken: a read changes nothing.</summary>
    private static async Task<T> RetryReadAsync<T>(Func<Task<T>> readAsync)
    {
        try
        {
            return await readAsync();
        }
        catch (NpgsqlException error) when (IsBrokenConnection(error))
        {
            return await readAsync();
        }
    }

    private static bool IsBrokenConnection(NpgsqlException error) =>
        error is PostgresException { Severity: "FATAL" } || error.InnerException is IOException or SocketException;

    private static async Task<List<StoredEntry>> ReadEntriesAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var entries = new List<StoredEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(
                new StoredEntry(
                    reader.GetInt64(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetInt64(3),
                    reader.GetString(4),
                    reader.GetString(5),
                    reader.GetFieldValue<DateTimeOffset>(6),
                    reader.GetString(7),
                    reader.IsDBNull(8) ? null : reader.GetString(8),
                    reader.IsDBNull(9) ? null : reader.GetString(9)
                )
            );
        }
        return entries;
    }

    private static async Task<EarlierAppend?> ReadEarlierAppendAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        await reader.NextResultAsync(cancellationToken);
        byte[]? requestHash = null;
        var lines = new List<ReceiptLine>();
        while (await reader.ReadAsync(cancellationToken))
        {
            requestHash = reader.GetFieldValue<byte[]>(0);
            lines.Add(ReadReceiptLine(reader, 1));
        }
        return requestHash is null ? null : new EarlierAppend(requestHash, new Receipt(lines, Repeated: true));
    }

    internal static ReceiptLine ReadReceiptLine(DbDataReader reader, int first) =>
        new(
            reader.GetGuid(first),
            reader.GetInt64(first + 1),
            reader.GetString(first + 2),
            reader.GetInt64(first + 3),
            reader.GetFieldValue<DateTimeOffset>(first + 4)
        );

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static void AddPlaceAndLimit(NpgsqlParameterCollection parameters, long place, int atMost)
    {
        Add(parameters, NpgsqlDbType.Bigint, place);
        Add(parameters, NpgsqlDbType.Integer, atMost);
    }

    private static void Add(NpgsqlParameterCollection parameters, NpgsqlDbType type, object? value) =>
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    private static void AddArray<T>(NpgsqlParameterCollection parameters, NpgsqlDbType type, IEnumerable<T> values) =>
        parameters.Add(new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] });
}
