using Oversight.Projections.Notices;
using Oversight.Projections.Support;
using Oversight.Record.Support;

namespace Oversight.Projections.Deadlines;

public sealed partial record Deadlines
{
    private sealed partial class Search
    {
        // What was last published, for a period that has passed, is expected no longer.
        private IEnumerable<Deadline> SupportExits(Timeline timeline) =>
            from support in SupportOnDay.On(day, timeline)
            where support.State is SupportState.InPlace or SupportState.Uncertain
            let exit = support.ExpectedExit
            from end in Stated(exit?.By)
            select Make(
                DeadlineKind.SupportExit,
                timeline.Subject,
                [support.With],
                $"{support.Words}, for {(support.For is { } one ? one.Value : $"the system of {support.HeldBy}")}: expected to end",
                end,
                AnswerRules.SupportExit,
                support.StatedBy.Select(s => s.Entry).Append(exit!.Said.Entry).Distinct(),
                // Of other kinds there may be several for the same ones.
                string.Join(
                    ' ',
                    new[]
                    {
                        InWords.Stored(support.Kind),
                        support.Programme is { } programme ? InWords.Stored(programme) : "",
                        support.Kind == SupportKind.Other ? support.StatedBy[0].Entry.Id.ToString() : "",
                        support.For?.Value
                            ?? (support.HeldBy == support.RecordedAbout ? "system" : $"system {support.HeldBy}"),
                    }.Where(part => part.Length > 0)
                )
            );

        private IEnumerable<Deadline> IndependentReviews(Timeline timeline) =>
            from review in IndependentReviewOnDay.On(day, timeline)
            where review.Reported is null && review.Answered is null
            from expected in Stated(review.Expected)
            select Make(
                DeadlineKind.IndependentReview,
                timeline.Subject,
                review.Concerning,
                $"Report of the independent review: {review.About}",
                expected,
                AnswerRules.IndependentReviewDue,
                [review.Commissioned.Entry],
                review.Commissioned.Entry.Id.ToString()
            );

        private static IEnumerable<DateWithPrecision> Stated(DateWithPrecision? date) =>
            date is { } stated ? [stated] : [];
    }
}
