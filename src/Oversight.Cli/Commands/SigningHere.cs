using Oversight.Ledger.Proving;
using Oversight.Proofs.Checkpoints;

namespace Oversight.Cli.Commands;

/// <summary>Signs what no checkpoint covers yet, for a command that hands out what was signed: of a record that no server has open.</summary>
internal static class SigningHere
{
    /// <summary>Signs it where the key is; without the key nothing is signed, and what is handed out reaches to the newest checkpoint.</summary>
    /// <exception cref="FailureException">An anchor and this record do not agree, or it does not go on from what was signed.</exception>
    public static async Task SignAsync(RecordAccess access, CancellationToken cancellation)
    {
        foreach (var (anchor, newest, _) in await Anchors.At(Settings.Anchors([])).NewestAsync(cancellation))
        {
            if (
                newest is not null
                && await access.Record.Proofs.DisagreementWithAsync(Checkpoint.Parse(newest.Text), cancellation)
                    is { } why
            )
            {
                throw new FailureException(ExitCode.Differences, $"{anchor} and this record do not agree: {why}");
            }
        }

        try
        {
            await access.Record.SignAsync(access.Settings.ProofFolder, cancellation);
        }
        catch (KeyUnavailableException)
        {
            // Another process has it.
        }
        catch (TreeRefusedException e)
        {
            throw new FailureException(ExitCode.Differences, e.Message, e);
        }
    }
}
