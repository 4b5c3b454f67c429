using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Oversight.Desk.Problems;
using Oversight.Projections.Timelines;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>The headers that a write is sent under.</summary>
internal static class Preconditions
{
    /// <summary>The header that says that the same was decided once more.</summary>
    public const string AgainHeader = "Oversight-Again";

    private const int LongestKey = 200;

    /// <summary>
    /// What has been read of the record, at least as far as an answer whose entity tag is in If-Match, as whoever asks may see it.
    /// </summary>
    public static Task<RecordAt> ReadOfAsync(HttpRequest request, OpenRecord record) =>
        record.SeenTodayAsync(AnswerTag.Of(One(request.Headers.IfMatch)), request.HttpContext);

    /// <summary>
    /// The version in If-Match, which the caller decided on; or, where that is the entity tag of an answer, the version that the subject had
    /// when it was answered.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="subject">What is decided about.</param>
    /// <param name="read">What has been read of the record, at least as far as the answer.</param>
    /// <param name="readItAt">Where the version can be read, for the problem.</param>
    public static long Version(HttpRequest request, SubjectId subject, RecordAt read, string readItAt)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            throw Missing(
                $"If-Match is missing. Read \"version\" at {readItAt} and send it as If-Match: \"<version>\".",
                "If-Match"
            );
        }

        return One(header) is ['"', .. var digits, '"']
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? version
            : AnswerTag.Of(One(header)) is { } answer
                ? read.PlaceTold is { } last && answer.Place <= last ? read.VersionAt(subject, answer.Place.Value)
                    : answer.Known <= read.Known ? read.VersionAt(subject, answer.Known.Value)
                    : throw new ProblemException(
                        new Problem(
                            ProblemType.VersionMoved,
                            "If-Match holds an ETag that no answer from this record has."
                        )
                    )
            : throw ProblemException.BadInput(
                "If-Match",
                $"If-Match must be one version in quotation marks, such as \"3\", or the ETag of one answer, as read at {readItAt}."
            );
    }

    /// <summary>
    /// The version under which something new is stored: 0 for <c>If-None-Match: *</c>, or the version in If-Match where a
    /// stream remains of a registration that was retracted.
    /// </summary>
    public static long VersionOfNew(HttpRequest request, SubjectId subject, RecordAt read, string readItAt)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0)
        {
            return request.Headers.IfMatch.Count > 0
                ? Version(request, subject, read, readItAt)
                : throw Missing("Something new is sent under If-None-Match: *.", "If-None-Match");
        }

        return One(header) == "*" && request.Headers.IfMatch.Count == 0
            ? 0
            : throw ProblemException.BadInput("If-None-Match", "If-None-Match must be * here, and If-Match left out.");
    }

    /// <summary>
    /// The caller's idempotency key (draft-ietf-httpapi-idempotency-key-header: a quoted string; the bare key is taken too);
    /// null when there is none.
    /// </summary>
    public static string? IdempotencyKey(HttpRequest request)
    {
        var header = request.Headers["Idempotency-Key"];
        if (header.Count == 0)
        {
            return null;
        }

        var text = One(header)?.Trim() ?? "";
        var key = text.All(c => c is > ' ' and <= '~') ? Unquoted(text) : null;
        return key is { Length: > 0 and <= LongestKey }
            ? key
            : throw ProblemException.BadInput(
                "Idempotency-Key",
                $"Idempotency-Key must be one key of 1 to {LongestKey} visible ASCII characters, quoted or bare."
            );
    }

    /// <summary>Whether the caller says that what the record holds already was decided once more.</summary>
    public static bool Again(HttpRequest request)
    {
        var header = request.Headers[AgainHeader];
        return header.Count != 0
            && One(header) switch
            {
                "true" => true,
                "false" => false,
                _ => throw ProblemException.BadInput(AgainHeader, $"{AgainHeader} must be true or false."),
            };
    }

    private static string? One(StringValues header) => header.Count == 1 ? header[0] : null;

    // A string of RFC 8941: only the quotation mark and the backslash are escaped.
    private static string? Unquoted(string text)
    {
        if (!text.StartsWith('"'))
        {
            return text;
        }

        var key = HeaderUtilities.UnescapeAsQuotedString(text);
        return HeaderUtilities.EscapeAsQuotedString(key) == text ? key.Value : null;
    }

    private static ProblemException Missing(string detail, string header) =>
        new(new Problem(ProblemType.VersionMissing, detail) { Field = header });
}
