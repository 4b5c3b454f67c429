using System.Collections.Concurrent;
using Npgsql;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;
using ProofReceipt = Oversight.Proofs.Receipts.Receipt;

namespace Oversight.Ledger.Proving;

/// <summary>What was found when a process began: the record begins with the newest checkpoint, and with that of the process's folder.</summary>
/// <param name="At">When it was looked at.</param>
/// <param name="Size">How many entries that checkpoint covers; 0 when nothing was signed yet.</param>
public sealed record BegunRecord(DateTimeOffset At, long Size);

/// <summary>
/// Checkpoints, tiles and proofs of the record, as docs/proofs.md says. Each proof is checked here before it is handed out: what the tables hold
/// and what was signed are told to agree, or nothing is. A tile is handed out as it is stored: whoever takes it checks it.
/// </summary>
/// <param name="connections">The program's connections.</param>
public sealed class RecordProofs(NpgsqlDataSource connections)
{
    private readonly ConcurrentDictionary<string, string> outside = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> disagreeing = new(StringComparer.Ordinal);
    private int unlooked;

    /// <summary>Why this process signs nothing at the moment; null when it does, or does not have to.</summary>
    public string? Refused
    {
        get => Volatile.Read(ref field);
        internal set => Volatile.Write(ref field, value);
    }

    /// <summary>
    /// When this process began, and how many entries the newest checkpoint then covered: the record began with it, and with that of its data folder.
    /// Null while that was not looked at, or could not be.
    /// </summary>
    public BegunRecord? Begun
    {
        get => Volatile.Read(ref field);
        internal set => Volatile.Write(ref field, value);
    }

    /// <summary>
    /// What is to be said of witnesses and anchors: which have not got the newest checkpoint, and what was noticed of them since the host began; none
    /// for nothing.
    /// </summary>
    public IReadOnlyCollection<string> NotKeptOutside => [.. outside.Values];

    /// <summary>Told of each checkpoint that this process signs.</summary>
    internal SignedNotice Signed { get; } = new();

    /// <summary>Which witnesses have to have seen a checkpoint before receipts are made with it, where one such is there; null: none.</summary>
    internal TrustPolicy? Policy { get; set; }

    /// <summary>Why nothing may be signed: what an anchor holds and this record do not agree. Null when they do, as far as was looked.</summary>
    internal string? Disagreement => disagreeing.Values.FirstOrDefault();

    /// <summary>Whether each anchor was looked at once since the host began, as far as it could be: nothing is signed before.</summary>
    internal bool HasLookedOutside => Volatile.Read(ref unlooked) <= 0;

    /// <summary>So many anchors have to be looked at before anything is signed.</summary>
    internal void MustLookAt(int anchors) => Volatile.Write(ref unlooked, anchors);

    /// <summary>One of them was.</summary>
    internal void LookedAtAnchor() => Interlocked.Decrement(ref unlooked);

