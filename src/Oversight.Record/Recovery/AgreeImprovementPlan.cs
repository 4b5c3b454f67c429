namespace Oversight.Record.Recovery;

/// <summary>
/// The organisation's improvement plan was agreed. A plan agreed later takes the place of the one before it for the same members.
/// </summary>
/// <param name="Decision">Effective: from when it holds. Evidence: the plan.</param>
/// <param name="Plan">What it sets out to do, in short.</param>
/// <param name="CompleteBy">When all of it is to be done, as far as that was said.</param>
/// <param name="Members">The members whose plan it is; left out: all.</param>
public sealed record ImprovementPlanAgreed(
    Decision Decision,
    string Plan,
    DateWithPrecision? CompleteBy = null,
    IReadOnlyList<OdsCode>? Members = null
) : Event(Decision), IConcernsMembers
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Plan, "plan", 20_000);
        EngagementRules.CheckMembers(Members);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Improvement plan agreed {When}{names.For(Members)}"
        + (CompleteBy is { } by ? $", to be complete by {by}" : "")
        + $": {InWords.OneLine(Plan)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. Stated.AllOrEach("improvement plan of", Members),
            ("improvement plan", Plan),
            .. Stated.Maybe("improvement plan complete by", CompleteBy),
        ];

    // It is their own plan.
    /// <inheritdoc/>
    public override bool IsPartyTo(OdsCode organisation) => Members?.Contains(organisation) != false;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AgreeImprovementPlan.Kind;
}

/// <summary>How <see cref="ImprovementPlanAgreed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AgreeImprovementPlan
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "improvement_plan_agreed",
            "improvement-plan",
            typeof(ImprovementPlanAgreed),
            SubjectKind.Recovery,
            "The improvement plan was agreed"
        )
        {
            Example = () =>
                new ImprovementPlanAgreed(
                    Example.Decided,
                    "Financial grip, urgent care and maternity, in three phases.",
                    Example.Date("2025/26")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.NamesMembers, EngagementRules.WhileUnderWay];
}
