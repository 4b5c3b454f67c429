using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record;
using Oversight.Record.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Browser.Tests;

/// <summary>A meeting of a region, from its agenda to its minutes.</summary>
public sealed class HoldingAMeeting(Stage stage) : Journey(stage)
{
    [Theory(Timeout = Limit)]
    [InlineData(true, "Y56", "NHS South East London ICB", "NHS South West London ICB")]
    [InlineData(false, "Y61", "NHS Norfolk and Suffolk ICB", "NHS Essex ICB")]
    public async Task Something_is_recorded_of_one_and_nothing_of_another_in_one_go(
        bool withScript,
        string code,
        string reviewed,
        string other
    )
    {
        var region = Region.Of(code);
        var secretary = await SignedInAsync($"Sam of {region.Name}", withScript, new Grant(Role.Region, region));
        await secretary.OpenAsync($"The agenda of {region.Name}");
        var agenda = secretary.Page.Locator(".oversight-agenda");
        Assert.True(await agenda.CountAsync() > 2);
        foreach (var board in await agenda.AllAsync())
        {
            var heading = (await board.GetByRole(AriaRole.Heading).First.InnerTextAsync()).Trim();
            await board.GetByRole(AriaRole.Checkbox).SetCheckedAsync(heading == reviewed || heading == other);
        }

        await secretary.PressAsync("Record what the meeting decided");
        await secretary.PressAsync("Check what will be logged");
        await secretary.OpenAsync("Write the name of who chaired.");
        await secretary.WriteAsync("Who chaired", "Zoë Ångström");
        var card = secretary.Page.Locator(".nhsuk-card").Filter(new() { HasText = reviewed }).First;
        await card.GetByRole(AriaRole.Radio, new() { Name = "Reviewed: its whole system" }).CheckAsync();
        await card.GetByLabel("What came of it, and why").FillAsync("On course; the winter plan is next.");
        await secretary.PressAsync("Check what will be logged");
        await secretary.SeesAsync("All of it is logged in one go, or none of it.");
        await secretary.SeesAsync("On course; the winter plan is next.");
        await Assertions
            .Expect(secretary.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing to record" }))
            .ToBeVisibleAsync();
        await LookAsync(secretary, withScript);
        await secretary.PressAsync("Log the meeting");

        await secretary.SeesAsync("The meeting is logged");
        await secretary.SeesAsync("1 entry stored, in one go");
        await secretary.SeesAsync("Zoë Ångström");
        var minutes = secretary.Page.Locator("article");
        await Assertions.Expect(minutes.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(minutes).ToContainTextAsync("Nothing is recorded of");
        await Assertions.Expect(minutes).ToContainTextAsync(other);
        await secretary.OpenAsync(reviewed);
        await secretary.SeesAsync("On course; the winter plan is next.");
    }
}
