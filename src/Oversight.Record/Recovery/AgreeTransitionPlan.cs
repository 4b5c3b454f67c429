namespace Oversight.Record.Recovery;

/// <summary>What follows exit was agreed.</summary>
/// <param name="Decision">Effective: from when the plan holds.</param>
/// <param name="Monitoring">What is watched after exit, and how.</param>
/// <param name="Until">Until when, as far as that was said.</param>
/// <param name="ReviewMonths">Months between its reviews.</param>
/// <param name="FirstReviewDue">When it is first looked at.</param>
public sealed record TransitionPlanAgreed(
    Decision Decision,
    string Monitoring,
    DateWithPrecision? Until = null,
    int? ReviewMonths = null,
    DateWithPrecision? FirstReviewDue = null
) : Event(Decision), IMayFollowExit
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Monitoring, "monitoring", 20_000);
        if (ReviewMonths is < 1 or > 120)
        {
            throw new BadInputException("reviewMonths", "must be 1 to 120 months.");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Transition plan agreed from {When}{InWords.Until(Until)}"
        + (ReviewMonths is { } months ? $", reviewed every {months} months" : "")
        + (FirstReviewDue is { } first ? $"; first review due {first}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("monitoring", Monitoring),
            .. Stated.Maybe("monitoring until", Until),
            .. Stated.Maybe("review months", ReviewMonths),
            .. Stated.Maybe("first review due", FirstReviewDue),
        ];

    /// <inheritdoc/>
    public bool MayFollowExit(Engagement engagement) => true;

    // It is agreed with those who have left, or leave.
    /// <inheritdoc/>
    public override bool IsPartyTo(OdsCode organisation) => true;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AgreeTransitionPlan.Kind;
}

/// <summary>How <see cref="TransitionPlanAgreed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AgreeTransitionPlan
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "transition_plan_agreed",
            "transition-plan",
            typeof(TransitionPlanAgreed),
            SubjectKind.Recovery,
            "What follows exit was agreed"
        )
        {
            Example = () =>
                new TransitionPlanAgreed(
                    Example.Decided,
                    "Quarterly meetings with the region.",
                    Example.Date("2025/26"),
                    3,
                    Example.Date("2025-02-01")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.WhileUnderWay];

    /// <summary>A plan may be agreed again, as another one, at any time.</summary>
    public static Rule<Event> TransitionPlanInOrder { get; } =
        new(
            "transition-plan-in-order",
            "A transition plan is reviewed or completed after it was agreed, and completed once.",
            (said, judged) =>
            {
                var effective = judged.Effective;
                if (judged.Timeline.Of<TransitionPlanAgreed>().All(e => effective.Latest < e.Effective.Earliest))
                {
                    return $"No transition plan was agreed by {effective}.";
                }

                return
                    said is TransitionPlanCompleted
                    && judged
                        .Timeline.Of<TransitionPlanCompleted>()
                        .FirstOrDefault(e => e.ComesBefore(judged.Entry, said))
                        is { } completed
                    ? $"The transition plan was completed already, by entry {completed.Id} ({completed.Effective})."
                    : null;
            }
        );
}
