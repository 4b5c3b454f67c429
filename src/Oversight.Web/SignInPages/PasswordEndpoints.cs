using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.SignInPages;

/// <summary>Where passwords are sent.</summary>
internal static class PasswordEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapForms().RequireRateLimiting(RateLimits.SigningIn);
        forms.MapPost("/sign-in", SignInAsync).AllowAnonymous();
        forms.MapPost("/signed-in/password", SetAsync).RequireAuthorization(WhoMayAsk.SignedIn);
    }

    /// <summary>A name and a password begin a session.</summary>
    private static async Task<IResult> SignInAsync(HttpContext context, PasswordSignIn passwords, Sessions sessions)
    {
        var (name, password) = (context.Sent("name"), context.Sent("password"));
        if (await passwords.FindAsync(name, password, context.RequestAborted) is not { } subject)
        {
            return SignInPage.Answer(PasswordSignIn.DoNotSignIn, name);
        }

        await sessions.BeginAsync(context, subject, SignedInWith.Password);
        return Forms.Onwards(context);
    }

    /// <summary>Whoever is signed in sets their password; every other session of theirs ends.</summary>
    private static async Task<IResult> SetAsync(
        HttpContext context,
        PasswordSignIn passwords,
        UserManager<LocalUser> users,
        Sessions sessions
    )
    {
        var who = context.SignedIn()!;
        var user = await users.FindByIdAsync(who.Subject);
        var fault =
            user is null || !await passwords.IsLocalAsync(who, context.RequestAborted)
                ? PasswordForm.OfAProvider
                : await passwords.SetAsync(
                    user,
                    who,
                    context.Sent("name"),
                    context.Sent("current"),
                    context.Sent("password"),
                    context.RequestAborted
                );
        if (fault is not null)
        {
            return new RazorComponentResult<PasswordPage>(new { Failed = fault })
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            };
        }

        await sessions.EndOthersAsync(context, who);
        return Results.LocalRedirect("/signed-in");
    }
}
