using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Oversight.Ledger.People;
using Oversight.Web.Http;

namespace Oversight.Web.SignIn;

/// <summary>Signs in with a bearer token (RFC 6750). Tokens are compared by their hash, and never logged.</summary>
internal sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    SignIns signIns
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>Who is signed in, as the framework knows them.</summary>
    public static ClaimsPrincipal PrincipalOf(SignedIn who, string scheme) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, who.Subject)], scheme));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        const string prefix = SchemeName + " ";
        if (header is not [{ } text] || !text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.Fail("The header Authorization does not hold one bearer token.");
        }

        var token = text[prefix.Length..].Trim();
        if (await signIns.FindAsync(Context, token) is not { Token: not null } who)
        {
            return AuthenticateResult.Fail("Nobody holds that token.");
        }

        Context.Features.Set(who);
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(who, SchemeName), SchemeName));
    }
}
