using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.TestServer;

namespace Oversight.Benchmarks;

/// <summary>A durable PostgreSQL in a folder that goes with it; every contender has a database of its own in it.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private const string Template = "registered";

    private readonly string folder;
    private readonly Cluster cluster;
    private int postmaster;

    private BenchmarkCluster(string folder, Cluster cluster)
    {
        this.folder = folder;
        this.cluster = cluster;
    }

    /// <summary>A folder for the files of the contenders.</summary>
    public string Folder => folder;

    /// <summary>Starts it, as the program has it but for the settings given.</summary>
    public static async Task<BenchmarkCluster> StartAsync(params (string Name, string Value)[] settings)
    {
        var made = Directory.CreateTempSubdirectory("oversight-benchmark-").FullName;
        File.SetUnixFileMode(made, (UnixFileMode)0b111_101_101);
        var options = new ClusterOptions(Path.Combine(made, "data"), MayInstall: false, Console.Error.WriteLine);
        await using (var first = await Cluster.OpenAsync(options, CancellationToken.None))
        {
            // All contenders together have more connections than the program alone.
            foreach (var (name, value) in ((string, string)[])[("max_connections", "800"), .. settings])
            {
                await ExecuteAsync(first.Owner, $"alter system set {name} = {value}");
            }

            NpgsqlConnection.ClearAllPools();
        }

        var started = new BenchmarkCluster(made, await Cluster.OpenAsync(options, CancellationToken.None));
        await SegmentDecisions.RegisterAsync(await started.CreateDatabaseAsync(Template));
        NpgsqlConnection.ClearAllPools();
        return started;
    }

    /// <summary>An empty database.</summary>
    public async Task<DatabaseSettings> CreateDatabaseAsync(string name) =>
        WithPools(await cluster.CreateDatabaseAsync(name));

    /// <summary>A database with the record of <see cref="SegmentDecisions.RegisterAsync"/>.</summary>
    public async Task<DatabaseSettings> CreateRecordAsync(string name)
    {
        var database = WithPools(await cluster.CreateDatabaseAsync(name, Template));
        // A login's time-outs belong to each database: a copy has not got them.
        await Migration.ApplyAsync(database.Owner, database.Program, _ => { });
        return database;
    }

    /// <summary>How long PostgreSQL has kept a core busy so far, all its processes together.</summary>
    public async Task<double> ProcessorTimeAsync()
    {
        if (postmaster == 0)
        {
            var backend = (int)(await ScalarAsync(cluster.Owner, "select pg_backend_pid()"))!;
            postmaster = ProcessorTime.ParentOf(backend);
        }

        return ProcessorTime.OfTree(postmaster);
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    // What holds on to a connection of the superuser is only the benchmark.
    private static DatabaseSettings WithPools(DatabaseSettings settings) =>
        new(new NpgsqlConnectionStringBuilder(settings.Owner) { MaxPoolSize = 3 }.ConnectionString, settings.Program);
}
