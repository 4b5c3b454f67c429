using Oversight.Projections.Deadlines;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>Which deadlines are asked for.</summary>
internal sealed record DeadlinesAsked
{
    /// <summary>Only what concerns organisations of this region, by its code; without it all.</summary>
    /// <example>Y60</example>
    public string? Region { get; init; }

    /// <summary>Only what concerns this organisation, by its ODS code; without it all.</summary>
    /// <example>QOC</example>
    public string? Organisation { get; init; }

    /// <summary>Only what falls due from the day on within so many days, such as 30.</summary>
    /// <example>"30"</example>
    public string? Within { get; init; }

    /// <summary>true: only what is overdue on the day; together with within that and what falls due.</summary>
    /// <example>"true"</example>
    public string? Overdue { get; init; }
}

/// <summary>Deadlines of the whole record, a region or an organisation.</summary>
internal static class DeadlineEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("").WithTags("Deadlines").MapGet("/deadlines", ListAsync).WithName("ListDeadlines");

    /// <summary>Everything with a date that is not settled on a day.</summary>
    public static async Task<Answered<DeadlinesAnswer>> ListAsync(
        [AsParameters] DeadlinesAsked asked,
        [AsParameters] AsOf asOf
    )
    {
        var region = asked.Region is null ? null : Region.Of(asked.Region);
        OdsCode? organisation = asked.Organisation is null ? null : OdsCode.Parse(asked.Organisation, "organisation");
        var days = Within(asked.Within);
        var overdue = Overdue(asked.Overdue);
        var day = asOf.Day;
        var at = await asOf.AtAsync();
        return new(
            DeadlinesAnswer.Of(at, day, asOf.Instant, region, organisation, days, overdue),
            // Any entry may begin or settle a deadline.
            at.Place,
            $"{day:O}",
            region?.Code ?? "",
            organisation?.Value ?? "",
            $"{days}",
            $"{overdue}"
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
