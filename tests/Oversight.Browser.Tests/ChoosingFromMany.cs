using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record.People;
using Role = Oversight.Record.People.Role;

namespace Oversight.Browser.Tests;

/// <summary>One of many is chosen by writing: what was chosen is sent, and nothing else that looks like it.</summary>
public sealed class ChoosingFromMany(Stage stage) : Journey(stage)
{
    [Fact(Timeout = Limit)]
    public async Task Of_two_that_read_alike_the_one_chosen_is_sent()
    {
        const string Ods = "QU9";
        const string Recovery = "/api/recoveries/alike-qu9";
        await Stage.Site.DecideAsync(
            Recovery,
            Site.Earlier(new(2025, 1, 1), "Its deficit."),
            $$""" "title": "Alike", "members": ["{{Ods}}"] """
        );
        await Stage.Site.DecideAsync(
            $"{Recovery}/exit-criteria",
            Site.Earlier(new(2025, 2, 1), "Agreed with its board."),
            """ "purpose": "exit", "criteria": [{"reference": "EC1", "theme": "Finance", "wording": "The plan holds."}] """
        );
        List<string> submitted = [];
        for (var at = 0; at < 11; at++)
        {
            submitted.Add(
                await Stage.Site.DecideAsync(
                    $"{Recovery}/evidence",
                    Site.Earlier(new(2026, 5, 4), $"Paper {at} of the meeting."),
                    $$""" "organisation": "{{Ods}}", "title": "{{(at is 3 or 4 ? "Board <b>minutes</b>" : $"Paper {at}")}}", "for": ["EC1"] """
                )
            );
        }

        var national = await SignedInAsync("Pat who judges evidence", withScript: true, new Grant(Role.National));
        await national.GoAsync("/log/evidence-judged?about=recovery-alike-qu9");
        var picker = national.Page.GetByRole(AriaRole.Combobox, new() { NameRegex = new("Evidence") }).First;
        await picker.FillAsync("Board <b>minutes");
        var alike = national.Page.GetByRole(AriaRole.Option, new() { NameRegex = new("Board <b>minutes") });
        await Assertions.Expect(alike).ToHaveCountAsync(2);
        var read = await alike.AllInnerTextsAsync();
        Assert.NotEqual(read[0], read[1]);
        await alike.Nth(1).ClickAsync();
        var sent = await national.Page.EvalOnSelectorAsync<string>("select[data-picker]", "one => one.value");
        await picker.FillAsync("Board <b>minutes");
        await alike.Nth(0).ClickAsync();
        var other = await national.Page.EvalOnSelectorAsync<string>("select[data-picker]", "one => one.value");
        Assert.Equal([submitted[3], submitted[4]], new[] { sent, other }.Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_written_and_matches_nothing_is_said_at_the_field_and_kept(bool withScript)
    {
        var national = await SignedInAsync($"Noa who enters {withScript}", withScript, new Grant(Role.National));
        await national.GoAsync($"/log/recovery?id=written-{(withScript ? "a" : "b")}");
        await national.WriteAsync("Title", "Poole");
        if (withScript)
        {
            await national.Page.Locator("input[id='members.0']").FillAsync("QVV");
            await national.Page.GetByRole(AriaRole.Option, new() { NameRegex = new(@"\(QVV\)$") }).ClickAsync();
            await national
                .Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Add another") })
                .First.ClickAsync();
            await national.Page.Locator("input[id='members.1']").FillAsync("Poole");
        }
        else
        {
            // As somebody's script would send it who writes their own.
            await national.Page.EvalOnSelectorAsync(
                "select[id='members.0']",
                "one => { one.append(new Option('Poole', 'Poole', true, true)) }"
            );
        }

        await national.ContinueAsync();
        await national.SeesAsync("Members: “Poole” is none of those in the list. Choose one.");
        var field = national.Page.Locator(withScript ? "[id='members.1']" : "[id='members.0']");
        await Assertions.Expect(field).ToHaveValueAsync("Poole");
        await LookAsync(national, withScript);
    }

    [Theory(Timeout = Limit)]
    [InlineData("/deadlines", "organisation")]
    [InlineData("/registers/organisations", "ods")]
    [InlineData("/questions/L1", "organisation")]
    [InlineData("/compare", "organisation")]
    public async Task A_code_finds_its_organisation_and_what_is_none_is_said(string page, string name)
    {
        var national = await SignedInAsync($"Cod who asks {page}", withScript: true, new Grant(Role.National));
        await national.GoAsync(page);
        var picker = national.Page.Locator($"input#{name}");
        await picker.FillAsync("QJK");
        await Assertions
            .Expect(national.Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).First)
            .ToContainTextAsync(new Regex(@"^NHS Devon ICB \(QJK\)"));
        await picker.PressAsync("Tab");
        await SendAsync(national, name);
        await Assertions.Expect(national.Page).ToHaveURLAsync(new Regex($"[?&]{name}=QJK(&|$)"));

        // A part of a name is nobody, though one name holds it.
        await picker.FillAsync("Gloucestershire ICB");
        await picker.PressAsync("Tab");
        await SendAsync(national, name);
        await Assertions.Expect(national.Page).ToHaveTitleAsync(new Regex("^Error: "));
        await Assertions.Expect(picker).ToHaveValueAsync("Gloucestershire ICB");
        await national.SeesAsync("\"Gloucestershire ICB\" is not an organisation in the record.");
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_logged_about_is_found_by_its_code_and_nothing_else_is_taken_for_it()
    {
        var national = await SignedInAsync("Lou who logs", withScript: true, new Grant(Role.National));
        await national.GoAsync("/log");
        await national.Page.Locator("input#about").FillAsync("Devon");
        await national.Page.Keyboard.PressAsync("Tab");
        await national.ContinueAsync();
        await national.SeesAsync("“Devon” is none of those in the list: choose one.");
        await Assertions.Expect(national.Page.Locator("input#about")).ToHaveValueAsync("Devon");
        await national.Page.Locator("input#about").FillAsync("QJK");
        await national.Page.Keyboard.PressAsync("Tab");
        await national.ContinueAsync();
        await national.SeesAsync("What to log");
        await national.SeesAsync("NHS Devon ICB");
    }

    private static Task SendAsync(Visitor visitor, string field) =>
        visitor
            .Page.Locator("form", new() { Has = visitor.Page.Locator($"input#{field}") })
            .GetByRole(AriaRole.Button, new() { NameRegex = new("^(Show|Compare)$") })
            .ClickAsync();
}
