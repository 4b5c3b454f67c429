namespace Oversight.Record.Timelines;

/// <summary>
/// Entries that answer the same question, ordered by their dates, so that <see cref="Candidates{TEntry}"/> for any day cost little
/// more than the answer itself.
/// <para>
/// An entry may hold on a day when it may have begun by then, and no other that has certainly begun follows it. One entry
/// follows another when it begins after the other's latest day, when both are of the same exact day and its place is
/// later, or when it says so ("after entry X"), as far as that does not contradict what is known already; and so on
/// through chains.
/// </para>
/// </summary>
public sealed class DatedEntries<TEntry>
    where TEntry : BelievedEntry
{
    private static readonly Candidates<TEntry> None = new([], PerhapsNone: true);

    private readonly TEntry[] byPlace;

    // Intervals of one precision never hold one another: of each run, beginnings and ends are in the same order, and so are
    // the days from which its entries are certain.
    private readonly TEntry[][] runs;
    private readonly LinkedOrder? links;
    private readonly (TimelineReads By, Type Kind)? noted;
    private readonly Lazy<TEntry[]> lastFirst;

    /// <summary>Takes the entries in any order.</summary>
    public DatedEntries(IEnumerable<TEntry> entries)
        : this(entries, noted: null) { }

    /// <summary>The same of those of a kind in a timeline, of which it is noted which are read.</summary>
    internal DatedEntries(IEnumerable<TEntry> entries, (TimelineReads By, Type Kind)? noted)
    {
        this.noted = noted;
        byPlace = [.. entries.OrderBy(e => e.Place)];
        runs =
        [
            .. byPlace
                .GroupBy(e => (e.Effective.Precision, e.IsForPeriod))
                .Select(run => run.OrderBy(e => e.Effective.Earliest).ThenBy(e => e.Place).ToArray()),
        ];
        links = byPlace.Any(e => e.Content.Decision.After is not null) ? new LinkedOrder(byPlace) : null;
        lastFirst = new(() => [.. byPlace.OrderByDescending(e => e.Effective.Latest).ThenByDescending(e => e.Place)]);
    }

    /// <summary>The entries whose "after entry X" contradicts their dates or the order of others, and is ignored.</summary>
    public IReadOnlyList<TEntry> ContradictoryAfter
    {
        get
        {
            noted?.By.Kind(noted.Value.Kind);
            return links is null ? [] : [.. links.Contradictory.Select(i => byPlace[i])];
        }
    }

    /// <summary>Those that have begun by a day, or may have, from the one that ends last back; found as they are read.</summary>
    public IEnumerable<TEntry> BackFrom(DateOnly day)
    {
        noted?.By.Some(noted.Value.Kind, []);
        foreach (var entry in lastFirst.Value.Where(e => e.Effective.Earliest <= day))
        {
            noted?.By.Some(noted.Value.Kind, [entry]);
            yield return entry;
        }
    }

    /// <summary>Those that may hold on a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="except">Entries to leave aside, as if they had not been recorded; null for none.</param>
    public Candidates<TEntry> On(DateOnly day, Func<BelievedEntry, bool>? except = null)
    {
        var candidates = CandidatesOn(day, except);
        if (noted is not var (by, kind))
        {
            return candidates;
        }

        // What is no candidate makes no other one: what ended it is there still, and ends what that would have ended. Chains are another matter.
        if (links is null && except is null)
        {
            by.Some(kind, candidates.Entries);
        }
        else
        {
            by.Kind(kind);
        }

        return candidates;
    }

    private Candidates<TEntry> CandidatesOn(DateOnly day, Func<BelievedEntry, bool>? except)
    {
        if (byPlace.Length == 0)
        {
            return None;
        }

        if (links is not null)
        {
            return except is null ? links.On(day) : new DatedEntries<TEntry>(byPlace.Where(e => !except(e))).On(day);
        }

        // What certainly holds by the day and begins last ends everything that was over before it.
        var lastBeginning = DateOnly.MinValue;
        var perhapsNone = true;
        foreach (var run in runs)
        {
            var i = FirstWhere(run, e => !e.IsCertainBy(day)) - 1;
            while (i >= 0 && except?.Invoke(run[i]) == true)
            {
                i--;
            }

            if (i >= 0)
            {
                perhapsNone = false;
                var beginning = run[i].Effective.Earliest;
                lastBeginning = beginning > lastBeginning ? beginning : lastBeginning;
            }
        }

        var candidates = new List<TEntry>();
        foreach (var run in runs)
        {
            var first = FirstWhere(run, e => e.Effective.Latest >= lastBeginning);
            for (var i = FirstWhere(run, e => e.Effective.Earliest > day) - 1; i >= first; i--)
            {
                if (except?.Invoke(run[i]) != true)
                {
                    candidates.Add(run[i]);
                    if (run[i].Effective.Precision == DatePrecision.Day)
                    {
                        // All that is left is of the same day, at earlier places.
                        break;
                    }
                }
            }
        }

        candidates.Sort((one, other) => one.Place.CompareTo(other.Place));
        return new(candidates, perhapsNone);
    }

    private static int FirstWhere(TEntry[] run, Predicate<TEntry> isBeyond)
    {
        var (low, high) = (0, run.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isBeyond(run[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    // "After entry X" makes chains, which dates alone do not have. It is rare: this may take its time.
    private sealed class LinkedOrder
    {
        private readonly TEntry[] entries;
        private readonly Dictionary<int, int> after = [];
        private readonly List<int> contradictory = [];

        public LinkedOrder(TEntry[] entries)
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

        public Candidates<TEntry> On(DateOnly day)
        {
            // The latest first: most entries are followed by that one already.
            var certain = Enumerable
                .Range(0, entries.Length)
                .Where(i => entries[i].IsCertainBy(day))
                .OrderByDescending(i => entries[i].Effective.Earliest)
                .ThenByDescending(i => i)
                .ToArray();
            return new(
                [
                    .. Enumerable
                        .Range(0, entries.Length)
                        .Where(i => entries[i].Effective.Earliest <= day && !certain.Any(later => Precedes(i, later)))
                        .Select(i => entries[i]),
                ],
                certain.Length == 0
            );
        }

        private bool Precedes(int first, int second) =>
            first != second && (ByDate(first, second) || (after.Count > 0 && Reaches(first, second, [])));

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
