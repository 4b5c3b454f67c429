using Oversight.Projections.Deadlines;
using Oversight.Projections.Status;
using Oversight.Record.Frameworks;
using Oversight.Record.Segments;

namespace Oversight.Projections.Letters;

/// <summary>Letters about segments: which, since when, which before, and when it is looked at next.</summary>
internal static class LettersOfSegments
{
    public static IEnumerable<LetterPart> Of(LetterWriting writing)
    {
        var segment = writing.Entry.Content is SegmentReviewed reviewed
            ? reviewed.Segment
            : ((IStatesSegment)writing.Entry.Content).Segment;
        var framework = writing.Day is { } day ? writing.Record.Frameworks.Judging(day, writing.Kind) : null;
        var confirmed = writing.Entry.Content is SegmentReviewed;
        yield return new(
            "Your segment",
            [
                $"Segment {segment}: {writing.Or(framework?.LabelOf(segment), "what the framework calls it")}.",
                confirmed ? $"Looked at and confirmed: {writing.Effective}." : $"It holds from: {writing.Effective}.",
                .. confirmed ? [] : (string[])[$"Before that: {Before(writing)}."],
                .. IsMostIntensive(framework, segment)
                    ? (string[])
                        [
                            $"In this segment organisations receive {framework!.Programme}; a separate letter says what that means for you.",
                        ]
                    : [],
            ]
        );
        yield return new("What follows", [$"The segment is looked at next: {Next(writing)}."]);
    }

    private static bool IsMostIntensive(FrameworkVersion? framework, int segment) =>
        framework is not null && framework.MostIntensiveSegment == segment;

    private static string Before(LetterWriting writing)
    {
        if (writing.Entry.Effective.Precision == DatePrecision.Unknown || writing.Kind is not { } kind)
        {
            return writing.Gap("the segment before");
        }

        var before = SegmentStatus.On(
            writing.Entry.Effective.Earliest.AddDays(-1),
            writing.Timeline,
            kind,
            writing.Record.Frameworks
        );
        return before.State == SegmentState.Certain ? $"segment {before.Number}" : writing.Gap("the segment before");
    }

    private static string Next(LetterWriting writing)
    {
        if (writing.Entry.Content is SegmentReviewed { NextReviewDue: { } said })
        {
            return writing.Or(said, "when it is looked at next");
        }

        var next = writing.Day is { } day
            ? Deadlines
                .Deadlines.Of(writing.Record, writing.Timeline.Subject, day)
                .FirstOrDefault(d => d.Kind == DeadlineKind.SegmentReview)
                ?.Due
            : null;
        return writing.Or(next, "when it is looked at next");
    }
}
