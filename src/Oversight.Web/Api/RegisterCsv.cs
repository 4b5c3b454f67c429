using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.Net.Http.Headers;
using Oversight.Projections.Registers;

namespace Oversight.Web.Api;

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
    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
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
    internal static void WriteRows(
        RegisterAnswer answer,
        IEnumerable<Row> rows,
        IReadOnlyDictionary<string, string> people,
        TextWriter output
    )
    {
        using var csv = new CsvWriter(output, Configuration, leaveOpen: true);
        foreach (var row in rows)
        {
            for (var i = 0; i < answer.Columns.Count; i++)
            {
                csv.WriteField(Guarded(answer.Columns[i], answer.Columns[i].Text(row.Cells[i], people)));
            }

            csv.NextRecord();
        }
    }

    /// <summary>The file name of an answer: what it is of, the day and the place.</summary>
    public static string FileName(string what, RegisterAnswer answer) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"oversight-{what}-on-{answer.On:yyyy-MM-dd}-at-place-{answer.Place}.csv"
        );

    /// <summary>Whether somebody who accepts that media type accepts CSV.</summary>
    internal static bool IsIncludedIn(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a request would rather have CSV than JSON.</summary>
    internal static bool IsPreferredBy(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        double Quality(string type) =>
            accepted
                .Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
                .Select(a => a.Quality ?? 1)
                .DefaultIfEmpty(0)
                .Max();
        var json = Math.Max(Quality("application/json"), Math.Max(Quality("application/*"), Quality("*/*")));
        return Math.Max(Quality(ContentType), Quality("text/*")) > json;
    }

    private static string Guarded(Column column, string text) =>
        column.Type is ColumnType.Text or ColumnType.List or ColumnType.People
        && text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]
            // One more where a text has some of its own, so that whoever takes one off has the text.
            ? "'" + text
            : text;
}

/// <summary>An answer in CSV.</summary>
internal sealed class CsvAnswer(
    string what,
    RegisterAnswer answer,
    IReadOnlyDictionary<string, string> people,
    IReadOnlyList<string> coordinates
) : Answer(answer.Place, answer.Place, coordinates)
{
    private const int RowsAtOnce = 1_000;

    protected override async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = $"{RegisterCsv.ContentType}; charset=utf-8; header=present";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = RegisterCsv.FileName(what, answer),
        }.ToString();
        // Never the whole of it in memory: some rows are computed, sent, and forgotten.
        for (var from = 0; from == 0 || from < answer.Rows.Count; from += RowsAtOnce)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            var rows = answer.Rows.Skip(from).Take(RowsAtOnce);
            if (from == 0)
            {
                text.Write('\uFEFF');
                RegisterCsv.Write(answer with { Rows = [.. rows] }, people, text);
            }
            else
            {
                RegisterCsv.WriteRows(answer, rows, people, text);
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (answer.Rows.Count <= RowsAtOnce)
            {
                response.ContentLength = bytes.Length;
            }

            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
