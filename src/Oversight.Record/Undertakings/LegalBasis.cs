using System.Text.Json.Serialization;

namespace Oversight.Record.Undertakings;

/// <summary>How sure a body has to be before it acts.</summary>
public enum LegalTest
{
    /// <summary>It has reasonable grounds to suspect.</summary>
    ReasonableSuspicion,

    /// <summary>It is satisfied.</summary>
    Satisfied,
}

/// <summary>The days on which a legal basis exists for one kind of organisation.</summary>
/// <param name="Kind">The kind of organisation.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day; null: it exists.</param>
public sealed record LegalBasisPeriod(OrganisationKind Kind, DateOnly From, DateOnly? Until = null)
{
    /// <summary>Whether it may have existed at some time of a date.</summary>
    public bool May(DateWithPrecision when) =>
        when.Precision == DatePrecision.Unknown || (when.Latest >= From && (Until is null || when.Earliest <= Until));

    /// <summary>The days in words.</summary>
    public string InWords() =>
        Until is { } until
            ? $"from {DateWithPrecision.Day(From)} to {DateWithPrecision.Day(until)}"
            : $"since {DateWithPrecision.Day(From)}";
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
    /// <summary>What it is for, in a sentence, for those who choose.</summary>
    [JsonIgnore]
    public string Help { get; private init; } = "";

    /// <summary>The provision, as a lawyer looks it up.</summary>
    [JsonIgnore]
    public string Provision { get; private init; } = "";

    /// <summary>Where provision and days were checked, and what could not be.</summary>
    [JsonIgnore]
    public string Checked { get; private init; } = "";

    /// <summary>The days on which it exists for each kind of organisation.</summary>
    [JsonIgnore]
    public IReadOnlyList<LegalBasisPeriod> Periods { get; private init; } = [];

    /// <summary>What a legal basis is called; its id where it is not known.</summary>
    public static string InWords(string basis) => All.FirstOrDefault(b => b.Id == basis)?.Title ?? basis;

