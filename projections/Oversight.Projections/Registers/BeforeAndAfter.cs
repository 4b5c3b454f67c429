using Oversight.Projections.Facts;
using Oversight.Record.Corrections;

namespace Oversight.Projections.Registers;

/// <summary>
/// What each entry of a subject changed: for everything that it states what was stated for its date before it was recorded, and what it
/// states instead. Where nothing was, there is no before.
/// </summary>
internal sealed class BeforeAndAfter
{
    private const int MostShown = 5;

    private readonly Dictionary<Guid, (string? Old, string? New)> changes = [];

    private BeforeAndAfter() { }

    /// <summary>The changes of the entries of a timeline, as they were recorded one after another.</summary>
    public static BeforeAndAfter Of(Timeline timeline)
    {
        var found = new BeforeAndAfter();
        var stated = new Dictionary<string, Stated>(StringComparer.Ordinal);
        foreach (var entry in timeline.Recorded)
        {
            // What a correction or a retraction changed is told by what it is about. What was retracted since was believed until then.
            if (entry.Event is EntryCorrected or EntryRetracted)
            {
                continue;
            }

            var effective = entry.Event.Decision.Effective;
            var (old, after, more) = (new List<string>(), new List<string>(), 0);
            foreach (var fact in entry.Event.Facts().GroupBy(f => f.What, StringComparer.Ordinal))
            {
                var value = string.Join("; ", fact.Select(f => f.Value));
                // A person's id says nothing to people, and a name is not kept here.
                if (fact.Key is "summary" or "improvement director")
                {
                    continue;
                }

                var earlier = stated.TryGetValue(fact.Key, out var all) ? all : stated[fact.Key] = new();
                var before = earlier.Before(effective.Latest);
                earlier.Add(effective, value);
                if (before == value)
                {
                    continue;
                }

                if (after.Count == MostShown)
                {
                    more++;
                    continue;
                }

                after.Add($"{fact.Key}: {value}");
                if (before is not null)
                {
                    old.Add($"{fact.Key}: {before}");
                }
            }

            if (after.Count > 0)
            {
                found.changes[entry.Id] = (
                    old.Count == 0 ? null : string.Join("; ", old),
                    string.Join("; ", after) + (more == 0 ? "" : $"; and {more} more")
                );
            }
        }

        return found;
    }

    /// <summary>The change that an entry made; neither where it states nothing that can change.</summary>
    public (string? Old, string? New) By(Guid entry) => changes.GetValueOrDefault(entry);

    // The values of one fact, in the order in which they were recorded. Exact days are found without going through all of them.
    private sealed class Stated
    {
        private readonly List<string> values = [];
        private readonly SortedSet<(DateOnly Day, int Order)> exact = [];
        private readonly List<(DateOnly Earliest, DateOnly Latest, int Order)> vague = [];

        public void Add(DateWithPrecision when, string value)
        {
            if (when.Precision == DatePrecision.Day)
            {
                exact.Add((when.Latest, values.Count));
            }
            else
            {
                vague.Add((when.Earliest, when.Latest, values.Count));
            }

            values.Add(value);
        }

        // What may have begun by the day and holds until latest; of several the one recorded last.
        public string? Before(DateOnly day)
        {
            var last = vague
                .Where(v => v.Earliest <= day)
                .Select(v => (Day: v.Latest > day ? day : v.Latest, v.Order))
                .Concat(
                    exact.Count > 0 && exact.Min.Day <= day
                        ? [exact.GetViewBetween((DateOnly.MinValue, 0), (day, int.MaxValue)).Max]
                        : []
                )
                .DefaultIfEmpty((Day: day, Order: -1))
                .Max();
            return last.Order < 0 ? null : values[last.Order];
        }
    }
}
