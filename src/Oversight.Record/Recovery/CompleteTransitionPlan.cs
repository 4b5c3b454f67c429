using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>A transition plan was completed.</summary>
/// <param name="Decision">Effective: when.</param>
public sealed record TransitionPlanCompleted(Decision Decision) : Event(Decision)
{
    /// <inheritdoc/>
    public override string Says() => $"Transition plan completed {When}";

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
}
