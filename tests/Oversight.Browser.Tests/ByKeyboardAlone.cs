using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record;
using Oversight.Record.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Browser.Tests;

/// <summary>A decision that is logged without a pointer: by Tab, the arrows, the space bar and Enter.</summary>
public sealed class ByKeyboardAlone(Stage stage) : Journey(stage)
{
    private const string Trust = "RMP";

    [Fact(Timeout = Limit)]
    public async Task A_segment_is_proposed()
    {
        var person = await SignedInAsync(
            $"Kit who uses the keyboard for {Trust}",
            withScript: true,
            new Grant(Role.Region, Region.Of("Y62"))
        );
        await person.GoAsync($"/organisations/{Trust}");
        await GoOnAsync(person, "Log something about it");
        await GoOnAsync(person, "A segment is proposed");
        await person.TabToAsync("decision.rationale");
        await person.Page.Keyboard.TypeAsync("Waits for treatment grow.");
        await GoOnAsync(person, "Continue");
        await Assertions.Expect(person.Page).ToHaveTitleAsync(new Regex("^Error: "));

        // From what is wrong to its field; there, the third answer.
        await GoOnAsync(person, "Segment: this is missing.");
        await Assertions.Expect(person.Page.Locator("#segment")).ToBeFocusedAsync();
        await person.Page.Keyboard.PressAsync("Space");
        await person.Page.Keyboard.PressAsync("ArrowDown");
        await person.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions
            .Expect(person.Page.GetByRole(AriaRole.Radio, new() { Name = "3", Exact = true }))
            .ToBeCheckedAsync();
        await person.TabToAsync("decision.effective");
        foreach (var number in (int[])[Visitor.Today.Day, Visitor.Today.Month, Visitor.Today.Year])
        {
            await person.Page.Keyboard.PressAsync("Control+A");
            await person.Page.Keyboard.TypeAsync(number.ToString(CultureInfo.InvariantCulture));
            await person.Page.Keyboard.PressAsync("Tab");
        }

        await GoOnAsync(person, "Continue");
        await person.SeesAsync("Check your answers");
        await person.SeesAsync("Waits for treatment grow.");
        await GoOnAsync(person, "Log it");
        await person.SeesAsync("It waits for an answer");
    }

    private static async Task GoOnAsync(Visitor person, string wanted)
    {
        await person.TabToAsync(wanted);
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(person.Page.Locator("h1").First).ToBeVisibleAsync();
    }
}
