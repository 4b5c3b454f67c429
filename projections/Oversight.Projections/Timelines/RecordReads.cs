namespace Oversight.Projections.Timelines;

/// <summary>
/// What was read of a record to answer something, finer than by subject (<see cref="LookingAt"/>): of each timeline which entries were met.
/// Without the others, each or all of them, the same would have been read, and answered.
/// </summary>
internal sealed class RecordReads
{
    private readonly Dictionary<SubjectId, (Timeline Noted, TimelineReads Reads)> timelines = [];
    private bool all;

    /// <summary>What there is in the record was read, or all of its entries.</summary>
    public void All() => all = true;

    /// <summary>A timeline, which notes what is read of it. Of framework versions everything counts as read: there are few.</summary>
    public Timeline Noting(Timeline timeline)
    {
        if (timeline.Subject.Framework is not null)
        {
            return timeline;
        }

        if (!timelines.TryGetValue(timeline.Subject, out var known))
        {
            var reads = new TimelineReads();
            timelines[timeline.Subject] = known = (timeline.NotedBy(reads), reads);
        }

        return known.Noted;
    }

    /// <summary>The entries that were met of timelines that were looked at.</summary>
    public IEnumerable<Entry> Met(IEnumerable<Timeline> looked) =>
        looked.SelectMany(timeline =>
            !all && timelines.TryGetValue(timeline.Subject, out var noted)
                ? noted.Reads.Met(timeline)
                : timeline.Recorded
        );
}
