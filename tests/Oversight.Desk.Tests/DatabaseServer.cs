using Npgsql;
using Oversight.Desk.Tests;
using Oversight.EmbeddedPostgres;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Oversight.Desk.Tests;

/// <summary>One PostgreSQL for the whole assembly, in a folder of its own that goes with it.</summary>
public sealed class DatabaseServer : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-desk-").FullName;
    private readonly List<string> said = [];
    private Cluster cluster = null!;
    private int databases;

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
            new ClusterOptions(Path.Combine(folder, "data"), MayInstall: true, said.Add) { Durable = false },
            CancellationToken.None
        );
    }

    /// <summary>Settings of a new database without a schema; small pools, since the test classes share the server.</summary>
    public async Task<DatabaseSettings> CreateDatabaseAsync()
    {
        var settings = await cluster.CreateDatabaseAsync($"desk_{Interlocked.Increment(ref databases)}");
        return new(Small(settings.Owner), Small(settings.Program));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Small(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 10 }.ConnectionString;
}
