using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>Sets of undertakings: the list, and how each one stands.</summary>
internal static class UndertakingsEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var undertakings = api.About(SubjectKind.Undertakings);
        undertakings.MapGet("/undertakings", ListAsync).WithName("ListUndertakings");
        undertakings.MapGet(OfUndertakings.Form, GetAsync).WithName("GetUndertakings");
    }

    /// <summary>The sets of undertakings of a day.</summary>
    public static async Task<Answered<UndertakingsListAnswer>> ListAsync([AsParameters] AsOf asOf)
    {
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        return new(
            UndertakingsListAnswer.Of(at, day, asOf.Instant),
            at.ContributingTo(SubjectKind.Undertakings),
            $"{day:O}"
        );
    }

    /// <summary>How one set of undertakings stands on a day.</summary>
    public static async Task<Answered<UndertakingsAnswer>> GetAsync(
        [AsParameters] OfUndertakings of,
        [AsParameters] AsOf asOf
    )
    {
        var undertakings = of.Subject;
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        var answer =
            await UndertakingsAnswer.OfAsync(asOf.Record, at, undertakings, day, asOf.Instant, asOf.Aborted)
            ?? throw Addresses.NotThere(asOf.Record, at, undertakings);
        return new(answer, answer.Undertakings.Contributing, [$"{day:O}", .. PeopleNames.Shown(answer.People)]);
    }
}
