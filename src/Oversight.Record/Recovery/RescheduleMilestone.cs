namespace Oversight.Record.Recovery;

/// <summary>A milestone was given another date.</summary>
/// <param name="Decision">Effective: the day on which that was decided. Rationale: why.</param>
/// <param name="Milestone">Its reference.</param>
/// <param name="Due">By when now.</param>
public sealed record MilestoneRescheduled(Decision Decision, string Milestone, DateWithPrecision Due)
    : Event(Decision),
        IAboutMilestone
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Milestone, "milestone");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Milestone {Milestone} rescheduled {When}, due {Due}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"{Milestone} due", Due.Stored)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RescheduleMilestone.Kind;
}

/// <summary>How <see cref="MilestoneRescheduled"/> is called, and the rules that say when it may be recorded.</summary>
public static class RescheduleMilestone
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "milestone_rescheduled",
            "milestone-date",
            typeof(MilestoneRescheduled),
            SubjectKind.Recovery,
            "A milestone was given another date"
        )
        {
            Example = () => new MilestoneRescheduled(Example.Decided, "M1", Example.Date("2025-01-31")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [GeneralRules.DecisionSaysWhy, EngagementRules.WhileUnderWay, SetMilestone.MilestoneOpen];
}
