namespace Oversight.Projections.Timelines;

/// <summary>
/// Entries in place order, only ever added to. A single writer adds; readers take the part up to a place without a lock: the array is filled
/// before its length is published.
/// </summary>
internal sealed class EntriesByPlace
{
    private Entry[] entries = new Entry[4];
    private int count;

    public void Add(Entry entry)
    {
        if (count == entries.Length)
        {
            var larger = new Entry[count * 2];
            entries.CopyTo(larger, 0);
            Volatile.Write(ref entries, larger);
        }

        entries[count] = entry;
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>All that have been added, by now.</summary>
    public ArraySegment<Entry> All
    {
        get
        {
            // The length first: an array that is read after it holds at least as many.
            var length = Volatile.Read(ref count);
            return new(Volatile.Read(ref entries), 0, length);
        }
    }

    /// <summary>Those up to a place.</summary>
    public ArraySegment<Entry> UpTo(long place)
    {
        var all = All;
        return all[..CountUpTo(all, place)];
    }

    /// <summary>How many of some entries in place order are up to a place.</summary>
    public static int CountUpTo(ArraySegment<Entry> some, long place)
    {
        // Most ask about the end.
        if (some.Count == 0 || some[^1].Place <= place)
        {
            return some.Count;
        }

        var (low, high) = (0, some.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (some[middle].Place <= place)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
