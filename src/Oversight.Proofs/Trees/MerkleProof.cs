using System.Numerics;

namespace Oversight.Proofs.Trees;

/// <summary>
/// Checks proofs as RFC 9162 says (2.1.3.2 and 2.1.4.2). What holds returns; what does not throws, with the reason. A size is bound by the
/// signature on its checkpoint and not by a proof alone: trees in which the way to a leaf has the same turns share their proofs.
/// </summary>
public static class MerkleProof
{
    /// <summary>Checks that a leaf is in the tree with a root.</summary>
    /// <exception cref="ProofException">It is not, as far as this proof shows.</exception>
    public static void RequireInclusion(
        long index,
        in TreeHash leaf,
        long size,
        in TreeHash root,
        ReadOnlySpan<TreeHash> proof
    )
    {
        MerkleTree.RequireSize(size);
        if (index < 0 || index >= size)
        {
            throw new ProofException($"A tree of {size} leaves has no leaf {index}.");
        }
        var way = new WayUp(index, size - 1, proof.Length);
        var hash = leaf;
        foreach (ref readonly var sibling in proof)
        {
            hash = way.IsSiblingLeft() ? TreeHash.OfNode(sibling, hash) : TreeHash.OfNode(hash, sibling);
        }
        way.RequireEnd();
        if (hash != root)
        {
            throw new ProofException($"The proof leads from the leaf to root {hash}, not to {root}.");
        }
    }

    /// <summary>Checks that the tree with a root begins with the tree with an earlier root.</summary>
    /// <exception cref="ProofException">It does not, as far as this proof shows.</exception>
    public static void RequireConsistency(
        long earlier,
        in TreeHash earlierRoot,
        long size,
        in TreeHash root,
        ReadOnlySpan<TreeHash> proof
    )
    {
        MerkleTree.RequireSize(earlier);
        if (earlier > size)
        {
            throw new ProofException($"A tree of {size} leaves does not begin with one of {earlier}.");
        }
        if (earlier == 0 && earlierRoot != TreeHash.OfEmptyTree)
        {
            throw new ProofException($"A tree without leaves has another root than {earlierRoot}.");
        }
        if (earlier == 0 || earlier == size)
        {
            if (!proof.IsEmpty)
            {
                throw TooLong(proof.Length);
            }
            if (earlier == size && earlierRoot != root)
            {
                throw new ProofException($"Two trees of {size} leaves have the roots {earlierRoot} and {root}.");
            }
            return;
        }
        if (proof.IsEmpty)
        {
            throw TooShort(0);
        }

        var complete = BitOperations.TrailingZeroCount(earlier);
        var way = new WayUp((earlier - 1) >> complete, (size - 1) >> complete, proof.Length);

        // A tree of a power of two is itself the node at which the proof begins.
        var isNode = BitOperations.IsPow2(earlier);
        var hash = isNode ? earlierRoot : proof[0];
        var rest = isNode ? proof : proof[1..];
        var earlierHash = hash;
        foreach (ref readonly var sibling in rest)
        {
            if (way.IsSiblingLeft())
            {
                earlierHash = TreeHash.OfNode(sibling, earlierHash);
                hash = TreeHash.OfNode(sibling, hash);
            }
            else
            {
                hash = TreeHash.OfNode(hash, sibling);
            }
        }
        way.RequireEnd();
        if (earlierHash != earlierRoot)
        {
            throw new ProofException($"The proof leads to {earlierHash} for the earlier root, not to {earlierRoot}.");
        }
        if (hash != root)
        {
            throw new ProofException($"The proof leads to {hash} for the later root, not to {root}.");
        }
    }

    private static ProofException TooLong(int length) => new($"The proof has {length} hashes, which is too many.");

    private static ProofException TooShort(int length) => new($"The proof has {length} hashes, which is too few.");

    // From a node to the root: at which number it is in its level, and which number the level's last has.
    private struct WayUp
    {
        private readonly int proofLength;
        private long node;
        private long last;

        public WayUp(long node, long last, int proofLength) =>
            (this.node, this.last, this.proofLength) = (node, last, proofLength);

        // One step up: whether the sibling that the proof has next stands left of the node.
        public bool IsSiblingLeft()
        {
            if (last == 0)
            {
                throw TooLong(proofLength);
            }
            var isLeft = (node & 1) == 1 || node == last;
            if (isLeft)
            {
                // A last node without a sibling is its own parent, up to where it is a right child.
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            node >>= 1;
            last >>= 1;
            return isLeft;
        }

        public readonly void RequireEnd()
        {
            if (last != 0)
            {
                throw TooShort(proofLength);
            }
        }
    }
}
