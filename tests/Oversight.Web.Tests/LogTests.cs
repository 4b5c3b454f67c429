using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Oversight.Web.Tests;

public sealed class LogTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_log_has_a_line_of_JSON_for_each_request_and_nothing_personal()
    {
        const string key = "a-key-that-names-Zoe";
        (await site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(2), 2, key)).Is(HttpStatusCode.Created);
        (await site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(2), 2)).Is(
            HttpStatusCode.PreconditionFailed
        );
        await site.GetAsync("/api/organisations/QYG?on=2024-12-01&known=2020-01-01T00:00:00Z");
        await site.GetAsync("/api/people/Okonkwo?name=Okonkwo");
        await site.GetAsync("/organisations/QYG");
        var (files, text, requests) = await RequestsAsync(5);
        var write = requests[0];

        Assert.Matches("^oversight-[0-9]{8}[.]jsonl$", Assert.Single(files));
        Assert.Equal(5, requests.Length);
        Assert.Equal("POST", write.GetProperty("Method").GetString());
        Assert.Equal("/api/organisations/{ods}/segment", write.GetProperty("Route").GetString());
        Assert.Equal(201, write.GetProperty("Status").GetInt32());
        Assert.True(write.GetProperty("Milliseconds").GetDouble() > 0);
        // Compact JSON leaves the level out where it is information.
        Assert.False(write.TryGetProperty("@l", out _));
        Assert.EndsWith("Z", write.GetProperty("@t").GetString(), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", write.GetProperty("@tr").GetString());
        Assert.Matches("^[0-9a-f]{16}$", write.GetProperty("@sp").GetString());
        foreach (var secret in new[] { "Zo", "ngstr", "Okonkwo", site.Token, key, "2024-12-01", site.Subject, "QYG" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task What_keeps_the_report_tables_and_is_stopped_while_it_reads_is_no_error()
    {
        const string daemon = "Marten.Events.Daemon.Coordination.ProjectionCoordinator";
        var gone = new ObjectDisposedException("System.Threading.SemaphoreSlim");
        site.Logger(daemon).LogError(gone, "stopped while it read");
        site.Logger(daemon).LogError(new InvalidOperationException(), "could not read");
        site.Logger(daemon).LogError(new ObjectDisposedException("Npgsql.NpgsqlConnection"), "lost its connection");
        site.Logger("Oversight.Ledger").LogError(gone, "used what is gone");

        var (_, text) = await site.LogAsync();
        Assert.Contains("could not read", text, StringComparison.Ordinal);
        Assert.Contains("lost its connection", text, StringComparison.Ordinal);
        Assert.Contains("used what is gone", text, StringComparison.Ordinal);
        Assert.DoesNotContain("stopped while it read", text, StringComparison.Ordinal);
    }

    // A request's line is written after its answer was sent, so that the answer may be here before it.
    private async Task<(IReadOnlyList<string> Files, string Text, JsonElement[] Requests)> RequestsAsync(int count)
    {
        for (var wait = 0; ; wait++)
        {
            var (files, text) = await site.LogAsync();
            JsonElement[] requests =
            [
                .. text[..(text.LastIndexOf('\n') + 1)]
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => JsonDocument.Parse(line).RootElement)
                    .Where(l => l.TryGetProperty("Route", out _)),
            ];
            if (requests.Length >= count || wait == 100)
            {
                return (files, text, requests);
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
