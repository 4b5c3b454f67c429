using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Oversight.TestServer;

/// <summary>An SMTP server on a socket of its own, which keeps what it is sent; as text, headers and all.</summary>
public sealed class MailCatcher : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<(string To, string Message)> caught = new();
    private readonly CancellationTokenSource end = new();
    private int refused;

    /// <summary>Listens.</summary>
    public MailCatcher()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whether it takes nothing for now.</summary>
    public bool Refuses { get; set; }

    /// <summary>How many messages it did not take.</summary>
    public int Refused => refused;

    /// <summary>To whom, and what.</summary>
    public IReadOnlyList<(string To, string Message)> All => [.. caught];

    /// <summary>Waits until it has been sent enough.</summary>
    public async Task<IReadOnlyList<(string To, string Message)>> WaitAsync(
        Func<IReadOnlyList<(string To, string Message)>, bool> isEnough
    )
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isEnough(All))
        {
            await Task.Delay(50, patience.Token);
        }

        return All;
    }

    /// <summary>Listens no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await listener.AcceptTcpClientAsync(end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It ended.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var closing = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false))
        {
            AutoFlush = true,
            NewLine = "\r\n",
        };
        await writer.WriteLineAsync("220 catcher");
        var to = "";
        while (await reader.ReadLineAsync(end.Token) is { } line)
        {
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            if (word == "MAIL" && Refuses)
            {
                Interlocked.Increment(ref refused);
                await writer.WriteLineAsync("451 Not now");
            }
            else if (word == "RCPT")
            {
                to = line[
                    (line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)
                ];
                await writer.WriteLineAsync("250 ok");
            }
            else if (word == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var message = new StringBuilder();
                while (await reader.ReadLineAsync(end.Token) is { } part && part != ".")
                {
                    message.AppendLine(part.StartsWith('.') ? part[1..] : part);
                }

                caught.Enqueue((to, $"{message}"));
                await writer.WriteLineAsync("250 taken");
            }
            else
            {
                await writer.WriteLineAsync(word == "QUIT" ? "221 bye" : "250 ok");
                if (word == "QUIT")
                {
                    return;
                }
            }
        }
    }
}
