using System.Diagnostics;

namespace Oversight.EmbeddedPostgres;

/// <summary>
/// A lock on a file, held until disposed or until the process ends, however it ends. .NET opens files with flock(2):
/// reading with <see cref="FileShare.Read"/> takes it shared, <see cref="FileShare.None"/> exclusive, neither ever waits.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    public void Dispose() => file.Dispose();

    public static FileLock? TryExclusive(DataFolder data, string name) =>
        TryOpen(data, name, FileAccess.ReadWrite, FileShare.None);

    public static FileLock? TryShared(DataFolder data, string name) =>
        TryOpen(data, name, FileAccess.Read, FileShare.Read);

    /// <summary>Tries again and again for so long; null when somebody else held it all that time.</summary>
    public static async Task<FileLock?> ExclusiveAsync(
        DataFolder data,
        string name,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            if (TryExclusive(data, name) is { } taken)
            {
                return taken;
            }
            if (waiting.Elapsed > patience)
            {
                return null;
            }
            await Task.Delay(Pause, cancellation);
        }
    }

    private static FileLock? TryOpen(DataFolder data, string name, FileAccess access, FileShare share)
    {
        var path = data.File(name);
        data.CreateIfMissing(path);
        try
        {
            return new FileLock(new FileStream(path, FileMode.Open, access, share));
        }
        catch (IOException e) when (e is not FileNotFoundException and not DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw data.NotOurs(path);
        }
    }
}
