using Oversight.Record.Events;

namespace Oversight.Record.Rules;

/// <summary>A review confirms the segment that the organisation is in; another segment is an assignment.</summary>
public sealed class ReviewConfirmsSegment : Rule
{
    /// <inheritdoc/>
    public override string Name => "review-confirms-segment";

    /// <inheritdoc/>
    public override string Sentence =>
        "A review without change names the segment that the organisation is in on that day.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is SegmentReviewed;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var review = (SegmentReviewed)content;
        var held = situation.Timeline.Dated<IStatesSegment>().On(content.Decision.Effective.Latest);
        var segments = held.Entries.Select(e => ((IStatesSegment)e.Content).Segment).Distinct().ToArray();
        if (segments.Length == 0)
        {
            return $"It confirms segment {review.Segment}, but the record knows of no segment by {content.Decision.Effective}.";
        }

        return segments.Contains(review.Segment)
            ? null
            : $"It confirms segment {review.Segment}, but the organisation "
                + (
                    held.Entries.All(e => e.IsOver(content.Decision.Effective.Latest))
                        ? "was last published in segment "
                        : "is on that day in segment "
                )
                + $"{string.Join(" or ", segments)}: assign the new segment instead.";
    }
}
