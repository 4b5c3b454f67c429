using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>Somebody with a browser of their own (cookies, windows). What is amiss on their way is kept until the end.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly string[] Grave = ["serious", "critical"];

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> amiss = [];

    internal Visitor(IBrowserContext context, IPage page, Uri[] mayBeAsked)
    {
        this.context = context;
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
        for (var press = 0; press < 40; press++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var focused = await Page.EvaluateAsync<string[]>(
                """
                (() => {
                    const thing = document.activeElement;
                    return [thing.id, thing.innerText.trim(), getComputedStyle(thing).outlineStyle];
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

    /// <summary>Nothing serious is in the way of somebody who cannot see or point, and a phone shows the page without moving it sideways.</summary>
    public async Task EverybodyCanUseItAsync()
    {
        // It would wait for ever in a browser that runs no script.
        var found = await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] })
            .WaitAsync(TimeSpan.FromMinutes(1));
        var serious =
            from violation in found.Violations
            where Grave.Contains(violation.Impact)
            from node in violation.Nodes
            select $"{violation.Id} ({violation.Help}): {node.Html}";
        Assert.True(!serious.Any(), $"{Page.Url}\n{string.Join('\n', serious)}");

        var size = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(390, 844);
        var width = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        await Page.SetViewportSizeAsync(size.Width, size.Height);
        Assert.True(width <= 390, $"{Page.Url} is {width} wide on a phone of 390.");
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
}
