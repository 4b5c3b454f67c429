using System.Runtime.InteropServices;

namespace Oversight.Proofs.Trees;

/// <summary>The nodes of a tree of one size, read from its tiles; each tile is read once. Not for several threads at a time.</summary>
/// <param name="size">The tree's size.</param>
/// <param name="read">
/// Gives a tile's bytes. For a partial tile the wider one that has taken its place will do: what stands in a tile never changes.
/// </param>
public sealed class TileNodes(long size, Func<Tile, ReadOnlyMemory<byte>> read)
{
    private readonly Dictionary<Tile, TreeHash[]> _tiles = [];

    /// <summary>The hash of a complete node, as <see cref="NodeHashes"/> asks for it.</summary>
    public TreeHash At(int level, long index)
    {
        var tile = Tile.Of(level, index, size);
        if (!_tiles.TryGetValue(tile, out var hashes))
        {
            _tiles.Add(tile, hashes = Hashes(tile, read(tile).Span));
        }
        // The node is the root of a part of the tile.
        var height = level % Tile.Height;
        var first = (int)(index << height) & (Tile.FullWidth - 1);
        return MerkleTree.Root(hashes.AsSpan(first, 1 << height));
    }

    /// <summary>
    /// The tiles that something made from a tree's nodes will read, so that they can be fetched together before. What it is given meanwhile are no
    /// hashes of the tree, so what it makes is to be thrown away.
    /// </summary>
    public static IReadOnlyCollection<Tile> Needed(long size, Action<NodeHashes> make)
    {
        var tiles = new HashSet<Tile>();
        make(
            (level, index) =>
            {
                tiles.Add(Tile.Of(level, index, size));
                return default;
            }
        );
        return tiles;
    }

    internal static TreeHash[] Hashes(Tile tile, ReadOnlySpan<byte> bytes)
    {
        if (
            bytes.Length < tile.Bytes
            || bytes.Length % TreeHash.Length != 0
            || bytes.Length > Tile.FullWidth * TreeHash.Length
        )
        {
            throw new ProofException($"{tile.Path} has {bytes.Length} bytes, not {tile.Bytes}.");
        }
        return MemoryMarshal.Cast<byte, TreeHash>(bytes[..tile.Bytes]).ToArray();
    }
}
