using System.Diagnostics;
using Oversight.Ledger;
using Oversight.Projections.Visibility;
using Oversight.Record.Catalogue;

namespace Oversight.Web.Http;

/// <summary>Logs the decision that a request asks for, and answers with the receipt.</summary>
internal static class Deciding
{
    /// <summary>
    /// Who logs it comes from the token, what ties it to the request is our trace id, beside which the caller's is kept. A request that was stored before
    /// under its idempotency key is answered as it was then, whatever the version is now.
    /// </summary>
    public static async Task<Reply<ReceiptAnswer>> LogAsync(
        HttpContext context,
        OpenRecord record,
        long expectedVersion,
        LogDecision command
    )
    {
        try
        {
            var receipt = await record.Desk.LogAsync(command, expectedVersion, By(context), context.RequestAborted);
            return Answer(receipt);
        }
        catch (VersionConflictException e) when (e.Actual == 0)
        {
            throw new UnknownSubjectException(command.Subject);
        }
    }

    /// <summary>Who logs it, and under which key.</summary>
    public static LoggedBy By(HttpContext context) =>
        new(
            context.SignedIn()!.Subject,
            context.Grants(),
            Activity.Current?.TraceId.ToString(),
            Preconditions.IdempotencyKey(context.Request)
        )
        {
            Again = Preconditions.Again(context.Request),
            CausationId = OwnTraces.Callers(context.Request),
            Looked = context.Features.Get<LookedAt>(),
        };

    /// <summary>The answer to what was stored.</summary>
    public static Reply<ReceiptAnswer> Answer(Receipt receipt) =>
        new(ReceiptAnswer.Of(receipt), StatusCodes.Status201Created)
        {
            Location = $"/api/entries/{receipt.Entries[0].Id}",
            Place = receipt.Entries[^1].Place,
        };
}
