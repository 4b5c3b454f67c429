using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Oversight.Ledger.People;
using Oversight.Web.Design;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.Printing;

/// <summary>Pages as PDF: the page itself, as whoever asks sees it, printed by a browser of this machine.</summary>
internal static partial class PrintedPages
{
    private const string Head = "<head>";

    private const string Nothing =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\" />";

    /// <summary>What prints them.</summary>
    public static void AddPrintedPages(this IServiceCollection services) => services.AddSingleton<PdfPrinter>();

    /// <summary>A page as PDF.</summary>
    /// <typeparam name="TPage">The page; it has a parameter for each step of the address that varies.</typeparam>
    /// <param name="routes">The addresses.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="title">What the file is called, before what varies in the address.</param>
    public static void MapPrinted<TPage>(this IEndpointRouteBuilder routes, string address, string title)
        where TPage : IComponent =>
        routes
            .MapGet(address, (HttpContext context, PdfPrinter printer) => SendAsync<TPage>(context, printer, title))
            .WithMetadata(new ReadBy(Face.Export))
            .ExcludeFromDescription();

    private static async Task SendAsync<TPage>(HttpContext context, PdfPrinter printer, string title)
        where TPage : IComponent
    {
        var (request, response) = (context.Request, context.Response);
        var sent = response.Body;
        using var page = new MemoryStream();
        response.Body = page;
        try
        {
            await new RazorComponentResult<TPage>(request.RouteValues).ExecuteAsync(context);
        }
        finally
        {
            response.Body = sent;
        }

        if (response.StatusCode == StatusCodes.Status200OK)
        {
            var html = Alone(Encoding.UTF8.GetString(page.ToArray()), $"{request.Scheme}://{request.Host}");
            var pdf = Dated(await printer.PrintAsync(html, context.RequestAborted), context.Seen().Known);
            page.SetLength(0);
            page.Write(pdf);
            response.ContentType = "application/pdf";
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName($"{title} {string.Join(' ', request.RouteValues.Values)}{On(request)}.pdf");
            response.Headers.ContentDisposition = disposition.ToString();
        }

        response.ContentLength = page.Length;
        page.Position = 0;
        await page.CopyToAsync(sent, context.RequestAborted);
    }

    private static string On(HttpRequest request) =>
        DateWithPrecision.TryParse(request.Query["on"], out var on) ? $" {on.Latest:yyyy-MM-dd}" : "";

    // A file that needs nothing else: with its style sheet in it, without scripts; its links lead to this server.
    private static string Alone(string html, string server)
    {
        var alone = Asked().Replace(html, "").Replace("href=\"/", $"href=\"{server}/");
        var head = alone.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        return head < Head.Length
            ? throw new InvalidOperationException("The page has no head to put its style sheet in.")
            : alone.Insert(head, $"<meta charset=\"utf-8\" />{Nothing}<style>{Files.SheetText}</style>");
    }

    // The same report of the same state is the same file, whenever it is made.
    private static byte[] Dated(byte[] pdf, DateTimeOffset? known)
    {
        var digits = Encoding.ASCII.GetBytes(
            (known ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)
        );
        foreach (var member in new[] { "/CreationDate (D:", "/ModDate (D:" })
        {
            var at = pdf.AsSpan().IndexOf(Encoding.ASCII.GetBytes(member));
            if (at >= 0 && at + member.Length + digits.Length <= pdf.Length)
            {
                digits.CopyTo(pdf, at + member.Length);
            }
        }

        return pdf;
    }

    [GeneratedRegex(
        "<script[^>]*></script>|<link rel=\"(stylesheet|icon)\"[^>]*>",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Asked();
}
