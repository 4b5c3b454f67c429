namespace Oversight.Record.Timelines;

/// <summary>
/// The entries that changed what is shown of a timeline. Most change nothing but what they are tied to: what they correct or retract, what
/// they bear on (<see cref="IBearsOnShowing"/>), and what they name; so only those are folded again for each. Whom the subject concerns may
/// decide about every entry: where one changes that (<see cref="IBearsOnConcern"/>), everything is folded again, and it is folded with all others.
/// </summary>
internal static class ChangesShown
{
    /// <summary>Those entries, in order.</summary>
    public static IReadOnlyList<Entry> Of(Timeline timeline, Func<Timeline, Func<BelievedEntry, bool>> shownIn)
    {
        var changed = new List<Entry>();
        var ties = new Dictionary<Guid, List<Entry>>();
        List<Entry> concern = [];
        HashSet<(Guid, Guid?)> all = [];
        foreach (var entry in timeline.Recorded)
        {
            List<Entry>[] tied =
            [
                .. NamedBy(entry.Event)
                    .Prepend(entry.Id)
                    .Select(named => ties.GetValueOrDefault(named))
                    .OfType<List<Entry>>()
                    .Distinct(),
            ];
            List<Entry> together = [.. tied.SelectMany(t => t).OrderBy(e => e.Place), entry];
            // What is named may come later only.
            foreach (var id in together.SelectMany(each => NamedBy(each.Event).Prepend(each.Id)))
            {
                ties[id] = together;
            }

            if (BearsOnConcern(entry.Event) || together.Any(e => concern.Contains(e)))
            {
                concern = [.. concern.Union(together).OrderBy(e => e.Place)];
                var shown = Shown([.. timeline.Recorded.TakeWhile(e => e.Place <= entry.Place)]);
                if (!shown.SetEquals(all))
                {
                    changed.Add(entry);
                }

                all = shown;
                continue;
            }

            HashSet<Guid> among = [.. together.Select(e => e.Id)];
            var now = Shown([.. concern.Concat(together).OrderBy(e => e.Place)]);
            now.RemoveWhere(e => !among.Contains(e.Item1));
            var before = all.Where(e => among.Contains(e.Item1)).ToHashSet();
            if (!before.SetEquals(now))
            {
                changed.Add(entry);
                all.ExceptWith(before);
                all.UnionWith(now);
            }
        }

        return changed;

        HashSet<(Guid, Guid?)> Shown(IReadOnlyList<Entry> some)
        {
            var folded = Timeline.Fold(timeline.Subject, some);
            var isShown = shownIn(folded);
            return [.. folded.Entries.Where(e => e.Counts && isShown(e)).Select(e => (e.Id, e.InForce?.Id))];
        }
    }

    private static bool BearsOnConcern(Event content) =>
        content is IBearsOnConcern or ICorrects { Replacement: IBearsOnConcern };

    private static IEnumerable<Guid> NamedBy(Event content) =>
        content switch
        {
            ICorrects correction => NamedBy(correction.Replacement).Prepend(correction.Target),
            IRetracts retraction => [retraction.Target],
            IBearsOnShowing bears => bears.BearsOn,
            // Who is shown what is said later of an entry can depend on what that says.
            ISaysOfEarlier { Earlier: { } earlier } => [earlier],
            _ => [],
        };
}
