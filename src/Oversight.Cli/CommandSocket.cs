using System.Net.Sockets;
using System.Text;

namespace Oversight.Cli;

/// <summary>
/// The socket in a data folder on which a running Oversight takes command lines, and what both ends know of it. Nothing
/// heavy is loaded for it: most commands end here.
/// </summary>
/// <remarks>
/// The client sends a <see cref="ForwardedCommandLine"/>; the server answers <see cref="Reply.Taken"/>, or hangs up on what
/// it does not run. Only when the client has then said <see cref="Go"/> is anything done, so that one that has lost patience
/// can do it itself. What the command writes follows, then <see cref="Reply.Ended"/>. A client that closes its side cancels
/// the command.
/// </remarks>
internal static class CommandSocket
{
    /// <summary>The client's word that it waits for the command.</summary>
    public const byte Go = 1;

    /// <summary>What comes before the bytes of a reply: its kind, and how many they are.</summary>
    public const int ReplyHeader = 5;

    /// <summary>How long each end waits for the other until the command runs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int LongestAddress = 107; // bytes, of sun_path
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED: process, user, group

    /// <summary>
    /// The words that a process always does itself: they start, compare and mend what others stand on, check what the server says, or wait for somebody.
    /// </summary>
    public static bool IsServed(string word) =>
        word is not ("run" or "migrate" or "replay" or "verify" or "witness" or "login");

    /// <summary>The socket's place in a data folder: the socket, or a link to it where the folder's path is too long.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "run.sock");

    /// <summary>Whether a socket may have that path.</summary>
    public static bool IsShortEnough(string path) => Encoding.UTF8.GetByteCount(path) <= LongestAddress;

    /// <summary>
    /// What two processes must have in common for one to work for the other: the build, the view of the file system, the
    /// rights of new files.
    /// </summary>
    public static string Identity()
    {
        var (count, bytes, latest) = (0, 0L, 0L);
        foreach (var file in new DirectoryInfo(AppContext.BaseDirectory).EnumerateFiles())
        {
            if (file.Extension is ".dll" or ".json")
            {
                count++;
                bytes += file.Length;
                latest = Math.Max(latest, file.LastWriteTimeUtc.Ticks);
            }
        }

        var build = typeof(CommandSocket).Module.ModuleVersionId;
        var files = File.ResolveLinkTarget("/proc/self/ns/mnt", returnFinalTarget: false)?.Name;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{build} {count} {bytes} {latest} {files} {OwnStatus("Umask:")}"
        );
    }

    /// <summary>
    /// Whether the other end is the same account: paths are read and files made with the server's rights, which must be the
    /// client's own. The socket's mode keeps others out already, but not root.
    /// </summary>
    public static bool IsOfThisAccount(Socket connection)
    {
        Span<byte> credentials = stackalloc byte[3 * sizeof(int)];
        connection.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        var user = BitConverter.ToUInt32(credentials[sizeof(int)..]);
        // Real, effective, saved, of files.
        var own = OwnStatus("Uid:").Split('\t', StringSplitOptions.RemoveEmptyEntries);
        return own.Length == 4 && Array.TrueForAll(own, id => id == user.ToString(CultureInfo.InvariantCulture));
    }

    private static string OwnStatus(string field)
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
            {
                return line[field.Length..].Trim();
            }
        }

        return "";
    }
}

/// <summary>What a running Oversight sends: a kind, a length, and so many bytes.</summary>
internal enum Reply : byte
{
    /// <summary>It will run the command when the client says go.</summary>
    Taken = 1,

    /// <summary>UTF-8 for standard output.</summary>
    Out = 2,

    /// <summary>UTF-8 for standard error.</summary>
    Error = 3,

    /// <summary>The exit code, in four bytes.</summary>
    Ended = 4,
}

/// <summary>A command line and where it was given.</summary>
/// <param name="Identity">The client's <see cref="CommandSocket.Identity"/>.</param>
/// <param name="DataFolder">The data folder in which the client found the socket.</param>
/// <param name="Folder">The folder that relative paths start from.</param>
/// <param name="Arguments">The words after the program's name.</param>
/// <param name="Variables">The environment variables that mean something to a command.</param>
/// <param name="OutIsRedirected">Whether nobody looks at standard output.</param>
/// <param name="ErrorIsRedirected">Whether nobody looks at standard error.</param>
/// <param name="Width">How many characters a line of the terminal has.</param>
internal sealed record ForwardedCommandLine(
    string Identity,
    string DataFolder,
    string Folder,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Variables,
    bool OutIsRedirected,
    bool ErrorIsRedirected,
    int Width
)
{
    /// <summary>The most bytes that one has: more than Linux allows arguments and environment together.</summary>
    public const int Largest = 4 * 1024 * 1024;

    /// <summary>As bytes, their number first.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(0);
        writer.Write(Identity);
        writer.Write(DataFolder);
        writer.Write(Folder);
        writer.Write(OutIsRedirected);
        writer.Write(ErrorIsRedirected);
        writer.Write(Width);
        writer.Write(Arguments.Count);
        foreach (var argument in Arguments)
        {
            writer.Write(argument);
        }

        writer.Write(Variables.Count);
        foreach (var (name, value) in Variables)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Seek(0, SeekOrigin.Begin);
        writer.Write((int)bytes.Length - sizeof(int));
        return bytes.ToArray();
    }

    /// <summary>From the bytes that follow their number.</summary>
    /// <exception cref="InvalidDataException">They are not one of this build's.</exception>
    public static ForwardedCommandLine Read(byte[] bytes, string identity)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), new UTF8Encoding(false, true));
            // First, and alone: what another build means by the rest is not known.
            if (reader.ReadString() != identity)
            {
                throw new InvalidDataException("It is of another build, or sees other files.");
            }

            var (dataFolder, folder) = (reader.ReadString(), reader.ReadString());
            var (outIsRedirected, errorIsRedirected) = (reader.ReadBoolean(), reader.ReadBoolean());
            var width = reader.ReadInt32();
            var arguments = new List<string>();
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                arguments.Add(reader.ReadString());
            }

            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                variables[reader.ReadString()] = reader.ReadString();
            }

            return new(
                identity,
                dataFolder,
                folder,
                arguments,
                variables,
                outIsRedirected,
                errorIsRedirected,
                Math.Clamp(width, 20, 10_000)
            );
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("It is not a command line.", e);
        }
    }
}
