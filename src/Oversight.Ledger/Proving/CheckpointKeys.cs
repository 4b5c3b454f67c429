using Npgsql;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Ledger.Proving;

/// <summary>A public key that has signed checkpoints, or does.</summary>
/// <param name="Number">The how-many-th it is, from 1.</param>
/// <param name="Verifier">The key, as C2SP signed-note writes it; its name is the record's origin.</param>
/// <param name="Vouched">The note by which the key before it vouches for it; null of the first.</param>
/// <param name="Made">When it was made known.</param>
public sealed record SigningKey(int Number, string Verifier, string? Vouched, DateTimeOffset Made);

/// <summary>
/// The keys that sign checkpoints. The secret ones are files of the program's data folder, readable by the account that runs it alone, so that
/// who owns the database cannot sign; the public ones are in the database, for every instance and for whoever checks.
/// </summary>
/// <param name="connections">The program's connections.</param>
/// <param name="folder">The folder of the secret keys; made when it is not there.</param>
public sealed class CheckpointKeys(NpgsqlDataSource connections, string folder)
{
    private static readonly Lock Keeping = new();

    /// <summary>The file in which the newest checkpoint is kept, for whoever copies it away.</summary>
    public string CheckpointFile => Path.Combine(folder, "checkpoint");

    /// <summary>The public keys, the first one first.</summary>
    public static Task<List<SigningKey>> AllAsync(NpgsqlDataSource connections, CancellationToken cancellation) =>
        connections
            .Ask("select number, verifier, vouched, made from ledger.signing_key order by number")
            .RowsAsync(
                row => new SigningKey(row.GetInt32(0), row.GetString(1), row.TextOrNull(2), row.Instant(3)),
                cancellation
            );

    /// <summary>Makes the first key, when the record has none.</summary>
    /// <param name="origin">What the record is called in its checkpoints, for ever.</param>
    /// <param name="cancellation">Stops before it is made known.</param>
    /// <returns>The record's newest public key.</returns>
    /// <exception cref="ProofException">The origin cannot be one.</exception>
    /// <exception cref="KeyUnavailableException">The database has none, and this folder has a checkpoint: it had one.</exception>
    public async Task<SigningKey> EnsureAsync(string origin, CancellationToken cancellation)
    {
        if (await AllAsync(connections, cancellation) is [.., var known])
        {
            return known;
        }

        if (NewestKnown() is { } signed)
        {
            throw new KeyUnavailableException(
                $"The database has no key that signs checkpoints, and {CheckpointFile} is one of {Checkpoint.Parse(signed.Text).Size} entries: the keys "
                    + "were taken out of the database, or it is another one. Put back the database that had them; no other key is made."
            );
        }

        using var first = SignerKey.Create(origin, KeyType.Ed25519);
        Keep(first);
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Integrator.LockAsync(connection, cancellation);
        // Another instance may have made it known meanwhile: then this one's file is no use, and harmless.
        await connection
            .Ask(
                $"""
                insert into ledger.signing_key (number, verifier)
                select 1, {first.Verifier.ToString()} where not exists (select from ledger.signing_key)
                """
            )
            .DoAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return (await AllAsync(connections, cancellation))[^1];
    }

