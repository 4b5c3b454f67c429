namespace Oversight.Record.Timelines;

/// <summary>What a correction or a retraction is about, in the end.</summary>
public static class ChangedEntry
{
    /// <summary>
    /// The entry whose content a correction or retraction changes: through corrections of corrections and retractions of
    /// retractions; null for any other entry, and for one that hits nothing.
    /// </summary>
    public static BelievedEntry? ChangedBy(this Timeline timeline, Entry change)
    {
        if (change.Event is not (ICorrects or IRetracts))
        {
            return null;
        }

        var next = change;
        while (next?.Event is IRetracts { Target: var target })
        {
            next = timeline.Recorded.FirstOrDefault(e => e.Id == target && e.Place < next.Place);
        }

        return next is null ? null : timeline.StandsFor(next.Id);
    }
}
