namespace Oversight.Record.Undertakings;

/// <summary>How sure a body has to be before it acts.</summary>
public enum LegalTest
{
    /// <summary>It has reasonable grounds to suspect.</summary>
    ReasonableSuspicion,

    /// <summary>It is satisfied.</summary>
    Satisfied,
}

/// <summary>What undertakings or a direction rest on in law.</summary>
/// <param name="Id">Short id, such as hsc-act-2012-s106.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Test">The test that it asks for.</param>
/// <param name="Kinds">The kinds of organisation that it can concern.</param>
/// <param name="IsDirection">True for a power to direct, false for accepting what an organisation undertakes.</param>
/// <param name="CertificateDays">
/// Days within which an application for a compliance certificate has to be decided; null where the law knows no such
/// certificates.
/// </param>
public sealed record LegalBasis(
    string Id,
    string Title,
    LegalTest Test,
    IReadOnlyList<OrganisationKind> Kinds,
    bool IsDirection,
    int? CertificateDays = null
)
{
    private static readonly OrganisationKind[] Providers =
    [
        OrganisationKind.NhsTrust,
        OrganisationKind.NhsFoundationTrust,
    ];

    /// <summary>What a legal basis is called; its id where it is not known.</summary>
    public static string InWords(string basis) => All.FirstOrDefault(b => b.Id == basis)?.Title ?? basis;

    /// <summary>
    /// Every legal basis (sources: Health and Social Care Act 2012, sections 105 and 106 and schedule 11; National Health
    /// Service Act 2006, section 14Z61).
    /// </summary>
    public static IReadOnlyList<LegalBasis> All { get; } =
    [
        new(
            "hsc-act-2012-s106",
            "Enforcement undertakings of a licensed provider, Health and Social Care Act 2012, section 106",
            LegalTest.ReasonableSuspicion,
            Providers,
            IsDirection: false,
            CertificateDays: 14
        ),
        new(
            "hsc-act-2012-s105",
            "Discretionary requirements on a licensed provider, Health and Social Care Act 2012, section 105",
            LegalTest.Satisfied,
            Providers,
            IsDirection: true
        ),
        new(
            "icb-undertakings",
            "Undertakings of an integrated care board, given instead of a direction under the National Health Service Act 2006",
            LegalTest.ReasonableSuspicion,
            [OrganisationKind.Icb],
            IsDirection: false
        ),
        new(
            "nhs-act-2006-s14z61",
            "Direction to an integrated care board, National Health Service Act 2006, section 14Z61",
            LegalTest.Satisfied,
            [OrganisationKind.Icb],
            IsDirection: true
        ),
    ];

    /// <summary>The legal basis of that id.</summary>
    /// <exception cref="BadInputException">There is none; the message lists them.</exception>
    public static LegalBasis Of(string? id, string field = "legalBasis") =>
        All.FirstOrDefault(basis => basis.Id == id)
        ?? throw new BadInputException(
            field,
            $"\"{id}\" is not a legal basis: use {string.Join(", ", All.Select(b => b.Id))}."
        );
}
