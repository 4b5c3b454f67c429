using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Oversight.EmbeddedPostgres.Tests;

/// <summary>What kills, crashes and careless hands leave behind.</summary>
public sealed class DamagedClusterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task After_a_killed_server_the_next_open_starts_one_with_all_that_was_committed()
    {
        await using var before = await folder.OpenAsync(durable: true);
        await TemporaryFolder.DoAsync(before.Owner, "CREATE TABLE kept AS SELECT 7 AS value");
        var pid = folder.ServerPid;
        // A backend in the middle of something, which must notice and go before the shared memory is free.
        await using var busy = new NpgsqlConnection(before.Owner);
        await busy.OpenAsync(TestContext.Current.CancellationToken);

        folder.KillServer();

        await using var after = await folder.OpenAsync(durable: true);
        Assert.True(after.StartedHere);
        Assert.NotEqual(pid, folder.ServerPid);
        Assert.Equal(7, await TemporaryFolder.AskAsync<int>(after.Owner, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task A_copy_of_the_data_folder_does_not_wait_for_the_processes_of_its_running_original()
    {
        using var copy = new TemporaryFolder();
        await using (await folder.OpenAsync(durable: true)) { }
        using (var copying = Process.Start("cp", ["-aT", folder.Data, copy.Data]))
        {
            await copying.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, copying.ExitCode);
        }

        await using var original = await folder.OpenAsync(durable: true);
        // As after a restart of the machine: its pid file names a process that is something else by now.
        var account = Environment.IsPrivilegedProcess ? OwnerOf(folder.Server) : null;
        using var stranger = Process.Start(
            account is null
                ? new ProcessStartInfo("sleep", ["60"])
                : new ProcessStartInfo("sleep", ["60"]) { UserName = account, WorkingDirectory = "/" }
        )!;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(copy.Server, "postmaster.pid"),
                $"{stranger.Id}\n{copy.Server}\n1700000000\n54321\n\n127.0.0.1\n  1234567    123456\nready   \n",
                TestContext.Current.CancellationToken
            );
            await using var cluster = await copy.OpenAsync();
            Assert.True(cluster.StartedHere);
            Assert.NotEqual(folder.ServerPid, copy.ServerPid);
            Assert.Equal(1, await TemporaryFolder.AskAsync<int>(cluster.Program, "SELECT 1"));
            Assert.Equal(1, await TemporaryFolder.AskAsync<int>(original.Program, "SELECT 1"));
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_pid_file_that_names_another_living_process_does_not_hinder_a_start()
    {
        await using (await folder.OpenAsync()) { }
        // A process of the account that the server runs under: of another's, the server itself knows that it is no server.
        var account = Environment.IsPrivilegedProcess ? OwnerOf(folder.Server) : null;
        using var stranger = Process.Start(
            account is null
                ? new ProcessStartInfo("sleep", ["60"])
                : new ProcessStartInfo("sleep", ["60"]) { UserName = account, WorkingDirectory = "/" }
        )!;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.Server, "postmaster.pid"),
                $"{stranger.Id}\n{folder.Server}\n1700000000\n54321\n\n127.0.0.1\n  1234567    123456\nready   \n",
                TestContext.Current.CancellationToken
            );
            await using var cluster = await folder.OpenAsync();
            Assert.True(cluster.StartedHere);
            Assert.NotEqual(stranger.Id, folder.ServerPid);
            Assert.Equal(1, await TemporaryFolder.AskAsync<int>(cluster.Program, "SELECT 1"));
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_server_that_is_just_being_stopped_is_waited_for_and_started_again()
    {
        await using var before = await folder.OpenAsync();
        await using (var lingering = new NpgsqlConnection(before.Owner + ";Pooling=false"))
        {
            await lingering.OpenAsync(TestContext.Current.CancellationToken);
            // SIGTERM: lets nobody in any more, and ends when the last one leaves.
            using var terminate = Process.Start("kill", ["-TERM", $"{folder.ServerPid}"]);
            await terminate.WaitForExitAsync(TestContext.Current.CancellationToken);
            var opening = folder.OpenAsync();
            await Task.Delay(500, TestContext.Current.CancellationToken);
            Assert.False(opening.IsCompleted);
            await lingering.CloseAsync();
            await using var after = await opening;
            Assert.True(after.StartedHere);
            Assert.Equal(1, await TemporaryFolder.AskAsync<int>(after.Program, "SELECT 1"));
        }
    }

    [Fact]
    public async Task Half_a_cluster_is_thrown_away_and_made_again()
    {
        Directory.CreateDirectory(folder.InData("postgres.new-killed/base"));
        await File.WriteAllTextAsync(
            folder.InData("postgres.new-killed/PG_VERSION"),
            "15\n",
            TestContext.Current.CancellationToken
        );
        await using var cluster = await folder.OpenAsync();
        Assert.Equal(1, await TemporaryFolder.AskAsync<int>(cluster.Program, "SELECT 1"));
        Assert.False(Directory.Exists(folder.InData("postgres.new-killed")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    public async Task Lost_passwords_are_replaced_and_the_data_is_kept(string? leftInTheFile)
    {
        DatabaseSettings lost;
        await using (var before = await folder.OpenAsync())
        {
            lost = before.Settings;
            await TemporaryFolder.DoAsync(before.Owner, "CREATE TABLE kept AS SELECT 7 AS value");
            File.Delete(before.SettingsPath);
            var inUse = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.OpenAsync());
            Assert.Contains("database.json", inUse.Message, StringComparison.Ordinal);
        }
        if (leftInTheFile is not null)
        {
            await File.WriteAllTextAsync(
                folder.InData("database.json"),
                leftInTheFile,
                TestContext.Current.CancellationToken
            );
        }
        await using var after = await folder.OpenAsync();
        Assert.Equal(7, await TemporaryFolder.AskAsync<int>(after.Owner, "SELECT value FROM kept"));
        Assert.Equal(1, await TemporaryFolder.AskAsync<int>(after.Program, "SELECT 1"));
        var oldPassword = new NpgsqlConnectionStringBuilder(after.Owner)
        {
            Password = new NpgsqlConnectionStringBuilder(lost.Owner).Password,
        };
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            TemporaryFolder.AskAsync<int>(oldPassword.ConnectionString, "SELECT 1")
        );
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task A_port_that_somebody_has_taken_since_is_left_to_them()
    {
        int port;
        await using (var before = await folder.OpenAsync())
        {
            port = new NpgsqlConnectionStringBuilder(before.Owner).Port;
        }
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        await using var after = await folder.OpenAsync();
        Assert.NotEqual(port, new NpgsqlConnectionStringBuilder(after.Owner).Port);
        Assert.Equal(after.Settings, DatabaseSettings.Read(after.SettingsPath));
        Assert.Equal(1, await TemporaryFolder.AskAsync<int>(after.Program, "SELECT 1"));
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_any_more_is_left_alone()
    {
        Directory.CreateDirectory(folder.Server);
        var version = Path.Combine(folder.Server, "PG_VERSION");
        await File.WriteAllTextAsync(version, "99\n", TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => folder.OpenAsync());
        Assert.Contains("postgresql-99", refused.Message, StringComparison.Ordinal);
        Assert.Equal([version], Directory.EnumerateFileSystemEntries(folder.Server));
    }

    [Fact]
    public async Task A_long_log_is_put_aside_at_the_next_start()
    {
        await using (await folder.OpenAsync()) { }
        await using (var log = File.OpenWrite(folder.InData("postgres.log")))
        {
            log.SetLength(10_000_001);
        }
        await using var cluster = await folder.OpenAsync();
        Assert.Equal(10_000_001, new FileInfo(folder.InData("postgres.log.1")).Length);
        Assert.InRange(new FileInfo(folder.InData("postgres.log")).Length, 1, 100_000);
    }

    [Fact]
    public async Task A_folder_that_the_servers_account_cannot_enter_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs the server under another account.");
        var closed = Path.Combine(folder.Path, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() =>
            Cluster.OpenAsync(
                new ClusterOptions(Path.Combine(closed, "data"), MayInstall: true, _ => { }),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Contains($"may not enter {closed}.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watched_server_that_dies_is_started_again_on_the_same_port()
    {
        await using var cluster = await folder.OpenAsync(durable: true);
        await TemporaryFolder.DoAsync(cluster.Owner, "CREATE TABLE kept AS SELECT 7 AS value");
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = cluster.KeepAliveAsync(watching.Token);

        folder.KillServer();

        var waiting = Stopwatch.StartNew();
        var value = 0;
        while (value == 0)
        {
            try
            {
                value = await TemporaryFolder.AskAsync<int>(cluster.Owner, "SELECT value FROM kept");
            }
            catch (NpgsqlException) when (waiting.Elapsed < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
        Assert.Equal(7, value);
        Assert.Equal(cluster.Settings, DatabaseSettings.Read(cluster.SettingsPath));
        await watching.CancelAsync();
        await watch;
        Assert.Contains(folder.Said, sentence => sentence.Contains("started again", StringComparison.Ordinal));
    }

    private static string OwnerOf(string path)
    {
        using var stat = Process.Start(
            new ProcessStartInfo("stat", ["-c", "%U", path]) { UseShellExecute = false, RedirectStandardOutput = true }
        )!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
