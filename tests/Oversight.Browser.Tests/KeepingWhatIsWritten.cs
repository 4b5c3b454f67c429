using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record;
using Oversight.Record.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Browser.Tests;

/// <summary>Nothing that was written is lost: what was wrong stays beside what replaced it, and a form is kept whatever happens meanwhile.</summary>
public sealed class KeepingWhatIsWritten(Stage stage) : Journey(stage)
{
    private const string Slip = "On course: the plan is kept.";
    private const string Meant = "Off course: the plan is not kept.";

    private static readonly Grant SouthWest = new(Role.Region, Region.Of("Y58"));

    [Theory(Timeout = Limit)]
    [InlineData(true, "QVV", "NHS Dorset ICB")]
    [InlineData(false, "QT6", "NHS Cornwall and the Isles of Scilly ICB")]
    public async Task A_correction_is_made_from_the_entry_and_the_history_has_before_and_after(
        bool withScript,
        string ods,
        string name
    )
    {
        var entry = await Stage.Site.DecideAsync(
            $"/api/organisations/{ods}/oversight-review",
            Site.Earlier(new(2026, 5, 4), "As the meeting said."),
            $$""" "meeting": "quarterly", "scope": "system", "outcome": "{{Slip}}" """
        );
        var national = await SignedInAsync($"Cam who corrects {ods}", withScript, new Grant(Role.National));
        await national.GoAsync($"/organisations/{ods}");
        await national.Page.Locator($"[id='entry-{entry}'] a").First.ClickAsync();
        await national.OpenAsync("Correct it");
        await national.HoldsAsync("Outcome", Slip);
        await national.WriteAsync("Outcome", Meant);
        await national.ContinueAsync();
        await national.ContinueAsync();
        await national.ContinueAsync();
        await national.WriteAsync("Why it was decided", "The wrong box of the minutes.");
        await national.ContinueAsync();
        await national.SeesAsync("What the correction changes");
        await Assertions.Expect(national.Page.Locator("del")).ToHaveTextAsync(Slip);
        await Assertions.Expect(national.Page.Locator("ins")).ToHaveTextAsync(Meant);
        await LookAsync(national, withScript);
        var correction = await national.LogAsync();

        await national.OpenAsync(new Regex($"^{name}"));
        var row = national.Page.Locator($"[id='entry-{correction}']");
        await Assertions.Expect(row).ToContainTextAsync("The wrong box of the minutes.");
        await Assertions.Expect(row.Locator("del").First).ToContainTextAsync(Slip);
        await Assertions.Expect(row.Locator("ins").First).ToContainTextAsync(Meant);
        await Assertions.Expect(national.Page.Locator($"[id='entry-{entry}']")).ToContainTextAsync("Corrected");
    }

    [Theory(Timeout = Limit)]
    [InlineData(true, "QR1", "NHS Gloucestershire ICB")]
    [InlineData(false, "QSL", "NHS Somerset ICB")]
    public async Task A_draft_outlives_its_browser_and_what_others_logged_meanwhile(
        bool withScript,
        string ods,
        string name
    )
    {
        var writer = $"Wyn who writes of {ods}";
        var began = await SignedInAsync(writer, withScript, SouthWest);
        await began.GoAsync($"/organisations/{ods}");
        await began.OpenAsync("Log something about it");
        await began.OpenAsync("An organisation or its system was reviewed");
        await began.ChooseAsync("Meeting", "Quarterly");
        await began.ChooseAsync("What was reviewed", "System");
        await began.WriteAsync("Outcome", Meant);
        await began.ContinueAsync();
        await began.SeesAsync("Step 2 of 3");
        await began.Page.Context.ClearCookiesAsync();

        var other = await SignedInAsync($"Oli who is quicker with {ods}", withScript, SouthWest);
        await ReviewAsync(other, ods, "Seen by another meeting.");

        // In another browser, what was written stands there, and what changed is said before it is logged.
        var writing = await VisitorAsync(withScript);
        await writing.GoAsync(await Stage.Site.AnotherLinkAsync(writer));
        await writing.GoAsync("/log");
        await writing.OpenAsync("Your drafts");
        await writing.SeesAsync(name);
        await LookAsync(writing, withScript);
        await writing.OpenAsync("An organisation or its system was reviewed");
        await writing.HoldsAsync("Outcome", Meant);
        await writing.ContinueAsync();
        await writing.ContinueAsync();
        await writing.ContinueAsync();
        await writing.SeesAsync("What changed since you began");
        await writing.SeesAsync("Seen by another meeting.");
        await writing.SeesAsync(Meant);

        // And once more, when somebody is quicker between the check and the button.
        await ReviewAsync(other, ods, "Seen by a third meeting.");
        await writing.PressAsync("Log it");
        await writing.SeesAsync("Something else was logged about it while you checked.");
        await writing.SeesAsync("Seen by a third meeting.");
        await writing.SeesAsync(Meant);
        await writing.LogAsync();
        await writing.OpenAsync(new Regex($"^{name}"));
        await writing.SeesAsync(Meant);
        await writing.GoAsync("/drafts");
        await writing.SeesAsync("You keep none");
    }

    private static async Task ReviewAsync(Visitor visitor, string ods, string outcome)
    {
        await visitor.GoAsync($"/log/oversight-review?about=organisation-{ods}");
        await visitor.ChooseAsync("Meeting", "Quarterly");
        await visitor.ChooseAsync("What was reviewed", "System");
        await visitor.WriteAsync("Outcome", outcome);
        await visitor.ContinueAsync();
        await visitor.ContinueAsync();
        await visitor.ContinueAsync();
        await visitor.LogAsync();
    }
}
