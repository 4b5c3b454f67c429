using System.Security.Claims;
using Oversight.Ledger;

namespace Oversight.Web;

/// <summary>
/// Lists of the whole record, and answers that are as much work, are computed by few at once: many callers wait for each other, and not for a machine without memory. One caller
/// never has all of it, however much is asked for at once, and what waits is bounded too.
/// </summary>
/// <param name="most">How many are computed at once, two or more.</param>
/// <param name="mostWaiting">How many wait or are computed at once, and half of that for one caller.</param>
/// <param name="patience">How long one waits.</param>
/// <param name="quiet">How long nobody has to ask for anything before the memory that lists took is given back.</param>
/// <param name="clock">By what that is measured.</param>
public sealed class BoundedWork(int most, int mostWaiting, TimeSpan patience, TimeSpan quiet, TimeProvider clock)
    : IMiddleware,
        IDisposable
{
    /// <summary>What is not worth a collection.</summary>
    private const long Little = 64 * 1024 * 1024;

    private static readonly PathString[] Lists =
    [
        "/registers",
        "/questions",
        "/deadlines",
        "/api/registers",
        "/api/questions",
        "/api/deadlines",
    ];

    private static readonly HashSet<string> Collections = new(StringComparer.OrdinalIgnoreCase)
    {
        "/",
        "/recoveries",
        "/undertakings",
        "/api/organisations",
        "/api/recoveries",
        "/api/undertakings",
    };

    private readonly SemaphoreSlim free = new(most);
    private ITimer? idle;
    private long leastCommitted;
    private long lastAsked;
    private readonly Dictionary<string, Caller> callers = [];
    private readonly Lock gate = new();
    private int asked;
    private bool hasEnded;

    /// <summary>As many as the machine has cores.</summary>
    public BoundedWork(TimeProvider clock)
        : this(
            Math.Max(2, Environment.ProcessorCount),
            mostWaiting: 256,
            TimeSpan.FromSeconds(20),
            TimeSpan.FromMinutes(1),
            clock
        ) { }

    /// <summary>How often memory was given back.</summary>
    public int GivenBack { get; private set; }

    /// <summary>Lets a request through when there is room for what it asks.</summary>
    /// <exception cref="RecordBusyException">There was none in time, or too many wait.</exception>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsOfTheMachines(context.Request))
        {
            Volatile.Write(ref lastAsked, clock.GetTimestamp());
        }

        if (!IsList(context.Request))
        {
            await next(context);
            return;
        }

        var name = NameOf(context);
        var caller = Enter(name);
        try
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            waiting.CancelAfter(patience);
            // The own turn first: who has many under way waits behind those, and nobody else does.
            using (await TurnAsync(caller.Free, "others of the same caller are under way", context, waiting.Token))
            using (await TurnAsync(free, "others are computing lists of the whole record", context, waiting.Token))
            {
                await next(context);
            }
        }
        finally
        {
            Leave(name, caller);
        }
    }

    /// <summary>Gives no memory back any more. Requests that are still under way go on to their end.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            hasEnded = true;
            idle?.Dispose();
        }
    }

    // Whether a server is well is asked all the time, and nobody waits for it.
    private static bool IsOfTheMachines(HttpRequest request) =>
        request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    private static bool IsList(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
            ? request.Path.StartsWithSegments("/api/what-if", StringComparison.OrdinalIgnoreCase)
            : HttpMethods.IsGet(request.Method)
                && (
                    Lists.Any(list => request.Path.StartsWithSegments(list, StringComparison.OrdinalIgnoreCase))
                    || Collections.Contains(request.Path.Value ?? "")
                    || EndsWith(request, "/history")
                    || EndsWith(request, "/why")
                );

    // An address with a slash at its end is the same.
    private static bool EndsWith(HttpRequest request, string last) =>
        request.Path.Value?.TrimEnd('/').EndsWith(last, StringComparison.OrdinalIgnoreCase) == true;

    // Nobody is known by what they merely say: a token that signs nobody in makes no caller of its own.
    private static string NameOf(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? $"at {context.Connection.RemoteIpAddress}";

    private static async Task<IDisposable> TurnAsync(
        SemaphoreSlim turns,
        string reason,
        HttpContext context,
        CancellationToken waiting
    )
    {
        try
        {
            await turns.WaitAsync(waiting);
            return new Turn(turns);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new RecordBusyException(reason);
        }
    }

    private Caller Enter(string name)
    {
        lock (gate)
        {
            var caller = callers.GetValueOrDefault(name) ?? new Caller(new SemaphoreSlim(most - 1));
            if (asked >= mostWaiting || caller.Asked >= mostWaiting / 2)
            {
                throw new RecordBusyException("too many lists of the whole record are asked for at once");
            }

            asked++;
            caller.Asked++;
            callers[name] = caller;
            return caller;
        }
    }

    private void Leave(string name, Caller caller)
    {
        lock (gate)
        {
            asked--;
            caller.Asked--;
            if (caller.Asked == 0)
            {
                callers.Remove(name);
            }

            if (asked == 0 && !hasEnded)
            {
                idle ??= clock.CreateTimer(_ => GiveBack(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                idle.Change(quiet, Timeout.InfiniteTimeSpan);
            }
        }
    }

    // What lists took stays with the process until somebody allocates again, which where nobody asks is never: the machine has others. Of a
    // long record it stops everything for most of a second: it waits until nobody is there to notice.
    private void GiveBack()
    {
        lock (gate)
        {
            if (asked > 0 || hasEnded)
            {
                return;
            }

            var left = quiet - clock.GetElapsedTime(Volatile.Read(ref lastAsked));
            if (left > TimeSpan.Zero)
            {
                idle!.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        if (GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes > leastCommitted + Little)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            leastCommitted = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
            GivenBack++;
        }
    }

    private sealed class Caller(SemaphoreSlim free)
    {
        public SemaphoreSlim Free => free;

        public int Asked { get; set; }
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
