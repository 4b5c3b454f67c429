namespace Oversight.Record.Recovery;

/// <summary>An engagement is meant to end at another time than was said before.</summary>
/// <param name="Decision">Effective: the day on which that was decided. Rationale: why.</param>
/// <param name="Target">When it is meant to end.</param>
/// <param name="Member">The member concerned; left out: all.</param>
public sealed record TargetExitRevised(Decision Decision, DateWithPrecision Target, OdsCode? Member = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Target exit revised {When} to {Target}{names.For(Member)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"target exit{CriterionRating.Of(Member)}", Target.Stored)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReviseTargetExit.Kind;
}

/// <summary>How <see cref="TargetExitRevised"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReviseTargetExit
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "target_exit_revised",
            "target-exit",
            typeof(TargetExitRevised),
            SubjectKind.Recovery,
            "The target exit was revised"
        )
        {
            Example = () => new TargetExitRevised(Example.Decided, Example.Date("Q1 2025/26")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            EngagementRules.NamesMembers,
            EngagementRules.WhileUnderWay,
            EngagementRules.DatesCanBeKept,
        ];
}
