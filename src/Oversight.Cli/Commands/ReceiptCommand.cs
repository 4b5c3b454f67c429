using System.Text;
using Oversight.Ledger.Proving;
using Oversight.Projections.Timelines;
using Oversight.Proofs;
using Oversight.Proofs.Receipts;

namespace Oversight.Cli.Commands;

/// <summary>oversight receipt: the proof that one entry is in the record, to be kept.</summary>
internal static class ReceiptCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly Argument<string> Entry = new("ENTRY")
    {
        Description = "The entry: its id, as history shows it, or its place.",
    };

    private static readonly Option<string?> Output = Inputs.Text(
        "--output",
        "FILE",
        $"Where to write it, best with {Receipt.FileExtension} at the end. Default: standard output."
    );

    private static readonly Option<bool> Force = Inputs.Flag("--force", "Overwrite a file that is there.");

    public static Command Create() =>
        new Command("receipt", "The proof that an entry is in the record, to keep and check with no server.")
        {
            Entry,
            Output,
            Force,
        }
            .OnRecord(RunAsync)
            .WithNotes(
                "For who reads everything. Check it with oversight verify receipt. A running Oversight signs what was logged within a second, which is waited for."
            )
            .WithExamples(
                "oversight receipt 0193500e-… --output entry.tlog-proof",
                "oversight receipt 41 > entry-41.tlog-proof"
            );

    private static async Task RunAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        access.MustReadEverything("gets receipts");
        var asked = parsed.GetRequiredValue(Entry);
        var entry = Found(asked, await access.NowAsync(cancellation));
        var receipt = await ReceiptAsync(access, entry.Id, cancellation);
        // It holds the entry: that it is looked at is recorded before it goes out.
        await access.RecordReadingAsync();
        if (parsed.GetValue(Output) is not { } file)
        {
            // As it is checked, to the last line feed.
            await Shell.Current.Out.WriteAsync($"{receipt}");
            return;
        }

        await NewFile.WriteAsync(
            file,
            parsed.GetValue(Force),
            async to => await to.WriteAsync(Encoding.UTF8.GetBytes($"{receipt}"), cancellation)
        );
        access.Settings.Show(new Kept(Shell.Current.PathOf(file), entry.Id, entry.Place), Write);
    }

    private static Entry Found(string asked, RecordAt record)
    {
        var id =
            Guid.TryParseExact(asked, "D", out var written) ? written
            : long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? AtPlace(place, record)
            : throw new BadInputException("ENTRY", $"\"{asked}\" is neither an entry's id nor a place.");
        // By its id in any case: then it is noted which entry is looked at.
        return record.EntryOf(id)
            ?? throw new FailureException(ExitCode.NotFound, $"there is no entry {id} in the record.");
    }

    // By its place and not by how many stand before it: of what only a newer version knows none is there.
    private static Guid AtPlace(long place, RecordAt record) =>
        record.Entries.FirstOrDefault(entry => entry.Place == place)?.Id
        ?? throw new FailureException(
            ExitCode.NotFound,
            place > record.Place
                ? $"there is no entry at place {place}: the record has {record.Place + 1}, from 0 on."
                : $"what the entry at place {place} is about only a newer version knows."
        );

    private static async Task<Receipt> ReceiptAsync(RecordAccess access, Guid entry, CancellationToken cancellation)
    {
        try
        {
            var asked = access.Record.Clock.GetTimestamp();
            var receipt = await access.Record.Proofs.ReceiptAsync(entry, cancellation);
            if (receipt is null)
            {
                await SigningHere.SignAsync(access, cancellation);
                receipt = await access.Record.Proofs.ReceiptAsync(entry, cancellation);
            }

            while (receipt is null && access.Record.Clock.GetElapsedTime(asked) < Patience)
            {
                await Task.Delay(Pause, access.Record.Clock, cancellation);
                receipt = await access.Record.Proofs.ReceiptAsync(entry, cancellation);
            }

            return receipt
                ?? throw new FailureException(
                    ExitCode.Conflict,
                    $"No checkpoint that was signed covers entry {entry} yet: a running Oversight that has the key signs one within a second."
                );
        }
        catch (ProofException e)
        {
            throw new FailureException(ExitCode.Differences, e.Message, e);
        }
    }

    private static void Write(Kept kept)
    {
        Terminal.WriteLine($"Wrote {kept.File}: the receipt of entry {kept.Entry}{Terminal.Place(kept.Place)}.");
        Terminal.WriteLine(
            "Check it where the database's owner has no hand in it: oversight verify receipt FILE --key KEY."
        );
    }

    /// <summary>What was written.</summary>
    /// <param name="File">Where.</param>
    /// <param name="Entry">The entry's id.</param>
    /// <param name="Place">Its place.</param>
    private sealed record Kept(string File, Guid Entry, long Place);
}
