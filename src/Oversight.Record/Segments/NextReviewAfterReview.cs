using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Segments;

/// <summary>The next review is due after this one.</summary>
public sealed class NextReviewAfterReview : Rule
{
    /// <inheritdoc/>
    public override string Name => "next-review-after-review";

    /// <inheritdoc/>
    public override string Sentence => "The next review is due after the day of this one.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is SegmentReviewed { NextReviewDue: not null };

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var review = (SegmentReviewed)content;
        return review.NextReviewDue!.Value.Latest > review.Decision.Effective.Earliest
            ? null
            : $"The next review is due {review.NextReviewDue}, which is not after this one ({review.Decision.Effective}).";
    }
}
