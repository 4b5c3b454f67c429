using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Time;

namespace Oversight.Record.Segments;

/// <summary>A segment was looked at again and left as it is.</summary>
/// <param name="Decision">Effective: the day of the review.</param>
/// <param name="Segment">The segment that was confirmed.</param>
/// <param name="NextReviewDue">When it is to be looked at next.</param>
public sealed record SegmentReviewed(Decision Decision, int Segment, DateWithPrecision? NextReviewDue = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }

    /// <inheritdoc/>
    public override string Says() =>
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
}
