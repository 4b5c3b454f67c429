namespace Oversight.Record.Timelines;

/// <summary>
/// The entries that changed what is shown of a timeline. An entry changes nothing but what it is tied to: what it corrects or
/// retracts, what it bears on (<see cref="IBearsOnShowing"/>), and what it names; so only those are folded again for each.
/// </summary>
internal static class ChangesShown
{
    /// <summary>Those entries, in order.</summary>
    public static IReadOnlyList<Entry> Of(Timeline timeline, Func<Timeline, Func<BelievedEntry, bool>> shownIn)
    {
        var changed = new List<Entry>();
        var ties = new Dictionary<Guid, List<Entry>>();
        foreach (var entry in timeline.Recorded)
        {
            List<Entry>[] tied =
            [
                .. NamedBy(entry.Event).Select(named => ties.GetValueOrDefault(named)).OfType<List<Entry>>().Distinct(),
            ];
            var before = tied.SelectMany(Shown).ToHashSet();
            List<Entry> together = [.. tied.SelectMany(t => t).OrderBy(e => e.Place), entry];
            foreach (var each in together)
            {
                ties[each.Id] = together;
            }

            if (!before.SetEquals(Shown(together)))
            {
                changed.Add(entry);
            }
        }

        return changed;

        IEnumerable<(Guid, Guid?)> Shown(List<Entry> some)
        {
            var folded = Timeline.Fold(timeline.Subject, some);
            var isShown = shownIn(folded);
            return folded.Entries.Where(e => e.Counts && isShown(e)).Select(e => (e.Id, e.InForce?.Id));
        }
    }

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
