using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Receipts;

/// <summary>
/// The proof that an entry is in a log, to be kept and checked with no server (C2SP tlog-proof): the entry's index, its inclusion proof, and the
/// checkpoint that this leads to.
/// </summary>
/// <param name="Index">The entry's index, from 0.</param>
/// <param name="Path">The inclusion proof, from the leaf up.</param>
/// <param name="Checkpoint">The checkpoint, signed by the log and cosigned by witnesses.</param>
/// <param name="Extra">What else comes with it and nothing vouches for, if anything. Oversight puts the entry here, for <see cref="VerifyEntry"/>.</param>
public sealed record Receipt(
    long Index,
    IReadOnlyList<TreeHash> Path,
    SignedNote Checkpoint,
    ReadOnlyMemory<byte>? Extra = null
)
{
    /// <summary>The end of a receipt's file name.</summary>
    public const string FileExtension = ".tlog-proof";

    /// <summary>How many bytes are read at most.</summary>
    public const int MostBytes = 1 << 24;

    private const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>Reads a receipt.</summary>
    /// <exception cref="ProofException">It is not one.</exception>
    public static Receipt Parse(ReadOnlySpan<byte> receipt)
    {
        var rest = StrictText.FromUtf8(receipt, MostBytes, "receipt").AsSpan();
        if (!StrictText.TryLine(ref rest, out var line) || !line.SequenceEqual(Header))
        {
            throw new ProofException($"The first line of a receipt is {Header}.");
        }
        ReadOnlyMemory<byte>? extra = null;
        var found = StrictText.TryLine(ref rest, out line);
        if (found && line.StartsWith("extra ", StringComparison.Ordinal))
        {
            extra =
                StrictText.TryBase64(line[6..], out var bytes) && bytes.Length > 0
                    ? bytes
                    : throw new ProofException("The extra of the receipt is not base64.");
            found = StrictText.TryLine(ref rest, out line);
        }
        if (
            !found
            || !line.StartsWith("index ", StringComparison.Ordinal)
            || !StrictText.TryNumber(line[6..], out var index)
        )
        {
            throw new ProofException("The receipt does not say the index of its entry.");
        }
        var path = HashLines.Take(ref rest, "inclusion proof");
        return new Receipt(index, path, SignedNote.Parse(rest.ToString()), extra);
    }

    /// <summary>Checks that the entry with this leaf is at this index in a log that the policy believes.</summary>
    /// <exception cref="ProofException">It is not, as far as this receipt shows.</exception>
    public VerifiedCheckpoint Verify(in TreeHash leaf, TrustPolicy policy)
    {
        var verified = policy.Verify(Checkpoint);
        MerkleProof.RequireInclusion(Index, leaf, verified.Checkpoint.Size, verified.Checkpoint.Root, [.. Path]);
        return verified;
    }

    /// <summary>Checks the receipt for the entry that it carries; if this returns, the extra is what the log holds at this index.</summary>
    /// <exception cref="ProofException">It carries none, or does not hold.</exception>
    public VerifiedCheckpoint VerifyEntry(TrustPolicy policy) =>
        Extra is { } entry
            ? Verify(TreeHash.OfLeaf(entry.Span), policy)
            : throw new ProofException("The receipt does not carry its entry.");

    /// <summary>The receipt as it is written.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is { } extra)
        {
            text.Append("extra ").Append(Convert.ToBase64String(extra.Span)).Append('\n');
        }
        text.Append("index ").Append(Index).Append('\n');
        foreach (var hash in Path)
        {
            text.Append(hash).Append('\n');
        }
        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
