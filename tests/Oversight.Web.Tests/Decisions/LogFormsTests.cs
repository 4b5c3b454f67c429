using System.Net;
using System.Text.Json.Nodes;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.Web.Tests.People;

namespace Oversight.Web.Tests.Decisions;

/// <summary>Decisions logged in a browser without scripts.</summary>
public sealed class LogFormsTests(Site site) : IClassFixture<Site>
{
    private static readonly Grant Midlands = new(Role.Region, Region.Of("Y60"));

    [Fact]
    public async Task A_segment_is_proposed_checked_and_logged_once()
    {
        var kim = await VisitAsync("Kim who proposes", Midlands);
        await kim.OpenAsync("/log?about=organisation-QPM");
        Assert.Contains("A segment is proposed", kim.Main, StringComparison.Ordinal);

        await kim.OpenAsync("/log/segment-proposal?about=organisation-QPM&segment=3");
        await kim.Write("decision.rationale", "The deficit grows.").Write("decision.origin", "back-dated").PressAsync("Continue");

        kim.Is(HttpStatusCode.OK);
        Assert.StartsWith("Check your answers", kim.Page.Title!, StringComparison.Ordinal);
        Assert.Contains("The deficit grows.", kim.Main, StringComparison.Ordinal);
        var before = await site.VersionOfAsync("QPM");
        var check = kim.Page;
        await kim.PressAsync("Log it");

        Assert.StartsWith("/log/segment-proposal/logged", kim.Address, StringComparison.Ordinal);
        Assert.Equal(before + 1, await site.VersionOfAsync("QPM"));
        var again = await kim.SendOnceMoreAsync(check, "Log it");
        Assert.EndsWith(again.Headers.Location!.OriginalString, kim.Address, StringComparison.Ordinal);
        Assert.Equal(before + 1, await site.VersionOfAsync("QPM"));

        var id = kim.Address.Split('=')[1];
        var stored = (await site.GetAsync($"/api/entries/{id}")).Json.GetProperty("entry").GetProperty("event");
        var decision = JsonNode.Parse(stored.GetProperty("data").GetRawText())!["decision"]!;
        Assert.Equal(
            ("nhs-england-Y60", "back-dated", "The deficit grows."),
            (
                (string?)decision["decidedBy"]!["body"],
                (string?)decision["origin"],
                (string?)decision["rationale"]
            )
        );
        await kim.OpenAsync("/drafts");
        Assert.Contains("You keep none", kim.Main, StringComparison.Ordinal);
    }

    private async Task<Visit> VisitAsync(string name, params Grant[] grants) =>
        new(await (await site.AddAsync(name, grants)).BrowserAsync());
}
