namespace Oversight.Record;

/// <summary>One of the seven regions through which NHS England oversees ICBs and trusts.</summary>
/// <param name="Code">The region's ODS code, such as Y60.</param>
/// <param name="Name">Its name, such as Midlands.</param>
public sealed record Region(string Code, string Name)
{
    /// <summary>The seven regions, by code (source: Organisation Data Service, NHS England regions since April 2020).</summary>
    public static IReadOnlyList<Region> All { get; } =
    [
        new("Y56", "London"),
        new("Y58", "South West"),
        new("Y59", "South East"),
        new("Y60", "Midlands"),
        new("Y61", "East of England"),
        new("Y62", "North West"),
        new("Y63", "North East and Yorkshire"),
    ];

    /// <summary>The region of that code; letter case does not matter.</summary>
    /// <exception cref="BadInputException">There is no such region; the message lists them.</exception>
    public static Region Of(string? code, string field = "region") =>
        All.FirstOrDefault(region => region.Code.Equals(code?.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw new BadInputException(
            field,
            $"\"{code}\" is not a region: the regions are {string.Join(", ", All.Select(r => $"{r.Code} {r.Name}"))}."
        );
}
