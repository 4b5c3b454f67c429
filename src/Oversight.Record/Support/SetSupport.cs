using Oversight.Record.Organisations;

namespace Oversight.Record.Support;

/// <summary>
/// Support was set for an organisation, its system or some of its trusts: a tier of a recovery programme, mandated financial
/// support, and the like. Support of the same kind and programme for the same ones that was set before is over with it.
/// </summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Scope">Whom it is for: the organisation itself, or its system.</param>
/// <param name="Programme">Of which programme, of a tier or of targeted support; left out where that is not stated.</param>
/// <param name="Tier">1, the most intensive, or 2; left out where that is not stated.</param>
/// <param name="Called">What it is called, where it is of another kind.</param>
/// <param name="Organisations">The trusts of the system that it is for; left out where it is for the whole system, or for the organisation.</param>
/// <param name="Conditions">What mandated financial support is given on condition of, one text each.</param>
public sealed record SupportSet(
    Decision Decision,
    SupportKind Kind,
    Concerning Scope,
    SupportProgramme? Programme = null,
    int? Tier = null,
    string? Called = null,
    IReadOnlyList<OdsCode>? Organisations = null,
    IReadOnlyList<string>? Conditions = null
) : Event(Decision), INamesSupport, IStaysOpen
{
    OpenItemKind IStaysOpen.OpenAs => OpenItemKind.Support;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        NamedSupport.CheckInput(this);
        if (Conditions is { } conditions)
        {
            Check.Texts(conditions, "conditions", 5000, atLeast: 1);
            if (Kind != SupportKind.MandatedFinancialSupport)
            {
                throw new BadInputException("conditions", "are those of mandated financial support: leave them out.");
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations ?? [];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{NamedSupport.InWords(this)} set {When}{TrustsOfSystem.InWords(this, names)}"
        + (
            Conditions is { } conditions
                ? $", on {(conditions.Count == 1 ? "1 condition" : $"{conditions.Count} conditions")}"
                : ""
        );

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [.. NamedSupport.States(this), .. Stated.Each("condition", Conditions ?? [])];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => SetSupport.Kind;
}

/// <summary>What support is.</summary>
public enum SupportKind
{
    /// <summary>A tier of a national recovery programme, such as that for urgent and emergency care: tier 1 is the most intensive.</summary>
    Tier,

    /// <summary>Financial support that NHS England mandates, with what it is given on condition of.</summary>
    MandatedFinancialSupport,

    /// <summary>Formal enhanced oversight, agreed between NHS England and the organisation or system.</summary>
    EnhancedOversight,

    /// <summary>A board that NHS England has set up, or asked for, to see to an improvement.</summary>
    ImprovementBoard,

    /// <summary>The Maternity Safety Support Programme.</summary>
    MaternitySafetySupport,

    /// <summary>Support aimed at something, of no tier.</summary>
    TargetedSupport,

    /// <summary>Another kind: say what it is called.</summary>
    Other,
}

/// <summary>The programmes in which organisations are supported.</summary>
public enum SupportProgramme
{
    /// <summary>Urgent and emergency care.</summary>
    UrgentAndEmergencyCare,

    /// <summary>Elective care: planned treatment, and the wait for it.</summary>
    Elective,

    /// <summary>Cancer care.</summary>
    Cancer,

    /// <summary>Diagnostics: tests, scans and other examinations.</summary>
    Diagnostics,

    /// <summary>Maternity and neonatal care.</summary>
    Maternity,
}

/// <summary>How <see cref="SupportSet"/> is called, and the rules that say when it may be recorded.</summary>
public static class SetSupport
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("support_set", "support", typeof(SupportSet), SubjectKind.Organisation, "Support was set")
        {
            IsRegulatoryAction = true,
            Example = () =>
                new SupportSet(
                    Example.Decided,
                    SupportKind.Tier,
                    Concerning.System,
                    SupportProgramme.UrgentAndEmergencyCare,
                    1,
                    Organisations: [Example.Trust]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            SystemRules.SystemIsOfAnIcb,
            TrustsOfSystem.NamedByIcb,
            TrustsOfSystem.OfOwnSystem,
            OrganisationRules.NamesExistingOrganisations,
        ];
}
