namespace Oversight.Record.Undertakings;

/// <summary>A direction was issued to the organisation about its undertakings; one that needs none is an <see cref="OrganisationDirected"/>.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="LegalBasis">The power that it rests on (the id of the legal basis, such as nhs-act-2006-s14z61).</param>
/// <param name="Test">The test that was applied.</param>
/// <param name="Directed">What is directed.</param>
/// <param name="Due">By when.</param>
public sealed record DirectionIssued(
    Decision Decision,
    string LegalBasis,
    LegalTest Test,
    string Directed,
    DateWithPrecision? Due = null
) : Event(Decision), IRestsOnLegalBasis
{
    /// <inheritdoc/>
    public (string? Basis, LegalTest? Test, bool Imposes) RestsOn() => (LegalBasis, Test, true);

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Record.Undertakings.LegalBasis.Of(LegalBasis);
        BadInputException.Text(Directed, "directed", 20_000);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Direction issued from {When}: {Undertakings.LegalBasis.InWords(LegalBasis)}"
        + (Due is { } due ? $"; due {due}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("legal basis", LegalBasis),
            ("legal test", InWords.Of(Test)),
            ("directed", Directed),
            .. Stated.Maybe("direction due", Due),
        ];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => IssueDirection.Kind;
}

/// <summary>How <see cref="DirectionIssued"/> is called, and the rules that say when it may be recorded.</summary>
public static class IssueDirection
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "direction_issued",
            "direction",
            typeof(DirectionIssued),
            SubjectKind.Undertakings,
            "A direction about undertakings was issued"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Government,
            IsRegulatoryAction = true,
            Example = () =>
                new DirectionIssued(
                    Example.Decided,
                    "hsc-act-2012-s105",
                    LegalTest.Satisfied,
                    "The trust sends its recovery plan.",
                    Example.Date("2025-04-30")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [LegalBasisRules.LegalBasisFits, LegalBasisRules.LegalBasisExisted, UndertakingsRules.AfterAcceptance];
}
