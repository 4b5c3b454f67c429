using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Witnesses;

/// <summary>
/// A checkpoint together with the proof that it extends an earlier one: what a log asks a witness to cosign (the body of C2SP tlog-witness's
/// add-checkpoint), and, kept beside the earlier checkpoint, what shows that nothing was rewritten between the two.
/// </summary>
/// <param name="oldSize">The size of the earlier tree.</param>
/// <param name="proof">The consistency proof.</param>
/// <param name="note">The later checkpoint, signed.</param>
public sealed class AddCheckpoint(long oldSize, IReadOnlyList<TreeHash> proof, SignedNote note)
{
    /// <summary>The size of the earlier tree.</summary>
    public long OldSize { get; } = oldSize;

    /// <summary>The consistency proof.</summary>
    public IReadOnlyList<TreeHash> Proof { get; } = proof;

    /// <summary>The later checkpoint, signed.</summary>
    public SignedNote Note { get; } = note;

    /// <summary>What the note says.</summary>
    public Checkpoint Checkpoint { get; } = Checkpoint.Parse(note.Text);

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="ProofException">It is not one.</exception>
    public static AddCheckpoint Parse(ReadOnlySpan<byte> body)
    {
        var rest = StrictText.FromUtf8(body, SignedNote.MostBytes, "request").AsSpan();
        if (
            !StrictText.TryLine(ref rest, out var line)
            || !line.StartsWith("old ", StringComparison.Ordinal)
            || !StrictText.TryNumber(line[4..], out var oldSize)
        )
        {
            throw new ProofException("The first line is not \"old\" and a size.");
        }
        var proof = HashLines.Take(ref rest, "consistency proof");
        return new AddCheckpoint(oldSize, proof, SignedNote.Read(rest.ToString()));
    }

    /// <summary>Checks that this checkpoint's tree begins with that of the earlier one. Signatures are checked elsewhere.</summary>
    /// <exception cref="ProofException">It does not, or the earlier checkpoint is another log's or of another size.</exception>
    public void RequireExtends(Checkpoint earlier)
    {
        if (earlier.Origin != Checkpoint.Origin)
        {
            throw new ProofException($"The checkpoints are of two logs, {earlier.Origin} and {Checkpoint.Origin}.");
        }
        if (earlier.Size != OldSize)
        {
            throw new ProofException(
                $"The proof begins at {OldSize} leaves, the earlier checkpoint has {earlier.Size}."
            );
        }
        MerkleProof.RequireConsistency(OldSize, earlier.Root, Checkpoint.Size, Checkpoint.Root, [.. Proof]);
    }

    /// <summary>The body of the request.</summary>
    public override string ToString()
    {
        var body = new StringBuilder("old ").Append(OldSize).Append('\n');
        foreach (var hash in Proof)
        {
            body.Append(hash).Append('\n');
        }
        return body.Append('\n').Append(Note).ToString();
    }
}
