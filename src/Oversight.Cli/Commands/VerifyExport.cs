using Oversight.Ledger.Proving;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Exports;

namespace Oversight.Cli.Commands;

/// <summary>oversight verify FILE: an export, checked with no server and no database.</summary>
internal static class VerifyExport
{
    /// <summary>Checks an export.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="file">The export.</param>
    /// <param name="policy">Whom to believe; null when nobody was named.</param>
    /// <param name="kept">The checkpoints that were kept before.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed,
        string file,
        TrustPolicy? policy,
        IReadOnlyList<KeptCheckpoint> kept,
        CancellationToken cancellation
    )
    {
        await using var export = Open(file);
        var progress = new NowAndThen<long>(
            TimeProvider.System,
            read => $"Read {read / 1_000_000:N0} of {export.Length / 1_000_000:N0} MB …"
        );
        VerifiedExport verified;
        try
        {
            verified = await Task.Run(
                () => ExportVerifier.Verify(export, policy, [.. kept.Select(one => one.Note)], progress, cancellation),
                cancellation
            );
        }
        catch (ProofException e)
        {
            throw new FailureException(ExitCode.Differences, $"{file} does not hold: {e.Message}", e);
        }

        Settings.Of(parsed).Show(Holding.Of(verified, policy is not null, kept), Write);
        return (int)ExitCode.Done;
    }

    private static void Write(Holding holds)
    {
        Terminal.WriteLine($"It holds: {holds.Entries:N0} entries of {holds.Origin}, with the root {holds.Root}.");
        foreach (var (state, count) in holds.Documents)
        {
            Terminal.WriteLine($"Documents that entries name, {state}: {count:N0}");
        }

        Terminal.WriteLine(holds.Proves);
    }

    /// <summary>Opens an export.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static FileStream Open(string file)
    {
        try
        {
            return new FileStream(
                Shell.Current.PathOf(file),
                new FileStreamOptions { BufferSize = 1 << 20, Options = FileOptions.SequentialScan }
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(file, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>An export that holds, and what that proves.</summary>
    /// <param name="Origin">The record's name.</param>
    /// <param name="Entries">How many entries it has.</param>
    /// <param name="Root">The root over them, in base64.</param>
    /// <param name="SignedBy">The key that signed the checkpoint.</param>
    /// <param name="Believed">Whether that key was named by whoever checks.</param>
    /// <param name="Witnesses">The witnesses of the policy that signed, each with its time.</param>
    /// <param name="Kept">The kept checkpoints with which it begins.</param>
    /// <param name="Documents">How many documents are in which state.</param>
    /// <param name="Proves">What is proved, in words.</param>
    private sealed record Holding(
        string Origin,
        long Entries,
        string Root,
        string SignedBy,
        bool Believed,
        IReadOnlyList<string> Witnesses,
        IReadOnlyList<string> Kept,
        IReadOnlyDictionary<string, int> Documents,
        string Proves
    )
    {
        public static Holding Of(VerifiedExport export, bool isBelieved, IReadOnlyList<KeptCheckpoint> kept)
        {
            var witnesses = (export.Believed?.Witnesses ?? [])
                .Select(one => $"{one.Key.Name} at {one.Time:u}")
                .ToList();
            return new(
                export.Checkpoint.Origin,
                export.Checkpoint.Size,
                export.Checkpoint.Root.ToString(),
                export.SignedBy.ToString(),
                isBelieved,
                witnesses,
                [.. kept.Select(one => one.Name)],
                export
                    .Documents.GroupBy(one => one.State)
                    .ToDictionary(states => states.Key.ToString().ToLowerInvariant(), states => states.Count()),
                Words(export, isBelieved, witnesses, kept)
            );
        }

        private static string Words(
            VerifiedExport export,
            bool isBelieved,
            List<string> witnesses,
            IReadOnlyList<KeptCheckpoint> kept
        )
        {
            var words = new List<string>();
            if (!isBelieved)
            {
                words.Add(
                    $"It agrees with itself, and with the key that it brings along. Who wrote it is not shown: compare the key with what the record's "
                        + $"keeper tells you by another way, and name it (--key {export.SignedBy})."
                );
            }

            if (kept.Count > 0)
            {
                words.Add(
                    $"It begins with {kept.Count.Of("checkpoint")} that you kept: of the entries that these cover none was changed, moved or taken away since."
                );
            }

            words.Add(
                witnesses.Count > 0
                    ? $"Seen by {string.Join(", ", witnesses)}: others were shown the same."
                    : "No witness was asked for: it shows what the holder of the key signs, not that others were shown the same."
            );
            return string.Join('\n', words);
        }
    }
}
