using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>Which organisations are asked for.</summary>
internal sealed record OrganisationsAsked
{
    /// <summary>Only organisations of this region, by its code; without it all.</summary>
    /// <example>Y60</example>
    public string? Region { get; init; }
}

/// <summary>Organisations: the national picture, and each one's status.</summary>
internal static class OrganisationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var organisations = api.About(SubjectKind.Organisation);
        organisations.MapGet("/organisations", ListAsync).WithName("ListOrganisations");
        organisations.MapGet(OfOrganisation.Form, GetAsync).WithName("GetOrganisation");
    }

    /// <summary>The national picture of a day.</summary>
    public static async Task<Answered<NationalPicture>> ListAsync(
        [AsParameters] OrganisationsAsked asked,
        [AsParameters] AsOf asOf
    )
    {
        var region = asked.Region is null ? null : Region.Of(asked.Region);
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        return new(
            NationalPicture.Of(at, day, region, asOf.Instant),
            at.Place,
            at.Place, // findings look at every kind of subject
            $"{day:O}",
            region?.Code ?? ""
        );
    }

    /// <summary>One organisation's status on a day.</summary>
    public static async Task<Answered<OrganisationAnswer>> GetAsync(
        [AsParameters] OfOrganisation of,
        [AsParameters] AsOf asOf
    )
    {
        var organisation = of.Code;
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        var answer =
            await OrganisationAnswer.OfAsync(asOf.Record, at, organisation, day, asOf.Instant, asOf.Aborted)
            ?? throw Addresses.NotThere(asOf.Record, at, of.Subject);
        return new(answer, at.Place, answer.Status.Contributing, [$"{day:O}", .. answer.People.Keys]);
    }
}
