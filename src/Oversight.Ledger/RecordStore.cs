using System.Net.Sockets;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>
/// The record in PostgreSQL, read; <see cref="RecordWriter"/> writes it. What it promises is kept by the database, whoever writes; see
/// <c>Schema/</c>. Safe for concurrent use. Where PostgreSQL cannot be reached, Npgsql's own <see cref="NpgsqlException"/> comes through.
/// </summary>
/// <param name="dataSource">Connections of the program's login, best from <see cref="CreateDataSource(string)"/>; whoever made it disposes it.</param>
/// <param name="others">Connections that are given up where one of these was found broken, as after a restart; null for none.</param>
public sealed class RecordStore(NpgsqlDataSource dataSource, NpgsqlDataSource? others = null)
{
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

    /// <summary>
    /// The entries after a place, by place, in one round trip, which looks too whether the last entry that was read is still there. Ask
    /// again with the last one's place for more.
    /// </summary>
    /// <param name="last">The last entry already read, or its place; -1 for none.</param>
    /// <param name="atMost">How many at most; ten thousand at once is a good measure.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="RecordReplacedException">It is not, or another one is: what was read is no longer the record.</exception>
    public async Task<IReadOnlyList<StoredEntry>> ReadAfterAsync(
        LastRead last,
        int atMost,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await ReadOnceAsync();
        }
        catch (NpgsqlException error) when (IsBrokenConnection(error))
        {
            // Once more on a fresh connection: a read changes nothing. What ended this one has most likely ended all.
            others?.Clear();
            return await ReadOnceAsync();
        }

