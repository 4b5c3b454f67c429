using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Exports;

/// <summary>
/// Writes an export (docs/proofs.md): the beginning, each entry, the documents, the end, in this order. At most 10,000 lines are held at a time, and no
/// document.
/// </summary>
/// <param name="stream">Where it is written; only ever forward.</param>
public sealed class ExportWriter(Stream stream)
{
    private static readonly byte[] Zeros = new byte[MemberHeader.End];

    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly List<TreeHash> _leaves = [];
    private readonly SortedSet<string> _named = new(StringComparer.Ordinal);
    private readonly StringBuilder _sums = new();
    private long _entries;

    /// <summary>The documents that the entries so far name, by their SHA-256, in order.</summary>
    public IReadOnlyCollection<string> NamedDocuments => _named;

    /// <summary>Writes what stands before the entries.</summary>
    /// <param name="howToCheck">The text that says how to check.</param>
    /// <param name="keys">The record's public keys, the first one first.</param>
    /// <param name="rotations">For each key but the first the note that vouches for it.</param>
    /// <param name="checkpoint">The checkpoint to which the export reaches.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task BeginAsync(
        string howToCheck,
        IReadOnlyList<VerifierKey> keys,
        IReadOnlyList<SignedNote> rotations,
        SignedNote checkpoint,
        CancellationToken cancellation
    )
    {
        await TextAsync(ExportLayout.HowToCheck, howToCheck, cancellation);
        await TextAsync(ExportLayout.Keys, string.Concat(keys.Select(key => $"{key}\n")), cancellation);
        for (var i = 0; i < rotations.Count; i++)
        {
            await TextAsync(ExportLayout.Rotation(i + 2), rotations[i].ToString(), cancellation);
        }
        await TextAsync(ExportLayout.Checkpoint, checkpoint.ToString(), cancellation);
    }

    /// <summary>Writes the next entry.</summary>
    /// <param name="line">Its line in UTF-8, without a line feed.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task EntryAsync(ReadOnlyMemory<byte> line, CancellationToken cancellation)
    {
        _lines.Write(line.Span);
        _lines.Write("\n"u8);
        _leaves.Add(TreeHash.OfLeaf(line.Span));
        ExportLayout.AddNamed(line.Span, _named);
        _entries++;
        if (_leaves.Count == ExportLayout.EntriesAtOnce)
        {
            await EntriesAsync(cancellation);
        }
    }

    /// <summary>Writes the list of documents, when all entries are written.</summary>
    /// <param name="documents">Each of <see cref="NamedDocuments"/>, in their order.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task DocumentsAsync(IEnumerable<ExportedDocument> documents, CancellationToken cancellation)
    {
        if (_leaves.Count > 0)
        {
            await EntriesAsync(cancellation);
        }
        await TextAsync(ExportLayout.Documents, ExportedDocument.ToText(documents), cancellation);
    }

    /// <summary>Writes a document that is here, in the order of the list.</summary>
    /// <param name="sha256">Its hash in hexadecimal.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="parts">Its bytes, which have that hash.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ProofException">It has more bytes than it should, or fewer.</exception>
    public async Task DocumentAsync(
        string sha256,
        long length,
        IAsyncEnumerable<byte[]> parts,
        CancellationToken cancellation
    )
    {
        var header = new MemberHeader(ExportLayout.Document(sha256), length);
        await stream.WriteAsync(header.ToBytes(), cancellation);
        var written = 0L;
        await foreach (var part in parts.WithCancellation(cancellation))
        {
            await stream.WriteAsync(part, cancellation);
            written += part.Length;
        }
        if (written != length)
        {
            throw new ProofException($"Document {sha256} has {written} bytes; it should have {length}.");
        }
        await stream.WriteAsync(Zeros.AsMemory(0, header.Padding), cancellation);
        Sum(header.Name, sha256);
    }

    /// <summary>Writes the sums and the end.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        await TextAsync(ExportLayout.Sums, _sums.ToString(), cancellation);
        await stream.WriteAsync(Zeros, cancellation);
        await stream.FlushAsync(cancellation);
    }

    private async Task EntriesAsync(CancellationToken cancellation)
    {
        var first = _entries - _leaves.Count;
        await MemberAsync(ExportLayout.Entries(first), _lines.WrittenMemory, cancellation);
        var leaves = new byte[_leaves.Count * TreeHash.Length];
        for (var i = 0; i < _leaves.Count; i++)
        {
            _leaves[i].Bytes.CopyTo(leaves.AsSpan(i * TreeHash.Length));
        }
        await MemberAsync(ExportLayout.Leaves(first), leaves, cancellation);
        _lines.ResetWrittenCount();
        _leaves.Clear();
    }

    private async Task TextAsync(string name, string text, CancellationToken cancellation)
    {
        var bytes = StrictText.ToUtf8(text);
        await MemberAsync(name, bytes, cancellation);
        Sum(name, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private async Task MemberAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var header = new MemberHeader(name, content.Length);
        await stream.WriteAsync(header.ToBytes(), cancellation);
        await stream.WriteAsync(content, cancellation);
        await stream.WriteAsync(Zeros.AsMemory(0, header.Padding), cancellation);
    }

    private void Sum(string name, string sha256) => _sums.Append(sha256).Append("  ").Append(name).Append('\n');
}
