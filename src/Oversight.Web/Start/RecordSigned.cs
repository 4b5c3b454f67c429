using Oversight.Ledger.Proving;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Web.Design;

namespace Oversight.Web.Start;

/// <summary>How far the record is signed, and what was found when the program started, in words.</summary>
/// <param name="Signed">How many entries the newest checkpoint covers.</param>
/// <param name="AtStart">Whether the record began with what was signed before.</param>
/// <param name="CanBeTaken">Whether there is a checkpoint, so that it and an export can be taken away.</param>
public sealed record RecordSigned(string Signed, string AtStart, bool CanBeTaken)
{
    /// <summary>Where the database does not answer.</summary>
    public static RecordSigned NotStated { get; } =
        new("Not stated: the database does not say.", "Not stated: the database does not say.", CanBeTaken: false);

    /// <summary>What there is.</summary>
    /// <param name="proofs">What signs.</param>
    /// <param name="newest">The newest checkpoint; null for none.</param>
    /// <param name="entries">How many entries the record has, or had as it is asked about.</param>
    public static RecordSigned Of(RecordProofs proofs, SignedNote? newest, long entries)
    {
        var checkpoint = newest is null ? null : Checkpoint.Parse(newest.Text);
        return new(
            checkpoint switch
            {
                null => "Nothing is signed yet.",
                _ when checkpoint.Size == entries => $"All {Count(entries)} entries, with the root {checkpoint.Root}.",
                _ when entries == 0 =>
                    $"Nothing was recorded by then; now the first {Count(checkpoint.Size)} entries are, with the root {checkpoint.Root}.",
                _ when checkpoint.Size > entries =>
                    $"All {Count(entries)} entries, among the {Count(checkpoint.Size)} that the newest checkpoint covers, with the root {checkpoint.Root}.",
                _ => $"{Count(checkpoint.Size)} of {Count(entries)} entries, with the root {checkpoint.Root}.",
            },
            (proofs.Refused, proofs.Begun) switch
            {
                ({ } refused, _) => $"No checkpoint is signed: {refused}",
                (_, var (at, size)) =>
                    $"{Words.Instant(at)} (London): the record began with the newest checkpoint, of {Count(size)} entries, and with the one in the program's own folder.",
                _ => "Not stated: it was not looked at yet.",
            },
            checkpoint is not null
        );
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
