using System.Diagnostics;

namespace Oversight.EmbeddedPostgres.Tests;

/// <summary>This executable started once more, as a program that uses the data folder too and can be killed.</summary>
internal sealed class OtherProgram : IDisposable
{
    public const string Hold = "hold-the-cluster";
    public const string Run = "hold-the-run-lock";

    private readonly Process process;

    private OtherProgram(Process process, string firstLine)
    {
        this.process = process;
        FirstLine = firstLine;
    }

    /// <summary>What it said when it had got what it was started for.</summary>
    public string FirstLine { get; }

    public int Pid => process.Id;

    public static async Task<OtherProgram> StartAsync(params string[] arguments)
    {
        // This process is either the test executable itself, or dotnet running its assembly.
        var executable = Environment.ProcessPath!;
        var assembly = typeof(OtherProgram).Assembly.Location;
        var started = Process.Start(
            new ProcessStartInfo(
                executable,
                Path.GetFileName(executable) == "dotnet" ? [assembly, .. arguments] : arguments
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var line = await started.StandardOutput.ReadLineAsync();
        Assert.NotNull(line);
        return new OtherProgram(started, line);
    }

    /// <summary>Lets it end in good order.</summary>
    public async Task EndAsync()
    {
        await process.StandardInput.WriteLineAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>As kill -9 does: it has no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        // Not its children: the server must outlive it.
        process.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: false);
        }
        process.Dispose();
    }
}
