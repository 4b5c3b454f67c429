using Oversight.Browser.Tests.Surroundings;

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

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors)
        {
            await visitor.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
