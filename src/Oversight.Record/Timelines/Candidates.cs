using Oversight.Record.Time;

namespace Oversight.Record.Timelines;

/// <summary>
/// Which of several entries may be the one that holds on a day, when dates are imprecise (design note, section 3).
/// </summary>
/// <param name="Entries">Those that may hold, in place order.</param>
/// <param name="PerhapsNone">True when it is possible that none had taken effect yet.</param>
public sealed record Candidates(IReadOnlyList<BelievedEntry> Entries, bool PerhapsNone)
{
    /// <summary>
    /// An entry may hold on the day when it may have begun by then, and no other that has certainly begun follows it.
    /// One entry follows another when it begins after the other's latest day, when both are of the same exact day and
    /// its place is later, or when it says so ("after entry X"), as far as that does not contradict what is known
    /// already; and so on through chains.
    /// </summary>
    public static Candidates On(DateOnly day, IEnumerable<BelievedEntry> among)
    {
        var all = among.OrderBy(e => e.Place).ToArray();
        var order = new EntryOrder(all);
        // The latest first: most entries are followed by that one already, so long timelines stay cheap.
        var certain = Enumerable
            .Range(0, all.Length)
            .Where(i => all[i].Effective.IsCertainBy(day))
            .OrderByDescending(i => all[i].Effective.Earliest)
            .ThenByDescending(i => i)
            .ToArray();
        var candidates = new List<BelievedEntry>();
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Effective.Earliest <= day && !certain.Any(later => order.Precedes(i, later)))
            {
                candidates.Add(all[i]);
            }
        }

        return new(candidates, certain.Length == 0);
    }

    /// <summary>
    /// The entries among these whose "after entry X" contradicts their dates or the order of others, and is ignored.
    /// </summary>
    public static IReadOnlyList<BelievedEntry> ContradictoryAfter(IEnumerable<BelievedEntry> among)
    {
        var all = among.OrderBy(e => e.Place).ToArray();
        return [.. new EntryOrder(all).Contradictory.Select(i => all[i])];
    }

    private sealed class EntryOrder
    {
        private readonly BelievedEntry[] entries;
        private readonly Dictionary<int, int> after = [];
        private readonly List<int> contradictory = [];

        public EntryOrder(BelievedEntry[] entries)
        {
            this.entries = entries;
            for (var i = 0; i < entries.Length; i++)
            {
                if (entries[i].Content.Decision.After is { } target)
                {
                    var t = Array.FindIndex(entries, e => e.Id == target);
                    if (t >= 0 && t != i)
                    {
                        if (Precedes(i, t))
                        {
                            contradictory.Add(i);
                        }
                        else
                        {
                            after[i] = t;
                        }
                    }
                }
            }
        }

        public IReadOnlyList<int> Contradictory => contradictory;

        public bool Precedes(int first, int second)
        {
            if (first == second)
            {
                return false;
            }

            // By dates alone the order is transitive; chains matter only where "after" joins them.
            return ByDate(first, second) || (after.Count > 0 && Reaches(first, second, []));
        }

        private bool Reaches(int first, int second, HashSet<int> seen)
        {
            if (ByDate(first, second) || (after.TryGetValue(second, out var target) && target == first))
            {
                return true;
            }

            for (var next = 0; next < entries.Length; next++)
            {
                var step = ByDate(first, next) || (after.TryGetValue(next, out var t) && t == first);
                if (step && next != first && seen.Add(next) && Reaches(next, second, seen))
                {
                    return true;
                }
            }

            return false;
        }

        private bool ByDate(int first, int second)
        {
            var (a, b) = (entries[first], entries[second]);
            return a.Effective.Latest < b.Effective.Earliest
                || (
                    a.Effective.Precision == DatePrecision.Day
                    && b.Effective.Precision == DatePrecision.Day
                    && a.Effective == b.Effective
                    && a.Place < b.Place
                );
        }
    }
}