    /// <summary>The public keys, the first one first.</summary>
    public async Task<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken cancellation = default) =>
        await CheckpointKeys.AllAsync(connections, cancellation);

    /// <summary>The public keys, with the notes by which each vouches for the next; null while there is none.</summary>
    /// <exception cref="ProofException">A note does not vouch for its key.</exception>
    public async Task<KeyChain?> ChainAsync(CancellationToken cancellation = default)
    {
        var known = await KeysAsync(cancellation);
        return known.Count == 0
            ? null
            : new KeyChain(
                [.. known.Select(key => VerifierKey.Parse(key.Verifier))],
                [.. known.Select(key => key.Vouched).OfType<string>().Select(SignedNote.Parse)]
            );
    }

    /// <summary>The newest checkpoint, with the cosignatures that are known for it; null when none was signed yet.</summary>
    public async Task<SignedNote?> CheckpointAsync(CancellationToken cancellation = default)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        return await StoredTree.NewestAsync(connection, cancellation) is { } note
            ? await Cosignatures.AddToAsync(connection, note, cancellation)
            : null;
    }

    /// <summary>The checkpoint that was signed at a size, with the cosignatures that are known for it; null when none was signed there.</summary>
    public async Task<SignedNote?> CheckpointAsync(long size, CancellationToken cancellation = default)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        return await SignedAtAsync(connection, size, cancellation);
    }

    /// <summary>The sizes of the checkpoints that were signed above a size, the smallest first.</summary>
    internal Task<List<long>> SizesAboveAsync(long size, int atMost, CancellationToken cancellation) =>
        connections
            .Ask($"select size from ledger.checkpoint where size > {size} order by size limit {atMost}")
            .RowsAsync(row => row.GetInt64(0), cancellation);

    /// <summary>
    /// Why this record does not begin with what a checkpoint says that was kept outside; null when it does. Whether one of the record's keys has
    /// signed it is looked at elsewhere.
    /// </summary>
    /// <exception cref="ProofException">The tables do not hold enough of the tree to say it.</exception>
    public async Task<string?> DisagreementWithAsync(Checkpoint kept, CancellationToken cancellation = default)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        var size = await connection
            .Ask("select coalesce(max(place), -1) + 1 from ledger.place")
            .ValueAsync<long>(cancellation);
        try
        {
            await StoredTree.RequireBeginsWithAsync(connection, kept, size, cancellation);
            return null;
        }
        catch (TreeRefusedException e)
        {
            return e.Message;
        }
    }

    /// <summary>The sizes nearest to one at which checkpoints were signed: below it and above it; null where there is none.</summary>
    public async Task<(long? Below, long? Above)> NearestAsync(long size, CancellationToken cancellation = default) =>
        await connections
            .Ask(
                $"""
                select (select max(size) from ledger.checkpoint where size < {size}), (select min(size) from ledger.checkpoint where size > {size})
                """
            )
            .RowAsync(row => (row.GetFieldValue<long?>(0), row.GetFieldValue<long?>(1)), cancellation);

    /// <summary>The hashes of a tile; null when the newest checkpoint does not cover it.</summary>
    /// <exception cref="ProofException">The tables do not hold all of it.</exception>
    public async Task<byte[]?> TileAsync(Tile tile, CancellationToken cancellation = default)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        var size = await connection
            .Ask("select coalesce(max(size), 0) from ledger.checkpoint")
            .ValueAsync<long>(cancellation);
        var hashes = size >> (tile.Level * Tile.Height);
        if (tile.Index > hashes / Tile.FullWidth || (tile.Index * Tile.FullWidth) + tile.Width > hashes)
        {
            return null;
        }

        var stored = await StoredTree.ReadAsync(connection, tile, cancellation);
        return stored.Length == tile.Bytes
            ? stored
            : throw new ProofException(
                $"{tile.Path} has {stored.Length} of its {tile.Bytes} bytes: something of the record was taken away."
            );
    }

    /// <summary>What is compared of the entry at a place where its receipt is not at hand; null while the record has no key, and so no name.</summary>
    public async Task<EntryLeaf?> LeafAsync(long place, CancellationToken cancellation = default) =>
        await LeavesAsync([place], cancellation) is [var leaf] ? leaf : null;

    /// <summary>The same of several entries, in the order of their places; of none while the record has no key.</summary>
    public Task<List<EntryLeaf>> LeavesAsync(IEnumerable<long> places, CancellationToken cancellation = default) =>
        connections
            .Ask(
                $"""
                select k.verifier, p.place, p.leaf
                from ledger.place p, ledger.signing_key k
                where p.place = any({places.ToArray()}) and k.number = 1
                order by p.place
                """
            )
            .RowsAsync(
                row => new EntryLeaf(
                    VerifierKey.Parse(row.GetString(0)).Name,
                    row.GetInt64(1),
                    TreeHash.From(row.GetFieldValue<byte[]>(2))
                ),
                cancellation
            );

    /// <summary>The proof that an entry is in the record, with the entry itself.</summary>
    /// <param name="entry">Its id.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>
    /// Null when no checkpoint covers it yet. Its checkpoint is the newest that enough witnesses have seen, where there is one, else the newest.
    /// </returns>
    /// <exception cref="ProofException">What the record holds is not what was signed.</exception>
    public async Task<ProofReceipt?> ReceiptAsync(Guid entry, CancellationToken cancellation = default)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        if (
            await StoredTree.LineAsync(connection, entry, cancellation) is not var (place, line, kept)
            || await CoveringAsync(connection, place, cancellation) is not { } note
            || Checkpoint.Parse(note.Text) is var checkpoint && checkpoint.Size <= place
        )
        {
            return null;
        }

        var leaf = TreeHash.OfLeaf(line);
        if (leaf != kept)
        {
            throw new ProofException(
                $"The entry at place {place} has the leaf {leaf}, and when it was recorded it had {kept}: it was changed, or its leaf was."
            );
        }

        var path = await StoredTree.MakeAsync(
            connection,
            checkpoint.Size,
            nodes => MerkleTree.Inclusion(place, checkpoint.Size, nodes),
            cancellation
        );
        MerkleProof.RequireInclusion(place, leaf, checkpoint.Size, checkpoint.Root, path);
        return new ProofReceipt(place, path, note, line);
    }

    /// <summary>The proof that the record of a later checkpoint begins with that of an earlier size.</summary>
    /// <param name="earlier">The earlier size; any, signed or not.</param>
    /// <param name="later">The later checkpoint.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ProofException">The earlier size is the larger one, or what the record holds is not what was signed.</exception>
    public async Task<AddCheckpoint> ExtensionAsync(
        long earlier,
        SignedNote later,
        CancellationToken cancellation = default
    )
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        var checkpoint = Checkpoint.Parse(later.Text);
        var (root, proof) = await StoredTree.MakeAsync(
            connection,
            checkpoint.Size,
            nodes => (MerkleTree.Root(earlier, nodes), MerkleTree.Consistency(earlier, checkpoint.Size, nodes)),
            cancellation
        );
        var signed = await connection
            .Ask($"select root from ledger.checkpoint where size = {earlier}")
            .ValueAsync<byte[]>(cancellation);
        MerkleProof.RequireConsistency(
            earlier,
            signed is null ? root : TreeHash.From(signed),
            checkpoint.Size,
            checkpoint.Root,
            proof
        );
        return new AddCheckpoint(earlier, proof, later);
    }

    /// <summary>Says how it stands with a witness or an anchor.</summary>
    /// <param name="name">Whose name it is known by.</param>
    /// <param name="trouble">Why it has not got the newest checkpoint; null when it has.</param>
    /// <param name="disagreement">Why nothing may be signed; null when it agrees.</param>
    internal void Stand(string name, string? trouble, string? disagreement)
    {
        Note(outside, trouble);
        Note(disagreeing, disagreement);

        void Note(ConcurrentDictionary<string, string> kept, string? said)
        {
            if (said is null)
            {
                kept.TryRemove(name, out _);
            }
            else
            {
                kept[name] = said;
            }
        }
    }

    private static async Task<SignedNote?> SignedAtAsync(
        NpgsqlConnection connection,
        long size,
        CancellationToken cancellation
    ) =>
        await connection.Ask($"select note from ledger.checkpoint where size = {size}").ValueAsync<string>(cancellation)
            is { } note
            ? await Cosignatures.AddToAsync(connection, SignedNote.Parse(note), cancellation)
            : null;

    // What a receipt of the entry at a place is made with.
    private async Task<SignedNote?> CoveringAsync(
        NpgsqlConnection connection,
        long place,
        CancellationToken cancellation
    )
    {
        if (
            Policy is { AsksForWitnesses: true } policy
            && await Cosignatures.SeenAsync(connection, place, policy, cancellation) is { } seen
        )
        {
            return await SignedAtAsync(connection, seen, cancellation);
        }

        return await StoredTree.NewestAsync(connection, cancellation) is { } newest
            ? await Cosignatures.AddToAsync(connection, newest, cancellation)
            : null;
    }
}
