using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Oversight.Ledger.People;
using Oversight.Web.Http;
using Oversight.Web.SignIn;

namespace Oversight.Web.SignInPages;

/// <summary>Passkeys: asked for by the one script (passkeys.js), verified by the framework.</summary>
internal static class PasskeyEndpoints
{
    /// <summary>The most passkeys of one account.</summary>
    private const int Most = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var signIn = routes.MapForms("/sign-in").AllowAnonymous().RequireRateLimiting(RateLimits.SigningIn);
        signIn.MapPost("/passkey/options", OptionsAsync);
        signIn.MapPost("/passkey", SignInAsync);
        var own = routes.MapForms("/signed-in").RequireAuthorization(WhoMayAsk.SignedIn);
        own.MapPost("/passkeys/options", CreationOptionsAsync);
        own.MapPost("/passkeys", AddAsync);
        own.MapPost("/passkeys/remove", RemoveAsync);
    }

    private static async Task<IResult> OptionsAsync(SignInManager<LocalUser> signIn) =>
        Results.Content(await signIn.MakePasskeyRequestOptionsAsync(user: null), "application/json");

    private static async Task<IResult> SignInAsync(
        HttpContext context,
        SignInManager<LocalUser> signIn,
        UserManager<LocalUser> users,
        Sessions sessions
    )
    {
        var asserted = await TryAsync(() => signIn.PerformPasskeyAssertionAsync(context.Sent("credential")));
        if (asserted is not { Succeeded: true })
        {
            return SignInPage.Answer("This passkey does not sign in here.", name: "");
        }

        await users.AddOrUpdatePasskeyAsync(asserted.User, asserted.Passkey);
        await sessions.BeginAsync(context, asserted.User.Subject, SignedInWith.Passkey);
        return Forms.Onwards(context);
    }

    private static async Task<IResult> CreationOptionsAsync(HttpContext context, SignInManager<LocalUser> signIn)
    {
        var who = context.SignedIn()!;
        return Results.Content(
            await signIn.MakePasskeyCreationOptionsAsync(
                new()
                {
                    Id = who.Subject,
                    Name = who.Name,
                    DisplayName = who.Name,
                }
            ),
            "application/json"
        );
    }

    private static async Task<IResult> AddAsync(
        HttpContext context,
        PasswordSignIn passwords,
        SignInManager<LocalUser> signIn,
        UserManager<LocalUser> users
    )
    {
        var who = context.SignedIn()!;
        var user = await users.FindByIdAsync(who.Subject);
        if (user is null || !await passwords.IsLocalAsync(who, context.RequestAborted))
        {
            return Page(PasswordForm.OfAProvider);
        }

        if ((await users.GetPasskeysAsync(user)).Count >= Most)
        {
            return Page($"You have {Most} passkeys: remove one that you do not use.");
        }

        var attested = await TryAsync(() => signIn.PerformPasskeyAttestationAsync(context.Sent("credential")));
        if (attested is not { Succeeded: true } || attested.UserEntity.Id != who.Subject)
        {
            return Page("The passkey was not made: try again.");
        }

        var name = context.Sent("name").Trim();
        attested.Passkey.Name = name.Length is > 0 and <= 100 ? name : "A passkey";
        await users.AddOrUpdatePasskeyAsync(user, attested.Passkey);
        return Results.LocalRedirect("/signed-in/passkeys");
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, Passkeys passkeys)
    {
        if (Base64Url.IsValid(context.Sent("id")))
        {
            await passkeys.RemoveAsync(
                context.SignedIn()!.Subject,
                Base64Url.DecodeFromChars(context.Sent("id")),
                context.RequestAborted
            );
        }

        return Results.LocalRedirect("/signed-in/passkeys");
    }

    // What a browser should not have sent, or too late, the framework refuses by an exception.
    private static async Task<T?> TryAsync<T>(Func<Task<T>> verify)
        where T : class
    {
        try
        {
            return await verify();
        }
        catch (Exception e) when (e is InvalidOperationException or PasskeyException or ArgumentException)
        {
            return null;
        }
    }

    private static RazorComponentResult<PasskeysPage> Page(string fault) =>
        new(new { Failed = fault }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
}
