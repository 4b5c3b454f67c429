namespace Oversight.Record.Recovery;

/// <summary>A transition plan was looked at.</summary>
/// <param name="Decision">Effective: the day of the review.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="NextReviewDue">When it is to be looked at next.</param>
public sealed record TransitionPlanReviewed(Decision Decision, string Outcome, DateWithPrecision? NextReviewDue = null)
    : Event(Decision),
        IMayFollowExit
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Outcome, "outcome", 20_000);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Transition plan reviewed {When}{InWords.NextReview(NextReviewDue)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("outcome", Outcome), .. Stated.Maybe("next review due", NextReviewDue)];

    /// <inheritdoc/>
    public bool MayFollowExit(Engagement engagement) => true;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReviewTransitionPlan.Kind;
}

/// <summary>How <see cref="TransitionPlanReviewed"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReviewTransitionPlan
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "transition_plan_reviewed",
            "transition-plan-review",
            typeof(TransitionPlanReviewed),
            SubjectKind.Recovery,
            "A transition plan was reviewed"
        )
        {
            Example = () => new TransitionPlanReviewed(Example.Decided, "On course.", Example.Date("2025-05-01")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [EngagementRules.WhileUnderWay, AgreeTransitionPlan.TransitionPlanInOrder];
}
