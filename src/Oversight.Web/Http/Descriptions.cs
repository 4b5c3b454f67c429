using System.Net.Mime;
using Microsoft.AspNetCore.Http.Metadata;
using Oversight.Desk.Letters;
using Oversight.Desk.Problems;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>Marks an endpoint whose answers are JSON, and nothing else unless it says so.</summary>
internal sealed record AnswersInJson;

/// <summary>Marks an endpoint that answers in CSV as well.</summary>
/// <param name="Filters">Which filters it takes besides its parameters, in a sentence; null: none.</param>
/// <param name="InXlsx">Whether it answers with a workbook too.</param>
internal sealed record AnswersInCsv(string? Filters = null, bool InXlsx = true);

/// <summary>Marks an endpoint whose body is a file of any type that is kept.</summary>
internal sealed record TakesFile;

/// <summary>Marks an endpoint that answers with a file.</summary>
/// <param name="Types">Its types; none: any type that is kept.</param>
internal sealed record AnswersWithFile(params IReadOnlyList<string> Types);

/// <summary>A body that an endpoint takes.</summary>
/// <param name="Body">Its type.</param>
/// <param name="Example">One; null where the list of examples has it.</param>
internal sealed record ExampleOf(Type Body, object? Example = null);

/// <summary>A header that an endpoint reads.</summary>
internal sealed record SentHeader(string Name, string Description, string? Example = null, bool IsRequired = false);

/// <summary>A header that an endpoint answers with, under these statuses.</summary>
internal sealed record AnsweredHeader(string Name, string Description, string Example, params string[] Statuses);

/// <summary>What the API's description says of each kind of endpoint, as metadata of it.</summary>
internal static class Descriptions
{
    private const string ExampleSha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string ExampleDigest = "sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:";

    /// <summary>A decision about something of which no version is in the record yet is sent under this.</summary>
    public static readonly SentHeader New = new(
        "If-None-Match",
        "Must be *: it is not in the record yet.",
        "*",
        IsRequired: true
    );

    /// <summary>A decision about something that is in the record is sent under this.</summary>
    public static readonly SentHeader Version = new(
        "If-Match",
        "The subject's version that was decided on, in quotation marks.",
        "\"3\"",
        IsRequired: true
    );

    /// <summary>What every address of the API answers to whom it may not.</summary>
    public static object[] OfWhoMayNot { get; } =
    [
        .. Problems(401, 403),
        new AnsweredHeader(
            "WWW-Authenticate",
            "Bearer, with what is wrong with the token.",
            "Bearer realm=\"oversight\"",
            "401"
        ),
    ];

    /// <summary>A document to be stored.</summary>
    public static object[] OfStoring { get; } =
    [
        new AnswersInJson(),
        new TakesFile(),
        Answer(StatusCodes.Status200OK, typeof(DocumentAnswer)),
        Answer(StatusCodes.Status201Created, typeof(DocumentAnswer)),
        .. Problems(400, 404, 406, 413, 415, 500, 503, 507),
        new SentHeader(
            "Content-Disposition",
            "The file name, where the parameter fileName does not give it.",
            "attachment; filename*=UTF-8''Board%20paper%2012.pdf"
        ),
        new SentHeader(ReprDigest.Header, "The SHA-256 that the document must have (RFC 9530).", ExampleDigest),
        new AnsweredHeader(
            "Location",
            "Where the document can be had.",
            $"/api/organisations/QYG/documents/{ExampleSha256}",
            "200",
            "201"
        ),
    ];

    /// <summary>A document, handed out.</summary>
    public static object[] OfFile { get; } =
    [
        new AnswersWithFile(),
        Answer(StatusCodes.Status200OK),
        Answer(StatusCodes.Status304NotModified),
        .. Problems(400, 404, 410, 500, 503),
        new SentHeader("If-None-Match", "The entity tag of an earlier answer: when it still holds, the answer is 304."),
        new AnsweredHeader(
            "Content-Disposition",
            "Always attachment; the file name is the parameter fileName, or the one that the latest evidence gives it.",
            "attachment; filename=\"Board paper 12.pdf\"; filename*=UTF-8''Board%20paper%2012.pdf",
            "200"
        ),
        new AnsweredHeader(ReprDigest.Header, "Its SHA-256 (RFC 9530).", ExampleDigest, "200"),
        new AnsweredHeader("ETag", "Strong: its SHA-256.", $"\"{ExampleSha256}\"", "200", "304"),
    ];

    /// <summary>A draft of a letter.</summary>
    public static object[] OfLetter { get; } =
    [
        new AnswersWithFile(LetterFile.Html, LetterFile.Word),
        Answer(StatusCodes.Status200OK),
        Answer(StatusCodes.Status304NotModified),
        .. Problems(400, 404, 500, 503),
        new AnsweredHeader(
            "Content-Disposition",
            "Always attachment, with a name to save it under.",
            "attachment; filename=draft-letter-qoc-0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c.html",
            "200"
        ),
        new SentHeader("If-None-Match", "The entity tag of an earlier answer: when it still holds, the answer is 304."),
        new AnsweredHeader("ETag", "Strong: the SHA-256 of the file.", $"\"{ExampleSha256}\"", "200", "304"),
        new AnsweredHeader(AnswerHeaders.Place, "The place of the record from which it was made.", "109", "200", "304"),
    ];

