using Oversight.Ledger;
using Oversight.Ledger.People;

namespace Oversight.Desk;

/// <summary>What a calendar feed is about: a region, or an organisation; exactly one of the two.</summary>
/// <param name="Region">The region.</param>
/// <param name="Organisation">The organisation.</param>
public sealed record CalendarScope(Region? Region, OdsCode? Organisation)
{
    /// <summary>The form that is stored.</summary>
    public string Stored => Region is not null ? $"region:{Region.Code}" : $"organisation:{Organisation}";

    /// <summary>Reads the form that is stored.</summary>
    public static CalendarScope Of(string stored) =>
        stored.Split(':') is ["region", var code]
            ? new(Region.Of(code), null)
            : new(null, OdsCode.Parse(stored[(stored.IndexOf(':', StringComparison.Ordinal) + 1)..]));
}

/// <summary>Calendar feeds by a secret in their address. Only its SHA-256 is in the database; it is shown once.</summary>
public static class CalendarAccess
{
    /// <summary>Makes a feed; the secret is told here and never again.</summary>
    public static async Task<(CalendarFeed Feed, string Secret)> AddAsync(
        CalendarFeeds feeds,
        CalendarScope scope,
        SignedIn madeBy,
        CancellationToken cancellation
    )
    {
        var secret = Secret.New();
        return (
            await feeds.AddAsync(Secret.HashOf(secret), scope.Stored, madeBy.Subject, madeBy.Token, cancellation),
            secret
        );
    }

    /// <summary>The feed of a secret; null when there is none, or it was revoked.</summary>
    public static Task<CalendarFeed?> FindAsync(CalendarFeeds feeds, string secret, CancellationToken cancellation) =>
        feeds.FindAsync(Secret.HashOf(secret), cancellation);

    /// <summary>The path of a feed's address.</summary>
    public static string PathOf(string secret) => $"/calendars/{secret}.ics";
}
