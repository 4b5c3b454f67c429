using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record.People;
using Oversight.TestServer;
using Oversight.Web;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>
/// The real application on a free port of localhost, over a database of its own that holds the reference data, and of
/// <see cref="Told"/> two decisions: one that it was told of, and one that it was not.
/// </summary>
public sealed class Site : IAsyncDisposable
{
    /// <summary>An ICB of the Midlands.</summary>
    public const string Told = "QNC";

    /// <summary>What it was told.</summary>
    public const string Open = "the deficit has to be halved";

    /// <summary>What it was not.</summary>
    public const string Secret = "the board is about to be replaced";

    /// <summary>The group of whoever is of the Midlands' team, and of whoever leads for the ICB, at the provider.</summary>
    public const string Midlands = "nhse-midlands";

    /// <inheritdoc cref="Midlands"/>
    public const string Leads = "staffordshire-leads";

    private readonly DatabaseServer databases = new();
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-browsed-").FullName;
    private LedgerDatabase database = null!;
    private WebApplication? application;
    private HttpClient? decider;

    /// <summary>As a browser is told it: a name, since passkeys belong to names.</summary>
    public Uri Address { get; private set; } = null!;

    public async Task StartAsync(Provider provider)
    {
        await databases.InitializeAsync();
        database = new LedgerDatabase((await databases.CreateLoadedAsync()).Program);
        application = OversightApplication.Build(
            new WebSettings(new Uri("http://localhost:0"), Path.Combine(folder, "log"))
            {
                OpenId = SettingsOf(provider),
                ProofFolder = Path.Combine(folder, "proof"),
                // All visitors come from one address.
                SignInAttemptsAMinute = 10_000,
                Browser = WebSettings.BrowserIn(Environment.GetEnvironmentVariable("PATH")),
            },
            database,
            TimeProvider.System
        );
        await application.Services.GetRequiredService<OpenRecord>().LoadAsync(_ => { }, default);
        await application.StartAsync();
        Address = new UriBuilder(application.Urls.Single()) { Host = "localhost" }.Uri;
        provider.MayReturnTo.Add(Address);
        decider = await DeciderAsync();
        await DecideAsync(
            $"/api/organisations/{Told}/segment",
            Earlier(new(2024, 11, 1), Open, told: true),
            """ "segment": 3 """
        );
        await DecideAsync(
            $"/api/organisations/{Told}/segment-proposal",
            Earlier(new(2024, 11, 1), Secret, told: false),
            """ "segment": 4 """
        );
        await BindAsync();
    }

    /// <summary>Somebody with these rights; the link that signs them in once.</summary>
    public async Task<string> LinkAsync(string name, params Grant[] rights) =>
        await LinkOfAsync(await AddAsync(name, rights));

    /// <summary>Another link of somebody who was added before.</summary>
    public async Task<string> AnotherLinkAsync(string name) => await LinkOfAsync(await SubjectOfAsync(name));

    /// <summary>What is decided by NHS England, and logged later.</summary>
    /// <param name="on">The day on which it was decided, and takes effect.</param>
    /// <param name="rationale">Why.</param>
    /// <param name="told">Whether the organisation was told on that day.</param>
    public static string Earlier(DateOnly on, string rationale, bool told = true) =>
        $$"""
            {"effective": "{{on:yyyy-MM-dd}}", "decided": "{{on:yyyy-MM-dd}}", "decidedBy": {"body": "nhs-england"},
             "rationale": {{JsonSerializer.Serialize(rationale)}}, "origin": "back-dated"
             {{(told ? $", \"communicated\": \"{on:yyyy-MM-dd}\"" : "")}}}
            """;

