using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace Oversight.Ledger;

/// <summary>A document that is kept.</summary>
/// <param name="Organisation">To whom it belongs.</param>
/// <param name="Sha256">Its SHA-256 in 64 hexadecimal digits in small letters.</param>
/// <param name="MediaType">What kind of file it is, as it was declared and checked.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Stored">When it was stored, by the database's clock.</param>
/// <param name="StoredBy">The signed-in subject who stored it.</param>
public sealed record StoredDocument(
    OdsCode Organisation,
    string Sha256,
    string MediaType,
    long Length,
    DateTimeOffset Stored,
    string StoredBy
);

/// <summary>What storing a document gave.</summary>
/// <param name="Document">The document as it is kept.</param>
/// <param name="AlreadyStored">True when the organisation had it already; nothing was stored then.</param>
public sealed record DocumentReceipt(StoredDocument Document, bool AlreadyStored);

/// <summary>A document as an entry of the record names it.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Organisation">To whom the document belongs.</param>
/// <param name="Sha256">Its SHA-256 in 64 hexadecimal digits in small letters.</param>
/// <param name="MediaType">What kind of file it is.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record NamedDocument(Guid Entry, OdsCode Organisation, string Sha256, string MediaType, long Length);

/// <summary>What can be wrong with a document.</summary>
public enum DocumentFaultKind
{
    /// <summary>An entry names it, or parts of it are there, but no such document is kept.</summary>
    Missing,

    /// <summary>Some of its bytes are missing.</summary>
    Truncated,

    /// <summary>Its bytes are others than those that were stored.</summary>
    Changed,

    /// <summary>An entry says another length or media type than it has.</summary>
    NotAsNamed,
}

/// <summary>Something wrong with a document.</summary>
/// <param name="Organisation">To whom it belongs.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Says">The same in a sentence, with what was found.</param>
/// <param name="Entry">The entry that names it, where the fault is between the two.</param>
public sealed record DocumentFault(
    OdsCode Organisation,
    string Sha256,
    DocumentFaultKind Kind,
    string Says,
    Guid? Entry = null
);

/// <summary>How far a check of the documents is.</summary>
/// <param name="Documents">How many were read.</param>
/// <param name="Bytes">How many bytes they have.</param>
public sealed record DocumentsChecked(long Documents, long Bytes);

/// <summary>A document's bytes are not those that were stored. Nobody was handed it as a whole; restore it from a backup.</summary>
public sealed class DocumentDamagedException(DocumentFault fault)
    : Exception($"Document {fault.Sha256} of {fault.Organisation} is damaged: {fault.Says}")
{
    /// <summary>What is wrong with it.</summary>
    public DocumentFault Fault => fault;
}

/// <summary>
/// Evidence documents in PostgreSQL, beside the record: by organisation and SHA-256, in parts, never the whole of one in memory. Nothing in
/// here is ever changed or deleted; the database keeps that, see <c>Schema/007-documents.sql</c>. Safe for concurrent use.
/// </summary>
/// <param name="dataSource">Connections of the program's login; whoever made it disposes it.</param>
public sealed class DocumentArchive(NpgsqlDataSource dataSource)
{
    /// <summary>The largest document kept, in bytes: 50 MiB. Board papers with scanned appendices have been seen at half of that.</summary>
    public const long LargestDocument = 50 * 1024 * 1024;

    /// <summary>How much is kept for one organisation, in bytes.</summary>
    public const long LargestOfOrganisation = 4L * 1024 * 1024 * 1024;

    /// <summary>How much one subject stores within a day, in bytes.</summary>
    public const long LargestOfDay = 1024L * 1024 * 1024;

    private const int PartLength = 256 * 1024;
    private const int ListAtOnce = 1000;
    private const string Columns = "organisation, sha256, media_type, length, stored, stored_by";

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
    /// another type (<c>mediaType</c>), or has another hash than expected (<c>sha256</c>).
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
        await using var spool = OpenSpool();
        var sha256 = await SpoolAsync(content, spool, cancellation);
        if (expectedSha256 is not null && expectedSha256 != sha256)
        {
            throw new BadInputException(
                "sha256",
                $"must be {sha256}, which is what the {spool.Length} bytes that arrived have; {expectedSha256} was given. Send it again."
            );
        }

        type.CheckContent(spool);
        var earlier = await FindAsync(organisation, sha256, cancellation);
        if (earlier is null)
        {
            await MustHaveRoomAsync(organisation, storedBy, spool.Length, cancellation);
        }

