using Oversight.Ledger.Proving;

namespace Oversight.Cli.Commands;

/// <summary>oversight key: the keys that sign the record's checkpoints.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var list = new Command("list", "The public keys, the first one first, each as a policy names it.");
        var rotate = new Command(
            "rotate",
            "Let a new key sign from the next checkpoint on; the old one vouches for it."
        );
        return new Command("key", "The keys that sign the record's checkpoints.")
        {
            list.OnRecord(ListAsync).WithExamples("oversight key list"),
            rotate
                .OnRecord(RotateAsync)
                .WithNotes(
                    "Both keys are kept in the data folder, and the public ones are served at /keys. What the old key signed stays good: whoever\n"
                        + "checks it keeps the old key in the policy, and adds the new one when the note that vouches for it holds."
                )
                .WithExamples("oversight key rotate"),
        };
    }

    private static async Task ListAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation) =>
        access.Settings.Show(
            await access.Record.Proofs.KeysAsync(cancellation),
            keys =>
            {
                foreach (var key in keys)
                {
                    Terminal.WriteLine(key.Verifier);
                }
            }
        );

    private static async Task RotateAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustAdminister("rotates the key that signs checkpoints");
        SigningKey next;
        try
        {
            next = await access.Record.KeysIn(access.Settings.ProofFolder).RotateAsync(cancellation);
        }
        catch (KeyUnavailableException e)
        {
            throw new FailureException(ExitCode.Conflict, e.Message, e);
        }

        access.Settings.Show(next, key => Terminal.WriteLine($"{key.Verifier}\n\n{key.Vouched}"));
    }
}
