using System.Diagnostics;
using Npgsql;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Xunit;

namespace Oversight.TestServer;

/// <summary>
/// One real PostgreSQL for all tests of an assembly, in a folder of its own that goes with it. Use it as an assembly
/// fixture, and give each test class a database of its own.
/// </summary>
public sealed class DatabaseServer : IAsyncLifetime
{
    /// <summary>
    /// The environment variable that names a folder, which need not exist, for the assemblies of one run: the first leaves a copy of its server
    /// there that has both templates, and the others begin with that. To make them takes a third of a small class's run.
    /// </summary>
    private const string SharedVariable = "OVERSIGHT_TEST_CLUSTER";

    private readonly string folder = Directory.CreateTempSubdirectory("oversight-test-").FullName;
    private readonly Lazy<Task<string>> migrated;
    private readonly Lazy<Task<string>> loaded;
    private Cluster cluster = null!;
    private bool hasTemplates;
    private int databases;

    /// <summary>Not started yet.</summary>
    public DatabaseServer()
    {
        migrated = new(() => MakeTemplateAsync("migrated", loadsReferenceData: false));
        loaded = new(() => MakeTemplateAsync("loaded", loadsReferenceData: true));
    }

    /// <summary>The superuser's connection string, to another database than those of the tests.</summary>
    public string Owner => cluster.Owner;

    /// <summary>Starts the server; it is installed where it is missing and may be.</summary>
    public async ValueTask InitializeAsync()
    {
        // The server's account has to pass through it.
        File.SetUnixFileMode(
            folder,
            File.GetUnixFileMode(folder)
                | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherExecute
        );
        var data = Path.Combine(folder, "data");
        var shared = Environment.GetEnvironmentVariable(SharedVariable);
        if (Directory.Exists(shared))
        {
            await CopyAsync(shared, data);
            hasTemplates = true;
        }

        cluster = await OpenAsync(data);
        if (!string.IsNullOrEmpty(shared) && !hasTemplates && IsTheFirst(shared))
        {
            await migrated.Value;
            await loaded.Value;
            // Only of a server that is stopped are the files whole.
            await cluster.DisposeAsync();
            await CopyAsync(data, $"{shared}.copying");
            Directory.Move($"{shared}.copying", shared);
            cluster = await OpenAsync(data);
        }
    }

    /// <summary>Settings of a new database without a schema.</summary>
    /// <param name="poolSize">The most connections of each login: test classes share the server's hundred.</param>
    public Task<DatabaseSettings> CreateDatabaseAsync(int poolSize = 10) => CreateAsync(template: null, poolSize);

    /// <summary>Settings of a new database that is migrated and empty: a copy of one that was migrated once.</summary>
    /// <inheritdoc cref="CreateDatabaseAsync"/>
    public async Task<DatabaseSettings> CreateMigratedAsync(int poolSize = 10) =>
        await CreateAsync(await migrated.Value, poolSize);

    /// <summary>Settings of a new database with the reference data.</summary>
    /// <inheritdoc cref="CreateDatabaseAsync"/>
    public async Task<DatabaseSettings> CreateLoadedAsync(int poolSize = 10) =>
        await CreateAsync(await loaded.Value, poolSize);

    /// <summary>Stops the server and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static Task<Cluster> OpenAsync(string data) =>
        Cluster.OpenAsync(
            new ClusterOptions(data, MayInstall: true, Console.Error.WriteLine) { Durable = false },
            CancellationToken.None
        );

    // Who comes while it makes them does not wait for it.
    private static bool IsTheFirst(string shared)
    {
        try
        {
            File.Open($"{shared}.first", FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists($"{shared}.first"))
        {
            return false;
        }
    }

    // With the owner, who is the server's account.
    private static async Task CopyAsync(string from, string to)
    {
        using var copying = Process.Start("cp", ["-aT", from, to]);
        await copying.WaitForExitAsync();
        if (copying.ExitCode != 0)
        {
            throw new IOException($"{from} was not copied to {to}: cp ended with exit code {copying.ExitCode}.");
        }
    }

    private async Task<DatabaseSettings> CreateAsync(string? template, int poolSize)
    {
        var settings = await cluster.CreateDatabaseAsync($"test_{Interlocked.Increment(ref databases)}", template);
        if (template is not null)
        {
            await CopyTimeOutsAsync(template, new NpgsqlConnectionStringBuilder(settings.Owner).Database!);
        }

        return new(Pooled(settings.Owner, poolSize), Pooled(settings.Program, poolSize));
    }

    // A login's time-outs belong to each database: a copy has not got them.
    private async Task CopyTimeOutsAsync(string template, string copy)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var set = connection.CreateCommand();
        set.CommandText = $"""
            do $$
            declare
                statement text;
            begin
                for statement in
                    select format('alter role %s in database {copy} set %s = %L', s.setrole::regrole, c.pair[1], c.pair[2])
                    from pg_db_role_setting s
                    join pg_database d on d.oid = s.setdatabase and d.datname = '{template}'
                    cross join unnest(s.setconfig) setting
                    cross join lateral (select regexp_match(setting, '^([^=]*)=(.*)$')) c (pair)
                loop
                    execute statement;
                end loop;
            end
            $$
            """;
        await set.ExecuteNonQueryAsync();
    }

    private async Task<string> MakeTemplateAsync(string name, bool loadsReferenceData)
    {
        if (hasTemplates)
        {
            return name;
        }

        var settings = await cluster.CreateDatabaseAsync(name);
        var program = new NpgsqlConnectionStringBuilder(settings.Program) { Pooling = false }.ConnectionString;
        await using var record = await OpenRecord.OpenAsync(
            settings.Owner,
            program,
            TimeProvider.System,
            _ => { },
            CancellationToken.None
        );
        if (loadsReferenceData)
        {
            await record.LoadReferenceDataAsync(CancellationToken.None);
            // Else each server that a test starts would have to, and that is half of what its start costs.
            await record.Reports.RebuildAsync(record.Live, (_, _) => { }, CancellationToken.None);
        }

        return name;
    }

    private static string Pooled(string connectionString, int poolSize) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = poolSize,
            // What a test asks again and again is planned once.
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 2,
        }.ConnectionString;
}