    /// <summary>Logs a decision by the API, as the national team does; the id of its entry.</summary>
    /// <param name="address">Where it is sent, such as /api/organisations/QNC/segment.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="members">What it says besides: members in JSON.</param>
    public async Task<string> DecideAsync(string address, string decision, string members)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(
                $$"""{"decision": {{decision}}, {{members}}}""",
                Encoding.UTF8,
                "application/json"
            ),
        };
        if (await VersionAsync(string.Join('/', address.Split('/')[..4])) is { } version)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }
        else
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }

        using var answer = await decider!.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, said);
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    /// <summary>How many entries there are about what is told at that address of the API; null where there is no such thing.</summary>
    public async Task<long?> VersionAsync(string address)
    {
        using var answer = await decider!.GetAsync(address);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt64()
            : null;
    }

    /// <summary>Ends whatever signs them in.</summary>
    public async Task EndSessionsAsync(string name)
    {
        var subject = await SubjectOfAsync(name);
        foreach (var session in await database.Credentials.OfAsync(subject))
        {
            await database.Credentials.RevokeAsync(session.Id, subject);
        }
    }

    public async ValueTask DisposeAsync()
    {
        decider?.Dispose();
        if (application is not null)
        {
            await application.DisposeAsync();
        }

        await databases.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string SettingsOf(Provider provider) =>
        JsonSerializer.Serialize(
            new
            {
                authority = provider.Address,
                clientId = Provider.ClientId,
                clientSecret = Provider.ClientSecret,
                scopes = new[] { "profile", "groups" },
                title = "the provider",
                grants = new object[]
                {
                    new
                    {
                        claim = "groups",
                        value = Midlands,
                        role = "region",
                        region = "Y60",
                    },
                    new
                    {
                        claim = "groups",
                        value = Leads,
                        role = "lead",
                        organisation = Told,
                    },
                },
            }
        );

    private async Task<string> AddAsync(string name, params Grant[] rights)
    {
        var account = await database.Accounts.AddAsync(name, Accounts.TheProgram);
        foreach (var right in rights)
        {
            await database.Accounts.GiveAsync(account.Subject, right, null, "for a journey", Accounts.TheProgram);
        }

        return account.Subject;
    }

    private async Task<string> SubjectOfAsync(string name) =>
        (await database.Accounts.ListAsync()).Single(account => account.Name == name).Subject;

    private async Task<string> LinkOfAsync(string subject)
    {
        var code = Ledger.People.Secret.New();
        await database.Credentials.AddAsync(
            CredentialKind.Link,
            subject,
            Ledger.People.Secret.HashOf(code),
            "link",
            TokenScope.ReadAndDecide,
            Credentials.LinkLifetime,
            Accounts.TheProgram
        );
        return $"/sign-in/link/{code}";
    }

    // It is in Recovery Support, and owes undertakings: their pages are there for everybody who looks.
    private async Task BindAsync()
    {
        const string recovery = "/api/recoveries/told-2025";
        await DecideAsync(
            recovery,
            Earlier(new(2025, 1, 6), Open),
            $$""" "title": "Recovery of Staffordshire", "members": ["{{Told}}"], "targetExit": "2027-03" """
        );
        await DecideAsync(
            $"{recovery}/exit-criteria",
            Earlier(new(2025, 2, 3), "As its board and the region agreed."),
            """
            "purpose": "exit", "criteria": [{"reference": "EC1", "theme": "Finance", "wording": "The deficit is halved.",
             "evidenceWanted": ["The report of month 12"], "due": "2026-12-31", "sustainedMonths": 3}]
            """
        );
        await DecideAsync(
            $"{recovery}/criterion-assessment",
            Earlier(new(2025, 9, 1), "The report of month 5."),
            """ "criterion": "EC1", "level": "region", "judgement": "partly-met" """
        );
        const string undertakings = "/api/undertakings/told-2025";
        await DecideAsync(
            undertakings,
            Earlier(new(2025, 3, 3), Open),
            $$"""
            "organisation": "{{Told}}", "legalBasis": "icb-undertakings", "test": "reasonable-suspicion", "grounds": ["The deficit."],
            "items": [{"reference": "1.1", "wording": "A plan is sent.", "due": "2025-05-30"},
             {"reference": "1.2", "wording": "The plan is kept.", "due": "2027-03-31"}]
            """
        );
        await DecideAsync(
            $"{undertakings}/undertaking-judgement",
            Earlier(new(2025, 6, 2), "It came, and is sound."),
            """ "item": "1.1", "judgement": "complied" """
        );
    }

    private async Task<HttpClient> DeciderAsync()
    {
        var token = Ledger.People.Secret.New();
        await database.Credentials.AddAsync(
            CredentialKind.Token,
            await AddAsync("Who decides", new Grant(Role.National)),
            Ledger.People.Secret.HashOf(token),
            "token",
            TokenScope.ReadAndDecide,
            Credentials.UsualLifetime,
            Accounts.TheProgram
        );
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
