using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Oversight.Desk.Problems;
using Oversight.Ledger.People;
using Oversight.Ledger.Proving;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Trees;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>A checkpoint that an address names by its size.</summary>
internal sealed record OfCheckpoint
{
    [Step("How many entries the checkpoint covers.", "110")]
    public required string Size { get; init; }

    public long Entries => ReadSize(Size, "size");

    public static long ReadSize(string text, string field) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new BadInputException(field, "must be a number of entries, such as 110.");
}

/// <summary>Up to which checkpoint an extension is asked for.</summary>
internal sealed record ExtensionAsked
{
    /// <summary>The size of the later checkpoint; without it the newest.</summary>
    /// <example>110</example>
    public string? To { get; init; }
}

/// <summary>What an export holds beside the entries.</summary>
internal sealed record ExportAsked
{
    /// <summary>Whether the documents go along; otherwise their hashes alone.</summary>
    /// <example>false</example>
    public bool? Documents { get; init; }
}

/// <summary>
/// What proves the record: checkpoints, tiles, keys, receipts and extensions, as docs/proofs.md says. A size is the number of all entries, and
/// a place is one of them, so that all but the keys is for who sees everything; to others there are no such addresses.
/// </summary>
internal static class ProofEndpoints
{
    private const string Text = "text/plain";
    private const string Changes = "private, no-cache";
    private const string NeverChanges = "private, max-age=31536000, immutable";

    public static void Map(IEndpointRouteBuilder api)
    {
        var proofs = api.MapGroup("").WithTags("Proofs");
        proofs
            .MapGet("/entries/{id}/receipt", ReceiptAsync)
            .WithName("GetReceipt")
            .WithMetadata(Descriptions.OfProof)
            .WithMetadata(Descriptions.Problems(409));
        proofs
            .MapGet("/checkpoints/{size}", CheckpointAsync)
            .WithName("GetCheckpoint")
            .WithMetadata(Descriptions.OfProof);
        proofs
            .MapGet("/checkpoints/{size}/extension", ExtensionAsync)
            .WithName("GetExtension")
            .WithMetadata(Descriptions.OfProof);
        proofs
            .MapGet("/export", ExportAsync)
            .WithName("GetExport")
            .WithMetadata(new ReadBy(Face.Export))
            .WithMetadata(Descriptions.OfExport);
    }

