using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.TestServer;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Oversight.Desk.Tests;

/// <summary>A database with a record in it, opened once by this program and as often as a test wants by "another" one.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly List<OpenRecord> opened = [];
    private readonly NpgsqlDataSource superuser;

    private TestDatabase(DatabaseSettings settings)
    {
        Settings = settings;
        superuser = NpgsqlDataSource.Create(settings.Owner);
    }

    public DatabaseSettings Settings { get; }

    /// <summary>The record as the first program has it open.</summary>
    public OpenRecord Record => opened[0];

    public static async Task<TestDatabase> CreateEmptyAsync(DatabaseServer server) =>
        await OpenAsync(await server.CreateMigratedAsync());

    /// <summary>With the reference data.</summary>
    public static async Task<TestDatabase> CreateLoadedAsync(DatabaseServer server) =>
        await OpenAsync(await server.CreateLoadedAsync());

    /// <summary>The record opened once more, with connections and memory of its own, as another program would.</summary>
    public async Task<OpenRecord> OpenAsync(string? programConnectionString = null)
    {
        var record = await OpenRecord.OpenAsync(
            Settings.Owner,
            programConnectionString ?? Settings.Program,
            TimeProvider.System,
            _ => { },
            CancellationToken.None
        );
        lock (opened)
        {
            opened.Add(record);
        }

        return record;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = superuser.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> CountEntriesAsync() => AskAsync<long>("select count(*) from oversight.mt_events");

    /// <summary>Writes an entry past the program, as the superuser may: the guards allow any well-formed type.</summary>
    public Task InsertEntryAsync(Guid id, string stream, string type, string data, long version = 1) =>
        ExecuteAsync(
            $"""
            insert into oversight.mt_streams (id, version) values ('{stream}', {version})
            on conflict (id) do update set version = excluded.version;
            insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name)
            values (nextval('oversight.mt_events_sequence'), '{id}', '{stream}', {version}, '{data}', '{type}', now(), 'someone');
            """
        );

    private static async Task<TestDatabase> OpenAsync(DatabaseSettings settings)
    {
        var database = new TestDatabase(settings);
        await database.OpenAsync();
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var record in opened)
        {
            await record.DisposeAsync();
        }

        await superuser.DisposeAsync();
    }
}

/// <summary>One database for a test class, with the reference data loaded.</summary>
public sealed class LoadedRecord(DatabaseServer server) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public OpenRecord Record => Database.Record;

    public RecordStore Store => Record.Store;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateLoadedAsync(server);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
