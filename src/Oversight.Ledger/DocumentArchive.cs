using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>A document that is kept.</summary>
/// <param name="Organisation">To whom it belongs.</param>
/// <param name="Sha256">Its SHA-256 in 64 hexadecimal digits in small letters.</param>
/// <param name="MediaType">What kind of file it is, as it was declared and checked.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Stored">When it was stored, by the database's clock.</param>
/// <param name="StoredBy">The signed-in subject who stored it.</param>
/// <param name="ByOwnPeople">Whether somebody stored it, or handed it in later, who is, or was, of the organisation's own people.</param>
/// <param name="DisposedBy">The entry by which it was disposed of: its bytes are gone; null while it is kept.</param>
public sealed record StoredDocument(
    OdsCode Organisation,
    string Sha256,
    string MediaType,
    long Length,
    DateTimeOffset Stored,
    string StoredBy,
    bool ByOwnPeople,
    Guid? DisposedBy = null
);

/// <summary>What storing a document gave.</summary>
/// <param name="Document">The document as it is kept; where the organisation had it already, as it was before it was handed in again.</param>
/// <param name="AlreadyStored">True when the organisation had it already; nothing was stored then but who handed it in.</param>
public sealed record DocumentReceipt(StoredDocument Document, bool AlreadyStored);

/// <summary>
/// Evidence documents in PostgreSQL, beside the record: by organisation and SHA-256, in parts, never the whole of one in memory. Nothing in
/// here is ever changed, and nothing deleted but the parts of a document that a recorded disposal names; the database keeps that, see
/// <c>Schema/007-documents.sql</c> and <c>Schema/024-document-disposal.sql</c>. Safe for concurrent use.
/// </summary>
/// <param name="dataSource">Connections of the program's login; whoever made it disposes it.</param>
public sealed class DocumentArchive(NpgsqlDataSource dataSource)
{
    /// <summary>The largest document kept, in bytes: 50 MiB. Board papers with scanned appendices have been seen at half of that.</summary>
    public const long LargestDocument = 50 * 1024 * 1024;

    /// <summary>How much is kept for one organisation, in bytes.</summary>
    public const long LargestOfOrganisation = 4L * 1024 * 1024 * 1024;

    /// <summary>How much one person stores within a day, in bytes.</summary>
    public const long LargestOfDay = 2L * 1024 * 1024 * 1024;

    /// <summary>How much is kept in all, in bytes; the disk may end sooner.</summary>
    public const long LargestInAll = 256L * 1024 * 1024 * 1024;

    private const int PartLength = 256 * 1024;
    private const int ListAtOnce = 1000;

    private const string Documents = """
        (
            select d.organisation, d.sha256, d.media_type, d.length, d.stored, d.stored_by,
                exists (
                    select from access.grant o
                    where o.organisation = d.organisation and (o.account = d.stored_by or exists (
                        select from ledger.document_handed_in h
                        where (h.organisation, h.sha256, h.account) = (d.organisation, d.sha256, o.account)
                    ))
                ),
                g.entry
            from ledger.document d left join ledger.document_disposal g using (organisation, sha256)
        ) document
        """;

    /// <summary>
    /// Stores a document, unless the organisation has it already. It is read into a file without a name first: nothing is asked of the
    /// database before it has arrived as a whole and is what it was declared to be.
    /// </summary>
    /// <param name="organisation">To whom it belongs.</param>
    /// <param name="type">What it was declared to be.</param>
    /// <param name="content">Its bytes, read to their end.</param>
    /// <param name="storedBy">The signed-in subject who stores it.</param>
    /// <param name="expectedSha256">The hash that it must have, in 64 hexadecimal digits in small letters; null when none was said.</param>
    /// <param name="cancellation">Stops, and nothing is stored.</param>
    /// <exception cref="BadInputException">
    /// It is empty or too large (field <c>document</c>), is something else than was declared (<c>mediaType</c>), was stored before as
    /// another type (<c>mediaType</c>), has another hash than expected (<c>sha256</c>), or was disposed of (<c>document</c>).
    /// </exception>
    /// <exception cref="RecordBusyException">Somebody else was storing the same document for too long; try again.</exception>
    public async Task<DocumentReceipt> StoreAsync(
        OdsCode organisation,
        DocumentType type,
        Stream content,
        string storedBy,
        string? expectedSha256,
        CancellationToken cancellation
    )
    {
        await using var spool = await Spool.ReceiveAsync(content, LargestDocument, cancellation);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(spool, cancellation));
        if (expectedSha256 is not null && expectedSha256 != sha256)
        {
            throw new BadInputException(
                "sha256",
                $"must be {sha256}, which is what the {spool.Length} bytes that arrived have; {expectedSha256} was given. Send it again."
            );
        }

