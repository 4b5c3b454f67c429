using System.Text;
using Npgsql;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Ledger.Proving;

/// <summary>
/// The tree over the record as its tables hold it. A tile that is not full is kept nowhere: at level 0 it is the leaves that stand beside the
/// places, above it the roots of the full tiles below.
/// </summary>
internal static class StoredTree
{
    /// <summary>The newest checkpoint that was signed; null for none.</summary>
    public static async Task<SignedNote?> NewestAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        await connection
            .Ask("select note from ledger.checkpoint order by size desc limit 1")
            .ValueAsync<string>(cancellation)
            is { } note
            ? SignedNote.Parse(note)
            : null;

    /// <summary>How many leaves the full tiles of level 0 cover: as far as the tree was made, whether it was signed or not.</summary>
    public static async Task<long> MadeAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        Tile.FullWidth
        * await connection
            .Ask("select coalesce(max(number), -1) + 1 from ledger.tile where level = 0")
            .ValueAsync<long>(cancellation);

    /// <summary>The hashes of a tile; fewer bytes than it has where the tables do not hold them all.</summary>
    public static async Task<byte[]> ReadAsync(NpgsqlConnection connection, Tile tile, CancellationToken cancellation)
    {
        var (first, end) = (tile.Index * Tile.FullWidth, (tile.Index * Tile.FullWidth) + tile.Width);
        var whole = await connection
            .Ask($"select hashes from ledger.tile where level = {tile.Level} and number = {tile.Index}")
            .ValueAsync<byte[]>(cancellation);
        return whole is not null
            ? whole[..Math.Min(whole.Length, tile.Bytes)]
            : await connection
                .Ask(
                    tile.Level == 0
                        ? (Statement)
                            $"""
                            select string_agg(leaf, '' order by place)
                            from ledger.place
                            where place >= {first} and place < {end}
                            """
                        : (Statement)
                            $"""
                            select string_agg(root, '' order by number)
                            from ledger.tile
                            where level = {tile.Level - 1} and number >= {first} and number < {end}
                            """
                )
                .ValueAsync<byte[]>(cancellation)
                ?? [];
    }

    /// <summary>The leaves from a place on, in the order of places.</summary>
    /// <exception cref="TreeRefusedException">A place is missing.</exception>
    public static async Task<List<TreeHash>> LeavesAsync(
        NpgsqlConnection connection,
        long from,
        int atMost,
        CancellationToken cancellation
    )
    {
        var leaves = await connection
            .Ask($"select place, leaf from ledger.place where place >= {from} order by place limit {atMost}")
            .RowsAsync(
                row => (Place: row.GetInt64(0), Leaf: TreeHash.From(row.GetFieldValue<byte[]>(1))),
                cancellation
            );
        var place = from;
        foreach (var leaf in leaves)
        {
            if (leaf.Place != place++)
            {
                throw new TreeRefusedException(
                    $"The record has no entry at place {place - 1}, and one at {leaf.Place}: somebody took it away. "
                        + "Compare with a backup; nothing is signed until it is there."
                );
            }
        }

        return leaves.ConvertAll(leaf => leaf.Leaf);
    }

    /// <summary>Makes something from the nodes of the tree of a size, with the tiles that it needs read before.</summary>
    /// <exception cref="Oversight.Proofs.ProofException">A tile is not there, or not whole.</exception>
    public static async Task<T> MakeAsync<T>(
        NpgsqlConnection connection,
        long size,
        Func<NodeHashes, T> make,
        CancellationToken cancellation
    )
    {
        var tiles = new Dictionary<Tile, byte[]>();
        foreach (var tile in TileNodes.Needed(size, nodes => make(nodes)))
        {
            tiles.Add(tile, await ReadAsync(connection, tile, cancellation));
        }

        return make(new TileNodes(size, tile => tiles[tile]).At);
    }

