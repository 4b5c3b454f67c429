namespace Oversight.Record.Authority;

/// <summary>What a body that decides is to those about whom it decides.</summary>
public enum BodyKind
{
    /// <summary>It oversees all of them.</summary>
    National,

    /// <summary>It oversees those of its region.</summary>
    Region,

    /// <summary>It is the government, or acts for it.</summary>
    Government,

    /// <summary>It gives notices and reports of its own.</summary>
    Inspector,
}

/// <summary>A body that decides and is not itself overseen; those that are have an ODS code.</summary>
/// <param name="Id">The id by which decisions name it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="From">The first day on which it existed; null where no decision in the record could be older.</param>
/// <param name="Until">The last day on which it existed; null: it exists.</param>
/// <param name="Region">The region that it oversees; null for all others.</param>
public sealed record DecidingBody(
    string Id,
    string Name,
    BodyKind Kind,
    DateOnly? From = null,
    DateOnly? Until = null,
    Region? Region = null
)
{
    private static readonly DateOnly EndOfNhsImprovement = new(2022, 6, 30);

    /// <summary>What it is and when it decides, in a sentence, for those who choose.</summary>
    public string Help { get; private init; } = "";

    /// <summary>
    /// Every one of them (sources: Health and Social Care Act 2012, sections 9 and 61; Health and Care Act 2022, sections 33
    /// and 36, in force on 1 July 2022; NHS England and NHS Improvement, seven regional teams since April 2019; Health and
    /// Social Care Act 2008, section 1). Entries of 2021 by NHS Improvement, or by the joint regional teams of NHS England and NHS
    /// Improvement (which are the regions here), are no breach.
    /// </summary>
    public static IReadOnlyList<DecidingBody> All { get; } =
    [
        new("nhs-england", "NHS England", BodyKind.National, new(2012, 10, 1))
        {
            Help =
                "The national body: it oversees all boards and trusts. Since July 2022 also what NHS Improvement was.",
        },
        .. Region.All.Select(region => new DecidingBody(
            IdOf(region),
            $"NHS England {region.Name}",
            BodyKind.Region,
            new(2019, 4, 1),
            Region: region
        )
        {
            Help =
                $"The regional team that oversees boards and trusts of {region.Name}; until June 2022 the joint team of NHS England and NHS Improvement.",
        }),
        new("nhs-improvement", "NHS Improvement", BodyKind.National, new(2016, 4, 1), EndOfNhsImprovement)
        {
            Help =
                "Oversaw trusts until the end of June 2022: the common name of Monitor and the NHS Trust Development Authority.",
        },
        new("monitor", "Monitor", BodyKind.National, new(2004, 1, 5), EndOfNhsImprovement)
        {
            Help =
                "Regulated foundation trusts and licensed providers until the end of June 2022; part of NHS Improvement from April 2016.",
        },
        new("nhs-tda", "NHS Trust Development Authority", BodyKind.National, new(2012, 6, 1), EndOfNhsImprovement)
        {
            Help =
                "Oversaw NHS trusts, which held no licence then, until the end of June 2022; part of NHS Improvement from April 2016.",
        },
        new("dhsc", "Department of Health and Social Care", BodyKind.Government)
        {
            Help = "The government: the Secretary of State, who makes orders, directions and regulations.",
        },
        new("cqc", "Care Quality Commission", BodyKind.Inspector, new(2008, 10, 1))
        {
            Help = "The inspector of care: it rates, inspects, and gives warning notices of its own.",
        },
    ];

    /// <summary>The id of a region's team.</summary>
    public static string IdOf(Region region) => $"nhs-england-{region.Code}";

    /// <summary>The body of that id; null when there is none.</summary>
    public static DecidingBody? Of(string id) => All.FirstOrDefault(body => body.Id == id);

    /// <summary>Whether it may have existed at some time of a date.</summary>
    public bool MayHaveExisted(DateWithPrecision when) =>
        when.Precision == DatePrecision.Unknown
        || ((From is null || when.Latest >= From) && (Until is null || when.Earliest <= Until));
}
