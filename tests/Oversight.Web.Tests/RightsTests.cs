using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.People;

namespace Oversight.Web.Tests;

/// <summary>What rights reach over HTTP, and that what is forbidden reads as what is not there.</summary>
public sealed class RightsTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Who_has_no_rights_is_told_so_by_every_face()
    {
        var none = await site.AddTokenAsync("no-rights", []);

        foreach (var path in new[] { "/api/organisations", "/api/words", "/openapi/v1.json", "/api/nowhere" })
        {
            var refused = (await site.GetAsync(path, token: none)).Is(HttpStatusCode.Forbidden);
            Assert.Equal("not-allowed", refused.Problem);
            Assert.Contains("no rights yet", refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var page = (await site.GetAsync("/", token: none)).Is(HttpStatusCode.Forbidden);
        Assert.Contains("no rights yet", page.Page.Body!.TextContent, StringComparison.Ordinal);
        (await site.GetAsync("/api/signed-in", token: none)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_for_reading_reads_and_writes_nothing()
    {
        var reads = await ReadingTokenAsync(site.Subject);
        (await site.GetAsync("/api/organisations/QE1", token: reads)).Is(HttpStatusCode.OK);

        var refused = new[]
        {
            await site.PostAsync("/api/organisations/QE1/segment", Bodies.Segment(2), 2, token: reads),
            await site.SendAsync(site.Write("/api/calendars", """{"region": "Y60"}""", reads)),
            await site.SendAsync(site.Write("/api/tokens", """{"name": "another"}""", reads)),
            await site.SendAsync(Upload("QE1", "A text.", reads)),
        };

        Assert.All(refused, one => Assert.Equal("not-allowed", one.Is(HttpStatusCode.Forbidden).Problem));
    }

    [Fact]
    public async Task A_document_is_read_by_who_oversees_it_and_own_people_who_handed_it_in()
    {
        var own = await site.AddTokenAsync("qxu-lead", "QXU");
        var colleague = await site.AddTokenAsync(
            "qxu-contributor",
            [new(Role.Contributor, Organisation: OdsCode.Parse("QXU"))]
        );
        var other = await site.AddTokenAsync("qks-lead", "QKS");
        var auditor = await site.AddTokenAsync("auditor", [new(Role.Auditor)]);
        var here = await site.AddTokenAsync("its-region", [new(Role.Region, Region.Of("Y59"))]);
        var elsewhere = await site.AddTokenAsync("another-region", [new(Role.Region, Region.Of("Y60"))]);
        var byNational = await StoreAsync("Kept by the national team.", site.Token);
        var byThem = await StoreAsync("Handed in.", own);

        foreach (
            var (path, may, mayNot) in new[]
            {
                (byNational, new[] { site.Token, here, auditor }, new[] { own, colleague, other, elsewhere }),
                (byThem, [site.Token, here, auditor, own, colleague], [other, elsewhere]),
            }
        )
        {
            foreach (var who in may)
            {
                (await site.GetAsync(path, token: who)).Is(HttpStatusCode.OK);
            }

            foreach (var who in mayNot)
            {
                var absent = path[..^64] + new string('a', 64);
                var (forbidden, notThere) = (
                    await site.GetAsync(path, token: who),
                    await site.GetAsync(absent, token: who)
                );
                Assert.Equal("not-found", forbidden.Is(HttpStatusCode.NotFound).Problem);
                Assert.Equal(
                    Told(notThere),
                    Told(forbidden).Replace(path[^64..], absent[^64..], StringComparison.Ordinal)
                );
            }
        }

        foreach (var who in new[] { other, elsewhere, auditor })
        {
            (await site.SendAsync(Upload("QXU", "Not theirs.", who))).Is(HttpStatusCode.Forbidden);
        }

        // That somebody else stored it before is not told to whom it may not be read.
        var again = await site.SendAsync(Upload("QXU", "Kept by the national team.", own));
        Assert.False(again.Is(HttpStatusCode.Created).Json.GetProperty("alreadyStored").GetBoolean());

        async Task<string> StoreAsync(string text, string token) =>
            (await site.SendAsync(Upload("QXU", text, token))).Is(HttpStatusCode.Created).Headers.Location!.ToString();
    }

    [Fact]
    public async Task A_calendar_is_of_what_its_maker_looks_after_and_ends_with_their_rights()
    {
        var lead = await site.AddTokenAsync("qnq-lead", "QNQ");
        var national = await site.AddTokenAsync("another-national");
        // The account of the first start.
        var administrator = site.Token;
        foreach (
            var body in new[] { """{"organisation": "QWE"}""", """{"organisation": "Q99"}""", """{"region": "Y56"}""" }
        )
        {
            (await site.SendAsync(site.Write("/api/calendars", body, lead))).Is(HttpStatusCode.Forbidden);
        }

        var made = await MakeAsync();
        var id = made.Json.GetProperty("id").GetString()!;
        var feed = new Uri(made.Json.GetProperty("address").GetString()!).AbsolutePath;
        (await site.GetAsync(feed, token: Site.Nobody)).Is(HttpStatusCode.OK);
        Assert.DoesNotContain(
            id,
            (await site.GetAsync("/api/calendars", token: national)).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync(id, national)).Status);
        (await site.GetAsync(feed, token: Site.Nobody)).Is(HttpStatusCode.OK);
        Assert.Contains(
            id,
            (await site.GetAsync("/api/calendars", token: administrator)).Text,
            StringComparison.Ordinal
        );
        (await DeleteAsync(id, administrator)).Is(HttpStatusCode.NoContent);
        (await site.GetAsync(feed, token: Site.Nobody)).Is(HttpStatusCode.NotFound);

        var second = new Uri((await MakeAsync()).Json.GetProperty("address").GetString()!).AbsolutePath;
        (await site.GetAsync(second, token: Site.Nobody)).Is(HttpStatusCode.OK);
        var account = (await site.Record.Accounts.ListAsync()).Single(one => one.Name == "qnq-lead");
        await site.Record.Accounts.CloseAsync(account.Subject, "Left.", site.Subject);
        (await site.GetAsync(second, token: Site.Nobody)).Is(HttpStatusCode.NotFound);

        async Task<Reply> MakeAsync() =>
            (await site.SendAsync(site.Write("/api/calendars", """{"organisation": "QNQ"}""", lead))).Is(
                HttpStatusCode.Created
            );
    }

    [Fact]
    public async Task How_long_the_record_is_is_told_to_who_reads_all_of_it()
    {
        var lead = await site.AddTokenAsync("qoc-lead", "QOC");
        foreach (var token in new[] { Site.Nobody, lead })
        {
            Assert.Equal("""{"status":"ready"}""", (await site.GetAsync("/health/ready", token: token)).Text);
        }

        Assert.True((await site.GetAsync("/health/ready")).Json.TryGetProperty("place", out _));
        foreach (var path in new[] { "/api/organisations/QOC", "/organisations/QOC", "/api/registers/history" })
        {
            var (all, some) = (await site.GetAsync(path), await site.GetAsync(path, token: lead));
            Assert.True(all.Headers.Contains("Oversight-Place"), path);
            Assert.False(some.Headers.Contains("Oversight-Place"), path);
            Assert.True(some.Headers.Contains("Oversight-Known"), path);
        }

        // An entity tag of a place that is made up says nothing of how many entries others see.
        using var request = site.Write(
            "/api/organisations/QOC/challenge",
            $$"""{"decision": {{Bodies.Decision(body: "QOC")}}, "entry": "{{Guid.NewGuid()}}", "organisation": "QOC", "wrong": "All.", "wanted": "None."}""",
            lead
        );
        request.Headers.TryAddWithoutValidation("If-Match", "W/\"3-0123456789abcdef\"");
        Assert.Equal("version-moved", (await site.SendAsync(request)).Problem);
    }

    [Fact]
    public async Task A_live_decision_is_in_the_name_of_a_body_that_one_acts_for()
    {
        var region = await site.AddTokenAsync("midlands", [new(Role.Region, Region.Of("Y60"))]);
        var version = await site.VersionOfAsync("QOC");

        var asOrganisation = await site.PostAsync(
            "/api/organisations/QOC/segment",
            Bodies.Segment(3, body: "QOC"),
            version
        );
        var asNational = await site.PostAsync(
            "/api/organisations/QOC/segment",
            Bodies.Segment(3),
            version,
            token: region
        );
        var elsewhere = await site.PostAsync(
            "/api/organisations/QNQ/segment",
            Bodies.Segment(3, body: "nhs-england-Y60"),
            await site.VersionOfAsync("QNQ"),
            token: region
        );

        Assert.All(
            [asOrganisation, asNational, elsewhere],
            one => Assert.Equal("not-allowed", one.Is(HttpStatusCode.Forbidden).Problem)
        );
        Assert.Equal(version, await site.VersionOfAsync("QOC"));
    }

    private static string Told(Reply reply) =>
        $"{reply.Status} {reply.Json.GetProperty("detail").GetString()} {string.Join(' ', reply.Headers.Select(h => h.Key))}";

    private async Task<string> ReadingTokenAsync(string subject)
    {
        var secret = Secret.New();
        await site.Record.Credentials.AddAsync(
            CredentialKind.Token,
            subject,
            Secret.HashOf(secret),
            "reads",
            TokenScope.Read,
            TimeSpan.FromDays(1),
            subject
        );
        return secret;
    }

    private Task<Reply> DeleteAsync(string id, string token) =>
        site.SendAsync(
            new HttpRequestMessage(HttpMethod.Delete, $"/api/calendars/{id}")
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            }
        );

    private static HttpRequestMessage Upload(string ods, string text, string token) =>
        new(HttpMethod.Post, $"/api/organisations/{ods}/documents?fileName=a.txt")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("text/plain") },
            },
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
}
