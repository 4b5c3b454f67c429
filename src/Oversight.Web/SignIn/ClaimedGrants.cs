using System.Security.Claims;
using Oversight.Ledger.People;
using Oversight.Record.People;

namespace Oversight.Web.SignIn;

/// <summary>The rights that a provider's claims give, given and ended each time somebody signs in.</summary>
internal sealed class ClaimedGrants(OpenIdSettings settings, OutsideNames names, Accounts accounts)
{
    private const string Why = "The claims of the provider say so.";
    private const string WhyNot = "The claims of the provider no longer say so.";

    /// <summary>The account of whom the claims are about, with the rights that they give now; null when it was closed.</summary>
    /// <param name="issuer">The provider.</param>
    /// <param name="claims">What it says of them.</param>
    /// <param name="cancellation">Stops before the next step.</param>
    public async Task<string?> AccountOfAsync(string issuer, ClaimsPrincipal claims, CancellationToken cancellation)
    {
        var by = $"oidc:{issuer}";
        var outside = claims.FindFirstValue("sub") ?? throw new InvalidOperationException("The provider says no sub.");
        var subject =
            await names.FindAsync(issuer, outside, cancellation)
            ?? await AddAsync(issuer, outside, claims, by, cancellation);
        var account = (await accounts.FindAsync(subject, cancellation))!;
        if (account.Closed is not null)
        {
            return null;
        }

        var said = settings
            .Grants.Where(one => claims.HasClaim(one.Claim, one.Value))
            .Select(one => one.ToGrant())
            .DistinctBy(Key)
            .ToArray();
        // The provider decides: one that was ended here is given again. Whom it should not sign in has a closed account.
        var held = account.Grants.Where(given => given.GivenBy == by && given.Ended is null).ToArray();
        foreach (var given in held.Where(given => said.All(grant => Key(grant) != Key(given.Grant))))
        {
            await accounts.EndAsync(given.Id, WhyNot, by, cancellation);
        }

        foreach (var grant in said.Where(grant => held.All(given => Key(given.Grant) != Key(grant))))
        {
            await accounts.GiveAsync(subject, grant, until: null, Why, by, cancellation);
        }

        return subject;
    }

    private async Task<string> AddAsync(
        string issuer,
        string outside,
        ClaimsPrincipal claims,
        string by,
        CancellationToken cancellation
    )
    {
        var name = claims.FindFirstValue(settings.Name);
        var account = await accounts.AddAsync(string.IsNullOrWhiteSpace(name) ? outside : name, by, cancellation);
        var subject = await names.KeepAsync(issuer, outside, account.Subject, cancellation);
        if (subject != account.Subject)
        {
            // Two windows of the same person at once: one account is theirs.
            await accounts.CloseAsync(account.Subject, "Made twice at once.", by, cancellation);
        }

        return subject;
    }

    // A record compares its list of bodies by identity.
    private static string Key(Grant grant) => grant.Says();
}
