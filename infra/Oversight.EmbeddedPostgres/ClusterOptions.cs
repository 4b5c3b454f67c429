namespace Oversight.EmbeddedPostgres;

/// <summary>What is wanted of the embedded database.</summary>
/// <param name="DataFolder">The folder that holds it; made when it is missing. See <see cref="DefaultDataFolder"/>.</param>
/// <param name="MayInstall">Whether a missing PostgreSQL may be installed with apt-get (as root on Debian only).</param>
/// <param name="Say">Called with a sentence for the person at the terminal when something takes long or is out of the ordinary.</param>
public sealed record ClusterOptions(string DataFolder, bool MayInstall, Action<string> Say)
{
    /// <summary>The environment variable that names the data folder.</summary>
    public const string DataFolderVariable = "OVERSIGHT_DATA";

    /// <summary>
    /// Whether a committed entry survives a crash of the machine. False makes tests faster; never for a record that matters.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>
    /// <c>OVERSIGHT_DATA</c> when it is set; for root <c>/var/lib/oversight</c>, which the server's account can reach; for
    /// others <c>oversight</c> in <c>XDG_DATA_HOME</c> or in <c>~/.local/share</c>.
    /// </summary>
    /// <param name="variable">Gives an environment variable's value. Default: this process's.</param>
    /// <returns>A path; <c>OVERSIGHT_DATA</c> as it is written.</returns>
    /// <exception cref="EmbeddedPostgresException">There is no home folder to put it in.</exception>
    public static string DefaultDataFolder(Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        if (variable(DataFolderVariable) is { Length: > 0 } named)
        {
            return named;
        }
        if (Environment.IsPrivilegedProcess)
        {
            return "/var/lib/oversight";
        }
        // The specification of XDG_DATA_HOME says that a relative path in it counts as unset.
        if (variable("XDG_DATA_HOME") is { } shared && Path.IsPathRooted(shared))
        {
            return Path.Combine(shared, "oversight");
        }
        // HOME, or what the system knows of the account where HOME is not set, as in some services.
        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile,
            Environment.SpecialFolderOption.DoNotVerify
        );
        return home.Length > 0
            ? Path.Combine(home, ".local", "share", "oversight")
            : throw new EmbeddedPostgresException(
                $"There is no home folder to keep the data in. Name a folder with --data DIR or in {DataFolderVariable}."
            );
    }
}
