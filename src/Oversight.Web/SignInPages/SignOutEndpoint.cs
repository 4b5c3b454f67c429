using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.SignInPages;

/// <summary>Ends a browser's session, and the provider's where one signed in.</summary>
internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapForms().MapPost("/sign-out", (Delegate)EndAsync).AllowAnonymous();

    private static async Task<IResult> EndAsync(HttpContext context)
    {
        var byProvider =
            context.SignedIn() is { } who && Sessions.IsBegunWith(who.By, SignedInWith.OpenId)
                ? await OpenIdSignIn.SignOutAddressAsync(context)
                : null;
        await context.SignOutAsync(Sessions.SchemeName);
        context.HasNobody();
        if (byProvider is null)
        {
            return Results.LocalRedirect("/sign-in");
        }

        // Not as an answer to the form: what forms lead to is this server alone, as the policy of pages has it.
        context.Response.Headers["Refresh"] = $"0; url={byProvider}";
        return new RazorComponentResult<SignOutPage>(new { AtProvider = byProvider });
    }
}
