namespace Oversight.EmbeddedPostgres;

/// <summary>
/// The account that the server runs under. PostgreSQL refuses to run as root, so for root it is another; for everybody
/// else it is the caller's own.
/// </summary>
/// <param name="Name">The account's name for root to switch to; null for the caller's own.</param>
internal sealed record ServerAccount(string? Name)
{
    /// <summary>
    /// For root: the account that a cluster made earlier belongs to, else the owner of the data folder, else <c>postgres</c>
    /// (Debian's package makes it), else <c>nobody</c>.
    /// </summary>
    public static async Task<ServerAccount> ChooseAsync(DataFolder data)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(Name: null);
        }
        var owner = Directory.Exists(data.Cluster) ? await DataFolder.OwnerOfAsync(data.Cluster) : null;
        if ((owner ?? data.Owner) is { } named)
        {
            return new ServerAccount(named);
        }
        var postgres = await Command.RunAsync("id", ["-u", "postgres"]);
        return new ServerAccount(postgres.Succeeded ? "postgres" : "nobody");
    }

    /// <summary>Sees whether the account can pass through every folder that leads to the data and to the server.</summary>
    /// <exception cref="EmbeddedPostgresException">A folder on the way to the data or to the server's programs is closed to the account.</exception>
    public async Task CheckThatItReachesAsync(DataFolder data, Binaries binaries)
    {
        const string firstClosed = """for path; do [ -x "$path" ] || { printf %s "$path"; exit 1; }; done""";
        var way = Above(data.Path)
            .Append(data.Path)
            .Concat(Above(binaries.Folder))
            .Append(binaries.Program("postgres"));
        var check = await Command.RunAsync("/bin/sh", ["-c", firstClosed, "sh", .. way], Name);
        if (check.Succeeded)
        {
            return;
        }
        var who = Name is null
            ? "you"
            : $"the user '{Name}', which the database server runs as because it must not run as root,";
        throw new EmbeddedPostgresException(
            check.ExitCode != 1 ? check.Output
            : data.Path.StartsWith(check.Output, StringComparison.Ordinal)
                ? $"The data folder {data.Path} cannot be used: {who} may not enter {check.Output}."
                    + " Choose a folder that everybody may pass to, such as --data /var/lib/oversight."
            : $"PostgreSQL in {binaries.Folder} cannot be used: {who} may not enter or run {check.Output}."
        );
    }

    private static IEnumerable<string> Above(string path) =>
        Path.GetDirectoryName(path) is { } parent ? Above(parent).Append(parent) : [];
}
