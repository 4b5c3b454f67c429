using CsvHelper;
using CsvHelper.Configuration;
using Oversight.Projections.Registers;

namespace Oversight.Desk.Answers;

/// <summary>
/// Rows of a register as CSV: RFC 4180 with CRLF and a row of column names, UTF-8; a download begins with a byte order mark,
/// without which Excel reads another encoding. Dates stand in
/// the form that is stored, instants in UTC. A text that a spreadsheet would take for a formula (it begins with = + - @, a
/// tab or a carriage return) has an apostrophe before it; numbers and dates never need one.
/// </summary>
public static class RegisterCsv
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/csv";

    // Of line ends, the library by itself looks for the configured one only.
    internal static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = args => ConfigurationFunctions.ShouldQuote(args) || args.Field.AsSpan().ContainsAny('\r', '\n'),
    };

    /// <summary>Writes an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="people">The names behind people's ids.</param>
    /// <param name="output">Where it is written; stays open.</param>
    public static void Write(RegisterAnswer answer, IReadOnlyDictionary<string, string> people, TextWriter output)
    {
        using (var csv = new CsvWriter(output, Configuration, leaveOpen: true))
        {
            foreach (var column in answer.Columns)
            {
                csv.WriteField(column.Name);
            }

            csv.NextRecord();
        }

        WriteRows(answer, answer.Rows, people, output);
    }

    /// <summary>Writes some of an answer's rows, without the names of its columns.</summary>
    public static void WriteRows(
        RegisterAnswer answer,
        IEnumerable<Row> rows,
        IReadOnlyDictionary<string, string> people,
        TextWriter output
    )
    {
        using var csv = new CsvWriter(output, Configuration, leaveOpen: true);
        foreach (var row in rows)
        {
            foreach (var column in answer.Columns)
            {
                csv.WriteField(Guarded(column, column.Text(column.Of(row), people)));
            }

            csv.NextRecord();
        }
    }

    /// <summary>The file name of an answer: what it is of, the day, and the place where that is told.</summary>
    public static string FileName(string what, RegisterAnswer answer, bool tellsPlace, string ending) =>
        string.Create(CultureInfo.InvariantCulture, $"oversight-{what}-on-{answer.On:yyyy-MM-dd}")
        + (
            tellsPlace
                ? string.Create(CultureInfo.InvariantCulture, $"-at-place-{answer.Place}.{ending}")
                : $".{ending}"
        );

    private static string Guarded(Column column, string text) =>
        column.Type is ColumnType.Text or ColumnType.List or ColumnType.People ? Guarded(text) : text;

    internal static string Guarded(string text) =>
        text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]
            // One more where a text has some of its own, so that whoever takes one off has the text.
            ? "'" + text
            : text;
}
