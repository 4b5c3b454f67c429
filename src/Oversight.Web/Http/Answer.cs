using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Oversight.Projections.Visibility;

namespace Oversight.Web.Http;

/// <summary>
/// An answer computed at a place. Its entity tag covers the greatest place that contributes to it, what was asked, and who sees it, so
/// that entries about something else leave it as it is; it is weak, because the place that is echoed may be a later one. What an
/// organisation's own people see may also go away again: theirs covers the body too.
/// </summary>
/// <param name="place">The place at which it was computed.</param>
/// <param name="contributing">The greatest place that contributes to it.</param>
/// <param name="coordinates">What else it depends on: the day, the region, the names that could be shown.</param>
internal abstract class Answer(long place, long contributing, IReadOnlyList<string> coordinates) : IResult
{
    // Another build of the program may word the same answer differently, and words are in each part of it.
    private static readonly string Build = string.Join(
        ' ',
        new[] { typeof(OversightApplication), typeof(PeopleNames), typeof(EntryReference), typeof(Entry) }.Select(
            part => part.Module.ModuleVersionId
        )
    );

    /// <summary>The greatest place that contributes to the answer that has such an entity tag; null when it is none.</summary>
    public static long? PlaceOf(string? tag) =>
        tag?.Split('"') is ["W/", var opaque, ""]
        && opaque.Split('-') is [var digits, { Length: 16 } hash]
        && hash.All(char.IsAsciiHexDigitLower)
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? place
            : null;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var seenBy = httpContext.Features.Get<OwnPeople>();
        var tag = Tag(request.Path, seenBy, seenBy is null ? null : Body);
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "no-cache";
        response.Headers[AnswerHeaders.Place] = place.ToString();
        if (Preconditions.HasSeen(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return WriteAsync(httpContext);
    }

    /// <summary>Its body, where that is made at once.</summary>
    protected virtual ReadOnlyMemory<byte>? Body => null;

    /// <summary>Writes its body, when the caller has not got it yet.</summary>
    protected abstract Task WriteAsync(HttpContext context);

    private EntityTagHeaderValue Tag(PathString path, OwnPeople? seenBy, ReadOnlyMemory<byte>? body)
    {
        var by = seenBy is null ? "" : $"{seenBy.Organisation} {seenBy.On:O}";
        var asked = Encoding.UTF8.GetBytes(
            string.Join('\n', [Build, path.Value?.ToLowerInvariant(), by, .. coordinates])
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. asked, .. body.GetValueOrDefault().Span]).AsSpan(0, 8));
        return new EntityTagHeaderValue($"\"{contributing}-{hash}\"", isWeak: true);
    }
}

/// <summary>An answer in JSON.</summary>
internal sealed class Answer<T>(T body, long place, long contributing, params IReadOnlyList<string> coordinates)
    : Answer(place, contributing, coordinates)
{
    private readonly Lazy<byte[]> json = new(() => JsonSerializer.SerializeToUtf8Bytes(body, AnswerJson.Options));

    protected override ReadOnlyMemory<byte>? Body => json.Value;

    protected override Task WriteAsync(HttpContext context) =>
        AnswerHeaders.WriteJsonAsync(
            context,
            StatusCodes.Status200OK,
            context.RequestServices.GetRequiredService<LastContact>().At is { } contact ? AsOf(contact) : json.Value
        );

    // Said in the body too: whoever keeps it has no headers.
    private byte[] AsOf(DateTimeOffset contact)
    {
        var node = JsonNode.Parse(json.Value);
        (node as JsonObject)?.Insert(0, "lastContact", AnswerJson.Instant(contact));
        return JsonSerializer.SerializeToUtf8Bytes(node, AnswerJson.Options);
    }
}

/// <summary>What answers have in common.</summary>
internal static class AnswerHeaders
{
    /// <summary>The header that says at which place an answer was computed, or a decision stored.</summary>
    public const string Place = "Oversight-Place";

    public static Task WriteJsonAsync<T>(HttpContext context, int status, T body) =>
        WriteJsonAsync(context, status, JsonSerializer.SerializeToUtf8Bytes(body, AnswerJson.Options));

    public static async Task WriteJsonAsync(HttpContext context, int status, byte[] bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
