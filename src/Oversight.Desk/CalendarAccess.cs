using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Oversight.Ledger;

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
    // 256 bits: nobody finds an address by trying.
    private const int SecretBytes = 32;

    /// <summary>Makes a feed; the secret is told here and never again.</summary>
    public static async Task<(CalendarFeed Feed, string Secret)> AddAsync(
        CalendarFeeds feeds,
        CalendarScope scope,
        string madeBy,
        CancellationToken cancellation
    )
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (await feeds.AddAsync(HashOf(secret), scope.Stored, madeBy, cancellation), secret);
    }

    /// <summary>The feed of a secret; null when there is none, or it was revoked.</summary>
    public static Task<CalendarFeed?> FindAsync(CalendarFeeds feeds, string secret, CancellationToken cancellation) =>
        feeds.FindAsync(HashOf(secret), cancellation);

    /// <summary>The path of a feed's address.</summary>
    public static string PathOf(string secret) => $"/calendars/{secret}.ics";

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
