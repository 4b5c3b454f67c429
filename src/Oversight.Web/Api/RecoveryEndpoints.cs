using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>Engagements of Recovery Support: the list, and each one's readiness for exit.</summary>
internal static class RecoveryEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var recoveries = api.About(SubjectKind.Recovery);
        recoveries.MapGet("/recoveries", ListAsync).WithName("ListRecoveries");
        recoveries.MapGet(OfRecovery.Form, GetAsync).WithName("GetRecovery");
    }

    /// <summary>The engagements of a day.</summary>
    public static async Task<Answered<RecoveriesAnswer>> ListAsync([AsParameters] AsOf asOf)
    {
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        return new(RecoveriesAnswer.Of(at, day, asOf.Instant), at.ContributingTo(SubjectKind.Recovery), $"{day:O}");
    }

    /// <summary>What remains before the members of one engagement can leave.</summary>
    public static async Task<Answered<RecoveryAnswer>> GetAsync([AsParameters] OfRecovery of, [AsParameters] AsOf asOf)
    {
        var recovery = of.Subject;
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        var answer =
            await RecoveryAnswer.OfAsync(asOf.Record, at, recovery, day, asOf.Instant, asOf.Aborted)
            ?? throw Addresses.NotThere(asOf.Record, at, recovery);
        return new(answer, answer.Readiness.Contributing, [$"{day:O}", .. PeopleNames.Shown(answer.People)]);
    }
}
