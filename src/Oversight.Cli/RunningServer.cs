using System.Buffers.Binary;
using System.Collections;
using System.Net.Sockets;
using Oversight.EmbeddedPostgres;

namespace Oversight.Cli;

/// <summary>
/// The Oversight that runs on the data folder, as this process asks it to run a command: it has everything loaded. Blocking
/// calls and plain loops, since they start quickest.
/// </summary>
internal static class RunningServer
{
    /// <summary>Has it run the command line.</summary>
    /// <returns>The exit code; null when nothing was done and this process has to do it: none runs, or not for this.</returns>
    public static int? Run(string[] arguments, CancellationToken cancellation)
    {
        if (!MayForward(arguments))
        {
            return null;
        }

        try
        {
            var dataFolder = DataFolderOf(arguments);
            using var connection = Connect(dataFolder);
            return connection is null ? null : Run(connection, dataFolder, arguments, cancellation);
        }
        catch (Exception e)
            when (e is SocketException or IOException or UnauthorizedAccessException or EmbeddedPostgresException)
        {
            // It is not there, is ending, or does not answer. Nothing was done.
            return null;
        }
    }

    private static int? Run(Socket connection, string dataFolder, string[] arguments, CancellationToken cancellation)
    {
        connection.SendTimeout = connection.ReceiveTimeout = (int)CommandSocket.Patience.TotalMilliseconds;
        connection.Send(CommandLineOf(dataFolder, arguments).ToBytes());
        Receive(connection); // Taken: otherwise it has hung up.
        connection.ReceiveTimeout = 0;
        connection.Send([CommandSocket.Go]);
        // From here on it is the server that does it, and never this process as well.
        try
        {
            using var stopping = cancellation.Register(() => connection.Shutdown(SocketShutdown.Send));
            using var output = Console.OpenStandardOutput();
            using var error = Console.OpenStandardError();
            while (true)
            {
                var (kind, bytes) = Receive(connection);
                if (kind == Reply.Ended)
                {
                    return BinaryPrimitives.ReadInt32LittleEndian(bytes);
                }

                (kind == Reply.Out ? output : error).Write(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            Console.Error.WriteLine(
                "oversight: the Oversight that runs here ended before the command did: look whether it was done (oversight history)."
            );
            return (int)ExitCode.Unexpected;
        }
    }

    // Help and what a process always does itself; and what names this process's own files, such as /dev/stdin.
    private static bool MayForward(string[] arguments)
    {
        string? word = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (
                argument is "--help" or "-h" or "-?" or "/h" or "/?" or "--version"
                || argument.Contains("/dev/", StringComparison.Ordinal)
                || argument.Contains("/proc/", StringComparison.Ordinal)
            )
            {
                return false;
            }

            if (word is null && argument is "--data" or "--token")
            {
                i++;
            }
            else if (word is null && !argument.StartsWith('-'))
            {
                word = argument;
            }
        }

        return word is not null && CommandSocket.IsServed(word);
    }

    // Read in passing: the server reads it again with everything else, and declines when it is another.
    private static string DataFolderOf(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--data" && i + 1 < arguments.Length)
            {
                return Path.GetFullPath(arguments[i + 1]);
            }

            if (arguments[i].StartsWith("--data=", StringComparison.Ordinal))
            {
                return Path.GetFullPath(arguments[i]["--data=".Length..]);
            }
        }

        return Path.GetFullPath(ClusterOptions.DefaultDataFolder());
    }

    private static Socket? Connect(string dataFolder)
    {
        var path = CommandSocket.PathIn(dataFolder);
        if (!File.Exists(path))
        {
            return null;
        }

        path = File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName ?? path;
        if (!CommandSocket.IsShortEnough(path))
        {
            return null;
        }

        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            connection.Connect(new UnixDomainSocketEndPoint(path));
            if (CommandSocket.IsOfThisAccount(connection))
            {
                return connection;
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    private static ForwardedCommandLine CommandLineOf(string dataFolder, string[] arguments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name == "NO_COLOR" || name.StartsWith("OVERSIGHT_", StringComparison.Ordinal))
            {
                variables[name] = (string)variable.Value!;
            }
        }

        // What it is by default depends on more than that.
        variables[ClusterOptions.DataFolderVariable] = dataFolder;
        return new(
            CommandSocket.Identity(),
            dataFolder,
            Environment.CurrentDirectory,
            arguments,
            variables,
            Console.IsOutputRedirected,
            Console.IsErrorRedirected,
            Console.IsOutputRedirected ? 0 : Console.BufferWidth
        );
    }

    private static (Reply Kind, byte[] Bytes) Receive(Socket connection)
    {
        var header = Receive(connection, CommandSocket.ReplyHeader);
        return ((Reply)header[0], Receive(connection, BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1))));
    }

    private static byte[] Receive(Socket connection, int count)
    {
        var bytes = new byte[count];
        for (var received = 0; received < count; )
        {
            var more = connection.Receive(bytes, received, count - received, SocketFlags.None);
            received += more > 0 ? more : throw new EndOfStreamException();
        }

        return bytes;
    }
}
