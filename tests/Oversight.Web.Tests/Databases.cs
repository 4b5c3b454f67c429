using Oversight.EmbeddedPostgres;
using Oversight.Web.Tests;

[assembly: AssemblyFixture(typeof(Databases))]

namespace Oversight.Web.Tests;

/// <summary>One PostgreSQL for the assembly, and a database for each class of tests.</summary>
public sealed class Databases : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-web-tests-").FullName;
    private Cluster cluster = null!;
    private int count;

    /// <summary>The superuser's connection string, on another database than those of the tests.</summary>
    public string Owner => cluster.Owner;

    public async ValueTask InitializeAsync()
    {
        // The server's account has to pass through it.
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        cluster = await Cluster.OpenAsync(
            new ClusterOptions(Path.Combine(folder, "data"), MayInstall: true, _ => { }) { Durable = false },
            TestContext.Current.CancellationToken
        );
    }

    public Task<DatabaseSettings> CreateAsync() =>
        cluster.CreateDatabaseAsync($"web_{Interlocked.Increment(ref count)}");

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
