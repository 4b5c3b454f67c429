using Oversight.Ledger;

namespace Oversight.TestServer;

/// <summary>The ledger alone, without a desk.</summary>
public static class Appends
{
    /// <summary>Stores one request; with the same key again it gives the first receipt.</summary>
    public static async Task<Receipt> AppendAsync(this LedgerDatabase ledger, AppendRequest request)
    {
        var key = request.Idempotency is null ? null : new SubjectKey(request.LoggedBy, request.Idempotency.Key);
        await using var transaction = await ledger.Writer.BeginAsync(
            long.MaxValue,
            key is null ? [] : [key],
            [.. request.Streams.Select(stream => stream.Stream)]
        );
        if (transaction.EarlierReceipt(request.LoggedBy, request.Idempotency) is { } earlier)
        {
            return earlier;
        }

        transaction.Add(request);
        return (await transaction.CommitAsync()).Single();
    }
}
