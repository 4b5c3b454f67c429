using System.Net;
using System.Text.Json;
using Alba;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Desk;
using Oversight.Desk.Reference;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Projections.Questions;
using Oversight.Projections.Registers;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.TestServer;
using Oversight.Web.Tests.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Web.Tests.Crawl;

/// <summary>
/// Everybody asks everything, before and after secrets are recorded: what comes back to whom it may not is the same to the byte, and to whom
/// it may every secret comes back somewhere.
/// </summary>
public sealed class CrawlTests(DatabaseServer databases) : IAsyncLifetime
{
    private static readonly LoggedBy Plants = new("user:who-plants", Grants.OfTheProgram);

    private static readonly Dictionary<string, Grant[]> MaySeeNothingOfIt = new()
    {
        ["who has no rights"] = [],
        ["the team of another region"] = [new(Role.Region, Region.Of("Y58"))],
        ["the lead of another organisation"] = [new(Role.Lead, Organisation: Board.Other)],
        ["an administrator"] = [new(Role.Administrator)],
    };

    private static readonly Dictionary<string, Grant[]> OwnPeople = new()
    {
        ["a lead"] = [new(Role.Lead, Organisation: Board.Icb)],
        ["a contributor"] = [new(Role.Contributor, Organisation: Board.Icb)],
    };

    private static readonly Dictionary<string, Grant[]> MaySeeAllOfIt = new()
    {
        ["the national team"] = [new(Role.National)],
        ["the team of the region"] = [new(Role.Region, Region.Of("Y60"))],
        ["an auditor"] = [new(Role.Auditor)],
    };

    private readonly string folder = Directory.CreateTempSubdirectory("oversight-crawl-").FullName;
    private readonly Dictionary<string, string?> tokens = new() { ["nobody"] = null };
    private readonly Dictionary<string, string> subjects = [];
    private IAlbaHost host = null!;
    private HttpClient client = null!;
    private OpenRecord record = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = await databases.CreateMigratedAsync();
        host = await AlbaHost.For(
            OversightApplication.CreateBuilder(
                new WebSettings(new Uri("http://localhost:5080"), LogFolder: null)
                {
                    RequestsAMinute = 1_000_000,
                    SignInAttemptsAMinute = 1_000_000,
                },
                new LedgerDatabase(settings.Program),
                TimeProvider.System
            ),
            OversightApplication.Compose
        );
        client = host.Server.CreateClient();
        record = host.Services.GetRequiredService<OpenRecord>();
        var first = await LocalAccess.EnsureAsync(record, folder, "ada", default);
        foreach (var (who, grants) in MaySeeAllOfIt.Concat(OwnPeople).Concat(MaySeeNothingOfIt))
        {
            var file = Path.Combine(folder, $"token-{tokens.Count}");
            subjects[who] = (await LocalAccess.AddAsync(record, file, who, grants, first.Subject, default)).Subject;
            tokens[who] = (await File.ReadAllTextAsync(file)).Trim();
            foreach (var given in (await record.Accounts.ListAsync()).SelectMany(account => account.Grants))
            {
                // An administrator's right waits for another administrator, who is not what this is about.
                Assert.True(given.IsInForce || given.WaitsForApproval, $"{who}: {given}");
            }
        }

        // People are told of what is recorded some time afterwards: how much they have not read would be told or not by chance.
        foreach (var subject in subjects.Values)
        {
            await record.Notifications.ChooseAsync(
                subject,
                Enum.GetValues<NotificationTopic>()
                    .Select(topic => new NotificationChoice(topic, false, MailChoice.None)),
                default
            );
        }

