namespace Oversight.Projections.Timelines;

/// <summary>One subject's entries in place order, and its newest timeline.</summary>
internal sealed class SubjectEntries
{
    private readonly EntriesByPlace entries = new();
    private Timeline? newest;

    public void Add(Entry entry) => entries.Add(entry);

    /// <summary>The timeline at a place; null when the subject had no entry by then.</summary>
    public Timeline? At(long place)
    {
        var seen = entries.All.Count;
        var upTo = entries.UpTo(place);
        if (upTo.Count == 0)
        {
            return null;
        }

        // The newest shape is asked for most: it is folded once for each entry added.
        if (Volatile.Read(ref newest) is { } cached && cached.Recorded.Count == upTo.Count)
        {
            return cached;
        }

        var timeline = Timeline.Fold(upTo[0].Subject, upTo);
        if (upTo.Count >= seen)
        {
            Volatile.Write(ref newest, timeline);
        }

        return timeline;
    }

    /// <summary>The newest timeline, where it has been folded and is that at a place too; null otherwise.</summary>
    public Timeline? NewestAt(long place)
    {
        var all = entries.All.Count;
        return Volatile.Read(ref newest) is { } cached && cached.Recorded.Count == all && cached.GreatestPlace <= place
            ? cached
            : null;
    }

    /// <summary>The place of its last entry up to a place, without folding anything; -1 when it had none by then.</summary>
    public long GreatestPlaceAt(long place)
    {
        var upTo = entries.UpTo(place);
        return upTo.Count == 0 ? -1 : upTo[^1].Place;
    }
}
