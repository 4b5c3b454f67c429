using Oversight.Record.Recovery;

namespace Oversight.Projections.Readiness;

/// <summary>What follows exit, as it stands on a day.</summary>
/// <param name="Monitoring">What is watched, and how; of several plans that may hold the one recorded last.</param>
/// <param name="Until">Until when, as far as that was said.</param>
/// <param name="ReviewMonths">Months between its reviews.</param>
/// <param name="Completed">True when it was completed by the day.</param>
/// <param name="LastReview">When it was last looked at, and what was found.</param>
/// <param name="LastOutcome">What was found then.</param>
/// <param name="NextReviewDue">
/// When it is looked at next: as the last review says, else its rhythm after that review; without a review its first date,
/// else its rhythm after the plan. Null when completed, or nothing says.
/// </param>
/// <param name="DaysLeft">Days to the latest day of that; null when unknown.</param>
/// <param name="Overdue">True when that has passed.</param>
/// <param name="Candidates">The plans that may hold; several when dates are imprecise.</param>
/// <param name="RestsOn">The entries that say so.</param>
public sealed record TransitionPlan(
    string Monitoring,
    DateWithPrecision? Until,
    int? ReviewMonths,
    bool Completed,
    DateWithPrecision? LastReview,
    string? LastOutcome,
    DateWithPrecision? NextReviewDue,
    int? DaysLeft,
    bool Overdue,
    IReadOnlyList<Statement> Candidates,
    IReadOnlyList<EntryReference> RestsOn
)
{
    /// <summary>The plan of an engagement on a day; null when none was agreed by then.</summary>
    public static TransitionPlan? On(Engagement engagement, DateOnly day)
    {
        var timeline = engagement.Timeline;
        var candidates = timeline.Dated<TransitionPlanAgreed>().On(day).Entries;
        if (candidates is not [.., var agreed])
        {
            return null;
        }

        // What happened to a plan that this one replaced says nothing about it.
        IReadOnlyList<BelievedEntry<T>> Since<T>()
            where T : class =>
            Statement.Begun(
                timeline
                    .Of<T>()
                    .Where(e => e.Effective.IsCertainBy(day) && e.Effective.Latest >= agreed.Effective.Earliest),
                day
            );
        var plan = agreed.Content;
        var completed = Since<TransitionPlanCompleted>() is [.., var completion] ? completion : null;
        var last = Since<TransitionPlanReviewed>() is [.., var newest] ? newest : null;
        var review = last?.Content;
        DateWithPrecision? rhythm = plan.ReviewMonths is { } months
            ? DueDate.MonthsAfter((last?.Effective ?? agreed.Effective), months)
            : null;
        var next = completed is not null
            ? null
            : (last is null ? plan.FirstReviewDue : review!.NextReviewDue) ?? rhythm;
        var left = DueDate.DaysLeft(next, day);
        return new(
            plan.Monitoring,
            plan.Until,
            plan.ReviewMonths,
            completed is not null,
            last?.Effective,
            review?.Outcome,
            next,
            left,
            left < 0,
            [.. candidates.Select(Statement.Of)],
            [
                .. candidates
                    .Append<BelievedEntry?>(last)
                    .Append(completed)
                    .OfType<BelievedEntry>()
                    .OrderBy(e => e.Place)
                    .Select(EntryReference.To),
            ]
        );
    }
}
