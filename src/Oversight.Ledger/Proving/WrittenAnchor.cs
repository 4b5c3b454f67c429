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
            var held = await anchor.ReadAsync(cancellation);
            var size = held is null ? 0 : await CompareAsync(held, cancellation);
            if (held is not null && anchor.KeepsEach)
            {
                await WriteEachAsync(size, cancellation);
            }
            else if (
                await proofs.CheckpointAsync(cancellation) is { } newest
                && (
                    held is null
                    || Checkpoint.Parse(newest.Text).Size > size
                    || newest.Signatures.Count > held.Signatures.Count
                )
            )
            {
                await anchor.WriteAsync(newest, cancellation);
            }
        }
        catch (AnchorException e)
        {
            throw new KeeperAwayException(e.Message, e);
        }
    }

    // The size of what it holds, which the record begins with.
    private async Task<long> CompareAsync(SignedNote held, CancellationToken cancellation)
    {
        var checkpoint = Checkpoint.Parse(held.Text);
        var known = await proofs.KeysAsync(cancellation);
        try
        {
            new KeyChain(
                [.. known.Select(key => VerifierKey.Parse(key.Verifier))],
                [.. known.Select(key => key.Vouched).OfType<string>().Select(SignedNote.Parse)]
            ).RequireSigned(held);
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

    private async Task WriteEachAsync(long size, CancellationToken cancellation)
    {
        while (await proofs.SizesAboveAsync(size, AtOnce, cancellation) is { Count: > 0 } signed)
        {
            foreach (var one in signed)
            {
                await anchor.WriteAsync((await proofs.CheckpointAsync(one, cancellation))!, cancellation);
            }

            size = signed[^1];
        }
    }
}