        var isNew = earlier is null && await InsertAsync(organisation, sha256, type, spool, storedBy, cancellation);
        var stored = earlier ?? (await FindAsync(organisation, sha256, cancellation))!;
        return stored.MediaType == type.MediaType
            ? new(stored, AlreadyStored: !isNew)
            : throw new BadInputException(
                "mediaType",
                $"{type.MediaType} was declared; {organisation} has this very document already, as {stored.MediaType}. Declare that."
            );
    }

    /// <summary>Bytes that one organisation may have, and one subject may store within a day; a test may say less.</summary>
    internal (long OfOrganisation, long OfDay) Quota { get; init; } = (LargestOfOrganisation, LargestOfDay);

    private async Task MustHaveRoomAsync(
        OdsCode organisation,
        string storedBy,
        long length,
        CancellationToken cancellation
    )
    {
        await using var command = dataSource.CreateCommand(
            """
            select
                (select coalesce(sum(length), 0)::bigint from ledger.document where organisation = $1),
                (select coalesce(sum(length), 0)::bigint from ledger.document
                    where stored_by = $2 and stored > clock_timestamp() - interval '1 day')
            """
        );
        Add(command.Parameters, NpgsqlDbType.Text, organisation.Value);
        Add(command.Parameters, NpgsqlDbType.Text, storedBy);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (reader.GetInt64(0) + length > Quota.OfOrganisation)
        {
            throw new NoRoomException(
                $"{organisation} has {reader.GetInt64(0)} bytes of documents, and may have {Quota.OfOrganisation}: this one has {length}."
            );
        }

        if (reader.GetInt64(1) + length > Quota.OfDay)
        {
            throw new NoRoomException(
                $"You have stored {reader.GetInt64(1)} bytes of documents within a day, and may store {Quota.OfDay}: this one has "
                    + $"{length}. Go on tomorrow."
            );
        }
    }

    /// <summary>What is kept under a hash; null when nothing is.</summary>
    /// <param name="organisation">To whom it belongs.</param>
    /// <param name="sha256">Its SHA-256 in 64 hexadecimal digits.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<StoredDocument?> FindAsync(OdsCode organisation, string sha256, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"select {Columns} from ledger.document where organisation = $1 and sha256 = $2"
        );
        AddKey(command.Parameters, organisation, sha256);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    /// <summary>Every document that is kept, by organisation and hash.</summary>
    public async IAsyncEnumerable<StoredDocument> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (organisation, sha256) = ("", Array.Empty<byte>());
        int read;
        do
        {
            // Batch by batch: a connection is not kept while somebody looks at what was read.
            var batch = new List<StoredDocument>();
            await using (
                var command = dataSource.CreateCommand(
                    $"""
                    select {Columns} from ledger.document where (organisation, sha256) > ($1, $2)
                    order by organisation, sha256 limit {ListAtOnce}
                    """
                )
            )
            {
                Add(command.Parameters, NpgsqlDbType.Text, organisation);
                Add(command.Parameters, NpgsqlDbType.Bytea, sha256);
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                {
                    batch.Add(Read(reader));
                }
            }

            foreach (var document in batch)
            {
                (organisation, sha256) = (document.Organisation.Value, Convert.FromHexString(document.Sha256));
                yield return document;
            }

            read = batch.Count;
        } while (read == ListAtOnce);
    }

    /// <summary>
    /// Hands a document out, part by part. Its last part comes only after all of them were found to be what was stored, so nobody ever has
    /// a damaged one whole.
    /// </summary>
    /// <exception cref="DocumentDamagedException">It is missing bytes, or they were changed; some may have been handed out.</exception>
    public async Task CopyToAsync(StoredDocument document, Stream destination, CancellationToken cancellation)
    {
        byte[]? held = null;
        var fault = await ReadAsync(
            document,
            async part =>
            {
                if (held is not null)
                {
                    await destination.WriteAsync(held, cancellation);
                }

                held = part;
            },
            cancellation
        );
        if (fault is not null)
        {
            throw new DocumentDamagedException(fault);
        }

        await destination.WriteAsync(held, cancellation);
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
        var bytes = 0L;
        await foreach (var document in ListAsync(cancellation))
        {
            if (await ReadAsync(document, _ => Task.CompletedTask, cancellation) is { } fault)
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
            bytes += document.Length;
            progress?.Report(new(found.Count, bytes));
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

    /// <summary>Goes through a document's parts; gives what is wrong with it, null when nothing is.</summary>
    private async Task<DocumentFault?> ReadAsync(
        StoredDocument document,
        Func<byte[], Task> take,
        CancellationToken cancellation
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        for (var number = 0; await PartAsync(document, number, cancellation) is { } part; number++)
        {
            length += part.Length;
            hash.AppendData(part);
            await take(part);
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        return length < document.Length
                ? Fault(DocumentFaultKind.Truncated, $"{length} of its {document.Length} bytes are there.")
            : length > document.Length
                ? Fault(DocumentFaultKind.Changed, $"{length} bytes are there; it has {document.Length}.")
            : sha256 != document.Sha256
                ? Fault(DocumentFaultKind.Changed, $"the SHA-256 of its {length} bytes is {sha256}.")
            : null;

        DocumentFault Fault(DocumentFaultKind kind, string says) =>
            new(document.Organisation, document.Sha256, kind, says);
    }

    // One statement for each: who is slow to take them keeps neither a connection nor a snapshot. They never change.
    private async Task<byte[]?> PartAsync(StoredDocument document, int number, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            "select content from ledger.document_part where organisation = $1 and sha256 = $2 and number = $3"
        );
        AddKey(command.Parameters, document.Organisation, document.Sha256);
        Add(command.Parameters, NpgsqlDbType.Integer, number);
        return (byte[]?)await command.ExecuteScalarAsync(cancellation);
    }

    private async Task<List<(OdsCode Organisation, string Sha256)>> PartsOfNothingAsync(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            """
            select distinct organisation, sha256
            from ledger.document_part p
            where not exists (select from ledger.document d where d.organisation = p.organisation and d.sha256 = p.sha256)
            order by organisation, sha256
            """
        );
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<(OdsCode, string)>();
        while (await reader.ReadAsync(cancellation))
        {
            parts.Add((OdsCode.Parse(reader.GetString(0)), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1))));
        }

        return parts;
    }

    /// <summary>A file that is gone when it is closed, however the program ends.</summary>
    private static FileStream OpenSpool()
    {
        var path = Path.Combine(Path.GetTempPath(), $"oversight-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var spool = new FileStream(path, options);
        File.Delete(path);
        return spool;
    }

    private static async Task<string> SpoolAsync(Stream content, FileStream spool, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[PartLength];
        while (await content.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (spool.Length + read > LargestDocument)
            {
                throw new BadInputException(
                    "document",
                    $"is larger than {LargestDocument} bytes, the most that is kept: divide it."
                );
            }

            hash.AppendData(buffer, 0, read);
            await spool.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return spool.Length > 0
            ? Convert.ToHexStringLower(hash.GetHashAndReset())
            : throw new BadInputException("document", "is empty: send the file's bytes.");
    }

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
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var document = connection.CreateCommand();
            // Waits for another that stores the same document now: when that is given up, this one goes on.
            document.CommandText = """
                insert into ledger.document (organisation, sha256, media_type, length, stored_by) values ($1, $2, $3, $4, $5)
                on conflict do nothing
                """;
            AddKey(document.Parameters, organisation, sha256);
            Add(document.Parameters, NpgsqlDbType.Text, type.MediaType);
            Add(document.Parameters, NpgsqlDbType.Bigint, spool.Length);
            Add(document.Parameters, NpgsqlDbType.Text, storedBy);
            if (await document.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return false;
            }

            spool.Position = 0;
            var buffer = new byte[PartLength];
            for (var number = 0; spool.Position < spool.Length; number++)
            {
                var read = await spool.ReadAtLeastAsync(buffer, PartLength, throwOnEndOfStream: false, cancellation);
                await using var part = connection.CreateCommand();
                part.CommandText =
                    "insert into ledger.document_part (organisation, sha256, number, content) values ($1, $2, $3, $4)";
                AddKey(part.Parameters, organisation, sha256);
                Add(part.Parameters, NpgsqlDbType.Integer, number);
                Add(part.Parameters, NpgsqlDbType.Bytea, buffer.AsMemory(0, read));
                await part.ExecuteNonQueryAsync(cancellation);
            }

            await transaction.CommitAsync(cancellation);
            return true;
        }
        catch (PostgresException error) when (Refusal.BusyReason(error) is { } reason)
        {
            throw new RecordBusyException(reason, error);
        }
    }

    private static StoredDocument Read(NpgsqlDataReader reader) =>
        new(
            OdsCode.Parse(reader.GetString(0)),
            Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)),
            reader.GetString(2),
            reader.GetInt64(3),
            reader.GetFieldValue<DateTimeOffset>(4),
            reader.GetString(5)
        );

    private static void AddKey(NpgsqlParameterCollection parameters, OdsCode organisation, string sha256)
    {
        Add(parameters, NpgsqlDbType.Text, organisation.Value);
        Add(parameters, NpgsqlDbType.Bytea, Convert.FromHexString(sha256));
    }

    private static void Add(NpgsqlParameterCollection parameters, NpgsqlDbType type, object value) =>
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
}
