using System.Text;
using Npgsql;
using Oversight.Ledger.Replay;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Ledger.Proving;

/// <summary>A checkpoint that was kept outside the database.</summary>
/// <param name="Name">Where it was kept, in words: a file, an address.</param>
/// <param name="Note">The checkpoint.</param>
public sealed record KeptCheckpoint(string Name, SignedNote Note);

/// <summary>Something that does not hold.</summary>
/// <param name="Where">What it is about: <c>place 12</c>, <c>tile/0/000</c>, <c>guards</c>.</param>
/// <param name="Says">What was found there, and what was expected.</param>
public sealed record RecordFault(string Where, string Says);

/// <summary>What a verification of the record found.</summary>
/// <param name="Entries">How many entries were read and hashed.</param>
/// <param name="Newest">The newest checkpoint; null when nothing was signed.</param>
/// <param name="Checkpoints">How many checkpoints were compared with the tree, and their signatures checked.</param>
/// <param name="Tiles">How many stored tiles were compared.</param>
/// <param name="Keys">The keys that sign, the first one first.</param>
/// <param name="ComparedWith">The checkpoints from outside with which the record was compared, and begins.</param>
/// <param name="Faults">What does not hold; none when everything does. After <see cref="RecordVerification.MostFaults"/> no more are listed.</param>
public sealed record VerificationReport(
    long Entries,
    Checkpoint? Newest,
    int Checkpoints,
    int Tiles,
    IReadOnlyList<string> Keys,
    IReadOnlyList<KeptCheckpoint> ComparedWith,
    IReadOnlyList<RecordFault> Faults
);

/// <summary>
/// Checks the record where it lies: guards, people's names against their ids, places, the leaf of each entry's stored bytes, tiles, checkpoints and their signatures, and whether it
/// begins with the checkpoints that were kept outside. Reads only.
/// </summary>
/// <param name="store">The record.</param>
public sealed class RecordVerification(RecordStore store)
{
    /// <summary>How many faults are listed at most.</summary>
    public const int MostFaults = 100;

    private const int ProgressEach = 1000;

    private readonly List<RecordFault> _faults = [];
    private readonly TreeEdge _tree = new();
    private readonly List<TreeHash> _leaves = new(Tile.FullWidth);
    private readonly List<TreeHash> _above = [];
    private bool _isForked;
    private int _tiles;
    private long _read;

