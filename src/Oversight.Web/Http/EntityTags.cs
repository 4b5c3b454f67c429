using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Oversight.Projections.Visibility;

namespace Oversight.Web.Http;

/// <summary>
/// Sends what an endpoint answers, or 304 to who has it. The entity tag of an answer covers the greatest place that contributes to it, what
/// was asked, and who sees it, so that entries about something else leave it as it is; it is weak, because the place that is echoed may be
/// a later one. What an organisation's own people see may also go away again: theirs covers the body too.
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

    /// <summary>The greatest place that contributes to the answer that has such an entity tag; null when it is none.</summary>
    public static long? PlaceOf(string? tag) =>
        tag?.Split('"') is ["W/", var opaque, ""]
        && opaque.Split('-') is [var digits, { Length: 16 } hash]
        && hash.All(char.IsAsciiHexDigitLower)
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? place
            : null;

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
        http.Response.Headers[AnswerHeaders.Place] = answer.Place.ToString(CultureInfo.InvariantCulture);
        if (!IsWithCaller(http, TagOf(answer, http), "no-cache"))
        {
            await answer.WriteAsync(http);
        }

        return Results.Empty;
    }

    private static EntityTagHeaderValue TagOf(Answered answer, HttpContext context)
    {
        var seenBy = context.Features.Get<Sight>();
        var by = seenBy is null ? "" : $"{string.Join(' ', seenBy.Grants.All.Select(g => g.Says()))} {seenBy.On:O}";
        var asked = Encoding.UTF8.GetBytes(
            string.Join('\n', [Build, context.Request.Path.Value?.ToLowerInvariant(), by, .. answer.Asked])
        );
        var body = seenBy is null ? default : answer.Body.GetValueOrDefault();
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. asked, .. body.Span]).AsSpan(0, 8));
        return new EntityTagHeaderValue($"\"{answer.Contributing}-{hash}\"", isWeak: true);
    }
}
