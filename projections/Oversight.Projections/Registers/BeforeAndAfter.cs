using Oversight.Projections.Facts;
using Oversight.Record.Events;
using Oversight.Record.Timelines;

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
        var stated = new Dictionary<string, List<(DateOnly Earliest, DateOnly Latest, string Value)>>(
            StringComparer.Ordinal
        );
        foreach (var entry in timeline.Recorded)
        {
            // What a correction or a retraction changed is told by what it is about. What was retracted since was believed until then.
            if (entry.Event is EntryCorrected or EntryRetracted)
            {
                continue;
            }

            var effective = entry.Event.Decision.Effective;
            var (old, after, more) = (new List<string>(), new List<string>(), 0);
            foreach (var fact in StatedFacts.Of(entry.Event).GroupBy(f => f.What, StringComparer.Ordinal))
            {
                var value = string.Join("; ", fact.Select(f => f.Value));
                // A person's id says nothing to people, and a name is not kept here.
                if (fact.Key is "summary" or "improvement director")
                {
                    continue;
                }

                var earlier = stated.TryGetValue(fact.Key, out var all) ? all : stated[fact.Key] = [];
                var before = earlier
                    .Where(f => f.Earliest <= effective.Latest)
                    .OrderBy(f => f.Latest > effective.Latest ? effective.Latest : f.Latest)
                    .Select(f => f.Value)
                    .LastOrDefault();
                earlier.Add((effective.Earliest, effective.Latest, value));
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
}