    /// <summary>Maps the addresses that C2SP tlog-tiles gives a log, and the keys.</summary>
    public static void MapLog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/checkpoint", NewestAsync).ExcludeFromDescription();
        routes.MapGet("/tile/{**path}", TileAsync).ExcludeFromDescription();
        routes.MapGet("/keys", KeysAsync).ExcludeFromDescription();
    }

    /// <summary>The proof that an entry is in the record, to be kept and checked with no server: a file for oversight verify receipt.</summary>
    /// <remarks>
    /// For who sees everything. It holds the entry itself, its place, its inclusion proof and a signed checkpoint (C2SP tlog-proof). An entry that was
    /// logged a moment ago has none yet: the answer is 409, and a second later there is one. Where witnesses are asked, its checkpoint is the newest that
    /// enough of them have seen, as soon as there is one.
    /// </remarks>
    public static async Task ReceiptAsync([AsParameters] OfEntry of, HttpContext context, OpenRecord record)
    {
        context.MustSeeEverything();
        var id = of.Entry;
        // It holds the whole entry: looked at, and recorded as such.
        var at = await record.AtInstantAsync(known: null, context);
        if (at.EntryOf(id) is null)
        {
            throw ProblemException.NotFound($"Entry {id} is not in the record.");
        }

        var receipt =
            await record.Proofs.ReceiptAsync(id, context.RequestAborted)
            ?? throw new ProblemException(
                new(ProblemType.NotProvedYet, $"No checkpoint that was signed covers entry {id} yet.")
            );
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"entry-{id}{Receipt.FileExtension}",
        }.ToString();
        await WriteAsync(context, Text, Encoding.UTF8.GetBytes($"{receipt}"), Changes);
    }

    /// <summary>A signed checkpoint, by how many entries it covers, with the signatures of the witnesses that have seen it so far.</summary>
    /// <remarks>For who sees everything. The newest one is at /checkpoint.</remarks>
    public static async Task CheckpointAsync([AsParameters] OfCheckpoint of, HttpContext context, OpenRecord record)
    {
        context.MustSeeEverything();
        // Witnesses cosign it later, one by one.
        var note = await SignedAsync(record, of.Entries, context.RequestAborted);
        await WriteAsync(context, Text, Encoding.UTF8.GetBytes($"{note}"), Changes);
    }

    /// <summary>The proof that the record of a later checkpoint begins with that of an earlier size: nothing of it was changed, moved or taken away.</summary>
    /// <remarks>
    /// For who sees everything. Keep your own earlier checkpoint, and check this against it with oversight verify extension; the later checkpoint is in it.
    /// </remarks>
    public static async Task ExtensionAsync(
        [AsParameters] OfCheckpoint of,
        [AsParameters] ExtensionAsked asked,
        HttpContext context,
        OpenRecord record
    )
    {
        context.MustSeeEverything();
        var later = asked.To is { } to
            ? await SignedAsync(record, OfCheckpoint.ReadSize(to, "to"), context.RequestAborted)
            : await NewestNoteAsync(record, context.RequestAborted);
        var size = Checkpoint.Parse(later.Text).Size;
        if (of.Entries > size)
        {
            throw ProblemException.NotFound(
                $"The checkpoint at {size} entries does not begin with {of.Entries}: ask for the other way round."
            );
        }

        var extension = await record.Proofs.ExtensionAsync(of.Entries, later, context.RequestAborted);
        await WriteAsync(context, Text, Encoding.UTF8.GetBytes($"{extension}"), Changes);
    }

    /// <summary>The whole record in one file that a stranger checks (docs/proofs.md): entries, checkpoint, keys, documents or their hashes.</summary>
    /// <remarks>
    /// For who sees everything. A tar archive for oversight verify FILE and for the programs in infra/verify. It reaches to the newest checkpoint.
    /// </remarks>
    public static async Task ExportAsync([AsParameters] ExportAsked asked, HttpContext context, OpenRecord record)
    {
        context.MustSeeEverything();
        // All of it is looked at, and recorded as such.
        var at = await record.AtInstantAsync(known: null, context);
        foreach (var subject in at.Subjects)
        {
            _ = at.TimelineOf(subject);
        }

        var note = await NewestNoteAsync(record, context.RequestAborted);
        var newest = Checkpoint.Parse(note.Text);
        // Of one checkpoint and its signatures there is one export, with documents and one without.
        if (IsWithCaller(context, Encoding.UTF8.GetBytes($"{asked.Documents ?? false}\n{note}"), Changes))
        {
            return;
        }

        context.Response.ContentType = "application/x-tar";
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = string.Create(CultureInfo.InvariantCulture, $"oversight-{newest.Size}.tar"),
        }.ToString();
        await record.Export.WriteAsync(
            context.Response.Body,
            asked.Documents ?? false,
            progress: null,
            context.RequestAborted
        );
    }

    private static async Task NewestAsync(HttpContext context, OpenRecord record)
    {
        context.MustSeeEverything();
        var note = await NewestNoteAsync(record, context.RequestAborted);
        await WriteAsync(context, Text, Encoding.UTF8.GetBytes($"{note}"), Changes);
    }

    private static async Task TileAsync(string path, HttpContext context, OpenRecord record)
    {
        context.MustSeeEverything();
        Tile tile;
        try
        {
            tile = Tile.Parse($"tile/{path}");
        }
        catch (Oversight.Proofs.ProofException e)
        {
            throw ProblemException.NoSuchAddress(e.Message);
        }

        var hashes =
            await record.Proofs.TileAsync(tile, context.RequestAborted)
            ?? throw ProblemException.NotFound($"The newest checkpoint does not reach as far as {tile.Path}.");
        await WriteAsync(context, "application/octet-stream", hashes, tile.IsPartial ? Changes : NeverChanges);
    }

    private static async Task<IResult> KeysAsync(HttpContext context, OpenRecord record)
    {
        context.Response.Headers.CacheControl = Changes;
        context.Response.Headers.Vary = $"{HeaderNames.Authorization}, {HeaderNames.Cookie}";
        var keys = await record.Proofs.KeysAsync(context.RequestAborted);
        // A rotation's note tells how many entries there were.
        return Results.Json(
            SeenRecord.SeesEverything(context) ? keys : [.. keys.Select(key => key with { Vouched = null })],
            AnswerJson.Options
        );
    }

    private static async Task<SignedNote> NewestNoteAsync(OpenRecord record, CancellationToken aborted) =>
        await record.Proofs.CheckpointAsync(aborted)
        ?? throw ProblemException.NotFound(
            "No checkpoint was signed yet: /health/ready says why, where something is wrong."
        );

    private static async Task<SignedNote> SignedAsync(OpenRecord record, long size, CancellationToken aborted)
    {
        if (await record.Proofs.CheckpointAsync(size, aborted) is { } note)
        {
            return note;
        }

        var (below, above) = await record.Proofs.NearestAsync(size, aborted);
        var nearest = string.Join(" and ", new[] { below, above }.Where(one => one is not null));
        throw ProblemException.NotFound(
            $"No checkpoint was signed at {size} entries{(nearest.Length == 0 ? "" : $"; the nearest are at {nearest}")}."
        );
    }

    // Whether the caller has it already: what it is told apart by are these bytes.
    private static bool IsWithCaller(HttpContext context, byte[] told, string kept)
    {
        context.Response.Headers.Vary = $"{HeaderNames.Authorization}, {HeaderNames.Cookie}";
        return EntityTags.IsWithCaller(context, new($"\"{Convert.ToHexStringLower(SHA256.HashData(told))}\""), kept);
    }

    private static async Task WriteAsync(HttpContext context, string type, byte[] body, string kept)
    {
        if (IsWithCaller(context, body, kept))
        {
            return;
        }

        context.Response.ContentType = type == Text ? $"{Text}; charset=utf-8" : type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
