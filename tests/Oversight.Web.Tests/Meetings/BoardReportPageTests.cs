using System.Net;
using AngleSharp.Dom;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.Web.Tests.People;
using UglyToad.PdfPig;

namespace Oversight.Web.Tests.Meetings;

/// <summary>Board reports and meeting packs, as pages and as PDF.</summary>
public sealed class BoardReportPageTests(BoardReportPageTests.Told told) : IClassFixture<BoardReportPageTests.Told>
{
    private readonly Site site = told.Site;

    private const string Shropshire = "/board-reports/QOC?on=2024-03-31&since=2023-04-01";

    [Fact]
    public async Task A_report_says_where_the_board_stands_on_what_that_rests_and_what_is_not_stated()
    {
        var page = (await site.GetAsync(Shropshire)).Is(HttpStatusCode.OK).Page;
        var text = page.QuerySelector("article")!.TextContent;

        Assert.Contains("Board report as at 31 March 2024", text, StringComparison.Ordinal);
        Assert.Contains("Segment 4", text, StringComparison.Ordinal);
        Assert.Contains("4 of 11 exit criteria satisfied.", text, StringComparison.Ordinal);
        Assert.Contains("Q4 2022/23 (said 1 August 2021)", text, StringComparison.Ordinal);
        Assert.Contains("2 of 2 undertakings open, 1 overdue", text, StringComparison.Ordinal);
        Assert.Contains("Computed from the record at place", text, StringComparison.Ordinal);
        // Each number leads to the entry that it names.
        var numbers = page.QuerySelectorAll(".oversight-report__refs a")
            .Select(a => a.GetAttribute("href")![1..])
            .ToArray();
        Assert.NotEmpty(numbers);
        Assert.All(numbers, number => Assert.NotNull(page.GetElementById(number)?.QuerySelector("a")));
        Assert.Contains(page.QuerySelectorAll("h2"), h => h.TextContent == "Not stated in the record");
    }

