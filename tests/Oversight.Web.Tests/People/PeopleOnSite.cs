using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Oversight.Desk;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.Web.Tests.SignIn;

namespace Oversight.Web.Tests.People;

/// <summary>Somebody who was added for a test.</summary>
public sealed record Someone(Site Site, string Subject, string Token)
{
    public Task<Reply> GetAsync(string path) => Site.GetAsync(path, token: Token);

    public Task<Reply> SendAsync(HttpMethod method, string path, string? body = null) =>
        Site.SendAsync(
            new HttpRequestMessage(method, path)
            {
                Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) },
            }
        );

    /// <summary>A browser in which they are signed in.</summary>
    public Task<Browser> BrowserAsync() => Site.BrowserOfAsync(Subject);
}

/// <summary>People whom tests need.</summary>
internal static class PeopleOnSite
{
    public static Grant National { get; } = new(Role.National);

    public static Grant Auditor { get; } = new(Role.Auditor);

    public static Grant Administrator { get; } = new(Role.Administrator);

    public static Grant LeadOf(string ods) => new(Role.Lead, Organisation: OdsCode.Parse(ods));

    public static async Task<Someone> AddAsync(this Site site, string name, params Grant[] grants)
    {
        var (accounts, credentials) = (site.Record.Accounts, site.Record.Credentials);
        var account = await accounts.AddAsync(name, Accounts.TheProgram);
        foreach (var grant in grants)
        {
            await accounts.GiveAsync(account.Subject, grant, until: null, "A test.", Accounts.TheProgram);
        }

        var token = Secret.New("ovs_");
        await credentials.AddAsync(
            CredentialKind.Token,
            account.Subject,
            Secret.HashOf(token),
            $"token of {name}",
            TokenScope.ReadAndDecide,
            TimeSpan.FromDays(1),
            account.Subject
        );
        return new(site, account.Subject, token);
    }

    public static async Task<Browser> BrowserOfAsync(this Site site, string subject)
    {
        var browser = site.NewBrowser();
        (await browser.GetAsync(await site.Record.LinkOfAsync(subject))).Leads("/");
        return browser;
    }

    /// <summary>The address of a link that signs somebody in once.</summary>
    public static async Task<string> LinkOfAsync(this OpenRecord record, string subject)
    {
        var code = Secret.New();
        await record.Credentials.AddAsync(
            CredentialKind.Link,
            subject,
            Secret.HashOf(code),
            "link",
            TokenScope.ReadAndDecide,
            TimeSpan.FromHours(1),
            Accounts.TheProgram
        );
        return OversightApplication.SignInPath(code);
    }

    /// <summary>A browser in which nobody is signed in.</summary>
    public static Browser NewBrowser(this Site site) => new(site.Client.BaseAddress!, host: null, "127.0.0.1");

    /// <summary>Sends a form of a page that has the values given, with what is written into it.</summary>
    public static async Task<Reply> SendFormAsync(
        this Browser browser,
        string page,
        string action,
        (string Name, string Value)[] holds,
        params (string Name, string Value)[] written
    )
    {
        var opened = (await browser.GetAsync(page)).Is(HttpStatusCode.OK).Page;
        var form = opened
            .QuerySelectorAll($"form[method=post][action='{action}']")
            .First(f => holds.All(h => f.QuerySelector($"input[name={h.Name}]")?.GetAttribute("value") == h.Value));
        var hidden = form.QuerySelectorAll("input[type=hidden]")
            .Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!));
        return await browser.PostAsync(action, [.. hidden, .. written]);
    }
}
