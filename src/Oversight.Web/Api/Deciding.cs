using System.Diagnostics;
using System.Security.Claims;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Web.Access;
using Oversight.Web.Problems;

namespace Oversight.Web.Api;

/// <summary>What was recorded.</summary>
/// <param name="Entries">The entries by place.</param>
/// <param name="Repeated">True when an earlier request with the same idempotency key had recorded them.</param>
public sealed record ReceiptAnswer(IReadOnlyList<ReceiptAnswerLine> Entries, bool Repeated)
{
    /// <summary>The receipt as it is answered.</summary>
    public static ReceiptAnswer Of(Receipt receipt) =>
        new(
            [
                .. receipt.Entries.Select(line => new ReceiptAnswerLine(
                    line.Id,
                    line.Place,
                    line.Stream,
                    line.Version,
                    line.Recorded,
                    $"/api/entries/{line.Id}/correction"
                )),
            ],
            receipt.Repeated
        );
}

/// <summary>What was recorded of one entry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Place">Its number in the record, from 0.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its version in that stream; the last one of a stream goes into If-Match, to put a slip right.</param>
/// <param name="Recorded">When it was recorded.</param>
/// <param name="Correction">Where to put a slip right, as a correction of the entry.</param>
public sealed record ReceiptAnswerLine(
    Guid Id,
    long Place,
    string Stream,
    long Version,
    DateTimeOffset Recorded,
    string Correction
);

/// <summary>Logs the decision that a request asks for, and answers with the receipt.</summary>
internal static class Deciding
{
    /// <summary>
    /// Who logs it comes from the token, what ties it to the request is our trace id, beside which the caller's is kept. A request that was stored before
    /// under its idempotency key is answered as it was then, whatever the version is now.
    /// </summary>
    public static async Task<IResult> LogAsync(
        HttpContext context,
        OpenRecord record,
        long expectedVersion,
        Func<People, LogDecision> make
    )
    {
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
                By(context),
                context.RequestAborted
            );
            return Answer(receipt);
        }
        catch (VersionConflictException e) when (e.Actual == 0 && subject is not null)
        {
            throw new UnknownSubjectException(subject.Value);
        }
    }

    /// <summary>Who logs it, and under which key.</summary>
    public static LoggedBy By(HttpContext context) =>
        new(
            context.User.FindFirstValue(ClaimTypes.NameIdentifier)!,
            Activity.Current?.TraceId.ToString(),
            Preconditions.IdempotencyKey(context.Request)
        )
        {
            Again = Preconditions.Again(context.Request),
            CausationId = OwnTraces.Callers(context.Request),
            Organisation = BearerTokens.OrganisationOf(context.User),
        };

    /// <summary>The answer to what was stored.</summary>
    public static IResult Answer(Receipt receipt) => new Stored(receipt);

    private sealed class Stored(Receipt receipt) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            headers.Location = $"/api/entries/{receipt.Entries[0].Id}";
            headers.CacheControl = "no-store";
            headers[AnswerHeaders.Place] = receipt.Entries[^1].Place.ToString();
            return AnswerHeaders.WriteJsonAsync(httpContext, StatusCodes.Status201Created, ReceiptAnswer.Of(receipt));
        }
    }
}
