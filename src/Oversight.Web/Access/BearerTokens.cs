using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Oversight.Ledger.People;
using Oversight.Record.People;

namespace Oversight.Web.Access;

/// <summary>Signs in with a bearer token (RFC 6750). Tokens are compared by their hash, and never logged.</summary>
internal sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    SignIns signIns
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string OrganisationClaim = "organisation";

    private const string NoRight = "";

    /// <summary>The organisation whose own people are signed in; null for everybody else.</summary>
    public static OdsCode? OrganisationOf(ClaimsPrincipal user) =>
        user.FindFirstValue(OrganisationClaim) switch
        {
            null => null,
            NoRight => throw new NotAllowedException(
                "You have no right to read the record yet: ask an administrator for one."
            ),
            var organisation => OdsCode.Parse(organisation),
        };

    /// <summary>The rights of whoever is signed in; who is not reads everything.</summary>
    public static Grants GrantsOf(ClaimsPrincipal user) => GrantsOf(OrganisationOf(user));

    /// <summary>The rights of an organisation's own people; of everybody else, who reads everything.</summary>
    public static Grants GrantsOf(OdsCode? ownPeopleOf) =>
        new([ownPeopleOf is { } own ? new(Role.Lead, Organisation: own) : new(Role.National)]);

    /// <summary>Checks that whoever is signed in may have to do with what is that organisation's own.</summary>
    /// <param name="user">Who is signed in.</param>
    /// <param name="organisation">Whose it is; null: nobody's in particular.</param>
    /// <exception cref="NotAllowedException">They are the own people of another organisation.</exception>
    public static void MustNotBeOfAnother(ClaimsPrincipal user, OdsCode? organisation)
    {
        if (OrganisationOf(user) is { } own && own != organisation)
        {
            throw new NotAllowedException(
                $"This token is for the own people of {own}: it reaches only what is {own}'s."
            );
        }
    }

    /// <summary>Who is signed in, as the framework knows them.</summary>
    public static ClaimsPrincipal PrincipalOf(SignedIn who, string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, who.Subject),
                    .. who.Grants.ReadEverything
                        ? Array.Empty<Claim>()
                        : [new(OrganisationClaim, who.Grants.Organisations.FirstOrDefault().Value ?? NoRight)],
                ],
                scheme
            )
        );

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
        var hash = Secret.HashOf(token);
        var found = HttpMethods.IsGet(Request.Method)
            ? signIns.FindToReadAsync(hash, Context.RequestAborted)
            : signIns.FindAsync(hash, Context.RequestAborted);
        if (await found is not { Token: not null } who)
        {
            return AuthenticateResult.Fail("Nobody holds that token.");
        }

        Context.Features.Set(who);
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(who, SchemeName), SchemeName));
    }
}
