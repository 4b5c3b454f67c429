using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.TestServer;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Oversight.Ledger.Tests;

/// <summary>What the tests ask of the server.</summary>
public static class Databases
{
    /// <summary>A database without the schema.</summary>
    public static Task<DatabaseSettings> CreateEmptyAsync(this DatabaseServer server) =>
        server.CreateDatabaseAsync(poolSize: 100);

    /// <summary>A fresh, migrated database.</summary>
    public static async Task<TestDatabase> CreateAsync(this DatabaseServer server) =>
        new(await server.CreateMigratedAsync(poolSize: 100));
}

/// <summary>A migrated database for the tests of one class that store nothing, or nothing that another of them reads.</summary>
public sealed class SharedRecord(DatabaseServer databases) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await databases.CreateAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

/// <summary>A migrated database, with what tests do to it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource owner;
    private readonly LedgerDatabase ledger;

    public TestDatabase(DatabaseSettings settings)
    {
        Settings = settings;
        owner = NpgsqlDataSource.Create(settings.Owner);
        Program = RecordStore.CreateDataSource(settings.Program);
        ledger = new LedgerDatabase(settings.Program);
    }

    public DatabaseSettings Settings { get; }

    /// <summary>Connections of the program's login.</summary>
    public NpgsqlDataSource Program { get; }

    public RecordStore Store => ledger.Store;

    public Accounts Accounts => ledger.Accounts;

    public Credentials Credentials => ledger.Credentials;

    public DeviceCodes DeviceCodes => ledger.DeviceCodes;

    /// <summary>Somebody with rights; the id of the account.</summary>
    public async Task<string> AddPersonAsync(string name, params Grant[] grants)
    {
        var account = await Accounts.AddAsync(name, Accounts.TheProgram);
        foreach (var grant in grants)
        {
            await Accounts.GiveAsync(account.Subject, grant, until: null, "A test.", Accounts.TheProgram);
        }

        return account.Subject;
    }

    public async ValueTask DisposeAsync()
    {
        await owner.DisposeAsync();
        await Program.DisposeAsync();
        await ledger.DisposeAsync();
    }

    /// <summary>Stores one request, as a caller would who decides nothing.</summary>
    public Task<Receipt> AppendAsync(AppendRequest request) => ledger.AppendAsync(request);

    /// <summary>A request that appends so many entries to a stream.</summary>
    public static AppendRequest Request(
        string stream,
        long expectedVersion,
        int count = 1,
        string loggedBy = "user-1",
        string rationale = "Agreed."
    ) =>
        new(
            [new StreamAppend(stream, expectedVersion, [.. Enumerable.Range(0, count).Select(_ => Entry(rationale))])],
            loggedBy
        );

    public static NewEntry Entry(string rationale = "Agreed.") =>
        new(
            Guid.NewGuid(),
            new SegmentAssigned(
                new Decision(
                    DateWithPrecision.Parse("2024-05-01"),
                    DateWithPrecision.Parse("2024-05-01"),
                    new DecidedBy("nhs-england")
                )
                {
                    Rationale = rationale,
                },
                3
            )
        );

    public Task<NpgsqlConnection> OpenSuperuserAsync() => owner.OpenConnectionAsync().AsTask();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }
        return rows;
    }

    /// <summary>Runs statements as the program's login, in one transaction.</summary>
    public async Task ProgramAsync(string sql, string more = "")
    {
        await using var connection = new NpgsqlConnection($"{Settings.Program};Pooling=false;{more}");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Everything recorded, row by row, in all tables that hold the record, and what PostgreSQL's catalogue says of them.</summary>
    public async Task<string> SnapshotAsync() =>
        string.Join(
            '\n',
            await RowsAsync(
                """
                select 'event ' || e::text from only oversight.mt_events e
                union all select 'event ' || e::text from oversight.mt_events e
                union all select 'stream ' || s::text from oversight.mt_streams s
                union all select 'place ' || p::text from ledger.place p
                union all select 'tile ' || t::text from ledger.tile t
                union all select 'checkpoint ' || c::text from ledger.checkpoint c
                union all select 'cosignature ' || c::text from ledger.cosignature c
                union all select 'signing key ' || k::text from ledger.signing_key k
                union all select 'key ' || i::text from ledger.idempotency i
                union all select 'migration ' || m::text from ledger.migration m
                union all select 'person ' || p::text from ledger.person p
                union all select 'account ' || a::text from access.account a
                union all select 'grant ' || g::text from access.grant g
                union all select 'approval ' || a::text from access.grant_approval a
                union all select 'end ' || e::text from access.grant_end e
                union all select 'credential ' || c::text from access.credential c
                union all select 'document ' || d::text from ledger.document d
                union all select 'part ' || p::text from ledger.document_part p
                union all select 'sequence ' || last_value::text from oversight.mt_events_sequence
                union all select format('relation %s %s %s %s %s', c.oid::regclass, c.relkind, c.relowner::regrole, c.relacl, c.relrowsecurity)
                    from pg_class c where relnamespace in ('oversight'::regnamespace, 'ledger'::regnamespace, 'access'::regnamespace)
                union all select format('column %s %s %s %s', attrelid::regclass, attname, atttypid::regtype, attnotnull)
                    from pg_attribute where attnum > 0
                    and attrelid in (select oid from pg_class where relnamespace in ('oversight'::regnamespace, 'ledger'::regnamespace, 'access'::regnamespace))
                union all select format('trigger %s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
                union all select format('event trigger %s %s', evtname, evtenabled) from pg_event_trigger
                union all select format('function %s %s %s', p.oid::regprocedure, proowner::regrole, md5(prosrc)) from pg_proc p
                    where pronamespace in ('ledger'::regnamespace, 'access'::regnamespace)
                order by 1
                """
            )
        );

    /// <summary>
    /// That the record is in order: places from 0 without a gap, recorded and leaf of each as its entry says, streams at the version of
    /// their last entry.
    /// </summary>
    public async Task AssertInOrderAsync(long expectedEntries)
    {
        Assert.Equal(
            [],
            await RowsAsync(
                """
                select format('place %s of %s', p.place, p.number)
                from (select *, row_number() over (order by place) - 1 as number, lag(recorded) over (order by place) as before from ledger.place) p
                full join oversight.mt_events e on e.seq_id = p.seq_id
                where p.place is distinct from p.number
                    or p.before >= p.recorded
                    or e.timestamp is distinct from p.recorded
                    or e.id is distinct from p.id
                    or p.leaf is distinct from ledger.leaf(ledger.line(p.place, e.id, e.stream_id, e.version, e.type, e.timestamp,
                        e.user_name, e.correlation_id, e.causation_id, e.headers, e.data))
                union all
                select format('stream %s', s.id)
                from oversight.mt_streams s
                left join (select stream_id, max(version) as last, count(*) from oversight.mt_events group by stream_id) e on e.stream_id = s.id
                where s.id <> 'mt_tombstone' and (s.version is distinct from e.last or e.last <> e.count)
                """
            )
        );
        Assert.Equal(expectedEntries, await ScalarAsync<long>("select count(*) from ledger.place"));
    }
}
