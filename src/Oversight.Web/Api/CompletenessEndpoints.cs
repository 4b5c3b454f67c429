using Oversight.Projections.Completeness;
using Oversight.Projections.Timelines;
using Oversight.Web.Http;

namespace Oversight.Web.Api;

/// <summary>Signs that the record may lack something.</summary>
internal static class CompletenessEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("")
            .WithTags("Completeness")
            .MapGet("/completeness", GetAsync)
            .WithName("GetCompleteness")
            .WithMetadata(new AnswersInCsv());

    /// <summary>Signs that the record may lack something, or came about as it should not.</summary>
    /// <remarks>
    /// For who sees everything. Each kind says how many were found among how many, from when on that is told and why, and what it does not show; its
    /// rows are a register's, with their entries. As a file it has a row for each kind. It never says that the record is complete.
    /// </remarks>
    public static async Task<Answered<CompletenessAnswer>> GetAsync(
        [AsParameters] AsOf asOf,
        [AsParameters] TableFormAsked form,
        HttpContext context,
        CompletenessThresholds thresholds
    )
    {
        context.MustSeeEverything();
        var day = asOf.Day;
        var wanted = form.Of(context);
        var at = await asOf.AtAsync();
        // Any entry may be a sign, or settle one.
        return new(
            wanted == TableForm.Json ? CompletenessAnswer.Of(at, day, asOf.Instant, thresholds) : null,
            at.Place,
            $"{day:O}",
            $"{wanted}",
            $"{thresholds}"
        )
        {
            AsFile =
                wanted == TableForm.Json
                    ? null
                    : new TableFile(
                        wanted,
                        About(at, day, asOf.Instant),
                        "completeness",
                        CompletenessSigns.AsRows(at, day, thresholds),
                        new Dictionary<string, string>()
                    ),
        };
    }

    private static AboutTable About(RecordAt record, DateOnly day, DateTimeOffset? known) =>
        new(
            "What the record may lack",
            "That nothing was found does not mean that nothing is missing.",
            known is { } instant ? AnswerJson.Instant(instant) : "as the record stood then",
            record.StateTold,
            [$"seen on {day:yyyy-MM-dd}"]
        );
}
