using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.TestServer;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Oversight.Cli.Tests;

/// <summary>How a run of the program ended, and what it wrote.</summary>
public sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>The output as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public Ended Gives(ExitCode code)
    {
        Assert.True((int)code == Code, $"Exit code {Code} instead of {(int)code}.\n{Output}\n{Error}");
        return this;
    }
}

/// <summary>
/// The program, in this process or as one of its own: on a database of the test server, or on a data folder of its own.
/// </summary>
/// <param name="folder">Where its data folder is.</param>
/// <param name="database">The database; null: the data folder's own.</param>
/// <param name="record">The record that commands in this process use; null: each opens it for itself.</param>
public sealed class TheProgram(TemporaryFolder folder, DatabaseSettings? database = null, OpenRecord? record = null)
{
    // By its path: also for a process that has no PATH.
    private static readonly string Dotnet = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")
    );

    public string DataFolder => folder.File("data");

    private Dictionary<string, string> Variables =>
        new()
        {
            [ClusterOptions.DataFolderVariable] = DataFolder,
            [DatabaseSettings.Variable] = database?.ToJson() ?? "",
            ["OVERSIGHT_DEBUG"] = "",
        };

    public static string Metadata(string key) =>
        typeof(TheProgram)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;

    /// <summary>In this process.</summary>
    public async Task<Ended> RunAsync(params IEnumerable<string> arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var shell = new Shell(output, error, Variables.GetValueOrDefault, folder.File(""))
        {
            Record = record is null ? null : new(database!, record),
        };
        var code = await CommandLine.RunAsync([.. arguments], shell, TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>As a process.</summary>
    public Task<Ended> RunProcessAsync(params IEnumerable<string> arguments) => RunProcessAsync([], arguments);

    /// <summary>As a process with other values of environment variables.</summary>
    public async Task<Ended> RunProcessAsync(Dictionary<string, string> variables, params IEnumerable<string> arguments)
    {
        using var process = Start(variables, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    public Process Start(params IEnumerable<string> arguments) => Start([], arguments);

    /// <summary>Starts oversight run, and reads until it says where it is.</summary>
    public Task<(Process Process, Uri Address, string Said)> StartServerAsync(params string[] more) =>
        StartServerAsync([], more);

    /// <summary>Starts oversight run with other values of environment variables.</summary>
    public async Task<(Process Process, Uri Address, string Said)> StartServerAsync(
        Dictionary<string, string> variables,
        params string[] more
    )
    {
        var process = Start(variables, ["run", "--port", "0", .. more]);
        // Read on, or a full pipe would stop it.
        var error = process.StandardError.ReadToEndAsync();
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (line.StartsWith("Oversight is on ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return (process, new Uri(line.Split(' ')[3]), string.Join('\n', said));
            }
        }

        Assert.Fail($"It ended: {string.Join('\n', said)}\n{await error}");
        throw new UnreachableException();
    }

    public static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString()]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private Process Start(Dictionary<string, string> variables, IEnumerable<string> arguments)
    {
        // A shell that runs tests in the background leaves SIGINT ignored, and programs started from it too.
        var start = new ProcessStartInfo(
            "env",
            ["--default-signal=INT,TERM", Dotnet, Metadata("Program"), .. arguments]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.File(""),
        };
        foreach (var (name, value) in Variables.Concat(variables))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

/// <summary>A class's own record, already with its reference data, and the program on it.</summary>
public sealed class RecordFixture(DatabaseServer server) : IAsyncLifetime
{
    private OpenRecord? opened;

    public TemporaryFolder Folder { get; } = new();

    public DatabaseSettings Database { get; private set; } = null!;

    public TheProgram Program { get; private set; } = null!;

    public OpenRecord Record => opened!;

    /// <summary>Adds somebody with a right.</summary>
    /// <returns>The file of the token that signs them in.</returns>
    public async Task<string> AddAsync(string name, params string[] right)
    {
        var file = Folder.File($"{name}.token");
        (await Program.RunAsync(["person", "add", name, "--token-to", file, .. right])).Gives(ExitCode.Done);
        return file;
    }

    public async ValueTask InitializeAsync()
    {
        Database = await server.CreateLoadedAsync();
        opened = await OpenRecord.OpenAsync(
            Database.Owner,
            Database.Program,
            TimeProvider.System,
            _ => { },
            CancellationToken.None
        );
        Program = new(Folder, Database, opened);
    }

    public async ValueTask DisposeAsync()
    {
        await (opened?.DisposeAsync() ?? ValueTask.CompletedTask);
        Folder.Dispose();
    }
}
