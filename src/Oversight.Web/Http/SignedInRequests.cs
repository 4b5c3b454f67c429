using System.Security.Claims;
using Oversight.Ledger.People;

namespace Oversight.Web.Http;

/// <summary>Who is signed in, whether a bearer token or a browser's cookie says so.</summary>
internal static class SignedInRequests
{
    /// <summary>Who asks, with the rights in force; null when nobody is signed in.</summary>
    public static SignedIn? SignedIn(this HttpContext context) => context.Features.Get<SignedIn>();

    /// <summary>Nobody is signed in any more: what the rest of the request shows is for nobody.</summary>
    public static void HasNobody(this HttpContext context)
    {
        context.Features.Set<SignedIn>(null);
        context.User = new ClaimsPrincipal();
    }

    /// <summary>Whom a secret signs in, asked together with others' that arrive at once; null when nobody holds it.</summary>
    public static Task<SignedIn?> FindAsync(this SignIns signIns, HttpContext context, string secret) =>
        HttpMethods.IsGet(context.Request.Method)
            ? signIns.FindToReadAsync(Secret.HashOf(secret), context.RequestAborted)
            : signIns.FindAsync(Secret.HashOf(secret), context.RequestAborted);
}
