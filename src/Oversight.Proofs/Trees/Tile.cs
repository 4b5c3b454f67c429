using System.Text;

namespace Oversight.Proofs.Trees;

/// <summary>
/// The address of a tile of C2SP tlog-tiles: up to 256 hashes that stand side by side, at level 0 leaves, at each level above the nodes over
/// the full tiles below. A tile that is not full yet is partial, and named with its width.
/// </summary>
/// <param name="Level">0 for leaves; a hash at level n stands for 256^n leaves.</param>
/// <param name="Index">Its number within the level, from 0.</param>
/// <param name="Width">How many hashes it has, 1 to 256.</param>
public readonly record struct Tile(int Level, long Index, int Width)
{
    /// <summary>How many hashes a full tile has.</summary>
    public const int FullWidth = 256;

    /// <summary>How many levels of the tree a tile spans.</summary>
    public const int Height = 8;

    // Seven levels of 256 and what is above: sizes have 63 bits.
    private const int Levels = 8;

    /// <summary>Whether it can still grow.</summary>
    public bool IsPartial => Width < FullWidth;

    /// <summary>How many bytes it has.</summary>
    public int Bytes => Width * TreeHash.Length;

    /// <summary>Where it is served, under a log's prefix: <c>tile/0/x001/x234/067</c>, and with <c>.p/8</c> when it is partial.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder("tile/").Append(Level).Append('/');
            var number = Index.ToString("D3");
            number = number.PadLeft((number.Length + 2) / 3 * 3, '0');
            for (var i = 0; i < number.Length; i += 3)
            {
                path.Append(i + 3 < number.Length ? "x" : "").Append(number, i, 3);
                path.Append(i + 3 < number.Length ? "/" : "");
            }
            return IsPartial ? path.Append(".p/").Append(Width).ToString() : path.ToString();
        }
    }

    /// <summary>The tile with this path.</summary>
    /// <exception cref="ProofException">No tile is written so.</exception>
    public static Tile Parse(string path)
    {
        var parts = path.Split('/');
        var width = (long)FullWidth;
        var numbers = parts.Length;
        var last = parts[^1];
        if (parts.Length > 3 && parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            numbers--;
            last = parts[^2][..^2];
            if (!StrictText.TryNumber(parts[^1], out width) || width is < 1 or >= FullWidth)
            {
                throw NoTile(path);
            }
        }
        if (numbers < 3 || parts[0] != "tile" || !StrictText.TryNumber(parts[1], out var level) || level >= Levels)
        {
            throw NoTile(path);
        }
        var index = 0L;
        for (var i = 2; i < numbers; i++)
        {
            var isLast = i == numbers - 1;
            var digits =
                isLast ? last
                : parts[i].StartsWith('x') ? parts[i][1..]
                : "";
            if (
                digits.Length != 3
                || digits.AsSpan().ContainsAnyExceptInRange('0', '9')
                || index > long.MaxValue / 1000 - 1
            )
            {
                throw NoTile(path);
            }
            index = (index * 1000) + int.Parse(digits);
        }
        var tile = new Tile((int)level, index, (int)width);
        // Zeros too many before the number.
        return tile.Path == path ? tile : throw NoTile(path);
    }

    /// <summary>The tile that holds a complete node of a tree, as wide as the tree's size makes it.</summary>
    /// <exception cref="ProofException">The tree does not have the node, or not yet complete.</exception>
    public static Tile Of(int level, long index, long size)
    {
        MerkleTree.RequireSize(size);
        if (level is < 0 or > 62 || index < 0 || index >= size >> level)
        {
            throw new ProofException($"A tree of {size} leaves has no complete node {index} at level {level}.");
        }
        var tileLevel = level / Height;
        var number = index >> (Height - (level % Height));
        return new Tile(tileLevel, number, WidthAt(tileLevel, number, size));
    }

    /// <summary>
    /// What a tree that grows from one size to another gets in tiles: those that become full, and at each level that grows the one that is left
    /// partial. In order of level and index.
    /// </summary>
    public static IEnumerable<Tile> Grown(long from, long to)
    {
        MerkleTree.RequireSize(from);
        if (to < from)
        {
            throw new ProofException($"A tree does not grow from {from} to {to} leaves.");
        }
        return All();

        IEnumerable<Tile> All()
        {
            for (var level = 0; level < Levels; level++)
            {
                var (before, after) = (from >> (level * Height), to >> (level * Height));
                if (before == after)
                {
                    yield break;
                }
                for (var index = before / FullWidth; index < after / FullWidth; index++)
                {
                    yield return new Tile(level, index, FullWidth);
                }
                if (after % FullWidth > 0)
                {
                    yield return new Tile(level, after / FullWidth, (int)(after % FullWidth));
                }
            }
        }
    }

    /// <summary>The tiles at the right edge of a tree that are partial: what is needed to let it grow, from level 0 up.</summary>
    public static IEnumerable<Tile> AtEdge(long size)
    {
        MerkleTree.RequireSize(size);
        return All();

        IEnumerable<Tile> All()
        {
            for (var level = 0; level < Levels && size >> (level * Height) > 0; level++)
            {
                var hashes = size >> (level * Height);
                if (hashes % FullWidth > 0)
                {
                    yield return new Tile(level, hashes / FullWidth, (int)(hashes % FullWidth));
                }
            }
        }
    }

    private static int WidthAt(int level, long index, long size) =>
        (int)Math.Min(FullWidth, (size >> (level * Height)) - (index * FullWidth));

    private static ProofException NoTile(string path) => new($"\"{path}\" is not the path of a tile.");
}

/// <summary>A tile with its hashes, side by side.</summary>
/// <param name="Tile">Which it is.</param>
/// <param name="Bytes">32 bytes for each of its hashes.</param>
public sealed record TileContents(Tile Tile, ReadOnlyMemory<byte> Bytes);
