using System.Net;
using System.Net.Sockets;

namespace Oversight.Desk.Tests;

/// <summary>
/// Stands between a program and PostgreSQL, and counts how often the program sends something after it had an answer: what
/// a network's delay would be paid for, whatever the driver calls it.
/// </summary>
internal sealed class RoundTripCounter : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;
    private long roundTrips;

    public RoundTripCounter(int serverPort)
    {
        listener.Start();
        accepting = AcceptAsync(serverPort);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public long RoundTrips => Interlocked.Read(ref roundTrips);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private async Task AcceptAsync(int serverPort)
    {
        var connections = new List<Task>();
        while (!ending.IsCancellationRequested)
        {
            try
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(ending.Token), serverPort));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(TcpClient program, int serverPort)
    {
        using var server = new TcpClient { NoDelay = true };
        program.NoDelay = true;
        using (program)
        {
            await server.ConnectAsync(IPAddress.Loopback, serverPort);
            var answered = 1;
            var there = PumpAsync(
                program.GetStream(),
                server.GetStream(),
                () =>
                {
                    if (Interlocked.Exchange(ref answered, 0) == 1)
                    {
                        Interlocked.Increment(ref roundTrips);
                    }
                }
            );
            var back = PumpAsync(server.GetStream(), program.GetStream(), () => Interlocked.Exchange(ref answered, 1));
            await Task.WhenAny(there, back);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Action seen)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReadAsync(buffer, ending.Token) is > 0 and var read)
            {
                seen();
                await to.WriteAsync(buffer.AsMemory(0, read), ending.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has closed the connection.
        }
    }
}
