using System.Text;
using Npgsql;
using Oversight.Ledger.Replay;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Exports;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Ledger.Proving;

/// <summary>How far an export is.</summary>
/// <param name="Entries">How many entries are written.</param>
/// <param name="OfEntries">How many there are to write.</param>
/// <param name="Documents">How many documents are written.</param>
public sealed record ExportProgress(long Entries, long OfEntries, int Documents);

/// <summary>The record as one file that a stranger checks (docs/proofs.md, The export), up to the newest checkpoint.</summary>
/// <param name="store">The record.</param>
/// <param name="documents">The documents that it names.</param>
public sealed class RecordExport(RecordStore store, DocumentArchive documents)
{
    private const int ProgressEach = 1000;

    /// <summary>The text that says how to check: docs/proofs.md.</summary>
    public static string HowToCheck { get; } = ReadText();

    /// <summary>Writes the export.</summary>
    /// <param name="stream">Where to; only ever forward.</param>
    /// <param name="withDocuments">Whether the bytes of the documents go along, or their hashes alone.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellation">Stops it; what is written until then is no export.</param>
    /// <returns>The checkpoint to which it reaches.</returns>
    /// <exception cref="NoCheckpointException">Nothing was signed yet.</exception>
    /// <exception cref="KeyUnavailableException">The public keys are gone from the database.</exception>
    /// <exception cref="DocumentDamagedException">A document's bytes are not what they were.</exception>
    /// <exception cref="ProofException">The entries are not those that the checkpoint covers: the message names the place, where it is known.</exception>
    public async Task<Checkpoint> WriteAsync(
        Stream stream,
        bool withDocuments,
        IProgress<ExportProgress>? progress,
        CancellationToken cancellation
    )
    {
        var note = await NewestAsync(cancellation);
        var checkpoint = Checkpoint.Parse(note.Text);
        var keys = await CheckpointKeys.AllAsync(store.Connections, cancellation);
        if (keys.Count == 0)
        {
            throw new KeyUnavailableException(
                "The keys that signed this record's checkpoints are gone from the database (ledger.signing_key): put them back from a backup."
            );
        }

        var export = new ExportWriter(stream);
        await export.BeginAsync(
            HowToCheck,
            keys.ConvertAll(key => VerifierKey.Parse(key.Verifier)),
            [.. keys.Skip(1).Select(key => SignedNote.Parse(key.Vouched!))],
            note,
            cancellation
        );
        var tree = new TreeEdge();
        await foreach (var (place, line, kept) in StoredLines.ReadAsync(store, checkpoint.Size - 1, cancellation))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            var leaf = TreeHash.OfLeaf(bytes);
            if (place != tree.Size || !leaf.Bytes.SequenceEqual(kept))
            {
                throw DoesNotHold(
                    place != tree.Size
                        ? $"place {tree.Size} is missing"
                        : $"the entry at place {place} is not what was recorded there"
                );
            }

            await export.EntryAsync(bytes, cancellation);
            tree.Append(leaf);
            if (tree.Size % ProgressEach == 0)
            {
                progress?.Report(new(tree.Size, checkpoint.Size, 0));
            }
        }

        if (tree.Size != checkpoint.Size || tree.Root() != checkpoint.Root)
        {
            throw DoesNotHold(
                tree.Size != checkpoint.Size
                    ? $"place {tree.Size} is missing"
                    : $"its {tree.Size} entries have the root {tree.Root()}, and {checkpoint.Root} was signed: one of them was changed"
            );
        }

        var listed = await ListAsync(export.NamedDocuments, withDocuments, cancellation);
        await export.DocumentsAsync(listed.Select(one => one.Listed), cancellation);
        var copied = 0;
        foreach (var (one, kept) in listed.Where(one => one.Listed.State == DocumentState.Here))
        {
            await export.DocumentAsync(
                one.Sha256,
                kept!.Length,
                documents.PartsAsync(kept, cancellation),
                cancellation
            );
            progress?.Report(new(tree.Size, checkpoint.Size, ++copied));
        }

        await export.EndAsync(cancellation);
        return checkpoint;
    }

    private static ProofException DoesNotHold(string why) =>
        new($"The record cannot be exported: {why}. Run oversight verify, which names all that does not hold.");

    // An entry that was logged a moment ago is covered within a second; what is not by then is said by whoever compares sizes.
    private async Task<SignedNote> NewestAsync(CancellationToken cancellation)
    {
        await using var connection = await store.Connections.OpenConnectionAsync(cancellation);
        return await StoredTree.NewestAsync(connection, cancellation)
            ?? throw new NoCheckpointException(
                "No checkpoint was signed yet, so there is nothing that an export could be checked against: start oversight run once, which "
                    + "makes the key and signs."
            );
    }

    // Two organisations may have the very same document: it is there once.
    private async Task<List<(ExportedDocument Listed, StoredDocument? Kept)>> ListAsync(
        IEnumerable<string> named,
        bool withDocuments,
        CancellationToken cancellation
    )
    {
        var stored = new Dictionary<string, StoredDocument>(StringComparer.Ordinal);
        await foreach (var one in documents.ListAsync(cancellation))
        {
            if (one.DisposedBy is null || !stored.ContainsKey(one.Sha256))
            {
                stored[one.Sha256] = one;
            }
        }

        return
        [
            .. named.Select(sha256 =>
            {
                var kept = stored.GetValueOrDefault(sha256);
                var state =
                    kept is null ? DocumentState.Missing
                    : kept.DisposedBy is not null ? DocumentState.Gone
                    : withDocuments ? DocumentState.Here
                    : DocumentState.Apart;
                return (new ExportedDocument(sha256, state), kept);
            }),
        ];
    }

    private static string ReadText()
    {
        using var text = new StreamReader(
            typeof(RecordExport).Assembly.GetManifestResourceStream("proofs.md")!,
            Encoding.UTF8
        );
        return text.ReadToEnd();
    }
}

/// <summary>No checkpoint was signed yet. The message says what to do.</summary>
public sealed class NoCheckpointException(string message) : Exception(message);
