using System.Buffers.Binary;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Oversight.EmbeddedPostgres;

namespace Oversight.Cli;

/// <summary>
/// Runs the command lines that other processes of the same account send, over the record that this one has open. Each signs
/// in for itself, as it would in a process of its own.
/// </summary>
internal sealed class ServedCommands : IAsyncDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stopping = new();
    private readonly string identity = CommandSocket.Identity();
    private readonly string place;
    private readonly string? ownFolder;
    private readonly string database;
    private readonly LentRecord record;
    private readonly TextWriter log = Shell.Current.Error;
    private readonly Socket listener;
    private readonly Task serving;

    private ServedCommands(string dataFolder, LentRecord record)
    {
        this.record = record;
        database = DatabaseOf(Shell.Current.Variable);
        place = CommandSocket.PathIn(dataFolder);
        // Whoever starts here holds the lock on the data folder: what is there was left by one that is gone.
        File.Delete(place);
        var address = place;
        if (!CommandSocket.IsShortEnough(place))
        {
            ownFolder = Directory.CreateTempSubdirectory("oversight-").FullName;
            address = CommandSocket.PathIn(ownFolder);
        }

        listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(address));
        // Nobody can connect before Listen.
        File.SetUnixFileMode(address, Private);
        listener.Listen();
        if (ownFolder is not null)
        {
            File.CreateSymbolicLink(place, address);
        }

        serving = ServeAsync();
    }

    /// <summary>Begins to serve; null, and a sentence, where the data folder can have no socket: commands do without.</summary>
    public static ServedCommands? Start(string dataFolder, LentRecord record)
    {
        try
        {
            return new(dataFolder, record);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            Terminal.Say($"Commands cannot be run by this process ({e.Message}): each opens the record for itself.");
            return null;
        }
    }

    /// <summary>Takes no more, and ends those that run in good order.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await serving;
        stopping.Dispose();
        try
        {
            File.Delete(place);
            if (ownFolder is not null)
            {
                Directory.Delete(ownFolder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody has tidied up already.
        }
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var connection = await listener.AcceptAsync(stopping.Token);
                connections.RemoveAll(task => task.IsCompleted);
                connections.Add(Task.Run(() => ServeAsync(connection)));
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException)
            {
                // Too many open files, for example: that passes.
                await Task.Delay(Pause, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Whoever waits to be taken is hung up, and does it itself.
        listener.Dispose();
        // One that does not read what it asked for is not waited for.
        await Task.WhenAll(connections)
            .WaitAsync(CommandSocket.Patience)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync(Socket connection)
    {
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        var replies = new Replies(stream);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            patience.CancelAfter(CommandSocket.Patience);
            if (!CommandSocket.IsOfThisAccount(connection))
            {
                return;
            }

            var given = await ReceiveAsync(stream, identity, patience.Token);
            Shell.Current = new(
                replies.To(Reply.Out),
                replies.To(Reply.Error),
                given.Variables.GetValueOrDefault,
                given.Folder
            )
            {
                OutIsRedirected = given.OutIsRedirected,
                ErrorIsRedirected = given.ErrorIsRedirected,
                Width = given.Width,
                Record = record,
            };
            var parsed = CommandLine.Parse(given.Arguments);
            if (!IsServed(parsed, given))
            {
                return;
            }

            // A database that cannot be reached is started by the client, who can wait for it.
            await record.Record.Live.CatchUpAsync(patience.Token);
            replies.Send(Reply.Taken, []);
            if (await stream.ReadAsync(new byte[1], patience.Token) == 1)
            {
                await RunAsync(parsed, stream, replies);
            }
        }
        catch (Exception e)
        {
            // Whatever was sent, and whatever came of it, is this connection's alone. It is hung up and nothing was begun: what
            // a command itself throws it has told its client.
            if (e is not (IOException or SocketException or InvalidDataException or OperationCanceledException))
            {
                await log.WriteLineAsync($"A command that another process sent could not be run: {e.Message}");
            }
        }
        finally
        {
            await replies.EndAsync();
        }
    }

    private static async Task<ForwardedCommandLine> ReceiveAsync(
        NetworkStream stream,
        string identity,
        CancellationToken cancellation
    )
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancellation);
        var count = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (count is < 0 or > ForwardedCommandLine.Largest)
        {
            throw new InvalidDataException("It is too long for a command line.");
        }

        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return ForwardedCommandLine.Read(bytes, identity);
    }

    private bool IsServed(ParseResult parsed, ForwardedCommandLine given)
    {
        var command = parsed.CommandResult;
        var outermost = command;
        while (outermost.Parent is CommandResult { Command: not RootCommand } parent)
        {
            outermost = parent;
        }

        // Not help, nor a complaint about the way that it was called.
        return parsed.Errors.Count == 0
            && parsed.Action is not null
            && parsed.Action == command.Command.Action
            && CommandSocket.IsServed(outermost.Command.Name)
            && Settings.Of(parsed).DataFolder == given.DataFolder
            && DatabaseOf(given.Variables.GetValueOrDefault) == database;
    }

    private static string DatabaseOf(Func<string, string?> variable) =>
        (variable(DatabaseSettings.Variable) ?? "").Trim();

    private async Task RunAsync(ParseResult parsed, NetworkStream stream, Replies replies)
    {
        using var command = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        using var ended = new CancellationTokenSource();
        var watching = CancelWhenGoneAsync(stream, command, ended.Token);
        var code = await CommandLine.RunAsync(parsed, command.Token);
        replies.Send(Reply.Ended, BitConverter.GetBytes(code));
        await ended.CancelAsync();
        await watching;
    }

    // The client has nothing more to say: it closes its side when somebody stops it.
    private static async Task CancelWhenGoneAsync(
        NetworkStream stream,
        CancellationTokenSource command,
        CancellationToken ended
    )
    {
        try
        {
            _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, ended);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Gone without a word, or the command has ended.
        }

        await command.CancelAsync();
    }

    /// <summary>What is sent to a client, in order; whoever writes does not wait for it to be read.</summary>
    private sealed class Replies
    {
        private const int Largest = 64 * 1024;

        private readonly Channel<byte[]> pending = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
        private readonly Task sending;

        public Replies(Stream stream) => sending = SendAsync(stream);

        public void Send(Reply kind, ReadOnlySpan<byte> bytes)
        {
            var reply = new byte[CommandSocket.ReplyHeader + bytes.Length];
            reply[0] = (byte)kind;
            BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(1), bytes.Length);
            bytes.CopyTo(reply.AsSpan(CommandSocket.ReplyHeader));
            pending.Writer.TryWrite(reply);
        }

        public TextWriter To(Reply kind) => new Writer(this, kind);

        /// <summary>Waits until all is sent, or the client gone.</summary>
        public async Task EndAsync()
        {
            pending.Writer.TryComplete();
            await sending;
        }

        private async Task SendAsync(Stream stream)
        {
            var together = new MemoryStream();
            try
            {
                while (await pending.Reader.WaitToReadAsync())
                {
                    together.SetLength(0);
                    while (together.Length < Largest && pending.Reader.TryRead(out var reply))
                    {
                        together.Write(reply);
                    }

                    await stream.WriteAsync(together.GetBuffer().AsMemory(0, (int)together.Length));
                }
            }
            catch (IOException)
            {
                // The client has gone: the rest is for nobody.
                pending.Writer.TryComplete();
            }
        }

        private sealed class Writer(Replies replies, Reply kind) : TextWriter
        {
            public override Encoding Encoding => Encoding.UTF8;

            public override void Write(char value) => Write([value]);

            public override void Write(string? value) => Write(value.AsSpan());

            public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

            public override void Write(ReadOnlySpan<char> buffer)
            {
                var bytes = new byte[Encoding.GetByteCount(buffer)];
                Encoding.GetBytes(buffer, bytes);
                replies.Send(kind, bytes);
            }
        }
    }
}
