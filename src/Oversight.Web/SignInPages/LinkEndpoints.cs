using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Ledger.People;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.SignInPages;

/// <summary>Links that sign in once: the first start prints one, and administrators make them.</summary>
internal static class LinkEndpoints
{
    private const string Address = "/sign-in/link/";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(Address + "{code}", UseAsync)
            .AllowAnonymous()
            .RequireRateLimiting(RateLimits.SigningIn)
            .ExcludeFromDescription();

    /// <summary>The link of a code, on a server.</summary>
    public static Uri Of(Uri server, string code) => new(server, PathOf(code));

    /// <summary>Its path.</summary>
    public static string PathOf(string code) => Address + code;

    private static async Task<IResult> UseAsync(
        string code,
        HttpContext context,
        Credentials credentials,
        Sessions sessions
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        if (IsNotOpened(context))
        {
            // Mail programs and browsers look at links before anybody opens them. What is no success is not kept for when they do.
            return Page(LinkPage.NotOpened, StatusCodes.Status503ServiceUnavailable);
        }

        var use = await credentials.UseLinkAsync(Secret.HashOf(code), context.RequestAborted);
        if (use.SignedIn is { } who)
        {
            await sessions.BeginAsync(context, who.Subject, SignedInWith.Link);
            return Results.LocalRedirect("/");
        }

        return use switch
        {
            { UsedBefore: { } used } => Page(LinkPage.Used(used), StatusCodes.Status410Gone),
            { Ended: { } ended } => Page(LinkPage.Expired(ended), StatusCodes.Status410Gone),
            _ => Page(LinkPage.Unknown, StatusCodes.Status404NotFound),
        };
    }

    private static bool IsNotOpened(HttpContext context) =>
        HeadAsGet.IsAskedFor(context)
        || new[] { "Sec-Purpose", "Purpose", "X-Purpose", "X-Moz" }.Any(header =>
            context.Request.Headers[header].ToString() is { Length: > 0 } purpose
            && purpose.Contains("pre", StringComparison.OrdinalIgnoreCase)
        );

    private static RazorComponentResult<LinkPage> Page(string says, int status) =>
        new(new { Says = says }) { StatusCode = status };
}
