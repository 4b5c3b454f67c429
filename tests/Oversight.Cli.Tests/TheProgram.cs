using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
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

/// <summary>The built program, run as a process: on a database of the test server, or on a data folder of its own.</summary>
public sealed class TheProgram(TemporaryFolder folder, DatabaseSettings? database = null)
{
    public string DataFolder => folder.File("data");

    public static string Metadata(string key) =>
        typeof(TheProgram)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;

    public async Task<Ended> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    public Process Start(params IEnumerable<string> arguments)
    {
        // A shell that runs tests in the background leaves SIGINT ignored, and programs started from it too.
        var start = new ProcessStartInfo(
            "env",
            ["--default-signal=INT,TERM", "dotnet", Metadata("Program"), .. arguments]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment[ClusterOptions.DataFolderVariable] = DataFolder;
        start.Environment[DatabaseSettings.Variable] = database?.ToJson() ?? "";
        start.Environment["OVERSIGHT_DEBUG"] = "";
        return Process.Start(start)!;
    }
}

/// <summary>A class's own database, already with its reference data, and the program on it.</summary>
public sealed class RecordFixture(DatabaseServer server) : IAsyncLifetime
{
    public TemporaryFolder Folder { get; } = new();

    public DatabaseSettings Database { get; private set; } = null!;

    public TheProgram Program { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await server.CreateDatabaseAsync();
        Program = new(Folder, Database);
        (await Program.RunAsync("token")).Gives(ExitCode.Done);
    }

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
