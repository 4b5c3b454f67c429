using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Oversight.Ledger.Tests;

/// <summary>
/// Stands between a program and PostgreSQL and counts round trips as the wire shows them: each message after which a client waits for its
/// answer (Sync, Flush, a simple query). It can also cut a connection when the server answers.
/// </summary>
public sealed class RoundTripProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder target;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private int roundTrips;

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

    public static RoundTripProxy Start(string connectionString) => new(connectionString);

    public string ConnectionString { get; }

    public int RoundTrips => Volatile.Read(ref roundTrips);

    /// <summary>While true, what the server answers is thrown away and the connection cut: the client never learns how it ended.</summary>
    public bool CutAnswers { get; set; }

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
            var messages = new ClientMessages(() => Interlocked.Increment(ref roundTrips));
            var fromClient = CopyAsync(
                client,
                server,
                sent =>
                {
                    messages.Take(sent.Span);
                    return true;
                }
            );
            var fromServer = CopyAsync(server, client, _ => !CutAnswers);
            await Task.WhenAny(fromClient, fromServer);
            client.Close();
            server.Close();
            await Task.WhenAll(fromClient, fromServer);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, bool> mayPass)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                var count = await from.GetStream().ReadAsync(buffer, stopping.Token);
                if (count == 0 || !mayPass(buffer.AsMemory(0, count)))
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

    /// <summary>Follows what a client says, message by message, however it arrives in pieces.</summary>
    private sealed class ClientMessages(Action waits)
    {
        private readonly byte[] head = new byte[5];
        private int headLength;
        private long bodyLeft;

        // The first message, which opens the session, has no type.
        private int headWanted = 4;

        public void Take(ReadOnlySpan<byte> sent)
        {
            while (!sent.IsEmpty)
            {
                if (bodyLeft > 0)
                {
                    var skipped = (int)Math.Min(bodyLeft, sent.Length);
                    bodyLeft -= skipped;
                    sent = sent[skipped..];
                    continue;
                }
                head[headLength++] = sent[0];
                sent = sent[1..];
                if (headLength == headWanted)
                {
                    if (headWanted == 4 || head[0] is (byte)'S' or (byte)'H' or (byte)'Q' or (byte)'p')
                    {
                        waits();
                    }
                    bodyLeft = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(headWanted - 4)) - 4;
                    headLength = 0;
                    headWanted = 5;
                }
            }
        }
    }
}
