using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Trees;
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
        await Assertions.Expect(minutes.Locator(".oversight-leaves")).ToHaveCountAsync(0);
        if (withScript)
        {
            await IsOnPaperAsync(new Uri(secretary.Page.Url).AbsolutePath);
        }

        await secretary.OpenAsync(reviewed);
        await secretary.SeesAsync("On course; the winter plan is next.");
    }

    // For who is told places: the entry's and the minutes' paper have the code of the entry as its receipt proves it, in its own words.
    private async Task IsOnPaperAsync(string minutes)
    {
        var auditor = await SignedInAsync("Di who audits on paper", withScript: true, new Grant(Role.Auditor));
        await auditor.GoAsync(minutes);
        var onMinutes = await auditor.CodesOnPaperAsync(".oversight-leaves .oversight-qr-code");
        await auditor.EverybodyCanUseItAsync();
        var entry = await auditor.Page.Locator("article td a.entry").First.GetAttributeAsync("href");
        await auditor.GoAsync(entry!);
        var onEntry = await auditor.CodesOnPaperAsync("figure.oversight-leaf .oversight-qr-code");
        var address = await auditor
            .Page.GetByRole(AriaRole.Link, new() { Name = "Receipt to keep" })
            .GetAttributeAsync("href");
        var receipt = Receipt.Parse(await auditor.ReceiptAsync(address!));
        var leaf = new EntryLeaf(
            Checkpoint.Parse(receipt.Checkpoint.Text).Origin,
            receipt.Index,
            TreeHash.OfLeaf(receipt.Extra!.Value.Span)
        );
        Assert.Equal([leaf.ToString()], onEntry);
        Assert.Equal([leaf.ToString()], onMinutes);
    }
}
