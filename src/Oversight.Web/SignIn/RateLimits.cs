using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Oversight.Desk.Problems;

namespace Oversight.Web.SignIn;

/// <summary>
/// How much one person may ask, or one address where nobody is signed in; few attempts to sign in, plenty of everything else. An address is
/// that of the connection, or what a known proxy says (<see cref="Proxies"/>).
/// </summary>
internal static class RateLimits
{
    /// <summary>The policy for what signs in: guesses are worth nothing.</summary>
    public const string SigningIn = "signing-in";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddRateLimits(this IServiceCollection services, WebSettings settings) =>
        services.AddRateLimiter(options =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetTokenBucketLimiter(
                    CallerOf(context),
                    _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = settings.RequestsAMinute,
                        TokensPerPeriod = Math.Max(1, settings.RequestsAMinute / 60),
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    }
                )
            );
            options.AddPolicy(
                SigningIn,
                context =>
                    RateLimitPartition.GetSlidingWindowLimiter(
                        AddressOf(context),
                        _ => new SlidingWindowRateLimiterOptions
                        {
                            PermitLimit = settings.SignInAttemptsAMinute,
                            Window = Minute,
                            SegmentsPerWindow = 6,
                        }
                    )
            );
            options.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected.HttpContext, rejected.Lease));
        });

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;
        return ErrorAnswers.AnswerAsync(
            context,
            new Problem(ProblemType.TooManyRequests, $"Wait {seconds} s, and ask again. Nothing was stored.")
        );
    }

    // Nobody is known by what they merely say: a token that signs nobody in makes no caller of its own.
    private static string CallerOf(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? AddressOf(context);

    // Whoever has one address of the sixth version has the sixty-four bits after the first: they are one.
    private static string AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress switch
        {
            { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } six =>
                $"at {new IPAddress([.. six.GetAddressBytes()[..8], .. new byte[8]])}",
            { } address => $"at {address.MapToIPv4()}",
            null => "at nowhere",
        };
}
