namespace Oversight.Projections.Timelines;

/// <summary>
/// One subject's entries in place order. A single writer adds; readers take the part up to a place without a lock: the
/// array is filled before its length is published.
/// </summary>
internal sealed class SubjectEntries
{
    private Entry[] entries = new Entry[4];
    private int count;
    private Timeline? newest;

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

    /// <summary>The timeline at a place; null when the subject had no entry by then.</summary>
    public Timeline? At(long place)
    {
        var seen = Volatile.Read(ref count);
        var array = Volatile.Read(ref entries);
        var upTo = seen;
        if (seen > 0 && array[seen - 1].Place > place)
        {
            upTo = FirstAfter(array, seen, place);
        }

        if (upTo == 0)
        {
            return null;
        }

        // The newest shape is asked for most: it is folded once for each entry added.
        if (Volatile.Read(ref newest) is { } cached && cached.Recorded.Count == upTo)
        {
            return cached;
        }

        var timeline = Timeline.Fold(array[0].Subject, new ArraySegment<Entry>(array, 0, upTo));
        if (upTo == seen)
        {
            Volatile.Write(ref newest, timeline);
        }

        return timeline;
    }

    /// <summary>The newest timeline, where it has been folded and is that at a place too; null otherwise.</summary>
    public Timeline? NewestAt(long place)
    {
        var all = Volatile.Read(ref count);
        return Volatile.Read(ref newest) is { } cached && cached.Recorded.Count == all && cached.GreatestPlace <= place
            ? cached
            : null;
    }

    /// <summary>The place of its last entry up to a place, without folding anything; -1 when it had none by then.</summary>
    public long GreatestPlaceAt(long place)
    {
        var seen = Volatile.Read(ref count);
        var array = Volatile.Read(ref entries);
        var upTo = FirstAfter(array, seen, place);
        return upTo == 0 ? -1 : array[upTo - 1].Place;
    }

    private static int FirstAfter(Entry[] array, int length, long place)
    {
        // Most ask about the end.
        if (length == 0 || array[length - 1].Place <= place)
        {
            return length;
        }

        var (low, high) = (0, length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (array[middle].Place <= place)
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
