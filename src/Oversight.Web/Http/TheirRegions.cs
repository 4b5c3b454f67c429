using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>The regions whose work somebody looks after.</summary>
internal static class TheirRegions
{
    /// <summary>The regions of whoever asks, by name: all of them for who reads everything.</summary>
    public static IReadOnlyList<Region> Regions(this HttpContext context)
    {
        var grants = context.Grants();
        return
        [
            .. (grants.ReadEverything ? Region.All : grants.Regions).OrderBy(
                region => region.Name,
                StringComparer.Ordinal
            ),
        ];
    }

    /// <summary>The region that an address names, which whoever asks looks after.</summary>
    /// <exception cref="ProblemException">There is none, or it is not theirs: both read the same.</exception>
    public static Region MustLookAfter(this HttpContext context, string code) =>
        context.Regions().FirstOrDefault(region => region.Code == code)
        ?? throw ProblemException.NotFound($"There is no region {code} that you look after.");
}
