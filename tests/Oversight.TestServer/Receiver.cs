using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Oversight.TestServer;

/// <summary>What a receiver got.</summary>
/// <param name="Id">The header webhook-id.</param>
/// <param name="Timestamp">The header webhook-timestamp.</param>
/// <param name="Signature">The header webhook-signature.</param>
/// <param name="Body">The body.</param>
/// <param name="Taken">Whether it was answered with 2xx.</param>
public sealed record Received(string Id, string Timestamp, string Signature, string Body, bool Taken);

/// <summary>A real receiver of webhooks on a port of its own, which notes everything and answers as it is told.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<Received> received = new();
    private readonly Task serving;

    /// <summary>Begins to listen.</summary>
    public Receiver()
    {
        // A listener of this kind takes no free port by itself.
        for (var port = Random.Shared.Next(20_000, 30_000); ; port++)
        {
            try
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                listener.Start();
                Url = new($"http://127.0.0.1:{port}/hook");
                break;
            }
            catch (HttpListenerException) when (port < 30_100)
            {
                // Somebody else has it.
            }
        }

        serving = ServeAsync();
    }

    /// <summary>Where it is.</summary>
    public Uri Url { get; }

    /// <summary>The status that it answers a body with; 204 unless it is told otherwise.</summary>
    public Func<string, HttpStatusCode> Answer { get; set; } = _ => HttpStatusCode.NoContent;

    /// <summary>What it got, in the order in which it came.</summary>
    public IReadOnlyList<Received> All => [.. received];

    /// <summary>Waits until it has got what is wanted.</summary>
    public async Task<IReadOnlyList<Received>> WaitAsync(Func<IReadOnlyList<Received>, bool> wanted, int seconds = 60)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!wanted(All))
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"Got within {seconds} s:\n{string.Join('\n', All.Select(r => $"{r.Taken} {r.Body}"))}"
                );
            }

            await Task.Delay(50);
        }

        return All;
    }

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = TakeAsync(await listener.GetContextAsync());
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var answer = Answer(body);
        var headers = context.Request.Headers;
        received.Enqueue(
            new(
                headers["webhook-id"] ?? "",
                headers["webhook-timestamp"] ?? "",
                headers["webhook-signature"] ?? "",
                body,
                (int)answer is >= 200 and < 300
            )
        );
        context.Response.StatusCode = (int)answer;
        context.Response.Close();
    }
}
