using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record;
using Oversight.Record.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Browser.Tests;

/// <summary>A segment, from who proposes it to the organisation that is told of it.</summary>
public sealed class DecidingASegment(Stage stage) : Journey(stage)
{
    private const string Why = "The deficit grew in each of the last three quarters.";
    private const string Agreed = "The plan of recovery is not believed.";

    private static readonly Grant NorthWest = new(Role.Region, Region.Of("Y62"));

    [Theory(Timeout = Limit)]
    [InlineData(true, "RMC", "Bolton NHS Foundation Trust")]
    [InlineData(false, "RBT", "Mid Cheshire Hospitals NHS Foundation Trust")]
    public async Task One_proposes_another_agrees_and_its_own_people_see_it_when_they_were_told(
        bool withScript,
        string ods,
        string name
    )
    {
        var proposer = await SignedInAsync($"Pat who proposes for {name}", withScript, NorthWest);
        await proposer.FillAsync("Search the record", name);
        await proposer.Page.GetByLabel("Search the record").PressAsync("Enter");
        await proposer.OpenAsync(new Regex($"^{name}"));
        await proposer.OpenAsync("Log something about it");
        await proposer.OpenAsync("A segment is proposed");

        // No segment, and a day that does not exist.
        await proposer.WriteDayAsync("When it takes effect", 31, 2, Visitor.Today.Year);
        await proposer.WriteAsync("Why it was decided", Why);
        await proposer.ContinueAsync();
        await Assertions.Expect(proposer.Page).ToHaveTitleAsync(new Regex("^Error: "));
        await proposer.SeesAsync("There is a problem");
        await proposer.OpenAsync("Segment: this is missing.");
        await Assertions.Expect(proposer.Page.Locator("#segment")).ToBeFocusedAsync();
        await proposer.HoldsAsync("Why it was decided", Why);
        await LookAsync(proposer, withScript);
        await proposer.ChooseAsync("Segment", "3");
        await proposer.WriteDayAsync("When it takes effect", Visitor.Today);
        var before = await Stage.Site.VersionAsync($"/api/organisations/{ods}");
        await proposer.ContinueAsync();

        await proposer.SeesAsync("It would be logged, and this would be reported of it");
        await proposer.SeesAsync("no later framework is in the record");
        await LookAsync(proposer, withScript);
        Assert.Equal(before, await Stage.Site.VersionAsync($"/api/organisations/{ods}"));
        await proposer.LogAsync();
        await proposer.SeesAsync("It waits for an answer");
        await LookAsync(proposer, withScript);
        Assert.Equal(before + 1, await Stage.Site.VersionAsync($"/api/organisations/{ods}"));

        var other = await SignedInAsync($"Ash who agrees for {name}", withScript, NorthWest);
        await other.OpenAsync(new Regex($"^Segment 3 for {name} from"));
        await other.SeesAsync(Why);
        await other.Page.Locator("#segment ~ dl").GetByRole(AriaRole.Link).Last.ClickAsync();
        await other.OpenAsync("A proposed segment is agreed");
        await other.HasChosenAsync("Segment", "3");
        await other.WriteAsync("Why it was decided", Agreed);
        await other.ContinueAsync();
        var agreed = await other.LogAsync();
        await other.OpenAsync(new Regex($"^{name}"));
        await Assertions.Expect(other.Page.Locator("#segment + .big")).ToContainTextAsync("3");
        await other.SeesAsync(Agreed);

        // Its own people see nothing of it until they were told.
        var own = await SignedInAsync(
            $"Lee of {name}",
            withScript,
            new Grant(Role.Lead, Organisation: OdsCode.Parse(ods))
        );
        await own.OpenAsync(new Regex($"^{name}"));
        await own.SeesAsync("Log something about it");
        await own.SeesNoAsync(Agreed);
        await own.SeesNoAsync("Segment 3");
        await other.GoAsync($"/entries/{agreed}");
        await other.OpenAsync("Say that those concerned were told of it");
        await other.TickAsync("To whom", name);
        await other.ChooseAsync("How", "Letter");
        await other.ContinueAsync();
        await other.ContinueAsync();
        await other.ContinueAsync();
        await other.LogAsync();
        await own.Page.ReloadAsync();
        await own.SeesAsync(Agreed);
        await own.SeesNoAsync(Why);
    }
}
