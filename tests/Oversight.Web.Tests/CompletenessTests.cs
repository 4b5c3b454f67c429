using System.Net;
using AngleSharp.Dom;
using Oversight.Record;
using Oversight.Record.People;

namespace Oversight.Web.Tests;

/// <summary>Signs that the record may lack something, as a page and over HTTP.</summary>
public sealed class CompletenessTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task An_auditor_comes_to_the_page_from_the_start_page_and_every_list_counts_what_the_page_says()
    {
        (
            await site.PostAsync("/api/organisations/QT6/segment", Bodies.Segment(3), await site.VersionOfAsync("QT6"))
        ).Is(HttpStatusCode.Created);
        var token = await site.AddTokenAsync("completeness-auditor", [new Grant(Role.Auditor)]);
        var start = (await site.GetAsync("/", token: token)).Is(HttpStatusCode.OK).Page;
        Assert.Contains(start.QuerySelectorAll("a"), link => link.GetAttribute("href") == "/completeness");

        var page = (await site.GetAsync("/completeness", token: token)).Is(HttpStatusCode.OK).Page;
        var answer = (await site.GetAsync("/api/completeness", token: token)).Is(HttpStatusCode.OK).Json;

        var signs = answer.GetProperty("signs").EnumerateArray().ToArray();
        Assert.Equal(
            signs.Select(sign => sign.GetProperty("kind").GetString()),
            page.QuerySelectorAll("main section[aria-labelledby] > h2").Select(heading => heading.Id)
        );
        Assert.Equal(31, answer.GetProperty("thresholds").GetProperty("lateDays").GetInt32());
        // It was recorded long after November 2024.
        Assert.True(signs[0].GetProperty("found").GetInt32() > 0, answer.GetRawText());
        foreach (var sign in signs)
        {
            var says = sign.GetProperty("says").GetString()!;
            Assert.Contains(says, page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains(
                sign.GetProperty("doesNotShow").GetString()!,
                page.Body.TextContent,
                StringComparison.Ordinal
            );
            foreach (var (rows, count) in new[] { ("rows", "found"), ("rowsLookedAt", "lookedAt") })
            {
                var address = sign.GetProperty(rows).GetString()!;
                var table = (await site.GetAsync(address, token: token)).Is(HttpStatusCode.OK).Json;
                Assert.Equal(sign.GetProperty(count).GetInt32(), table.GetProperty("total").GetInt32());
                var csv = (await site.GetAsync($"{address}&format=csv", token: token)).Is(HttpStatusCode.OK);
                Assert.Equal("text/csv", csv.Type);
            }
        }

        Assert.DoesNotContain("is complete", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        foreach (var link in page.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).Distinct())
        {
            (await site.GetAsync(link, token: token)).Is(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("region")]
    [InlineData("lead")]
    public async Task Who_does_not_see_everything_finds_no_such_address(string role)
    {
        var token = await site.AddTokenAsync(
            $"completeness-{role}",
            [
                role == "region"
                    ? new Grant(Role.Region, Region.Of("Y60"))
                    : new Grant(Role.Lead, Organisation: OdsCode.Parse("QOC")),
            ]
        );
        (await site.GetAsync("/completeness", token: token)).Is(HttpStatusCode.NotFound);
        (await site.GetAsync("/api/completeness", token: token)).Is(HttpStatusCode.NotFound);
    }
}