    /// <summary>Checks the record as it is now; what is recorded meanwhile is left for the next time.</summary>
    /// <param name="kept">The checkpoints that were kept outside.</param>
    /// <param name="progress">Told how many entries were read, of how many; null for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<VerificationReport> RunAsync(
        IReadOnlyList<KeptCheckpoint> kept,
        IProgress<(long Entries, long Of)>? progress,
        CancellationToken cancellation
    )
    {
        await CheckGuardsAsync(cancellation);
        foreach (var (what, count, first) in await StoredWhole.CheckAsync(store, cancellation))
        {
            Add(what, $"{count}, the first is {first}");
        }

        await CheckPeopleAsync(cancellation);
        // In this order, since the record grows meanwhile: what was signed is recorded by then, and its key known.
        var signed = await SignedAsync(cancellation);
        var keys = await CheckpointKeys.AllAsync(store.Connections, cancellation);
        var chain = ChainOf(keys, signed.Count);
        var size = await store.LastPlaceAsync(cancellation) + 1;
        var expected = new Queue<KeptCheckpoint>(
            signed.Concat(kept.Where(one => IsOfRecord(one, chain, size))).OrderBy(SizeOf)
        );
        var compared = new List<KeptCheckpoint>();
        var tiles = await StoredTilesAsync(0, cancellation);
        var bereft = await LeavesWithoutEntryAsync(cancellation);
        var outside = kept.ToHashSet();
        Compare(expected, compared, chain, outside);
        await foreach (var (place, line, leaf) in StoredLines.ReadAsync(store, size - 1, cancellation))
        {
            PassOver(place);
            Take(place, TreeHash.OfLeaf(Encoding.UTF8.GetBytes(line)), leaf);
            if (++_read % ProgressEach == 0)
            {
                progress?.Report((_read, size));
            }
        }

        PassOver(size);

        // The first says it for those that cover still more.
        if (expected.TryPeek(out var left))
        {
            Add(left.Name, $"{SizeOf(left)} entries were signed, and {_read} can be read: the record was cut off");
        }

        var newest = signed.Count == 0 ? null : CheckpointOf(signed[^1]);
        await CompareTilesAsync(tiles, newest?.Size ?? 0, cancellation);
        return new(
            _read,
            newest,
            signed.Count,
            _tiles,
            keys.ConvertAll(key => key.Verifier),
            [.. compared.Except(signed)],
            [.. _faults]
        );

        // Places without an entry before one that has one. The rest is compared all the same, with the leaf that the tables still have of them.
        void PassOver(long next)
        {
            if (next > _tree.Size)
            {
                Add(
                    next - _tree.Size == 1 ? $"place {_tree.Size}" : $"places {_tree.Size} to {next - 1}",
                    $"missing: {(next - _tree.Size == 1 ? "the entry that was" : "the entries that were")} recorded there cannot be read"
                );
            }

            while (_tree.Size < next)
            {
                if ((bereft.GetValueOrDefault(_tree.Size) ?? InTile(tiles, _tree.Size)) is { } kept)
                {
                    Append(TreeHash.From(kept));
                }
                else
                {
                    // No root can be made any more.
                    _isForked = true;
                    Append(default);
                }
            }
        }

        void Append(TreeHash leaf)
        {
            Grow(leaf, tiles);
            Compare(expected, compared, chain, outside);
        }

        void Take(long place, TreeHash leaf, byte[] kept)
        {
            if (!leaf.Bytes.SequenceEqual(kept))
            {
                Add(
                    $"place {place}",
                    $"its bytes have the leaf {leaf}, and it was recorded with {Convert.ToBase64String(kept)}: it was changed"
                );
            }

            Append(leaf);
        }
    }

    private async Task CheckGuardsAsync(CancellationToken cancellation)
    {
        foreach (var off in await store.GuardsOffAsync(cancellation))
        {
            Add("guards", $"{off} is off or missing: whatever was changed since, nothing refused it");
        }

        foreach (var difference in await store.CatalogueDifferencesAsync(cancellation))
        {
            Add("guards", difference);
        }
    }

    // Names are no part of any leaf: only the ids in the entries hold them to what they were.
    private async Task CheckPeopleAsync(CancellationToken cancellation)
    {
        foreach (
            var person in await store
                .Connections.Ask("select id, salt, name from ledger.person order by id")
                .RowsAsync(
                    row => new PersonCommitment(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetString(2)),
                    cancellation
                )
        )
        {
            if (!person.Holds)
            {
                Add(person.Id, "salt and name do not have that hash: another name was put in its place");
            }
        }

        foreach (
            var (id, place) in await store
                .Connections.Ask(
                    """
                    select said[1], min(p.place)
                    from only oversight.mt_events e
                    join ledger.place p on p.seq_id = e.seq_id
                    cross join lateral regexp_matches(e.data::text, '"(person:[0-9a-f]{64})"', 'g') said
                    where not exists (select from ledger.person n where n.id = said[1])
                        and not exists (
                            select from ledger.person_redaction r join only oversight.mt_events by on by.id = r.entry
                            where r.person = said[1] and by.type = 'person_redacted' and by.data -> 'names' ? r.person)
                    group by said[1]
                    order by min(p.place), said[1]
                    """
                )
                .RowsAsync(row => (row.GetString(0), row.GetInt64(1)), cancellation)
        )
        {
            Add(
                id,
                $"the entry at place {place} names it, its name is gone, and no entry redacts it: it was taken away"
            );
        }
    }

    // Everything that was signed in the database, its row and its text told to agree.
    private async Task<List<KeptCheckpoint>> SignedAsync(CancellationToken cancellation)
    {
        var signed = new List<KeptCheckpoint>();
        foreach (
            var (rowSize, root, text) in await store
                .Connections.Ask("select size, root, note from ledger.checkpoint order by size")
                .RowsAsync(row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetString(2)), cancellation)
        )
        {
            var name = $"checkpoint {rowSize}";
            try
            {
                var note = new KeptCheckpoint(name, SignedNote.Parse(text));
                if (CheckpointOf(note) is var said && (said.Size != rowSize || !said.Root.Bytes.SequenceEqual(root)))
                {
                    Add(
                        name,
                        $"its row and its signed text do not agree: the text says {said.Size} entries with {said.Root}"
                    );
                }
                else
                {
                    signed.Add(note);
                }
            }
            catch (ProofException e)
            {
                Add(name, e.Message);
            }
        }

        return signed;
    }

    private KeyChain? ChainOf(List<SigningKey> keys, int checkpoints)
    {
        if (keys.Count == 0)
        {
            if (checkpoints > 0)
            {
                Add("keys", $"there is none, and {checkpoints} checkpoints are signed: they were taken away");
            }

            return null;
        }

        try
        {
            return new KeyChain(
                keys.ConvertAll(key => VerifierKey.Parse(key.Verifier)),
                [.. keys.Skip(1).Select(key => SignedNote.Parse(key.Vouched ?? ""))]
            );
        }
        catch (ProofException e)
        {
            Add("keys", e.Message);
            return null;
        }
    }

    private bool IsOfRecord(KeptCheckpoint kept, KeyChain? chain, long size)
    {
        var checkpoint = CheckpointOf(kept);
        if (chain is not null && checkpoint.Origin != chain.Keys[0].Name)
        {
            Add(
                kept.Name,
                $"it is of {checkpoint.Origin}, and this record is {chain.Keys[0].Name}: another record is here"
            );
            return false;
        }

        if (checkpoint.Size > size)
        {
            Add(
                kept.Name,
                $"{checkpoint.Size} entries were signed, and the record has {size}: it was cut off or put back to an older state"
            );
            return false;
        }

        return true;
    }

    // What is left of entries that are gone.
    private async Task<Dictionary<long, byte[]>> LeavesWithoutEntryAsync(CancellationToken cancellation) =>
        (
            await store
                .Connections.Ask(
                    $"""
                    select p.place, p.leaf from ledger.place p
                    where not exists (select from only oversight.mt_events e where e.seq_id = p.seq_id)
                    """
                )
                .RowsAsync(row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancellation)
        ).ToDictionary(row => row.Item1, row => row.Item2);

    private static byte[]? InTile(Dictionary<long, byte[]> tiles, long place) =>
        tiles.TryGetValue(place / Tile.FullWidth, out var hashes)
        && (int)(place % Tile.FullWidth) * TreeHash.Length is var at
        && hashes.Length >= at + TreeHash.Length
            ? hashes[at..(at + TreeHash.Length)]
            : null;

    private void Grow(TreeHash leaf, Dictionary<long, byte[]> tiles)
    {
        _tree.Append(leaf);
        _leaves.Add(leaf);
        if (_leaves.Count < Tile.FullWidth)
        {
            return;
        }

        var number = _above.Count;
        if (tiles.TryGetValue(number, out var hashes))
        {
            CompareTile(new Tile(0, number, Tile.FullWidth), _leaves, hashes, first: _tree.Size - Tile.FullWidth);
        }

        _above.Add(MerkleTree.Root(_leaves.ToArray()));
        _leaves.Clear();
    }

    private void Compare(
        Queue<KeptCheckpoint> expected,
        List<KeptCheckpoint> compared,
        KeyChain? chain,
        HashSet<KeptCheckpoint> outside
    )
    {
        while (expected.TryPeek(out var next) && SizeOf(next) == _tree.Size)
        {
            var checkpoint = CheckpointOf(expected.Dequeue());
            try
            {
                _ = chain?.RequireSigned(next.Note);
            }
            catch (ProofException e)
            {
                Add(next.Name, e.Message);
                continue;
            }

            if (_tree.Root() is var root && root == checkpoint.Root)
            {
                compared.Add(next);
            }
            // Of those in the database one says it for all that follow; one that was kept outside is named.
            else if (!_isForked || outside.Contains(next))
            {
                _isForked = true;
                Add(
                    next.Name,
                    $"the first {checkpoint.Size} entries were signed with the root {checkpoint.Root} and have {root}: something "
                        + $"{(compared.Count == 0 ? "" : $"from place {SizeOf(compared[^1])} ")}to place {checkpoint.Size - 1} was changed, and all that was signed since does not fit"
                );
            }
        }
    }

    private async Task CompareTilesAsync(Dictionary<long, byte[]> lowest, long covered, CancellationToken cancellation)
    {
        var (hashes, stored) = (_above, lowest);
        for (var level = 0; ; level++)
        {
            covered /= Tile.FullWidth;
            for (var number = 0L; number < covered; number++)
            {
                if (!stored.ContainsKey(number))
                {
                    Add(new Tile(level, number, Tile.FullWidth).Path, "it is not stored, and a checkpoint covers it");
                }
            }

            if (hashes.Count < Tile.FullWidth)
            {
                return;
            }

            stored = await StoredTilesAsync(level + 1, cancellation);
            var roots = new List<TreeHash>();
            for (var at = 0; at + Tile.FullWidth <= hashes.Count; at += Tile.FullWidth)
            {
                var below = hashes.GetRange(at, Tile.FullWidth);
                if (stored.TryGetValue(roots.Count, out var said))
                {
                    CompareTile(new Tile(level + 1, roots.Count, Tile.FullWidth), below, said, first: null);
                }

                roots.Add(MerkleTree.Root(below.ToArray()));
            }

            hashes = roots;
        }
    }

    private void CompareTile(Tile tile, List<TreeHash> hashes, byte[] stored, long? first)
    {
        _tiles++;
        if (stored.Length != (hashes.Count + 1) * TreeHash.Length)
        {
            Add(tile.Path, $"it has {stored.Length} bytes with its root: it was changed");
            return;
        }

        for (var i = 0; i < hashes.Count; i++)
        {
            var said = stored.AsSpan(i * TreeHash.Length, TreeHash.Length);
            if (!hashes[i].Bytes.SequenceEqual(said))
            {
                Add(
                    first is null ? tile.Path : $"place {first + i}",
                    $"hash {i} of {tile.Path} is {Convert.ToBase64String(said)}, and {(first is null ? "those below it have" : "its bytes have")} {hashes[i]}: one of them was changed"
                );
                return;
            }
        }

        var root = MerkleTree.Root(hashes.ToArray());
        if (!root.Bytes.SequenceEqual(stored.AsSpan(hashes.Count * TreeHash.Length)))
        {
            Add(tile.Path, $"its root is stored as another than {root}: it was changed");
        }
    }

    // Each full tile's hashes, and its root behind them.
    private async Task<Dictionary<long, byte[]>> StoredTilesAsync(int level, CancellationToken cancellation) =>
        (
            await store
                .Connections.Ask($"select number, hashes || root from ledger.tile where level = {level}")
                .RowsAsync(row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancellation)
        ).ToDictionary(row => row.Item1, row => row.Item2);

    private static Checkpoint CheckpointOf(KeptCheckpoint kept) => Checkpoint.Parse(kept.Note.Text);

    private static long SizeOf(KeptCheckpoint kept) => CheckpointOf(kept).Size;

    private void Add(string where, string says)
    {
        if (_faults.Count < MostFaults)
        {
            _faults.Add(new(where, says));
        }
    }
}
