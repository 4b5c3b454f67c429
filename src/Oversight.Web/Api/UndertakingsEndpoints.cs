using System.ComponentModel;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>Sets of undertakings: the list, and how each one stands.</summary>
internal static class UndertakingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/undertakings", ListAsync)
            .Reads<UndertakingsListAnswer>("ListUndertakings", "Undertakings", "The sets of undertakings of a day");
        routes
            .MapGet("/api/undertakings/{id}", GetAsync)
            .Reads<UndertakingsAnswer>(
                "GetUndertakings",
                "Undertakings",
                "How one set of undertakings stands on a day"
            );
    }

    private static async Task<IResult> ListAsync(
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "on", "known");
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context);
        return new Answer<UndertakingsListAnswer>(
            UndertakingsListAnswer.Of(at, day, Coordinates.Known(known)),
            at.Place,
            at.ContributingTo(SubjectKind.Undertakings),
            $"{day:O}"
        );
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.SubjectId)] string id,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "on", "known");
        var undertakings = SubjectId.OfUndertakings(id);
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context);
        var answer =
            await UndertakingsAnswer.OfAsync(
                record,
                at,
                undertakings,
                day,
                Coordinates.Known(known),
                context.RequestAborted
            ) ?? throw Addresses.NotThere(record, at, undertakings);
        return new Answer<UndertakingsAnswer>(
            answer,
            at.Place,
            answer.Undertakings.Contributing,
            [$"{day:O}", .. answer.People.Keys]
        );
    }
}
