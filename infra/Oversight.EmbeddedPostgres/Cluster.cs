using System.Diagnostics;
using Npgsql;

namespace Oversight.EmbeddedPostgres;

/// <summary>
/// A private PostgreSQL in a data folder, shared by all programs that have it open. The first to open it makes it and starts
/// it, the last to close it stops it. A program that was killed leaves it running; the next one finds it and uses it.
/// </summary>
/// <remarks>
/// It listens on 127.0.0.1 only, on a port that may differ from start to start, and asks everybody for a password. Each user
/// of it holds a shared lock on <c>users.lock</c>; whoever starts or stops it holds <c>start.lock</c>.
/// </remarks>
public sealed class Cluster : IAsyncDisposable
{
    private const string StartLock = "start.lock";
    private const string UsersLock = "users.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DataFolder data;
    private readonly Server server;
    private readonly Action<string> say;
    private readonly FileStream use;
    private readonly int port;
    private int disposed;

    private Cluster(DataFolder data, Server server, Action<string> say, FileStream use, int port, bool startedHere)
    {
        this.data = data;
        this.server = server;
        this.say = say;
        this.use = use;
        this.port = port;
        StartedHere = startedHere;
        Settings = DatabaseSettings.Read(data.Settings);
    }

    /// <summary>Npgsql connection string of the superuser <c>oversight_admin</c>, on the database <c>oversight</c>.</summary>
    public string Owner => Settings.Owner;

    /// <summary>Npgsql connection string of <c>oversight_app</c>, a login with no special privilege, on the same database.</summary>
    public string Program => Settings.Program;

    /// <summary>Both connection strings.</summary>
    public DatabaseSettings Settings { get; }

    /// <summary>The file that holds <see cref="Settings"/>, readable by its owner only.</summary>
    public string SettingsPath => data.Settings;

    /// <summary>Whether this call of <see cref="OpenAsync"/> started the server; false when it was running already.</summary>
    public bool StartedHere { get; }

    /// <summary>
    /// Opens the cluster of a data folder: makes it when there is none, starts it when it is not running. Tidies up after a
    /// killed program, a killed server and a stale pid file.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be had; the message says why and what to do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public static async Task<Cluster> OpenAsync(ClusterOptions options, CancellationToken cancellation)
    {
        var folder = await DataFolder.OpenAsync(options.DataFolder);
        using var starting = await TakeStartLockAsync(folder, options.Say, cancellation);
        var binaries = await Binaries.ChooseAsync(folder, options, cancellation);
        var account = await ServerAccount.ChooseAsync(folder);
        await account.CheckThatItReachesAsync(folder, binaries);
        var postgres = new Server(folder, binaries, account, options.Durable, options.Say);
        cancellation.ThrowIfCancellationRequested();

        if (!Directory.Exists(folder.Cluster))
        {
            options.Say($"Making the database in {folder.Path} (PostgreSQL {binaries.Major}).");
            await postgres.CreateAsync();
            cancellation.ThrowIfCancellationRequested();
        }

        folder.DeleteUnfinishedClusters();
        var settings = ReadSettings(folder) ?? await ReplacePasswordsAsync(folder, postgres, options.Say);
        var running = postgres.Find();
        var startedHere = false;
        var reply = running is null ? Reply.None : await AskAsync(folder, settings, running, cancellation);
        if (reply == Reply.None)
        {
            startedHere = true;
            running = await postgres.StartAsync(running?.Port ?? PortOf(settings));
            reply = await AskAsync(folder, settings, running, cancellation);
        }
        if (reply == Reply.Refused)
        {
            startedHere = true;
            settings = await ReplacePasswordsAsync(folder, postgres, options.Say);
            running = await postgres.StartAsync(running!.Port);
            reply = await AskAsync(folder, settings, running, cancellation);
        }
        if (reply != Reply.Accepted)
        {
            throw new EmbeddedPostgresException(
                $"The database server ends as soon as it is started, or refuses its logins. See {folder.Log}."
            );
        }
        folder.Keep(settings.With(login => login.Port = running!.Port));
        // Nobody holds it exclusively for longer than a moment, and only under the start lock, which is ours.
        var claim =
            folder.TryLock(UsersLock, shared: true)
            ?? throw new EmbeddedPostgresException(
                $"{folder.File(UsersLock)} is locked by a foreign program. End that program."
            );
        return new Cluster(folder, postgres, options.Say, claim, running!.Port, startedHere);
    }

