using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger.People;

namespace Oversight.Cli.Tests;

/// <summary>An Oversight that runs on a data folder, and stops with its tests.</summary>
public sealed class RunningOversight : IAsyncLifetime
{
    private Process? process;

    // As long as a path may be, and longer than a socket's address.
    private TemporaryFolder Folder { get; } = new("a-folder-whose-name-is-long-" + new string('x', 90));

    public TheProgram Program => new(Folder);

    /// <summary>Where its commands run.</summary>
    public string Socket => Path.Combine(Program.DataFolder, "run.sock");

    /// <summary>Connected since it runs, and says nothing.</summary>
    public Socket Silent { get; private set; } = null!;

    public string File(string name) => Folder.File(name);

    public async ValueTask InitializeAsync()
    {
        (process, _, _) = await Program.StartServerAsync();
        Silent = await ConnectAsync();
    }

    /// <summary>A connection as a command's process makes it.</summary>
    public async Task<Socket> ConnectAsync()
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var socket = System.IO.File.ResolveLinkTarget(Socket, returnFinalTarget: false)!.FullName;
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), TestContext.Current.CancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        Silent?.Dispose();
        if (process is not null)
        {
            TheProgram.Signal(process, "TERM");
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal((int)ExitCode.Done, process.ExitCode);
            Assert.False(Path.Exists(Socket));
            process.Dispose();
        }

        Folder.Dispose();
    }
}

/// <summary>Commands beside a running Oversight are run by it: without the tools that a process needs to open the record itself.</summary>
public sealed class ForwardingCommands(RunningOversight running) : IClassFixture<RunningOversight>
{
    private static readonly string[] Segment =
    [
        "log",
        "segment",
        "QJK",
        "--effective",
        "2024-09-12",
        "--body",
        "nhs-england",
        "--back-dated",
        "--json",
    ];

    [Fact]
    public async Task What_it_writes_and_how_it_ends_is_what_the_process_would_have_written_itself()
    {
        foreach (
            var words in new[]
            {
                "status --region Y60 --on 2024-03-31",
                "history QOC --json",
                "ask R1 --region Y60 --on 2024-03-31",
                "facts",
                "history QZZ",
                "log segment QOC 9 --effective 2025-09-01 --body nhs-england",
            }
        )
        {
            var here = await running.Program.RunAsync(words.Split(' '));
            var there = await ForwardedAsync(words.Split(' '));
            Assert.Equal(here, there);
        }
    }

