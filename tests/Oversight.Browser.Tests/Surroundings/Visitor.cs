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
    public Task FillAsync(string label, string text) => Page.GetByLabel(label).FillAsync(text);

    /// <summary>Presses a button by what stands on it.</summary>
    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    /// <summary>Follows a link by its text.</summary>
    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();

    /// <summary>Waits until the page shows it.</summary>
    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("body")).ToContainTextAsync(text);

    /// <summary>The page does not show it; it has come whole when this is asked.</summary>
    public Task SeesNoAsync(string text) => Assertions.Expect(Page.Locator("body")).Not.ToContainTextAsync(text);

    /// <summary>Waits until the page is the one at that path.</summary>
    public Task IsAtAsync(string path) => Assertions.Expect(Page).ToHaveURLAsync(path);

    /// <summary>Nothing serious is in the way of somebody who cannot see or point, and a phone shows the page without moving it sideways.</summary>
    public async Task EverybodyCanUseItAsync()
    {
        var found = await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
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
