using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Oversight.Desk.Letters;
using Oversight.Ledger.People;
using Oversight.Projections.Letters;
using Oversight.Proofs.Receipts;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>What is asked of a letter.</summary>
internal sealed record LetterAsked : IAsksAsKnown
{
    /// <summary>Only to this organisation, by its ODS code; without it to all those concerned.</summary>
    /// <example>QOC</example>
    public string? To { get; init; }

    /// <summary>As which file: html, which any browser shows and prints, or docx, to go on writing in. Without it html.</summary>
    /// <example>docx</example>
    public string? Format { get; init; }

    /// <summary>
    /// Whether the letter ends with the entry's place and hash, a page with a QR code of them too: what its reader can compare with the entry's
    /// receipt: true or false. For who sees everything, who tells by it what an organisation's own people are told by nothing else; without it false.
    /// </summary>
    /// <example>true</example>
    public string? Hash { get; init; }

    public bool WithHash =>
        Hash switch
        {
            "true" => true,
            null or "false" => false,
            _ => throw new BadInputException("hash", $"\"{Hash}\" says neither: it is true or false."),
        };

    /// <inheritdoc cref="AsKnown.Known"/>
    public string? Known { get; init; }

    public required HttpContext Context { get; init; }

    [FromServices]
    public required OpenRecord Record { get; init; }

    public LetterFormat As =>
        Format switch
        {
            null or "html" => LetterFormat.Html,
            "docx" => LetterFormat.Docx,
            _ => throw new BadInputException(
                "format",
                $"\"{Format}\" is not a format of letters: they are html and docx."
            ),
        };
}

/// <summary>Drafts of decision letters, made from decisions.</summary>
internal static class LetterEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("")
            .WithTags("Entries")
            .MapGet("/entries/{id}/letter", GetAsync)
            .WithName("GetLetter")
            .WithMetadata(new ReadBy(Face.Letter))
            .WithMetadata(Descriptions.OfLetter);

    /// <summary>A draft of the letter that tells those concerned of a decision, as a file to save.</summary>
    /// <remarks>
    /// Made from the record and nothing else, and marked as a draft. What such a letter must say and the record does not is named in it as
    /// "[not stated: …]". To keep it beside the record, store it as docx among the organisation's documents.
    /// </remarks>
    public static async Task GetAsync([AsParameters] OfEntry of, [AsParameters] LetterAsked asked)
    {
        var (id, format) = (of.Entry, asked.As);
        OdsCode? to = asked.To is { } code ? OdsCode.Parse(code, "to") : null;
        var record = await asked.AtAsync();
        var letter =
            LetterDraft.Of(record, id, to) ?? throw ProblemException.NotFound($"Entry {id} is not in the record.");
        var file = LetterFile.Of(letter, format, await LeavesAsync(letter, asked));
        var response = asked.Context.Response;
        AnswerHeaders.SayWhere(asked.Context);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Content));
        if (EntityTags.IsWithCaller(asked.Context, new($"\"{hash}\""), "private, no-cache"))
        {
            return;
        }

        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = file.Name,
        }.ToString();
        // Beside the policy of every answer: whatever shows it nevertheless runs nothing in it.
        response.Headers.ContentSecurityPolicy = "sandbox";
        response.ContentType = format == LetterFormat.Html ? $"{file.MediaType}; charset=utf-8" : file.MediaType;
        response.ContentLength = file.Content.Length;
        await response.Body.WriteAsync(file.Content, asked.Aborted);
    }

    private static async Task<IReadOnlyList<EntryLeaf>> LeavesAsync(LetterDraft letter, LetterAsked asked) =>
        !asked.WithHash ? []
        : SeenRecord.SeesEverything(asked.Context) ? await asked.Record.Proofs.LeavesAsync(letter.Places, asked.Aborted)
        : throw new BadInputException("hash", "is for who sees everything: an entry's place is told to nobody else.");
}
