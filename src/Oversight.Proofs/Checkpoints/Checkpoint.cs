using System.Security.Cryptography;
using System.Text;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Checkpoints;

/// <summary>What a log says of its tree: whose, how many leaves, which root (C2SP tlog-checkpoint). It is the text of a note that the log signs.</summary>
/// <param name="Origin">The log's name for itself, for ever; its key has the same name.</param>
/// <param name="Size">How many leaves the tree has.</param>
/// <param name="Root">The tree's root at that size.</param>
/// <param name="Extensions">Lines after these, which no witness judges; none as a rule.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root, IReadOnlyList<string> Extensions)
{
    /// <summary>A checkpoint without extension lines.</summary>
    public Checkpoint(string origin, long size, TreeHash root)
        : this(origin, size, root, []) { }

    /// <summary>The origin where an address or a file cannot hold it: its SHA-256 in hexadecimal, under which witnesses serve what they last saw.</summary>
    public string OriginHash => Convert.ToHexStringLower(SHA256.HashData(StrictText.ToUtf8(Origin)));

    /// <summary>Reads the text of a checkpoint's note.</summary>
    /// <exception cref="ProofException">It is not a checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        var rest = text.AsSpan();
        if (!StrictText.TryLine(ref rest, out var origin) || origin.IsEmpty)
        {
            throw new ProofException("The first line of a checkpoint is its origin.");
        }
        if (!StrictText.TryLine(ref rest, out var line) || !StrictText.TryNumber(line, out var size))
        {
            throw new ProofException("The second line of a checkpoint is the size of the tree, in decimal.");
        }
        if (!StrictText.TryLine(ref rest, out line) || !TreeHash.TryParse(line, out var root))
        {
            throw new ProofException("The third line of a checkpoint is the tree's root, in base64.");
        }
        var extensions = new List<string>();
        while (StrictText.TryLine(ref rest, out line))
        {
            extensions.Add(
                line.IsEmpty ? throw new ProofException("A checkpoint has no empty line.") : line.ToString()
            );
        }
        return rest.IsEmpty
            ? new Checkpoint(origin.ToString(), size, root, extensions)
            : throw new ProofException("The checkpoint's last line does not end.");
    }

    /// <summary>The checkpoint as the text of a note.</summary>
    /// <exception cref="ProofException">The origin or an extension is not one line, or the size is below zero.</exception>
    public string ToText()
    {
        MerkleTree.RequireSize(Size);
        var text = new StringBuilder();
        text.Append(Line(Origin)).Append('\n').Append(Size).Append('\n').Append(Root).Append('\n');
        foreach (var extension in Extensions)
        {
            text.Append(Line(extension)).Append('\n');
        }
        return text.ToString();
    }

    private static string Line(string text) =>
        text.Length > 0 && !text.Contains('\n')
            ? text
            : throw new ProofException(
                "The origin of a checkpoint and each of its extensions is one line, and not empty."
            );
}
