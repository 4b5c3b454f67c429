using Oversight.Ledger.People;
using Oversight.Web.Http;
using Oversight.Web.Problems;
using Oversight.Web.SignIn;

namespace Oversight.Web.People;

/// <summary>What signs somebody in is their own to make and to revoke, the same on pages and in the API.</summary>
internal sealed class OwnTokens(Credentials credentials, TimeProvider clock)
{
    private const int LongestName = 100;

    /// <summary>Makes a token; its secret is told this once.</summary>
    public async Task<(string Token, Credential By)> AddAsync(HttpContext context, TokenRequest asked)
    {
        var who = context.SignedIn()!;
        var name = asked.Name.Trim();
        if (name.Length is 0 or > LongestName)
        {
            throw new BadInputException("name", $"say what the token is for, in at most {LongestName} characters.");
        }

        var days = asked.Days ?? (int)Credentials.UsualLifetime.TotalDays;
        if (days < 1 || days > Credentials.LongestLifetime.TotalDays)
        {
            throw new BadInputException(
                "days",
                $"must be a number from 1 to {Credentials.LongestLifetime.TotalDays}: no token signs in for longer."
            );
        }

        // Whoever found a token gets none that outlives it, nor one that may do more.
        var lifetime = TimeSpan.FromDays(days);
        if (who.By.Kind != CredentialKind.Session && who.By.Expires - clock.GetUtcNow() is { } left && left < lifetime)
        {
            lifetime = left;
        }

        var token = Secret.New(Secret.TokenPrefix);
        var by = await credentials.AddAsync(
            CredentialKind.Token,
            who.Subject,
            Secret.HashOf(token),
            name,
            asked.Scope,
            lifetime,
            who.Subject,
            context.RequestAborted
        );
        return (token, by);
    }

    /// <summary>Revokes one.</summary>
    /// <exception cref="ProblemException">The caller has none of that id.</exception>
    public async Task RevokeAsync(HttpContext context, string id)
    {
        var who = context.SignedIn()!;
        if (
            !Guid.TryParse(id, out var credential)
            || (await credentials.OfAsync(who.Subject, context.RequestAborted)).All(one => one.Id != credential)
        )
        {
            throw ProblemException.NotFound("Nothing of that id signs you in: GET /api/tokens lists what does.");
        }

        await credentials.RevokeAsync(credential, who.Subject, context.RequestAborted);
    }
}
