using Oversight.Record.Organisations;

namespace Oversight.Record.Undertakings;

/// <summary>
/// Undertakings are known by report only: a publication or a letter says that there are some, and not what they are. Nobody can say
/// then that nothing is due. When their text is found, their acceptance is recorded about the same set.
/// </summary>
/// <param name="Decision">Effective: from when they are in place, as far as that is said. Decided by: the body that says so.</param>
/// <param name="Organisations">The organisations that gave them, at least one; the one that leads comes first.</param>
/// <param name="Types">What they are about; left out where that is not stated.</param>
/// <param name="Jointly">Of several organisations: whether they gave one set together; left out where that is not stated.</param>
/// <param name="LegalBasis">The power that they rest on, where that is stated (the id of its <see cref="Record.Undertakings.LegalBasis"/>).</param>
public sealed record UndertakingsReported(
    Decision Decision,
    IReadOnlyList<OdsCode> Organisations,
    IReadOnlyList<UndertakingsType>? Types = null,
    bool? Jointly = null,
    string? LegalBasis = null
) : Event(Decision), IGivesUndertakings
{
    IReadOnlyList<OdsCode> IGivesUndertakings.GivenBy => Organisations;

    IReadOnlyList<UndertakingItem>? IGivesUndertakings.ItemsGiven => null;

    IReadOnlyList<string> IGivesUndertakings.WhyAccepted => [];

    string? IGivesUndertakings.SetSupplemented => null;

    string? IGivesUndertakings.SetSuperseded => null;

    /// <inheritdoc/>
    public (string? Basis, LegalTest? Test, bool Imposes) RestsOn() => (LegalBasis, null, false);

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Organisations(Organisations, "organisations", atLeast: 1);
        AcceptUndertakings.CheckTypes(Types);
        if (LegalBasis is not null)
        {
            Record.Undertakings.LegalBasis.Of(LegalBasis);
        }

        if (Jointly is not null && Organisations.Count == 1)
        {
            throw new BadInputException("jointly", "is only said of several organisations: leave it out.");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations;

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Undertakings of {names.Listed(Organisations)} reported{(Jointly == true ? ", given jointly" : "")}, in place {When}"
        + AcceptUndertakings.About(Types)
        + (LegalBasis is null ? "" : $": {Undertakings.LegalBasis.InWords(LegalBasis)}")
        + "; what was undertaken is not stated";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. Stated.Each("undertakings given by", Organisations),
            .. AcceptUndertakings.StatedTypes(Types),
            .. Stated.Maybe(
                "given jointly",
                Jointly switch
                {
                    true => "yes",
                    false => "no",
                    null => null,
                }
            ),
            .. Stated.Maybe("legal basis", LegalBasis),
        ];

    // Who gave undertakings knows them.
    /// <inheritdoc/>
    public override bool IsPartyTo(OdsCode organisation) => Organisations.Contains(organisation);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReportUndertakings.Kind;
}

/// <summary>How <see cref="UndertakingsReported"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReportUndertakings
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertakings_reported",
            "reported-undertakings",
            typeof(UndertakingsReported),
            SubjectKind.Undertakings,
            "Undertakings are known by report only"
        )
        {
            Begins = true,
            Decides = false,
            IsRegulatoryAction = true,
            Example = () => new UndertakingsReported(Example.Published, [Example.Trust], [UndertakingsType.Financial]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            AcceptUndertakings.GivenByExistingOrganisation,
            LegalBasisRules.LegalBasisFits,
            LegalBasisRules.LegalBasisExisted,
            ReportedBeforeAccepted,
        ];

    /// <summary>An acceptance says more than a report: who has its text needs no report.</summary>
    public static Rule<UndertakingsReported> ReportedBeforeAccepted { get; } =
        new(
            "reported-before-accepted",
            "Undertakings are reported only while their acceptance is not in the record.",
            (_, judged) =>
                judged.Timeline.Of<UndertakingsAccepted>().FirstOrDefault(e => e.Place < judged.Entry.Place)
                    is { } accepted
                    ? $"The acceptance of {judged.Timeline.Subject.Id} is in the record already, entry {accepted.Id}."
                    : null
        );
}
