using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Oversight.TestServer;

/// <summary>
/// Stands between a program and PostgreSQL, and counts how often the program sends something after it had an answer: what a network's delay
/// would be paid for, whatever the driver calls it. It can also keep an answer back and cut the connection.
/// </summary>
public sealed class RoundTripProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder target;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private long roundTrips;
    private long cutFrom = long.MaxValue;

    private RoundTripProxy(string connectionString)
    {
        target = new NpgsqlConnectionStringBuilder(connectionString);
        listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
        accepting = AcceptAsync();
    }

    /// <summary>Starts one in front of a server.</summary>
    public static RoundTripProxy Start(string connectionString) => new(connectionString);

    /// <summary>The same login, through here.</summary>
    public string ConnectionString { get; }

    /// <summary>How many there were, on all connections.</summary>
    public long RoundTrips => Interlocked.Read(ref roundTrips);

    /// <summary>
    /// So many more are answered; what the server answers to those after them is thrown away and the connection cut: the client never learns
    /// how it ended. Null: all are answered.
    /// </summary>
    public void CutAfter(int? more) =>
        Interlocked.Exchange(ref cutFrom, more is null ? long.MaxValue : RoundTrips + more.Value);

    /// <summary>Closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ForwardAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(target.Host!, target.Port, stopping.Token);
            client.NoDelay = true;
            server.NoDelay = true;
            var answered = 1;
            var fromClient = CopyAsync(
                client,
                server,
                () =>
                {
                    if (Interlocked.Exchange(ref answered, 0) == 1)
                    {
                        Interlocked.Increment(ref roundTrips);
                    }

                    return true;
                }
            );
            var fromServer = CopyAsync(
                server,
                client,
                () =>
                {
                    Interlocked.Exchange(ref answered, 1);
                    return RoundTrips <= Interlocked.Read(ref cutFrom);
                }
            );
            await Task.WhenAny(fromClient, fromServer);
            client.Close();
            server.Close();
            await Task.WhenAll(fromClient, fromServer);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<bool> mayPass)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                var count = await from.GetStream().ReadAsync(buffer, stopping.Token);
                if (count == 0 || !mayPass())
                {
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), stopping.Token);
            }
        }
        catch (Exception error)
            when (error
                    is IOException
                        or OperationCanceledException
                        or ObjectDisposedException
                        or InvalidOperationException
            )
        {
            // One side hung up; the other is closed next.
        }
    }
}
