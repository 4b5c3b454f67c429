namespace Oversight.Record.Recovery;

/// <summary>A transition plan was completed.</summary>
/// <param name="Decision">Effective: when.</param>
public sealed record TransitionPlanCompleted(Decision Decision) : Event(Decision), IMayFollowExit
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Transition plan completed {When}";

    /// <inheritdoc/>
    public bool MayFollowExit(Engagement engagement) => true;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => CompleteTransitionPlan.Kind;
}

/// <summary>How <see cref="TransitionPlanCompleted"/> is called, and the rules that say when it may be recorded.</summary>
public static class CompleteTransitionPlan
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "transition_plan_completed",
            "transition-plan-completed",
            typeof(TransitionPlanCompleted),
            SubjectKind.Recovery,
            "A transition plan was completed"
        )
        {
            Example = () => new TransitionPlanCompleted(Example.Decided),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [EngagementRules.WhileUnderWay, AgreeTransitionPlan.TransitionPlanInOrder, TransitionCriteriaSatisfied];

    /// <summary>Asked of the latest effective day and of every organisation that was a member.</summary>
    public static Rule<TransitionPlanCompleted> TransitionCriteriaSatisfied { get; } =
        new(
            "transition-criteria-satisfied",
            "A transition plan is completed when every transition criterion in force is satisfied.",
            (_, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var day = judged.Effective.Latest;
                var open = engagement
                    .CriteriaInForce(CriteriaPurpose.Transition, day)
                    .Where(c => engagement.EverMembers.Where(c.Concerns).Any(m => !engagement.IsSatisfied(c, m, day)))
                    .Select(c => c.Reference)
                    .ToArray();
                return open.Length == 0 ? null : $"Not satisfied {judged.Effective}: {string.Join(", ", open)}.";
            }
        );
}
