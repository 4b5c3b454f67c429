namespace Oversight.Record.Timelines;

/// <summary>
/// Which of several entries may be the one that holds on a day, when dates are imprecise: those that may have begun by then, and after
/// which no other certainly has. Where all give the same answer it is certain; otherwise the answer names them.
/// </summary>
/// <param name="Entries">Those that may hold, in place order.</param>
/// <param name="PerhapsNone">True when it is possible that none had taken effect yet.</param>
public sealed record Candidates(IReadOnlyList<BelievedEntry> Entries, bool PerhapsNone)
{
    /// <summary>The entry that certainly holds; null when there are several, or perhaps none.</summary>
    public BelievedEntry? Certain => Entries.Count == 1 && !PerhapsNone ? Entries[0] : null;

    /// <summary>Those among some entries; who asks about several days of the same entries keeps them as <see cref="DatedEntries"/>.</summary>
    public static Candidates On(DateOnly day, IEnumerable<BelievedEntry> among) => new DatedEntries(among).On(day);
}
