using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Browser.Tests;

/// <summary>Evidence, from who submits it to the exit that rests on it.</summary>
public sealed class LeavingRecovery(Stage stage) : Journey(stage)
{
    private const string Evidence = "Finance report of the last three months";
    private const string Wording = "The system breaks even each month.";

    private static readonly Grant NorthEast = new(Role.Region, Region.Of("Y63"));

    [Theory(Timeout = Limit)]
    [InlineData(true, "QOQ", "NHS Humber and North Yorkshire ICB")]
    [InlineData(false, "QF7", "NHS South Yorkshire ICB")]
    public async Task Evidence_is_submitted_and_judged_the_criterion_is_satisfied_and_the_exit_agreed(
        bool withScript,
        string ods,
        string name
    )
    {
        await TellAsync(ods, name);
        var own = await SignedInAsync(
            $"Lee of {name}",
            withScript,
            new Grant(Role.Lead, Organisation: OdsCode.Parse(ods))
        );
        await own.SeesAsync("0 of 1 exit criteria satisfied");
        await ToCriterionAsync(own, name);
        await own.OpenAsync("Submit evidence");
        await own.WriteAsync("Title", Evidence);
        await own.HasChosenAsync("Organisation", $"{name} ({ods})");
        await ChoosesTooLargeAFileAsync(own, withScript);
        await own.Page.GoBackAsync();
        await own.HoldsAsync("Title", Evidence);
        await own
            .Page.GetByLabel("Document")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "report.csv",
                    MimeType = "text/csv",
                    Buffer = "Month,Balance\n1,0\n2,0\n3,0\n"u8.ToArray(),
                }
            );
        await own.ContinueAsync();
        await own.ContinueAsync();
        await own.ContinueAsync();
        await own.SeesAsync("report.csv");
        await LookAsync(own, withScript);
        await own.LogAsync();
        await ToCriterionAsync(own, name);
        await own.SeesAsync(Evidence);
        await own.OpenAsync("Rate oneself");
        await own.ChooseAsync("Rating", "Green");
        await own.HasChosenAsync("Member", $"{name} ({ods})");
        await own.ContinueAsync();
        await own.ContinueAsync();
        await own.ContinueAsync();
        await own.LogAsync();
        await own.GoAsync("/");
        await own.SeesAsync("Evidence not read yet");

        // What waits for the region is on its start page.
        var region = await SignedInAsync($"Robin who judges {name}", withScript, NorthEast);
        await region.OpenAsync(new Regex($"^{Evidence}, for EC1"));
        await region.Page.Locator("main h3").GetByRole(AriaRole.Link, new() { Name = "EC1" }).ClickAsync();
        await region.Page.Locator(".oversight-evidence").GetByRole(AriaRole.Link).First.ClickAsync();
        await region.OpenAsync("Evidence was judged");
        await region.ChooseAsync("Verdict", "Sufficient");
        await region.WriteAsync("Why it was decided", "It covers each month, and was audited.");
        await region.WriteDayAsync("When the organisation was told", Visitor.Today);
        await region.ContinueAsync();
        await region.LogAsync();

        await ToCriterionAsync(region, name);
        await region.OpenAsync("Judge it");
        await region.ChooseAsync("Who judges", "Region");
        await region.ChooseAsync("Judgement", "Met and sustained");
        await SayWhyAsync(region, "Met since the region first judged so.");
        await region.OpenAsync(new Regex($"Recovery of {name}"));
        await region.OpenAsync("Log something about it");
        await region.OpenAsync("Exit was recommended");
        await region.TickAsync("Members", name);
        await SayWhyAsync(region, "All that was asked is satisfied.");

        // Somebody else agrees it.
        var national = await SignedInAsync($"Nic who agrees for {name}", withScript, new Grant(Role.National));
        await national.OpenAsync(name);
        await national
            .Page.Locator("#exit ~ dl")
            .GetByRole(AriaRole.Link, new() { NameRegex = new("^entry") })
            .Last.ClickAsync();
        await national.OpenAsync("Exit was agreed");
        await SayWhyAsync(national, "As the region recommends.");
        await national.OpenAsync(new Regex($"Recovery of {name}"));
        await national.SeesAsync("No unmet criterion was accepted by name.");

        await ToCriterionAsync(own, name);
        await own.SeesAsync("Met and sustained");
        await Assertions.Expect(own.Page.Locator("section[aria-labelledby=ratings]")).Not.ToContainTextAsync(ods);
        await own.SeesAsync("It covers each month, and was audited.");
        await own.GoAsync("/");
        await own.SeesAsync("Exit agreed from");
        await own.SeesAsync("Evidence judged");
        await own.SeesNoAsync("0 of 1 exit criteria satisfied");
    }

    private static async Task ToCriterionAsync(Visitor visitor, string name)
    {
        await visitor.GoAsync("/recoveries");
        await visitor.OpenAsync(new Regex($"Recovery of {name}"));
        await visitor.Page.Locator("main h3").GetByRole(AriaRole.Link, new() { Name = "EC1" }).ClickAsync();
        await visitor.SeesAsync(Wording);
    }

    // The pages after the first: when, and why; then the check, and the receipt.
    private static async Task SayWhyAsync(Visitor visitor, string why)
    {
        var heading = visitor.Page.Locator("h1");
        while (!await visitor.Page.GetByLabel(new Regex("^Why it was decided")).IsVisibleAsync())
        {
            var before = visitor.Page.Url;
            await visitor.ContinueAsync();
            await Assertions.Expect(visitor.Page).Not.ToHaveURLAsync(before);
            await Assertions.Expect(heading).ToBeVisibleAsync();
        }

        await visitor.WriteAsync("Why it was decided", why);
        await visitor.WriteDayAsync("When the organisation was told", Visitor.Today);
        await visitor.ContinueAsync();
        await visitor.LogAsync();
    }

    private static async Task ChoosesTooLargeAFileAsync(Visitor visitor, bool withScript)
    {
        var file = Path.Combine(Path.GetTempPath(), $"oversight-{Guid.NewGuid():N}.csv");
        try
        {
            await using (var large = File.Create(file))
            {
                large.SetLength(DocumentArchive.LargestDocument + (2 * 1024 * 1024));
            }

            await visitor.Page.GetByLabel("Document").SetInputFilesAsync(file);
            await visitor.ContinueAsync();
            await visitor.SeesAsync("The document is larger than 50 MB, the most that is kept: divide it.");
            await LookAsync(visitor, withScript);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task TellAsync(string ods, string name)
    {
        var recovery = $"/api/recoveries/browsed-{ods.ToLowerInvariant()}";
        await Stage.Site.DecideAsync(
            recovery,
            Site.Earlier(new(2025, 1, 1), "Its deficit."),
            $$""" "title": "Recovery of {{name}}", "members": ["{{ods}}"], "targetExit": "2027-03" """
        );
        await Stage.Site.DecideAsync(
            $"{recovery}/exit-criteria",
            Site.Earlier(new(2025, 2, 1), "Agreed with its board."),
            $$""" "purpose": "exit", "criteria": [{"reference": "EC1", "theme": "Finance", "wording": "{{Wording}}", "sustainedMonths": 3}] """
        );
        await Stage.Site.DecideAsync(
            $"{recovery}/criterion-assessment",
            Site.Earlier(new(2025, 9, 1), "The months since the spring."),
            """ "criterion": "EC1", "level": "region", "judgement": "met" """
        );
    }
}
