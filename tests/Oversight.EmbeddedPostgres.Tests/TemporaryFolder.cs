using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Oversight.EmbeddedPostgres.Tests;

/// <summary>A data folder of one test, and what a test does and sees there.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly List<string> said = [];

    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("oversight-tests-").FullName;
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute);
        Data = System.IO.Path.Combine(Path, "data");
    }

    /// <summary>A folder that exists and that everybody may pass.</summary>
    public string Path { get; }

    /// <summary>A folder in it that does not exist yet.</summary>
    public string Data { get; }

    /// <summary>What was said to the person at the terminal.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (said)
            {
                return [.. said];
            }
        }
    }

    public string Server => InData("postgres");

    public string InData(string name) => System.IO.Path.Combine(Data, name);

    public int ServerPid =>
        int.Parse(
            File.ReadLines(System.IO.Path.Combine(Server, "postmaster.pid")).First(),
            CultureInfo.InvariantCulture
        );

    public Task<Cluster> OpenAsync(bool durable = false) =>
        Cluster.OpenAsync(
            new ClusterOptions(Data, MayInstall: true, Say) { Durable = durable },
            TestContext.Current.CancellationToken
        );

    public void Dispose()
    {
        // A test that failed half-way must not leave a server behind.
        var pidFile = System.IO.Path.Combine(Server, "postmaster.pid");
        if (File.Exists(pidFile) && IsPostgres(ServerPid))
        {
            Kill(ServerPid);
        }
        Directory.Delete(Path, recursive: true);
    }

    public void KillServer()
    {
        var pid = ServerPid;
        Assert.True(IsPostgres(pid));
        Kill(pid);
    }

    public static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}");

    /// <summary>Fails unless the process is gone, or goes within a few seconds: it ends a moment after its pid file.</summary>
    public static async Task EndsAsync(int pid)
    {
        var waiting = Stopwatch.StartNew();
        while (IsAlive(pid))
        {
            Assert.True(waiting.Elapsed < TimeSpan.FromSeconds(5), $"Process {pid} still runs.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<T> AskAsync<T>(string connectionString, string query)
    {
        // Unpooled: a pooled connection would outlive the server that a test kills.
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(query, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public static async Task DoAsync(string connectionString, string statement) =>
        await AskAsync<object?>(connectionString, statement);

    private static bool IsPostgres(int pid) =>
        IsAlive(pid)
        && File.ReadAllText($"/proc/{pid}/cmdline").Contains("cluster_name=oversight-", StringComparison.Ordinal);

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill(entireProcessTree: false);
        process.WaitForExit();
    }

    private void Say(string sentence)
    {
        lock (said)
        {
            said.Add(sentence);
        }
        // A person who runs the tests should know what is done to the machine.
        if (sentence.Contains("install", StringComparison.Ordinal))
        {
            Console.Error.WriteLine(sentence);
        }
    }
}
