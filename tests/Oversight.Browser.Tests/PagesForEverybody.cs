using Oversight.Browser.Tests.Surroundings;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>The pages about signing in can be used without seeing, without pointing, and on a telephone.</summary>
public sealed class PagesForEverybody(Stage stage) : Journey(stage)
{
    [Fact(Timeout = Limit)]
    public async Task Pages_before_sign_in()
    {
        var visitor = await VisitorAsync();
        foreach (var page in (string[])["/sign-in", "/sign-in/link/unknown", "/sign-out"])
        {
            await visitor.GoAsync(page);
            await visitor.EverybodyCanUseItAsync();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Pages_after_sign_in()
    {
        var visitor = await VisitorAsync();
        await visitor.GoAsync(
            await Stage.Site.LinkAsync(
                "Who looks at pages",
                new Grant(Role.National),
                new Grant(Role.Auditor),
                new Grant(Role.Administrator)
            )
        );
        // Those to which no page leads by a link: EveryPage sees the others.
        string[] pages = ["/sign-in/device", "/signed-in/password", "/signed-in/passkeys"];
        foreach (var page in pages)
        {
            Assert.Equal(200, await visitor.GoAsync(page));
            await visitor.EverybodyCanUseItAsync();
        }
    }
}
