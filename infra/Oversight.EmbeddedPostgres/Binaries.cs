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

    private static bool IsComplete(string folder) =>
        new[] { "postgres", "initdb", "pg_ctl" }.All(name => File.Exists(Path.Combine(folder, name)));

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
