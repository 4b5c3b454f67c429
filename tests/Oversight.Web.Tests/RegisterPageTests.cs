using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Oversight.Projections.Questions;
using Oversight.Projections.Registers;

namespace Oversight.Web.Tests;

public sealed class RegisterPageTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("/registers/history?on=26/11/2026&effective.atLeast=01/04/2024", "1 April 2024")]
    [InlineData("/questions/L6?on=26/11/2026&from=01/04/2024", "1 April 2024")]
    public async Task A_date_in_British_figures_is_said_back_in_words(string address, string words)
    {
        var page = await site.PageAsync(address);

        Assert.Contains("26 November 2026", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            $"01/04/2024 is read as {words}.",
            page.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/national")]
    [InlineData("/organisations/QOC")]
    [InlineData("/recoveries")]
    [InlineData("/undertakings")]
    [InlineData("/deadlines")]
    public async Task A_day_in_British_figures_is_said_back_on_every_page_that_asks_for_one(string path) =>
        Assert.Contains(
            "26 November 2026",
            (await site.PageAsync(path + "?on=26/11/2026")).QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task The_registers_and_the_questions_of_three_roles_are_listed_and_every_link_leads_somewhere()
    {
        var registers = await site.PageAsync("/registers");
        var questions = await site.PageAsync("/questions");
        string[] links =
        [
            .. registers
                .QuerySelectorAll(".oversight-lists a[href^='/registers/']")
                .Concat(questions.QuerySelectorAll(".oversight-questions a"))
                .Select(a => a.GetAttribute("href")!),
        ];

        Assert.Equal(3, questions.QuerySelectorAll("section").Length);
        Assert.Equal(Register.All.Count + QuestionList.All.Count, links.Length);
        foreach (var link in links)
        {
            var page = (await site.GetAsync(link)).Is(HttpStatusCode.OK).Page;
            Assert.Empty(page.QuerySelectorAll("script:not([src^='/']), [style]"));
            Assert.NotNull(page.QuerySelector("table.oversight-rows, .oversight-empty"));
            Assert.All(
                page.QuerySelectorAll("main form input[id], main form select[id]"),
                field => Assert.NotNull(page.QuerySelector($"label[for='{field.Id}']"))
            );
        }

        Assert.Contains("/questions", registers.QuerySelectorAll("nav a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_register_is_filtered_by_its_form_and_sorted_by_its_headings()
    {
        var page = await site.PageAsync(
            "/registers/organisations?on=2024-03-31&known=&region.contains=Y60&kind=icb&segment.atLeast=&segment.atMost=&columns=ods,segment"
        );
        var rows = page.QuerySelectorAll("table.oversight-rows tbody tr:not(.oversight-more)");
        var heading = page.QuerySelector("table.oversight-rows th a")!.GetAttribute("href")!;
        var sorted = await site.PageAsync(heading);
        var back = await site.PageAsync(sorted.QuerySelector("table.oversight-rows th a")!.GetAttribute("href")!);

        Assert.Equal(11, rows.Length);
        // What has no field of its own is kept, and can be taken away.
        Assert.Equal("Y60", ((IHtmlInputElement)page.QuerySelector("[name='region.contains']")!).Value);
        Assert.Contains(
            "Region contains Midlands",
            page.QuerySelector(".oversight-filters")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("sort=ods", heading, StringComparison.Ordinal);
        Assert.Equal("ascending", sorted.QuerySelector("table.oversight-rows th")!.GetAttribute("aria-sort"));
        Assert.Equal("descending", back.QuerySelector("table.oversight-rows th")!.GetAttribute("aria-sort"));
        Assert.Equal(First(sorted).Reverse(), First(back));
    }

    [Fact]
    public async Task The_csv_link_is_of_the_rows_that_are_shown()
    {
        var page = await site.PageAsync(
            "/registers/organisations?on=2024-03-31&region.contains=Y60&kind=icb&columns=ods"
        );
        var link = page.QuerySelector(".oversight-files a")!.GetAttribute("href")!;
        var csv = (await site.GetAsync(link)).Is(HttpStatusCode.OK);

        Assert.Equal("text/csv", csv.Type);
        Assert.Equal(12, csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_question_says_what_its_answer_rests_on_and_leads_to_entries_and_to_the_register()
    {
        var page = await site.PageAsync("/questions/R1?on=2024-03-31&known=&region=Y60&organisation=QOC");
        var row = Assert.Single(page.QuerySelectorAll("table.oversight-rows tbody tr:not(.oversight-more)"));
        var entry = row.QuerySelector("details a")!.GetAttribute("href")!;
        var register = await site.PageAsync(page.QuerySelectorAll(".oversight-files a")[2].GetAttribute("href")!);

        Assert.Contains("NHS Shropshire, Telford and Wrekin ICB", row.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "segment-on-a-day",
            page.QuerySelector("[aria-labelledby=basis]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "nof-2022-23",
            page.QuerySelector("[aria-labelledby=basis]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("Y60", ((IHtmlSelectElement)page.GetElementById("region")!).Value);
        Assert.StartsWith("/entries/", entry, StringComparison.Ordinal);
        Assert.Single(register.QuerySelectorAll("table.oversight-rows tbody tr:not(.oversight-more)"));
    }

    [Fact]
    public async Task Nothing_is_said_to_be_nothing_and_what_is_not_stated_is_named()
    {
        var page = await site.PageAsync("/questions/R5?on=2024-03-31");

        Assert.Contains(
            page.QuerySelectorAll("section[aria-labelledby=not-stated] li").Select(li => li.TextContent),
            sentence => sentence.StartsWith("Whether 248 of 248 organisations (", StringComparison.Ordinal)
        );
        Assert.NotEmpty(page.QuerySelector(".oversight-empty")!.TextContent);
        Assert.Null(page.QuerySelector("table.oversight-rows"));
    }

    [Theory]
    [InlineData("/registers/organisations?segmnt=3")]
    [InlineData("/registers/organisations?segment.atLeast=three")]
    [InlineData("/registers/organisations?sort=,")]
    [InlineData("/registers/organisations?columns=nothing")]
    [InlineData("/registers/organisations?on=2024-02-30")]
    [InlineData("/questions/R2?from=yesterday")]
    [InlineData("/questions/R1?segment=3")]
    [InlineData("/questions/R1?organisation=Devon")]
    [InlineData("/questions/L1?engagement=Devon")]
    [InlineData("/questions/R1?known=2199-01-01T00:00")]
    public async Task What_cannot_be_read_is_said_beside_the_form(string path)
    {
        var reply = (await site.GetAsync(path)).Is(HttpStatusCode.BadRequest);

        Assert.NotEmpty(reply.Page.QuerySelector("[role=alert] p")!.TextContent);
        Assert.NotNull(reply.Page.QuerySelector("form.oversight-filter"));
    }

    [Theory]
    [InlineData("/registers/things")]
    [InlineData("/questions/R99")]
    public async Task What_is_not_there_is_said_on_a_page(string path) =>
        Assert.Equal("text/html", (await site.GetAsync(path)).Is(HttpStatusCode.NotFound).Type);

    private static string[] First(IHtmlDocument page) =>
        [
            .. page.QuerySelectorAll("table.oversight-rows tbody tr > :first-child a")
                .Select(td => td.TextContent.Trim()),
        ];
}
