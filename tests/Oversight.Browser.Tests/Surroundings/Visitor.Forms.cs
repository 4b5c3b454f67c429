using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Oversight.Record.Time;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>How somebody fills in a form: by the words that stand on it.</summary>
public sealed partial class Visitor
{
    /// <summary>Today in London.</summary>
    public static DateOnly Today => London.Today(TimeProvider.System);

    private ILocator Main => Page.Locator("main");

    /// <summary>Follows the first link of what the page is about that has this text.</summary>
    public Task OpenAsync(string link) => OpenAsync(new Regex($"^{Regex.Escape(link)}$"));

    /// <inheritdoc cref="OpenAsync(string)"/>
    public Task OpenAsync(Regex link) => Main.GetByRole(AriaRole.Link, new() { NameRegex = link }).First.ClickAsync();

    /// <summary>Writes into the field of that label, be it optional or not.</summary>
    public Task WriteAsync(string label, string text) => FieldOf(label).FillAsync(text);

    /// <summary>What stands in the field of that label.</summary>
    public Task HoldsAsync(string label, string text) => Assertions.Expect(FieldOf(label)).ToHaveValueAsync(text);

    /// <summary>Chooses one of the answers to a question.</summary>
    public Task ChooseAsync(string question, string answer) => AnswerTo(question, answer).CheckAsync();

    /// <summary>That answer to a question is chosen already.</summary>
    public Task HasChosenAsync(string question, string answer) =>
        Assertions.Expect(AnswerTo(question, answer)).ToBeCheckedAsync();

    /// <summary>Ticks one of the answers to a question that may have several.</summary>
    public Task TickAsync(string question, string answer) =>
        Main.GetByRole(AriaRole.Group, new() { NameRegex = Called(question) })
            .GetByRole(AriaRole.Checkbox, new() { Name = answer })
            .CheckAsync();

    /// <summary>Writes a day into the three fields of a question.</summary>
    public Task WriteDayAsync(string question, DateOnly day) => WriteDayAsync(question, day.Day, day.Month, day.Year);

    /// <inheritdoc cref="WriteDayAsync(string, DateOnly)"/>
    public async Task WriteDayAsync(string question, params int[] dayMonthYear)
    {
        var asked = Main.GetByRole(AriaRole.Group, new() { NameRegex = Called(question) });
        foreach (var (part, number) in ((string[])["Day", "Month", "Year"]).Zip(dayMonthYear))
        {
            await asked
                .GetByLabel(part, new() { Exact = true })
                .FillAsync(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Goes on to the next page of a form.</summary>
    public Task ContinueAsync() => PressAsync("Continue");

    /// <summary>Logs what was checked; the id of the entry, as the receipt has it.</summary>
    public async Task<string> LogAsync()
    {
        await PressAsync("Log it");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Logged" })).ToBeVisibleAsync();
        return Page.Url.Split("entry=")[1];
    }

    private ILocator FieldOf(string label) => Main.GetByLabel(Called(label));

    private ILocator AnswerTo(string question, string answer) =>
        Main.GetByRole(AriaRole.Radiogroup, new() { NameRegex = Called(question) })
            .GetByRole(AriaRole.Radio, new() { Name = answer, Exact = true });

    private static Regex Called(string label) => new($@"^\s*{Regex.Escape(label)}( \(optional\))?\s*$");
}
