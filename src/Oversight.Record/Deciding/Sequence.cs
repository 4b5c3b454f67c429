namespace Oversight.Record.Deciding;

/// <summary>What comes before an entry that is judged.</summary>
internal static class Sequence
{
    /// <summary>Whether an entry comes before the one that is judged: by the dates where they say so, else by the place.</summary>
    public static bool ComesBefore(this BelievedEntry other, Entry entry, Event content)
    {
        var effective = content.Decision.Effective;
        return other.Id != entry.Id
            && (
                other.Effective.Latest < effective.Earliest
                || (other.Effective.Earliest <= effective.Latest && other.Place < entry.Place)
            );
    }

    /// <summary>
    /// What to leave aside to see what would hold without the entry that is judged: itself, and what follows it on the same
    /// date.
    /// </summary>
    public static Func<BelievedEntry, bool> NotBefore(Entry entry, Event content) =>
        other => other.Id == entry.Id || (other.Effective == content.Decision.Effective && other.Place >= entry.Place);
}
