using Oversight.Browser.Tests.Surroundings;
using Oversight.Record.People;

namespace Oversight.Browser.Tests;

/// <summary>A way through the site in a browser. Whoever visits is seen out at its end, and nothing was amiss on anybody's way.</summary>
public abstract class Journey(Stage stage) : IAsyncLifetime
{
    /// <summary>How long a journey may take, in milliseconds, on a machine that is busy.</summary>
    public const int Limit = 180_000;

    private readonly List<Visitor> visitors = [];

    protected Stage Stage { get; } = stage;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    protected async Task<Visitor> VisitorAsync(bool withScript = true)
    {
        var visitor = await Stage.VisitorAsync(withScript);
        visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Somebody with these rights, at their start page: with scripts on a telephone, without them at a desk.</summary>
    protected async Task<Visitor> SignedInAsync(string name, bool withScript, params Grant[] rights)
    {
        var visitor = await VisitorAsync(withScript);
        await visitor.Page.SetViewportSizeAsync(withScript ? 390 : 1280, 844);
        await visitor.GoAsync(await Stage.Site.LinkAsync(name, rights));
        return visitor;
    }

    /// <summary>Everybody can use the page: it looks the same in both browsers, and is looked at in one.</summary>
    protected static Task LookAsync(Visitor visitor, bool withScript) =>
        withScript ? visitor.EverybodyCanUseItAsync() : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors)
        {
            await visitor.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
