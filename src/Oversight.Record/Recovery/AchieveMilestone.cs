namespace Oversight.Record.Recovery;

/// <summary>A milestone was reached.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Milestone">Its reference.</param>
public sealed record MilestoneAchieved(Decision Decision, string Milestone) : Event(Decision), IAboutMilestone
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Milestone, "milestone");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Milestone {Milestone} reached {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [(Milestone, "reached")];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AchieveMilestone.Kind;
}

/// <summary>How <see cref="MilestoneAchieved"/> is called, and the rules that say when it may be recorded.</summary>
public static class AchieveMilestone
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "milestone_achieved",
            "milestone-achieved",
            typeof(MilestoneAchieved),
            SubjectKind.Recovery,
            "A milestone was reached"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            Decides = false,
            Example = () => new MilestoneAchieved(Example.Decided, "M1"),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.WhileUnderWay, SetMilestone.MilestoneOpen];
}
