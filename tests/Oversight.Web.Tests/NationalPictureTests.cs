using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Oversight.Web.Tests;

/// <summary>The picture of England: a tile for each board, once, which says what the tables and the register say.</summary>
public sealed class NationalPictureTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("2022-07-01", 42)]
    [InlineData("2024-03-31", 42)]
    [InlineData("2026-03-31", 42)]
    [InlineData("2026-04-01", 36)]
    public async Task Each_board_is_one_tile_that_says_what_the_table_and_the_register_say(string on, int boards)
    {
        var page = await site.PageAsync($"/national?on={on}");
        var tiles = page.QuerySelectorAll("a.oversight-tile").ToDictionary(CodeIn, tile => tile);
        var rows = page.QuerySelectorAll("tr.organisation")
            .ToDictionary(row => row.QuerySelector(".oversight-code")!.TextContent, row => row.TextContent);
        var register = (await site.GetAsync($"/api/registers/organisations?on={on}&kind=icb&existence=exists"))
            .Json.GetProperty("rows")
            .EnumerateArray()
            .Select(row => row.GetProperty("cells"))
            .ToDictionary(cells => cells.GetProperty("ods").GetString()!, cells => cells);

        Assert.Equal(boards, tiles.Count);
        Assert.Equal(rows.Keys.Order(), tiles.Keys.Order());
        Assert.Equal(register.Keys.Order(), tiles.Keys.Order());
        // Nothing lies on anything else.
        Assert.Equal(
            boards,
            tiles
                .Values.Select(t => t.QuerySelector("rect")!)
                .Select(r => (r.GetAttribute("x"), r.GetAttribute("y")))
                .Distinct()
                .Count()
        );
        foreach (var (ods, tile) in tiles)
        {
            var said = tile.GetAttribute("aria-label")!;
            Assert.Equal(said, tile.QuerySelector("title")!.TextContent);
            Assert.StartsWith(register[ods].GetProperty("name").GetString()!, said, StringComparison.Ordinal);
            var mark = tile.QuerySelector(".oversight-tile-mark")!.TextContent;
            if (
                register[ods].TryGetProperty("segment", out var segment)
                && segment.ValueKind != System.Text.Json.JsonValueKind.Null
            )
            {
                Assert.Equal($"{segment}", mark);
                Assert.Contains($"segment {segment};", said, StringComparison.Ordinal);
                Assert.Contains($"Segment {segment}", rows[ods], StringComparison.Ordinal);
                Assert.DoesNotContain("last", tile.ClassName!.Split(' '));
            }
            else
            {
                Assert.Contains(register[ods].GetProperty("segmentText").GetString()!, said, StringComparison.Ordinal);
                Assert.Equal(mark != "–", tile.ClassName!.Split(' ').Contains("last"));
            }
        }
    }

    [Fact]
    public async Task Where_nobody_is_in_a_segment_the_last_published_picture_is_said_to_be_that()
    {
        var page = await site.PageAsync("/national?on=2026-06-01");
        var notice = page.QuerySelector(".nhsuk-inset-text")!.TextContent;

        Assert.Contains("No board is in a segment on this day", notice, StringComparison.Ordinal);
        Assert.Contains("last published picture", notice, StringComparison.Ordinal);
        Assert.Contains("2023/24", notice, StringComparison.Ordinal);
        Assert.Contains("6 boards no segment was ever stated", notice, StringComparison.Ordinal);
        Assert.Contains(
            "36 integrated care boards of England on 1 June 2026, as known now",
            page.QuerySelector("figcaption")!.TextContent,
            StringComparison.Ordinal
        );
        // Who merged, and into what.
        var moved = page.QuerySelector("[aria-labelledby=movements]")!.TextContent;
        Assert.Contains("Ended: 12", moved, StringComparison.Ordinal);
        Assert.Contains("Established: 6", moved, StringComparison.Ordinal);
        Assert.Contains("NHS Essex ICB", moved, StringComparison.Ordinal);
        Assert.Contains("NHS Mid and South Essex ICB", moved, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_years_are_links_that_keep_what_was_asked_and_each_shows_its_day()
    {
        var page = await site.PageAsync("/national?region=Y60&on=2024-03-31");
        var steps = page.QuerySelectorAll(".oversight-steps ol a").Select(a => a.GetAttribute("href")!).ToArray();

        Assert.StartsWith("/national?on=2021-09-30&", steps[0], StringComparison.Ordinal);
        Assert.All(steps, step => Assert.EndsWith("&region=Y60", step, StringComparison.Ordinal));
        Assert.Equal(
            "Q4, quarter 4 of 2023/24: 31 March 2024",
            page.QuerySelector(".oversight-steps [aria-current]")!.GetAttribute("aria-label")
        );
        Assert.Equal(
            steps.Length - 1,
            int.Parse(((IHtmlInputElement)page.GetElementById("step")!).GetAttribute("max")!)
        );
        var first = await site.PageAsync(steps[0]);
        Assert.Contains(
            "No integrated care board existed on this day: the first in the record is established 1 July 2022",
            first.QuerySelector("#picture")!.TextContent,
            StringComparison.Ordinal
        );
        foreach (var step in steps)
        {
            (await site.GetAsync(step)).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task What_moved_is_said_between_two_days_and_what_cannot_be_compared_is_counted()
    {
        (
            await site.PostAsync(
                "/api/organisations/QVV/segment",
                Bodies.Segment(3, "2024-06-01"),
                await site.VersionOfAsync("QVV")
            )
        ).Is(HttpStatusCode.Created);
        var moved = (await site.PageAsync("/national?on=2024-07-01&from=2024-03-31&region=Y58")).QuerySelector(
            "[aria-labelledby=movements]"
        )!;

        Assert.Contains("Into a segment with more support: 1", moved.TextContent, StringComparison.Ordinal);
        Assert.Contains("NHS Dorset ICB: from segment 2 to 3", moved.TextContent, StringComparison.Ordinal);
        Assert.Contains("6 organisations changed segment is not stated", moved.TextContent, StringComparison.Ordinal);
        (await site.GetAsync("/national?on=2024-07-01&from=2024-07-02")).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Trusts_are_in_tables_and_not_on_the_map()
    {
        var page = await site.PageAsync("/national?kind=trusts&region=Y58");

        Assert.Empty(page.QuerySelectorAll(".oversight-map"));
        Assert.NotEmpty(page.QuerySelectorAll("tr.organisation"));
    }

    private static string CodeIn(IElement tile) => tile.GetAttribute("href")!.Split('/', '?')[2];
}
