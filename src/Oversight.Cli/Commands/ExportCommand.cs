using Oversight.Ledger;
using Oversight.Ledger.Proving;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;

namespace Oversight.Cli.Commands;

/// <summary>oversight export: the whole record in one file that a stranger checks.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "Where to write it: a tar archive." };

    private static readonly Option<bool> Documents = Inputs.Flag(
        "--documents",
        "With the evidence documents themselves; otherwise with their hashes alone."
    );

    private static readonly Option<bool> Force = Inputs.Flag("--force", "Overwrite a file that is there.");

    public static Command Create() =>
        new Command("export", "Write the whole record into one file that a stranger can check.")
        {
            File,
            Documents,
            Force,
        }
            .OnRecord(RunAsync)
            .WithNotes(
                "The file has every entry that the newest checkpoint covers, that checkpoint, the keys, the text that says how to check, and the\n"
                    + "documents' hashes. Check it with oversight verify FILE, with a program of your own, or with those in infra/verify: no server and\n"
                    + "no database is asked."
            )
            .WithExamples("oversight export record.tar", "oversight export record.tar --documents");

    private static async Task RunAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustReadEverything("exports it");
        // Else it reaches to the newest checkpoint, and says how much it leaves out.
        await SigningHere.SignAsync(access, cancellation);
        var record = await access.NowAsync(cancellation);
        RecordAccess.NoteAll(record);
        await access.RecordReadingAsync();
        var (path, withDocuments) = (parsed.GetRequiredValue(File), parsed.GetValue(Documents));
        var progress = new NowAndThen<ExportProgress>(
            access.Record.Clock,
            at => $"Wrote {at.Entries:N0} of {at.OfEntries:N0} entries, {at.Documents:N0} documents …"
        );
        Checkpoint? checkpoint = null;
        try
        {
            await NewFile.WriteAsync(
                path,
                parsed.GetValue(Force),
                async file =>
                    checkpoint = await access.Record.Export.WriteAsync(file, withDocuments, progress, cancellation)
            );
        }
        catch (NoCheckpointException e)
        {
            throw new FailureException(ExitCode.NotFound, e.Message, e);
        }
        catch (Exception e) when (e is KeyUnavailableException or ProofException)
        {
            throw new FailureException(ExitCode.Differences, e.Message, e);
        }
        catch (DocumentDamagedException e)
        {
            throw new FailureException(
                ExitCode.Differences,
                $"{e.Message} Look at all of them with oversight document check; without --documents the record can be exported.",
                e
            );
        }

        var place = Shell.Current.PathOf(path);
        var uncovered = Math.Max(record.Place + 1 - checkpoint!.Size, 0);
        access.Settings.Show(
            new Exported(
                place,
                new FileInfo(place).Length,
                checkpoint.Origin,
                checkpoint.Size,
                checkpoint.Root.ToString(),
                uncovered
            ),
            Write
        );
    }

    private static void Write(Exported exported)
    {
        Terminal.WriteLine(
            $"Wrote {exported.File}: {exported.Entries:N0} entries of {exported.Origin}, {exported.Bytes:N0} bytes."
        );
        Terminal.WriteLine($"The root is {exported.Root}.");
        if (exported.NotCovered > 0)
        {
            Terminal.WriteLine(
                $"Left out are the {exported.NotCovered:N0} last entries, which no checkpoint covers yet: start oversight run, which signs, and export again."
            );
        }

        Terminal.WriteLine("Check it where the database's owner has no hand in it: oversight verify FILE --key KEY.");
    }

    /// <summary>What was written.</summary>
    /// <param name="File">Where.</param>
    /// <param name="Bytes">How long it is.</param>
    /// <param name="Origin">The record's name.</param>
    /// <param name="Entries">How many entries it has.</param>
    /// <param name="Root">The root over them, in base64.</param>
    /// <param name="NotCovered">How many entries were recorded that no checkpoint covers yet, and that it does not have.</param>
    private sealed record Exported(string File, long Bytes, string Origin, long Entries, string Root, long NotCovered);
}
