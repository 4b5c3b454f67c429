using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Tests.Trees;

/// <summary>Trees too large to hold, up to 2^62 leaves: all their leaves are alike, so that a node is known by its level.</summary>
public sealed class LargeTreeProperties
{
    private static readonly TreeHash[] ByLevel = AllLevels();

    private static readonly Gen<(long Less, long Size)> Pairs =
        from bits in Gen.Choose(1, 62)
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        from part in Gen.Choose(0, int.MaxValue)
        let size = 1 + (((((long)high << 31) | (long)low)) & ((1L << bits) - 1))
        select ((long)(size * (part / (double)int.MaxValue) * 0.999), size);

    [Fact]
    public void Their_proofs_hold()
    {
        Prop.ForAll(
                Pairs.ToArbitrary(),
                pair =>
                {
                    var (less, size) = pair;
                    var root = MerkleTree.Root(size, Node);
                    MerkleProof.RequireInclusion(less, ByLevel[0], size, root, MerkleTree.Inclusion(less, size, Node));
                    MerkleProof.RequireConsistency(
                        less,
                        MerkleTree.Root(less, Node),
                        size,
                        root,
                        MerkleTree.Consistency(less, size, Node)
                    );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Their_tiles_give_the_same_roots_and_they_grow_from_their_edge()
    {
        Prop.ForAll(
                Pairs.ToArbitrary(),
                pair =>
                {
                    var size = pair.Size;
                    var read = new TileNodes(size, Contents);
                    Assert.Equal(MerkleTree.Root(size, Node), MerkleTree.Root(size, read.At));

                    var tree = new TiledTree(size, Contents);
                    Assert.Equal(MerkleTree.Root(size, Node), tree.Root());
                    for (var i = 0; i < 300; i++)
                    {
                        tree.Append(ByLevel[0]);
                    }
                    Assert.Equal(MerkleTree.Root(size + 300, Node), tree.Root());
                    var grown = tree.TakeGrown();
                    Assert.Equal(Tile.Grown(size, size + 300), grown.Select(t => t.Tile));
                    Assert.All(grown, t => Assert.Equal(Contents(t.Tile).ToArray(), t.Bytes.ToArray()));
                    Assert.All(grown, t => Assert.Equal(t.Tile, Tile.Parse(t.Tile.Path)));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private static TreeHash Node(int level, long index) => ByLevel[level];

    private static ReadOnlyMemory<byte> Contents(Tile tile) =>
        MemoryMarshal
            .AsBytes(Enumerable.Repeat(ByLevel[tile.Level * Tile.Height], tile.Width).ToArray().AsSpan())
            .ToArray();

    private static TreeHash[] AllLevels()
    {
        var levels = new TreeHash[63];
        levels[0] = NaiveTree.Leaf(0);
        for (var i = 1; i < levels.Length; i++)
        {
            levels[i] = NaiveTree.Node(levels[i - 1], levels[i - 1]);
        }
        return levels;
    }
}