        async Task<IReadOnlyList<StoredEntry>> ReadOnceAsync()
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            AddEntriesAfter(batch, last, atMost);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await ReadEntriesAsync(reader, last, cancellationToken);
        }
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
        try
        {
            return await dataSource
                .Ask($"select ledger.place_known_at({known.ToUniversalTime()})")
                .ValueAsync<long>(cancellationToken);
        }
        catch (PostgresException error)
        {
            throw error.SqlState == "OV008" ? new FutureInstantException(known, error) : Refusal.Of(error);
        }
    }

    /// <summary>The place of the last entry; -1 in an empty record.</summary>
    public Task<long> LastPlaceAsync(CancellationToken cancellationToken = default) =>
        dataSource.Ask("select coalesce(max(place), -1) from ledger.place").ValueAsync<long>(cancellationToken);

    /// <summary>
    /// The sessions that have held the record's lock for longer than any entry takes, in words; while one does, nothing can be recorded.
    /// </summary>
    public async Task<IReadOnlyList<string>> HoldersAsync(CancellationToken cancellationToken = default) =>
        await dataSource
            .Ask(
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
            )
            .RowsAsync(row => row.GetString(0), cancellationToken);

    /// <summary>The guards that are missing or switched off, by name; none when all are on.</summary>
    public async Task<IReadOnlyList<string>> GuardsOffAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await Guards.OffAsync(connection, cancellationToken);
    }

    /// <summary>What of the database that keeps the record is not as the scripts of this version make it, in words; none when all is.</summary>
    public async Task<IReadOnlyList<string>> CatalogueDifferencesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await Catalogue.DifferencesAsync(connection, cancellationToken);
    }

    /// <summary>
    /// The names of the schema's scripts that the database has not got: none, unless it was put back to an older state.
    /// </summary>
    /// <inheritdoc cref="Migration.PendingAsync(string, CancellationToken)" path="/exception"/>
    public async Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await Migration.PendingAsync(connection, cancellationToken);
    }

    /// <summary>The names behind people's ids. An id that is unknown, or whose name was erased, is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PersonNamesAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken = default
    ) =>
        (
            await dataSource
                .Ask($"select id, name from ledger.person where id = any({ids.ToArray()})")
                .RowsAsync(row => (Id: row.GetString(0), Name: row.GetString(1)), cancellationToken)
        ).ToDictionary(person => person.Id, person => person.Name);

    /// <summary>What is kept of people: their names, or by which entry these were redacted. An id of which nothing is kept is left out.</summary>
    public async Task<IReadOnlyList<KeptPerson>> PeopleAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken = default
    )
    {
        string[] asked = [.. ids];
        return await dataSource
            .Ask(
                $"""
                select id, name, null::uuid from ledger.person where id = any({asked})
                union all
                select person, null, entry from ledger.person_redaction where person = any({asked})
                """
            )
            .RowsAsync(
                row => new KeptPerson(row.GetString(0), row.TextOrNull(1), row.IsDBNull(2) ? null : row.GetGuid(2)),
                cancellationToken
            );
    }

    /// <summary>The ids behind which exactly that name stands, in whichever of Unicode's forms it is written.</summary>
    public async Task<IReadOnlyList<string>> PeopleCalledAsync(
        string name,
        CancellationToken cancellationToken = default
    ) =>
        await dataSource
            .Ask($"select id from ledger.person where normalize(name, NFC) = normalize({name}::text, NFC) order by id")
            .RowsAsync(row => row.GetString(0), cancellationToken);

    /// <summary>What of the record is read in other ways too.</summary>
    internal NpgsqlDataSource Connections => dataSource;

    private static bool IsBrokenConnection(NpgsqlException error) =>
        error is PostgresException { Severity: "FATAL" } || error.InnerException is IOException or SocketException;

    /// <summary>Asks for the entries after a place, and for the leaf there, for <see cref="ReadEntriesAsync"/>.</summary>
    internal static void AddEntriesAfter(NpgsqlBatch batch, LastRead last, int atMost)
    {
        batch.Add(
            $"""
            select encode(p.leaf, 'hex')
            from ledger.place p
            where p.place = {last.Place} and exists (select from only oversight.mt_events e where e.seq_id = p.seq_id)
            """
        );
        // Each place finds its entry by the key, whatever PostgreSQL expects of the tables' sizes: a join could be planned, for a prepared
        // statement, as a scan of all entries.
        batch.Add(
            $"""
            select p.place, p.id, e.stream_id, e.version, e.type, e.data, p.recorded, e.user_name, e.correlation_id, e.causation_id,
                encode(p.leaf, 'hex')
            from (select * from ledger.place where place > {last.Place} order by place limit {atMost}) p
            cross join lateral (
                select stream_id, version, type, data::text, user_name, correlation_id, causation_id
                from only oversight.mt_events
                where seq_id = p.seq_id
                limit 1) e
            order by p.place
            """
        );
    }

    /// <summary>Reads what <see cref="AddEntriesAfter"/> asks for.</summary>
    internal static async Task<List<StoredEntry>> ReadEntriesAsync(
        NpgsqlDataReader reader,
        LastRead last,
        CancellationToken cancellationToken
    )
    {
        var leaf = await reader.ReadAsync(cancellationToken) ? reader.GetString(0) : null;
        if (last.Leaf is not null && last.Leaf != leaf)
        {
            throw new RecordReplacedException(last.Place, isGone: leaf is null);
        }

        await reader.NextResultAsync(cancellationToken);
        return await reader.RestAsync(
            row => new StoredEntry(
                row.GetInt64(0),
                row.GetGuid(1),
                row.GetString(2),
                row.GetInt64(3),
                row.GetString(4),
                row.GetString(5),
                row.Instant(6),
                row.GetString(7),
                row.TextOrNull(8),
                row.TextOrNull(9),
                row.GetString(10)
            ),
            cancellationToken
        );
    }
}

/// <summary>What is kept of a person whom entries have by an id.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name; null where it was redacted.</param>
/// <param name="RedactedBy">The entry that redacted it; null where none has.</param>
public sealed record KeptPerson(string Id, string? Name, Guid? RedactedBy);