    /// <summary>
    /// Watches the server until cancelled (cancel it before disposing), and starts it again on the same port when it has died, so that the connection
    /// strings stay right. Returns when cancelled.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">
    /// Another program has started it again on another port meanwhile: this program's connection strings are of no use any more.
    /// </exception>
    public async Task KeepAliveAsync(CancellationToken cancellation)
    {
        var running = server.Find();
        string? complaint = null;
        while (!cancellation.IsCancellationRequested)
        {
            if (running is not { IsAlive: true })
            {
                try
                {
                    running = await RestartAsync(cancellation);
                    complaint = null;
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                catch (Exception e)
                    when (e is IOException or UnauthorizedAccessException
                        || (e is EmbeddedPostgresException && server.Find() is null)
                    )
                {
                    // A full disk, a taken port: go on trying, but say so once.
                    if (complaint != e.Message)
                    {
                        complaint = e.Message;
                        say(complaint);
                    }
                }
            }
            await Task.Delay(Pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Closes it; stops the server unless another program has it open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }
        foreach (var connectionString in new[] { Owner, Program })
        {
            await using var pooled = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(pooled);
        }
        using var stopping = await data.LockAsync(StartLock, Patience, CancellationToken.None);
        use.Dispose();
        if (stopping is null)
        {
            say(
                $"The database server is left running: another program has been starting or stopping it for {Patience.TotalSeconds} s."
            );
            return;
        }
        // A process that is being started holds a copy of the lock until it has become another program: hence a little patience.
        using var onlyUser = await data.LockAsync(UsersLock, TimeSpan.FromMilliseconds(500), CancellationToken.None);
        if (onlyUser is not null && server.Find() is not null)
        {
            await server.StopAsync();
        }
    }

    private async Task<RunningServer> RestartAsync(CancellationToken cancellation)
    {
        using var starting = await TakeStartLockAsync(data, say, cancellation);
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(disposed == 1, this);
        var running = server.Find();
        if (running is null)
        {
            running = await server.StartAsync(port, onlyThatPort: true);
            say("The database server had died; it is started again.");
        }
        return running.Port == port
            ? running
            : throw new EmbeddedPostgresException(
                $"The database server had died and answers now on port {running.Port} instead of {port}. Start this program again."
            );
    }

    private static async Task<FileStream> TakeStartLockAsync(
        DataFolder data,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        var taken = await data.LockAsync(StartLock, TimeSpan.FromSeconds(3), cancellation);
        if (taken is null)
        {
            say($"Waiting for another program that is starting or stopping the database in {data.Path}.");
            taken = await data.LockAsync(StartLock, Patience, cancellation);
        }
        return taken
            ?? throw new EmbeddedPostgresException(
                $"Another program has been starting or stopping the database in {data.Path} for more than {Patience.TotalSeconds} s."
                    + $" Wait until it has ended, or end it (fuser {data.File(StartLock)} names it)."
            );
    }

    /// <summary>Null when the file is missing or malformed, which new passwords mend.</summary>
    private static DatabaseSettings? ReadSettings(DataFolder data)
    {
        try
        {
            return DatabaseSettings.Read(data.Settings);
        }
        catch (Exception e) when (e is FileNotFoundException or FormatException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw data.NotOurs(data.Settings);
        }
    }

    private static async Task<DatabaseSettings> ReplacePasswordsAsync(
        DataFolder data,
        Server server,
        Action<string> say
    )
    {
        using var onlyUser = data.TryLock(UsersLock);
        if (onlyUser is null)
        {
            throw new EmbeddedPostgresException(
                $"{data.Settings} is missing or does not fit the running database, which another program uses. End that program and start again."
            );
        }
        say($"{data.Settings} is missing or does not fit the database; giving the database's logins new passwords.");
        if (server.Find() is not null)
        {
            await server.StopAsync();
        }
        return await server.ResetPasswordsAsync();
    }

    private enum Reply
    {
        /// <summary>Both logins' passwords are right.</summary>
        Accepted,

        /// <summary>One of them is wrong.</summary>
        Refused,

        /// <summary>The server has ended: a program killed while it was stopping it leaves one like that.</summary>
        None,
    }

    /// <summary>Logs in as both; waits while the server is still starting or stopping.</summary>
    private static async Task<Reply> AskAsync(
        DataFolder data,
        DatabaseSettings settings,
        RunningServer running,
        CancellationToken cancellation
    )
    {
        var once = settings.With(login => (login.Port, login.Pooling) = (running.Port, false));
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                foreach (var login in new[] { once.Owner, once.Program })
                {
                    await using var connection = new NpgsqlConnection(login);
                    await connection.OpenAsync(cancellation);
                }
                return Reply.Accepted;
            }
            catch (PostgresException e)
                when (e.SqlState
                        is PostgresErrorCodes.InvalidPassword
                            or PostgresErrorCodes.InvalidAuthorizationSpecification
                )
            {
                return Reply.Refused;
            }
            catch (PostgresException e) when (!e.IsTransient)
            {
                throw new EmbeddedPostgresException(
                    $"The embedded database cannot be opened: {e.MessageText} (SQLSTATE {e.SqlState})."
                );
            }
            catch (NpgsqlException) when (!running.IsAlive)
            {
                return Reply.None;
            }
            catch (NpgsqlException e) when (waiting.Elapsed > Patience)
            {
                throw new EmbeddedPostgresException(
                    $"The database server on port {running.Port} does not answer: {e.Message} See {data.Log}."
                );
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <summary>The port of the last start; null when there was none, as settings say that name no port of their own.</summary>
    private static int? PortOf(DatabaseSettings settings) =>
        new NpgsqlConnectionStringBuilder(settings.Owner).Port is not NpgsqlConnection.DefaultPort and var port
            ? port
            : null;
}
