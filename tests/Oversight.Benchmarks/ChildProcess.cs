using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Benchmarks.OldWriter;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Web;

namespace Oversight.Benchmarks;

/// <summary>
/// This program once more, as a process of its own: so that a server's time is not its client's, and a first decision really is one. It
/// ends when its standard input does.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string errors;

    private ChildProcess(Process process, string errors)
    {
        this.process = process;
        this.errors = errors;
    }

    public int Id => process.Id;

    public static ChildProcess Start(params string[] arguments)
    {
        // Run as a program of its own, or by dotnet.
        var program = Environment.ProcessPath!;
        string[] before =
            Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        var said = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // What it logs goes into a file, as a service's does.
            ArgumentList = { "-c", $"exec \"$@\" 2>{said}", "sh", program },
        };
        foreach (var argument in (string[])[.. before, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new(Process.Start(start)!, said);
    }

    public async Task<string> ReadLineAsync() =>
        await process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException($"The child process ended before it answered.\n{LastErrors()}");

    /// <summary>What it last said of errors.</summary>
    public string LastErrors() =>
        string.Join('\n', File.ReadLines(errors).Where(line => line.Contains("xception")).TakeLast(3));

    public async Task GoOnAsync() => await process.StandardInput.WriteLineAsync();

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        File.Delete(errors);
    }

    /// <summary>In the child: serves, and says where and with which token.</summary>
    public static async Task ServeAsync(string what, string connectionString, string folder)
    {
        await using var application = what == "wolverine" ? PlainWolverine.Build(connectionString) : null;
        if (application is not null)
        {
            await application.StartAsync();
            await PlainWolverine.RegisterAsync(application);
            Console.WriteLine(application.Urls.Single());
            Console.WriteLine("none");
            Console.ReadLine();
            await application.StopAsync();
            return;
        }

        await using var database = new LedgerDatabase(connectionString);
        await using var peer = RecordStore.CreateDataSource(connectionString);
        await using var served = OversightApplication
            .CreateBuilder(
                new WebSettings(new Uri("http://127.0.0.1:0"), Path.Combine(folder, "log")),
                database,
                TimeProvider.System
            )
            .Build();
        OversightApplication.Compose(served);
        var record = served.Services.GetRequiredService<OpenRecord>();
        if (what == "old")
        {
            OldEndpoint.Map(served, new OldDesk(new(peer), record.Live, TimeProvider.System));
        }

        await record.LoadAsync(_ => { }, CancellationToken.None);
        await LocalAccess.EnsureAsync(record, folder, "benchmark", CancellationToken.None);
        await served.StartAsync();
        Console.WriteLine(served.Urls.Single());
        Console.WriteLine((await File.ReadAllTextAsync(LocalAccess.TokenFile(folder))).Trim());
        Console.ReadLine();
        await served.StopAsync();
    }

    /// <summary>In the child: the first decisions at the desk, one line; and, when told to go on, some more, for their round trips.</summary>
    public static async Task LogAloneAsync(string what, string connectionString)
    {
        await using Contender desk =
            what == "old"
                ? await DeskContender.OpenOldAsync(what, connectionString)
                : await DeskContender.OpenAsync(what, connectionString);
        Console.WriteLine(await LoneDecisions.LogFirstAsync(desk));
        Console.ReadLine();
        await LoneDecisions.LogMoreAsync(desk);
        Console.WriteLine("done");
        Console.ReadLine();
    }
}
