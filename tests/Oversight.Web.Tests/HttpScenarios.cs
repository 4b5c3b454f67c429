using System.Text.Json;
using Alba;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.TestServer;

namespace Oversight.Web.Tests;

/// <summary>
/// The application in Alba's test server, started once for all scenarios, over a database with the reference data. Each scenario has an
/// organisation of its own.
/// </summary>
public sealed class ScenarioHost(DatabaseServer databases) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("oversight-scenarios-").FullName;

    public IAlbaHost Host { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var settings = await databases.CreateLoadedAsync();
        Host = await AlbaHost.For(
            OversightApplication.CreateBuilder(
                new WebSettings(new Uri("http://localhost:5080"), LogFolder: null),
                new LedgerDatabase(settings.Program),
                TimeProvider.System
            ),
            OversightApplication.Compose
        );
        var record = Host.Services.GetRequiredService<OpenRecord>();
        await LocalAccess.EnsureAsync(record, folder, "ada", default);
        Token = (await File.ReadAllTextAsync(LocalAccess.TokenFile(folder))).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>The API as a client sees it.</summary>
public sealed class HttpScenarios(ScenarioHost host) : IClassFixture<ScenarioHost>
{
    private const string Person = "Wilhelmina Quatermain-Featherstone";

    [Fact]
    public async Task A_decision_is_logged_and_its_status_and_history_seen()
    {
        var logged = await AssignAsync("QJK", 3, version: 2, status: 201);
        var line = logged.GetProperty("entries")[0];
        Assert.Equal(3, line.GetProperty("version").GetInt64());

        var status = await GetAsync("/api/organisations/QJK?on=2024-06-01");
        Assert.Equal(
            "3, assigned from 1 May 2024",
            status.GetProperty("status").GetProperty("segment").GetProperty("text").GetString()
        );
        var history = await GetAsync("/api/organisations/QJK/history");
        var entry = history.GetProperty("entries").EnumerateArray().Last();
        Assert.Equal(line.GetProperty("id").GetString(), entry.GetProperty("id").GetString());
        Assert.StartsWith("user:", entry.GetProperty("loggedBy").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Person, entry.GetProperty("event").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_version_is_412_and_stores_nothing()
    {
        await AssignAsync("QOC", 3, version: 2, status: 201);
        var problem = await AssignAsync("QOC", 2, version: 2, status: 412);
        Assert.Contains("version 3", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, await VersionAsync("QOC"));
    }

    [Fact]
    public async Task A_rule_refuses_with_422_and_its_name()
    {
        // The framework knows segments 1 to 4.
        var problem = await AssignAsync("QHL", 5, version: 2, status: 422);
        Assert.Equal("segment-of-framework", problem.GetProperty("rule").GetProperty("name").GetString());
        Assert.Equal(2, await VersionAsync("QHL"));
    }

    [Fact]
    public async Task The_same_key_twice_is_stored_once()
    {
        var first = await AssignAsync("QUA", 3, version: 2, status: 201, key: "key-1");
        var again = await AssignAsync("QUA", 3, version: 2, status: 201, key: "key-1");
        Assert.Equal(first.GetProperty("entries").GetRawText(), again.GetProperty("entries").GetRawText());
        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Equal(3, await VersionAsync("QUA"));
    }

    [Fact]
    public async Task A_meeting_is_logged_as_a_whole_or_not_at_all()
    {
        const string Meeting = """
            {"title": "Oversight meeting", "on": "2024-06-20", "decidedBy": {"body": "nhs-england"}}
            """;
        const string Enter = """
            {"subject": "organisation-QYG", "version": 2, "type": "segment_assigned", "data": {"segment": 4}},
            {"subject": "recovery-qyg-2024", "type": "recovery_entered", "data": {"title": "T", "members": ["QYG"]}}
            """;
        const string Wrong = """
            {"subject": "organisation-QWO", "version": 99, "type": "segment_assigned", "data": {"segment": 2}}
            """;

        await PostAsync("/api/meetings", $$"""{"meeting": {{Meeting}}, "outcomes": [{{Enter}}, {{Wrong}}]}""", 412);
        Assert.Equal(2, await VersionAsync("QYG"));

        var receipt = await PostAsync("/api/meetings", $$"""{"meeting": {{Meeting}}, "outcomes": [{{Enter}}]}""", 201);
        Assert.Equal(
            ["organisation-QYG", "recovery-qyg-2024"],
            receipt.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("stream").GetString())
        );
        var readiness = await GetAsync("/api/recoveries/qyg-2024?on=2024-07-01");
        Assert.Contains("QYG", readiness.GetProperty("readiness").GetRawText(), StringComparison.Ordinal);
    }

    private Task<JsonElement> AssignAsync(string ods, int segment, long version, int status, string? key = null) =>
        PostAsync(
            $"/api/organisations/{ods}/segment",
            $$"""
            {"decision": {"effective": "2024-05-01", "decided": "2024-05-01",
                "decidedBy": {"body": "nhs-england", "role": "Director", "person": "{{Person}}"},
                "rationale": "Said in a test."}, "segment": {{segment}}}
            """,
            status,
            version,
            key
        );

    private async Task<JsonElement> PostAsync(
        string address,
        string body,
        int status,
        long? version = null,
        string? key = null
    )
    {
        var result = await host.Host.Scenario(scenario =>
        {
            scenario.Post.Text(body).ContentType("application/json").ToUrl(address);
            scenario.WithRequestHeader("Authorization", $"Bearer {host.Token}");
            if (version is not null)
            {
                scenario.WithRequestHeader("If-Match", $"\"{version}\"");
            }

            if (key is not null)
            {
                scenario.WithRequestHeader("Idempotency-Key", key);
            }

            scenario.StatusCodeShouldBe(status);
        });
        return JsonDocument.Parse(await result.ReadAsTextAsync()).RootElement;
    }

    private async Task<long> VersionAsync(string ods) =>
        (await GetAsync($"/api/organisations/{ods}")).GetProperty("version").GetInt64();

    private async Task<JsonElement> GetAsync(string address)
    {
        var result = await host.Host.Scenario(scenario =>
        {
            scenario.Get.Url(address);
            scenario.WithRequestHeader("Authorization", $"Bearer {host.Token}");
            scenario.StatusCodeShouldBeOk();
        });
        return JsonDocument.Parse(await result.ReadAsTextAsync()).RootElement;
    }
}
