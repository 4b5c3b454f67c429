namespace Oversight.EmbeddedPostgres;

/// <summary>
/// Installs PostgreSQL with apt-get, without the default cluster that Debian's package otherwise makes and starts.
/// </summary>
/// <remarks>
/// The package's own script asks <c>/etc/postgresql-common/createcluster.conf</c> whether to make it. That file is left alone:
/// it includes every <c>createcluster.d/*.conf</c>, so a file of ours stands there while the package is installed.
/// </remarks>
internal static class DebianPackage
{
    private const string SettingFolder = "/etc/postgresql-common/createcluster.d";
    private const string SettingFile = SettingFolder + "/zz-oversight.conf";
    private const string Setting = "create_main_cluster = false";

    /// <summary>For people who install it themselves; run with root's rights it does what <see cref="InstallAsync"/> does.</summary>
    public const string CommandForPeople =
        $"sudo sh -c 'mkdir -p {SettingFolder} && echo \"{Setting}\" > {SettingFile} && apt-get update"
        + $" && apt-get install --yes --no-install-recommends postgresql; rm -f {SettingFile}'";

    public static bool CanInstall => Environment.IsPrivilegedProcess && File.Exists(AptGet);

    private const string AptGet = "/usr/bin/apt-get";

    /// <summary>
    /// Says what it is about to do, and does it. Of several programs that find PostgreSQL missing, one installs and the others
    /// wait for it.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">apt-get failed, or the default cluster cannot be kept from being made.</exception>
    public static async Task InstallAsync(Action<string> say, CancellationToken cancellation)
    {
        var place = await DataFolder.OpenAsync("/run/oversight");
        using var turn =
            await place.LockAsync("install.lock", TimeSpan.FromMinutes(15), cancellation)
            ?? throw new EmbeddedPostgresException(
                "Another program has been installing PostgreSQL for more than a quarter of an hour."
            );
        if ((await Binaries.FindAsync()).Count > 0)
        {
            return;
        }
        say(
            "PostgreSQL is not installed. Installing Debian's package postgresql now (apt-get install --no-install-recommends postgresql),"
                + " without Debian's default cluster. This can take some minutes; --no-install forbids it."
        );
        var folderWasThere = Directory.Exists(SettingFolder);
        Directory.CreateDirectory(SettingFolder);
        try
        {
            await File.WriteAllTextAsync(
                SettingFile,
                $"# Only while Oversight installs PostgreSQL.\n{Setting}\n",
                cancellation
            );
            // First the part that reads the setting, so that it can be asked whether it will be obeyed.
            await AptGetInstallAsync("postgresql-common");
            var asked = await Command.RunAsync(
                "pg_conftool",
                ["/etc/postgresql-common/createcluster.conf", "show", "-bs", "create_main_cluster"]
            );
            if (asked.Output.Trim() != "off")
            {
                throw new EmbeddedPostgresException(
                    "/etc/postgresql-common/createcluster.conf on this machine does not include createcluster.d, so installing PostgreSQL"
                        + $" would also make and start Debian's default cluster. Put the line '{Setting}' into that file and start again,"
                        + " or install the package postgresql yourself."
                );
            }
            await AptGetInstallAsync("postgresql");
        }
        finally
        {
            File.Delete(SettingFile);
            if (
                !folderWasThere
                && Directory.Exists(SettingFolder)
                && !Directory.EnumerateFileSystemEntries(SettingFolder).Any()
            )
            {
                Directory.Delete(SettingFolder);
            }
        }
        say("PostgreSQL is installed.");
    }

    private static async Task AptGetInstallAsync(string package)
    {
        var install = await AptGetAsync("install", "--yes", "--no-install-recommends", package);
        if (install.Succeeded)
        {
            return;
        }
        // A fresh machine has no package lists, an old one stale ones.
        var update = await AptGetAsync("update");
        install = await AptGetAsync("install", "--yes", "--no-install-recommends", package);
        if (!install.Succeeded)
        {
            throw new EmbeddedPostgresException(
                $"apt-get could not install {package}. apt-get update:\n{update.LastLines}\n  apt-get install:\n{install.LastLines}\n"
                    + $"Install PostgreSQL {Binaries.OldestMajor} or later yourself:\n    {CommandForPeople}\n"
                    + $"or name another server in the environment variable {DatabaseSettings.Variable}."
            );
        }
    }

    private static Task<Command> AptGetAsync(params string[] arguments) =>
        Command.RunAsync(
            AptGet,
            ["-o", "DPkg::Lock::Timeout=120", .. arguments],
            variables: new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" }
        );
}
