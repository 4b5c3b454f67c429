using System.Security.Cryptography;
using System.Text;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Tests.Trees;

/// <summary>
/// RFC 9162's definitions, word for word and without a thought for time: what the tree that grows, its tiles and its proofs are held against.
/// </summary>
internal static class NaiveTree
{
    public static byte[] Entry(long index) => Encoding.UTF8.GetBytes($"entry {index}");

    public static TreeHash Leaf(long index) => TreeHash.From(SHA256.HashData([0, .. Entry(index)]));

    public static TreeHash[] Leaves(int size) => [.. Enumerable.Range(0, size).Select(i => Leaf(i))];

    public static TreeHash Node(TreeHash left, TreeHash right) =>
        TreeHash.From(SHA256.HashData([1, .. left.Bytes.ToArray(), .. right.Bytes.ToArray()]));

    public static TreeHash Root(ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 0)
        {
            return TreeHash.From(SHA256.HashData([]));
        }
        var left = LeftOf(leaves.Length);
        return leaves.Length == 1 ? leaves[0] : Node(Root(leaves[..left]), Root(leaves[left..]));
    }

    /// <summary>Every complete node over these leaves.</summary>
    public static Dictionary<(int Level, long Index), TreeHash> Nodes(TreeHash[] leaves)
    {
        var nodes = new Dictionary<(int, long), TreeHash>();
        var level = leaves;
        for (var height = 0; level.Length > 0; height++)
        {
            for (var i = 0; i < level.Length; i++)
            {
                nodes.Add((height, i), level[i]);
            }
            var below = level;
            level = [.. Enumerable.Range(0, below.Length / 2).Select(i => Node(below[2 * i], below[(2 * i) + 1]))];
        }
        return nodes;
    }

    public static NodeHashes Source(Dictionary<(int Level, long Index), TreeHash> nodes) =>
        (level, index) =>
            nodes.TryGetValue((level, index), out var hash)
                ? hash
                : throw new InvalidOperationException($"Node {index} at level {level} is not complete.");

    /// <summary>The root that an inclusion proof leads to, or null where it has not as many hashes as the way to the leaf.</summary>
    public static TreeHash? RootByInclusion(long index, long size, TreeHash leaf, ReadOnlySpan<TreeHash> proof)
    {
        if (size == 1)
        {
            return proof.Length == 0 ? leaf : null;
        }
        if (proof.Length == 0)
        {
            return null;
        }
        var left = LeftOf(size);
        return index < left
            ? RootByInclusion(index, left, leaf, proof[..^1]) is { } l
                ? Node(l, proof[^1])
                : null
            : RootByInclusion(index - left, size - left, leaf, proof[..^1]) is { } r
                ? Node(proof[^1], r)
                : null;
    }

    /// <summary>Both roots that a consistency proof leads to, or null where it has not as many hashes as there are nodes on the way.</summary>
    public static (TreeHash Earlier, TreeHash Later)? RootsByConsistency(
        long earlier,
        long size,
        TreeHash? known,
        ReadOnlySpan<TreeHash> proof
    )
    {
        if (earlier == size)
        {
            return (known, proof.Length) switch
            {
                ({ } root, 0) => (root, root),
                (null, 1) => (proof[0], proof[0]),
                _ => null,
            };
        }
        if (proof.Length == 0)
        {
            return null;
        }
        var left = LeftOf(size);
        if (earlier <= left)
        {
            return RootsByConsistency(earlier, left, known, proof[..^1]) is { } l
                ? (l.Earlier, Node(l.Later, proof[^1]))
                : null;
        }
        return RootsByConsistency(earlier - left, size - left, null, proof[..^1]) is { } r
            ? (Node(proof[^1], r.Earlier), Node(proof[^1], r.Later))
            : null;
    }

    private static int LeftOf(int size) => (int)LeftOf((long)size);

    private static long LeftOf(long size)
    {
        var left = 1L;
        while (left <= (size - 1) / 2)
        {
            left *= 2;
        }
        return left;
    }
}