    /// <summary>A proof, or a checkpoint.</summary>
    public static object[] OfProof { get; } =
    [
        new AnswersWithFile(MediaTypeNames.Text.Plain),
        Answer(StatusCodes.Status200OK),
        Answer(StatusCodes.Status304NotModified),
        .. Problems(400, 404, 500, 503),
        new SentHeader("If-None-Match", "The entity tag of an earlier answer: when it still holds, the answer is 304."),
        new AnsweredHeader("ETag", "Strong: the SHA-256 of the answer.", $"\"{ExampleSha256}\"", "200", "304"),
    ];

    /// <summary>The whole record in one file.</summary>
    public static object[] OfExport { get; } =
    [
        new AnswersWithFile("application/x-tar"),
        Answer(StatusCodes.Status200OK),
        Answer(StatusCodes.Status304NotModified),
        .. Problems(400, 404, 500, 503),
        new AnsweredHeader(
            "Content-Disposition",
            "Always attachment, with a name to save it under.",
            "attachment; filename=oversight-110.tar",
            "200"
        ),
        new SentHeader("If-None-Match", "The entity tag of an earlier answer: when it still holds, the answer is 304."),
        new AnsweredHeader(
            "ETag",
            "Strong: the SHA-256 of the checkpoint with its signatures, and of whether documents go along.",
            $"\"{ExampleSha256}\"",
            "200",
            "304"
        ),
    ];

    /// <summary>A question to the record.</summary>
    public static object[] OfAnswer(Type type) =>
        [
            new AnswersInJson(),
            Answer(StatusCodes.Status200OK, type),
            Answer(StatusCodes.Status304NotModified),
            .. Problems(400, 404, 406, 500, 503),
            new SentHeader(
                "If-None-Match",
                "An entity tag of an earlier answer: when it still holds, the answer is 304."
            ),
            new AnsweredHeader(
                "ETag",
                "Weak: covers the greatest place that contributes, and what was asked.",
                "W/\"109-0f1e2d3c4b5a6978\"",
                "200",
                "304"
            ),
            new AnsweredHeader(
                AnswerHeaders.Place,
                "The place of the record at which the answer was computed.",
                "109",
                "200",
                "304"
            ),
            new AnsweredHeader(
                LastContact.Header,
                "Only while the database is away: when it last answered. The answer is as of then; its body says so too, in lastContact.",
                "2026-11-21T12:00:00.000000Z",
                "200",
                "304"
            ),
        ];

    /// <summary>A decision to be logged.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="body">What is decided.</param>
    /// <param name="under">The header with the version that was decided on; null: the body says it.</param>
    public static void Decides(this RouteHandlerBuilder endpoint, Type body, SentHeader? under = null)
    {
        endpoint
            .Accepts(body, MediaTypeNames.Application.Json)
            .WithDescription(
                "The body is the entry's own shape; decision.decidedBy.person holds the person's name, which is kept apart from "
                    + "the entry. Who logs it comes from the token, which is for reading and deciding: a live decision is taken in the name of a body that "
                    + "they act for, about what they look after. A rule that refuses it is named in the problem."
            )
            .WithMetadata(
                new AnswersInJson(),
                new ExampleOf(body),
                Answer(StatusCodes.Status201Created, typeof(ReceiptAnswer))
            )
            .WithMetadata(Problems(400, 404, 406, 412, 413, 415, 422, 428, 500, 503))
            .WithMetadata(
                new SentHeader(
                    "Idempotency-Key",
                    "The caller's key for this decision, 1 to 200 visible ASCII characters: sent again with the same content it gives the same receipt.",
                    "\"8e03978e-40d5-43dd-bc93-6894a57f9324\""
                ),
                new AnsweredHeader(
                    "Location",
                    "Where the entry can be read.",
                    "/api/entries/0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c",
                    "201"
                ),
                new AnsweredHeader(AnswerHeaders.Place, "The place of the entry in the record.", "110", "201")
            );
        if (under is not null)
        {
            endpoint.WithMetadata(
                under,
                new SentHeader(
                    Preconditions.AgainHeader,
                    "true where the same was decided once more: without it, what the record holds exactly so already is refused.",
                    "true"
                )
            );
        }
    }

    /// <summary>The problems that an endpoint answers with, by their statuses.</summary>
    public static object[] Problems(params IEnumerable<int> statuses) =>
        [.. statuses.Select(status => Answer(status, typeof(ProblemAnswer), ProblemBody.ContentType))];

    private static ProducesResponseTypeMetadata Answer(
        int status,
        Type? type = null,
        string contentType = MediaTypeNames.Application.Json
    ) => type is null ? new(status, typeof(void)) : new(status, type, [contentType]);
}
