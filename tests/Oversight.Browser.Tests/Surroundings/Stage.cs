using Microsoft.Playwright;

namespace Oversight.Browser.Tests.Surroundings;

/// <summary>What all journeys share: one browser, one site over one PostgreSQL, one provider.</summary>
public sealed class Stage : IAsyncLifetime
{
    // Neither is started where there is no browser.
    private Chromium? chromium;
    private Site? site;

    public Site Site => site!;

    public Provider Provider { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await Provider.StartAsync();
        if (!Chromium.IsHere)
        {
            return;
        }

        var starting = Chromium.StartAsync();
        site = new Site();
        await site.StartAsync(Provider);
        chromium = await starting;
    }

    /// <summary>Somebody with a browser that knows nothing yet.</summary>
    public async Task<Visitor> VisitorAsync(bool withScript)
    {
        if (chromium is null)
        {
            const string why = "There is no browser here to test in. Install one: sudo apt-get install chromium";
            // Where changes are checked, what was not tested must not pass.
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is null or "", why);
            Assert.Fail(why);
        }

        var context = await chromium.Browser.NewContextAsync(
            new()
            {
                BaseURL = Site.Address.ToString(),
                JavaScriptEnabled = withScript,
                Locale = "en-GB",
            }
        );
        // Nothing here takes longer, but a machine that is busy.
        context.SetDefaultTimeout(15_000);
        return new Visitor(context, await context.NewPageAsync(), [Site.Address, Provider.Address]);
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }

        if (site is not null)
        {
            await site.DisposeAsync();
        }

        await Provider.DisposeAsync();
    }
}
