namespace Oversight.Record.Reviews;

/// <summary>An event that may say when the next review is due.</summary>
public interface ISaysNextReview
{
    /// <summary>When the next review is due.</summary>
    DateWithPrecision? NextReviewDue { get; }
}

/// <summary>
/// An event that may say from which review of the same organisation it came. Where it names none, and one review was decided the same day
/// by the same body, from the same source, that one is meant: the minutes of one meeting say both.
/// </summary>
public interface IFromReview : INamesOpenEntry
{
    /// <summary>What all decisions have in common.</summary>
    Decision Decision { get; }

    /// <summary>The review; left out: it came from none, or that is not stated.</summary>
    Guid? Review { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "review";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Review;

    /// <inheritdoc/>
    bool INamesOpenEntry.MustName => false;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline)
    {
        BelievedEntry[] reviews =
        [
            .. timeline
                .Of<OversightReviewed>()
                .Where(review => Decision.Source is not null && SameMeeting(review.Decision, Decision)),
        ];
        // Of several it is not said which.
        return reviews.Length == 1 ? reviews : [];
    }

    private static bool SameMeeting(Decision review, Decision from) =>
        review.Effective == from.Effective
        && review.Effective.Precision == DatePrecision.Day
        && review.Source == from.Source
        && review.DecidedBy.Body == from.DecidedBy.Body;
}

/// <summary>What holds of reviews, and of what comes from them.</summary>
public static class ReviewRules
{
    /// <summary>The next review is due after this one.</summary>
    public static Rule<ISaysNextReview> NextReviewAfterReview { get; } =
        new(
            "next-review-after-review",
            "The next review is due after the day of this one.",
            (review, judged) =>
                review.NextReviewDue is not { } next || next.Latest > judged.Effective.Earliest
                    ? null
                    : $"The next review is due {next}, which is not after this one ({judged.Effective})."
        );

    /// <summary>What is said to come from a review comes from one about the same organisation, on its day or later.</summary>
    public static Rule<IFromReview> ComesFromOwnReview { get; } =
        new(
            "comes-from-own-review",
            "The review that a concern or a commitment came from is one of the same organisation, and took place by then.",
            (said, judged) =>
                said.Review is not { } named ? null
                : judged.Timeline.StandsFor(named) is not { Counts: true, Content: OversightReviewed } review
                    ? $"Entry {named} is no review of {judged.Timeline.Subject}, or it was retracted."
                : judged.Effective.Latest < review.Effective.Earliest
                    ? $"It takes effect {judged.Effective}, before the review that it came from ({review.Effective})."
                : null
        );
}
