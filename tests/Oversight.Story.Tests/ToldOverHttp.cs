using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alba;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.People;
using Oversight.TestServer;
using Oversight.Web;

namespace Oversight.Story.Tests;

/// <summary>The story over HTTP: the application in Alba's test server, over a database of its own.</summary>
internal sealed class ToldOverHttp : Telling, IAsyncDisposable
{
    private readonly OpenRecord record;
    private readonly IAlbaHost application;
    private readonly HttpClient client;
    private readonly Dictionary<Who, string> tokens = [];
    private readonly string folder;

    private ToldOverHttp(string folder, OpenRecord record, IAlbaHost application, string connectionString)
    {
        this.folder = folder;
        this.record = record;
        this.application = application;
        ProgramConnectionString = connectionString;
        client = application.Server.CreateClient();
    }

    /// <summary>The record underneath.</summary>
    public OpenRecord Record => record;

    /// <summary>How the program reaches its database.</summary>
    public string ProgramConnectionString { get; }

    public static async Task<ToldOverHttp> OpenAsync(DatabaseServer server, StoryTold story)
    {
        var own = Directory.CreateTempSubdirectory("oversight-story-").FullName;
        var settings = await server.CreateLoadedAsync();
        var site = await AlbaHost.For(
            OversightApplication.CreateBuilder(
                new(new Uri("http://127.0.0.1:0"), Path.Combine(own, "log")),
                new LedgerDatabase(settings.Program),
                TimeProvider.System
            ),
            OversightApplication.Compose
        );
        var opened = site.Services.GetRequiredService<OpenRecord>();
        var told = new ToldOverHttp(own, opened, site, settings.Program);
        foreach (var who in Enum.GetValues<Who>())
        {
            told.tokens[who] = await told.SignUpAsync(who, story);
        }

        return told;
    }

    /// <summary>An answer of the API.</summary>
    public async Task<JsonElement> GetAsync(string address, Who? who = null)
    {
        using var reply = await SendAsync(HttpMethod.Get, address, who);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == HttpStatusCode.OK, $"{address}: {reply.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await application.DisposeAsync();
        await record.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override async Task<Outcomes> LogAsync(Log step, JsonObject content)
    {
        var kind = EventCatalogue.Kinds.Single(k => k.Word == step.Word);
        var about = SubjectId.FromStream(step.About);
        var collection = CollectionOf(about);
        var address =
            !kind.Begins ? $"{collection}/{about.Id}/{step.Word}"
            : about.Kind == SubjectKind.Organisation ? collection
            : $"{collection}/{about.Id}";
        return await DecideAsync(
            address,
            step.Who,
            content,
            kind.Begins ? ("If-None-Match", "*") : ("If-Match", $"\"{await VersionOfAsync(step.About, step.Who)}\"")
        );
    }

    protected override async Task<Outcomes> MeetAsync(Meeting step, JsonObject meeting)
    {
        foreach (var outcome in meeting["outcomes"]!.AsArray())
        {
            outcome!["version"] = await VersionOfAsync(outcome["subject"]!.GetValue<string>(), step.Who);
        }

        return await DecideAsync("/api/meetings", step.Who, meeting, null);
    }

    protected override async Task<(string Sha256, long Length)> StoreAsync(Store step)
    {
        var bytes = Encoding.UTF8.GetBytes(step.Text);
        using var content = new ByteArrayContent(bytes)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("text/plain") },
        };
        using var reply = await SendAsync(
            HttpMethod.Post,
            $"/api/organisations/{step.Organisation}/documents?fileName={step.FileName}",
            step.Who,
            content
        );
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == HttpStatusCode.Created, text);
        var stored = JsonDocument.Parse(text).RootElement;
        return (stored.GetProperty("sha256").GetString()!, stored.GetProperty("length").GetInt64());
    }

    protected override async Task<Outcomes> CorrectAsync(Correct step, Guid target, JsonObject replacement)
    {
        var entry = await GetAsync($"/api/entries/{target}", step.Who);
        return await DecideAsync(
            $"/api/entries/{target}/correction",
            step.Who,
            new JsonObject
            {
                ["decision"] = new JsonObject
                {
                    ["decided"] = step.Instead.Effective,
                    ["decidedBy"] = new JsonObject { ["body"] = step.Instead.Body },
                    ["rationale"] = step.Because,
                    ["communicated"] = step.Instead.Effective,
                },
                ["replacement"] = replacement,
            },
            ("If-Match", $"\"{entry.GetProperty("version").GetInt64()}\"")
        );
    }

    // As recorded by the database: what is told next is recorded later.
    protected override async Task<DateTimeOffset> NowAsync()
    {
        await record.Live.CatchUpAsync(default);
        var at = record.Live.Timelines.At(record.Live.Timelines.Place);
        return at.Subjects.SelectMany(s => at.TimelineOf(s)!.Recorded).Max(e => e.Recorded);
    }

    private async Task<string> SignUpAsync(Who who, StoryTold story)
    {
        var file = Path.Combine(folder, $"{who}");
        var grant = story.Speaking.TryGetValue(who, out var ods)
            ? new Grant(Role.Lead, Organisation: OdsCode.Parse(ods))
            : new Grant(Role.National);
        await LocalAccess.AddAsync(record, file, $"{who}", [grant], Accounts.TheProgram, default);
        return (await File.ReadAllTextAsync(file)).Trim();
    }

    private static string CollectionOf(SubjectId subject) =>
        subject.Kind switch
        {
            SubjectKind.Organisation => "/api/organisations",
            SubjectKind.Recovery => "/api/recoveries",
            SubjectKind.Undertakings => "/api/undertakings",
            _ => "/api/frameworks",
        };

    private async Task<long> VersionOfAsync(string stream, Who who)
    {
        var subject = SubjectId.FromStream(stream);
        using var reply = await SendAsync(HttpMethod.Get, $"{CollectionOf(subject)}/{subject.Id}/history", who);
        return reply.StatusCode == HttpStatusCode.NotFound
            ? 0
            : JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("version").GetInt64();
    }

    private async Task<Outcomes> DecideAsync(
        string address,
        Who who,
        JsonObject body,
        (string Name, string Value)? precondition
    )
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var reply = await SendAsync(HttpMethod.Post, address, who, content, precondition);
        var text = await reply.Content.ReadAsStringAsync();
        var answer = JsonDocument.Parse(text).RootElement;
        if (reply.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            return new([], answer.GetProperty("rule").GetProperty("name").GetString());
        }

        Assert.True(reply.StatusCode == HttpStatusCode.Created, $"{address}\n{body}\n{text}");
        return Stored(answer);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string address,
        Who? who,
        HttpContent? content = null,
        (string Name, string Value)? header = null
    )
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        // Nobody reads without signing in; who is not named is of the national team.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[who ?? Who.National]);
        if (header is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
