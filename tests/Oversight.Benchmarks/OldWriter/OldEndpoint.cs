using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Oversight.Desk;
using Oversight.Desk.Answers;
using Oversight.Projections.Answers;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Record.Segments;

namespace Oversight.Benchmarks.OldWriter;

/// <summary>
/// The address for a segment over the old writer, inside the real application. The same are: the server and its settings, the request
/// log, the security headers, the error answers, routing, signing in by a token that is looked up in the database, the strict reading of
/// the body, the receipt and its headers. Missing are only checks that take no time: of the query, of Accept, of the content type, of
/// escapes in the key.
/// </summary>
internal static class OldEndpoint
{
    public static void Map(WebApplication application, OldDesk desk) =>
        application
            .MapPost(
                "/api/old/{ods}/segment",
                async (string ods, HttpContext context) =>
                {
                    var subject = SubjectId.Of(SubjectKind.Organisation, ods);
                    var version = long.Parse(
                        context.Request.Headers.IfMatch[0]!.Trim('"'),
                        CultureInfo.InvariantCulture
                    );
                    using var bytes = new MemoryStream();
                    await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
                    var body = StrictJson.ParseObject(bytes.ToArray());
                    var content = StrictJson.Read<SegmentAssigned>(body);
                    var by = new LoggedBy(
                        context.User.FindFirstValue(ClaimTypes.NameIdentifier)!,
                        Grants.OfTheProgram,
                        Activity.Current?.TraceId.ToString(),
                        context.Request.Headers["Idempotency-Key"][0]
                    );
                    var receipt = await desk.LogAsync(
                        new LogDecision(subject, content),
                        version,
                        by,
                        context.RequestAborted
                    );
                    await AnswerAsync(context, ReceiptAnswer.Of(receipt));
                }
            )
            .RequireAuthorization();

    private static async Task AnswerAsync(HttpContext context, ReceiptAnswer receipt)
    {
        var headers = context.Response.Headers;
        headers.Location = $"/api/entries/{receipt.Entries[0].Id}";
        headers.CacheControl = "no-store";
        headers["Oversight-Place"] = receipt.Entries[^1].Place.ToString();
        var bytes = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(receipt, AnswerJson.Options);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
