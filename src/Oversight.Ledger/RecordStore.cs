using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;

namespace Oversight.Ledger;

/// <summary>
/// The record in PostgreSQL, read; <see cref="RecordWriter"/> writes it. What it promises is kept by the database, whoever writes; see
/// <c>Schema/</c>. Safe for concurrent use. Where PostgreSQL cannot be reached, Npgsql's own <see cref="NpgsqlException"/> comes through.
/// </summary>
/// <param name="dataSource">Connections of the program's login, best from <see cref="CreateDataSource(string)"/>; whoever made it disposes it.</param>
public sealed class RecordStore(NpgsqlDataSource dataSource)
{
    // Each place finds its entry by the key, whatever PostgreSQL expects of the tables' sizes: a join could be planned, for a prepared
    // statement, as a scan of all entries.
    private const string EntriesAfterPlace = """
        select p.place, p.id, e.stream_id, e.version, e.type, e.data, p.recorded, e.user_name, e.correlation_id, e.causation_id,
            encode(p.leaf, 'hex')
        from (select * from ledger.place where place > $1 order by place limit $2) p
        cross join lateral (
            select stream_id, version, type, data::text, user_name, correlation_id, causation_id
            from only oversight.mt_events
            where seq_id = p.seq_id
            limit 1) e
        order by p.place
        """;

    private const string LeafAtPlace = """
        select encode(p.leaf, 'hex')
        from ledger.place p
        where p.place = $1 and exists (select from only oversight.mt_events e where e.seq_id = p.seq_id)
        """;

    /// <summary>What keys did before: an array of subjects, and one of their keys.</summary>
    internal const string EarlierAppends = """
        select i.subject, i.key, i.request_hash, p.id, p.place, e.stream_id, e.version, p.recorded
        from unnest($1, $2) asked (subject, key)
        cross join lateral (select * from ledger.idempotency k where k.subject = asked.subject and k.key = asked.key limit 1) i
        cross join unnest(i.entry_ids) stored (id)
        cross join lateral (select * from ledger.place where place.id = stored.id limit 1) p
        cross join lateral (select stream_id, version from only oversight.mt_events where seq_id = p.seq_id limit 1) e
        order by p.place
        """;

    /// <summary>Connections set up for this class: statements prepared by themselves, and a name for traces and metrics.</summary>
    /// <param name="programConnectionString">The program's login, as given to <see cref="Migration"/>.</param>
    public static NpgsqlDataSource CreateDataSource(string programConnectionString) =>
        // Nothing here changes a session's state, so there is none to reset.
        CreateDataSource(programConnectionString, "oversight", resets: false);

    internal static NpgsqlDataSource CreateDataSource(string programConnectionString, string name, bool resets)
    {
        var builder = new NpgsqlDataSourceBuilder(programConnectionString) { Name = name };
        builder.ConnectionStringBuilder.ApplicationName ??= "oversight";
        // Prepared on second use, in the same round trip.
        builder.ConnectionStringBuilder.MaxAutoPrepare = 60;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.NoResetOnClose = !resets;
        // Otherwise every statement with an array is planned anew for the length of it, which costs more than the rest of it. Statements are
        // written so that a plan made while the tables were small is still right when they are not.
        builder.ConnectionStringBuilder.Options =
            $"{builder.ConnectionStringBuilder.Options} -c plan_cache_mode=force_generic_plan".TrimStart();
        // The server gives up after 60 seconds and says why; this is for a server that says nothing any more.
        builder.ConnectionStringBuilder.CommandTimeout = 75;
        return builder.Build();
    }

