using Oversight.Ledger;

namespace Oversight.Web;

/// <summary>
/// Lists of the whole record are computed by few at once: many callers wait for each other, and not for a machine without memory.
/// </summary>
internal sealed class BoundedWork : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly PathString[] Lists =
    [
        "/registers",
        "/questions",
        "/deadlines",
        "/api/registers",
        "/api/questions",
        "/api/deadlines",
    ];

    private readonly SemaphoreSlim free = new(Math.Max(2, Environment.ProcessorCount));

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (!Lists.Any(list => context.Request.Path.StartsWithSegments(list, StringComparison.OrdinalIgnoreCase)))
        {
            await next(context);
            return;
        }

        if (!await free.WaitAsync(Patience, context.RequestAborted))
        {
            throw new RecordBusyException("others are computing lists of the whole record");
        }

        try
        {
            await next(context);
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose() => free.Dispose();
}
