namespace Oversight.Record.Timelines;

/// <summary>
/// What was read of a timeline to compute something. An entry that it did not meet cannot have mattered: without it, or without all such
/// entries together, the same is read, and so the same is computed. How many entries there are (versions, the greatest place) does not count as
/// read: no answer is made of that.
/// </summary>
public sealed class TimelineReads
{
    private readonly HashSet<Type> kinds = [];
    private readonly HashSet<Type> partly = [];
    private readonly HashSet<Guid> entries = [];
    private bool all;

    /// <summary>Everything was read.</summary>
    public void All() => all = true;

    /// <summary>The entries of a timeline that were met, in place order.</summary>
    /// <param name="timeline">The timeline as it is where nobody notes what is read of it.</param>
    public IEnumerable<Entry> Met(Timeline timeline)
    {
        if (all)
        {
            return timeline.Recorded;
        }

        // A correction or retraction changes what its target says, and when: what hangs together is met together.
        var targets = timeline
            .Recorded.Select(entry => (entry.Id, Target: TargetOf(entry)))
            .Where(change => change.Target is not null)
            .ToDictionary(change => change.Id, change => change.Target!.Value);
        var changed = targets.Keys.Select(RootOf).ToHashSet();
        var met = entries.Select(RootOf).ToHashSet();
        var types = timeline.Recorded.ToDictionary(entry => entry.Id, entry => entry.Event.GetType());
        var byType = new Dictionary<(Type, bool), bool>();
        // Whether there is a timeline at all was read: as long as its last entry stays, there is.
        var last = timeline.Recorded[^1];
        return timeline.Recorded.Where(entry => entry == last || IsMet(RootOf(entry.Id)));

        bool IsMet(Guid root)
        {
            if (met.Contains(root) || !types.TryGetValue(root, out var type))
            {
                return met.Contains(root);
            }

            var key = (type, changed.Contains(root));
            return byType.TryGetValue(key, out var known) ? known : byType[key] = IsReadAsKind(type, key.Item2);
        }

        // Two that name one another end somewhere too.
        Guid RootOf(Guid id)
        {
            for (var steps = 0; steps <= targets.Count && targets.TryGetValue(id, out var target); steps++)
            {
                id = target;
            }

            return id;
        }
    }

    /// <summary>All that count of a kind were read.</summary>
    internal void Kind(Type kind) => kinds.Add(kind);

    /// <summary>
    /// Of a kind some were read, and the others could not have been others among them: as long as none of a kind is corrected or taken away, what
    /// is not read of it does not bear on what is.
    /// </summary>
    internal void Some(Type kind, IEnumerable<BelievedEntry> read)
    {
        partly.Add(kind);
        entries.UnionWith(read.Select(entry => entry.Id));
    }

    /// <summary>The entry of an id was read, or that there is none.</summary>
    internal void One(Guid id) => entries.Add(id);

    private bool IsReadAsKind(Type type, bool isChanged) =>
        kinds.Any(kind => kind.IsAssignableFrom(type))
        || (isChanged && partly.Any(kind => kind.IsAssignableFrom(type)));

    private static Guid? TargetOf(Entry entry) =>
        entry.Event switch
        {
            ICorrects correction => correction.Target,
            IRetracts retraction => retraction.Target,
            _ => null,
        };
}
