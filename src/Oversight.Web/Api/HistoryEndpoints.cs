using Oversight.Projections.AuditHistory;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>All that was recorded about a subject of any kind.</summary>
internal static class HistoryEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Not by one generic method: how an address takes its parameters is compiled for a type that is written down.
        api.About(SubjectKind.Organisation)
            .MapGet(
                $"{OfOrganisation.Form}/history",
                ([AsParameters] OfOrganisation of, [AsParameters] AsKnown asked) => GetAsync(of.Subject, asked)
            )
            .WithName("GetOrganisationHistory")
            .WithSummary("All that was recorded about an organisation.");
        api.About(SubjectKind.Framework)
            .MapGet(
                $"{OfFramework.Form}/history",
                ([AsParameters] OfFramework of, [AsParameters] AsKnown asked) => GetAsync(of.Subject, asked)
            )
            .WithName("GetFrameworkHistory")
            .WithSummary("All that was recorded about a framework.");
        api.About(SubjectKind.Recovery)
            .MapGet(
                $"{OfRecovery.Form}/history",
                ([AsParameters] OfRecovery of, [AsParameters] AsKnown asked) => GetAsync(of.Subject, asked)
            )
            .WithName("GetRecoveryHistory")
            .WithSummary("All that was recorded about an engagement.");
        api.About(SubjectKind.Undertakings)
            .MapGet(
                $"{OfUndertakings.Form}/history",
                ([AsParameters] OfUndertakings of, [AsParameters] AsKnown asked) => GetAsync(of.Subject, asked)
            )
            .WithName("GetUndertakingsHistory")
            .WithSummary("All that was recorded about undertakings.");
    }

    private static async Task<Answered<HistoryAnswer>> GetAsync(SubjectId subject, AsKnown asked)
    {
        var at = await asked.AtAsync();
        var history = AuditHistory.Of(at, subject) ?? throw Addresses.NotThere(asked.Record, at, subject);
        var answer = await HistoryAnswer.OfAsync(asked.Record, at, history, asked.Instant, asked.Aborted);
        return new(answer, history.Contributing, [.. PeopleNames.Shown(answer.People)]);
    }
}
