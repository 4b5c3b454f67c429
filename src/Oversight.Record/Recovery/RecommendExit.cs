namespace Oversight.Record.Recovery;

/// <summary>The region recommends that an engagement ends.</summary>
/// <param name="Decision">Effective: the day of the recommendation. Rationale: why.</param>
/// <param name="Members">The members recommended to leave; left out: all.</param>
/// <param name="Expected">When the decision is expected.</param>
public sealed record ExitRecommended(
    Decision Decision,
    IReadOnlyList<OdsCode>? Members = null,
    DateWithPrecision? Expected = null
) : Event(Decision), IConcernsMembers
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        EngagementRules.CheckMembers(Members);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Exit recommended {When}{names.For(Members)}"
        + (Expected is { } expected ? $"; decision expected {expected}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [.. Stated.AllOrEach("exit recommended", Members), .. Stated.Maybe("exit decision expected", Expected)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RecommendExit.Kind;
}

/// <summary>How <see cref="ExitRecommended"/> is called, and the rules that say when it may be recorded.</summary>
public static class RecommendExit
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "exit_recommended",
            "exit-recommendation",
            typeof(ExitRecommended),
            SubjectKind.Recovery,
            "Exit was recommended"
        )
        {
            Example = () => new ExitRecommended(Example.Decided, Expected: Example.Date("2024-12-31")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [GeneralRules.DecisionSaysWhy, EngagementRules.NamesMembers, EngagementRules.WhileUnderWay];
}
