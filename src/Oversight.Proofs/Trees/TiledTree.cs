using System.Runtime.InteropServices;

namespace Oversight.Proofs.Trees;

/// <summary>
/// A tree that grows and is kept in tiles. It is opened from the partial tiles at its edge alone and holds no more than those, until
/// <see cref="TakeGrown"/> hands over the tiles that have grown. Any batches give the same tiles.
/// </summary>
public sealed class TiledTree
{
    private readonly List<Row> _rows = [];
    private readonly TreeEdge _edge;
    private readonly List<TileContents> _full = [];
    private readonly NodeCompleted _completed;

    /// <summary>The tree of no leaves.</summary>
    public TiledTree()
        : this(0, static _ => ReadOnlyMemory<byte>.Empty) { }

    /// <summary>The tree of a size.</summary>
    /// <param name="size">How many leaves it has.</param>
    /// <param name="read">Gives the bytes of a tile of <see cref="Tile.AtEdge"/>.</param>
    /// <exception cref="ProofException">A tile is not as wide as the size makes it.</exception>
    public TiledTree(long size, Func<Tile, ReadOnlyMemory<byte>> read)
    {
        foreach (var tile in Tile.AtEdge(size))
        {
            TileNodes.Hashes(tile, read(tile).Span).CopyTo(RowAt(tile.Level, size).Hashes.AsSpan());
        }
        var edge = new List<TreeHash>();
        for (var level = _rows.Count - 1; level >= 0; level--)
        {
            var row = _rows[level];
            for (int bit = Tile.FullWidth / 2, from = 0; bit > 0; bit /= 2)
            {
                if ((row.Width & bit) != 0)
                {
                    edge.Add(MerkleTree.Root(row.Hashes.AsSpan(from, bit)));
                    from += bit;
                }
            }
        }
        _edge = new TreeEdge(size, CollectionsMarshal.AsSpan(edge));
        _completed = Add;
    }

    /// <summary>How many leaves the tree has.</summary>
    public long Size => _edge.Size;

    /// <summary>Adds a leaf by its hash.</summary>
    public void Append(in TreeHash leaf) => _edge.Append(leaf, _completed);

    /// <summary>The tree's root.</summary>
    public TreeHash Root() => _edge.Root();

    /// <summary>
    /// The tiles that have become full and those left partial since this was last called, in order of level and index: the contents of
    /// <see cref="Tile.Grown"/> between the two sizes.
    /// </summary>
    public IReadOnlyList<TileContents> TakeGrown()
    {
        var grown = new List<TileContents>(_full);
        _full.Clear();
        for (var level = 0; level < _rows.Count; level++)
        {
            if (_rows[level] is { HasGrown: true } row)
            {
                row.HasGrown = false;
                if (row.Width > 0)
                {
                    grown.Add(Contents(new Tile(level, row.Index, row.Width), row));
                }
            }
        }
        grown.Sort((a, b) => (a.Tile.Level, a.Tile.Index).CompareTo((b.Tile.Level, b.Tile.Index)));
        return grown;
    }

    private void Add(int level, long index, in TreeHash hash)
    {
        if (level % Tile.Height != 0)
        {
            return;
        }
        level /= Tile.Height;
        var row = RowAt(level, Size);
        row.Hashes[row.Width++] = hash;
        row.HasGrown = true;
        if (row.Width == Tile.FullWidth)
        {
            _full.Add(Contents(new Tile(level, row.Index, Tile.FullWidth), row));
            row.Index++;
            row.Width = 0;
        }
    }

    // Rows come from the bottom up, and one may be empty below one that is not.
    private Row RowAt(int level, long size)
    {
        while (_rows.Count <= level)
        {
            var hashes = size >> (_rows.Count * Tile.Height);
            _rows.Add(new Row { Index = hashes / Tile.FullWidth, Width = (int)(hashes % Tile.FullWidth) });
        }
        return _rows[level];
    }

    private static TileContents Contents(Tile tile, Row row) =>
        new(tile, MemoryMarshal.AsBytes(row.Hashes.AsSpan(0, tile.Width)).ToArray());

    private sealed class Row
    {
        public TreeHash[] Hashes { get; } = new TreeHash[Tile.FullWidth];
        public long Index { get; set; }
        public int Width { get; set; }
        public bool HasGrown { get; set; }
    }
}
