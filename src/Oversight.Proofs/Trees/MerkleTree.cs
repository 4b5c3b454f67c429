using System.Numerics;

namespace Oversight.Proofs.Trees;

/// <summary>Roots and proofs of RFC 9162's Merkle tree, made from the hashes of its complete nodes (2.1.1, 2.1.3.1 and 2.1.4.1).</summary>
public static class MerkleTree
{
    /// <summary>The root over a run of leaf hashes.</summary>
    public static TreeHash Root(ReadOnlySpan<TreeHash> leaves)
    {
        var edge = new TreeEdge();
        foreach (ref readonly var leaf in leaves)
        {
            edge.Append(leaf);
        }
        return edge.Root();
    }

    /// <summary>The root of the tree's first <paramref name="size"/> leaves.</summary>
    public static TreeHash Root(long size, NodeHashes nodes)
    {
        RequireSize(size);
        return size == 0 ? TreeHash.OfEmptyTree : Subtree(0, size, nodes);
    }

    /// <summary>What proves that a leaf is in the tree of a size: the sibling of each node on its way, from the leaf up.</summary>
    /// <exception cref="ProofException">The tree of that size does not have the leaf.</exception>
    public static TreeHash[] Inclusion(long index, long size, NodeHashes nodes)
    {
        RequireSize(size);
        if (index < 0 || index >= size)
        {
            throw new ProofException($"A tree of {size} leaves has no leaf {index}.");
        }
        var proof = new List<TreeHash>();
        Path(index, 0, size, nodes, proof);
        return [.. proof];
    }

    /// <summary>What proves that the tree of a size begins with the tree of an earlier size. Empty when the earlier is empty or the same.</summary>
    /// <exception cref="ProofException">The earlier size is the larger one.</exception>
    public static TreeHash[] Consistency(long earlier, long size, NodeHashes nodes)
    {
        RequireSize(earlier);
        RequireSize(size);
        if (earlier > size)
        {
            throw new ProofException($"A tree of {size} leaves does not begin with one of {earlier}.");
        }
        var proof = new List<TreeHash>();
        if (earlier > 0)
        {
            Extension(earlier, 0, size, known: true, nodes, proof);
        }
        return [.. proof];
    }

    internal static void RequireSize(long size)
    {
        if (size < 0)
        {
            throw new ProofException($"A tree has no size of {size}.");
        }
    }

    private static void Path(long index, long start, long size, NodeHashes nodes, List<TreeHash> proof)
    {
        if (size == 1)
        {
            return;
        }
        var left = LeftOf(size);
        if (index < start + left)
        {
            Path(index, start, left, nodes, proof);
            proof.Add(Subtree(start + left, size - left, nodes));
        }
        else
        {
            Path(index, start + left, size - left, nodes, proof);
            proof.Add(Subtree(start, left, nodes));
        }
    }

    // Known: the earlier root is a node that whoever checks has already.
    private static void Extension(
        long earlier,
        long start,
        long size,
        bool known,
        NodeHashes nodes,
        List<TreeHash> proof
    )
    {
        if (earlier == size)
        {
            if (!known)
            {
                proof.Add(Subtree(start, size, nodes));
            }
            return;
        }
        var left = LeftOf(size);
        if (earlier <= left)
        {
            Extension(earlier, start, left, known, nodes, proof);
            proof.Add(Subtree(start + left, size - left, nodes));
        }
        else
        {
            Extension(earlier - left, start + left, size - left, known: false, nodes, proof);
            proof.Add(Subtree(start, left, nodes));
        }
    }

    private static TreeHash Subtree(long start, long size, NodeHashes nodes)
    {
        if (BitOperations.IsPow2(size))
        {
            var level = BitOperations.Log2((ulong)size);
            return nodes(level, start >> level);
        }
        var left = LeftOf(size);
        return TreeHash.OfNode(Subtree(start, left, nodes), Subtree(start + left, size - left, nodes));
    }

    // The largest power of two below the size.
    private static long LeftOf(long size) => 1L << BitOperations.Log2((ulong)(size - 1));
}
