using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Projections.Visibility;
using Oversight.Record.Evidence;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>What a document is called.</summary>
internal sealed record FileAsked
{
    /// <summary>
    /// The document's file name, with an extension that fits its type: no folder, no control characters, at most 255 characters.
    /// </summary>
    /// <example>Board paper 12.pdf</example>
    public string? FileName { get; init; }
}

/// <summary>A document that an address names.</summary>
internal sealed record DocumentAsked
{
    [Step(
        "The document's SHA-256: 64 hexadecimal digits in small letters.",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )]
    public required string Sha256 { get; init; }

    /// <inheritdoc cref="FileAsked.FileName"/>
    /// <example>Board paper 12.pdf</example>
    public string? FileName { get; init; }
}

/// <summary>Evidence documents: handed in and out as they are, in a stream each way, and never shown as a page.</summary>
internal static class DocumentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var documents = api.MapGroup("").WithTags("Documents");
        documents
            .MapPost($"{OfOrganisation.Form}/documents", StoreAsync)
            .WithName("StoreDocument")
            .WithMetadata(new LargestBody(DocumentArchive.LargestDocument))
            .WithMetadata(Descriptions.OfStoring);
        documents
            .MapGet($"{OfOrganisation.Form}/documents/{{sha256}}", GetAsync)
            .WithName("GetDocument")
            .WithMetadata(new ReadBy(Face.Document))
            .WithMetadata(Descriptions.OfFile);
    }

    /// <summary>Store an evidence document of an organisation.</summary>
    /// <remarks>
    /// It is handed in by who logs decisions about the organisation: its own people, the region that oversees it, the national team.
    /// The body is the file itself. What it is declared to be must be among the types that are kept, and its bytes and file name must fit. The
    /// same document twice is stored once: it is then answered with 200. Log the evidence that names it afterwards.
    /// </remarks>
    public static async Task<Reply<DocumentAnswer>> StoreAsync(
        [AsParameters] OfOrganisation of,
        [AsParameters] FileAsked asked,
        HttpContext context,
        OpenRecord record,
        DiskSpace disk
    )
    {
        var request = context.Request;
        var organisation = of.Code;
        // It is spooled on the way, and logged twice by the database: once before it is there, once there. What is said to be larger than
        // what is kept is refused for that when it is read.
        var length = Math.Min(request.ContentLength ?? long.MaxValue, DocumentArchive.LargestDocument);
        disk.MustBeLeftAfter(3 * length);
        var type = DeclaredType(request);
        var name = asked.FileName ?? NameInHeader(request);
        try
        {
            var (document, already) = await record.Documents.StoreAsync(
                organisation,
                type,
                name,
                request.Body,
                Deciding.By(context),
                ReprDigest.Sha256In(request),
                context.RequestAborted
            );
            return new(
                new(organisation, document.Sha256, document.FileName, document.MediaType, document.Length, already),
                already ? StatusCodes.Status200OK : StatusCodes.Status201Created
            )
            {
                Location = $"{Addresses.Of(of.Subject)}/documents/{document.Sha256}",
            };
        }
        catch (BadInputException e) when (e.Field == "mediaType")
        {
            throw WrongType(e.Problem);
        }
        catch (BadInputException e) when (e.Field == "sha256")
        {
            throw ProblemException.BadInput(ReprDigest.Header, $"{ReprDigest.Header} {e.Problem}");
        }
    }

    /// <summary>An evidence document, as a file to save.</summary>
    /// <remarks>
    /// An organisation's own people have those that some of them handed in, and those that evidence names which they see.
    /// </remarks>
    public static async Task GetAsync(
        [AsParameters] OfOrganisation of,
        [AsParameters] DocumentAsked asked,
        HttpContext context,
        OpenRecord record
    )
    {
        var organisation = of.Code;
        if (asked.Sha256.Length != 64 || !asked.Sha256.All(char.IsAsciiHexDigitLower))
        {
            throw new BadInputException("sha256", "must be 64 hexadecimal digits in small letters.");
        }

        var (document, name) =
            await record.Documents.FindAsync(
                organisation,
                asked.Sha256,
                record.SightToday(context),
                context.RequestAborted
            ) ?? throw ProblemException.NotFound($"{organisation} has no document {asked.Sha256}.");
        if (document.DisposedBy is not null)
        {
            throw new ProblemException(
                new Problem(
                    ProblemType.Disposed,
                    EvidenceDocuments.SaysDisposed(await record.AtAsync(null, context), document)
                )
            );
        }

        if (asked.FileName is not null)
        {
            name = DocumentType.Of(document.MediaType).CheckName(asked.FileName);
        }

        context.Features.GetRequiredFeature<LookedAt>().Note(of.Subject, 1);
        if (EntityTags.IsWithCaller(context, new($"\"{document.Sha256}\""), "private, no-cache"))
        {
            return;
        }

        var response = context.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers[ReprDigest.Header] = ReprDigest.Of(document.Sha256);
        // Beside the policy of every answer: whatever shows it nevertheless runs nothing in it.
        response.Headers.ContentSecurityPolicy = "sandbox";
        response.ContentType = document.MediaType;
        response.ContentLength = document.Length;
        await record.Documents.CopyToAsync(document, response.Body, context.RequestAborted);
    }

    private static DocumentType DeclaredType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var declared))
        {
            throw WrongType(
                request.ContentType is null
                    ? "The document was sent without a content type."
                    : $"\"{request.ContentType}\" is not a content type."
            );
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProblemException(
                new Problem(ProblemType.WrongContentType, "The document was sent compressed.")
                {
                    Field = "Content-Encoding",
                }
            );
        }

        if (declared.Charset.Length > 0 && !declared.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw WrongType($"The document was sent in {declared.Charset}; texts are kept in UTF-8.");
        }

        try
        {
            return DocumentType.Of(declared.MediaType.ToString());
        }
        catch (BadInputException e)
        {
            throw WrongType(e.Problem);
        }
    }

    private static string NameInHeader(HttpRequest request)
    {
        var header = request.Headers.ContentDisposition;
        if (header.Count == 0)
        {
            throw ProblemException.BadInput(
                "fileName",
                "fileName is missing: send it as a parameter, or in Content-Disposition: attachment; filename*=UTF-8''…"
            );
        }

        return
            header.Count == 1
            && ContentDispositionHeaderValue.TryParse(header[0], out var disposition)
            && (
                disposition.FileNameStar.HasValue
                    ? disposition.FileNameStar
                    : HeaderUtilities.RemoveQuotes(disposition.FileName)
            )
                is { HasValue: true } name
            ? name.Value!
            : throw ProblemException.BadInput(
                "Content-Disposition",
                "Content-Disposition must be attachment with one file name: attachment; filename*=UTF-8''…"
            );
    }

    private static ProblemException WrongType(string detail) =>
        new(new Problem(ProblemType.WrongContentType, detail) { Field = "Content-Type" });
}
