using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;

namespace Oversight.Web.Http;

/// <summary>An answer of the record; <see cref="EntityTags"/> sends it, unless the caller has it already.</summary>
/// <param name="Place">The place at which it was computed.</param>
/// <param name="Contributing">The greatest place that contributes to it.</param>
/// <param name="Asked">What else it depends on: the day, the region, the names that could be shown.</param>
internal abstract record Answered(long Place, long Contributing, IReadOnlyList<string> Asked)
{
    /// <summary>Its body, where that is made at once.</summary>
    public abstract ReadOnlyMemory<byte>? Body { get; }

    /// <summary>Writes its body.</summary>
    public abstract Task WriteAsync(HttpContext context);
}

/// <summary>An answer in JSON, or as a file in CSV.</summary>
/// <param name="Value">What is answered in JSON; null where a file is.</param>
/// <param name="Place">The place at which it was computed.</param>
/// <param name="Contributing">The greatest place that contributes to it.</param>
/// <param name="Asked">What else it depends on.</param>
internal sealed record Answered<T>(T? Value, long Place, long Contributing, params IReadOnlyList<string> Asked)
    : Answered(Place, Contributing, Asked),
        IEndpointMetadataProvider
    where T : class
{
    private readonly Lazy<byte[]> json = new(() => JsonSerializer.SerializeToUtf8Bytes(Value, AnswerJson.Options));

    /// <summary>The file in CSV, where that is wanted.</summary>
    public CsvAnswer? InCsv { get; init; }

    public override ReadOnlyMemory<byte>? Body => InCsv is null ? json.Value : null;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var metadata in Descriptions.OfAnswer(typeof(T)))
        {
            builder.Metadata.Add(metadata);
        }
    }

    public override Task WriteAsync(HttpContext context) =>
        InCsv?.WriteAsync(context)
        ?? AnswerHeaders.WriteJsonAsync(
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
        headers[AnswerHeaders.Place] = Place?.ToString(CultureInfo.InvariantCulture);
        return AnswerHeaders.WriteJsonAsync(
            httpContext,
            Status,
            JsonSerializer.SerializeToUtf8Bytes(Body, AnswerJson.Options)
        );
    }
}

/// <summary>What answers have in common.</summary>
internal static class AnswerHeaders
{
    /// <summary>The header that says at which place an answer was computed, or a decision stored.</summary>
    public const string Place = "Oversight-Place";

    public static async Task WriteJsonAsync(HttpContext context, int status, byte[] bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
