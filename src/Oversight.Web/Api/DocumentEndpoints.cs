using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Record.Evidence;
using Oversight.Web.Access;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>Evidence documents: handed in and out as they are, in a stream each way, and never shown as a page.</summary>
internal static class DocumentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/organisations/{ods}/documents", StoreAsync)
            .WithMetadata(new RequestSizeLimitAttribute(DocumentArchive.LargestDocument))
            .StoresDocument();
        routes.MapGet("/api/organisations/{ods}/documents/{sha256}", GetAsync).HandsOutDocument();
    }

    private static async Task<IResult> StoreAsync(
        [Description(Parameters.Ods)] string ods,
        [Description(Parameters.FileName)] string? fileName,
        HttpContext context,
        OpenRecord record,
        DiskSpace disk
    )
    {
        var request = context.Request;
        Coordinates.OnlyTakes(request, "fileName");
        var organisation = OdsCode.Parse(ods);
        BearerTokens.MustNotBeOfAnother(context.User, organisation);
        // It is spooled on the way, and logged twice by the database: once before it is there, once there.
        disk.MustBeLeftAfter(3 * (request.ContentLength ?? DocumentArchive.LargestDocument));
        var type = DeclaredType(request);
        var name = fileName ?? NameInHeader(request);
        try
        {
            var (document, already) = await record.Documents.StoreAsync(
                organisation,
                type,
                name,
                request.Body,
                context.User.FindFirstValue(ClaimTypes.NameIdentifier)!,
                ReprDigest.Sha256In(request),
                context.RequestAborted
            );
            return new StoredAnswer(organisation, document, already);
        }
        catch (BadInputException e) when (e.Field == "mediaType")
        {
            throw WrongType(e.Problem);
        }
        catch (BadInputException e) when (e.Field == "sha256")
        {
            throw ProblemException.BadInput(ReprDigest.Header, $"{ReprDigest.Header} {e.Problem}");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ProblemException(
                new Problem(
                    ProblemType.BodyTooLarge,
                    $"The document is larger than {DocumentArchive.LargestDocument} bytes, the most that is kept: divide it."
                )
            );
        }
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.Ods)] string ods,
        [Description(Parameters.Sha256)] string sha256,
        [Description(Parameters.FileName)] string? fileName,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "fileName");
        var organisation = OdsCode.Parse(ods);
        BearerTokens.MustNotBeOfAnother(context.User, organisation);
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower))
        {
            throw new BadInputException("sha256", "must be 64 hexadecimal digits in small letters.");
        }

        var (document, name) =
            await record.Documents.FindAsync(organisation, sha256, context.RequestAborted)
            ?? throw ProblemException.NotFound($"{organisation} has no document {sha256}.");
        return new Download(
            record.Documents,
            document,
            fileName is null ? name : DocumentType.Of(document.MediaType).CheckName(fileName)
        );
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

    private static string AddressOf(OdsCode organisation, string sha256) =>
        $"{Addresses.Of(SubjectId.Of(organisation))}/documents/{sha256}";

    private sealed class StoredAnswer(OdsCode organisation, EvidenceDocument document, bool already) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = AddressOf(organisation, document.Sha256);
            httpContext.Response.Headers.CacheControl = "no-store";
            return AnswerHeaders.WriteJsonAsync(
                httpContext,
                already ? StatusCodes.Status200OK : StatusCodes.Status201Created,
                new DocumentAnswer(
                    organisation,
                    document.Sha256,
                    document.FileName,
                    document.MediaType,
                    document.Length,
                    already
                )
            );
        }
    }

    private sealed class Download(EvidenceDocuments documents, StoredDocument document, string fileName) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var (request, response) = (httpContext.Request, httpContext.Response);
            var tag = new EntityTagHeaderValue($"\"{document.Sha256}\"");
            response.Headers.ETag = tag.ToString();
            response.Headers.CacheControl = "private, no-cache";
            if (Preconditions.HasSeen(request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(fileName);
            response.Headers.ContentDisposition = disposition.ToString();
            response.Headers[ReprDigest.Header] = ReprDigest.Of(document.Sha256);
            // Beside the policy of every answer: whatever shows it nevertheless runs nothing in it.
            response.Headers.ContentSecurityPolicy = "sandbox";
            response.ContentType = document.MediaType;
            response.ContentLength = document.Length;
            return documents.CopyToAsync(document, response.Body, httpContext.RequestAborted);
        }
    }
}
