using System.ComponentModel;
using Oversight.Projections.AuditHistory;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>All that was recorded about a subject of any kind.</summary>
internal static class HistoryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/api/organisations/{ods}/history",
                (
                    [Description(Parameters.Ods)] string ods,
                    [Description(Parameters.Known)] string? known,
                    HttpContext context,
                    OpenRecord record
                ) => AnswerAsync(SubjectId.Of(SubjectKind.Organisation, ods), known, context, record)
            )
            .Reads<HistoryAnswer>(
                "GetOrganisationHistory",
                "Organisations",
                "All that was recorded about an organisation"
            );
        Map(routes, SubjectKind.Framework, "GetFrameworkHistory", "Frameworks", "a framework");
        Map(routes, SubjectKind.Recovery, "GetRecoveryHistory", "Recovery Support", "an engagement");
        Map(routes, SubjectKind.Undertakings, "GetUndertakingsHistory", "Undertakings", "undertakings");
    }

    private static void Map(IEndpointRouteBuilder routes, SubjectKind kind, string id, string tag, string what) =>
        routes
            .MapGet(
                $"/api/{Addresses.Collections.First(c => c.Kind == kind).Collection}/{{id}}/history",
                (
                    [Description(Parameters.SubjectId)] string id,
                    [Description(Parameters.Known)] string? known,
                    HttpContext context,
                    OpenRecord record
                ) => AnswerAsync(SubjectId.Of(kind, id), known, context, record)
            )
            .Reads<HistoryAnswer>(id, tag, $"All that was recorded about {what}");

    private static async Task<IResult> AnswerAsync(
        SubjectId subject,
        string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "known");
        var at = await record.AtAsync(known, context);
        var history = AuditHistory.Of(at, subject) ?? throw Addresses.NotThere(record, at, subject);
        var answer = await HistoryAnswer.OfAsync(record, history, Coordinates.Known(known), context.RequestAborted);
        return new Answer<HistoryAnswer>(answer, at.Place, history.Contributing, [.. answer.People.Keys]);
    }
}
