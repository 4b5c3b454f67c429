using System.Globalization;
using System.Net;
using AngleSharp.Dom;

namespace Oversight.Web.Tests;

/// <summary>What a printed entry shows of its proof: a code that any scanner reads, and the same in words.</summary>
public sealed class PrintedLeafTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_code_on_a_printed_entry_is_read_as_the_records_name_the_place_and_the_hash_in_its_receipt()
    {
        var logged = await site.PostAsync(
            "/api/organisations/QOC/segment",
            Bodies.Segment(3),
            await site.VersionOfAsync("QOC")
        );
        var line = logged.Is(HttpStatusCode.Created).Json.GetProperty("entries")[0];
        var (place, hash) = (line.GetProperty("place").GetInt64(), line.GetProperty("leaf").GetString()!);
        var verifier = (await site.GetAsync("/keys")).Json[0].GetProperty("verifier").GetString()!;
        var held = $"oversight-entry:{verifier.Split('+')[0]} {place} {hash}";

        foreach (var path in new[] { $"/entries/{logged.EntryId}", $"/log/segment/logged?entry={logged.EntryId}" })
        {
            var page = await site.PageAsync(path);
            var drawn = page.QuerySelector("figure.oversight-leaf svg[role=img][aria-label]")!;
            Assert.Equal(held, PaintedCode.Read(drawn));
            var words = page.QuerySelector("figure.oversight-leaf figcaption")!.TextContent;
            Assert.Contains($"place {place} ", words, StringComparison.Ordinal);
            Assert.Contains(hash, words, StringComparison.Ordinal);
            Assert.Contains(page.QuerySelectorAll("dd"), field => field.TextContent.Trim() == hash);
        }

        // A place is for who sees everything, and so is what it can be found by.
        var lead = await site.AddTokenAsync("qoc-lead-printing", "QOC");
        var theirs = (await site.GetAsync("/entries/" + await PublicEntryAsync(), token: lead)).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("oversight-leaf", theirs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("oversight-entry", theirs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_entry_has_another_code()
    {
        var one = await PublicEntryAsync();
        var page = await site.PageAsync($"/entries/{one}");
        var drawn = page.QuerySelector("figure.oversight-leaf svg")!;
        var hash = Assert.Single(page.QuerySelectorAll("dd"), field => field.TextContent.Trim().Length == 64);
        Assert.EndsWith(hash.TextContent.Trim(), PaintedCode.Read(drawn), StringComparison.Ordinal);
        // The same drawing, upside down in its middle, is no code any more: it is the drawing that is read.
        var size = int.Parse(drawn.GetAttribute("viewBox")!.Split(' ')[2], CultureInfo.InvariantCulture);
        var path = drawn.QuerySelector("path")!;
        path.SetAttribute("d", $"{path.GetAttribute("d")}M0 {size / 3}h{size}v{size / 3}H0z");
        Assert.Null(PaintedCode.Read(drawn));
    }

    private async Task<string> PublicEntryAsync() =>
        (await site.GetAsync("/api/organisations/QOC/history"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .First()
            .GetProperty("id")
            .GetString()!;
}
