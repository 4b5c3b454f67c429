using Oversight.Ledger;
using Oversight.Ledger.Proving;
using Oversight.Projections.Timelines;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Cli.Commands;

/// <summary>oversight verify: the record, checked where it lies.</summary>
internal static class VerifyRecord
{
    /// <summary>Checks the record.</summary>
    /// <param name="access">The open record.</param>
    /// <param name="policy">Whom whoever checks believes; null when nobody was named.</param>
    /// <param name="kept">The checkpoints that were kept before.</param>
    /// <param name="anchors">The places outside at which checkpoints are kept.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<ExitCode> RunAsync(
        RecordAccess access,
        TrustPolicy? policy,
        IReadOnlyList<KeptCheckpoint> kept,
        Anchors anchors,
        CancellationToken cancellation
    )
    {
        access.MustReadEverything("verifies it");
        var faults = new List<RecordFault>();
        if (access.Record.KeysIn(access.Settings.ProofFolder).CheckpointFile is var file && File.Exists(file))
        {
            try
            {
                kept = [.. kept, new(file, SignedNote.Parse(await File.ReadAllBytesAsync(file, cancellation)))];
            }
            catch (ProofException e)
            {
                faults.Add(new(file, e.Message));
            }
        }

        foreach (var (name, newest, unreadable) in await anchors.NewestAsync(cancellation))
        {
            if (newest is not null)
            {
                kept = [.. kept, new(name, newest)];
            }
            else
            {
                // Whoever names it wants to know: that nothing could be compared is not that all is well.
                faults.Add(new(name, $"nothing could be compared with it: {unreadable ?? "it holds no checkpoint"}"));
            }
        }

        var reading = new NowAndThen<(long Entries, long Of)>(
            access.Record.Clock,
            at => $"Read {at.Entries:N0} of {at.Of:N0} entries …"
        );
        var report = await access.Record.Verification().RunAsync(kept, reading, cancellation);
        faults.AddRange(report.Faults);
        faults.AddRange(await BelievedAsync(access, policy, cancellation));
        var documents = new NowAndThen<DocumentsChecked>(access.Record.Clock, DocumentCommand.Words);
        try
        {
            await foreach (var fault in access.Record.Documents.CheckAsync(documents, cancellation))
            {
                faults.Add(new($"document {fault.Sha256} of {fault.Organisation}", fault.Says));
            }
        }
        catch (MissingEntriesException)
        {
            faults.Add(new("documents", "none was compared: the record does not say any more which there should be"));
        }

        var answer = Verified.Of(report, documents.Last?.Documents ?? 0, policy is not null, faults);
        access.Settings.Show(answer, Write);
        return faults.Count == 0 ? ExitCode.Done : ExitCode.Differences;
    }

    private static async Task<IEnumerable<RecordFault>> BelievedAsync(
        RecordAccess access,
        TrustPolicy? policy,
        CancellationToken cancellation
    )
    {
        if (policy is null)
        {
            return [];
        }

        try
        {
            if (await access.Record.Proofs.CheckpointAsync(cancellation) is not { } newest)
            {
                return [new("the newest checkpoint", "nothing was signed yet")];
            }

            policy.Verify(newest);
            return [];
        }
        catch (ProofException e)
        {
            return [new("the newest checkpoint", e.Message)];
        }
    }

    private static void Write(Verified verified)
    {
        Terminal.WriteLine(
            $"{verified.Entries:N0} entries read and hashed; {verified.Tiles:N0} tiles, {verified.Checkpoints:N0} checkpoints and their signatures, "
                + $"{verified.Documents:N0} documents compared; guards and their text looked at."
        );
        if (verified.Uncovered > 0)
        {
            Terminal.WriteLine($"The last {verified.Uncovered:N0} entries are covered by no checkpoint yet.");
        }

        foreach (var fault in verified.Faults)
        {
            Terminal.WriteLine($"DOES NOT HOLD: {fault.Where}: {fault.Says}.");
        }

        Terminal.WriteLine(verified.Proves);
        Terminal.WriteLine(verified.Faults.Count == 0 ? "No fault." : $"{verified.Faults.Count.Of("fault")}.");
    }

    /// <summary>What was checked.</summary>
    /// <param name="Entries">How many entries were read and hashed.</param>
    /// <param name="Uncovered">How many of them no checkpoint covers yet.</param>
    /// <param name="Origin">The record's name; null before anything was signed.</param>
    /// <param name="Root">The newest signed root, in base64.</param>
    /// <param name="Checkpoints">How many checkpoints were compared.</param>
    /// <param name="Tiles">How many tiles were compared.</param>
    /// <param name="Documents">How many documents were read.</param>
    /// <param name="ComparedWith">The kept checkpoints with which the record begins.</param>
    /// <param name="Proves">What that proves, in words.</param>
    /// <param name="Faults">What does not hold.</param>
    private sealed record Verified(
        long Entries,
        long Uncovered,
        string? Origin,
        string? Root,
        int Checkpoints,
        int Tiles,
        long Documents,
        IReadOnlyList<string> ComparedWith,
        string Proves,
        IReadOnlyList<RecordFault> Faults
    )
    {
        public static Verified Of(
            VerificationReport report,
            long documents,
            bool isBelieved,
            List<RecordFault> faults
        ) =>
            new(
                report.Entries,
                report.Entries - (report.Newest?.Size ?? 0),
                report.Newest?.Origin,
                report.Newest?.Root.ToString(),
                report.Checkpoints,
                report.Tiles,
                documents,
                [.. report.ComparedWith.Select(one => one.Name)],
                Words(report, isBelieved, faults.Count > 0),
                faults
            );

        private static string Words(VerificationReport report, bool isBelieved, bool hasFaults)
        {
            var compared = report.ComparedWith;
            if (hasFaults)
            {
                return compared.Count == 0
                    ? "Something does not hold, and nothing from outside the database agrees with it: do not rely on it before that is explained. Compare it with "
                        + "a backup."
                    : $"Something does not hold. The record begins all the same with {Listed(compared)}: look into what is listed, and compare it with a backup.";
            }

            return (compared.Count, report.Newest) switch
            {
                (_, null) =>
                    "Nothing was signed yet, so nothing could be compared with it: it shows only that the tables agree with each other.",
                (0, _) =>
                    "Compared with nothing outside the database: it shows that the record agrees with what its own keys signed. Whoever has the database "
                        + "and those keys could have made all of it anew: compare with a checkpoint that was kept elsewhere (--kept FILE).",
                _ =>
                    $"The record begins with {Listed(compared)}: what these cover was not changed, moved or taken away since they were kept there, unless "
                        + $"whoever changed it could change these too{(isBelieved ? "" : ". Whether the key is the record's you have to know: name it (--key)")}.",
            };
        }

        private static string Listed(IReadOnlyList<KeptCheckpoint> kept) =>
            string.Join(" and ", kept.Select(one => one.Name));
    }
}
