using Oversight.Desk;
using Oversight.EmbeddedPostgres;

namespace Oversight.Cli;

/// <summary>
/// Where a command line is given: what it writes to, its environment variables and its folder. It goes with the command,
/// so that one process can work on several at once.
/// </summary>
/// <param name="Out">Where results go.</param>
/// <param name="Error">Where everything else goes.</param>
/// <param name="Variable">The value of an environment variable; null when it is not set.</param>
/// <param name="Folder">The folder that relative paths start from.</param>
public sealed record Shell(TextWriter Out, TextWriter Error, Func<string, string?> Variable, string Folder)
{
    private static readonly AsyncLocal<Shell?> OfCommand = new();

    /// <summary>Whether nobody looks at <see cref="Out"/>.</summary>
    public bool OutIsRedirected { get; init; } = true;

    /// <summary>Whether nobody looks at <see cref="Error"/>.</summary>
    public bool ErrorIsRedirected { get; init; } = true;

    /// <summary>How many characters a line of the terminal has; null where it can be asked itself.</summary>
    public int? Width { get; init; }

    /// <summary>Whether places are told: they count what whoever does not read everything does not see.</summary>
    public bool TellsPlaces { get; init; } = true;

    /// <summary>The record that this process has open already; null: a command opens it for itself, and closes it.</summary>
    public LentRecord? Record { get; init; }

    /// <summary>The shell of the command that runs in this flow of execution.</summary>
    internal static Shell Current
    {
        get => OfCommand.Value ?? throw new InvalidOperationException("No command runs here.");
        set => OfCommand.Value = value;
    }

    /// <summary>The process's own terminal, environment and folder.</summary>
    public static Shell OfThisProcess() =>
        new(Console.Out, Console.Error, Environment.GetEnvironmentVariable, Environment.CurrentDirectory)
        {
            OutIsRedirected = Console.IsOutputRedirected,
            ErrorIsRedirected = Console.IsErrorRedirected,
        };

    /// <summary>The full path of a path as it was given.</summary>
    internal string PathOf(string path) => Path.GetFullPath(path, Folder);
}

/// <summary>A record that commands may use but not close.</summary>
/// <param name="Database">How its database is reached.</param>
/// <param name="Record">The record.</param>
/// <param name="PublicAddress">The address that others reach the server at, as it was started with; null where none was said.</param>
public sealed record LentRecord(DatabaseSettings Database, OpenRecord Record, Uri? PublicAddress = null);
