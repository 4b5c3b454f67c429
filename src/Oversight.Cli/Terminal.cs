using System.Text.Json;
using Oversight.Projections.Answers;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Oversight.Cli;

/// <summary>
/// Results go to standard output, everything else to standard error. No colour and no moving parts where nobody looks:
/// when redirected, or with NO_COLOR.
/// </summary>
internal static class Terminal
{
    /// <summary>Wide enough that a table in a pipe keeps each row on a line of its own, whatever its cells hold.</summary>
    private const int RedirectedWidth = 1_000_000;

    /// <summary>Where results go.</summary>
    public static TextWriter Out => Shell.Current.Out;

    /// <summary>Whether progress may be drawn over itself on standard error.</summary>
    public static bool ShowsProgress => !Shell.Current.ErrorIsRedirected && !NoColour;

    /// <summary>Standard error as Spectre.Console draws on it.</summary>
    public static IAnsiConsole Error => Make(Shell.Current.Error, Shell.Current.ErrorIsRedirected);

    private static JsonSerializerOptions Indented { get; } = new(AnswerJson.Options) { WriteIndented = true };

    private static bool NoColour => Shell.Current.Variable("NO_COLOR") is { Length: > 0 };

    /// <summary>Writes a line of the result.</summary>
    public static void WriteLine(string line = "") => Out.WriteLine(line);

    /// <summary>Writes a table.</summary>
    public static void Write(IRenderable table) => Make(Out, Shell.Current.OutIsRedirected).Write(table);

    /// <summary>Writes an answer as one line of JSON, in the API's shapes.</summary>
    public static void WriteJson<T>(T answer) => Out.WriteLine(JsonSerializer.Serialize(answer, AnswerJson.Options));

    /// <summary>Writes JSON for a person to edit.</summary>
    public static void WriteIndentedJson<T>(T answer) => Out.WriteLine(JsonSerializer.Serialize(answer, Indented));

    /// <summary>Says something that is not part of the result.</summary>
    public static void Say(string sentence) => Shell.Current.Error.WriteLine(sentence);

    /// <summary>Says something that is not part of the result as one line of JSON, in the API's shapes.</summary>
    public static void SayJson<T>(T answer) => Say(JsonSerializer.Serialize(answer, AnswerJson.Options));

    /// <summary>A table without frames, its columns as wide as they need.</summary>
    public static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    /// <summary>A row of plain text: nothing in it is markup.</summary>
    public static void AddLine(this Table table, params string[] cells) =>
        table.AddRow(cells.Select(cell => new Text(cell)));

    private static IAnsiConsole Make(TextWriter writer, bool redirected)
    {
        var plain = redirected || NoColour;
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        if ((redirected ? RedirectedWidth : Shell.Current.Width) is { } width)
        {
            console.Profile.Width = width;
        }

        return console;
    }
}
