using System.ComponentModel;
using Oversight.Projections.Deadlines;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;

namespace Oversight.Web.Api;

/// <summary>Deadlines of the whole record, a region or an organisation.</summary>
internal static class DeadlineEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/deadlines", ListAsync)
            .Reads<DeadlinesAnswer>(
                "ListDeadlines",
                "Deadlines",
                "Everything with a date that is not settled on a day"
            );

    private static async Task<IResult> ListAsync(
        [Description(Parameters.DeadlinesOfRegion)] string? region,
        [Description(Parameters.DeadlinesOfOrganisation)] string? organisation,
        [Description(Parameters.Within)] string? within,
        [Description(Parameters.Overdue)] string? overdue,
        [Description(Parameters.On)] string? on,
        [Description(Parameters.Known)] string? known,
        HttpContext context,
        OpenRecord record
    )
    {
        Coordinates.OnlyTakes(context.Request, "region", "organisation", "within", "overdue", "on", "known");
        var inRegion = region is null ? null : Region.Of(region);
        OdsCode? of = organisation is null ? null : OdsCode.Parse(organisation, "organisation");
        var days = Within(within);
        var late = Overdue(overdue);
        var day = Coordinates.Day(on, record.Clock);
        var at = await record.AtAsync(known, context);
        return new Answer<DeadlinesAnswer>(
            DeadlinesAnswer.Of(at, day, Coordinates.Known(known), inRegion, of, days, late),
            at.Place,
            // Any entry may begin or settle a deadline.
            at.Place,
            $"{day:O}",
            inRegion?.Code ?? "",
            of?.Value ?? "",
            $"{days}",
            $"{late}"
        );
    }

    private static int? Within(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days <= DeadlinesAnswer.LongestWithin
            ? days
        : throw new BadInputException(
            "within",
            $"must be a number of days from 0 to {DeadlinesAnswer.LongestWithin}, such as 30."
        );

    private static bool Overdue(string? text) =>
        text switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw new BadInputException("overdue", "must be true or false."),
        };
}