        type.CheckContent(spool);
        var earlier = await FindAsync(organisation, sha256, cancellation);
        if (earlier?.DisposedBy is not null)
        {
            throw IsDisposed(organisation, sha256);
        }

        if (earlier is null)
        {
            await MustHaveRoomAsync(organisation, storedBy, spool.Length, cancellation);
        }

        var isNew = earlier is null && await InsertAsync(organisation, sha256, type, spool, storedBy, cancellation);
        var stored = earlier ?? (await FindAsync(organisation, sha256, cancellation))!;
        if (stored.MediaType != type.MediaType)
        {
            throw new BadInputException(
                "mediaType",
                $"{type.MediaType} was declared; {organisation} has this very document already, as {stored.MediaType}. Declare that."
            );
        }

        if (stored.StoredBy != storedBy)
        {
            await dataSource
                .Ask(
                    $"""
                    insert into ledger.document_handed_in (organisation, sha256, account)
                    values ({organisation.Value}, {Convert.FromHexString(sha256)}, {storedBy})
                    on conflict do nothing
                    """
                )
                .DoAsync(cancellation);
        }

        return new(stored, AlreadyStored: !isNew);
    }

    /// <summary>Bytes that one organisation may have, one person may store within a day, and all may have; a test may say less.</summary>
    internal (long OfOrganisation, long OfDay, long InAll) Quota { get; init; } =
        (LargestOfOrganisation, LargestOfDay, LargestInAll);

    private async Task MustHaveRoomAsync(
        OdsCode organisation,
        string storedBy,
        long length,
        CancellationToken cancellation
    )
    {
        var (ofOrganisation, ofDay, inAll) = await dataSource
            .Ask(
                $"""
                select
                    coalesce(sum(length) filter (where organisation = {organisation.Value}), 0)::bigint,
                    coalesce(sum(length) filter (
                        where stored_by = {storedBy} and stored > clock_timestamp() - interval '1 day'), 0)::bigint,
                    coalesce(sum(length), 0)::bigint
                from ledger.document
                """
            )
            .RowAsync(row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellation);
        // How much others have stored is not said.
        if (ofOrganisation + length > Quota.OfOrganisation || inAll + length > Quota.InAll)
        {
            throw new NoRoomException(
                ofOrganisation + length > Quota.OfOrganisation
                    ? $"{organisation} may have {Quota.OfOrganisation} bytes of documents: with the {length} of this one it would have more."
                    : $"Documents may have {Quota.InAll} bytes in all: with the {length} of this one they would have more."
            );
        }

        if (ofDay + length > Quota.OfDay)
        {
            throw new NoRoomException(
                $"You have stored {ofDay} bytes of documents within a day, and may store {Quota.OfDay}: this one has "
                    + $"{length}. Go on tomorrow."
            );
        }
    }

    /// <summary>Whether somebody stored a document, or handed in later what was kept already.</summary>
    /// <param name="document">The document.</param>
    /// <param name="account">The signed-in subject.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<bool> WasHandedInByAsync(
        StoredDocument document,
        string account,
        CancellationToken cancellation
    ) =>
        document.StoredBy == account
        || await dataSource
            .Ask(
                $"""
                select exists (
                    select from ledger.document_handed_in
                    where organisation = {document.Organisation.Value} and sha256 = {Convert.FromHexString(
                    document.Sha256
                )}
                        and account = {account}
                )
                """
            )
            .ValueAsync<bool>(cancellation);

    /// <summary>What is kept under a hash; null when nothing is.</summary>
    /// <param name="organisation">To whom it belongs.</param>
    /// <param name="sha256">Its SHA-256 in 64 hexadecimal digits.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<StoredDocument?> FindAsync(OdsCode organisation, string sha256, CancellationToken cancellation) =>
        await dataSource
            .Ask(
                $"""
                select * from {Documents:sql}
                where organisation = {organisation.Value} and sha256 = {Convert.FromHexString(sha256)}
                """
            )
            .RowAsync(Read, cancellation);

    /// <summary>
    /// Takes away the bytes of documents that a recorded disposal names, all or none. What is not kept, or was taken away before, is left as it is.
    /// </summary>
    /// <param name="organisation">To whom they belong.</param>
    /// <param name="sha256">Their hashes.</param>
    /// <param name="entry">The entry by which they were disposed of; the database refuses one that does not name them.</param>
    /// <param name="cancellation">Stops, and nothing is taken away.</param>
    /// <returns>False when the database could not: what is recorded is recorded, and the next start does it.</returns>
    public async Task<bool> DisposeAsync(
        OdsCode organisation,
        IEnumerable<string> sha256,
        Guid entry,
        CancellationToken cancellation
    )
    {
        try
        {
            byte[][] hashes = [.. sha256.Select(Convert.FromHexString)];
            await dataSource
                .Ask(
                    $"""
                    insert into ledger.document_disposal (organisation, sha256, entry)
                    select organisation, sha256, {entry} from ledger.document
                    where organisation = {organisation.Value} and sha256 = any({hashes})
                    on conflict do nothing
                    """
                )
                .DoAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>What is said to whoever hands in what was disposed of.</summary>
    public static BadInputException IsDisposed(OdsCode organisation, string sha256) =>
        new(
            "document",
            $"was disposed of, and is not kept again: {organisation} had the very document {sha256}. Ask NHS England's records function."
        );

    /// <summary>The entries whose documents have been taken away.</summary>
    public async Task<IReadOnlySet<Guid>> DisposalsDoneAsync(CancellationToken cancellation) =>
        (
            await dataSource
                .Ask("select distinct entry from ledger.document_disposal")
                .RowsAsync(row => row.GetGuid(0), cancellation)
        ).ToHashSet();

    /// <summary>Every document that is kept or was disposed of, by organisation and hash.</summary>
    public async IAsyncEnumerable<StoredDocument> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (organisation, sha256) = ("", Array.Empty<byte>());
        List<StoredDocument> batch;
        do
        {
            // Batch by batch: a connection is not kept while somebody looks at what was read.
            batch = await dataSource
                .Ask(
                    $"""
                    select * from {Documents:sql} where (organisation, sha256) > ({organisation}, {sha256})
                    order by organisation, sha256 limit {ListAtOnce}
                    """
                )
                .RowsAsync(Read, cancellation);
            foreach (var document in batch)
            {
                (organisation, sha256) = (document.Organisation.Value, Convert.FromHexString(document.Sha256));
                yield return document;
            }
        } while (batch.Count == ListAtOnce);
    }

    /// <summary>
    /// Hands a document out, part by part. Its last part comes only after all of them were found to be what was stored, so nobody ever has
    /// a damaged one whole.
    /// </summary>
    /// <exception cref="DocumentDamagedException">It is missing bytes, or they were changed; some may have been handed out.</exception>
    public async Task CopyToAsync(StoredDocument document, Stream destination, CancellationToken cancellation)
    {
        await foreach (var part in PartsAsync(document, cancellation))
        {
            await destination.WriteAsync(part, cancellation);
        }
    }

    /// <summary>Reads every document that is kept, and looks for each one that entries name.</summary>
    /// <param name="named">The documents that the record's entries name.</param>
    /// <param name="progress">Told after each document; null for nobody.</param>
    /// <param name="cancellation">Stops between two parts.</param>
    public async IAsyncEnumerable<DocumentFault> CheckAsync(
        IEnumerable<NamedDocument> named,
        IProgress<DocumentsChecked>? progress,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var naming = named.ToLookup(name => (name.Organisation, name.Sha256));
        var found = new HashSet<(OdsCode, string)>();
        var (bytes, disposed) = (0L, 0);
        await foreach (var document in ListAsync(cancellation))
        {
            if (document.DisposedBy is null && await FaultOfAsync(document, cancellation) is { } fault)
            {
                yield return fault;
            }

            foreach (var name in naming[(document.Organisation, document.Sha256)])
            {
                if (name.Length != document.Length || name.MediaType != document.MediaType)
                {
                    yield return new(
                        document.Organisation,
                        document.Sha256,
                        DocumentFaultKind.NotAsNamed,
                        $"entry {name.Entry} says {name.Length} bytes of {name.MediaType}; it has {document.Length} of {document.MediaType}.",
                        name.Entry
                    );
                }
            }

            found.Add((document.Organisation, document.Sha256));
            if (document.DisposedBy is null)
            {
                bytes += document.Length;
            }
            else
            {
                disposed++;
            }

            progress?.Report(new(found.Count - disposed, bytes, disposed));
        }

        foreach (var name in naming.Where(names => !found.Contains(names.Key)).SelectMany(names => names))
        {
            yield return new(
                name.Organisation,
                name.Sha256,
                DocumentFaultKind.Missing,
                $"entry {name.Entry} names it, and it is not kept.",
                name.Entry
            );
        }

        foreach (var (organisation, sha256) in await PartsOfNothingAsync(cancellation))
        {
            yield return new(
                organisation,
                sha256,
                DocumentFaultKind.Missing,
                "parts of it are there, but not what is said of it."
            );
        }
    }

    private async Task<DocumentFault?> FaultOfAsync(StoredDocument document, CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in PartsAsync(document, cancellation)) { }
            return null;
        }
        catch (DocumentDamagedException damaged)
        {
            return damaged.Fault;
        }
    }

    /// <summary>A document's parts: the last one when all of them together are found to be what was stored.</summary>
    /// <exception cref="DocumentDamagedException">They are not.</exception>
    internal async IAsyncEnumerable<byte[]> PartsAsync(
        StoredDocument document,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        byte[]? held = null;
        for (var number = 0; await PartAsync(document, number, cancellation) is { } part; number++)
        {
            length += part.Length;
            hash.AppendData(part);
            if (held is not null)
            {
                yield return held;
            }

            held = part;
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (length != document.Length || sha256 != document.Sha256)
        {
            throw new DocumentDamagedException(
                new(
                    document.Organisation,
                    document.Sha256,
                    length < document.Length ? DocumentFaultKind.Truncated : DocumentFaultKind.Changed,
                    length < document.Length ? $"{length} of its {document.Length} bytes are there."
                        : length > document.Length ? $"{length} bytes are there; it has {document.Length}."
                        : $"the SHA-256 of its {length} bytes is {sha256}."
                )
            );
        }

        yield return held!;
    }

    // One statement for each: who is slow to take them keeps neither a connection nor a snapshot. They never change.
    private Task<byte[]?> PartAsync(StoredDocument document, int number, CancellationToken cancellation) =>
        dataSource
            .Ask(
                $"""
                select content from ledger.document_part
                where organisation = {document.Organisation.Value} and sha256 = {Convert.FromHexString(document.Sha256)}
                    and number = {number}
                """
            )
            .ValueAsync<byte[]>(cancellation);

    private Task<List<(OdsCode Organisation, string Sha256)>> PartsOfNothingAsync(CancellationToken cancellation) =>
        dataSource
            .Ask(
                """
                select distinct organisation, sha256
                from ledger.document_part p
                where not exists (select from ledger.document d where d.organisation = p.organisation and d.sha256 = p.sha256)
                order by organisation, sha256
                """
            )
            .RowsAsync(row => (OdsCode.Parse(row.GetString(0)), HashAt(row, 1)), cancellation);

    /// <summary>False when somebody else has stored it meanwhile.</summary>
    private async Task<bool> InsertAsync(
        OdsCode organisation,
        string sha256,
        DocumentType type,
        FileStream spool,
        string storedBy,
        CancellationToken cancellation
    )
    {
        var hash = Convert.FromHexString(sha256);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            // Waits for another that stores the same document now: when that is given up, this one goes on.
            var inserted = await connection
                .Ask(
                    $"""
                    insert into ledger.document (organisation, sha256, media_type, length, stored_by)
                    values ({organisation.Value}, {hash}, {type.MediaType}, {spool.Length}, {storedBy})
                    on conflict do nothing
                    """
                )
                .DoAsync(cancellation);
            if (inserted == 0)
            {
                return false;
            }

            spool.Position = 0;
            var buffer = new byte[PartLength];
            for (var number = 0; spool.Position < spool.Length; number++)
            {
                var read = await spool.ReadAtLeastAsync(buffer, PartLength, throwOnEndOfStream: false, cancellation);
                await connection
                    .Ask(
                        $"""
                        insert into ledger.document_part (organisation, sha256, number, content)
                        values ({organisation.Value}, {hash}, {number}, {buffer.AsMemory(0, read)})
                        """
                    )
                    .DoAsync(cancellation);
            }

            await transaction.CommitAsync(cancellation);
            return true;
        }
        catch (PostgresException error) when (Refusal.BusyReason(error) is not null)
        {
            throw Refusal.Of(error);
        }
    }

    private static StoredDocument Read(NpgsqlDataReader row) =>
        new(
            OdsCode.Parse(row.GetString(0)),
            HashAt(row, 1),
            row.GetString(2),
            row.GetInt64(3),
            row.Instant(4),
            row.GetString(5),
            row.GetBoolean(6),
            row.IsDBNull(7) ? null : row.GetGuid(7)
        );

    private static string HashAt(NpgsqlDataReader row, int column) =>
        Convert.ToHexStringLower(row.GetFieldValue<byte[]>(column));
}