    /// <summary>The root of the tree's first leaves.</summary>
    public static Task<TreeHash> RootAsync(NpgsqlConnection connection, long size, CancellationToken cancellation) =>
        MakeAsync(connection, size, nodes => MerkleTree.Root(size, nodes), cancellation);

    /// <summary>Checks that what the tables hold begins with what was signed.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="signed">What was signed, wherever it was kept.</param>
    /// <param name="size">How many entries the tables hold.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="TreeRefusedException">It does not.</exception>
    public static async Task RequireBeginsWithAsync(
        NpgsqlConnection connection,
        Checkpoint signed,
        long size,
        CancellationToken cancellation
    )
    {
        if (signed.Size > size)
        {
            throw new TreeRefusedException(
                $"{signed.Size} entries of {signed.Origin} were signed, and the record has {size}: it was cut off or put back to an older "
                    + "state. Restore the newer one. Nothing is signed until it begins with what was signed."
            );
        }

        var root = await RootAsync(connection, signed.Size, cancellation);
        if (root != signed.Root)
        {
            throw new TreeRefusedException(
                $"The first {signed.Size} entries of {signed.Origin} were signed with the root {signed.Root}, and what the record holds now has "
                    + $"{root}: something of it was changed. Compare it with a backup. Nothing is signed until it begins with what was signed."
            );
        }
    }

    /// <summary>Opens the tree at a size that full tiles of level 0 cover exactly, to let it grow.</summary>
    public static async Task<TiledTree> OpenAsync(
        NpgsqlConnection connection,
        long size,
        CancellationToken cancellation
    )
    {
        var edge = new Dictionary<Tile, byte[]>();
        foreach (var tile in Tile.AtEdge(size))
        {
            edge.Add(tile, await ReadAsync(connection, tile, cancellation));
        }

        return new TiledTree(size, tile => edge[tile]);
    }

    /// <summary>Keeps the tiles that have become full.</summary>
    public static async Task KeepAsync(
        NpgsqlConnection connection,
        IEnumerable<TileContents> grown,
        CancellationToken cancellation
    )
    {
        var full = grown.Where(one => !one.Tile.IsPartial).ToArray();
        if (full.Length == 0)
        {
            return;
        }

        await connection
            .Ask(
                $"""
                insert into ledger.tile (level, number, hashes, root)
                select * from unnest({full.Select(one => one.Tile.Level).ToArray()}, {full.Select(one => one.Tile.Index)
                    .ToArray()}, {full.Select(one => one.Bytes.ToArray()).ToArray()}, {full.Select(RootOf).ToArray()})
                    grown (level, number, hashes, root)
                order by level, number
                """
            )
            .DoAsync(cancellation);
    }

    /// <summary>
    /// An entry's line as it is exported, in UTF-8, with its place and the leaf that was kept when it was recorded; null when there is no such entry.
    /// </summary>
    public static async Task<(long Place, byte[] Line, TreeHash Leaf)?> LineAsync(
        NpgsqlConnection connection,
        Guid entry,
        CancellationToken cancellation
    ) =>
        await connection
            .Ask(
                $"""
                select p.place, ledger.line(p.place, e.id, e.stream_id, e.version, e.type, e.timestamp, e.user_name, e.correlation_id,
                    e.causation_id, e.headers, e.data), p.leaf
                from ledger.place p
                join only oversight.mt_events e on e.seq_id = p.seq_id
                where p.id = {entry}
                """
            )
            .RowAsync(
                row =>
                    ((long, byte[], TreeHash)?)
                        (
                            row.GetInt64(0),
                            Encoding.UTF8.GetBytes(row.GetString(1)),
                            TreeHash.From(row.GetFieldValue<byte[]>(2))
                        ),
                cancellation
            );

    private static byte[] RootOf(TileContents tile)
    {
        var hashes = new TreeHash[tile.Tile.Width];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = TreeHash.From(tile.Bytes.Span.Slice(i * TreeHash.Length, TreeHash.Length));
        }

        return MerkleTree.Root(hashes).Bytes.ToArray();
    }
}