        await record.Desk.LogAsync(
            Board.On(await record.Live.AtAsync(null, default), record.Clock.GetUtcNow()),
            new(ReferenceDecisions.LoggedBy, Grants.OfTheProgram)
        );
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_of_a_secret_comes_back_to_whom_it_may_not_and_all_of_it_to_whom_it_may()
    {
        var planting = Planting.On(await record.Live.AtAsync(null, default));
        var addresses = await AddressesAsync(planting);
        string[] outside = ["nobody", .. MaySeeNothingOfIt.Keys];

        var before = new Dictionary<string, Crawler>();
        foreach (var who in outside.Concat(OwnPeople.Keys))
        {
            before[who] = await AskAsync(who, addresses);
        }

        await record.Desk.LogAsync(planting.NotTold, Plants);
        foreach (var who in OwnPeople.Keys)
        {
            AssertSame(who, before[who], await AskAsync(who, addresses, before[who]));
        }

        await record.Desk.LogAsync(planting.SaidOrTold, Plants);
        foreach (var who in outside)
        {
            AssertSame(who, before[who], await AskAsync(who, addresses, before[who]));
        }

        // What they may see they find in the history of all that was recorded: were it kept from everybody, nothing would have been shown.
        foreach (var who in MaySeeAllOfIt.Keys)
        {
            var history = await HistoryAsync(who);
            Assert.Empty(
                planting
                    .All.Where(one => !history.Contains(one.Secret, StringComparison.Ordinal))
                    .Select(one => $"{who} does not find {one.Secret}")
            );
        }

        foreach (var who in OwnPeople.Keys)
        {
            var history = await HistoryAsync(who);
            Assert.Contains(planting.Theirs, one => history.Contains(one.Secret, StringComparison.Ordinal));
        }

        // Of every kind there is one.
        Assert.True(planting.Left.Count == 0, string.Join('\n', planting.Left));
    }

    private static void AssertSame(string who, Crawler before, Crawler after)
    {
        Assert.DoesNotContain(
            after.Answers,
            answer =>
                answer.Value.Contains(Planting.SecretOf, StringComparison.Ordinal) && !IsEcho(answer.Key, answer.Value)
        );
        var differences = before
            .Answers.Where(answer => after.Answers.GetValueOrDefault(answer.Key) != answer.Value)
            .Select(answer =>
                $"{who}: {answer.Key}\n{answer.Value}\nand afterwards\n{after.Answers.GetValueOrDefault(answer.Key)}"
            )
            .Concat(after.Answers.Keys.Except(before.Answers.Keys).Select(found => $"{who} finds {found}"));
        var first = string.Join("\n\n", differences.Take(3));
        Assert.True(first.Length == 0, first);
    }

    // What was asked for is said back: that is no secret to whoever asked.
    private static bool IsEcho(string address, string answer) =>
        address.Contains("secret", StringComparison.Ordinal)
        && !answer.Contains(Planting.SecretOf + "-", StringComparison.Ordinal);

    private async Task<Crawler> AskAsync(string who, ApiAddresses addresses, Crawler? earlier = null)
    {
        var crawler = new Crawler(client, addresses, tokens[who], earlier);
        await crawler.AskEverythingAsync();
        await crawler.SendFormsAsync(await SignInAsync(who));
        Assert.NotEmpty(crawler.FormsSent);
        // What they began and did not log is their own, and shown to them the next time.
        if (subjects.TryGetValue(who, out var subject))
        {
            foreach (var draft in await record.FormDrafts.OfAsync(subject, default))
            {
                await record.FormDrafts.DeleteAsync(subject, draft.Id, default);
            }
        }

        // Whatever is asked, it is not the server that is at fault.
        Assert.DoesNotContain(crawler.Answers, answer => answer.Value.StartsWith('5'));
        return crawler;
    }

    // A browser's session of its own for each time that somebody asks, which signing out ends.
    private async Task<FormSession> SignInAsync(string who)
    {
        var session = new FormSession(client);
        if (subjects.TryGetValue(who, out var subject))
        {
            using var signedIn = await session.SendAsync(HttpMethod.Get, await record.LinkOfAsync(subject));
            Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        }

        return session;
    }

    private async Task<ApiAddresses> AddressesAsync(Planting planting)
    {
        var text = await GetAsync("the national team", "/openapi/v1.json");
        var description = JsonDocument.Parse(text).RootElement;
        return new ApiAddresses(
            description,
            ([.. Register.All.Select(r => r.Name)], [.. QuestionList.All.Select(q => q.Id)]),
            planting
        );
    }

    private async Task<string> HistoryAsync(string who)
    {
        var texts = new List<string>();
        foreach (
            var path in new[]
            {
                "/api/organisations/QOC/history",
                "/api/organisations/RXW/history",
                "/api/recoveries/qoc-2024/history",
                "/api/recoveries/kept-from-others/history",
                "/api/undertakings/kept-from-others/history",
            }
        )
        {
            texts.Add(await GetAsync(who, path));
        }

        return string.Join('\n', texts);
    }

    private async Task<string> GetAsync(string who, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { Authorization = new("Bearer", tokens[who]) },
        };
        using var reply = await client.SendAsync(request);
        return await reply.Content.ReadAsStringAsync();
    }
}
