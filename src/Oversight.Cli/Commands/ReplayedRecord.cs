using System.Runtime.CompilerServices;
using System.Text;
using Oversight.Desk.Replay;
using Oversight.Ledger;
using Oversight.Ledger.Proving;
using Oversight.Ledger.Replay;
using Oversight.Projections.Answers;
using Oversight.Projections.Timelines;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Exports;

namespace Oversight.Cli.Commands;

/// <summary>Up to where a record is replayed: a place, or what was recorded by an instant; neither: all of it.</summary>
/// <param name="Place">The place of the last entry.</param>
/// <param name="Instant">The instant.</param>
internal sealed record Until(long? Place, DateTimeOffset? Instant)
{
    /// <summary>All of it.</summary>
    public static Until TheEnd { get; } = new(null, null);

    /// <summary>Reads a place or an instant.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static Until Parse(string text) =>
        text.Length > 0 && text.All(char.IsAsciiDigit) && long.TryParse(text, out var place)
            ? new(place, null)
            : new(null, Inputs.Instant(text));
}

/// <summary>A record folded anew from its entries' lines, in its database or in an export.</summary>
/// <param name="Keys">The keys of its checkpoints; null where it has none yet.</param>
/// <param name="Lines">The entries, folded.</param>
/// <param name="Covered">How many entries its newest checkpoint covers.</param>
internal sealed record ReplayedRecord(KeyChain? Keys, FoldedLines Lines, long Covered)
{
    /// <summary>Its name in its checkpoints; null where it has none yet.</summary>
    public string? Origin => Keys?.Keys[0].Name;

    /// <summary>
    /// All of it: whoever asks the database reads the whole record, and whoever has an export has it already.
    /// </summary>
    public RecordAt Record => Lines.Record;

    /// <summary>The record's name.</summary>
    /// <exception cref="FailureException">It has none.</exception>
    public string Named =>
        Origin
        ?? throw new FailureException(
            ExitCode.NotFound,
            "this record has no name and no key yet: start oversight run once, which makes them."
        );

    /// <summary>The day that is asked about where none is given: that on which, in London, the last entry was recorded.</summary>
    /// <exception cref="BadInputException">There is no entry.</exception>
    public DateOnly DayOf(DateOnly? on) =>
        on
        ?? (
            Lines.Recorded is { } recorded
                ? London.DayOf(recorded)
                : throw new BadInputException(
                    "--on",
                    "the record has no entry then, and no day of its own: name a day."
                )
        );

    /// <summary>From an export, which is checked first.</summary>
    /// <exception cref="FailureException">It does not hold, or does not reach so far.</exception>
    public static async Task<ReplayedRecord> FromExportAsync(
        string file,
        Until until,
        int batch,
        CancellationToken cancellation
    )
    {
        if (until.Instant > TimeProvider.System.GetUtcNow())
        {
            throw new BadInputException("--until", $"{AnswerJson.Instant(until.Instant.Value)} is still to come.");
        }

        await using var export = VerifyExport.Open(file);
        try
        {
            var verified = await Task.Run(
                () => ExportVerifier.Verify(export, policy: null, [], progress: null, cancellation),
                cancellation
            );
            export.Position = 0;
            var folded = await FoldedLines.OfAsync(
                ExportedLines.Read(export, verified.Checkpoint).ToAsyncEnumerable(),
                entry =>
                    until.Place is { } place
                        ? entry.Place <= place
                        : until.Instant is not { } instant || entry.Recorded <= instant,
                batch,
                cancellation
            );
            RequireReached(folded, until);
            return new(verified.Chain, folded, verified.Checkpoint.Size);
        }
        catch (Exception e) when (e is ProofException or FormatException)
        {
            throw new FailureException(ExitCode.Differences, $"{file} does not hold: {e.Message}", e);
        }
    }

    /// <summary>From the database, where each line is compared with the leaf that was kept when it was recorded.</summary>
    /// <exception cref="FailureException">The record does not reach so far, or an entry is not what was recorded.</exception>
    public static async Task<ReplayedRecord> FromDatabaseAsync(
        RecordAccess access,
        Until until,
        int batch,
        CancellationToken cancellation
    )
    {
        access.MustReadEverything("replays it");
        RecordAccess.NoteAll(await access.NowAsync(cancellation));
        await access.RecordReadingAsync();
        var store = access.Record.Store;
        var last = await LastAsync(store, until, cancellation);
        var folded = await FoldedLines.OfAsync(
            // One more, of which only the time is told.
            StoredAsync(store, last + 1, batch, cancellation),
            entry => entry.Place <= last,
            batch,
            cancellation
        );
        RequireReached(folded, until.Instant is null ? until : new(last, until.Instant));
        var newest = await access.Record.Proofs.CheckpointAsync(cancellation);
        return new(
            await KeysAsync(access, cancellation),
            folded,
            newest is null ? 0 : Checkpoint.Parse(newest.Text).Size
        );
    }

    private static async Task<KeyChain?> KeysAsync(RecordAccess access, CancellationToken cancellation)
    {
        try
        {
            return await access.Record.Proofs.ChainAsync(cancellation);
        }
        catch (ProofException e)
        {
            throw new FailureException(ExitCode.Differences, $"the record's keys: {e.Message}", e);
        }
    }

    private static async Task<long> LastAsync(RecordStore store, Until until, CancellationToken cancellation)
    {
        if (until.Instant is not { } instant)
        {
            return Math.Min(until.Place ?? long.MaxValue, await store.LastPlaceAsync(cancellation));
        }

        try
        {
            return await store.PlaceKnownAtAsync(instant, cancellation);
        }
        catch (FutureInstantException e)
        {
            throw new BadInputException("--until", e.Message);
        }
    }

    private static void RequireReached(FoldedLines folded, Until until)
    {
        if (folded.Size == 0 && folded.Next is { } first)
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"nothing was recorded by then: the first entry was recorded at {AnswerJson.Instant(first.Recorded)}."
            );
        }

        if (until.Place is { } place && place >= folded.Size && until.Instant is null)
        {
            throw new FailureException(
                ExitCode.NotFound,
                folded.Size == 0
                    ? "the record has no entry."
                    : $"there is no place {place}: the last one is {folded.Size - 1}."
            );
        }

        // An export tells nothing of what was recorded after its end; a database has resolved the instant to a place.
        if (
            until is { Place: null, Instant: { } instant }
            && folded.Next is null
            && folded.Recorded is var recorded
            && recorded < instant
        )
        {
            throw new FailureException(
                ExitCode.NotFound,
                $"the export ends with the entry at place {folded.Size - 1}, recorded at {(recorded is { } at ? AnswerJson.Instant(at) : "no instant")}: what else "
                    + $"was recorded by {AnswerJson.Instant(instant)} it does not tell. Name that place, or take a newer export."
            );
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> StoredAsync(
        RecordStore store,
        long last,
        int batch,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var next = 0L;
        await foreach (var (place, line, leaf) in StoredLines.ReadAsync(store, last, cancellation, batch))
        {
            if (place != next++ || !EntryLine.Leaf(line).AsSpan().SequenceEqual(leaf))
            {
                throw new FailureException(
                    ExitCode.Differences,
                    $"the entry at place {next - 1} is not what was recorded there: look into it with oversight verify."
                );
            }

            yield return Encoding.UTF8.GetBytes(line);
        }
    }
}
