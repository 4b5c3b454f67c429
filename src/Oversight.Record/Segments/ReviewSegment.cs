using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;

namespace Oversight.Record.Segments;

/// <summary>A segment was looked at again and left as it is.</summary>
/// <param name="Decision">Effective: the day of the review.</param>
/// <param name="Segment">The segment that was confirmed.</param>
/// <param name="NextReviewDue">When it is to be looked at next.</param>
public sealed record SegmentReviewed(Decision Decision, int Segment, DateWithPrecision? NextReviewDue = null)
    : Event(Decision),
        ISaysNextReview
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Segment {Segment} reviewed {When} and confirmed{InWords.NextReview(NextReviewDue)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("segment confirmed", $"{Segment}")];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReviewSegment.Kind;
}

/// <summary>How <see cref="SegmentReviewed"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReviewSegment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_reviewed",
            "segment-review",
            typeof(SegmentReviewed),
            SubjectKind.Organisation,
            "A segment was reviewed and confirmed"
        )
        {
            Example = () => new SegmentReviewed(Example.Decided, 3, Example.Date("Q4 2024/25")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            SegmentRules.SegmentOfFramework,
            GeneralRules.FrameworkCarriedOn,
            ReviewConfirmsSegment,
            ReviewRules.NextReviewAfterReview,
        ];

    /// <summary>A review confirms the segment that the organisation is in; another segment is an assignment.</summary>
    public static Rule<SegmentReviewed> ReviewConfirmsSegment { get; } =
        new(
            "review-confirms-segment",
            "A review without change names the segment that the organisation is in on that day.",
            (review, judged) =>
            {
                var held = judged.Timeline.Dated<IStatesSegment>().On(judged.Effective.Latest);
                var segments = held.Entries.Select(e => e.Content.Segment).Distinct().ToArray();
                if (segments.Length == 0)
                {
                    return $"It confirms segment {review.Segment}, but the record knows of no segment by {judged.Effective}.";
                }

                return segments.Contains(review.Segment)
                    ? null
                    : $"It confirms segment {review.Segment}, but the organisation "
                        + (
                            held.Entries.All(e => e.IsOver(judged.Effective.Latest))
                                ? "was last published in segment "
                                : "is on that day in segment "
                        )
                        + $"{string.Join(" or ", segments)}: assign the new segment instead.";
            }
        );
}
