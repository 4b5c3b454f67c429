using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Segments;

/// <summary>A position published for a period is the one that the assignments gave at the period's end.</summary>
public sealed class PublishedAgreesWithAssigned : Rule
{
    /// <inheritdoc/>
    public override string Name => "published-agrees-with-assigned";

    /// <inheritdoc/>
    public override string Sentence =>
        "The segment published for a period is the one assigned by the period's last day.";

    /// <inheritdoc/>
    public override bool Refuses => false;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is SegmentPublished;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var published = (SegmentPublished)content;
        var assigned = situation.Timeline.Dated<IPlacesInSegment>().On(content.Decision.Effective.Latest);
        var segments = assigned.Entries.Select(e => ((IPlacesInSegment)e.Content).Segment).Distinct().ToArray();
        return assigned.PerhapsNone || segments.Contains(published.Segment)
            ? null
            : $"Segment {published.Segment} was published for {content.Decision.Effective}, but the one assigned by then "
                + $"is {string.Join(" or ", segments)}.";
    }
}
