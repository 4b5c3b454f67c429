using System.Collections;
using System.Collections.Concurrent;

namespace Oversight.Projections.Timelines;

/// <summary>
/// All entries by kind, by origin and by both, kept as they come: how many there are of some, and which stand on a page of them, is found without
/// the record being read through. Who sees only some of the record is not answered from here.
/// </summary>
internal sealed class EntriesOfKinds
{
    private readonly ConcurrentDictionary<(Type? Kind, Origin? Origin), EntriesByPlace> kept = new();

    /// <summary>Adds an entry that follows the last one.</summary>
    public void Add(Entry entry)
    {
        var (kind, origin) = (entry.Event.GetType(), entry.Event.Decision.Origin);
        Of(kind, null).Add(entry);
        Of(null, origin).Add(entry);
        Of(kind, origin).Add(entry);
    }

    /// <summary>Those up to a place.</summary>
    /// <param name="kinds">Of these kinds of event; null: of all, where origins are named.</param>
    /// <param name="origins">Of these origins; null: of all, where kinds are named.</param>
    /// <param name="place">The place.</param>
    public MergedEntries UpTo(IReadOnlyCollection<Type>? kinds, IReadOnlyCollection<Origin>? origins, long place) =>
        new([
            .. from kind in kinds?.Distinct() ?? [null]
            from origin in origins?.Distinct().Select(o => (Origin?)o) ?? [null]
            let entries = kept.GetValueOrDefault((kind, origin))
            where entries is not null
            let some = entries.UpTo(place)
            where some.Count > 0
            select some,
        ]);

    private EntriesByPlace Of(Type? kind, Origin? origin) => kept.GetOrAdd((kind, origin), static _ => new());
}

/// <summary>Several lists of entries by place as one by place; none is copied to look at some of them.</summary>
internal sealed class MergedEntries(IReadOnlyList<ArraySegment<Entry>> lists) : IReadOnlyList<Entry>
{
    public int Count { get; } = lists.Sum(list => list.Count);

    public Entry this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return lists.Count == 1 ? lists[0][index] : Find(index);
        }
    }

    public IEnumerator<Entry> GetEnumerator() =>
        lists.SelectMany(list => list).OrderBy(entry => entry.Place).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The first place up to which there are enough.
    private Entry Find(int index)
    {
        var (low, high) = (lists.Min(list => list[0].Place), lists.Max(list => list[^1].Place));
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lists.Sum(list => EntriesByPlace.CountUpTo(list, middle)) > index)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return lists
            .Select(list => (list, Count: EntriesByPlace.CountUpTo(list, low)))
            .Where(found => found.Count > 0)
            .Select(found => found.list[found.Count - 1])
            .First(entry => entry.Place == low);
    }
}