    /// <summary>Every legal basis; each says where it was checked.</summary>
    public static IReadOnlyList<LegalBasis> All { get; } =
    [
        new(
            "hsc-act-2012-s106",
            "Enforcement undertakings of a licensed provider, Health and Social Care Act 2012, section 106",
            LegalTest.ReasonableSuspicion,
            Providers,
            IsDirection: false,
            CertificateDays: 14
        )
        {
            Help =
                "A licensed trust undertakes to put right a breach of its licence. Foundation trusts are licensed since April 2013, NHS trusts since April 2023.",
            Provision = "Health and Social Care Act 2012, section 106 and schedule 11",
            Checked =
                "legislation.gov.uk, the Act of 2012, sections 104 to 110 and schedule 11 (valid from 1 April 2013); NHS England, NHS enforcement guidance "
                + "of 2023, section 1.1 (NHS trusts hold a licence, the licence as updated from April 2023). The order that began it for NHS trusts was not seen.",
            Periods = Licensed,
        },
        new(
            "hsc-act-2012-s105",
            "Discretionary requirements on a licensed provider, Health and Social Care Act 2012, section 105",
            LegalTest.Satisfied,
            Providers,
            IsDirection: true
        )
        {
            Help =
                "A licensed trust is required to take steps so that a breach of its licence stops, or so that things are as they were before.",
            Provision = "Health and Social Care Act 2012, section 105(2)(b) and (c), and schedule 11",
            Checked =
                "legislation.gov.uk, the Act of 2012, section 105 as it stood on 1 July 2022 and its explanatory notes; the days as of section 106.",
            Periods = Licensed,
        },
        new(
            "hsc-act-2012-s105-penalty",
            "Variable monetary penalty on a licensed provider, Health and Social Care Act 2012, section 105",
            LegalTest.Satisfied,
            Providers,
            IsDirection: true
        )
        {
            Help =
                "A licensed trust is required to pay a sum for a breach of its licence, at most a tenth of its turnover in England.",
            Provision = "Health and Social Care Act 2012, section 105(2)(a) and (4), and schedule 11",
            Checked =
                "legislation.gov.uk, the Act of 2012, section 105 as it stood on 1 July 2022 and its explanatory notes; the days as of section 106.",
            Periods = Licensed,
        },
        new(
            "hsc-act-2012-s111",
            "Additional licence conditions of an NHS foundation trust, Health and Social Care Act 2012, section 111",
            LegalTest.Satisfied,
            [OrganisationKind.NhsFoundationTrust],
            IsDirection: true
        )
        {
            Help =
                "Conditions about how it is governed are put into a foundation trust's licence, because it will otherwise fail to keep to it, or after a warning notice of the Care Quality Commission.",
            Provision =
                "Health and Social Care Act 2012, section 111(1) and (2A); the latter by the Care Act 2014, section 83",
            Checked =
                "legislation.gov.uk, the Act of 2012, sections 111 and 112, and the explanatory notes of the Care Act 2014, section 83. That it began with "
                + "licensing on 1 April 2013 was not seen in a commencement order.",
            Periods = [new(OrganisationKind.NhsFoundationTrust, StartOfLicensing)],
        },
        new(
            "nhs-trust-undertakings",
            "Undertakings of an NHS trust before it was licensed, as under the Health and Social Care Act 2012, section 106",
            LegalTest.ReasonableSuspicion,
            [OrganisationKind.NhsTrust],
            IsDirection: false
        )
        {
            Help =
                "Until the end of March 2023 NHS trusts held no licence: they undertook the same as foundation trusts, to the NHS Trust Development Authority and from July 2022 to NHS England.",
            Provision =
                "National Health Service Trust Development Authority Directions 2013 and 2016; from 1 July 2022 the general functions of NHS England that the Authority had had",
            Checked =
                "gov.uk, the pages of the directions of 2013 and 2016; NHS England, Enforcement guidance (page of July 2022: until NHS trusts are licensed the "
                + "guidance's principles are applied to them). The text of the directions was not seen.",
            Periods = [BeforeLicence],
        },
        new(
            "nhs-trust-direction",
            "Direction to an NHS trust before it was licensed",
            LegalTest.Satisfied,
            [OrganisationKind.NhsTrust],
            IsDirection: true
        )
        {
            Help =
                "Until the end of March 2023 NHS trusts held no licence: the NHS Trust Development Authority, and from July 2022 NHS England, directed them.",
            Provision =
                "National Health Service Trust Development Authority Directions 2013 and 2016; from 1 July 2022 the general functions of NHS England that the Authority had had",
            Checked =
                "NHS England, Enforcement guidance (page of July 2022). Neither the text of the directions nor a test was seen: the test is that of section 105.",
            Periods = [BeforeLicence],
        },
        new(
            "icb-undertakings",
            "Undertakings of an integrated care board, given instead of a direction under the National Health Service Act 2006",
            LegalTest.ReasonableSuspicion,
            [OrganisationKind.Icb],
            IsDirection: false
        )
        {
            Help = "An integrated care board undertakes what has to be done, so that NHS England need not direct it.",
            Provision =
                "NHS England, NHS enforcement guidance (2023): a first step before a direction under section 14Z61; no section of an Act",
            Checked =
                "NHS England, NHS enforcement guidance, sections 1.1 and following, and two law firms' notes on it of August 2023. The first day is that of the boards.",
            Periods = OfBoards,
        },
        new(
            "nhs-act-2006-s14z61",
            "Direction to an integrated care board, National Health Service Act 2006, section 14Z61",
            LegalTest.Satisfied,
            [OrganisationKind.Icb],
            IsDirection: true
        )
        {
            Help =
                "NHS England directs an integrated care board that is failing, or at risk of failing, to discharge a function.",
            Provision = "National Health Service Act 2006, section 14Z61, by the Health and Care Act 2022, section 25",
            Checked =
                "NHS England, NHS enforcement guidance, section 1.1, paragraph 2. The text of the section was not seen; its first day is that of the boards, 1 July 2022 "
                + "(S.I. 2022/734).",
            Periods = OfBoards,
        },
    ];

    /// <summary>The legal basis of that id.</summary>
    /// <exception cref="BadInputException">There is none; the message lists them.</exception>
    public static LegalBasis Of(string? id, string field = "legalBasis") =>
        All.FirstOrDefault(basis => basis.Id == id)
        ?? throw new BadInputException(
            field,
            $"\"{id}\" is not a legal basis: use {string.Join(", ", All.Select(b => b.Id))}."
        );

    private static OrganisationKind[] Providers => [OrganisationKind.NhsTrust, OrganisationKind.NhsFoundationTrust];

    private static DateOnly StartOfLicensing => new(2013, 4, 1);

    private static DateOnly LicensingOfNhsTrusts => new(2023, 4, 1);

    private static LegalBasisPeriod[] Licensed =>
        [
            new(OrganisationKind.NhsFoundationTrust, StartOfLicensing),
            new(OrganisationKind.NhsTrust, LicensingOfNhsTrusts),
        ];

    private static LegalBasisPeriod BeforeLicence =>
        new(OrganisationKind.NhsTrust, StartOfLicensing, LicensingOfNhsTrusts.AddDays(-1));

    private static LegalBasisPeriod[] OfBoards => [new(OrganisationKind.Icb, new(2022, 7, 1))];
}
