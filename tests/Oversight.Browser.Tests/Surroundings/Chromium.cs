using Microsoft.Playwright;
using Oversight.Web;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>The machine's own Chromium, driven by Playwright's driver, which is in the package.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // As the server finds the one that it prints with, and infra/script/test.sh the one that it installs.
    private static readonly string? Program = WebSettings.BrowserIn(Environment.GetEnvironmentVariable("PATH"));

    private readonly IPlaywright playwright;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        Browser = browser;
    }

    public static bool IsHere => Program is not null;

    public IBrowser Browser { get; }

    public static async Task<Chromium> StartAsync()
    {
        var driver = await Playwright.CreateAsync();
        return new(
            driver,
            await driver.Chromium.LaunchAsync(
                new()
                {
                    ExecutablePath = Program,
                    Args =
                    [
                        "--no-sandbox",
                        "--lang=en-GB",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        // Pages are drawn where the browser itself runs: a process less to hand each picture to.
                        "--in-process-gpu",
                    ],
                }
            )
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