    [Fact]
    public async Task It_is_the_clients_folder_that_paths_start_from_and_the_clients_token_that_signs_in()
    {
        var content = "%PDF-1.7 what was said"u8.ToArray();
        await File.WriteAllBytesAsync(running.File("said.pdf"), content, TestContext.Current.CancellationToken);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        (await ForwardedAsync("document", "store", "QOC", "said.pdf")).Gives(ExitCode.Done);
        (await ForwardedAsync("document", "get", "QOC", sha256, "--output", "again.pdf")).Gives(ExitCode.Done);
        Assert.Equal(content, await File.ReadAllBytesAsync(running.File("again.pdf")));

        (await ForwardedAsync("person", "add", "sam", "--role", "national", "--token-to", "sam.token")).Gives(
            ExitCode.Done
        );
        (await ForwardedAsync([.. Segment, "3"])).Gives(ExitCode.Done);
        (await ForwardedAsync([.. Segment, "2", "--token", "sam.token"])).Gives(ExitCode.Done);
        var loggers = (await ForwardedAsync("history", "QJK", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(e => e.GetProperty("loggedBy").GetString())
            .ToArray();
        Assert.NotEqual(loggers[^2], loggers[^1]);
        (await ForwardedAsync([.. Segment, "2", "--token", "nobody.token"])).Gives(ExitCode.BadInput);
    }

    [Fact]
    public async Task Many_at_once_do_not_mix()
    {
        string[] codes = ["QOC", "QJK", "QHL", "QUA", "QYG", "QNQ"];
        var ended = await Task.WhenAll(codes.Select(ods => ForwardedAsync("status", ods, "--on", "2024-03-31")));
        Assert.All(
            codes.Zip(ended),
            pair => Assert.Contains($"({pair.First})", pair.Second.Gives(ExitCode.Done).Output)
        );
    }

    [Fact]
    public async Task Only_the_account_itself_can_connect_and_what_is_no_command_line_hurts_nothing()
    {
        var socket = File.ResolveLinkTarget(running.Socket, returnFinalTarget: false)!.FullName;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        var folder = Path.GetDirectoryName(socket)!;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(folder)
        );

        foreach (
            var sent in new byte[][]
            {
                [],
                [1],
                [0xff, 0xff, 0xff, 0xff],
                [0xff, 0xff, 0xff, 0x7f, 1, 2, 3],
                [0, 0, 0, 0],
                [4, 0, 0, 0, 0xff, 0xff, 0xff, 0x0f],
                [3, 0, 0, 0, 2, 0xff, 0xfe],
            }
        )
        {
            using var hostile = await running.ConnectAsync();
            await hostile.SendAsync(sent);
            hostile.Shutdown(SocketShutdown.Send);
            await AssertHungUpAsync(hostile);
        }

        (await ForwardedAsync("status", "QOC")).Gives(ExitCode.Done);
        await AssertHungUpAsync(running.Silent);
    }

    [Fact]
    public async Task A_client_that_is_stopped_stops_its_command_and_another_database_is_another_record()
    {
        var database = DatabaseSettings.Read(Path.Combine(running.Program.DataFolder, "database.json"));
        await using (var superuser = new NpgsqlConnection(database.Owner + ";Pooling=false"))
        {
            await superuser.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = await superuser.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = superuser.CreateCommand();
            command.CommandText = "lock table ledger.document in access exclusive mode";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            using var waiting = running.Program.Start("document", "check");
            command.CommandText = "select count(*) from pg_locks where not granted";
            while ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            TheProgram.Signal(waiting, "INT");
            var said = await waiting.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await waiting.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal((int)ExitCode.Unexpected, waiting.ExitCode);
            Assert.Contains("stopped before it was done", said, StringComparison.Ordinal);
        }

        (await ForwardedAsync("document", "check")).Gives(ExitCode.Done);
        // What a process does itself it cannot do without its tools.
        Assert.NotEqual(0, (await ForwardedAsync("migrate")).Code);
        const string Elsewhere = "Host=127.0.0.1;Port=1;Username=nobody;Password=none;Database=none;Timeout=2";
        var other = await running.Program.RunProcessAsync(
            new Dictionary<string, string>
            {
                [DatabaseSettings.Variable] = new DatabaseSettings(Elsewhere, Elsewhere).ToJson(),
            },
            "status"
        );
        other.Gives(ExitCode.CannotStart);
    }

    [Fact]
    public async Task Login_waits_until_its_code_is_approved_and_logout_undoes_it()
    {
        var me = (await running.Program.RunAsync("whoami", "--json")).Gives(ExitCode.Done).Json;
        var login = running.Program.RunAsync("login", "--read");
        var settings = DatabaseSettings.Read(Path.Combine(running.Program.DataFolder, "database.json"));
        await using var database = NpgsqlDataSource.Create(settings.Owner);
        await using var asked = database.CreateCommand("select user_code from access.device_code");
        string? code;
        while ((code = (string?)await asked.ExecuteScalarAsync(TestContext.Current.CancellationToken)) is null)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(
            await new DeviceCodes(database).ApproveAsync(
                code,
                me.GetProperty("subject").GetString()!,
                TestContext.Current.CancellationToken
            )
        );
        var ended = (await login).Gives(ExitCode.Done);
        Assert.Contains(code.Insert(4, "-"), ended.Error, StringComparison.Ordinal);
        var file = Path.Combine(running.Program.DataFolder, "login");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var now = (await running.Program.RunAsync("whoami", "--json")).Gives(ExitCode.Done).Json;
        Assert.Equal("device", now.GetProperty("signedInWith").GetProperty("kind").GetString());
        (await running.Program.RunAsync([.. Segment, "1"])).Gives(ExitCode.Refused);
        (await running.Program.RunAsync("login")).Gives(ExitCode.Conflict);

        (await running.Program.RunAsync("logout")).Gives(ExitCode.Done);
        Assert.False(File.Exists(file));
        (await running.Program.RunAsync("logout")).Gives(ExitCode.NotFound);
    }

    private Task<Ended> ForwardedAsync(params IEnumerable<string> arguments) =>
        running.Program.RunProcessAsync(new Dictionary<string, string> { ["PATH"] = "/nowhere" }, arguments);

    private static async Task AssertHungUpAsync(Socket connection)
    {
        try
        {
            Assert.Equal(0, await connection.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It had not read all of it.
        }
    }
}
