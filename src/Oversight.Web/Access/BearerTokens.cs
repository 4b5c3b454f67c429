using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Record.People;
using Oversight.Web.Problems;

namespace Oversight.Web.Access;

/// <summary>Signs in with a bearer token (RFC 6750). Tokens are compared by their hash, and never logged.</summary>
internal sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    TokenLookups lookups
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string OrganisationClaim = "organisation";

    private const string Realm = "Bearer realm=\"oversight\"";

    /// <summary>The organisation whose own people are signed in; null for everybody else.</summary>
    public static OdsCode? OrganisationOf(ClaimsPrincipal user) =>
        user.FindFirstValue(OrganisationClaim) is { } organisation ? OdsCode.Parse(organisation) : null;

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

    private static IEnumerable<Claim> ClaimsOf(AccessSubject who) =>
        who.Organisation is { } organisation
            ? [new(ClaimTypes.NameIdentifier, who.Subject), new(OrganisationClaim, organisation.Value)]
            : [new(ClaimTypes.NameIdentifier, who.Subject)];

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
        var found = HttpMethods.IsGet(Request.Method)
            ? LocalAccess.FindToReadAsync(lookups, token, Context.RequestAborted)
            : LocalAccess.FindAsync(lookups, token, Context.RequestAborted);
        return await found is { } who
            ? AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(ClaimsOf(who), SchemeName)), SchemeName)
            )
            : AuthenticateResult.Fail("Nobody holds that token.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        var (challenge, detail) = result.Failure is { } failure
            ? ($"{Realm}, error=\"invalid_token\", error_description=\"{failure.Message}\"", failure.Message)
            : (Realm, "The request has no bearer token.");
        Response.Headers[HeaderNames.WWWAuthenticate] = challenge;
        await ProblemBody.WriteAsync(Context, new Problem(ProblemType.NotSignedIn, detail) { Field = "Authorization" });
    }
}

/// <summary>Signs in by bearer tokens, and by nothing else.</summary>
internal static class BearerTokenServices
{
    /// <summary>Adds what they are read with.</summary>
    public static void AddBearerTokens(this IServiceCollection services)
    {
        services.AddSingleton(services => new TokenLookups(services.GetRequiredService<OpenRecord>().Store));
        // Not AddAuthentication: that would keep keys for cookies, of which there are none, in the home folder.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = BearerTokens.SchemeName;
            options.AddScheme<BearerTokens>(BearerTokens.SchemeName, displayName: null);
        });
    }
}
