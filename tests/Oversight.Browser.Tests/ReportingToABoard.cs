using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record;
using Oversight.Record.People;
using UglyToad.PdfPig;
using Role = Oversight.Record.People.Role;

namespace Oversight.Browser.Tests;

/// <summary>The report of a board, on paper.</summary>
public sealed class ReportingToABoard(Stage stage) : Journey(stage)
{
    private const string Why = "The underlying deficit is understood.";

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_opened_from_the_organisation_and_printed_on_one_or_two_pages(bool withScript)
    {
        var (ods, name) = withScript ? ("QWO", "West Yorkshire") : ("QHM", "North East and North Cumbria");
        await Stage.Site.DecideAsync(
            $"/api/organisations/{ods}/segment",
            Site.Earlier(new(2025, 2, 3), Why),
            """ "segment": 2 """
        );
        var own = await SignedInAsync(
            $"Lee who reports of {name}",
            withScript,
            new Grant(Role.Lead, Organisation: OdsCode.Parse(ods))
        );
        await own.GoAsync($"/organisations/{ods}?on=2025-03-31");
        await own.OpenAsync("Board report");
        await own.SeesAsync("Board report as at 31 March 2025");
        await LookAsync(own, withScript);
        IsTheReport(await own.Page.PdfAsync(new() { Format = "A4", PreferCSSPageSize = true }), name);

        if (withScript)
        {
            // The server makes it by the same page, whoever asks.
            var address = await own
                .Page.GetByRole(AriaRole.Link, new() { Name = "Download as PDF" })
                .GetAttributeAsync("href");
            var answer = await own.Page.Context.APIRequest.GetAsync(address!);
            Assert.Equal((200, "application/pdf"), (answer.Status, answer.Headers["content-type"]));
            IsTheReport(await answer.BodyAsync(), name);
        }
    }

    private static void IsTheReport(byte[] bytes, string name)
    {
        using var pdf = PdfDocument.Open(bytes);
        Assert.InRange(pdf.NumberOfPages, 1, 2);
        Assert.All(
            pdf.GetPages(),
            page => Assert.Equal((595, 842), ((int)Math.Round(page.Width), (int)Math.Round(page.Height)))
        );
        var words = string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
        Assert.Contains(name, words, StringComparison.Ordinal);
        Assert.Contains("Segment 2", words, StringComparison.Ordinal);
        Assert.Contains(Why, words, StringComparison.Ordinal);
        Assert.DoesNotContain("Search the record", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Download as PDF", words, StringComparison.Ordinal);
    }
}
