using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>
/// An organisation was directed, or something was required of it, without a set of undertakings; one about undertakings is a
/// <see cref="DirectionIssued"/> in their stream.
/// </summary>
/// <param name="Decision">Effective: from when. Rationale: why.</param>
/// <param name="LegalBasis">The power that it rests on (the id of the legal basis, such as nhs-act-2006-s14z61).</param>
/// <param name="Test">The test that was applied.</param>
/// <param name="Directed">What is directed.</param>
/// <param name="Due">By when.</param>
/// <param name="Penalty">The sum to be paid, in whole pounds; only of a variable monetary penalty.</param>
public sealed record OrganisationDirected(
    Decision Decision,
    string LegalBasis,
    LegalTest Test,
    string Directed,
    DateWithPrecision? Due = null,
    long? Penalty = null
) : Event(Decision), IRestsOnLegalBasis, IStaysOpen
{
    OpenItemKind IStaysOpen.OpenAs => OpenItemKind.Direction;

    private const string PenaltyBasis = "hsc-act-2012-s105-penalty";

    /// <inheritdoc/>
    public (string? Basis, LegalTest? Test, bool Imposes) RestsOn() => (LegalBasis, Test, true);

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Record.Undertakings.LegalBasis.Of(LegalBasis);
        BadInputException.Text(Directed, "directed", 20_000);
        if (Penalty is < 1)
        {
            throw new BadInputException(
                "penalty",
                $"{Penalty} is no sum to be paid: write whole pounds, or leave it out."
            );
        }

        if (Penalty is not null && LegalBasis != PenaltyBasis)
        {
            throw new BadInputException(
                "penalty",
                $"is only of a variable monetary penalty, whose legal basis is {PenaltyBasis}."
            );
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Direction in force from {When}: {Undertakings.LegalBasis.InWords(LegalBasis)}"
        + (Due is { } due ? $"; due {due}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("legal basis", LegalBasis),
            ("legal test", InWords.Of(Test)),
            ("directed", Directed),
            .. Stated.Maybe("direction due", Due),
            .. Stated.Maybe("penalty in pounds", Penalty?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => DirectOrganisation.Kind;
}

/// <summary>How <see cref="OrganisationDirected"/> is called, and the rules that say when it may be recorded.</summary>
public static class DirectOrganisation
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "organisation_directed",
            "organisation-direction",
            typeof(OrganisationDirected),
            SubjectKind.Organisation,
            "An organisation was directed, without undertakings"
        )
        {
            Provision = Provision.LegalBasis,
            IsRegulatoryAction = true,
            Example = () =>
                new OrganisationDirected(
                    Example.Decided,
                    "nhs-act-2006-s14z61",
                    LegalTest.Satisfied,
                    "The board agrees a plan to return to balance.",
                    Example.Date("2025-04-30")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            OrganisationRules.WithinExistence,
            LegalBasisRules.LegalBasisFits,
            LegalBasisRules.LegalBasisExisted,
        ];
}
