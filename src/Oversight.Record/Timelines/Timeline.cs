using Oversight.Record.Events;

namespace Oversight.Record.Timelines;

/// <summary>
/// A subject's entries as believed at a place: the folded shape from which every answer about it is computed. It is a
/// pure function of the entries and reads no clock.
/// <para>
/// A retraction counts when no later retraction that counts takes it away. A correction stands for the entry at the
/// root of its chain of targets; of those that count, the latest place wins. A correction or retraction whose target is
/// not an earlier entry of the stream, or a replacement of another kind, changes nothing and is listed in
/// <see cref="Misdirected"/>.
/// </para>
/// </summary>
public sealed class Timeline
{
    private readonly IReadOnlyDictionary<Guid, Entry> retractions;
    private readonly Lazy<Dictionary<Guid, BelievedEntry>> believed;

    private Timeline(
        SubjectId subject,
        IReadOnlyList<Entry> recorded,
        IReadOnlyList<BelievedEntry> entries,
        IReadOnlyList<Entry> misdirected,
        IReadOnlyDictionary<Guid, Entry> retractions
    )
    {
        this.retractions = retractions;
        believed = new(() => entries.ToDictionary(e => e.Id));
        Subject = subject;
        Recorded = recorded;
        Entries = entries;
        Misdirected = misdirected;
    }

    /// <summary>What it is about.</summary>
    public SubjectId Subject { get; }

    /// <summary>Everything recorded about the subject, in place order, corrections and retractions included.</summary>
    public IReadOnlyList<Entry> Recorded { get; }

    /// <summary>The entries that say something of their own, in place order, retracted ones included.</summary>
    public IReadOnlyList<BelievedEntry> Entries { get; }

    /// <summary>Corrections and retractions that hit nothing.</summary>
    public IReadOnlyList<Entry> Misdirected { get; }

    /// <summary>The stream's version: how many entries it has.</summary>
    public long Version => Recorded.Count == 0 ? 0 : Recorded[^1].Version;

    /// <summary>The greatest place among its entries; -1 when it has none.</summary>
    public long GreatestPlace => Recorded.Count == 0 ? -1 : Recorded[^1].Place;

    /// <summary>The entries that count and are of that kind, in place order.</summary>
    public IEnumerable<BelievedEntry> Of<T>() => Entries.Where(e => e.Counts && e.Content is T);

    /// <summary>The retraction that takes that entry away, whatever its kind; null when it counts.</summary>
    public Entry? RetractionOf(Guid entry) => retractions.GetValueOrDefault(entry);

    /// <summary>What an entry of this timeline is believed to say: its own content, or that of the correction in force.</summary>
    public Event Believed(Entry entry) => believed.Value.GetValueOrDefault(entry.Id)?.Content ?? entry.Event;

    /// <summary>The timeline as it would be with one more entry at its end.</summary>
    public Timeline With(Entry entry) => Fold(Subject, [.. Recorded, entry]);

    /// <summary>Folds a subject's entries, given in place order.</summary>
    public static Timeline Fold(SubjectId subject, IReadOnlyList<Entry> recorded)
    {
        var byId = recorded.ToDictionary(e => e.Id);
        var taken = Retractions(recorded, byId);
        var corrections = new Dictionary<Guid, List<Entry>>();
        var misdirected = new List<Entry>();
        foreach (var entry in recorded)
        {
            switch (entry.Event)
            {
                case EntryRetracted retraction when !IsEarlier(byId, retraction.Target, entry):
                    misdirected.Add(entry);
                    break;
                case EntryCorrected correction:
                    if (
                        RootOf(entry, byId) is { } root
                        && root.Event.GetType() == correction.Replacement.GetType()
                        && root.Event is not EntryRetracted
                    )
                    {
                        (corrections.TryGetValue(root.Id, out var list) ? list : corrections[root.Id] = []).Add(entry);
                    }
                    else
                    {
                        misdirected.Add(entry);
                    }

                    break;
            }
        }

        var entries = new List<BelievedEntry>(recorded.Count);
        foreach (var entry in recorded)
        {
            if (entry.Event is not (EntryCorrected or EntryRetracted))
            {
                IReadOnlyList<Entry> own = corrections.TryGetValue(entry.Id, out var list) ? list : [];
                var inForce = own.LastOrDefault(c => !taken.ContainsKey(c.Id));
                var content = inForce is null ? entry.Event : ((EntryCorrected)inForce.Event).Replacement;
                entries.Add(new(entry, content, own, inForce, taken.GetValueOrDefault(entry.Id)));
            }
        }

        return new(subject, recorded, entries, misdirected, taken);
    }

    // From the end to the beginning: whether a retraction counts depends on later ones only.
    private static Dictionary<Guid, Entry> Retractions(IReadOnlyList<Entry> recorded, Dictionary<Guid, Entry> byId)
    {
        var taken = new Dictionary<Guid, Entry>();
        for (var i = recorded.Count - 1; i >= 0; i--)
        {
            if (
                recorded[i].Event is EntryRetracted retraction
                && !taken.ContainsKey(recorded[i].Id)
                && IsEarlier(byId, retraction.Target, recorded[i])
            )
            {
                taken.TryAdd(retraction.Target, recorded[i]);
            }
        }

        return taken;
    }

    private static Entry? RootOf(Entry correction, Dictionary<Guid, Entry> byId)
    {
        var entry = correction;
        while (entry.Event is EntryCorrected { Target: var target })
        {
            if (!IsEarlier(byId, target, entry))
            {
                return null;
            }

            entry = byId[target];
        }

        return entry;
    }

    private static bool IsEarlier(Dictionary<Guid, Entry> byId, Guid target, Entry than) =>
        byId.TryGetValue(target, out var entry) && entry.Place < than.Place;
}
