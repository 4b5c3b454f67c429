using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Oversight.Web.Tests;

public sealed class PageTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_framework/opaque-redirect")]
    public async Task Nothing_is_served_for_scripts(string path) =>
        (await site.GetAsync(path)).Is(HttpStatusCode.NotFound);

    [Theory]
    [InlineData("/")]
    [InlineData("/registers")]
    public async Task A_page_is_only_read(string path)
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, path);

        (await site.SendAsync(post)).Is(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task The_national_page_of_today_has_36_rows_and_says_why_nothing_is_known()
    {
        var page = await site.PageAsync("/national");
        var rows = page.QuerySelectorAll("tr.organisation");
        var cheshire = rows.Single(r => r.QuerySelector(".oversight-code")!.TextContent == "QYG");

        Assert.Equal(36, rows.Length);
        Assert.Contains(
            "not segmented under 2025/26; last published 3, for 2023/24",
            cheshire.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "NHS Oversight Framework 2025/26 was published until 31 March 2026; no later framework is in the record.",
            page.QuerySelector(".framework")!.TextContent
        );
        Assert.Equal("en-GB", page.DocumentElement.GetAttribute("lang"));
        Assert.Empty(page.QuerySelectorAll("script:not([src^='/']), [style], [onclick]"));
        Assert.All(
            page.QuerySelectorAll("table.oversight-table"),
            t => Assert.NotEmpty(t.QuerySelector("caption")!.TextContent)
        );
        Assert.All(page.QuerySelectorAll("th"), th => Assert.NotNull(th.GetAttribute("scope")));
    }

    [Fact]
    public async Task The_picture_counts_what_the_table_lists()
    {
        var page = await site.PageAsync("/national?on=2024-03-31");
        var numbers = page.QuerySelectorAll("table.oversight-numbers tr")
            .ToDictionary(
                row => row.QuerySelector("th")!.ChildNodes[0].TextContent,
                row => int.Parse(row.QuerySelector(".oversight-count")!.TextContent)
            );

        Assert.Equal(42, page.QuerySelectorAll("tr.organisation").Length);
        Assert.Equal(1, numbers["Segment 1"]);
        Assert.Equal(13, numbers["Segment 2"]);
        Assert.Equal(25, numbers["Segment 3"]);
        Assert.Equal(3, numbers["Segment 4"]);
        Assert.DoesNotContain("Uncertain", numbers.Keys);
        Assert.DoesNotContain(
            "Not stated",
            page.QuerySelectorAll("tr.organisation .nhsuk-tag").Select(t => t.TextContent)
        );
        Assert.Equal(25, page.QuerySelectorAll("a.oversight-tile.s3").Length);
        Assert.Equal(7, page.QuerySelectorAll("h3.region").Length);
    }

    [Fact]
    public async Task The_form_keeps_what_was_asked_and_asking_again_gives_the_same_page()
    {
        var known = TimeProvider.System.GetUtcNow();
        (await site.PostAsync("/api/organisations/QOC/segment", Bodies.Segment(2), 2)).Is(HttpStatusCode.Created);
        var instant = known.UtcDateTime.ToString(
            "yyyy-MM-ddTHH:mm:ss.ffffffZ",
            System.Globalization.CultureInfo.InvariantCulture
        );
        var asked = await site.PageAsync($"/national?on=2024-12-01&known={instant}&region=Y60");
        var form = (IHtmlFormElement)asked.GetElementById("question")!;
        string Value(string name) =>
            form.Elements.OfType<IHtmlElement>().Single(e => e.GetAttribute("name") == name) switch
            {
                IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value!,
                _ => "",
            };

        Assert.Equal("get", form.Method);
        Assert.Equal("2024-12-01", Value("on"));
        Assert.Equal("Y60", Value("region"));
        Assert.StartsWith(known.ToString("yyyy-"), Value("known"), StringComparison.Ordinal);
        var again = await site.PageAsync(
            $"/national?on={Value("on")}&known={Uri.EscapeDataString(Value("known"))}&region={Value("region")}"
        );
        Assert.Equal(
            asked.QuerySelectorAll("tr.organisation").Select(row => row.TextContent),
            again.QuerySelectorAll("tr.organisation").Select(row => row.TextContent)
        );
        Assert.Equal(11, again.QuerySelectorAll("tr.organisation").Length);
    }

    [Theory]
    [InlineData("/recoveries")]
    [InlineData("/undertakings")]
    [InlineData("/deadlines")]
    [InlineData("/registers/organisations")]
    public async Task A_list_that_a_link_asked_as_known_then_is_asked_so_again(string path)
    {
        var page = await site.PageAsync($"{path}?on=2024-12-01&known=2020-01-02T03:04:05Z");

        Assert.Equal("2020-01-02T03:04:05", page.GetElementById("known")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("/national", HttpStatusCode.OK)]
    [InlineData("/organisations/QOC", HttpStatusCode.OK)]
    [InlineData("/national?on=2024-02-30", HttpStatusCode.BadRequest)]
    [InlineData("/organisations/QZZ", HttpStatusCode.NotFound)]
    public async Task A_page_says_its_length_also_to_whoever_asks_for_no_more(string path, HttpStatusCode status)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await site.Client.SendAsync(asked);
        using var page = await site.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(status, head.StatusCode);
        Assert.Null(page.Headers.TransferEncodingChunked);
        Assert.Equal(page.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal((await page.Content.ReadAsByteArrayAsync()).Length, page.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Empty_fields_of_the_form_ask_for_today_and_now()
    {
        var page = await site.PageAsync("/national?on=&known=&region=");

        Assert.Equal(36, page.QuerySelectorAll("tr.organisation").Length);
    }

    [Theory]
    [InlineData("/national?on=2024-02-30")]
    [InlineData("/national?known=yesterday")]
    [InlineData("/national?known=2199-01-01T00:00")]
    [InlineData("/national?region=Y99")]
    public async Task What_cannot_be_read_is_said_beside_the_form(string path)
    {
        var reply = (await site.GetAsync(path)).Is(HttpStatusCode.BadRequest);

        Assert.NotEmpty(reply.Page.QuerySelector("[role=alert] p")!.TextContent);
        Assert.NotNull(reply.Page.GetElementById("question"));
        Assert.Empty(reply.Page.QuerySelectorAll("tr.organisation"));
    }

    [Fact]
    public async Task A_row_leads_to_the_organisation_and_it_leads_back_with_the_same_times()
    {
        var national = await site.PageAsync("/national?on=2024-03-31");
        var link = national.QuerySelector("tr.organisation a")!.GetAttribute("href")!;
        var page = await site.PageAsync(link);

        Assert.Contains("on=2024-03-31", link, StringComparison.Ordinal);
        Assert.Equal(national.QuerySelector("tr.organisation a")!.TextContent, page.QuerySelector("h1")!.TextContent);
        Assert.Equal("/national?on=2024-03-31", page.QuerySelector(".nhsuk-breadcrumb__link")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_organisation_says_what_its_status_rests_on_its_history_and_its_successors()
    {
        (await site.PostAsync("/api/organisations/QHG/segment", Bodies.Segment(3), 3)).Is(HttpStatusCode.Created);
        var page = await site.PageAsync("/organisations/QHG?on=2025-01-01");
        var links = page.QuerySelectorAll("[aria-labelledby=segment] a");
        var rows = page.QuerySelectorAll("[aria-labelledby=history] tbody tr");

        Assert.Equal("Segment 3", page.QuerySelector(".big .mark")!.TextContent);
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            (await site.GetAsync(link.GetAttribute("href")!)).Is(HttpStatusCode.OK);
        }

        Assert.Equal(4, rows.Length);
        Assert.Contains(Bodies.Person, rows[^1].TextContent, StringComparison.Ordinal);
        Assert.Matches("[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}, [0-9:]{8}", rows[^1].TextContent);
        Assert.Contains(
            "/organisations/S1Y5D",
            page.QuerySelector("[aria-labelledby=existence] a")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
        Assert.Empty(page.QuerySelectorAll("script:not([src^='/']), [style]"));
    }

    [Fact]
    public async Task A_system_leads_to_its_trusts_and_a_trust_to_its_ICB_and_both_are_found_by_name()
    {
        var icb = await site.PageAsync("/organisations/QOC?on=2024-03-31");
        var section = icb.QuerySelector("[aria-labelledby=system]")!;
        var trust = await site.PageAsync(section.QuerySelector("a[href*='/RXW']")!.GetAttribute("href")!);

        Assert.Contains("3 trusts belong to its system", section.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "/organisations/QOC",
            trust.QuerySelector("[aria-labelledby=system] a")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
        foreach (var link in section.QuerySelectorAll(".links a").Select(a => a.GetAttribute("href")!))
        {
            Assert.NotNull((await site.PageAsync(link)).QuerySelector("table.oversight-rows, .oversight-empty"));
        }

        var found = await site.PageAsync("/national?on=2024-03-31&kind=&search=shrewsbury&region=");
        Assert.Equal(
            ["RXW"],
            found.QuerySelectorAll("tr.organisation .oversight-code").Select(code => code.TextContent)
        );
        Assert.Equal("shrewsbury", ((IHtmlInputElement)found.GetElementById("search")!).Value);
        var split = await site.PageAsync("/organisations/RDU?on=2026-04-01");
        Assert.StartsWith(
            "Not stated",
            split.QuerySelector("[aria-labelledby=system] p")!.TextContent,
            StringComparison.Ordinal
        );
        var choices = (await site.PageAsync("/questions/R10?on=2024-03-31")).QuerySelectorAll("#system option");
        Assert.Contains("QOC", choices.Select(choice => choice.GetAttribute("value")));
        Assert.DoesNotContain("RXW", choices.Select(choice => choice.GetAttribute("value")));
    }

    // Established in 2030, so that it is on no other test's list.
    [Fact]
    public async Task Names_and_reasons_are_text_whatever_they_look_like()
    {
        const string name = "<script>alert(1)</script><img src=x onerror=alert(2)> & 'ICB' Ω";
        var body = Bodies
            .Organisation("X7X7X", name, "2030-04-01")
            .Replace("\"decidedBy\"", "\"rationale\": \"</td><script>alert(3)</script>\", \"decidedBy\"");
        (await site.PostAsync("/api/organisations", body, version: null)).Is(HttpStatusCode.Created);
        var national = await site.PageAsync("/national?on=2030-05-01&region=Y60");
        var page = await site.PageAsync("/organisations/X7X7X");

        Assert.Contains(name, national.QuerySelectorAll("tr.organisation a").Select(a => a.TextContent));
        Assert.Equal(name, page.QuerySelector("h1")!.TextContent);
        Assert.Contains(
            "</td><script>alert(3)</script>",
            page.QuerySelector(".rationale")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(national.QuerySelectorAll("script:not([src^='/']), img"));
        Assert.Empty(page.QuerySelectorAll("script:not([src^='/']), img"));
    }

    [Fact]
    public async Task What_is_not_there_is_said_on_a_page()
    {
        var nothing = (await site.GetAsync("/nothing")).Is(HttpStatusCode.NotFound);
        var unknown = (await site.GetAsync("/organisations/ZZZ")).Is(HttpStatusCode.NotFound);

        Assert.Equal("text/html", nothing.Type);
        Assert.Contains(
            "ZZZ is not in the record",
            unknown.Page.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_style_sheet_and_the_icon_are_served_from_here_and_name_no_other_host()
    {
        var css = (await site.GetAsync("/oversight.css")).Is(HttpStatusCode.OK);
        var icon = (await site.GetAsync("/favicon.svg")).Is(HttpStatusCode.OK);

        Assert.Equal("text/css", css.Type);
        Assert.Equal("image/svg+xml", icon.Type);
        Assert.All(
            Regex.Matches(css.Text, "url\\(\"?(?<begins>.{12})", RegexOptions.None, TimeSpan.FromSeconds(1)),
            found => Assert.True(found.Groups["begins"].Value is "/assets/imag" or "data:image/s", found.Value)
        );
        Assert.DoesNotContain("@import", css.Text, StringComparison.Ordinal);
    }
}
