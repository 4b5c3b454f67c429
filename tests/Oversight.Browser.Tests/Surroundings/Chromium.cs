using Microsoft.Playwright;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>The machine's own Chromium, driven by Playwright's driver, which is in the package.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // As infra/script/test.sh looks for it.
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string? Program = (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        from name in Names
        select Path.Combine(folder, name)
    ).FirstOrDefault(File.Exists);

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
