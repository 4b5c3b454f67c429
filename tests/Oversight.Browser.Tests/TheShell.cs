using Microsoft.Playwright;
using Oversight.Browser.Tests.Surroundings;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>What every page has: its head and foot are reached by the keyboard, with scripts and without, and it is not much to load.</summary>
public sealed class TheShell(Stage stage) : Journey(stage)
{
    private const int MostBytes = 100_000;

    private const string Shown = """
        [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
            .filter(thing => thing.checkVisibility({ visibilityProperty: true }) && !thing.disabled)
            .map(thing => thing.textContent.trim() || thing.id || thing.ariaLabel)
        """;

    private const string Focused =
        "(() => { const thing = document.activeElement; return thing === document.body ? \"\" : thing.textContent.trim() || thing.id || thing.ariaLabel; })()";

    [Fact(Timeout = Limit)]
    public async Task The_key_Tab_reaches_everything_in_the_order_in_which_it_is_read()
    {
        var person = await SignedInAsync("Tabs through");
        await person.GoAsync("/contact");
        var wanted = await person.Page.EvaluateAsync<string[]>(Shown);
        List<string> reached = [];
        do
        {
            await person.Page.Keyboard.PressAsync("Tab");
            reached.Add(await person.Page.EvaluateAsync<string>(Focused));
        } while (reached[^1].Length > 0 && reached.Count <= wanted.Length);

        Assert.Equal([.. wanted, ""], reached);
        Assert.Equal("Skip to main content", wanted[0]);
    }

    [Fact(Timeout = Limit)]
    public async Task The_keyboard_skips_to_the_content_and_opens_the_menu_of_a_phone()
    {
        var person = await SignedInAsync("Skips");
        await person.GoAsync("/contact");
        await person.Page.Keyboard.PressAsync("Tab");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.Keyboard.PressAsync("Tab");
        Assert.True(await person.Page.EvaluateAsync<bool>("document.activeElement.closest('main') !== null"));

        await person.Page.SetViewportSizeAsync(390, 844);
        await person.GoAsync("/contact");
        var last = person.Page.Locator("header nav[aria-label=Menu] a").Last;
        await Assertions.Expect(last).Not.ToBeVisibleAsync();
        await person.TabToAsync("toggle-menu");
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(last).ToBeVisibleAsync();
        await person.TabToAsync(await last.InnerTextAsync());
        await person.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(last).Not.ToBeVisibleAsync();
    }

    [Theory(Timeout = Limit)]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Without_scripts_all_of_the_head_is_there(int width)
    {
        var person = await SignedInAsync($"Without scripts {width}", withScript: false);
        await person.Page.SetViewportSizeAsync(width, 844);
        await person.GoAsync("/contact");
        foreach (var link in await person.Page.Locator("header a").AllAsync())
        {
            await Assertions.Expect(link).ToBeVisibleAsync();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task The_first_page_comes_in_fewer_than_100_KB()
    {
        var person = await SignedInAsync("Loads first");
        var loaded = new List<IRequest>();
        person.Page.RequestFinished += (_, request) => loaded.Add(request);
        await person.KeepNothingAsync();
        foreach (var page in (string[])["/", $"/organisations/{Site.Told}", "/questions/R1"])
        {
            loaded.Clear();
            await person.Page.GotoAsync(page, new() { WaitUntil = WaitUntilState.NetworkIdle });
            var sizes = await Task.WhenAll(loaded.Select(request => request.SizesAsync()));
            var bytes = sizes.Sum(size => size.ResponseBodySize + size.ResponseHeadersSize);
            Assert.True(
                bytes < MostBytes,
                $"{page}: {bytes} bytes: {string.Join(", ", loaded.Zip(sizes, (request, size) => $"{request.Url} {size.ResponseBodySize}"))}"
            );
            Assert.Contains(loaded, request => request.Url.Contains(".css", StringComparison.Ordinal));
        }
    }

    private async Task<Visitor> SignedInAsync(string name, bool withScript = true)
    {
        var person = await VisitorAsync(withScript);
        await person.GoAsync(await Stage.Site.LinkAsync(name, new Grant(Role.National), new Grant(Role.Administrator)));
        return person;
    }
}
