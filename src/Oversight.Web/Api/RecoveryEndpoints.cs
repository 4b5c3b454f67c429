using System.ComponentModel;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>Engagements of Recovery Support: the list, and each one's readiness for exit.</summary>
internal static class RecoveryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/recoveries", ListAsync)
            .Reads<RecoveriesAnswer>("ListRecoveries", "Recovery Support", "The engagements of a day");
        routes
            .MapGet("/api/recoveries/{id}", GetAsync)
            .Reads<RecoveryAnswer>(
                "GetRecovery",
                "Recovery Support",
                "What remains before the members of one engagement can leave"
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
        return new Answer<RecoveriesAnswer>(
            RecoveriesAnswer.Of(at, day, Coordinates.Known(known)),
            at.Place,
            at.ContributingTo(SubjectKind.Recovery),
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
        var recovery = SubjectId.OfRecovery(id);
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context);
        var answer =
            await RecoveryAnswer.OfAsync(record, at, recovery, day, Coordinates.Known(known), context.RequestAborted)
            ?? throw Addresses.NotThere(record, at, recovery);
        return new Answer<RecoveryAnswer>(
            answer,
            at.Place,
            answer.Readiness.Contributing,
            [$"{day:O}", .. answer.People.Keys]
        );
    }
}
