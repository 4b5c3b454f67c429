using Oversight.Record.Recovery;

namespace Oversight.Projections.Answers;

/// <summary>Who said something, from when it holds, why, and in which entry.</summary>
/// <param name="Effective">From when it holds.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="Rationale">Why.</param>
/// <param name="Entry">The entry.</param>
public sealed record Statement(
    DateWithPrecision Effective,
    DecidedBy DecidedBy,
    string? Rationale,
    EntryReference Entry
)
{
    /// <summary>That of an entry.</summary>
    public static Statement Of(BelievedEntry entry) =>
        new(entry.Effective, entry.Decision.DecidedBy, entry.Decision.Rationale, EntryReference.To(entry));

    /// <summary>Those that may have begun by a day, in the order of their latest days; of the same, the later place last.</summary>
    internal static IReadOnlyList<TEntry> Begun<TEntry>(IEnumerable<TEntry> entries, DateOnly day)
        where TEntry : BelievedEntry =>
        // Of most kinds most subjects have none.
        entries.TryGetNonEnumeratedCount(out var count)
        && count == 0
            ? []
            :
            [
                .. entries
                    .Where(e => e.Effective.Earliest <= day)
                    // What begins a subject precedes the rest of it, whenever that was.
                    .OrderBy(e => e.Content is RecoveryEntered ? 0 : 1)
                    .ThenBy(e => e.Effective.Latest)
                    .ThenBy(e => e.Place),
            ];

    /// <summary>How often a date was another than the one stated before it.</summary>
    internal static int Moves(IEnumerable<DateWithPrecision> dates)
    {
        DateWithPrecision[] all = [.. dates];
        return all.Zip(all.Skip(1)).Count(pair => pair.First != pair.Second);
    }
}
