using Oversight.Projections.Why;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>Which organisations are asked for.</summary>
internal sealed record OrganisationsAsked
{
    /// <summary>Only organisations of this region, by its code; without it all.</summary>
    /// <example>Y60</example>
    public string? Region { get; init; }

    /// <summary>Which organisations: icbs, trusts or all; without it the ICBs, and with a search all.</summary>
    /// <example>trusts</example>
    public string? Kind { get; init; }

    /// <summary>
    /// Only organisations of which a name that they have, had or are printed under, or the ODS code, has this in it; those that have ended
    /// are found too. Letter case and accents do not matter.
    /// </summary>
    /// <example>Shrewsbury</example>
    public string? Search { get; init; }
}

/// <summary>Organisations: the national picture, and each one's status.</summary>
internal static class OrganisationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var organisations = api.About(SubjectKind.Organisation);
        organisations.MapGet("/organisations", ListAsync).WithName("ListOrganisations");
        organisations.MapGet(OfOrganisation.Form, GetAsync).WithName("GetOrganisation");
        organisations.MapGet($"{OfOrganisation.Form}/why", WhyAsync).WithName("ExplainOrganisation");
    }

    /// <summary>The national picture of a day.</summary>
    public static async Task<Answered<NationalPicture>> ListAsync(
        [AsParameters] OrganisationsAsked asked,
        [AsParameters] AsOf asOf
    )
    {
        var region = asked.Region is null ? null : Region.Of(asked.Region);
        var listed = asked.Kind is null ? (OrganisationsListed?)null : OrganisationsListedWords.Of(asked.Kind);
        if (asked.Search is { Length: > 100 })
        {
            throw new BadInputException("search", "must have at most 100 characters.");
        }

        var day = asOf.Day;
        var at = await asOf.AtAsync();
        return new(
            NationalPicture.Of(at, day, region, asOf.Instant, listed, asked.Search),
            at.Place, // findings look at every kind of subject
            $"{day:O}",
            region?.Code ?? "",
            listed?.ToString() ?? "",
            asked.Search ?? ""
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
        return new(answer, answer.Status.Contributing, [$"{day:O}", .. PeopleNames.Shown(answer.People)]);
    }

    /// <summary>Why one organisation's status is what it is on a day: of each part the least that it rests on, and by which rule.</summary>
    /// <remarks>
    /// Without an entry that is named the answer of that part would be another; without any other it would be the same. Where two entries say the
    /// same, the later one is named, and needed is false.
    /// </remarks>
    public static async Task<Answered<Explanation>> WhyAsync([AsParameters] OfOrganisation of, [AsParameters] AsOf asOf)
    {
        var organisation = of.Code;
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        var explanation =
            Explanation.Of(at, organisation, day, asOf.Instant, asOf.Aborted)
            ?? throw Addresses.NotThere(asOf.Record, at, of.Subject);
        // Engagements, undertakings and whatever those lean on.
        return new(explanation, at.Place, $"{day:O}");
    }
}
