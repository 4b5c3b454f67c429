using Microsoft.AspNetCore.Mvc;
using Oversight.Projections.Compare;
using Oversight.Projections.Timelines;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>Which two states are compared, and of whom.</summary>
internal sealed record CompareAsked
{
    /// <summary>The earlier day, exact; without it the later one: then only what is known differs.</summary>
    /// <example>2024-03-31</example>
    public string? From { get; init; }

    /// <summary>The later day, exact; without it today in London.</summary>
    /// <example>2024-06-30</example>
    public string? To { get; init; }

    /// <summary>As known when the earlier state is: an instant with its offset; without it as the later one.</summary>
    public string? KnownFrom { get; init; }

    /// <summary>As known when the later state is: an instant with its offset, not in the future; without it now.</summary>
    public string? KnownTo { get; init; }

    /// <summary>Only organisations of this region, by its code; without it all.</summary>
    /// <example>Y60</example>
    public string? Region { get; init; }

    /// <summary>Only this organisation, by its ODS code; system:QOC for an ICB and the trusts of its system.</summary>
    /// <example>QOC</example>
    public string? Organisation { get; init; }

    public required HttpContext Context { get; init; }

    [FromServices]
    public required OpenRecord Record { get; init; }
}

/// <summary>Two states of the record beside one another.</summary>
internal static class CompareEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("")
            .WithTags("Compare")
            .MapGet("/compare", GetAsync)
            .WithName("Compare")
            .WithMetadata(new AnswersInCsv());

    /// <summary>
    /// What is different for each organisation between two days, two states of knowledge, or both: told apart by whether that changed in the
    /// world or in our knowledge, with the entries by which it came about.
    /// </summary>
    public static async Task<Answered<Compared>> GetAsync(
        [AsParameters] CompareAsked asked,
        [AsParameters] TableFormAsked form
    )
    {
        var (context, clock) = (asked.Context, asked.Record.Clock);
        var to = Coordinates.Day(asked.To, clock, "to");
        var states = (
            Earlier: (
                Known: Coordinates.Known(asked.KnownFrom ?? asked.KnownTo, "knownFrom"),
                On: asked.From is null ? to : Coordinates.Day(asked.From, clock, "from")
            ),
            Later: (Known: Coordinates.Known(asked.KnownTo, "knownTo"), On: to)
        );
        var region = asked.Region is null ? null : Region.Of(asked.Region);
        var wanted = form.Of(context);
        var compared = await CompareAsync(
            asked.Record,
            states.Earlier,
            states.Later,
            region,
            asked.Organisation,
            context
        );
        return new(
            wanted == TableForm.Json ? compared : null,
            // Any entry may be between the two.
            context.Seen().Place,
            $"{states}",
            $"{wanted}",
            region?.Code ?? "",
            asked.Organisation ?? ""
        )
        {
            AsFile =
                wanted == TableForm.Json
                    ? null
                    : new TableFile(
                        wanted,
                        About(compared, context.Seen(), region, asked.Organisation),
                        "compared",
                        compared.AsRows(),
                        new Dictionary<string, string>()
                    ),
        };
    }

    /// <summary>Two states of the record, as whoever asks may see each.</summary>
    public static async Task<Compared> CompareAsync(
        OpenRecord record,
        (DateTimeOffset? Known, DateOnly On) earlier,
        (DateTimeOffset? Known, DateOnly On) later,
        Region? region,
        string? organisation,
        HttpContext context
    )
    {
        var (then, now) = await record.AtBothAsync(earlier, later, context);
        return Compared.Of(new(then, earlier.Known, earlier.On), new(now, later.Known, later.On), region, organisation);
    }

    private static AboutTable About(Compared compared, RecordAt record, Region? region, string? organisation)
    {
        string Known(DateTimeOffset? known) =>
            known is { } at ? $"known at {AnswerJson.Instant(at)}" : "known when this was made";
        return new(
            "What is different between two states",
            string.Join(" ", compared.Rules.Select(rule => rule.Sentence)),
            Known(compared.Known),
            record.StateTold,
            [
                $"from {compared.From:yyyy-MM-dd}, {Known(compared.KnownFrom)}",
                $"to {compared.To:yyyy-MM-dd}, {Known(compared.Known)}",
                .. region is null ? Array.Empty<string>() : [$"Region is {region.Name}"],
                .. organisation is null ? Array.Empty<string>() : [$"Organisation is {organisation}"],
            ]
        );
    }
}