    /// <summary>The secret half of a public key.</summary>
    /// <exception cref="KeyUnavailableException">It is not in the folder, others can read it, or it is another.</exception>
    public SignerKey Open(string verifier)
    {
        var (key, file) = (VerifierKey.Parse(verifier), FileOf(VerifierKey.Parse(verifier)));
        try
        {
            if (!DurableFile.IsOwnersAlone(file))
            {
                throw new KeyUnavailableException(
                    $"{file} can be read or written by others than its owner, so it may be known to others: look into it, take those "
                        + "rights away (chmod 600), and let another key take its place (oversight key rotate)."
                );
            }

            var signer = SignerKey.Parse(File.ReadAllText(file).TrimEnd('\n'));
            if (signer.Verifier.ToString() == verifier)
            {
                return signer;
            }

            signer.Dispose();
            throw new KeyUnavailableException(
                $"{file} holds another key than {key.Name}+{key.KeyId:x8}: put that one back."
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProofException)
        {
            throw new KeyUnavailableException(
                $"The key that signs this record's checkpoints cannot be read here ({e.Message}): copy {Path.GetFileName(file)} into {folder} "
                    + "from the data folder that has it."
            );
        }
    }

    /// <summary>Lets another key take the place of the one that signs; that one vouches for it. Both are kept.</summary>
    /// <param name="cancellation">Stops before the new one is made known.</param>
    /// <returns>The new public key.</returns>
    /// <exception cref="KeyUnavailableException">The record has no key yet, or its secret half is not here.</exception>
    public async Task<SigningKey> RotateAsync(CancellationToken cancellation)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Nobody signs with the old key after it has vouched for the new one.
        await Integrator.LockAsync(connection, cancellation);
        var last = await connection
            .Ask("select number, verifier from ledger.signing_key order by number desc limit 1")
            .RowAsync(row => ((int Number, string Verifier)?)(row.GetInt32(0), row.GetString(1)), cancellation);
        if (last is not var (number, verifier))
        {
            throw new KeyUnavailableException("This record has no key yet: the first start of oversight run makes it.");
        }

        using var old = Open(verifier);
        using var next = SignerKey.Create(old.Verifier.Name, KeyType.Ed25519);
        // Kept before it is known: a key that is known and lost would stop the signing for good.
        Keep(next);
        var size = await connection
            .Ask("select coalesce(max(size), 0) from ledger.checkpoint")
            .ValueAsync<long>(cancellation);
        var note = SignedNote.Sign(new KeyRotation(old.Verifier, next.Verifier, size).ToText(), old).ToString();
        await connection
            .Ask(
                $"insert into ledger.signing_key (number, verifier, vouched) values ({number + 1}, {next.Verifier.ToString()}, {note})"
            )
            .DoAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return (await AllAsync(connections, cancellation))[^1];
    }

    /// <summary>The newest checkpoint that this folder knows of; null for none.</summary>
    /// <exception cref="KeyUnavailableException">The file is there and holds no checkpoint.</exception>
    internal SignedNote? NewestKnown()
    {
        if (!File.Exists(CheckpointFile))
        {
            return null;
        }

        try
        {
            var note = SignedNote.Parse(File.ReadAllBytes(CheckpointFile));
            _ = Checkpoint.Parse(note.Text);
            return note;
        }
        catch (ProofException e)
        {
            throw new KeyUnavailableException(
                $"{CheckpointFile} is no checkpoint any more ({e.Message}): put the newest one there that was copied away. Where there is none, "
                    + "take the file away: then nobody notices here whether the record was put back to an older state before."
            );
        }
    }

    /// <summary>Keeps a checkpoint as the newest one, unless a newer one is kept; it is on the disk when this returns.</summary>
    internal void KeepCheckpoint(SignedNote note)
    {
        // Of two integrators the one that signed first may come here last. They are of one process: a data folder is one process's.
        lock (Keeping)
        {
            if (NewestKnown() is { } known && Checkpoint.Parse(known.Text).Size >= Checkpoint.Parse(note.Text).Size)
            {
                return;
            }

            DurableFile.MakeFolder(folder);
            DurableFile.Replace(CheckpointFile, note.ToString());
        }
    }

    private string FileOf(VerifierKey key) => Path.Combine(folder, $"{key.KeyId:x8}.key");

    private void Keep(SignerKey key)
    {
        DurableFile.MakeFolder(folder);
        DurableFile.Create(FileOf(key.Verifier), $"{key.Export()}\n", isSecret: true);
    }
}

/// <summary>The secret key that signs checkpoints cannot be used here. The message says why, and what to do.</summary>
public sealed class KeyUnavailableException(string message) : Exception(message);
