using Oversight.Record.Organisations;

namespace Oversight.Record.Reviews;

/// <summary>A concern about an organisation or its system was raised. It is open until it is closed.</summary>
/// <param name="Decision">Effective: the day on which it was raised.</param>
/// <param name="About">What it is about.</param>
/// <param name="Scope">Whether it concerns the organisation alone or its whole system.</param>
/// <param name="Wording">The concern itself.</param>
/// <param name="Organisations">The trusts of the system that it is about, where it is about single ones.</param>
/// <param name="Review">The review that it came from; left out: from none, or that is not stated.</param>
public sealed record ConcernRaised(
    Decision Decision,
    ConcernTheme About,
    Concerning Scope,
    string Wording,
    IReadOnlyList<OdsCode>? Organisations = null,
    Guid? Review = null
) : Event(Decision), IConcerns, INamesTrustsOfSystem, IFromReview, IStaysOpen
{
    OpenItemKind IStaysOpen.OpenAs => OpenItemKind.Concern;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Wording, "wording", 5000);
        TrustsOfSystem.CheckInput(this);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations ?? [];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Concern about {InWords.Of(About)} raised {When}{TrustsOfSystem.InWords(this, names)}: {InWords.OneLine(Wording)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("concern about", InWords.Of(About)), ("concern", Wording), .. TrustsOfSystem.States(this)];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Review = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RaiseConcern.Kind;
}

/// <summary>What a concern is about (the themes of the oversight frameworks, and what comes beside them).</summary>
public enum ConcernTheme
{
    /// <summary>Money: plan, outturn, efficiencies, control.</summary>
    Finance,

    /// <summary>Quality and safety of care, maternity included.</summary>
    Quality,

    /// <summary>Access and performance: waiting times, urgent care, cancer, diagnostics.</summary>
    Performance,

    /// <summary>Leadership and capability.</summary>
    Leadership,

    /// <summary>Governance and control.</summary>
    Governance,

    /// <summary>Staff: numbers, wellbeing, culture.</summary>
    People,

    /// <summary>Prevention, and inequalities of health and access.</summary>
    Inequalities,

    /// <summary>How organisations of the system work together.</summary>
    SystemWorking,

    /// <summary>Something else; the wording says what.</summary>
    Other,
}

/// <summary>How <see cref="ConcernRaised"/> is called, and the rules that say when it may be recorded.</summary>
public static class RaiseConcern
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("concern_raised", "concern", typeof(ConcernRaised), SubjectKind.Organisation, "A concern was raised")
        {
            Example = () =>
                new ConcernRaised(
                    Example.Decided,
                    ConcernTheme.Finance,
                    Concerning.Organisation,
                    "Spending on continuing healthcare is above plan for the third month."
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            OrganisationRules.NamesExistingOrganisations,
            SystemRules.SystemIsOfAnIcb,
            TrustsOfSystem.NamedByIcb,
            ReviewRules.ComesFromOwnReview,
        ];
}
