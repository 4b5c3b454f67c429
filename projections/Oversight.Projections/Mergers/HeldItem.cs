using Oversight.Record.Organisations;

namespace Oversight.Projections.Mergers;

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

    /// <summary>The timelines in which something that an organisation holds can stand: its own, and those of organisations that name it.</summary>
    public static IEnumerable<Timeline> Streams(RecordAt record, OdsCode organisation) =>
        new[] { record.TimelineOf(organisation) }.OfType<Timeline>().Concat(record.OrganisationsNaming(organisation));
}
