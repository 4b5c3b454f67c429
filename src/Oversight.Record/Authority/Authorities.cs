namespace Oversight.Record.Authority;

/// <summary>What gives the authority to decide, so that somebody can look it up.</summary>
/// <param name="Provision">Which one.</param>
/// <param name="Title">Its title; null where the record says which: the framework of the day, the legal basis named.</param>
/// <param name="Says">What it gives, in a sentence.</param>
/// <param name="Checked">Where that was checked, and what could not be.</param>
public sealed record Authority(Provision Provision, string? Title, string Says, string Checked)
{
    private const string Act = "National Health Service Act 2006";

    private const string Seen = "legislation.gov.uk";

    /// <summary>Every one of them.</summary>
    public static IReadOnlyList<Authority> All { get; } =
    [
        new(
            Provision.OversightFramework,
            null,
            "NHS England's oversight framework of the day says who places an organisation in a segment, who agrees to mandated support, and who reviews it. "
                + "It is published under NHS England's duty to assess boards and its functions over trusts.",
            "The frameworks of 2021/22, 2022/23 and 2025/26, as far as they are kept in this record with their bodies for national agreement."
        ),
        new(
            Provision.LegalBasis,
            null,
            "The legal basis that the undertakings or the direction name; the table of legal bases below says which provision each is.",
            "See the table of legal bases."
        ),
        new(
            Provision.Establishment,
            Act,
            "Integrated care boards are established and ended by NHS England's orders (sections 14Z25 and following, since 1 July 2022), NHS trusts by orders of "
                + "the Secretary of State (section 25), foundation trusts by authorisation, and their mergers likewise (sections 56 and following).",
            $"{Seen}, Health and Care Act 2022, section 19 (establishment of boards; S.I. 2022/734). Sections 25 and 56 of the Act of 2006 are cited from its table of "
                + "contents; their text was not seen."
        ),
        new(
            Provision.AnnualAssessment,
            $"{Act}, section 14Z59",
            "NHS England assesses each integrated care board for every financial year and publishes a summary.",
            "NHS England, Annual assessment of integrated care boards 2023-24 (its introduction names the duty in the Act of 2006 as amended in 2022). The text of the section was not seen."
        ),
        new(
            Provision.FrameworkPublication,
            Act,
            "NHS England publishes how it oversees boards and trusts, under the functions over them that the Act gives it.",
            $"{Seen}, Health and Social Care Act 2012, section 104(4) as amended (it names section 13SB(2) of the Act of 2006 for the regulatory functions). "
                + "A section that requires a framework was not found."
        ),
        new(
            Provision.OwnFunctions,
            "the Act under which the body that decides was set up",
            "Another body decides under an Act of its own: the Care Quality Commission rates, inspects and warns under the Health and Social Care Act 2008 "
                + "(warning notices to trusts: section 29A); the Secretary of State orders inquiries.",
            $"{Seen}, Health and Social Care Act 2012, section 111(2A) (names warning notices under section 29A of the Act of 2008). The Act on inquiries was not looked up."
        ),
        new(
            Provision.GeneralFunctions,
            "the general functions of the body that decides",
            "What is agreed, planned, reviewed and accounted for in the ordinary course: no oversight framework and no section of an Act by itself gives it. "
                + "NHS England's are in the National Health Service Act 2006, sections 13A and following.",
            "No provision of its own was looked for."
        ),
        new(
            Provision.RecordsManagement,
            "Public Records Act 1958, and the NHS Records Management Code of Practice",
            "Records of NHS bodies are public records: who keeps them holds them safe, appraises them when the retention schedule's minimum period has ended, and "
                + "documents what is destroyed. What an inquiry, a court or a request needs is kept for longer.",
            "Records Management Code of Practice (first published 4 August 2021, updated 7 August 2023): section 5 on appraisal and destruction, Appendix I on "
                + "inquiries, Appendix II, the retention schedule. The Act of 1958 is cited as the Code and The National Archives cite it; its text was not seen."
        ),
        new(
            Provision.DataProtection,
            "the UK General Data Protection Regulation and the Data Protection Act 2018",
            "A person may have inaccurate data about them put right, and data about them erased on one of six grounds, such as that it is needed no longer or was "
                + "not held lawfully; but not what has to be kept for a legal obligation, a task in the public interest or under official authority, archiving in the "
                + "public interest, or a legal claim. A court that finds these rights infringed may order what is to be done. NHS England answers for the personal "
                + "data in this record.",
            "Articles 16 and 17 of the Regulation as it applies in the United Kingdom, and section 167 of the Act (compliance orders). Whether a request has to be "
                + "met is a decision of law that this record does not take."
        ),
        new(
            Provision.EntryConcerned,
            null,
            "Who could decide an entry may correct or retract it, and speak of it.",
            "A rule of this record, not of the law."
        ),
    ];

    /// <summary>What gives the authority for a kind of event about a kind of subject.</summary>
    public static Authority For(EventKind kind, SubjectKind subject) => Of(kind.Provision ?? Usual(kind, subject));

    /// <summary>The one of that provision.</summary>
    public static Authority Of(Provision provision) => All.First(authority => authority.Provision == provision);

    private static Provision Usual(EventKind kind, SubjectKind subject) =>
        typeof(ICorrects).IsAssignableFrom(kind.Type) || typeof(IRetracts).IsAssignableFrom(kind.Type)
            ? Provision.EntryConcerned
            : subject switch
            {
                SubjectKind.Undertakings => Provision.LegalBasis,
                SubjectKind.Framework => Provision.FrameworkPublication,
                _ => Provision.OversightFramework,
            };
}
