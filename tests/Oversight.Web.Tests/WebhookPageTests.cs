using System.Net;
using Oversight.Record.People;
using Oversight.Web.Tests.Decisions;
using Oversight.Web.Tests.People;

namespace Oversight.Web.Tests;

/// <summary>Webhooks as administrators look after them. Nobody listens where they are told.</summary>
public sealed class WebhookPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task An_administrator_makes_one_sees_its_secret_once_and_stops_it()
    {
        var ada = await VisitAsync("Ada who administers", new(Role.Administrator));
        await ada.OpenAsync("/webhooks");
        await ada.Write("url", "ftp://example.org").PressAsync("Make it, and show its secret");
        ada.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("ftp://example.org", ada.Page.QuerySelector("#url")!.GetAttribute("value"));

        await ada.Write("url", "https://told.example/of-new-entries").PressAsync("Make it, and show its secret");
        ada.Is(HttpStatusCode.OK);
        Assert.Contains("whsec_", ada.Main, StringComparison.Ordinal);

        await ada.OpenAsync("/webhooks");
        Assert.DoesNotContain("whsec_", ada.Main, StringComparison.Ordinal);
        Assert.Contains("https://told.example/of-new-entries", ada.Main, StringComparison.Ordinal);
        Assert.Contains("Nothing yet", ada.Main, StringComparison.Ordinal);

        // Of somebody else's, who does not read everything learns neither the whole address nor whether there was something to tell.
        var other = await VisitAsync("Bo who administers too", new(Role.Administrator));
        await other.OpenAsync("/webhooks");
        Assert.Contains("https://told.example", other.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("of-new-entries", other.Main, StringComparison.Ordinal);
        Assert.Contains("Not shown", other.Main, StringComparison.Ordinal);

        await ada.PressAsync("Stop");
        await ada.OpenAsync("/webhooks");
        Assert.Contains("1 webhook that was stopped", ada.Main, StringComparison.Ordinal);
    }

    private async Task<Visit> VisitAsync(string name, Grant grant) =>
        new(await (await site.AddAsync(name, grant)).BrowserAsync());
}
