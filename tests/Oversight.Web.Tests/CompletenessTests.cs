using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
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

    [Fact]
    public async Task The_signs_of_the_day_that_is_looked_at_come_as_a_spreadsheet_too()
    {
        var known = Uri.EscapeDataString($"{TimeProvider.System.GetUtcNow().AddSeconds(-1):O}");
        var page = await site.PageAsync($"/completeness?on=2024-03-31&known={known}");
        var files = page.QuerySelectorAll(".oversight-files a[download]")
            .Select(a => a.GetAttribute("href")!)
            .ToArray();
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.Contains("on=2024-03-31&known=20", file, StringComparison.Ordinal));

        var csv = (await site.GetAsync(files[0])).Is(HttpStatusCode.OK);
        Assert.Equal("text/csv", csv.Type);
        Assert.Contains("completeness", csv.ContentHeaders.ContentDisposition!.FileName, StringComparison.Ordinal);
        using var reader = new CsvHelper.CsvReader(
            new StringReader(csv.Text.TrimStart('\uFEFF')),
            CultureInfo.InvariantCulture
        );
        var rows = reader.GetRecords<dynamic>().Cast<IDictionary<string, object>>().ToArray();
        var signs = (await site.GetAsync(files[0].Replace("format=csv", "format=json", StringComparison.Ordinal)))
            .Is(HttpStatusCode.OK)
            .Json.GetProperty("signs")
            .EnumerateArray()
            .ToArray();
        Assert.Equal(
            signs.Select(Line),
            rows.Select(row => $"{row["kind"]}: {row["found"]} of {row["lookedAt"]}; {row["says"]}")
        );
        // No cell is taken for a formula, and the sentence that begins with no letter is told as a text.
        Assert.DoesNotContain(rows.SelectMany(row => row.Values), cell => $"{cell}" is ['=' or '+' or '@', ..]);
        Assert.Equal(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (await site.GetAsync(files[1])).Is(HttpStatusCode.OK).Type
        );
        (await site.GetAsync("/api/completeness?format=ods")).Is(HttpStatusCode.BadRequest);

        static string Line(System.Text.Json.JsonElement sign) =>
            $"{sign.GetProperty("kind").GetString()}: {sign.GetProperty("found").GetInt32()} of {sign.GetProperty("lookedAt").GetInt32()}; {sign.GetProperty("says").GetString()}";
    }

    /// <summary>An account is called the same on every page of an auditor's, and no two links run into one another.</summary>
    [Fact]
    public async Task Whoever_logged_is_called_by_name_wherever_that_is_said()
    {
        const string BackDated = ", \"origin\": \"back-dated\"";
        var logger = await site.AddTokenAsync("somebody-diligent", [new Grant(Role.National)]);
        async Task<Reply> LogAsync(string what, string body) =>
            (
                await site.PostAsync(
                    $"/api/organisations/QH8/{what}",
                    body,
                    await site.VersionOfAsync("QH8"),
                    token: logger
                )
            ).Is(HttpStatusCode.Created);
        for (var day = 10; day < 20; day++)
        {
            await LogAsync(
                "segment",
                $$"""{"decision": {{Bodies.Decision($"2024-05-{day}", $"2024-05-{day}", more: BackDated)}}, "segment": {{1 + (day % 4)}}}"""
            );
        }

        var proposal = await LogAsync(
            "segment-proposal",
            $$"""{"decision": {{Bodies.Decision("2024-06-01", "2024-06-01", more: BackDated)}}, "segment": 3}"""
        );
        await LogAsync(
            "segment-agreement",
            $$"""{"decision": {{Bodies.Decision("2024-06-03", "2024-06-02", more: BackDated)}}, "segment": 3, "proposal": "{{proposal.EntryId}}"}"""
        );

        var token = await site.AddTokenAsync("names-auditor", [new Grant(Role.Auditor)]);
        foreach (var path in new[] { "/completeness", "/organisations/QH8", "/organisations/QH8/why" })
        {
            var text = (await site.GetAsync(path, token: token)).Is(HttpStatusCode.OK).Page.Body!.TextContent;
            Assert.Contains("by somebody-diligent", text, StringComparison.Ordinal);
            Assert.DoesNotContain("user:", text, StringComparison.Ordinal);
            Assert.True(path != "/completeness" || !Regex.IsMatch(text, "entry [0-9]+entry"), text);
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
