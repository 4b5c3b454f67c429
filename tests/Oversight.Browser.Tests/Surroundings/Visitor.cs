using System.Collections.Concurrent;
using AngleSharp.Dom;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>Somebody with a browser of their own (cookies, windows). What is amiss on their way is kept until the end.</summary>
public sealed partial class Visitor : IAsyncDisposable
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // The menu's script fits it to a screen a moment after that has changed; a page that is too wide stays so.
    private const string Settled = """
        (async () => {
            const page = document.documentElement;
            for (let wait = 0; wait < 40 && page.scrollWidth > page.clientWidth; wait++) {
                await new Promise(done => setTimeout(done, 50));
            }
            return page.scrollWidth;
        })()
        """;

    /// <summary>A4 without its edges, in pixels.</summary>
    private const int Paper = 718;

    // Nothing scrolls on paper, and nothing unfolds.
    private const string CutOnPaper = """
        [
            ...[document.documentElement, ...document.querySelectorAll("main *")]
                .filter(thing => thing.scrollWidth > thing.clientWidth + 1 && thing.clientWidth > 1
                    && (thing === document.documentElement || getComputedStyle(thing).overflowX !== "visible"))
                .map(thing => `Paper cuts it, ${thing.scrollWidth} wide in ${thing.clientWidth}: ${thing.outerHTML.slice(0, 160)}`),
            ...[...document.querySelectorAll("main details > :not(summary)")]
                .filter(thing => thing.innerText.trim() && thing.getClientRects().length === 0
                    && thing.parentElement.getClientRects().length > 0)
                .map(thing => `Paper folds it: ${thing.outerHTML.slice(0, 160)}`),
        ]
        """;

    /// <summary>A desk's screen, a telephone's, and a desk's that is enlarged four times.</summary>
    private static readonly int[] Widths = [1280, 390, 320];

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> amiss;

    private Visitor(Visitor first, IPage page)
    {
        (context, amiss, Page) = (first.context, first.amiss, page);
    }

    internal Visitor(IBrowserContext context, IPage page, Uri[] mayBeAsked)
    {
        this.context = context;
        amiss = [];
        Page = page;
        context.Console += (_, said) =>
        {
            // What was not found is told below, by what asked for it.
            if (said.Type == "error" && !said.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                amiss.Enqueue($"The console says: {said.Text}");
            }
        };
        context.WebError += (_, error) => amiss.Enqueue($"A script failed: {error.Error}");
        context.Request += (_, request) =>
        {
            if (!mayBeAsked.Any(own => own.IsBaseOf(new Uri(request.Url))))
            {
                amiss.Enqueue($"{request.Url} was asked");
            }
        };
        context.Response += (_, response) =>
        {
            if (response.Status >= (response.Request.IsNavigationRequest ? 500 : 400))
            {
                amiss.Enqueue($"{response.Url} answered {response.Status}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Goes to an address; the status of the page that comes.</summary>
    public async Task<int> GoAsync(string address) => (await Page.GotoAsync(address))!.Status;

    /// <summary>Another window of the same browser; what is amiss there is told by this visitor's end.</summary>
    public async Task<Visitor> WindowAsync() => new(this, await context.NewPageAsync());

    /// <summary>Goes to an address, and looks at the whole page.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isLedToFirst">Of another path to which it leads: whether that page is to be looked at as well.</param>
    public async Task<Looked> LookAsync(string address, Predicate<string> isLedToFirst)
    {
        var answer = (await Page.GotoAsync(address))!;
        if (answer.Status >= 400)
        {
            return new(address, answer.Status, [$"The answer is {answer.Status}."], []);
        }

        var page = Markup.Read(await answer.TextAsync(), out var faults);
        var path = new Uri(answer.Url).AbsolutePath;
        var isLookedAt = path == address.Split('?')[0] || isLedToFirst(path);
        return new(
            address,
            answer.Status,
            [.. faults, .. isLookedAt ? await FaultsAsync() : []],
            [.. LinksOf(page).Distinct()]
        );
    }

    /// <summary>Fills in a field by its label.</summary>
    public Task FillAsync(string label, string text) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    /// <summary>Presses a button by what stands on it.</summary>
    public Task PressAsync(string button) =>
        Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Follows a link by its text.</summary>
    public Task FollowAsync(string link) =>
        Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();

    /// <summary>Waits until the page shows it.</summary>
    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("body")).ToContainTextAsync(text);

    /// <summary>The page does not show it; it has come whole when this is asked.</summary>
    public Task SeesNoAsync(string text) => Assertions.Expect(Page.Locator("body")).Not.ToContainTextAsync(text);

    /// <summary>Waits until the page is the one at that path.</summary>
    public Task IsAtAsync(string path) => Assertions.Expect(Page).ToHaveURLAsync(path);

    /// <summary>From our page of signing in to the provider's, and back.</summary>
    public async Task SignInWithProviderAsync(string name)
    {
        await FollowAsync("Sign in with the provider");
        await SignInAsync(name, name);
    }

    /// <summary>On a page that asks for a name and a password.</summary>
    public async Task SignInAsync(string name, string password)
    {
        await FillAsync("Name", name);
        await FillAsync("Password", password);
        await PressAsync("Sign in");
    }

    public async Task SignOutAsync()
    {
        await FollowAsync("Sign out");
        await PressAsync("Sign out");
        await IsAtAsync("/sign-in");
    }

    /// <summary>From now on the browser loads everything anew.</summary>
    public async Task KeepNothingAsync()
    {
        var network = await context.NewCDPSessionAsync(Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
    }

    /// <summary>Gives the browser something that keeps passkeys, as a telephone or a computer has it.</summary>
    public async Task HasPasskeysAsync()
    {
        var devices = await context.NewCDPSessionAsync(Page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new
                {
                    protocol = "ctap2",
                    transport = "internal",
                    hasResidentKey = true,
                    hasUserVerification = true,
                    isUserVerified = true,
                },
            }
        );
    }

    /// <summary>Goes from what has the focus to a thing of that id or text by the key Tab alone, and can see all the way where the focus is.</summary>
    public async Task TabToAsync(string wanted)
    {
        for (var press = 0; press < 60; press++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var focused = await Page.EvaluateAsync<string[]>(
                """
                (() => {
                    const thing = document.activeElement;
                    // The parts of a field for a day are the browser's own, and show it themselves.
                    const shown = ["date", "datetime-local"].includes(thing.type) ? "auto" : getComputedStyle(thing).outlineStyle;
                    return [thing.id, thing.innerText.trim(), shown];
                })()
                """
            );
            Assert.True(focused[2] != "none", $"{Page.Url}: the focus on {focused[0]} {focused[1]} cannot be seen.");
            if (focused[0] == wanted || focused[1] == wanted)
            {
                return;
            }
        }

        Assert.Fail($"{Page.Url}: the key Tab does not reach {wanted}.");
    }

    /// <summary>Nothing is in the way of somebody who cannot see or point, who has a small screen, or paper.</summary>
    public async Task EverybodyCanUseItAsync() => Assert.Empty(await FaultsAsync());

    /// <summary>What is in the way of somebody who cannot see or point, who has a small screen, or paper.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync()
    {
        // As the package does it, but in the page itself: it would open another page for each. By the browser's own tools, which read the half
        // million letters once.
        var devtools = await context.NewCDPSessionAsync(Page);
        await devtools.SendAsync("Runtime.evaluate", new() { ["expression"] = Axe });
        await devtools.DetachAsync();
        List<string> faults =
        [
            .. await Page.EvaluateAsync<string[]>(
                """
                async () => {
                    // Style sheets are read for one rule, which is an experiment and off: for nothing, and a sixth of the whole.
                    const found = await axe.run({ resultTypes: ["violations"], preload: { assets: ["media"] } });
                    // Words in a picture are drawn apart, and axe joins them: no name could hold them.
                    const isSo = (rule, node) =>
                        rule.id !== "label-content-name-mismatch" || !document.querySelector(node.target[0])?.closest("svg");
                    return found.violations.flatMap(rule => rule.nodes.filter(node => isSo(rule, node))
                        .map(node => `axe: ${rule.id} (${rule.help}): ${node.html}`));
                }
                """
            ),
        ];
        var size = Page.ViewportSize!;
        foreach (var width in Widths)
        {
            await Page.SetViewportSizeAsync(width, 844);
            var shown = await Page.EvaluateAsync<int>(Settled);
            if (shown > width)
            {
                faults.Add($"It is {shown} wide where {width} are there.");
            }
        }

        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Page.SetViewportSizeAsync(Paper, 1000);
        faults.AddRange(await Page.EvaluateAsync<string[]>(CutOnPaper));
        await Page.EmulateMediaAsync(new() { Media = Media.Null });
        await Page.SetViewportSizeAsync(size.Width, size.Height);
        return faults;
    }

    /// <summary>Closes the browser's windows, and fails if something was amiss.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!amiss.IsEmpty || TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{Page.Url}\n{await Page.Locator("body").InnerTextAsync()}"
            );
        }

        await context.DisposeAsync();
        Assert.Empty(amiss);
    }

    // Pages alone: what is saved as a file, and what programs ask, is no page.
    private static IEnumerable<string> LinksOf(IParentNode page) =>
        from link in page.QuerySelectorAll("a[href^='/']:not([download])")
        let address = link.GetAttribute("href")!.Split('#')[0]
        let path = address.Split('?')[0]
        where
            !path.StartsWith("/api", StringComparison.Ordinal)
            && path != "/sign-in/openid"
            && !address.Contains("format=", StringComparison.Ordinal)
            && !Path.HasExtension(path)
        select address;
}
