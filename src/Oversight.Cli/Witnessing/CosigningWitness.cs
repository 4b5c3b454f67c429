using Oversight.Ledger.Proving;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Witnesses;

namespace Oversight.Cli.Witnessing;

/// <summary>What a witness saw last of a record.</summary>
/// <param name="Origin">The record.</param>
/// <param name="Note">The checkpoint as the record and the witness have signed it; null when it saw none.</param>
/// <param name="Size">How many entries it covers.</param>
/// <param name="Time">When the witness signed it.</param>
internal sealed record SeenLast(string Origin, SignedNote? Note, long Size = 0, DateTimeOffset? Time = null);

/// <summary>
/// Keeps, for each record that it watches, the last checkpoint that it saw, and cosigns only one that begins with that. What it decides is on its
/// disk before it signs it: whenever it is ended, it goes on from the last that it may have signed.
/// </summary>
internal sealed class CosigningWitness : IDisposable
{
    private readonly string folder;
    private readonly FileStream hold;
    private readonly SignerKey signer;
    private readonly WatchedLogs logs;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, SignedNote> seen = new(StringComparer.Ordinal);
    private readonly Lock deciding = new();

    private CosigningWitness(string folder, FileStream hold, SignerKey signer, WatchedLogs logs, TimeProvider clock) =>
        (this.folder, this.hold, this.signer, this.logs, this.clock) = (folder, hold, signer, logs, clock);

    /// <summary>Its public key.</summary>
    public VerifierKey Key => signer.Verifier;

    /// <summary>What it saw last of each record that it watches.</summary>
    public IReadOnlyList<SeenLast> Seen
    {
        get
        {
            lock (deciding)
            {
                return [.. logs.Origins.Select(Last)];
            }
        }
    }

    /// <summary>Opens a witness on its folder; the first time its key is made there.</summary>
    /// <param name="folder">Its folder, and nobody else's.</param>
    /// <param name="name">The name of its key, the first time; null: one that is made up of the machine's.</param>
    /// <param name="logs">What it watches.</param>
    /// <param name="clock">Tells it the time.</param>
    /// <exception cref="FailureException">Another has the folder, or what is there cannot be used.</exception>
    public static CosigningWitness Open(string folder, string? name, WatchedLogs logs, TimeProvider clock)
    {
        FileStream? taken = null;
        try
        {
            DurableFile.MakeFolder(folder);
            taken = Take(folder);
            var witness = new CosigningWitness(folder, taken, KeyIn(folder, name), logs, clock);
            witness.ReadSeen();
            return witness;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProofException)
        {
            taken?.Dispose();
            throw new FailureException(ExitCode.CannotStart, $"the witness cannot use {folder}: {e.Message}", e);
        }
    }

    /// <summary>Decides about the body of a request, one at a time, and cosigns what is accepted.</summary>
    /// <returns>The decision, and the signature's line where it was accepted.</returns>
    /// <exception cref="IOException">It cannot be kept: nothing was signed.</exception>
    public (WitnessDecision Decision, string? Cosignature) Decide(ReadOnlySpan<byte> body)
    {
        lock (deciding)
        {
            var decision = Witness.Decide(
                body,
                origin => logs.Of(origin, seen.TryGetValue(origin, out var last) ? Checkpoint.Parse(last.Text) : null)
            );
            return decision.Verdict == WitnessVerdict.Accepted
                ? (decision, Cosign(decision.Request!.Note.SignedBy(logs.KeysOf(decision.Request.Checkpoint.Origin))))
                : (decision, null);
        }
    }

    /// <summary>The last checkpoint that it saw of the record whose name has this hash; null when there is none.</summary>
    public SignedNote? OfHash(string originHash)
    {
        lock (deciding)
        {
            return seen.Values.FirstOrDefault(note => Checkpoint.Parse(note.Text).OriginHash == originHash);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        signer.Dispose();
        hold.Dispose();
    }

    // First kept as it came, and only then signed; then kept with the signature, for those who ask what it saw.
    private string Cosign(SignedNote note)
    {
        var checkpoint = Checkpoint.Parse(note.Text);
        Keep(checkpoint, note);
        var signature = signer.Cosign(note.Text, clock.GetUtcNow());
        Keep(checkpoint, note.With(signature));
        return signature.Line;
    }

    private void Keep(Checkpoint checkpoint, SignedNote note)
    {
        DurableFile.Replace(FileOf(checkpoint), note.ToString());
        seen[checkpoint.Origin] = note;
    }

    private string FileOf(Checkpoint checkpoint) => Path.Combine(folder, $"{checkpoint.OriginHash}.checkpoint");

    private SeenLast Last(string origin)
    {
        if (!seen.TryGetValue(origin, out var note))
        {
            return new(origin, null);
        }

        var time = note.Signatures.Any(one => one.KeyId == Key.KeyId && one.Name == Key.Name)
            ? note.Verify([Key])[0].Time
            : null;
        return new(origin, note, Checkpoint.Parse(note.Text).Size, time);
    }

    private void ReadSeen()
    {
        foreach (var file in Directory.GetFiles(folder, "*.checkpoint"))
        {
            try
            {
                var note = SignedNote.Parse(File.ReadAllBytes(file));
                var checkpoint = Checkpoint.Parse(note.Text);
                if (FileOf(checkpoint) != file)
                {
                    throw new ProofException($"it is of {checkpoint.Origin}, which has another file");
                }

                seen[checkpoint.Origin] = note;
                // Ended before it had signed what it kept: nothing else of that record was signed since.
                if (Last(checkpoint.Origin).Time is null)
                {
                    Cosign(note);
                }
            }
            catch (ProofException e)
            {
                throw new ProofException(
                    $"{file} is not what was kept there ({e.Message}). Put back what the witness saw last; without it, it would cosign a record that "
                        + "was rewritten."
                );
            }
        }
    }

    private static FileStream Take(string folder)
    {
        try
        {
            return new FileStream(
                Path.Combine(folder, "lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException e)
        {
            throw new IOException("another witness runs there, or it cannot be written.", e);
        }
    }

    private static SignerKey KeyIn(string folder, string? name)
    {
        var file = Path.Combine(folder, "witness.key");
        if (!File.Exists(file))
        {
            if (Directory.EnumerateFiles(folder, "*.checkpoint").Any())
            {
                throw new ProofException($"{file} is gone, and what the witness saw is there: put the key back.");
            }

            using var made = SignerKey.Create(name ?? $"{Environment.MachineName}/witness", KeyType.Cosignature);
            DurableFile.Create(file, $"{made.Export()}\n", isSecret: true);
        }

        if (!DurableFile.IsOwnersAlone(file))
        {
            throw new ProofException(
                $"{file} can be read or written by others than its owner: take those rights away (chmod 600), and ask whether others know it now."
            );
        }

        var key = SignerKey.Parse(File.ReadAllText(file).TrimEnd('\n'));
        if (name is null || key.Verifier.Name == name)
        {
            return key;
        }

        key.Dispose();
        throw new ProofException($"its key is named {key.Verifier.Name}, and not {name}: a key keeps its name.");
    }
}
