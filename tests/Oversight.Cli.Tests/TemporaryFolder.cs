namespace Oversight.Cli.Tests;

/// <summary>A folder that goes with its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string path;

    public TemporaryFolder(string name = "oversight-cli-tests-")
    {
        path = Directory.CreateTempSubdirectory(name).FullName;
        // The database server's account has to pass through it.
        System.IO.File.SetUnixFileMode(
            path,
            System.IO.File.GetUnixFileMode(path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        );
    }

    public string File(string name) => Path.Combine(path, name);

    public string Write(string name, params IEnumerable<string> lines)
    {
        System.IO.File.WriteAllText(File(name), string.Join('\n', lines) + "\n");
        return File(name);
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
