using System.Globalization;
using System.Net;
using CsvHelper;
using Oversight.Desk.Answers;
using Oversight.Desk.Imports;

namespace Oversight.Web.Tests;

/// <summary>Search, two states beside one another, and the files of lists.</summary>
public sealed class ListPageTests(Site site) : IClassFixture<Site>
{
    private static readonly string[] Forms = ["csv", "xlsx"];

    [Theory]
    [InlineData("shropshire", "Organisations", "NHS Shropshire, Telford and Wrekin ICB")]
    [InlineData("SHRÖPSHIRE telford", "Organisations", "NHS Shropshire, Telford and Wrekin ICB")]
    [InlineData("QOC", "Organisations", "NHS Shropshire, Telford and Wrekin ICB")]
    [InlineData("nof-2022-23", "Oversight frameworks", "nof-2022-23")]
    public async Task What_is_found_is_marked_by_kind_and_leads_to_its_page(string text, string kind, string title)
    {
        var page = await site.PageAsync($"/search?q={Uri.EscapeDataString(text)}");
        var section = page.QuerySelector("main section")!;

        Assert.StartsWith(kind, section.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(title, section.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(section.QuerySelectorAll("mark"));
        Assert.StartsWith(
            kind == "Organisations" ? "/organisations/QOC?" : "/entries/",
            section.QuerySelector("a")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/search?q=zzzqqq", HttpStatusCode.OK, "Nothing that you may read")]
    [InlineData("/search?q=", HttpStatusCode.OK, "")]
    [InlineData("/search?q=%F0%9F%98%80", HttpStatusCode.BadRequest, "no letter or digit")]
    [InlineData("/search?q=x&kind=everything", HttpStatusCode.BadRequest, "must be one of")]
    [InlineData("/search?q=<script>alert(1)</script>", HttpStatusCode.OK, "“<script>alert(1)</script>”")]
    public async Task What_is_not_found_and_what_cannot_be_searched_for_is_said(
        string path,
        HttpStatusCode status,
        string says
    )
    {
        var page = (await site.GetAsync(path)).Is(status).Page;

        Assert.Contains(says, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("main input[name=q]"));
        Assert.Empty(page.QuerySelectorAll("main script"));
    }

    [Fact]
    public async Task Two_days_are_compared_in_words_with_the_entries_behind_each_difference()
    {
        var page = await site.PageAsync("/compare?from=2022-06-30&to=2022-07-01&organisation=QOC");
        var section = page.QuerySelector("[aria-labelledby=of-QOC]")!;

        Assert.Contains(
            "1 organisation of 1 has changes",
            page.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("Changed in the world", section.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Changed in our knowledge", section.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(section.QuerySelectorAll("a[href^='/entries/']"));
        foreach (var link in page.QuerySelectorAll(".oversight-files a").Select(a => a.GetAttribute("href")!))
        {
            (await site.GetAsync(link)).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Where_nothing_changed_that_is_said_and_only_there()
    {
        var page = await site.PageAsync("/compare?from=2023-08-02&to=2023-08-03&organisation=QOC");

        Assert.Contains("nothing changed for it", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".oversight-change"));
        Assert.DoesNotContain(
            "nothing changed",
            (await site.PageAsync("/compare?from=2022-06-30&to=2022-07-01&organisation=QOC"))
                .QuerySelector("main")!
                .TextContent,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/compare?from=2024-02-30", "from")]
    [InlineData("/compare?from=2024-02-03&to=2024-02-01", "to")]
    [InlineData("/compare?from=2024-02-03&organisation=Devon", "organisation")]
    [InlineData("/compare?knownFrom=yesterday", "knownFrom")]
    public async Task What_cannot_be_compared_is_said_at_its_field(string path, string field)
    {
        var page = (await site.GetAsync(path)).Is(HttpStatusCode.BadRequest).Page;

        Assert.Equal("true", page.GetElementById(field)!.GetAttribute("aria-invalid"));
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_answers_the_same_in_json_csv_and_a_workbook()
    {
        const string path = "/api/compare?from=2022-06-30&to=2022-07-01&organisation=QOC";
        var json = (await site.GetAsync(path)).Is(HttpStatusCode.OK).Json;
        var rows = json.GetProperty("organisations")[0]
            .GetProperty("differences")
            .EnumerateArray()
            .Concat(json.GetProperty("frameworks").EnumerateArray())
            .Sum(d => d.GetProperty("aspects").GetArrayLength());
        using var csv = new CsvReader(
            new StringReader((await site.GetAsync(path + "&format=csv")).Is(HttpStatusCode.OK).Text),
            CultureInfo.InvariantCulture
        );

        Assert.Equal(rows, csv.GetRecords<dynamic>().Count());
        Assert.Equal(rows + 1, (await WorkbookAsync(path)).Rows.Count);
        Assert.NotEmpty(
            (await site.GetAsync("/api/search?q=shropshire"))
                .Is(HttpStatusCode.OK)
                .Json.GetProperty("kinds")
                .EnumerateArray()
        );
    }

    [Theory]
    [InlineData("/api/registers/organisations?on=2024-03-31&region=Y60&kind=icb&sort=-ods", 11)]
    [InlineData("/api/questions/R1?on=2024-03-31&region=Y60", 11)]
    public async Task A_list_as_a_workbook_has_the_rows_of_its_csv_as_filtered_and_sorted(string path, int least)
    {
        var csv = (await site.GetAsync(path + "&format=csv")).Is(HttpStatusCode.OK).Text;
        using var reader = new CsvReader(new StringReader(csv), CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        var codes = new List<string>();
        while (reader.Read())
        {
            codes.Add(reader.GetField("ods")!);
        }

        var sheet = await WorkbookAsync(path);
        var ods = sheet.Rows[0].Cells.ToList().FindIndex(cell => cell.Text == "ODS");
        Assert.True(codes.Count >= least);
        Assert.Equal(codes, sheet.Rows.Skip(1).Select(row => row[ods].Text));
    }

    [Fact]
    public async Task A_workbook_is_what_its_media_type_asks_for()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/registers/organisations?on=2024-03-31");
        request.Headers.Accept.ParseAdd(RegisterXlsx.ContentType);
        using var reply = await site.Client.SendAsync(request);

        Assert.Equal(RegisterXlsx.ContentType, reply.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(
            ".xlsx",
            reply.Content.Headers.ContentDisposition!.FileName!.Trim('"'),
            StringComparison.Ordinal
        );
        (await site.GetAsync("/api/registers/organisations?format=pdf")).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_page_of_a_list_links_to_its_files_and_to_itself_as_filtered()
    {
        var page = await site.PageAsync("/registers/organisations?on=2024-03-31&region=Y60&sort=-ods");
        var links = page.QuerySelectorAll(".oversight-files a").Select(a => a.GetAttribute("href")!).ToArray();

        Assert.All(links, link => Assert.Contains("region=Y60&sort=-ods", link, StringComparison.Ordinal));
        Assert.Equal(Forms, links.Take(2).Select(link => link.Split("format=")[1]));
        Assert.Equal(
            page.QuerySelector("table")!.TextContent,
            (await site.PageAsync(links[2])).QuerySelector("table")!.TextContent
        );
    }

    private async Task<TrackerSheet> WorkbookAsync(string path)
    {
        var bytes = await site.Client.GetByteArrayAsync(path + "&format=xlsx");
        return TrackerSheet.Read("answer.xlsx", bytes, RegisterXlsx.RowsSheet);
    }
}
