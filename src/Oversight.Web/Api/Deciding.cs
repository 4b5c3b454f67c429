using System.Diagnostics;
using System.Security.Claims;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Web.Access;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>Logs the decision that a request asks for, and answers with the receipt.</summary>
internal static class Deciding
{
    /// <summary>
    /// Who logs it comes from the token, what ties it to the request is the trace id. A request that was stored before
    /// under its idempotency key is answered as it was then, whatever the version is now.
    /// </summary>
    public static async Task<IResult> LogAsync(
        HttpContext context,
        OpenRecord record,
        long expectedVersion,
        Func<People, LogDecision> make
    )
    {
        var by = new LoggedBy(
            context.User.FindFirstValue(ClaimTypes.NameIdentifier)!,
            Activity.Current?.TraceId.ToString(),
            Preconditions.IdempotencyKey(context.Request)
        )
        {
            Organisation = BearerTokens.OrganisationOf(context.User),
        };
        SubjectId? subject = null;
        try
        {
            var receipt = await record.Desk.LogAsync(
                people =>
                {
                    var command = make(people);
                    subject = command.Subject;
                    return command;
                },
                expectedVersion,
                by,
                context.RequestAborted
            );
            return new ReceiptAnswer(receipt);
        }
        catch (VersionConflictException e) when (e.Actual == 0 && subject is not null)
        {
            throw new UnknownSubjectException(subject.Value);
        }
    }

    private sealed class ReceiptAnswer(Receipt receipt) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            headers.Location = $"/api/entries/{receipt.Entries[0].Id}";
            headers.CacheControl = "no-store";
            headers[AnswerHeaders.Place] = receipt.Entries[^1].Place.ToString();
            return AnswerHeaders.WriteJsonAsync(httpContext, StatusCodes.Status201Created, receipt);
        }
    }
}
