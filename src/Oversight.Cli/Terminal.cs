using System.Text.Json;
using Oversight.Projections.Answers;
using Oversight.Projections.Timelines;
using Spectre.Console;

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

    private static bool NoColour => Shell.Current.Variable("NO_COLOR") is { Length: > 0 };

    /// <summary>Writes a line of the result.</summary>
    public static void WriteLine(string line = "") => Out.WriteLine(line);

    /// <summary>Writes an answer as one line of JSON, in the API's shapes.</summary>
    public static void WriteJson<T>(T answer) =>
        Out.WriteLine(
            JsonSerializer.Serialize(answer, Shell.Current.TellsPlaces ? AnswerJson.Options : AnswerJson.WithoutPlaces)
        );

    /// <summary>Writes JSON for a person to edit.</summary>
    public static void WriteIndentedJson<T>(T answer) =>
        Out.WriteLine(JsonSerializer.Serialize(answer, AnswerJson.Indented));

    /// <summary>Says something that is not part of the result.</summary>
    public static void Say(string sentence) => Shell.Current.Error.WriteLine(sentence);

    /// <summary>Says something that is not part of the result as one line of JSON, in the API's shapes.</summary>
    public static void SayJson<T>(T answer) => Say(JsonSerializer.Serialize(answer, AnswerJson.Options));

    /// <summary>An entry's place, after other words about it; nothing where places are not told.</summary>
    public static string Place(long place) => Shell.Current.TellsPlaces ? $", place {place}" : "";

    /// <summary>As known when a record is: at its place; where places are not told, when what is seen of it changed last.</summary>
    public static string Known(RecordAt record) =>
        record.PlaceTold is null && record.Known is null ? "as nothing is known" : $"as known {record.StateTold}";

    /// <summary>Writes what is said of something, after a label in a column of its own.</summary>
    public static void WriteField(string label, string text) => WriteLine($"{label, -13}{text}");

    /// <summary>Writes a table, without frames and its columns as wide as they need: a row for each, of plain text.</summary>
    public static void WriteTable<T>(IEnumerable<T> rows, params (string Heading, Func<T, string?> Cell)[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var (heading, _) in columns)
        {
            table.AddColumn(new TableColumn(new Text(heading)));
        }

        foreach (var row in rows)
        {
            // Nothing in a text is markup.
            table.AddRow(columns.Select(column => new Text(column.Cell(row) ?? "")));
        }

        Make(Out, Shell.Current.OutIsRedirected).Write(table);
    }

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
