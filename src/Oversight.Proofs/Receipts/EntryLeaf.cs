using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Receipts;

/// <summary>What is compared of an entry where its receipt is not at hand, such as on paper: in which record it is, at which place, and its hash.</summary>
/// <param name="Origin">The record's name, as its checkpoints have it.</param>
/// <param name="Place">The entry's number in the record, from 0.</param>
/// <param name="Leaf">The leaf of the tree that is made from the entry.</param>
public sealed record EntryLeaf(string Origin, long Place, TreeHash Leaf)
{
    /// <summary>The leaf in small hexadecimal digits, 64 of them.</summary>
    public string Digits => Convert.ToHexStringLower(Leaf.Bytes);

    /// <summary>All of it in one line, which a QR code holds: <c>oversight-entry:ORIGIN PLACE LEAF</c>. An origin has no space.</summary>
    public override string ToString() => FormattableString.Invariant($"oversight-entry:{Origin} {Place} {Digits}");
}
