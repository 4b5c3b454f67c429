using Oversight.Desk.Meetings;
using Oversight.Desk.Problems;
using Oversight.Web.Http;
using Oversight.Web.OpenApi;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>A meeting's decisions at once, all or none.</summary>
internal static class MeetingEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/meetings", LogAsync).WithName("LogMeeting").WithTags("Meetings").Decides(typeof(MeetingMinutes));

    /// <summary>A meeting's decisions, all or none.</summary>
    public static async Task<Reply<ReceiptAnswer>> LogAsync(HttpContext context, OpenRecord record)
    {
        var minutes = MeetingMinutes.Read(await JsonBody.ReadObjectAsync(context.Request));
        if (minutes.WithoutVersion() is { Count: > 0 } missing)
        {
            throw new ProblemException(
                new Problem(
                    ProblemType.VersionMissing,
                    $"{missing.Count} of {minutes.Outcomes.Count} outcomes {(missing.Count == 1 ? "lacks" : "lack")} the version that was decided on."
                )
                {
                    Field = missing[0].Field,
                    Outcomes = missing,
                }
            );
        }

        var receipt = await record.Desk.LogAsync(minutes.ToDecisions(), Deciding.By(context), context.RequestAborted);
        return Deciding.Answer(receipt);
    }
}
