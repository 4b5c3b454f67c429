namespace Oversight.Record.Entries;

/// <summary>What the examples of events have in common. The people and documents in them are made up.</summary>
public static class Example
{
    private static readonly DateWithPrecision Day = Date("2024-11-01");

    /// <summary>A decision.</summary>
    public static Decision Decided { get; } =
        new(Day, Day, new DecidedBy("nhs-england", "Regional Director", "Alex Example"))
        {
            Rationale = "Agreed at the regional oversight meeting.",
            Evidence = [new EvidenceReference("Decision letter", "REF-2024-117")],
        };

    /// <summary>What a publication states.</summary>
    public static Decision Published { get; } =
        Decided with
        {
            Effective = DateWithPrecision.FinancialYear(2024),
            Source = new Source("PRN00000", "page 3"),
            Origin = Origin.Imported,
        };

    /// <summary>A board.</summary>
    public static OdsCode Icb { get; } = OdsCode.Parse("QOC");

    /// <summary>A trust.</summary>
    public static OdsCode Trust { get; } = OdsCode.Parse("RXW");

    /// <summary>The id of an earlier entry.</summary>
    public static Guid Entry { get; } = new("0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c");

    /// <summary>A date as it is stored.</summary>
    public static DateWithPrecision Date(string text) => DateWithPrecision.Parse(text);
}
