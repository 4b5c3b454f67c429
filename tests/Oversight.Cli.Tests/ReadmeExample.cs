using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Oversight.Record.Time;
using Oversight.TestServer;

namespace Oversight.Cli.Tests;

/// <summary>
/// What the README shows is what the program does: every line "$ ./oversight …" of its console blocks is run, in order, and
/// its output compared (a line "…" stands for lines left out). Ids and instants differ from run to run; each stands for one and the same thing throughout.
/// </summary>
public sealed partial class ReadmeExample(DatabaseServer server) : IDisposable
{
    private const string Prompt = "$ ./oversight ";
    private const string LeftOut = "…";

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> actualOf = [];
    private readonly Dictionary<string, string> writtenOf = [];
    private Process? started;

    [Fact]
    public async Task Every_command_of_the_readme_gives_the_output_shown()
    {
        var program = new TheProgram(folder, await server.CreateDatabaseAsync());
        // As whoever tries it: beside an Oversight that runs.
        var (running, _, _) = await program.StartServerAsync();
        started = running;
        var readme = await File.ReadAllTextAsync(TheProgram.Metadata("Readme"));
        // The day on which the example was written down is the day of its first instant.
        var written = London.DayOf(DateTimeOffset.Parse(Instant().Match(readme).Value, CultureInfo.InvariantCulture));

        var commands = Commands(readme).ToArray();
        foreach (var (command, shown) in commands)
        {
            var ended = await program.RunProcessAsync(Words(command).Select(Actual));
            var today = London.Today(TimeProvider.System);
            Compare(Lines(shown, written), Lines(ended.Output + ended.Error, today), command);
        }

        Assert.True(commands.Length >= 6, "The README's worked example has gone.");
    }

    private void Compare(string[] shown, string[] given, string command)
    {
        var next = 0;
        for (var i = 0; i < shown.Length; i++)
        {
            if (shown[i] == LeftOut)
            {
                // Whatever stands there, up to the line that is shown next.
                var wanted = i + 1 < shown.Length ? Masked(shown[i + 1]) : null;
                while (next < given.Length && Masked(given[next]) != wanted)
                {
                    next++;
                }
            }
            else
            {
                var line = next < given.Length ? given[next++] : "(nothing more)";
                Assert.True(
                    Masked(shown[i]) == Masked(line) && Pair(shown[i], line),
                    $"{command}\nREADME:  {shown[i]}\nprogram: {line}"
                );
            }
        }

        Assert.True(next == given.Length, $"{command}\nprogram, but not README: {given.ElementAtOrDefault(next)}");
    }

    // An id or instant of the README stands for one of the program's, and that one for no other.
    private bool Pair(string shown, string given)
    {
        foreach (var (a, b) in Changing().Matches(given).Zip(Changing().Matches(shown)))
        {
            if (
                actualOf.GetValueOrDefault(b.Value, a.Value) != a.Value
                || (!IsSecond(a.Value) && writtenOf.GetValueOrDefault(a.Value, b.Value) != b.Value)
            )
            {
                return false;
            }

            actualOf[b.Value] = a.Value;
            writtenOf[a.Value] = b.Value;
        }

        return true;
    }

    // What the README shows some seconds apart happens here within one.
    private static bool IsSecond(string text) => text.Length == "00:00:00".Length;

    private string Actual(string word) =>
        Changing().Replace(word, match => actualOf.GetValueOrDefault(match.Value, match.Value));

    private static string Masked(string line) => Changing().Replace(line, "(id or instant)");

    private static string[] Lines(string text, DateOnly today)
    {
        var day = DateWithPrecision.Day(today).ToString();
        var lasting = DaysAfter().Replace(text, "N days after").Replace(day, "(today)", StringComparison.Ordinal);
        return [.. lasting.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

    private static IEnumerable<(string Command, string Output)> Commands(string readme)
    {
        foreach (Match block in ConsoleBlock().Matches(readme))
        {
            foreach (var part in block.Groups["lines"].Value.Split("\n" + Prompt).Skip(1))
            {
                // A command may go on after a backslash.
                var text = part.Replace("\\\n", " ", StringComparison.Ordinal);
                var end = text.IndexOf('\n', StringComparison.Ordinal);
                yield return (text[..end], text[(end + 1)..]);
            }
        }
    }

    private static IEnumerable<string> Words(string command)
    {
        foreach (Match word in Word().Matches(command))
        {
            yield return word.Value.Replace("\"", "", StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        if (started is not null)
        {
            TheProgram.Signal(started, "TERM");
            started.WaitForExit();
            started.Dispose();
        }

        folder.Dispose();
    }

    [GeneratedRegex("```console(?<lines>\n.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex("(\"[^\"]*\"|[^ \"])+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")]
    private static partial Regex Instant();

    [GeneratedRegex(
        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|[0-9]{2}:[0-9]{2}:[0-9]{2}(?= \\()",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Changing();

    [GeneratedRegex("[0-9]+ days after")]
    private static partial Regex DaysAfter();
}
