using System.Diagnostics;

namespace Oversight.EmbeddedPostgres;

/// <summary>The folder that holds the cluster and what belongs to it, by its real path (no symbolic links in it).</summary>
internal sealed class DataFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Others may pass through, which the server's account must, but see no names.
    private const UnixFileMode Passable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherExecute;

    private const string UnfinishedPrefix = "postgres.new-";

    private DataFolder(string path, string? owner)
    {
        Path = path;
        Owner = owner;
    }

    public string Path { get; }

    /// <summary>For root in somebody else's folder: that account, to which every new file is given. Otherwise null.</summary>
    public string? Owner { get; }

    public string Cluster => File("postgres");
    public string Log => File("postgres.log");
    public string Settings => File("database.json");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// A fresh name beside <see cref="Cluster"/> for one that is being made. Never the same twice: the initdb of a killed
    /// program may still be writing into the last one.
    /// </summary>
    public string NewUnfinishedCluster() => File(UnfinishedPrefix + Guid.NewGuid().ToString("N"));

    /// <summary>Deletes what killed programs left half-made; what cannot be deleted yet is left to the next call.</summary>
    public void DeleteUnfinishedClusters()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path, UnfinishedPrefix + "*"))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // An initdb that has outlived its program still writes there.
            }
        }
    }

    /// <summary>Finds the folder, or makes it and the parents it lacks.</summary>
    /// <exception cref="EmbeddedPostgresException">The caller may not make it or write in it.</exception>
    public static async Task<DataFolder> OpenAsync(string folder)
    {
        var path = (
            await Command.RunAsync("realpath", ["-m", "--", System.IO.Path.GetFullPath(folder)])
        ).Output.TrimEnd('\n');
        try
        {
            Create(path);
            var data = new DataFolder(path, Environment.IsPrivilegedProcess ? await OwnerOfAsync(path) : null);
            data.CreateIfMissing(data.File("start.lock"));
            return data;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new EmbeddedPostgresException(
                $"The data folder {path} cannot be made or written in ({e.Message}). Choose another with --data DIR."
            );
        }
    }

    private static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }
        if (System.IO.Path.GetDirectoryName(path) is { } parent)
        {
            Create(parent);
        }
        Directory.CreateDirectory(path);
        // Whatever the umask: a parent that the server's account cannot pass would be of no use.
        System.IO.File.SetUnixFileMode(path, Passable);
    }

    /// <summary>Makes an empty file that only its owner can read, unless it is there.</summary>
    public void CreateIfMissing(string path)
    {
        if (System.IO.File.Exists(path))
        {
            return;
        }
        try
        {
            // ReadWrite sharing takes no exclusive lock, so that two who make it at once do not hinder each other.
            using var file = new FileStream(path, ForWriting(FileMode.OpenOrCreate, FileShare.ReadWrite));
        }
        catch (IOException) when (System.IO.File.Exists(path))
        {
            // Somebody else has just made it, and locked it.
        }
        Give(path, Owner);
    }

    /// <summary>
    /// Locks a file of the folder until disposed or until the process ends, however it ends; null when somebody else has it. .NET opens
    /// files with flock(2): reading with <see cref="FileShare.Read"/> takes it shared, <see cref="FileShare.None"/> exclusive.
    /// </summary>
    public FileStream? TryLock(string name, bool shared = false)
    {
        var path = File(name);
        CreateIfMissing(path);
        try
        {
            return new FileStream(
                path,
                FileMode.Open,
                shared ? FileAccess.Read : FileAccess.ReadWrite,
                shared ? FileShare.Read : FileShare.None
            );
        }
        catch (IOException e) when (e is not FileNotFoundException and not DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw NotOurs(path);
        }
    }

    /// <summary>Tries again and again for so long; null when somebody else held it all that time.</summary>
    public async Task<FileStream?> LockAsync(string name, TimeSpan patience, CancellationToken cancellation)
    {
        var waiting = Stopwatch.StartNew();
        FileStream? taken;
        while ((taken = TryLock(name)) is null && waiting.Elapsed <= patience)
        {
            await Task.Delay(50, cancellation);
        }
        return taken;
    }

    /// <summary>Notes how to reach the cluster.</summary>
    public void Keep(DatabaseSettings settings) => Write(Settings, settings.ToJson());

    /// <summary>Replaces a private file's text at once: a reader sees the old or the new, whole; a crash leaves one of them.</summary>
    public void Write(string path, string text)
    {
        var replacement = $"{path}.{Environment.ProcessId}.new";
        try
        {
            System.IO.File.Delete(replacement);
            using (var file = new FileStream(replacement, ForWriting(FileMode.CreateNew)))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }
            Give(replacement, Owner);
            System.IO.File.Move(replacement, path, overwrite: true);
        }
        catch (UnauthorizedAccessException)
        {
            throw NotOurs(path);
        }
    }

    public EmbeddedPostgresException NotOurs(string path) =>
        new(
            $"{path} belongs to another user. Run the program as the user who made {Path}, or choose another data folder with --data DIR."
        );

    /// <summary>The account that a file belongs to; null for root, and for one that has no name.</summary>
    public static async Task<string?> OwnerOfAsync(string path)
    {
        var owner = (await Command.RunAsync("stat", ["-c", "%U", "--", path])).Output.Trim();
        return owner is "root" or "UNKNOWN" ? null : owner;
    }

    /// <summary>Gives a file, or a folder with all in it, to an account; null when it is the caller's own already.</summary>
    public static void Give(string path, string? account)
    {
        if (account is null)
        {
            return;
        }
        var given = Command.RunAsync("chown", ["-R", account + ":", "--", path]).GetAwaiter().GetResult();
        if (!given.Succeeded)
        {
            throw new EmbeddedPostgresException($"{path} cannot be given to the user {account}:\n{given.LastLines}");
        }
    }

    private static FileStreamOptions ForWriting(FileMode mode, FileShare share = FileShare.None) =>
        new()
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = share,
            UnixCreateMode = Private,
        };
}
