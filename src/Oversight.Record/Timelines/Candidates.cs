namespace Oversight.Record.Timelines;

/// <summary>
/// Which of several entries may be the one that holds on a day, when dates are imprecise: those that may have begun by then, and after
/// which no other certainly has. Where all give the same answer it is certain; otherwise the answer names them.
/// </summary>
/// <param name="Entries">Those that may hold, in place order.</param>
/// <param name="PerhapsNone">True when it is possible that none had taken effect yet.</param>
public sealed record Candidates<TEntry>(IReadOnlyList<TEntry> Entries, bool PerhapsNone)
    where TEntry : BelievedEntry
{
    /// <summary>The entry that certainly holds; null when there are several, or perhaps none.</summary>
    public TEntry? Certain => Entries.Count == 1 && !PerhapsNone ? Entries[0] : null;

    /// <summary>The same, whatever their kind.</summary>
    public Candidates<BelievedEntry> OfAnyKind => new(Entries, PerhapsNone);
}

/// <summary>Finds the <see cref="Candidates{TEntry}"/> among entries that are asked about once.</summary>
public static class Candidates
{
    /// <summary>Those among some entries; who asks about several days of the same entries keeps them as <see cref="DatedEntries{TEntry}"/>.</summary>
    public static Candidates<TEntry> On<TEntry>(DateOnly day, IEnumerable<TEntry> among)
        where TEntry : BelievedEntry => new DatedEntries<TEntry>(among).On(day);
}
