using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Oversight.Ledger.People;
using Oversight.Web.Http;

namespace Oversight.Web.SignIn;

/// <summary>
/// A browser's session: a credential like a token, whose secret is all that the cookie holds. It is looked up for each request, so that one
/// that was revoked, or whose owner lost a right, is seen so by every instance at once.
/// </summary>
internal sealed class Sessions(SignIns signIns, Credentials credentials) : CookieAuthenticationEvents
{
    /// <summary>The scheme of the cookie.</summary>
    public const string SchemeName = "Session";

    /// <summary>How long a session lasts, however busy.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>How long it lasts while nobody asks anything.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(2);

    private const string SecretClaim = "secret";

    /// <summary>Signs an account in, and out of the session that the browser had.</summary>
    /// <param name="context">The request that signs in.</param>
    /// <param name="subject">The account's subject.</param>
    /// <param name="with">What signed it in, such as a password.</param>
    public async Task BeginAsync(HttpContext context, string subject, SignedInWith with) =>
        await context.SignInAsync(SchemeName, await NewAsync(context, subject, with));

    /// <summary>A new session of an account, as its cookie holds it.</summary>
    /// <inheritdoc cref="BeginAsync" path="/param"/>
    public async Task<ClaimsPrincipal> NewAsync(HttpContext context, string subject, SignedInWith with)
    {
        // What a provider sends back arrives before anybody is known.
        await context.AuthenticateAsync(SchemeName);
        await EndAsync(context);
        var secret = Secret.New();
        await credentials.AddAsync(
            CredentialKind.Session,
            subject,
            Secret.HashOf(secret),
            NameOf(with),
            TokenScope.ReadAndDecide,
            Longest,
            subject,
            context.RequestAborted
        );
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(SecretClaim, secret)], SchemeName));
    }

    /// <summary>Ends every other session of whoever asks: what others may have taken is worth nothing then.</summary>
    public async Task EndOthersAsync(HttpContext context, SignedIn who)
    {
        foreach (var other in await credentials.OfAsync(who.Subject, context.RequestAborted))
        {
            if (other is { Kind: CredentialKind.Session, Revoked: null } && other.Id != who.By.Id)
            {
                await credentials.RevokeAsync(other.Id, who.Subject, context.RequestAborted);
            }
        }
    }

    /// <summary>What a session was begun with, by its name.</summary>
    public static bool IsBegunWith(Credential session, SignedInWith with) =>
        session.Kind == CredentialKind.Session && session.Name == NameOf(with);

    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (
            context.Principal?.FindFirstValue(SecretClaim) is { } secret
            && await signIns.FindAsync(context.HttpContext, secret) is { By.Kind: CredentialKind.Session } who
        )
        {
            context.HttpContext.Features.Set(who);
            context.ReplacePrincipal(BearerTokens.PrincipalOf(who, SchemeName));
        }
        else
        {
            context.RejectPrincipal();
        }
    }

    /// <inheritdoc/>
    public override Task SigningOut(CookieSigningOutContext context) => EndAsync(context.HttpContext);

    private static string NameOf(SignedInWith with) =>
        with switch
        {
            SignedInWith.Link => "browser, by a link",
            SignedInWith.Passkey => "browser, by a passkey",
            SignedInWith.OpenId => "browser, by OpenID Connect",
            _ => "browser, by a password",
        };

    private async Task EndAsync(HttpContext context)
    {
        if (context.SignedIn() is { By.Kind: CredentialKind.Session } who)
        {
            await credentials.RevokeAsync(who.By.Id, who.Subject, context.RequestAborted);
        }
    }
}

/// <summary>What a session is begun with.</summary>
internal enum SignedInWith
{
    /// <summary>A name and a password.</summary>
    Password,

    /// <summary>A link that works once.</summary>
    Link,

    /// <summary>A passkey.</summary>
    Passkey,

    /// <summary>An OpenID Connect provider.</summary>
    OpenId,
}
