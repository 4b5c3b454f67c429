using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Oversight.Projections.AuditHistory;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>Organisations: the national picture, and each one's status.</summary>
internal static class OrganisationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/organisations", ListAsync)
            .Reads<NationalPicture>("ListOrganisations", "Organisations", "The national picture of a day");
        routes
            .MapGet("/api/organisations/{ods}", GetAsync)
            .Reads<OrganisationAnswer>("GetOrganisation", "Organisations", "One organisation's status on a day");
    }

    private static async Task<IResult> ListAsync(
        [Description(Parameters.Region)] string? region,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "region", "on", "known");
        var inRegion = region is null ? null : Region.Of(region);
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context);
        return new Answer<NationalPicture>(
            NationalPicture.Of(at, day, inRegion, Coordinates.Known(known)),
            at.Place,
            at.Place, // findings look at every kind of subject
            $"{day:O}",
            inRegion?.Code ?? ""
        );
    }

    private static async Task<IResult> GetAsync(
        [Description(Parameters.Ods)] string ods,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "on", "known");
        var organisation = OdsCode.Parse(ods);
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context);
        var answer =
            await OrganisationAnswer.OfAsync(
                record,
                at,
                organisation,
                day,
                Coordinates.Known(known),
                context.RequestAborted
            ) ?? throw Addresses.NotThere(record, at, SubjectId.Of(organisation));
        return new Answer<OrganisationAnswer>(
            answer,
            at.Place,
            answer.Status.Contributing,
            [$"{day:O}", .. answer.People.Keys]
        );
    }
}
