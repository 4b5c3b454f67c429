using System.ComponentModel;
using System.Diagnostics;

namespace Oversight.EmbeddedPostgres;

/// <summary>A program run to its end, and what it said.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last lines it wrote, for an error message.</summary>
    public string LastLines => LastLinesOf(Output);

    public static string LastLinesOf(string text) =>
        string.Join('\n', text.TrimEnd().Split('\n').TakeLast(12).Select(line => "    " + line.TrimEnd()));

    /// <summary>
    /// Runs a program; <paramref name="user"/> (for root only) is the account to run it under, <paramref name="folder"/> its
    /// working folder, which that account must be able to enter. It is never cut short: half an initdb or half an
    /// installation is worse than a late one.
    /// </summary>
    public static async Task<Command> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? user = null,
        string folder = "/",
        string input = "",
        IReadOnlyDictionary<string, string>? variables = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (user is not null)
        {
            start.UserName = user;
        }
        // A person's own PGDATA, PGPORT or PGOPTIONS are about other servers.
        foreach (
            var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList()
        )
        {
            start.Environment.Remove(name);
        }
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            try
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended before it read all its input; its exit code tells.
            }
            await process.WaitForExitAsync();
            return new Command(process.ExitCode, await output + await errors);
        }
        catch (Win32Exception e)
        {
            return new Command(127, $"{program} cannot be run{(user is null ? "" : " as " + user)}: {e.Message}");
        }
    }
}
