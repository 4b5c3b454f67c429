using FsCheck;
using FsCheck.Fluent;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Tests.Trees;

/// <summary>Tiles of C2SP tlog-tiles: their addresses, their contents, and proofs made from them.</summary>
public sealed class TileTests
{
    private const int Largest = 3000;

    private static readonly TreeHash[] Leaves = NaiveTree.Leaves(Largest);
    private static readonly Dictionary<(int Level, long Index), TreeHash> Nodes = NaiveTree.Nodes(Leaves);

    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 999, 256, "tile/0/999")]
    [InlineData(1, 1000, 17, "tile/1/x001/000.p/17")]
    [InlineData(3, 1234067, 256, "tile/3/x001/x234/067")]
    [InlineData(2, 1234067, 8, "tile/2/x001/x234/067.p/8")]
    [InlineData(7, 36028797018963967, 255, "tile/7/x036/x028/x797/x018/x963/967.p/255")]
    public void A_tile_has_one_path(int level, long index, int width, string path)
    {
        Assert.Equal(path, new Tile(level, index, width).Path);
        Assert.Equal(new Tile(level, index, width), Tile.Parse(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/0/x001/x002")]
    [InlineData("tile/0//001")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/0/٠٠١")]
    [InlineData("tile/00/001")]
    [InlineData("tile/8/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/entries/000")]
    [InlineData("tile/0/001.p")]
    [InlineData("tile/0/001.p/")]
    [InlineData("tile/0/001.p/0")]
    [InlineData("tile/0/001.p/01")]
    [InlineData("tile/0/001.p/256")]
    [InlineData("tile/0/x001.p/2")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    public void No_other_path_is_a_tile(string path) => Assert.Throws<ProofException>(() => Tile.Parse(path));

    [Fact]
    public void A_tree_of_seventy_thousand_has_the_tiles_that_the_specification_counts()
    {
        var tree = new TiledTree();
        for (var i = 0; i < 70_000; i++)
        {
            tree.Append(Leaves[i % Largest]);
        }
        var tiles = tree.TakeGrown().Select(t => t.Tile).ToList();
        Assert.Equal(273, tiles.Count(t => t is { Level: 0, IsPartial: false }));
        Assert.Equal(1, tiles.Count(t => t is { Level: 1, IsPartial: false }));
        Assert.Equal(
            [new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(2, 0, 1)],
            tiles.Where(t => t.IsPartial).Order(Comparer<Tile>.Create((a, b) => a.Level - b.Level))
        );
        Assert.Equal(Tile.Grown(0, 70_000), tiles);
        Assert.Equal([new Tile(0, 0, 256), new Tile(1, 0, 1)], Tile.Grown(0, 256));
        Assert.Equal([new Tile(1, 0, 1)], Tile.AtEdge(256));
        Assert.Equal([new Tile(0, 0, 2)], Tile.Grown(1, 2));
        Assert.Empty(Tile.Grown(300, 300));
    }

    [Fact]
    public void Any_batches_give_the_same_tiles_and_roots()
    {
        var batches = Gen.Choose(0, 700).ListOf(6);
        Prop.ForAll(
                batches.ToArbitrary(),
                sizes =>
                {
                    var stored = new Dictionary<Tile, ReadOnlyMemory<byte>>();
                    var size = 0;
                    foreach (var batch in sizes)
                    {
                        // Opened anew each time, from what was stored alone.
                        var tree = new TiledTree(size, tile => stored[tile]);
                        var from = size;
                        for (; size < Math.Min(from + batch, Largest); size++)
                        {
                            tree.Append(Leaves[size]);
                        }
                        Assert.Equal(NaiveTree.Root(Leaves.AsSpan(0, size)), tree.Root());
                        var grown = tree.TakeGrown();
                        Assert.Equal(Tile.Grown(from, size), grown.Select(t => t.Tile));
                        Assert.Empty(tree.TakeGrown());
                        foreach (var contents in grown)
                        {
                            Assert.Equal(Contents(contents.Tile), contents.Bytes.ToArray());
                            stored[contents.Tile] = contents.Bytes;
                        }
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Proofs_made_from_tiles_are_those_made_from_the_tree()
    {
        var pairs = from size in Gen.Choose(1, Largest) from less in Gen.Choose(0, size - 1) select (less, size);
        Prop.ForAll(
                pairs.ToArbitrary(),
                pair =>
                {
                    var (less, size) = pair;
                    var needed = TileNodes.Needed(
                        size,
                        nodes =>
                        {
                            MerkleTree.Inclusion(less, size, nodes);
                            MerkleTree.Consistency(less, size, nodes);
                            MerkleTree.Root(size, nodes);
                        }
                    );
                    var read = new HashSet<Tile>();
                    var tiles = new TileNodes(
                        size,
                        tile =>
                        {
                            Assert.True(read.Add(tile), $"{tile} is read twice.");
                            // Where a partial tile was, there may be the full one by now.
                            return Contents(read.Count % 2 == 0 ? tile with { Width = WidestNow(tile) } : tile);
                        }
                    );
                    var direct = NaiveTree.Source(Nodes);
                    Assert.Equal(MerkleTree.Inclusion(less, size, direct), MerkleTree.Inclusion(less, size, tiles.At));
                    Assert.Equal(
                        MerkleTree.Consistency(less, size, direct),
                        MerkleTree.Consistency(less, size, tiles.At)
                    );
                    Assert.Equal(NaiveTree.Root(Leaves.AsSpan(0, size)), MerkleTree.Root(size, tiles.At));
                    Assert.Equal(needed.ToHashSet(), read);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Tiles_that_are_not_as_wide_as_the_tree_makes_them_are_refused()
    {
        foreach (var length in (int[])[0, 31, 32 * 43, (32 * 44) - 1, (32 * 44) + 1, 32 * 257])
        {
            Assert.Throws<ProofException>(() => new TiledTree(300, _ => new byte[length]));
            Assert.Throws<ProofException>(() => new TileNodes(300, _ => new byte[length]).At(0, 299));
        }
        Assert.Throws<ProofException>(() => new TileNodes(300, _ => new byte[32 * 256]).At(0, 300));
        Assert.Throws<ProofException>(() => new TileNodes(300, _ => new byte[32 * 256]).At(9, 0));
        Assert.Throws<ProofException>(() => new TileNodes(300, _ => new byte[32 * 256]).At(-1, 0));
        Assert.Throws<ProofException>(() => new TileNodes(300, _ => new byte[32 * 256]).At(63, 0));
        Assert.Throws<ProofException>(() => Tile.Grown(2, 1));
        Assert.Throws<ProofException>(() => Tile.Grown(-1, 1));
        Assert.Throws<ProofException>(() => Tile.AtEdge(-1));
    }

    private static int WidestNow(Tile tile) =>
        (int)Math.Min(Tile.FullWidth, (Largest >> (tile.Level * Tile.Height)) - (tile.Index * Tile.FullWidth));

    private static byte[] Contents(Tile tile) =>
        [
            .. Enumerable
                .Range(0, tile.Width)
                .SelectMany(i => Nodes[(tile.Level * Tile.Height, (tile.Index * Tile.FullWidth) + i)].Bytes.ToArray()),
        ];
}
