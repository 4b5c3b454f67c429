using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Npgsql;
using Oversight.Cli.Tests.Witnessing;
using Oversight.EmbeddedPostgres;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Cli.Tests.Crashing;

/// <summary>Who is killed.</summary>
internal enum Victim
{
    /// <summary>The program.</summary>
    Program,

    /// <summary>One process of the database server, which ends all its sessions.</summary>
    Session,

    /// <summary>The database server.</summary>
    Server,

    /// <summary>The server and the program.</summary>
    Both,
}

/// <summary>
/// oversight run as a process, with a database server of its own, a file and a folder in which checkpoints are kept, and a witness; each of them
/// can be killed, and begins again.
/// </summary>
internal sealed class KilledRecord : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder elsewhere = new();
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
    private Process? process;
    private RunningWitness? witness;
    private volatile Uri? address;
    private volatile string unanswered = "Nothing was asked.";

    public TheProgram Program => new(folder);

    /// <summary>The file that the program keeps the newest checkpoint in.</summary>
    public string OwnFile => Path.Combine(Program.DataFolder, "proof", "checkpoint");

    /// <summary>The file elsewhere that has the newest checkpoint.</summary>
    public string Newest => elsewhere.File("newest");

    /// <summary>The folder elsewhere that has each.</summary>
    public string Each => $"{elsewhere.File("each")}/";

    /// <summary>Whom to believe: the record's key, and the witness.</summary>
    public TrustPolicy Policy { get; private set; } = null!;

    public string PolicyFile => elsewhere.File("policy");

    private string ServerFolder => Path.Combine(Program.DataFolder, "postgres");

    private int ServerProcess => int.Parse(File.ReadLines(Path.Combine(ServerFolder, "postmaster.pid")).First());

    public static async Task<KilledRecord> StartAsync()
    {
        var record = new KilledRecord();
        try
        {
            await record.StartProgramAsync();
            await record.LetWitnessAsync();
            return record;
        }
        catch
        {
            await record.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program, and the server where it does not run.</summary>
    public async Task StartProgramAsync()
    {
        var variables = new Dictionary<string, string>
        {
            ["OVERSIGHT_WITNESSES"] = File.Exists(PolicyFile) ? PolicyFile : "",
        };
        (process, var served, _) = await Program.StartServerAsync(variables, "--anchor", Newest, "--anchor", Each);
        var token = await File.ReadAllTextAsync(Path.Combine(Program.DataFolder, "token"));
        client.DefaultRequestHeaders.Authorization ??= new AuthenticationHeaderValue("Bearer", token.Trim());
        address = served;
    }

    /// <summary>Kills them, with no chance to put anything in order.</summary>
    public async Task KillAsync(Victim victim, int session)
    {
        // Before the server: it would start that again.
        if (victim is Victim.Program or Victim.Both)
        {
            address = null;
            process!.Kill(entireProcessTree: false);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        if (victim is Victim.Server or Victim.Both)
        {
            Kill(ServerProcess);
        }

        if (victim == Victim.Session)
        {
            Kill(session);
        }
    }

    /// <summary>Asks the program; null when it is not there, or ended before it had answered, or cannot reach the server.</summary>
    public async Task<(int Status, string Text)?> AskAsync(Func<Uri, HttpRequestMessage> request)
    {
        if (address is not { } now)
        {
            return null;
        }

        try
        {
            using var asked = request(now);
            using var answer = await client.SendAsync(asked);
            var text = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode < 500)
            {
                return ((int)answer.StatusCode, text);
            }

            unanswered = $"{asked.RequestUri}: {(int)answer.StatusCode} {text}";
            return null;
        }
        // A socket's own: HttpClient does not wrap it where a connection is reset the moment it is there.
        catch (Exception e)
            when (e is HttpRequestException or IOException or OperationCanceledException or SocketException)
        {
            unanswered = $"{now}: {e}";
            return null;
        }
    }

    /// <inheritdoc cref="AskAsync(Func{Uri, HttpRequestMessage})"/>
    public Task<(int Status, string Text)?> AskAsync(string path) =>
        AskAsync(at => new HttpRequestMessage(HttpMethod.Get, new Uri(at, path)));

    /// <summary>Why it does not answer: whether it runs, what was had last instead of an answer, the end of its log.</summary>
    public string WhyUnanswered()
    {
        var state = process is { HasExited: true } ended ? $"It ended with {ended.ExitCode}." : "It runs.";
        var log = new DirectoryInfo(Path.Combine(Program.DataFolder, "log"))
            .GetFiles()
            .MaxBy(file => file.LastWriteTimeUtc);
        using var stream = log?.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite) ?? Stream.Null;
        using var reader = new StreamReader(stream);
        return string.Join('\n', [state, unanswered, .. reader.ReadToEnd().Split('\n').TakeLast(60)]);
    }

    /// <summary>The server's superuser, who is not held by what the program is.</summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var settings = DatabaseSettings.Read(Path.Combine(Program.DataFolder, "database.json"));
            var connection = new NpgsqlConnection($"{settings.Owner};Pooling=false");
            try
            {
                await connection.OpenAsync();
                return connection;
            }
            catch (NpgsqlException) when (patience.Elapsed < TimeSpan.FromSeconds(60))
            {
                await connection.DisposeAsync();
                await Task.Delay(20);
            }
        }
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Whether the server waits, after it has flushed a commit, for another that will never confirm it: so what is committed is not answered.
    /// </summary>
    public async Task HoldCommitsAsync(bool holds, bool isServerUp = true)
    {
        // By the file: a server that does not run begins with it too.
        await File.WriteAllTextAsync(
            Path.Combine(ServerFolder, "postgresql.auto.conf"),
            holds ? "synchronous_standby_names = 'nobody'\n" : ""
        );
        if (isServerUp)
        {
            await ScalarAsync<bool>("select pg_reload_conf()");
        }
    }

    /// <summary>The checkpoint that a file holds; null when it is not there.</summary>
    public static SignedNote? KeptIn(string file) =>
        File.Exists(file) ? SignedNote.Parse(File.ReadAllBytes(file)) : null;

    /// <summary>What the witness saw last; null for nothing.</summary>
    public async Task<SignedNote?> WitnessedAsync(string origin)
    {
        using var answer = await witness!.Client.GetAsync(
            $"/{new Checkpoint(origin, 0, default).OriginHash}/checkpoint"
        );
        return answer.IsSuccessStatusCode ? SignedNote.Parse(await answer.Content.ReadAsByteArrayAsync()) : null;
    }

    public async ValueTask DisposeAsync()
    {
        await (witness?.DisposeAsync() ?? ValueTask.CompletedTask);
        client.Dispose();
        try
        {
            process?.Kill(entireProcessTree: false);
            Kill(ServerProcess);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or ArgumentException)
        {
            // It has ended already.
        }

        process?.Dispose();
        elsewhere.Dispose();
        folder.Dispose();
    }

    private async Task LetWitnessAsync()
    {
        var signed = await ServedRecord.UntilAsync(() => Task.FromResult(KeptIn(OwnFile)), note => note is not null);
        var key = await ScalarAsync<string>("select verifier from ledger.signing_key");
        Assert.Equal(VerifierKey.Parse(key).Name, Checkpoint.Parse(signed!.Text).Origin);
        witness = await RunningWitness.StartAsync(elsewhere, 0, "--log", key);
        // The quorum is none: what a witness has seen it has seen, and a receipt need not wait for it.
        var policy = elsewhere.Write("policy", $"log {key}", witness.PolicyLine, "quorum none");
        Policy = TrustPolicy.Parse(await File.ReadAllTextAsync(policy));
    }

    private static void Kill(int id)
    {
        try
        {
            using var killed = Process.GetProcessById(id);
            killed.Kill(entireProcessTree: false);
            killed.WaitForExit();
        }
        catch (ArgumentException)
        {
            // A session that has ended by itself meanwhile.
        }
    }
}
