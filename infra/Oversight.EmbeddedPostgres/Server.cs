using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Oversight.EmbeddedPostgres;

/// <summary>A running server as its pid file tells it.</summary>
internal sealed record RunningServer(int Pid, int Port)
{
    /// <summary>The process's arguments; none when it has ended, even if nobody has taken note of its end yet (a zombie).</summary>
    public string[] CommandLine => CommandLineOf(Pid);

    public bool IsAlive => CommandLine.Length > 0;

    public static string[] CommandLineOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

/// <summary>
/// The server of one data folder: makes, finds, starts and stops it. Everything here is called by one process at a time,
/// the one that holds the folder's <c>start.lock</c>.
/// </summary>
internal sealed class Server(
    DataFolder data,
    Binaries binaries,
    ServerAccount account,
    bool durable,
    Action<string> say
)
{
    /// <summary>The superuser's name.</summary>
    public const string OwnerLogin = "oversight_admin";

    /// <summary>The name of the login that the program works under.</summary>
    public const string ProgramLogin = "oversight_app";

    /// <summary>The database's name.</summary>
    public const string Database = "oversight";

    private const long LargestLog = 10_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Makes the cluster beside its final place and renames it when it is whole, so that half a cluster is never taken for
    /// a good one. Its passwords are noted between the two, since afterwards nobody could know them.
    /// </summary>
    public async Task CreateAsync()
    {
        var unfinished = data.NewUnfinishedCluster();
        var made = await InitializeAsync(unfinished, "C.UTF-8");
        if (!made.Succeeded)
        {
            // A system whose C library has no such locale.
            unfinished = data.NewUnfinishedCluster();
            made = await InitializeAsync(unfinished, "C");
        }
        if (!made.Succeeded)
        {
            throw new EmbeddedPostgresException(
                $"The database cluster in {data.Path} cannot be made:\n{made.LastLines}"
            );
        }
        // Only passwords, only over loopback: no way in by trust, not even for the account the server runs under.
        await RewriteAsync(Path.Combine(unfinished, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        var configuration = Path.Combine(unfinished, "postgresql.conf");
        await RewriteAsync(
            configuration,
            await File.ReadAllTextAsync(configuration) + "\ninclude = 'oversight.conf'\n"
        );
        await ConfigureAsync(unfinished, FreePort());
        await SetPasswordsAsync(unfinished);
        Directory.Move(unfinished, data.Cluster);
    }

    /// <summary>
    /// Gives both logins new passwords, and makes the second login and the database where they lack. The server must not be
    /// running: this works in its single-user mode, which asks for no password.
    /// </summary>
    public Task<DatabaseSettings> ResetPasswordsAsync() => SetPasswordsAsync(data.Cluster);

    /// <summary>The server that runs on this folder, whoever started it; null when none does.</summary>
    /// <exception cref="EmbeddedPostgresException">A server runs on a copy of this folder, or on the same one by another path.</exception>
    public RunningServer? Find()
    {
        if (ReadPidFile() is not { } named)
        {
            return null;
        }
        var arguments = named.CommandLine;
        if (!arguments.Contains($"cluster_name={ClusterName}"))
        {
            return null;
        }
        var folder = arguments.SkipWhile(argument => argument != "-D").Skip(1).FirstOrDefault();
        return folder == data.Cluster
            ? named
            : throw new EmbeddedPostgresException(
                $"The server with process id {named.Pid} was started on {folder}, which is the same cluster as {data.Cluster} or a copy of it."
                    + $" Stop it, or, if this is a copy, delete {PidFile}."
            );
    }

    /// <summary>Starts the server, or finds that somebody else has. It answers when this returns, or is on its way.</summary>
    /// <param name="port">The port to listen on, or to try first.</param>
    /// <param name="onlyThatPort">Give up when that port is taken, instead of taking another.</param>
    public async Task<RunningServer> StartAsync(int? port, bool onlyThatPort = false)
    {
        KeepLogSmall();
        data.CreateIfMissing(data.Log);
        DataFolder.Give(data.Log, account.Name);
        var candidate = port ?? FreePort();
        var trying = Stopwatch.StartNew();
        for (var takenPorts = 0; ; )
        {
            await RemoveForeignPidFileAsync();
            await ConfigureAsync(data.Cluster, candidate);
            var logged = new FileInfo(data.Log).Length;
            var start = await PgCtlAsync("start", 120, "-l", data.Log, "-o", $"-c cluster_name={ClusterName}");
            if (Find() is { } running)
            {
                return running;
            }
            var said = LogSince(logged);
            if (said.Contains("Address already in use", StringComparison.Ordinal) && !onlyThatPort && ++takenPorts < 10)
            {
                candidate = FreePort();
                continue;
            }
            // What a killed postmaster or a killed program has left needs a moment to notice and go.
            var othersAreInTheWay = new[] { "is still in use", "Address already in use", "already exists" }.Any(words =>
                said.Contains(words, StringComparison.Ordinal)
            );
            if (!othersAreInTheWay || trying.Elapsed > TimeSpan.FromSeconds(20))
            {
                throw new EmbeddedPostgresException(
                    $"The database server does not start. See {data.Log}:\n{(said.Length > 0 ? said : start.LastLines)}"
                );
            }
            await Task.Delay(Pause);
        }
    }

    /// <summary>Stops the server; what is running in it is rolled back.</summary>
    public async Task StopAsync()
    {
        var stop = await PgCtlAsync("stop", 60, "-m", "fast");
        if (!stop.Succeeded && Find() is { } running)
        {
            say(
                $"The database server (process id {running.Pid}) does not stop in good order; stopping it at once. Nothing committed is lost."
            );
            await PgCtlAsync("stop", 60, "-m", "immediate");
        }
    }

    private string PidFile => Path.Combine(data.Cluster, "postmaster.pid");

    /// <summary>Shown in the command line of each of the server's processes, so that it can be told from other servers' there.</summary>
    private string ClusterName
    {
        get
        {
            // pg_control begins with the identifier that initdb gave the cluster.
            using var control = File.OpenRead(Path.Combine(data.Cluster, "global", "pg_control"));
            Span<byte> identifier = stackalloc byte[8];
            control.ReadExactly(identifier);
            return $"oversight-{BinaryPrimitives.ReadUInt64LittleEndian(identifier)}";
        }
    }

    private Task<Command> PgCtlAsync(string action, int seconds, params string[] more) =>
        RunAsync("pg_ctl", [action, "-D", data.Cluster, "-w", "-t", $"{seconds}", .. more]);

    private Task<Command> RunAsync(string program, IEnumerable<string> arguments, string input = "") =>
        Command.RunAsync(binaries.Program(program), arguments, account.Name, data.Path, input);

    private async Task<Command> InitializeAsync(string cluster, string locale)
    {
        Directory.CreateDirectory(cluster, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DataFolder.Give(cluster, account.Name);
        return await RunAsync(
            "initdb",
            [
                $"--pgdata={cluster}",
                $"--username={OwnerLogin}",
                "--encoding=UTF8",
                $"--locale={locale}",
                "--data-checksums",
                "--auth=reject",
                .. durable ? Array.Empty<string>() : ["--no-sync"],
            ]
        );
    }

    private async Task<DatabaseSettings> SetPasswordsAsync(string cluster)
    {
        var settings = DatabaseSettings.WithNewPasswords();
        // Single-user mode ends a statement at the end of its line.
        await AdministerAsync(
            cluster,
            "postgres",
            $"""
            DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ProgramLogin}') THEN CREATE ROLE {ProgramLogin} LOGIN; END IF; END $$
            ALTER ROLE {OwnerLogin} LOGIN PASSWORD '{PasswordIn(settings.Owner)}'
            ALTER ROLE {ProgramLogin} LOGIN PASSWORD '{PasswordIn(settings.Program)}'

            """
        );
        // CREATE DATABASE knows no IF NOT EXISTS, and may not stand in a DO block: whether the database opens is the question.
        var opened = await SingleUserAsync(cluster, Database, "");
        if (!opened.Succeeded)
        {
            await AdministerAsync(cluster, "postgres", $"CREATE DATABASE {Database} OWNER {OwnerLogin}\n");
        }
        data.Keep(settings);
        return settings;

        static string? PasswordIn(string connectionString) =>
            new NpgsqlConnectionStringBuilder(connectionString).Password;
    }

    private async Task AdministerAsync(string cluster, string database, string statements)
    {
        var done = await SingleUserAsync(cluster, database, statements);
        if (!done.Succeeded)
        {
            // The output may repeat a statement, which holds a password.
            throw new EmbeddedPostgresException(
                $"The logins of the cluster in {data.Path} cannot be set up: PostgreSQL's single-user mode ended with {done.ExitCode}."
                    + $" See whether the disk is full, or whether {cluster} was changed by hand."
            );
        }
    }

    private Task<Command> SingleUserAsync(string cluster, string database, string statements) =>
        RunAsync(
            "postgres",
            ["--single", "-D", cluster, "-c", "exit_on_error=true", "-c", "log_min_error_statement=panic", database],
            statements
        );

    private Task ConfigureAsync(string cluster, int port) =>
        RewriteAsync(
            Path.Combine(cluster, "oversight.conf"),
            $"""
            # Written by Oversight at every start; changes here are lost.
            listen_addresses = '127.0.0.1'
            port = {port}
            # No socket file: the limit on the length of its path never bites.
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            max_connections = 100
            shared_buffers = '128MB'
            timezone = 'UTC'
            log_timezone = 'UTC'
            logging_collector = off
            log_line_prefix = '%m [%p] %a '
            # DETAIL and CONTEXT lines quote stored values, which do not belong in a log.
            log_error_verbosity = terse
            # Off only for tests, whose record nobody needs tomorrow.
            fsync = {OnOff(durable)}
            full_page_writes = {OnOff(durable)}
            synchronous_commit = {OnOff(durable)}
            wal_compression = {OnOff(durable)}

            """
        );

    private static string OnOff(bool on) => on ? "on" : "off";

    private async Task RewriteAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        DataFolder.Give(path, account.Name);
    }

    private RunningServer? ReadPidFile()
    {
        try
        {
            // Process id, data folder, start time, port, …, a line each; it is written in steps.
            var lines = File.ReadAllLines(PidFile);
            return
                lines.Length >= 4
                && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid)
                && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
                ? new RunningServer(pid, port)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// The server clears away a pid file whose process is gone, but not one whose number another process of the same account
    /// has got since. Such a file goes only when no process of the old server is left, for it also guards the shared memory.
    /// </summary>
    private async Task RemoveForeignPidFileAsync()
    {
        if (ReadPidFile() is not { } named || !Directory.Exists($"/proc/{named.Pid}") || Find() is not null)
        {
            return;
        }
        var waiting = Stopwatch.StartNew();
        while (ProcessesLeft())
        {
            if (waiting.Elapsed > TimeSpan.FromSeconds(20))
            {
                throw new EmbeddedPostgresException(
                    $"Processes of an earlier server of {data.Cluster} do not end (their title is 'postgres: {ClusterName}'). End them and start again. "
                        + $"If this folder is a copy of another whose server runs, they are that one's: leave them, and delete {PidFile}."
                );
            }
            await Task.Delay(Pause);
        }
        File.Delete(PidFile);
    }

    private bool ProcessesLeft() =>
        Directory
            .EnumerateDirectories("/proc")
            .Any(process =>
                int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var pid)
                && RunningServer.CommandLineOf(pid) is [var title, ..]
                && title.StartsWith($"postgres: {ClusterName}", StringComparison.Ordinal)
                && !IsElsewhere(pid)
            );

    // A copy of a data folder has its cluster's name: a server works in its own folder.
    private bool IsElsewhere(int pid)
    {
        try
        {
            return Directory.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false) is { } folder
                && folder.FullName != Path.GetFullPath(data.Cluster);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A port that was free a moment ago.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void KeepLogSmall()
    {
        if (File.Exists(data.Log) && new FileInfo(data.Log).Length > LargestLog)
        {
            File.Move(data.Log, data.Log + ".1", overwrite: true);
        }
    }

    private string LogSince(long position)
    {
        using var log = new FileStream(data.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = Math.Min(position, log.Length);
        using var reader = new StreamReader(log);
        return Command.LastLinesOf(reader.ReadToEnd());
    }
}
