using Oversight.Record.Commitments;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;

namespace Oversight.Projections.Reviews;

/// <summary>A review of an organisation or its system, at an oversight meeting that needs no segment.</summary>
/// <param name="Id">The id of its entry; what came from it names that.</param>
/// <param name="Meeting">What meeting it was.</param>
/// <param name="Scope">Whether the organisation alone was reviewed or its whole system.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Summary">What was looked at and said.</param>
/// <param name="Present">The bodies and roles that took part.</param>
/// <param name="NextReviewDue">When it said that the next one is due.</param>
/// <param name="Concerns">The ids of the concerns that came from it.</param>
/// <param name="Commitments">The ids of the actions and other commitments that came from it.</param>
/// <param name="Source">The meeting or document that it was taken from.</param>
/// <param name="Said">When it was held, who held it, and why.</param>
public sealed record OversightReview(
    Guid Id,
    ReviewMeeting Meeting,
    Concerning Scope,
    string Outcome,
    string? Summary,
    IReadOnlyList<string> Present,
    DateWithPrecision? NextReviewDue,
    IReadOnlyList<Guid> Concerns,
    IReadOnlyList<Guid> Commitments,
    Source? Source,
    Statement Said
)
{
    /// <summary>The reviews that were, or may have been, held by a day: by the latest day of each, the last one last.</summary>
    public static IReadOnlyList<OversightReview> On(Timeline timeline, DateOnly day) =>
        [.. Statement.Begun(timeline.Of<OversightReviewed>(), day).Select(review => Of(timeline, review, day))];

    /// <summary>The last one that was certainly held by a day; null when none was.</summary>
    public static OversightReview? Last(Timeline timeline, DateOnly day) =>
        HeldBy(timeline, day) is [.., var last] ? Of(timeline, last, day) : null;

    /// <summary>The ids of the last ones of each scope that were certainly held by a day.</summary>
    internal static IReadOnlyList<Guid> LastOfEachScope(Timeline timeline, DateOnly day) =>
        [.. HeldBy(timeline, day).GroupBy(review => review.Content.Scope).Select(scope => scope.Last().Id)];

    internal static IReadOnlyList<BelievedEntry<OversightReviewed>> HeldBy(Timeline timeline, DateOnly day) =>
        Statement.Begun(timeline.Of<OversightReviewed>().Where(e => e.Effective.IsCertainBy(day)), day);

    private static OversightReview Of(Timeline timeline, BelievedEntry<OversightReviewed> review, DateOnly day)
    {
        var content = review.Content;
        return new(
            review.Id,
            content.Meeting,
            content.Scope,
            content.Outcome,
            content.Summary,
            content.Present ?? [],
            content.NextReviewDue,
            From<ConcernRaised>(),
            From<CommitmentMade>(),
            content.Decision.Source,
            Statement.Of(review)
        );

        Guid[] From<T>()
            where T : class, IFromReview =>
            [
                .. timeline
                    .Of<T>()
                    .Where(e =>
                        e.Effective.Earliest <= day
                        && e.Content.Review is { } named
                        && timeline.StandsFor(named)?.Id == review.Id
                    )
                    .Select(e => e.Id),
            ];
    }
}

/// <summary>The review of one scope that is to be held next.</summary>
/// <param name="Scope">Whether the organisation alone is to be reviewed or its whole system.</param>
/// <param name="Due">When.</param>
/// <param name="DaysLeft">Days to the latest day of that; negative when it has passed; absent when it is unknown.</param>
/// <param name="Overdue">True when that day has passed.</param>
/// <param name="SaidBy">The entry of the review that said so.</param>
public sealed record NextOversightReview(
    Concerning Scope,
    DateWithPrecision Due,
    int? DaysLeft,
    bool Overdue,
    EntryReference SaidBy
)
{
    /// <summary>
    /// Those of an organisation, by scope. An extraordinary or other meeting that said no date leaves the one that was said before; a regular
    /// one without a date leaves none.
    /// </summary>
    public static IReadOnlyList<NextOversightReview> On(Timeline timeline, DateOnly day)
    {
        // Nobody is reviewed who does not exist yet, or no longer.
        if (
            timeline.Of<OrganisationRegistered>().FirstOrDefault() is not { } registered
            || registered.Effective.Earliest > day
            || timeline.Of<OrganisationSucceeded>().Any(e => e.Effective.IsCertainBy(day))
        )
        {
            return [];
        }

        return
        [
            .. from review in OversightReview.HeldBy(timeline, day)
            where
                review.Content.NextReviewDue is not null
                || review.Content.Meeting is not (ReviewMeeting.Extraordinary or ReviewMeeting.Other)
            group review by review.Content.Scope into scope
            orderby scope.Key
            let last = scope.Last()
            let due = last.Content.NextReviewDue
            where due is not null
            let left = DueDate.DaysLeft(due, day)
            select new NextOversightReview(scope.Key, due.Value, left, left < 0, EntryReference.To(last)),
        ];
    }
}
