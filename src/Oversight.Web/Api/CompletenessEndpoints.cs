using Oversight.Projections.Completeness;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>Signs that the record may lack something.</summary>
internal static class CompletenessEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("").WithTags("Completeness").MapGet("/completeness", GetAsync).WithName("GetCompleteness");

    /// <summary>Signs that the record may lack something, or came about as it should not.</summary>
    /// <remarks>
    /// For who sees everything. Each kind says how many were found among how many, from when on that is told and why, and what it does not show; its
    /// rows are a register's, with their entries. It never says that the record is complete.
    /// </remarks>
    public static async Task<Answered<CompletenessAnswer>> GetAsync(
        [AsParameters] AsOf asOf,
        HttpContext context,
        CompletenessThresholds thresholds
    )
    {
        context.MustSeeEverything();
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        // Any entry may be a sign, or settle one.
        return new(CompletenessAnswer.Of(at, day, asOf.Instant, thresholds), at.Place, $"{day:O}", $"{thresholds}");
    }
}
