using System.Globalization;
using System.Text.RegularExpressions;

namespace Oversight.EmbeddedPostgres;

/// <summary>One installed PostgreSQL: its major version and the folder of its programs.</summary>
internal sealed partial record Binaries(int Major, string Folder)
{
    /// <summary>The oldest major version that the record's schema works on.</summary>
    public const int OldestMajor = 15;

    private const string DebianFolder = "/usr/lib/postgresql";

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>Those on PATH first, then Debian's by falling version; only those new enough.</summary>
    public static async Task<IReadOnlyList<Binaries>> FindAsync()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathRooted);
        var debians = Directory.Exists(DebianFolder)
            ? Directory
                .EnumerateDirectories(DebianFolder)
                .OrderByDescending(folder =>
                    int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) ? major : 0
                )
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        var found = new List<Binaries>();
        foreach (var folder in onPath.Concat(debians).Distinct().Where(IsComplete))
        {
            var said = await Command.RunAsync(Path.Combine(folder, "postgres"), ["--version"]);
            if (
                VersionPattern().Match(said.Output) is { Success: true } match
                && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is >= OldestMajor and var major
            )
            {
                found.Add(new Binaries(major, folder));
            }
        }
        return found;
    }

    /// <summary>The one that a cluster was made by, or for a new one the first that is installed; installs one where that may be.</summary>
    /// <exception cref="EmbeddedPostgresException">There is none; the message says how to get it.</exception>
    public static async Task<Binaries> ChooseAsync(
        DataFolder data,
        ClusterOptions options,
        CancellationToken cancellation
    )
    {
        var installed = await FindAsync();
        if (Directory.Exists(data.Cluster))
        {
            var major = int.Parse(
                await File.ReadAllTextAsync(Path.Combine(data.Cluster, "PG_VERSION"), cancellation),
                CultureInfo.InvariantCulture
            );
            return installed.FirstOrDefault(one => one.Major == major)
                ?? throw new EmbeddedPostgresException(
                    $"The database in {data.Path} was made by PostgreSQL {major}, which is not installed any more. The data is untouched."
                        + $" Install it again (sudo apt-get install postgresql-{major}) and start again."
                );
        }
        if (installed.Count == 0 && options.MayInstall && DebianPackage.CanInstall)
        {
            await DebianPackage.InstallAsync(options.Say, cancellation);
            installed = await FindAsync();
        }
        return installed.Count > 0
            ? installed[0]
            : throw new EmbeddedPostgresException(
                $"PostgreSQL {OldestMajor} or later is not installed (neither on PATH nor under {DebianFolder})."
                    + $" On Debian, install it without its default cluster:\n    {DebianPackage.CommandForPeople}\n"
                    + $"or name another server in the environment variable {DatabaseSettings.Variable}."
            );
    }

    private static bool IsComplete(string folder) =>
        new[] { "postgres", "initdb", "pg_ctl" }.All(name => File.Exists(Path.Combine(folder, name)));

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
