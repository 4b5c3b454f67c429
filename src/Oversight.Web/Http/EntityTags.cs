using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Oversight.Web.Http;

/// <summary>
/// Sends what an endpoint answers, or 304 to who has it. The entity tag of an answer covers the greatest place that contributes to it, and
/// what was asked, so that entries about something else leave it as it is; it is weak, because the place that is echoed may be a later one.
/// Whoever does not see the whole record is told no place: theirs covers the instant at which what they see changed last, and the body.
/// </summary>
internal sealed class EntityTags : IEndpointFilter
{
    // Another build of the program may word the same answer differently, and words are in each part of it.
    private static readonly string Build = string.Join(
        ' ',
        new[] { typeof(OversightApplication), typeof(PeopleNames), typeof(EntryReference), typeof(Entry) }.Select(
            part => part.Module.ModuleVersionId
        )
    );

    /// <summary>Says the entity tag, and how an answer may be kept; true when the caller has it, who is then told so.</summary>
    public static bool IsWithCaller(HttpContext context, EntityTagHeaderValue tag, string kept)
    {
        var response = context.Response;
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = kept;
        var isWithCaller = context
            .Request.GetTypedHeaders()
            .IfNoneMatch.Any(seen =>
                seen.Equals(EntityTagHeaderValue.Any) || seen.Compare(tag, useStrongComparison: false)
            );
        response.StatusCode = isWithCaller ? StatusCodes.Status304NotModified : response.StatusCode;
        return isWithCaller;
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is not Answered answer)
        {
            return result;
        }

        var http = context.HttpContext;
        AnswerHeaders.SayWhere(http);
        if (!IsWithCaller(http, TagOf(answer, http), "private, no-cache"))
        {
            await answer.WriteAsync(http);
        }

        return Results.Empty;
    }

    private static EntityTagHeaderValue TagOf(Answered answer, HttpContext context)
    {
        var seen = context.Seen();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes(
                string.Join('\n', [Build, context.Request.Path.Value?.ToLowerInvariant(), .. answer.Asked])
            )
        );
        if (seen.SeenBy is null)
        {
            return new AnswerTag(answer.Contributing, null).With(hash.GetHashAndReset());
        }

        foreach (var bytes in answer.Body(AnswerHeaders.JsonFor(context)))
        {
            hash.AppendData(bytes);
        }

        return new AnswerTag(null, seen.Known ?? DateTimeOffset.UnixEpoch).With(hash.GetHashAndReset());
    }
}

/// <summary>What the entity tag of an answer says of the record that it was computed from: exactly one of the two.</summary>
/// <param name="Place">The greatest place that contributes to it.</param>
/// <param name="Known">To whoever does not see the whole record: when what they see changed last.</param>
internal sealed record AnswerTag(long? Place, DateTimeOffset? Known)
{
    private const string Since = "k";

    /// <summary>What an entity tag says; null when no answer has it.</summary>
    public static AnswerTag? Of(string? tag)
    {
        if (
            tag?.Split('"') is not ["W/", var opaque, ""]
            || opaque.Split('-') is not [var said, { Length: 16 } hash]
            || !hash.All(char.IsAsciiHexDigitLower)
        )
        {
            return null;
        }

        var isInstant = said.StartsWith(Since, StringComparison.Ordinal);
        return !long.TryParse(
                said.AsSpan(isInstant ? 1 : 0),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? null
            : !isInstant ? new(number, null)
            : number <= DateTimeOffset.MaxValue.Ticks ? new(null, new DateTimeOffset(number, TimeSpan.Zero))
            : null;
    }

    /// <summary>The entity tag.</summary>
    /// <param name="hash">Of what else it covers.</param>
    public EntityTagHeaderValue With(byte[] hash) =>
        new(
            $"\"{(Place is null ? Since + Known!.Value.UtcTicks : Place)}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}\"",
            isWeak: true
        );
}
