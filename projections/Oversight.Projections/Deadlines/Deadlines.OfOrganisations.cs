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

            BelievedEntry? Last<T>()
                where T : class =>
                timeline.Of<T>().Where(e => e.Effective.IsCertainBy(day)).MaxBy(e => (e.Effective.Latest, e.Place));
            var review = Last<SegmentReviewed>();
            var last = new[] { review, Last<IPlacesInSegment>() }
                .OfType<BelievedEntry>()
                .MaxBy(e => (e.Effective.Latest, e.Place));
            var registration = registered.Content;
            if (review?.Content is SegmentReviewed { NextReviewDue: { } said })
            {
                yield return Make(said, AnswerRules.NextReview, [review]);
            }
            else if (
                last is not null
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
                $"Review {(next.Scope == Record.Organisations.Concerning.System ? "the system of " : "")}{record.NameOf(organisation, day)}",
                next.Due,
                AnswerRules.OversightReview,
                [next.SaidBy],
                InWords.Stored(next.Scope)
            );

        // What an organisation was to do stays due after it has ended, until somebody says what becomes of it.
        private IEnumerable<Deadline> CommitmentsOf(Timeline timeline, OdsCode organisation) =>
            from commitment in Commitment.On(timeline, day)
            let due = commitment.Due
            let owing = commitment.OwedBy ?? organisation
            where commitment.Stands && due is not null
            select Make(
                commitment.Kind == CommitmentKind.Action ? DeadlineKind.Action : DeadlineKind.Commitment,
                timeline.Subject,
                [owing, .. commitment.Organisations],
                $"{record.NameOf(owing, day)}: {commitment.Title}",
                due.Value,
                AnswerRules.CommitmentDue,
                commitment.RestsOn,
                commitment.Id.ToString(),
                commitment.OrElse,
                // The trusts that an entry about their ICB names are overseen with it.
                [owing]
            );

        // In force, or perhaps: a direction ends when it is revoked, whatever becomes of its date.
        private IEnumerable<Deadline> DirectionsTo(Timeline timeline, OdsCode organisation) =>
            from direction in OrganisationDirection.On(timeline, day)
            let due = direction.Due
            let owing = Passing
                .HolderOf(timeline, organisation, OpenItemKind.Direction, $"{direction.Issued.Id}", day)
                .Holder
            where direction.InForce != Certainty.No && due is not null && owing is not null
            select Make(
                DeadlineKind.Direction,
                timeline.Subject,
                [owing.Value],
                $"Direction to {record.NameOf(organisation)}: {direction.Directed}",
                due.Value,
                AnswerRules.DirectionDue,
                direction.RestsOn.Select(EntryReference.To),
                direction.Issued.Id.ToString()
            );
    }
}
