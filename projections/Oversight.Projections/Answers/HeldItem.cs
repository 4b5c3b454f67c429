using Oversight.Record.Organisations;

namespace Oversight.Projections.Answers;

/// <summary>Who holds something that stays open when the organisation that it was recorded about ends.</summary>
/// <param name="Of">The organisation that it was recorded about.</param>
/// <param name="Holder">That organisation, or the successor to which it passed by the day; null where it ended with the body.</param>
/// <param name="By">The decisions by which it came there.</param>
internal sealed record HeldItem(OdsCode Of, OdsCode? Holder, IReadOnlyList<BelievedEntry> By)
{
    /// <summary>Who holds it on a day.</summary>
    public static HeldItem On(Timeline timeline, OpenItemKind what, Guid made, DateOnly day)
    {
        var own = timeline.Subject.Organisation!.Value;
        var (holder, by) = Passing.HolderOf(timeline, own, what, $"{made}", day);
        return new(own, holder, [.. by.Select(disposal => disposal.Entry)]);
    }

    /// <summary>The timelines in which something of an organisation can stand: its own, and those of the bodies that it follows.</summary>
    public static IEnumerable<Timeline> Streams(RecordAt record, OdsCode organisation)
    {
        var seen = new HashSet<OdsCode>();
        var next = new Queue<OdsCode>([organisation]);
        while (next.TryDequeue(out var ods))
        {
            if (seen.Add(ods) && record.TimelineOf(ods) is { } timeline)
            {
                yield return timeline;
                foreach (var (predecessor, _, _) in record.PredecessorsOf(ods))
                {
                    next.Enqueue(predecessor);
                }
            }
        }
    }
}
