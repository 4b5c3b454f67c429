using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Proofs.Trees;

namespace Oversight.Desk.Replay;

/// <summary>A record that was folded from the lines of its entries alone, from a database or an export, and hashed on the way.</summary>
public sealed class FoldedLines
{
    private readonly RecordTimelines timelines = new();
    private readonly TreeEdge tree = new();

    private FoldedLines() { }

    /// <summary>The record as it was known at the place of the last entry that was taken.</summary>
    public RecordAt Record => timelines.At(timelines.Place);

    /// <summary>How many entries were taken.</summary>
    public long Size => tree.Size;

    /// <summary>The root over them.</summary>
    public TreeHash Root => tree.Root();

    /// <summary>The first entry that was not taken; null where the lines end with the last that was.</summary>
    public StoredEntry? Next { get; private set; }

    /// <summary>The first entry that was taken and that only a newer version understands; null for none. Answers know nothing of it.</summary>
    public Entry? NotUnderstood { get; private set; }

    /// <summary>When the last entry was recorded; null where there is none.</summary>
    public DateTimeOffset? Recorded => timelines.Place < 0 ? null : timelines.EntryAt(timelines.Place).Recorded;

    /// <summary>Folds the entries of lines, the first ones as long as they are within.</summary>
    /// <param name="lines">Each entry's line in UTF-8, by place; read to their end.</param>
    /// <param name="isWithin">Whether an entry is taken; it is not asked again after the first that is not.</param>
    /// <param name="batch">How many are folded at once.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FormatException">A line is not that of an entry.</exception>
    public static async Task<FoldedLines> OfAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> lines,
        Func<StoredEntry, bool> isWithin,
        int batch,
        CancellationToken cancellation
    )
    {
        var (folded, waiting) = (new FoldedLines(), new List<StoredEntry>(Math.Min(batch, 10_000)));
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (folded.Next is not null)
            {
                continue;
            }

            var entry = EntryLine.Read(line);
            if (!isWithin(entry))
            {
                folded.Next = entry;
                continue;
            }

            folded.tree.Append(TreeHash.OfLeaf(line.Span));
            waiting.Add(entry);
            if (waiting.Count >= batch)
            {
                folded.Fold(waiting);
            }
        }

        folded.Fold(waiting);
        return folded;
    }

    // The same as the live record does with what it reads.
    private void Fold(List<StoredEntry> entries)
    {
        Entry[] read = [.. entries.Select(StoredEvents.Read)];
        NotUnderstood ??= Array.Find(read, entry => entry.Event is NotReadable);
        timelines.Apply(read);
        entries.Clear();
    }
}
