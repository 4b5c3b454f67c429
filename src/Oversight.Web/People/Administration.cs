using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record.People;
using Oversight.Web.Http;
using Oversight.Web.Problems;
using Oversight.Web.SignIn;
using Oversight.Web.SignInPages;

namespace Oversight.Web.People;

/// <summary>A link that signs somebody in once.</summary>
/// <param name="Address">The link. It is shown this once: whoever opens it first is signed in.</param>
/// <param name="Expires">Until when it can be used.</param>
public sealed record SignInLink(string Address, DateTimeOffset? Expires);

/// <summary>A right to be given.</summary>
/// <param name="Role">National, region, lead, contributor, auditor or administrator.</param>
/// <param name="Why">Why they are to have it.</param>
/// <param name="Region">Of the role region: the code of the region, such as Y60.</param>
/// <param name="Organisation">Of the roles lead and contributor: the organisation's ODS code.</param>
/// <param name="Bodies">For which bodies they act besides, by ODS code or id.</param>
/// <param name="Until">The last day on which it is in force; without it there is none.</param>
public sealed record GrantRequest(
    Role Role,
    string Why,
    string? Region = null,
    string? Organisation = null,
    IReadOnlyList<string>? Bodies = null,
    DateOnly? Until = null
);

/// <summary>
/// What administrators do about people, the same on pages and in the API. What may be done by whom, and what needs another's approval, the
/// database decides.
/// </summary>
internal sealed class Administration(Accounts accounts, Credentials credentials, KnownHosts hosts, TimeProvider clock)
{
    private const int LongestName = 200;
    private const int LongestWhy = 2_000;

    /// <summary>Makes an account, with a link by which the person signs in for the first time.</summary>
    public async Task<(Account Person, SignInLink Link)> AddAsync(HttpContext context, string? name)
    {
        var by = context.MustAdminister();
        var account = await accounts.AddAsync(
            Text(name, "name", LongestName, "say what the person is called."),
            by.Subject,
            context.RequestAborted
        );
        return (account, await LinkAsync(context, account.Subject));
    }

    /// <summary>Makes a link that signs somebody in once.</summary>
    public async Task<SignInLink> LinkAsync(HttpContext context, string subject)
    {
        var by = context.MustAdminister();
        var account = await FindAsync(context, subject);
        var secret = Secret.New();
        var link = await credentials.AddAsync(
            CredentialKind.Link,
            account.Subject,
            Secret.HashOf(secret),
            "link",
            TokenScope.ReadAndDecide,
            Credentials.LinkLifetime,
            by.Subject,
            context.RequestAborted
        );
        return new(LinkEndpoints.Of(hosts.OwnAddress(context), secret).ToString(), link.Expires);
    }

    /// <summary>Gives a right; it may then wait for approval.</summary>
    public async Task<GivenGrant> GiveAsync(HttpContext context, string subject, GrantRequest asked)
    {
        var by = context.MustAdminister();
        var grant = new Grant(
            asked.Role,
            asked.Region is { } region ? Record.Region.Of(region, "region") : null,
            asked.Organisation is { } organisation ? OdsCode.Parse(organisation, "organisation") : null
        )
        {
            Bodies = asked.Bodies ?? [],
        };
        grant.CheckInput();
        if (asked.Until < London.Today(clock))
        {
            throw new BadInputException("until", "is past: say a day to come, or none.");
        }

        return await accounts.GiveAsync(subject, grant, asked.Until, Why(asked.Why), by.Subject, context.RequestAborted)
            ?? throw NoSuchPerson();
    }

    /// <summary>Approves a right that waits for it.</summary>
    public async Task ApproveAsync(HttpContext context, Guid grant)
    {
        var by = context.MustAdminister();
        if (!await accounts.ApproveAsync(grant, by.Subject, context.RequestAborted))
        {
            throw NoSuchGrant();
        }
    }

    /// <summary>Ends a right.</summary>
    public async Task EndAsync(HttpContext context, Guid grant, string? why)
    {
        var by = context.MustAdminister();
        if (!await accounts.EndAsync(grant, Why(why), by.Subject, context.RequestAborted))
        {
            throw NoSuchGrant();
        }
    }

    /// <summary>Closes an account for good, with all that signs it in, its feeds and webhooks.</summary>
    public async Task CloseAsync(HttpContext context, string subject, string? why)
    {
        var by = context.MustAdminister();
        var account = await FindAsync(context, subject);
        if (!await accounts.CloseAsync(account.Subject, Why(why), by.Subject, context.RequestAborted))
        {
            throw new AccessConflictException($"{account.Shown} has been closed already: nothing is left to do.");
        }
    }

    /// <summary>Revokes what signs somebody in.</summary>
    public async Task RevokeAsync(HttpContext context, string subject, Guid credential)
    {
        var by = context.MustAdminister();
        var account = await FindAsync(context, subject);
        if ((await credentials.OfAsync(account.Subject, context.RequestAborted)).All(one => one.Id != credential))
        {
            throw ProblemException.NotFound("Nothing of that id signs this person in.");
        }

        await credentials.RevokeAsync(credential, by.Subject, context.RequestAborted);
    }

    /// <summary>An account that an address names.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public async Task<Account> FindAsync(HttpContext context, string subject) =>
        await accounts.FindAsync(subject, context.RequestAborted) ?? throw NoSuchPerson();

    private static ProblemException NoSuchPerson() =>
        ProblemException.NotFound("There is no person of that id: /people lists them.");

    private static ProblemException NoSuchGrant() =>
        ProblemException.NotFound("There is no right of that id: /people lists them.");

    private static string Why(string? why) => Text(why, "why", LongestWhy, "say why: it is kept with what is done.");

    private static string Text(string? text, string field, int longest, string what)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Length == 0 ? throw new BadInputException(field, what)
            : trimmed.Length > longest
                ? throw new BadInputException(field, $"is longer than {longest} characters: make it shorter.")
            : trimmed;
    }
}
