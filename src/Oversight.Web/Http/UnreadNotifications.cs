using Oversight.Ledger;
using Oversight.Projections.Notifications;

namespace Oversight.Web.Http;

/// <summary>How many notifications whoever is signed in has not read, of those that they see.</summary>
internal static class UnreadNotifications
{
    /// <summary>More are not counted: it says "99+".</summary>
    public const int Most = 100;

    /// <summary>The number; null where it cannot be told, while the database is away.</summary>
    public static async Task<int?> CountAsync(OpenRecord record, HttpContext context)
    {
        // No page waits long for it.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            var unread = await record.Notifications.OfAsync(
                context.SignedIn()!.Subject,
                unreadOnly: true,
                Most,
                patience.Token
            );
            if (unread.Count == 0)
            {
                return 0;
            }

            // To count them shows nothing of what they say: it is no reading.
            var seen = await record.SeenTodayAsync(context.Grants(), patience.Token);
            return unread.Count(one => NewsSeen.IsSeen(seen, one.What.Stream, one.What.Entry));
        }
        catch (Exception e)
            when (DatabaseErrors.IsUnreachable(e)
                || (e is OperationCanceledException && !context.RequestAborted.IsCancellationRequested)
            )
        {
            return null;
        }
    }
}
