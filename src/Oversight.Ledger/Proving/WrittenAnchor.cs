using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Ledger.Proving;

/// <summary>An anchor that is compared with the record, and then written. What stands there and does not agree is left as it is.</summary>
/// <param name="proofs">The record's proofs.</param>
/// <param name="anchor">The place.</param>
internal sealed class WrittenAnchor(RecordProofs proofs, Anchor anchor) : CheckpointKeeper($"The anchor {anchor.Name}")
{
    private const int AtOnce = 500;

    public override bool HasProof => true;

    public override async Task TellAsync(CancellationToken cancellation)
    {
        try
        {
            var chain = await ChainAsync(cancellation);
            var held = await anchor.ReadAsync(cancellation);
            var size = held is null ? 0 : await CompareAsync(chain, held, cancellation);
            if (held is not null && anchor.KeepsEach)
            {
                await WriteEachAsync(chain, size, cancellation);
            }
            else if (await proofs.CheckpointAsync(cancellation) is { } newest && IsBetter(newest, held, size))
            {
                await WriteAsync(chain, newest, cancellation);
            }
        }
        catch (AnchorException e)
        {
            throw new KeeperAwayException(e.Message, e);
        }
    }

    // What was kept stays, but for more of the same.
    private static bool IsBetter(SignedNote newest, SignedNote? held, long size) =>
        held is null
        || Checkpoint.Parse(newest.Text).Size is var now
            && (now > size || (now == size && newest.Signatures.Count > held.Signatures.Count));

    private async Task<KeyChain> ChainAsync(CancellationToken cancellation) =>
        await proofs.ChainAsync(cancellation) ?? throw new ProofException("The record has no key yet.");

    // The size of what it holds, which the record begins with.
    private async Task<long> CompareAsync(KeyChain chain, SignedNote held, CancellationToken cancellation)
    {
        var checkpoint = Checkpoint.Parse(held.Text);
        try
        {
            chain.RequireSigned(held);
        }
        catch (ProofException e)
        {
            throw new AnchorException(
                $"it holds a checkpoint of {checkpoint.Origin} that no key of this record has signed as it should ({e.Message}), and is not "
                    + "overwritten: it is another record's, or this one was put back to before its key was made.",
                e
            );
        }

        return await proofs.DisagreementWithAsync(checkpoint, cancellation) is { } why
            ? throw new KeeperDisagreesException(why)
            : checkpoint.Size;
    }

    // The database is not believed: what stands outside is replaced by what the record's key has signed and its entries are, and by nothing else.
    private async Task WriteAsync(KeyChain chain, SignedNote note, CancellationToken cancellation)
    {
        chain.RequireSigned(note);
        if (await proofs.DisagreementWithAsync(Checkpoint.Parse(note.Text), cancellation) is { } why)
        {
            throw new ProofException($"The database's own checkpoint is not kept outside: {why}");
        }

        await anchor.WriteAsync(note, cancellation);
    }

    private async Task WriteEachAsync(KeyChain chain, long size, CancellationToken cancellation)
    {
        while (await proofs.SizesAboveAsync(size, AtOnce, cancellation) is { Count: > 0 } signed)
        {
            foreach (var one in signed)
            {
                var note =
                    await proofs.CheckpointAsync(one, cancellation)
                    ?? throw new ProofException($"The checkpoint at {one} entries is gone from the database.");
                await WriteAsync(chain, note, cancellation);
            }

            size = signed[^1];
        }
    }
}
