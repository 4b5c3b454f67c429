using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Oversight.Record.People;
using Oversight.Record.Time;

namespace Oversight.Web.Tests;

/// <summary>Why an organisation stands as it does, and what would be otherwise if something were decided, over HTTP.</summary>
public sealed class WhyTests(Site site) : IClassFixture<Site>
{
    private const string BackDated = ", \"origin\": \"back-dated\"";

    [Fact]
    public async Task Each_part_names_its_entries_with_their_proofs_and_the_page_shows_the_same()
    {
        var why = (await site.GetAsync("/api/organisations/QOC/why?on=2024-03-31")).Is(HttpStatusCode.OK);
        var segment = Part(why.Json, "segment");
        Assert.StartsWith(
            "4, published for 2023/24",
            segment.GetProperty("says").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(["segment-by-dates"], segment.GetProperty("rules").EnumerateArray().Select(r => r.GetString()));
        var cited = segment.GetProperty("restsOn").EnumerateArray().ToArray();
        Assert.Equal(3, cited.Length);
        foreach (var entry in cited)
        {
            var id = entry.GetProperty("entry").GetProperty("id").GetString();
            Assert.Equal($"/api/entries/{id}/receipt", entry.GetProperty("receipt").GetString());
            (await site.GetAsync($"/api/entries/{id}")).Is(HttpStatusCode.OK);
        }

        var unstated = Part(why.Json, "undertakings");
        Assert.False(unstated.GetProperty("stated").GetBoolean());
        Assert.StartsWith("not stated", unstated.GetProperty("says").GetString(), StringComparison.Ordinal);

        var page = await site.PageAsync("/organisations/QOC/why?on=2024-03-31");
        Assert.Equal(
            why.Json.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("title").GetString()),
            page.QuerySelectorAll("main section h2").Select(heading => heading.TextContent)
        );
        Assert.All(
            cited,
            entry =>
                Assert.NotNull(page.QuerySelector($"a[href='{entry.GetProperty("receipt").GetString()}'][download]"))
        );
        Assert.NotNull(
            (await site.PageAsync("/organisations/QOC?on=2024-03-31")).QuerySelector(
                "a[href^='/organisations/QOC/why?on=2024-03-31']"
            )
        );
        (await site.GetAsync("/api/organisations/ZZZ/why")).Is(HttpStatusCode.NotFound);
        (await site.GetAsync("/organisations/ZZZ/why")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Whoever_does_not_see_everything_is_told_no_places_proofs_or_entries_of_others()
    {
        var lead = await site.AddTokenAsync("qwo-lead", "QWO");
        var version = await site.VersionOfAsync("QWO");
        const string Secret = "Kept from them.";
        (
            await site.PostAsync(
                "/api/organisations/QWO/concern",
                $$"""{"decision": {{Bodies.Decision("2024-05-01", "2024-05-01", more: BackDated)}}, "about": "finance", "scope": "organisation", "wording": "{{Secret}}"}""",
                version
            )
        ).Is(HttpStatusCode.Created);

        foreach (var path in new[] { "/api/organisations/QWO/why", "/organisations/QWO/why" })
        {
            var (all, theirs) = (await site.GetAsync(path), await site.GetAsync(path, token: lead));
            Assert.Contains(Secret, all.Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, theirs.Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
            Assert.DoesNotContain("/receipt", theirs.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"place\"", theirs.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_if_is_asked_with_a_token_for_reading_and_writes_nothing()
    {
        var auditor = await site.AddTokenAsync("supposes", [new(Role.Auditor)]);
        var before = (await site.GetAsync("/health/ready")).Json.GetProperty("place").GetInt64();
        const string Body = """
            {"decisions": [{"subject": "organisation-QOC", "type": "segment_assigned", "data": {"segment": 2,
              "decision": {"effective": "2024-05-01", "decided": "2024-05-01", "decidedBy": {"body": "nhs-england"}, "origin": "back-dated"}}}]}
            """;

        var reply = await site.SendAsync(site.Write("/api/what-if?on=2024-06-01", Body, auditor));
        var answer = reply.Is(HttpStatusCode.OK).Json;
        var changed = Assert.Single(answer.GetProperty("organisations").EnumerateArray());
        Assert.Equal("QOC", changed.GetProperty("ods").GetString());
        Assert.Contains("2, assigned from 1 May 2024", changed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            answer.GetProperty("before").GetProperty("entries").GetInt64(),
            answer.GetProperty("after").GetProperty("entries").GetInt64()
        );

        var board = await site.AddTokenAsync("supposes-too", "QOC");
        var theirs = (await site.SendAsync(site.Write("/api/what-if?on=2024-06-01", Body, board))).Is(
            HttpStatusCode.OK
        );
        Assert.False(theirs.Json.TryGetProperty("before", out _));
        Assert.False(theirs.Json.TryGetProperty("place", out _));

        foreach (
            var (body, field) in new[]
            {
                ("{}", "decisions"),
                ("""{"framework": "nof-1999-00"}""", "framework"),
                ("""{"framework": "NOF 2025/26"}""", "framework"),
                (Body.Replace("segment_assigned", "segment_guessed", StringComparison.Ordinal), "decisions[0].type"),
                (
                    Body.Replace("\"segment\": 2", "\"segment\": 99", StringComparison.Ordinal),
                    "decisions[0].data.segment"
                ),
            }
        )
        {
            var wrong = (await site.SendAsync(site.Write("/api/what-if", body, auditor))).Is(HttpStatusCode.BadRequest);
            Assert.Equal(field, wrong.Field);
        }

        Assert.Equal(before, (await site.GetAsync("/health/ready")).Json.GetProperty("place").GetInt64());
    }

    [Fact]
    public async Task Beside_a_proposal_stands_what_agreeing_it_would_do()
    {
        var today = London.Today(TimeProvider.System);
        var section = await IfAgreedAsync("RXW", 1, $"{today:O}");

        Assert.Contains("If this is agreed", section.TextContent, StringComparison.Ordinal);
        var segment = Assert.Single(
            section.QuerySelectorAll("tbody tr"),
            row => row.QuerySelectorAll("td")[0].TextContent.EndsWith("Segment", StringComparison.Ordinal)
        );
        Assert.EndsWith(
            $"1, assigned from {DateWithPrecision.Day(today)}",
            segment.QuerySelectorAll("td")[^1].TextContent.Trim(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Beside_a_proposal_that_cannot_be_agreed_stands_why()
    {
        // The framework of that day had four: of what is told of the past that is a finding, of what is agreed now it is refused.
        var section = await IfAgreedAsync("QU9", 5, "2024-05-01", BackDated);

        Assert.Contains("As things stand it would be refused: ", section.TextContent, StringComparison.Ordinal);
        Assert.Contains("has no segment 5", section.TextContent, StringComparison.Ordinal);
        Assert.Null(section.QuerySelector("table"));
    }

    private async Task<IElement> IfAgreedAsync(string ods, int segment, string day, string more = "")
    {
        var proposed = (
            await site.PostAsync(
                $"/api/organisations/{ods}/segment-proposal",
                $$"""{"decision": {{Bodies.Decision(day, day, more: more)}}, "segment": {{segment}}}""",
                await site.VersionOfAsync(ods)
            )
        ).Is(HttpStatusCode.Created);
        var page = await site.PageAsync($"/entries/{proposed.EntryId}");
        return Assert.IsAssignableFrom<IElement>(page.QuerySelector("[aria-labelledby=if-agreed]"));
    }

    private static JsonElement Part(JsonElement why, string name) =>
        why.GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("part").GetString() == name);
}
