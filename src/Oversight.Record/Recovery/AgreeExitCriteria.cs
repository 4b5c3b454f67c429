using Oversight.Record.Organisations;

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
    public override string Says(Naming names) =>
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

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            EngagementRules.NamesMembers,
            DependsOnRegistered,
            EngagementRules.WhileUnderWay,
            CriteriaAgreedOnce,
            CriterionReferenceOnce,
            EngagementRules.DatesCanBeKept,
        ];

    /// <summary>Another organisation on which a criterion depends, such as a trust of the system.</summary>
    public static Rule<IStatesCriteria> DependsOnRegistered { get; } =
        new(
            "depends-on-registered",
            "The organisations on which a criterion depends are in the record.",
            (set, judged) =>
            {
                foreach (var criterion in set.Criteria)
                {
                    foreach (var organisation in criterion.DependsOn ?? [])
                    {
                        if (judged.Organisation(organisation)?.Of<OrganisationRegistered>().Any() != true)
                        {
                            return $"Criterion {criterion.Reference} depends on {organisation}, which is not registered.";
                        }
                    }
                }

                return null;
            }
        );

    /// <summary>A later set says which one it replaces; a second first set would not.</summary>
    public static Rule<ExitCriteriaAgreed> CriteriaAgreedOnce { get; } =
        new(
            "criteria-agreed-once",
            "Criteria of one purpose are agreed once; every later set refreshes the one before it.",
            (agreed, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var purpose = agreed.Purpose;
                var day = judged.Effective.Latest;
                var before = engagement.CriteriaOn(purpose, day, Sequence.NotBefore(judged.Entry, judged.Content));
                return before is { PerhapsNone: false, Entries: [.., var set] }
                    ? $"There are {purpose.ToString().ToLowerInvariant()} criteria already, "
                        + $"since entry {set.Id} ({set.Effective}): refresh them."
                    : null;
            }
        );

    /// <summary>A rating names its criterion by the reference alone.</summary>
    public static Rule<IStatesCriteria> CriterionReferenceOnce { get; } =
        new(
            "criterion-reference-once",
            "A reference names one criterion: an exit criterion or a transition criterion, never both.",
            (set, judged) =>
            {
                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var stated = set;
                var other = stated.Purpose == CriteriaPurpose.Exit ? CriteriaPurpose.Transition : CriteriaPurpose.Exit;
                var taken = engagement
                    .CriteriaOn(other, judged.Effective.Latest, Sequence.NotBefore(judged.Entry, judged.Content))
                    .Entries.SelectMany(set => set.Content.Criteria)
                    .Select(c => c.Reference)
                    .ToHashSet();
                return stated.Criteria.FirstOrDefault(c => taken.Contains(c.Reference)) is { } criterion
                    ? $"{criterion.Reference} is the reference of one of the {other.ToString().ToLowerInvariant()} criteria already."
                    : null;
            }
        );
}
