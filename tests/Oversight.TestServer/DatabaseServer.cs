using Npgsql;
using Oversight.EmbeddedPostgres;
using Xunit;

namespace Oversight.TestServer;

/// <summary>
/// One real PostgreSQL for all tests of an assembly, in a folder of its own that goes with it. Use it as an assembly
/// fixture, and give each test class a database of its own.
/// </summary>
public sealed class DatabaseServer : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-test-").FullName;
    private Cluster cluster = null!;
    private int databases;

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
        cluster = await Cluster.OpenAsync(
            new ClusterOptions(Path.Combine(folder, "data"), MayInstall: true, Console.Error.WriteLine)
            {
                Durable = false,
            },
            CancellationToken.None
        );
    }

    /// <summary>Settings of a new database without a schema.</summary>
    /// <param name="poolSize">The most connections of each login: test classes share the server's hundred.</param>
    public async Task<DatabaseSettings> CreateDatabaseAsync(int poolSize = 10)
    {
        var settings = await cluster.CreateDatabaseAsync($"test_{Interlocked.Increment(ref databases)}");
        return new(Pooled(settings.Owner, poolSize), Pooled(settings.Program, poolSize));
    }

    /// <summary>Stops the server and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Pooled(string connectionString, int poolSize) =>
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = poolSize }.ConnectionString;
}
