using Oversight.Projections.Commitments;
using Oversight.Projections.Reviews;
using Oversight.Record.Commitments;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Deadlines;

public sealed partial record Deadlines
{
    private sealed partial class Search
    {
        private IEnumerable<Deadline> SegmentReviews(Timeline timeline, OdsCode organisation)
        {
            if (
                timeline.Of<OrganisationRegistered>().FirstOrDefault() is not { } registered
                || registered.Effective.Earliest > day
                || timeline.Of<OrganisationSucceeded>().Any(e => e.Effective.IsCertainBy(day))
            )
            {
                yield break;
            }

            var certain = Statement.Begun(
                timeline.Entries.Where(e =>
                    e.Counts && e.Content is SegmentReviewed or IPlacesInSegment && e.Effective.IsCertainBy(day)
                ),
                day
            );
            var review = certain.LastOrDefault(e => e.Content is SegmentReviewed);
            var registration = registered.Content;
            if (review?.Content is SegmentReviewed { NextReviewDue: { } said })
            {
                yield return Make(said, AnswerRules.NextReview, [review]);
            }
            else if (
                certain is [.., var last]
                && record.Frameworks.Judging(last.Effective.Latest, registration.Kind)
                    is { ReviewMonths: { } months } version
                && version.Segmented(registration.Kind)
            )
            {
                // What was due stays due: a later framework does not take it away, only a review does.
                yield return Make(
                    DueDate.MonthsAfter(last.Effective, months),
                    AnswerRules.ReviewRhythm,
                    [last, .. record.Frameworks.On(last.Effective.Latest).RestsOn]
                );
            }

            Deadline Make(DateWithPrecision due, AnswerRule rule, IReadOnlyList<BelievedEntry> restsOn) =>
                this.Make(
                    DeadlineKind.SegmentReview,
                    timeline.Subject,
                    [organisation],
                    $"Review the segment of {registration.Name}",
                    due,
                    rule,
                    restsOn.Select(EntryReference.To)
                );
        }

        private IEnumerable<Deadline> OversightReviews(Timeline timeline, OdsCode organisation) =>
            from next in NextOversightReview.On(timeline, day)
            select Make(
                DeadlineKind.OversightReview,
                timeline.Subject,
                [organisation],
                $"Review {(next.Scope == Record.Organisations.Concerning.System ? "the system of " : "")}{record.NameOf(organisation)}",
                next.Due,
                AnswerRules.OversightReview,
                [next.SaidBy],
                InWords.Stored(next.Scope)
            );

        // What an organisation was to do stays due after it has ended, until somebody says what becomes of it.
        private IEnumerable<Deadline> CommitmentsOf(Timeline timeline, OdsCode organisation) =>
            from commitment in Commitment.On(timeline, day)
            let due = commitment.Due
            where commitment.Stands && due is not null
            select Make(
                commitment.Kind == CommitmentKind.Action ? DeadlineKind.Action : DeadlineKind.Commitment,
                timeline.Subject,
                [commitment.OwedBy ?? organisation, .. commitment.Organisations],
                $"{record.NameOf(organisation)}: {commitment.Title}",
                due.Value,
                AnswerRules.CommitmentDue,
                commitment.RestsOn,
                commitment.Id.ToString(),
                commitment.OrElse
            );

        // In force, or perhaps: a direction ends when it is revoked, whatever becomes of its date.
        private IEnumerable<Deadline> DirectionsTo(Timeline timeline, OdsCode organisation) =>
            from direction in OrganisationDirection.On(timeline, day)
            let due = direction.Due
            where direction.InForce != Certainty.No && due is not null
            select Make(
                DeadlineKind.Direction,
                timeline.Subject,
                [organisation],
                $"Direction to {record.NameOf(organisation)}: {direction.Directed}",
                due.Value,
                AnswerRules.DirectionDue,
                direction.RestsOn.Select(EntryReference.To),
                direction.Issued.Id.ToString()
            );
    }
}
