using Npgsql;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Ledger.Proving;

/// <summary>
/// Lets the tree grow over what was recorded, and signs it. Any instance may, one at a time; never in a writer's transaction. What it sees of
/// the record is a prefix of it: places are given under the record's lock, which is held until the entry is committed, so that no entry appears
/// later below one that was seen.
/// </summary>
/// <param name="connections">The program's connections.</param>
public sealed class Integrator(NpgsqlDataSource connections)
{
    /// <summary>How many leaves are taken in one transaction; whole tiles, so that each of them leaves something to go on from.</summary>
    public const int UsualBatch = 256 * Tile.FullWidth;

    /// <summary>Takes what was recorded since; returns when there is no more.</summary>
    /// <param name="keys">The keys to sign with; null makes tiles alone.</param>
    /// <param name="batch">How many leaves are taken in one transaction, a multiple of 256.</param>
    /// <param name="waits">Whether it waits for another instance that is at it; otherwise it leaves it to that one, and has looked at nothing.</param>
    /// <param name="cancellation">Stops it; what was taken stays, and the next goes on from there.</param>
    /// <returns>The checkpoint that was signed; null when none was: nothing new, another instance is at it, or no keys.</returns>
    /// <exception cref="TreeRefusedException">What is there does not go on from what was signed.</exception>
    /// <exception cref="KeyUnavailableException">The secret key is not here.</exception>
    public async Task<Checkpoint?> IntegrateAsync(
        CheckpointKeys? keys,
        int batch = UsualBatch,
        bool waits = false,
        CancellationToken cancellation = default
    )
    {
        if (batch <= 0 || batch % Tile.FullWidth != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(batch), batch, "Must be a multiple of 256.");
        }

        await using var connection = await connections.OpenConnectionAsync(cancellation);
        while (true)
        {
            var (isDone, newest, isNew) = await TakeAsync(connection, keys, batch, waits, cancellation);
            if (newest is not null)
            {
                // Of one that was signed before, too: whoever signed it may have ended before it was kept.
                keys!.KeepCheckpoint(newest);
            }

            if (isDone)
            {
                return isNew ? Checkpoint.Parse(newest!.Text) : null;
            }
        }
    }

    /// <summary>Whether something was recorded that no checkpoint covers yet, or less is there than was signed, which nobody may pass over.</summary>
    public Task<bool> IsBehindAsync(CancellationToken cancellation) =>
        connections
            .Ask(
                """
                select coalesce((select max(place) from ledger.place), -1) + 1
                    <> coalesce((select max(size) from ledger.checkpoint), 0)
                """
            )
            .ValueAsync<bool>(cancellation);

    /// <summary>Waits for whoever integrates, and keeps others out until the transaction ends.</summary>
    internal static Task LockAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.Ask("select pg_advisory_xact_lock(ledger.integration_lock())").DoAsync(cancellation);

    private static async Task<(bool IsDone, SignedNote? Newest, bool IsNew)> TakeAsync(
        NpgsqlConnection connection,
        CheckpointKeys? keys,
        int batch,
        bool waits,
        CancellationToken cancellation
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (waits)
        {
            await LockAsync(connection, cancellation);
        }
        else if (
            !await connection
                .Ask("select pg_try_advisory_xact_lock(ledger.integration_lock())")
                .ValueAsync<bool>(cancellation)
        )
        {
            return (true, null, false);
        }

        // Whatever is flushed with this transaction's end, what it has seen was flushed before: a writer that did not wait for that included.
        await connection
            .Ask(
                "select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'"
            )
            .DoAsync(cancellation);
        var made = await StoredTree.MadeAsync(connection, cancellation);
        var tree = await StoredTree.OpenAsync(connection, made, cancellation);
        var leaves = await StoredTree.LeavesAsync(connection, made, batch, cancellation);
        foreach (var leaf in leaves)
        {
            tree.Append(leaf);
        }

        await StoredTree.KeepAsync(connection, tree.TakeGrown(), cancellation);
        var isLast = leaves.Count < batch;
        var (newest, isNew) =
            isLast && keys is not null ? await SignAsync(connection, keys, tree, cancellation) : (null, false);
        await transaction.CommitAsync(cancellation);
        return (isLast, newest, isNew);
    }

    // The newest checkpoint, signed now when there was something to sign.
    private static async Task<(SignedNote? Newest, bool IsNew)> SignAsync(
        NpgsqlConnection connection,
        CheckpointKeys keys,
        TiledTree tree,
        CancellationToken cancellation
    )
    {
        var last = await StoredTree.NewestAsync(connection, cancellation);
        // Looked at even when there is nothing to sign: so a record that was put back is noticed when the program starts on it.
        foreach (var signed in new[] { last, keys.NewestKnown() }.OfType<SignedNote>().DistinctBy(note => note.Text))
        {
            // A fork is never signed: it would be the proof against whoever signs.
            await StoredTree.RequireBeginsWithAsync(connection, Checkpoint.Parse(signed.Text), tree.Size, cancellation);
        }

        if (last is not null && Checkpoint.Parse(last.Text).Size == tree.Size)
        {
            return (last, false);
        }

        var verifier = await connection
            .Ask("select verifier from ledger.signing_key order by number desc limit 1")
            .ValueAsync<string>(cancellation);
        if (verifier is null && last is not null)
        {
            throw new KeyUnavailableException(
                "The keys that signed this record's checkpoints are gone from the database (ledger.signing_key): put them back from a backup."
            );
        }

        if (verifier is null || tree.Size == 0)
        {
            return (null, false);
        }

        using var signer = keys.Open(verifier);
        var root = tree.Root();
        var note = SignedNote.Sign(new Checkpoint(signer.Verifier.Name, tree.Size, root).ToText(), signer);
        await connection
            .Ask(
                $"insert into ledger.checkpoint (size, root, note) values ({tree.Size}, {root.Bytes.ToArray()}, {note.ToString()})"
            )
            .DoAsync(cancellation);
        return (note, true);
    }
}
