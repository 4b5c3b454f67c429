using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>Exit or transition criteria were agreed for the first time.</summary>
/// <param name="Decision">Effective: from when they are in force.</param>
/// <param name="Purpose">What they decide about.</param>
/// <param name="Criteria">The criteria, at least one.</param>
public sealed record ExitCriteriaAgreed(Decision Decision, CriteriaPurpose Purpose, IReadOnlyList<Criterion> Criteria)
    : Event(Decision),
        IStatesCriteria
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Criterion.CheckAll(Criteria);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Criterion.OrganisationsIn(Criteria);

    /// <inheritdoc/>
    public override string Says() =>
        $"{Purpose} criteria agreed from {When}: {InWords.Listed(Criteria.Select(c => c.Reference))}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => Criteria.SelectMany(c => c.States());

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AgreeExitCriteria.Kind;
}

/// <summary>How <see cref="ExitCriteriaAgreed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AgreeExitCriteria
{
    internal static Criterion Finance { get; } =
        new(
            "EC1",
            "Finance",
            "The system meets its agreed control total.",
            "Outturn against plan",
            "Breakeven or better",
            ["Month 12 finance return"],
            "Chief Finance Officer",
            Example.Date("Q4 2024/25"),
            SustainedMonths: 6,
            DependsOn: [Example.Trust]
        );

    private static readonly Criterion Quality = new(
        "EC2",
        "Quality",
        "The maternity improvement plan is complete.",
        Members: [Example.Icb]
    );

    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "exit_criteria_agreed",
            "exit-criteria",
            typeof(ExitCriteriaAgreed),
            SubjectKind.Recovery,
            "Exit or transition criteria were agreed"
        )
        {
            Example = () => new ExitCriteriaAgreed(Example.Decided, CriteriaPurpose.Exit, [Finance, Quality]),
        };
}
