using Oversight.Projections.AuditHistory;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>All that was recorded about a subject of any kind.</summary>
internal static class HistoryEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        Map<OfOrganisation>(api, "GetOrganisationHistory", "an organisation");
        Map<OfFramework>(api, "GetFrameworkHistory", "a framework");
        Map<OfRecovery>(api, "GetRecoveryHistory", "an engagement");
        Map<OfUndertakings>(api, "GetUndertakingsHistory", "undertakings");
    }

    private static void Map<TNamed>(IEndpointRouteBuilder api, string id, string what)
        where TNamed : INamesSubject =>
        api.About(TNamed.Kind)
            .MapGet(
                $"{TNamed.Form}/history",
                ([AsParameters] TNamed of, [AsParameters] AsKnown asked) => GetAsync(of.Subject, asked)
            )
            .WithName(id)
            .WithSummary($"All that was recorded about {what}.");

    private static async Task<Answered<HistoryAnswer>> GetAsync(SubjectId subject, AsKnown asked)
    {
        var at = await asked.AtAsync();
        var history = AuditHistory.Of(at, subject) ?? throw Addresses.NotThere(asked.Record, at, subject);
        var answer = await HistoryAnswer.OfAsync(asked.Record, at, history, asked.Instant, asked.Aborted);
        return new(answer, history.Contributing, [.. PeopleNames.Shown(answer.People)]);
    }
}
