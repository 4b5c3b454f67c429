using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;

namespace Oversight.Web.Http;

/// <summary>An answer of the record; <see cref="EntityTags"/> sends it, unless the caller has it already.</summary>
/// <param name="Contributing">The greatest place that contributes to it.</param>
/// <param name="Asked">What else it depends on: the day, the region, the names that could be shown.</param>
internal abstract record Answered(long Contributing, IReadOnlyList<string> Asked)
{
    /// <summary>Its body, piece by piece.</summary>
    /// <param name="json">How JSON is written to whoever asks.</param>
    public abstract IEnumerable<byte[]> Body(JsonSerializerOptions json);

    /// <summary>Writes its body.</summary>
    public abstract Task WriteAsync(HttpContext context);
}

/// <summary>An answer in JSON, or as a file.</summary>
/// <param name="Value">What is answered in JSON; null where a file is.</param>
/// <param name="Contributing">The greatest place that contributes to it.</param>
/// <param name="Asked">What else it depends on.</param>
internal sealed record Answered<T>(T? Value, long Contributing, params IReadOnlyList<string> Asked)
    : Answered(Contributing, Asked),
        IEndpointMetadataProvider
    where T : class
{
    private byte[]? written;

    /// <summary>The file, where one is wanted.</summary>
    public TableFile? AsFile { get; init; }

    public override IEnumerable<byte[]> Body(JsonSerializerOptions json) => AsFile?.Body ?? [Json(json)];

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var metadata in Descriptions.OfAnswer(typeof(T)))
        {
            builder.Metadata.Add(metadata);
        }
    }

    public override Task WriteAsync(HttpContext context)
    {
        var json = AnswerHeaders.JsonFor(context);
        return AsFile?.WriteAsync(context)
            ?? AnswerHeaders.WriteJsonAsync(
                context,
                StatusCodes.Status200OK,
                context.RequestServices.GetRequiredService<LastContact>().At is { } contact
                    ? AsOf(contact, json)
                    : Json(json)
            );
    }

    private byte[] Json(JsonSerializerOptions json) => written ??= JsonSerializer.SerializeToUtf8Bytes(Value, json);

    // Said in the body too: whoever keeps it has no headers.
    private byte[] AsOf(DateTimeOffset contact, JsonSerializerOptions json)
    {
        var node = JsonNode.Parse(Json(json));
        (node as JsonObject)?.Insert(0, "lastContact", AnswerJson.Instant(contact));
        return JsonSerializer.SerializeToUtf8Bytes(node, AnswerJson.Options);
    }
}

/// <summary>What is answered beside the record's answers: a receipt, or something that is of no place.</summary>
/// <param name="Body">What is answered.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record Reply<T>(T Body, int Status = StatusCodes.Status200OK) : IResult
{
    /// <summary>Whether it may be kept.</summary>
    public string? CacheControl { get; init; } = "no-store";

    /// <summary>Where that which was made can be read.</summary>
    public string? Location { get; init; }

    /// <summary>The place of the entry that was stored.</summary>
    public long? Place { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.Location = Location;
        headers.CacheControl = CacheControl;
        headers[AnswerHeaders.Place] = SeenRecord.SeesEverything(httpContext)
            ? Place?.ToString(CultureInfo.InvariantCulture)
            : null;
        return AnswerHeaders.WriteJsonAsync(
            httpContext,
            Status,
            JsonSerializer.SerializeToUtf8Bytes(Body, AnswerHeaders.JsonFor(httpContext))
        );
    }
}

/// <summary>What answers have in common.</summary>
internal static class AnswerHeaders
{
    /// <summary>The header that says at which place an answer was computed, or a decision stored.</summary>
    public const string Place = "Oversight-Place";

    /// <summary>The header that says in its stead, to whoever does not see the whole record, when what they see changed last.</summary>
    public const string Known = "Oversight-Known";

    /// <summary>How JSON is written to whoever asks: places are told to those who see the whole record.</summary>
    public static JsonSerializerOptions JsonFor(HttpContext context) =>
        SeenRecord.SeesEverything(context) ? AnswerJson.Options : AnswerJson.WithoutPlaces;

    /// <summary>Says where in the record an answer was computed.</summary>
    public static void SayWhere(HttpContext context)
    {
        var (headers, seen) = (context.Response.Headers, context.Seen());
        headers[Place] = seen.PlaceTold?.ToString(CultureInfo.InvariantCulture);
        headers[Known] = seen.SeenBy is null || seen.Known is not { } known ? null : AnswerJson.Instant(known);
    }

    public static async Task WriteJsonAsync(HttpContext context, int status, byte[] bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