    [Fact]
    public async Task Who_does_not_see_everything_is_told_what_is_not_stated_in_what_they_see()
    {
        var officer = await site.AddAsync("Noor of the North West", new Grant(Role.Region, Region.Of("Y62")));
        var lead = await site.AddAsync("Lou who leads elsewhere", PeopleOnSite.LeadOf("QHL"));
        foreach (var who in new[] { officer, lead })
        {
            foreach (var address in new[] { Shropshire, "/organisations/QOC?on=2024-03-31" })
            {
                var text = (await who.GetAsync(address)).Is(HttpStatusCode.OK).Page.Body!.TextContent;
                Assert.Contains(
                    "Not stated in what you see of the record: none are recorded by this day.",
                    text,
                    StringComparison.Ordinal
                );
                Assert.DoesNotContain("Not stated: no", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Not stated in the record", text, StringComparison.Ordinal);
            }

            Assert.Contains(
                "In what you see of the record: No undertakings are recorded to have been accepted by this day.",
                (await who.GetAsync("/undertakings?on=2024-03-31")).Is(HttpStatusCode.OK).Page.Body!.TextContent,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task An_exit_that_was_recommended_and_not_answered_is_told_with_who_decides_it()
    {
        const string Recovery = "/api/recoveries/qoc-2021";
        const string Told = ", \"origin\": \"back-dated\", \"rationale\": \"As the board asked.\"";
        (
            await site.PostAsync(
                $"{Recovery}/exit-recommendation",
                $$"""{"decision": {{Bodies.Decision("2024-05-02", "2024-05-02", more: Told)}}, "members": ["QOC"], "expected": "2024-06"}""",
                (await site.GetAsync(Recovery)).Json.GetProperty("version").GetInt64()
            )
        ).Is(HttpStatusCode.Created);

        var page = (await site.GetAsync("/board-reports/QOC?on=2024-05-31&since=2024-05-01"))
            .Is(HttpStatusCode.OK)
            .Page;
        var text = Words(page.QuerySelector("article")!);
        Assert.Matches(
            @"Exit is to be agreed by NHS England\. Its exit was recommended 2 May 2024 by [^.]*NHS England[^.]*, and is not answered; a decision is expected June 2024 \(30 days left\)\.",
            text
        );
        Assert.DoesNotContain(
            "was recommended",
            Words((await site.GetAsync(Shropshire)).Page.QuerySelector("article")!),
            StringComparison.Ordinal
        );

        var agenda = (await site.GetAsync("/meetings/Y60?on=2024-05-31")).Is(HttpStatusCode.OK).Page;
        Assert.Contains("exit recommended 2 May 2024, not answered (", Words(agenda.Body!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/board-reports/QZX", HttpStatusCode.NotFound)]
    [InlineData("/board-reports/hospital", HttpStatusCode.NotFound)]
    [InlineData("/board-reports/QOC?since=soon", HttpStatusCode.BadRequest)]
    [InlineData("/board-reports/QOC?on=2024-03-31&since=2024-04-01", HttpStatusCode.BadRequest)]
    [InlineData("/board-reports/QOC.pdf?on=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/board-reports/QZX.pdf", HttpStatusCode.NotFound)]
    [InlineData("/meetings/Y99/pack", HttpStatusCode.NotFound)]
    [InlineData("/meetings/Y99/minutes/2026-11-01.pdf", HttpStatusCode.NotFound)]
    [InlineData("/meetings/Y60/minutes/1999-01-01.pdf", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_is_said_in_a_page(string address, HttpStatusCode status)
    {
        var reply = (await site.GetAsync(address)).Is(status);
        Assert.Equal("text/html", reply.Type);
    }

    [Fact]
    public async Task As_PDF_it_is_one_or_two_A4_pages_with_the_words_of_the_page_and_the_same_for_ever()
    {
        Assert.SkipWhen(
            WebSettings.BrowserIn(Environment.GetEnvironmentVariable("PATH")) is null,
            "No browser is here."
        );

        var address = Shropshire.Replace("QOC", "QOC.pdf", StringComparison.Ordinal);
        var bytes = await PdfAsync(address);
        using var pdf = PdfDocument.Open(bytes);

        Assert.InRange(pdf.NumberOfPages, 1, 2);
        Assert.All(
            pdf.GetPages(),
            page => Assert.Equal((595, 842), ((int)Math.Round(page.Width), (int)Math.Round(page.Height)))
        );
        var words = string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
        Assert.Contains("Board report as at 31 March 2024", words, StringComparison.Ordinal);
        Assert.Contains("4 of 11 exit criteria satisfied", words, StringComparison.Ordinal);
        Assert.Contains("It rests on", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign out", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Search the record", words, StringComparison.Ordinal);
        Assert.Equal(pdf.Information.CreationDate, PdfDocument.Open(await PdfAsync(address)).Information.CreationDate);
    }

    [Fact]
    public async Task A_pack_has_the_region_before_each_of_its_boards_and_is_for_those_who_oversee()
    {
        var pack = (await site.GetAsync("/meetings/Y60/pack?on=2024-03-31&ods=QOC&ods=QJ2")).Is(HttpStatusCode.OK).Page;
        Assert.Equal(
            ["of-QJ2", "of-QOC"],
            pack.QuerySelectorAll(".oversight-report--next").Select(section => section.Id).Order()
        );
        Assert.Contains("2 organisations on the agenda", pack.Body!.TextContent, StringComparison.Ordinal);

        var lead = await site.AddAsync("Lee who leads", PeopleOnSite.LeadOf("QOC"));
        (await lead.GetAsync("/board-reports/QOC?on=2024-03-31")).Is(HttpStatusCode.OK);
        var forbidden = (await lead.GetAsync("/meetings/Y60/pack")).Is(HttpStatusCode.NotFound).Text;
        var absent = (await lead.GetAsync("/meetings/Y99/pack")).Is(HttpStatusCode.NotFound).Text;
        Assert.Equal(absent, forbidden.Replace("Y60", "Y99", StringComparison.Ordinal));
    }

    private static string Words(IElement of) =>
        string.Join(' ', of.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task<byte[]> PdfAsync(string address)
    {
        using var reply = await site.Client.GetAsync(address);
        Assert.Equal(
            (HttpStatusCode.OK, "application/pdf"),
            (reply.StatusCode, reply.Content.Headers.ContentType?.MediaType)
        );
        var bytes = await reply.Content.ReadAsByteArrayAsync();
        Assert.Equal("%PDF"u8, bytes.AsSpan(0, 4));
        return bytes;
    }

    /// <summary>A site whose record holds Shropshire's time in Recovery Support.</summary>
    public sealed class Told(Oversight.TestServer.DatabaseServer databases) : IAsyncLifetime
    {
        public Site Site { get; } = new(databases);

        public async ValueTask InitializeAsync()
        {
            await Site.InitializeAsync();
            await Site.TellShropshireAsync();
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
