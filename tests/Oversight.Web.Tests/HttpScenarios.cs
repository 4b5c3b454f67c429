using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Alba;
using Oversight.TestServer;
using Oversight.Web;

namespace Oversight.Ledger.Conformance.Tests.Marten;

/// <summary>The API over Marten and Wolverine, as a client sees it.</summary>
public sealed class HttpScenarios(DatabaseServer server) : IAsyncLifetime
{
    private const string Token = "ovs_0123456789abcdef0123456789abcdef";

    private OpenedRecord opened = null!;
    private IAlbaHost host = null!;

    public async ValueTask InitializeAsync()
    {
        opened = await OpenedRecord.CreateAsync(server, "marten");
        await opened.LogAsync(Decisions.Framework());
        await opened.LogAsync(Decisions.Register("RAA"));
        await opened.Record.Store.AddAccessAsync(SHA256.HashData(Encoding.UTF8.GetBytes(Token)), "user:ada", "Ada");
        host = await AlbaHost.For(
            OversightApplication.CreateBuilder(
                new WebSettings(new Uri("http://localhost:5080"), LogFolder: null, opened.Record.WayIn.Name),
                opened.Record
            ),
            OversightApplication.Compose
        );
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await opened.DisposeAsync();
    }

    [Fact]
    public async Task A_decision_is_logged_and_its_status_seen()
    {
        var logged = await AssignAsync(3, version: 1, status: 201);
        Assert.Equal(2, logged.GetProperty("entries")[0].GetProperty("version").GetInt64());

        var status = await GetAsync("/api/organisations/RAA?on=2024-06-01");
        Assert.Contains("\"segment\":3", status.GetRawText().Replace(" ", ""), StringComparison.Ordinal);
        var history = await GetAsync("/api/organisations/RAA/history");
        Assert.Equal("user:ada", history.GetProperty("entries")[1].GetProperty("loggedBy").GetString());
        Assert.DoesNotContain(
            Decisions.Person,
            await opened.AskAsync<string>("select string_agg(data::text, '') from oversight.mt_events"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_stale_version_is_412()
    {
        await AssignAsync(3, version: 1, status: 201);
        var problem = await AssignAsync(2, version: 1, status: 412);
        Assert.Contains("version", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, await opened.CountAsync());
    }

    [Fact]
    public async Task A_rule_refuses_with_422_and_its_name()
    {
        // The framework knows segments 1 to 3.
        var problem = await AssignAsync(4, version: 1, status: 422);
        Assert.Contains("segment-of-framework", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, await opened.CountAsync());
    }

    [Fact]
    public async Task The_same_key_twice_is_stored_once()
    {
        var first = await AssignAsync(3, version: 1, status: 201, key: "key-1");
        var again = await AssignAsync(3, version: 1, status: 201, key: "key-1");
        Assert.Equal(first.GetProperty("entries").GetRawText(), again.GetProperty("entries").GetRawText());
        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Equal(3, await opened.CountAsync());
    }

    [Fact]
    public async Task Health_names_the_way_in()
    {
        var ready = await GetAsync("/health/ready");
        Assert.Equal("marten", ready.GetProperty("wayIn").GetString());
        Assert.Equal("ready", ready.GetProperty("status").GetString());
    }

    private async Task<JsonElement> AssignAsync(int segment, long version, int status, string? key = null)
    {
        var result = await host.Scenario(scenario =>
        {
            scenario
                .Post.Text(
                    $$"""
                    {"decision": {"effective": "2024-05-01", "decided": "2024-05-01",
                        "decidedBy": {"body": "nhs-england", "role": "Director", "person": "{{Decisions.Person}}"},
                        "rationale": "Said in a test."}, "segment": {{segment}}}
                    """
                )
                .ContentType("application/json")
                .ToUrl("/api/organisations/RAA/segment");
            scenario.WithRequestHeader("Authorization", $"Bearer {Token}");
            scenario.WithRequestHeader("If-Match", $"\"{version}\"");
            if (key is not null)
            {
                scenario.WithRequestHeader("Idempotency-Key", key);
            }

            scenario.StatusCodeShouldBe(status);
        });
        return JsonDocument.Parse(await result.ReadAsTextAsync()).RootElement;
    }

    private async Task<JsonElement> GetAsync(string address)
    {
        var result = await host.Scenario(scenario =>
        {
            scenario.Get.Url(address);
            scenario.WithRequestHeader("Authorization", $"Bearer {Token}");
            scenario.StatusCodeShouldBeOk();
        });
        return JsonDocument.Parse(await result.ReadAsTextAsync()).RootElement;
    }
}
