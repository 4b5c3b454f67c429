using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Oversight.Projections.Questions;
using Oversight.Record;
using Oversight.Record.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Web.Tests;

/// <summary>The page on which each role starts: what is theirs, and nothing of others.</summary>
public sealed class StartPageTests(Site site) : IClassFixture<Site>
{
    private static readonly Grant Midlands = new(Role.Region, Region.Of("Y60"));
    private static readonly Grant SouthWest = new(Role.Region, Region.Of("Y58"));
    private static readonly Grant Lead = new(Role.Lead, Organisation: OdsCode.Parse("QGH"));
    private static readonly Grant Contributor = new(Role.Contributor, Organisation: OdsCode.Parse("QGH"));

    public static TheoryData<string, Grant[], string[]> Roles =>
        new()
        {
            { "region", [Midlands], ["start-Y60"] },
            { "lead", [Lead], ["start-QGH"] },
            { "contributor", [Contributor], ["start-QGH"] },
            { "auditor", [new(Role.Auditor)], ["auditor"] },
            { "national", [new(Role.National)], ["national"] },
            {
                "several",
                [Midlands, SouthWest, Lead, new(Role.Auditor)],
                ["start-Y60", "start-Y58", "start-QGH", "auditor"]
            },
        };

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Each_role_starts_with_what_is_theirs_whose_every_link_leads_somewhere(
        string who,
        Grant[] grants,
        string[] sections
    )
    {
        var token = await site.AddTokenAsync($"starts-{who}", grants);
        var page = await StartAsync(token);

        Assert.Equal(sections, page.QuerySelectorAll("section.oversight-start > h2").Select(heading => heading.Id));
        Assert.Empty(page.QuerySelectorAll("main script, main [style]"));
        // Where a status is named, why it is so is one link away; of a row one.
        var why = page.QuerySelectorAll("main a[href*='/why']").Select(a => a.TextContent).ToArray();
        Assert.Equal(
            sections.Count(section => section == "start-QGH")
                + page.QuerySelectorAll("[aria-labelledby^=recovery-] tbody tr").Length,
            why.Length
        );
        Assert.Distinct(why);
        // Ids are of one thing each, and headings of one page.
        var ids = page.All.Select(e => e.Id).Where(id => !string.IsNullOrEmpty(id)).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(
            page.QuerySelectorAll("[aria-labelledby]"),
            e => Assert.NotNull(page.GetElementById(e.GetAttribute("aria-labelledby")!))
        );
        foreach (
            var link in page.QuerySelectorAll("main a")
                .Select(a => a.GetAttribute("href")!)
                .Where(link => !link.StartsWith('#'))
                .Distinct()
        )
        {
            (await site.GetAsync(link, token: token)).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task An_administrator_starts_with_people_and_rights()
    {
        // Who signed in first is of the national team, and looks after people.
        var page = await StartAsync(site.Token);

        Assert.Equal(
            ["national", "administrator"],
            page.QuerySelectorAll("section.oversight-start > h2").Select(heading => heading.Id)
        );
        Assert.All(
            page.QuerySelectorAll("[aria-labelledby=administrator] a"),
            a => Assert.Matches("^/(people|webhooks)", a.GetAttribute("href"))
        );
    }

    [Theory]
    [InlineData("region", Projections.Questions.Role.Region, "region=Y60")]
    [InlineData("lead", Projections.Questions.Role.Icb, "organisation=QGH")]
    [InlineData("auditor", Projections.Questions.Role.Auditor, "on=")]
    public async Task Each_question_of_a_role_is_one_click_away(
        string who,
        Projections.Questions.Role role,
        string asked
    )
    {
        var token = await site.AddTokenAsync(
            $"asks-{who}",
            [
                who == "region" ? Midlands
                : who == "lead" ? Lead
                : new(Role.Auditor),
            ]
        );
        var links = (await StartAsync(token)).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).ToArray();

        Assert.All(
            QuestionList.All.Where(question => question.Role == role),
            question =>
                Assert.Contains(
                    links,
                    link =>
                        link.StartsWith($"/questions/{question.Id}?", StringComparison.Ordinal)
                        && link.Contains(asked, StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task Why_somebody_is_in_Recovery_Support_is_one_link_from_each_row()
    {
        (
            await site.PostAsync(
                "/api/recoveries/qoc-why",
                $$"""{"decision": {{Bodies.Decision("2024-05-01", "2024-05-01", more: ", \"origin\": \"back-dated\"")}}, "title": "Recovery of Shropshire", "members": ["QOC"]}""",
                version: null
            )
        ).Is(HttpStatusCode.Created);
        var token = await site.AddTokenAsync("starts-why", [Midlands]);
        var page = (await site.GetAsync("/?on=2024-06-01", token: token)).Is(HttpStatusCode.OK).Page;
        var rows = page.QuerySelectorAll("[aria-labelledby^=recovery-] tbody tr").ToArray();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var why = Assert.Single(row.QuerySelectorAll("a[href*='/why']"));
            Assert.Matches("^Why: NHS .+$", why.TextContent);
            // Two links are two words.
            Assert.Matches(@"\s$", why.PreviousSibling!.TextContent);
            (await site.GetAsync(why.GetAttribute("href")!, token: token)).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task What_is_proposed_waits_for_its_region_and_nobody_else_is_told()
    {
        var (own, other, lead) = (
            await site.AddTokenAsync("waits-own", [Midlands]),
            await site.AddTokenAsync("waits-other", [SouthWest]),
            await site.AddTokenAsync("waits-lead", [Lead])
        );
        // What protects its forms is new each time.
        async Task<string> MainAsync(string token) =>
            Regex.Replace(
                (await StartAsync(token)).QuerySelector("main")!.InnerHtml,
                "name=\"__RequestVerificationToken\"[^>]*>",
                ""
            );
        var before = (Other: await MainAsync(other), Lead: await MainAsync(lead), Own: await MainAsync(own));

        (
            await site.PostAsync(
                "/api/organisations/QGH/segment-proposal",
                Bodies.Segment(4, "2026-05-01"),
                await site.VersionOfAsync("QGH")
            )
        ).Is(HttpStatusCode.Created);

        Assert.Equal(before.Other, await MainAsync(other));
        Assert.Equal(before.Lead, await MainAsync(lead));
        Assert.NotEqual(before.Own, await MainAsync(own));
        var waiting = (await StartAsync(own)).QuerySelector(".oversight-counts > li")!;
        Assert.StartsWith("1 Segments proposed", waiting.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains(
            "Segment 4 for NHS Herefordshire and Worcestershire ICB",
            waiting.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("Segment 4 proposed", await MainAsync(own), StringComparison.Ordinal);
        // What would come of it stands where it is agreed.
        var foretold = waiting.QuerySelector("a[href*='#if-agreed']")!;
        Assert.Matches("^If it is agreed: Segment 4 for NHS Hereford", foretold.TextContent);
        var proposal = (await site.GetAsync(foretold.GetAttribute("href")!, token: own)).Is(HttpStatusCode.OK).Page;
        Assert.NotNull(proposal.GetElementById("if-agreed"));
        var then = Uri.EscapeDataString($"{TimeProvider.System.GetUtcNow().AddSeconds(-1):O}");
        Assert.Empty(
            (await site.GetAsync($"/?known={then}", token: own))
                .Is(HttpStatusCode.OK)
                .Page.QuerySelectorAll("a[href*='#if-agreed']")
        );
    }

    [Fact]
    public async Task Before_any_entry_there_is_a_start_and_what_cannot_be_read_is_said()
    {
        var token = await site.AddTokenAsync("early", [Midlands, Lead, new(Role.Auditor), new(Role.National)]);

        var early = (await site.GetAsync("/?known=2001-01-01T00:00", token: token)).Is(HttpStatusCode.OK).Page;
        Assert.Contains(
            "No organisation of this region is in the record",
            early.Body!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("QGH is not in the record", early.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "Nothing was recorded by then: the first entry was recorded on ",
            early.QuerySelector("#state ~ dl")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("The record is empty", early.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("-1", early.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
        (await site.GetAsync("/?on=1999-12-31", token: token)).Is(HttpStatusCode.OK);
        foreach (var query in new[] { "?since=yesterday", "?since=2024-02-30", "?on=x", "?known=9999-12-31T23:59" })
        {
            var refused = (await site.GetAsync("/" + query, token: token)).Is(HttpStatusCode.BadRequest);
            Assert.NotEmpty(refused.Page.QuerySelector("[role=alert] p")!.TextContent);
            Assert.StartsWith("Error: ", refused.Page.Title, StringComparison.Ordinal);
        }
    }

    private async Task<IHtmlDocument> StartAsync(string token) =>
        (await site.GetAsync("/", token: token)).Is(HttpStatusCode.OK).Page;
}
