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
        var node = index;
        var last = size - 1;
        var hash = leaf;
        foreach (ref readonly var sibling in proof)
        {
            if (last == 0)
            {
                throw TooLong(proof.Length);
            }
            if ((node & 1) == 1 || node == last)
            {
                hash = TreeHash.OfNode(sibling, hash);
                ClimbToRightChild(ref node, ref last);
            }
            else
            {
                hash = TreeHash.OfNode(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0)
        {
            throw TooShort(proof.Length);
        }
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

        var node = earlier - 1;
        var last = size - 1;
        var complete = BitOperations.TrailingZeroCount(~node);
        node >>= complete;
        last >>= complete;

        // A tree of a power of two is itself the node at which the proof begins.
        var isNode = BitOperations.IsPow2(earlier);
        var hash = isNode ? earlierRoot : proof[0];
        var rest = isNode ? proof : proof[1..];
        var earlierHash = hash;
        foreach (ref readonly var sibling in rest)
        {
            if (last == 0)
            {
                throw TooLong(proof.Length);
            }
            if ((node & 1) == 1 || node == last)
            {
                earlierHash = TreeHash.OfNode(sibling, earlierHash);
                hash = TreeHash.OfNode(sibling, hash);
                ClimbToRightChild(ref node, ref last);
            }
            else
            {
                hash = TreeHash.OfNode(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0)
        {
            throw TooShort(proof.Length);
        }
        if (earlierHash != earlierRoot)
        {
            throw new ProofException($"The proof leads to {earlierHash} for the earlier root, not to {earlierRoot}.");
        }
        if (hash != root)
        {
            throw new ProofException($"The proof leads to {hash} for the later root, not to {root}.");
        }
    }

    // A last node without a sibling is its own parent, up to where it is a right child.
    private static void ClimbToRightChild(ref long node, ref long last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            node >>= 1;
            last >>= 1;
        }
    }

    private static ProofException TooLong(int length) => new($"The proof has {length} hashes, which is too many.");

    private static ProofException TooShort(int length) => new($"The proof has {length} hashes, which is too few.");
}