    /// <summary>The entries after a place, by place, in one round trip. Ask again with the last one's place for more.</summary>
    /// <param name="place">The last place already read; -1 for none.</param>
    /// <param name="atMost">How many at most; ten thousand at once is a good measure.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<StoredEntry>> ReadAfterAsync(
        long place,
        int atMost,
        CancellationToken cancellationToken = default
    ) => ReadAfterAsync(new LastRead(place), atMost, cancellationToken);

    /// <summary>As above, looking in the same round trip whether the last entry that was read is still there.</summary>
    /// <exception cref="RecordReplacedException">It is not, or another one is: what was read is no longer the record.</exception>
    public async Task<IReadOnlyList<StoredEntry>> ReadAfterAsync(
        LastRead last,
        int atMost,
        CancellationToken cancellationToken = default
    )
    {
        return await RetryReadAsync(async () =>
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { LeafAt(last), EntriesAfter(last.Place, atMost) },
            };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await MustBeThereAsync(last, reader, cancellationToken);
            return await ReadEntriesAsync(reader, cancellationToken);
        });
    }

    /// <summary>
    /// Resolves "as known at": the place of the last entry recorded at or before an instant; -1 when nothing was recorded by then. The same
    /// instant has the same answer for ever, so this waits for a writer that is in flight when the instant is close to now.
    /// </summary>
    /// <param name="known">The instant; fractions of a microsecond are dropped.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FutureInstantException">The instant has not passed, by the database's clock.</exception>
    /// <exception cref="ClockJumpedException">The database's clock is years after the last entry.</exception>
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
        catch (PostgresException error) when (error.SqlState == "OV012")
        {
            throw Refusal.Of(error);
        }
        catch (PostgresException error) when (Refusal.BusyReason(error) is { } reason)
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

    /// <summary>
    /// The sessions that have held the record's lock for longer than any entry takes, in words; while one does, nothing can be recorded.
    /// </summary>
    public async Task<IReadOnlyList<string>> HoldersAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """
            select format('Session %s (%s, %s) holds the record''s lock since %s: nothing can be recorded until it ends. End it: select pg_terminate_backend(%s).',
                a.pid, coalesce(nullif(a.application_name, ''), 'no name'), coalesce(a.state, 'another login''s'),
                coalesce(to_char(coalesce(a.state_change, a.backend_start) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"'), 'it does not say when'), a.pid)
            from pg_locks l
            join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.mode = 'ExclusiveLock' and l.objsubid = 1
                and l.database = (select oid from pg_database where datname = current_database())
                and (l.classid::bigint << 32) + l.objid::bigint = ledger.record_lock()
                -- Of another login's session the program sees no times.
                and coalesce(clock_timestamp() - coalesce(a.state_change, a.query_start, a.backend_start) > interval '2 s', true)
            order by a.pid
            """
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var holders = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            holders.Add(reader.GetString(0));
        }

        return holders;
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
    public async Task<AccessSubject?> FindSubjectAsync(
        byte[] tokenHash,
        CancellationToken cancellationToken = default
    ) => (await FindSubjectsAsync([tokenHash], cancellationToken))[0];

    /// <summary>Who holds bearer tokens, in the order asked; null where nobody does, or it was revoked.</summary>
    /// <param name="tokenHashes">The tokens' SHA-256, 32 bytes each.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<AccessSubject?>> FindSubjectsAsync(
        IReadOnlyList<byte[]> tokenHashes,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = dataSource.CreateCommand(
            """
            select asked.number, a.subject, a.name, a.organisation
            from unnest($1) with ordinality asked (hash, number)
            cross join lateral (select * from ledger.access where token_hash = asked.hash and revoked is null limit 1) a
            """
        );
        AddArray(command.Parameters, NpgsqlDbType.Bytea, tokenHashes);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var subjects = new AccessSubject?[tokenHashes.Count];
        while (await reader.ReadAsync(cancellationToken))
        {
            subjects[reader.GetInt64(0) - 1] = new(reader.GetString(1), reader.GetString(2), OrganisationAt(reader, 3));
        }

        return subjects;
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
        Revoking?.Invoke(subject);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Told of each subject whose tokens are revoked here.</summary>
    internal Action<string>? Revoking { get; set; }

    private static OdsCode? OrganisationAt(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : OdsCode.Parse(reader.GetString(column));

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

    internal static async Task<List<StoredEntry>> ReadEntriesAsync(
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
                    reader.IsDBNull(9) ? null : reader.GetString(9),
                    reader.GetString(10)
                )
            );
        }
        return entries;
    }

    /// <summary>What <see cref="EarlierAppends"/> gives.</summary>
    internal static async Task<IReadOnlyDictionary<SubjectKey, EarlierAppend>> ReadEarlierAsync(NpgsqlDataReader reader)
    {
        var earlier = new Dictionary<SubjectKey, (byte[] RequestHash, List<ReceiptLine> Lines)>();
        while (await reader.ReadAsync())
        {
            var key = new SubjectKey(reader.GetString(0), reader.GetString(1));
            if (!earlier.TryGetValue(key, out var known))
            {
                earlier[key] = known = (reader.GetFieldValue<byte[]>(2), []);
            }

            known.Lines.Add(ReadReceiptLine(reader, 3));
        }

        return earlier.ToDictionary(
            e => e.Key,
            e => new EarlierAppend(e.Value.RequestHash, new Receipt(e.Value.Lines, Repeated: true))
        );
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

    /// <summary>The leaf at a place, for <see cref="MustBeThereAsync"/>.</summary>
    internal static NpgsqlBatchCommand LeafAt(LastRead last)
    {
        var command = new NpgsqlBatchCommand(LeafAtPlace);
        Add(command.Parameters, NpgsqlDbType.Bigint, last.Place);
        return command;
    }

    /// <summary>Reads what <see cref="LeafAt"/> asks for, to the next result.</summary>
    internal static async Task MustBeThereAsync(
        LastRead last,
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var leaf = await reader.ReadAsync(cancellationToken) ? reader.GetString(0) : null;
        await reader.NextResultAsync(cancellationToken);
        if (last.Leaf is not null && last.Leaf != leaf)
        {
            throw new RecordReplacedException(last.Place, isGone: leaf is null);
        }
    }

    /// <summary>The entries after a place, by place, for <see cref="ReadEntriesAsync"/>.</summary>
    internal static NpgsqlBatchCommand EntriesAfter(long place, int atMost)
    {
        var command = new NpgsqlBatchCommand(EntriesAfterPlace);
        Add(command.Parameters, NpgsqlDbType.Bigint, place);
        Add(command.Parameters, NpgsqlDbType.Integer, atMost);
        return command;
    }

    private static void Add(NpgsqlParameterCollection parameters, NpgsqlDbType type, object? value) =>
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    private static void AddArray<T>(NpgsqlParameterCollection parameters, NpgsqlDbType type, IEnumerable<T> values) =>
        parameters.Add(new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] });
}
