using System.Text;
using Microsoft.Net.Http.Headers;
using Oversight.Projections.Registers;

namespace Oversight.Web.Http;

/// <summary>An answer in CSV.</summary>
internal sealed class CsvAnswer(string what, RegisterAnswer answer, IReadOnlyDictionary<string, string> people)
{
    private const int RowsAtOnce = 1_000;

    /// <summary>Whether somebody who accepts that media type accepts CSV.</summary>
    public static bool IsIncludedIn(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals(RegisterCsv.ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a request would rather have CSV than JSON.</summary>
    public static bool IsPreferredBy(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        double Quality(string type) =>
            accepted
                .Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
                .Select(a => a.Quality ?? 1)
                .DefaultIfEmpty(0)
                .Max();
        var json = Math.Max(Quality("application/json"), Math.Max(Quality("application/*"), Quality("*/*")));
        return Math.Max(Quality(RegisterCsv.ContentType), Quality("text/*")) > json;
    }

    /// <summary>Its pieces. Never the whole of it in memory: some rows are computed, sent, and forgotten.</summary>
    public IEnumerable<byte[]> Body
    {
        get
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

    /// <summary>Sends it as a file.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = $"{RegisterCsv.ContentType}; charset=utf-8; header=present";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = RegisterCsv.FileName(what, answer, SeenRecord.SeesEverything(context)),
        }.ToString();
        foreach (var bytes in Body)
        {
            if (answer.Rows.Count <= RowsAtOnce)
            {
                response.ContentLength = bytes.Length;
            }

            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
