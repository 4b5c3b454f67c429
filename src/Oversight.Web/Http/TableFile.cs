using System.Text;
using Microsoft.Net.Http.Headers;
using Oversight.Projections.Registers;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>The forms in which a table can be had.</summary>
internal enum TableForm
{
    /// <summary>As JSON.</summary>
    Json,

    /// <summary>As a file in CSV.</summary>
    Csv,

    /// <summary>As a workbook.</summary>
    Xlsx,
}

/// <summary>An answer as a file. Never the whole of it in memory: some rows are computed, sent, and forgotten.</summary>
/// <param name="form">Its form.</param>
/// <param name="about">What it is.</param>
/// <param name="name">What it is called in its file's name.</param>
/// <param name="answer">The answer.</param>
/// <param name="people">The names behind people's ids.</param>
internal sealed class TableFile(
    TableForm form,
    AboutTable about,
    string name,
    RegisterAnswer answer,
    IReadOnlyDictionary<string, string> people
)
{
    private const int RowsAtOnce = 1_000;

    private string ContentType => form == TableForm.Csv ? RegisterCsv.ContentType : RegisterXlsx.ContentType;

    /// <summary>Its pieces.</summary>
    public IEnumerable<byte[]> Body => form == TableForm.Csv ? InCsv() : RegisterXlsx.Write(about, answer, people);

    /// <summary>Whether a media type is one of files, or has one in it.</summary>
    public static bool IsOfFile(MediaTypeHeaderValue type, bool inXlsx) =>
        type.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals(RegisterCsv.ContentType, StringComparison.OrdinalIgnoreCase)
        || (inXlsx && type.MediaType.Equals(RegisterXlsx.ContentType, StringComparison.OrdinalIgnoreCase));

    /// <summary>Which form is asked for: the parameter decides, without it the header.</summary>
    public static TableForm Asked(string? format, HttpContext context, bool inXlsx)
    {
        context.Response.Headers.Append("Vary", "Accept");
        return format switch
        {
            null => Preferred(context.Request, inXlsx),
            "csv" => TableForm.Csv,
            "json" => TableForm.Json,
            "xlsx" when inXlsx => TableForm.Xlsx,
            _ => throw ProblemException.BadInput(
                "format",
                $"\"{format}\" is not a format; it is json{(inXlsx ? ", csv or xlsx" : " or csv")}."
            ),
        };
    }

    /// <summary>Sends it.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = form == TableForm.Csv ? $"{ContentType}; charset=utf-8; header=present" : ContentType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = RegisterCsv.FileName(
                name,
                answer,
                SeenRecord.SeesEverything(context),
                form == TableForm.Csv ? "csv" : "xlsx"
            ),
        }.ToString();
        foreach (var bytes in Body)
        {
            if (answer.Rows.Count < RowsAtOnce)
            {
                response.ContentLength = bytes.Length;
            }

            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private static TableForm Preferred(HttpRequest request, bool inXlsx)
    {
        var accepted = request.GetTypedHeaders().Accept;
        double Quality(params string[] types) =>
            accepted
                .Where(a => types.Any(type => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)))
                .Select(a => a.Quality ?? 1)
                .DefaultIfEmpty(0)
                .Max();
        var json = Quality("application/json", "application/*", "*/*");
        var csv = Quality(RegisterCsv.ContentType, "text/*");
        var xlsx = inXlsx ? Quality(RegisterXlsx.ContentType) : 0;
        return xlsx > Math.Max(json, csv) ? TableForm.Xlsx
            : csv > json ? TableForm.Csv
            : TableForm.Json;
    }

    private IEnumerable<byte[]> InCsv()
    {
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

            yield return Encoding.UTF8.GetBytes(text.ToString());
        }
    }
}
