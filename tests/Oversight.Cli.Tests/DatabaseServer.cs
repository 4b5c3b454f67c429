using Npgsql;
using Oversight.Cli.Tests;
using Oversight.EmbeddedPostgres;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Oversight.Cli.Tests;

/// <summary>One real PostgreSQL for all tests of the assembly, and a database of its own for whoever asks.</summary>
public sealed class DatabaseServer : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private Cluster cluster = null!;
    private int databases;

    public async ValueTask InitializeAsync() =>
        cluster = await Cluster.OpenAsync(
            new ClusterOptions(folder.File("data"), MayInstall: true, Console.Error.WriteLine) { Durable = false },
            CancellationToken.None
        );

    public Task<DatabaseSettings> CreateDatabaseAsync() =>
        cluster.CreateDatabaseAsync($"test_{Interlocked.Increment(ref databases)}");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>A folder that goes with its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("oversight-cli-tests-").FullName;

    public TemporaryFolder() =>
        // The database server's account has to pass through it.
        System.IO.File.SetUnixFileMode(
            path,
            System.IO.File.GetUnixFileMode(path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        );

    public string File(string name) => Path.Combine(path, name);

    public string Write(string name, params IEnumerable<string> lines)
    {
        System.IO.File.WriteAllText(File(name), string.Join('\n', lines) + "\n");
        return File(name);
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
