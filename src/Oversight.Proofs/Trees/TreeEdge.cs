using System.Numerics;

namespace Oversight.Proofs.Trees;

/// <summary>
/// Gives the hash of a complete node: at level 0 the leaf with that index, at level n the node over 2^n leaves from index * 2^n. What implements
/// it throws <see cref="ProofException"/> for a node that it does not have.
/// </summary>
public delegate TreeHash NodeHashes(int level, long index);

/// <summary>Is told of each node when its last leaf has come, leaves included.</summary>
public delegate void NodeCompleted(int level, long index, in TreeHash hash);

/// <summary>
/// A tree that grows by leaves and keeps only its right edge: the roots of the complete subtrees that it is made of, one for each bit of its size.
/// (C2SP calls it a compact range.)
/// </summary>
public sealed class TreeEdge
{
    private readonly TreeHash[] _hashes = new TreeHash[63];
    private int _count;

    /// <summary>The empty tree.</summary>
    public TreeEdge() { }

    /// <summary>A tree of a size with its edge.</summary>
    /// <exception cref="ProofException">The size is below zero or does not have that many subtrees.</exception>
    public TreeEdge(long size, ReadOnlySpan<TreeHash> hashes)
    {
        MerkleTree.RequireSize(size);
        if (hashes.Length != BitOperations.PopCount((ulong)size))
        {
            throw new ProofException(
                $"A tree of {size} leaves is made of {BitOperations.PopCount((ulong)size)} complete subtrees, not {hashes.Length}."
            );
        }
        hashes.CopyTo(_hashes);
        _count = hashes.Length;
        Size = size;
    }

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; private set; }

    /// <summary>The roots of its complete subtrees, the largest first.</summary>
    public ReadOnlySpan<TreeHash> Hashes => _hashes.AsSpan(0, _count);

    /// <summary>Adds a leaf by its hash.</summary>
    /// <param name="leaf">The hash of the leaf.</param>
    /// <param name="completed">Told of the leaf, and then of each node that it completes, from the bottom.</param>
    public void Append(in TreeHash leaf, NodeCompleted? completed = null)
    {
        var hash = leaf;
        var index = Size;
        var level = 0;
        completed?.Invoke(level, index, hash);
        for (; (index & 1) == 1; index >>= 1)
        {
            hash = TreeHash.OfNode(_hashes[--_count], hash);
            completed?.Invoke(++level, index >> 1, hash);
        }
        _hashes[_count++] = hash;
        Size++;
    }

    /// <summary>The tree's root.</summary>
    public TreeHash Root()
    {
        if (_count == 0)
        {
            return TreeHash.OfEmptyTree;
        }
        var root = _hashes[_count - 1];
        for (var i = _count - 2; i >= 0; i--)
        {
            root = TreeHash.OfNode(_hashes[i], root);
        }
        return root;
    }
}
