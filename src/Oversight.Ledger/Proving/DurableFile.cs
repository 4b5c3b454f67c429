using System.Runtime.InteropServices;
using System.Text;

namespace Oversight.Ledger.Proving;

/// <summary>Files that stand whole under their names, and go on to, whatever ends the program or the machine.</summary>
public static class DurableFile
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int InvalidArgument = 22; // EINVAL: some file systems keep a folder in step by themselves.

    /// <summary>Puts a file in the place of another of that name, or makes it. When this returns it is on the disk.</summary>
    /// <exception cref="IOException">It cannot be written; what was there is there still.</exception>
    public static void Replace(string file, string text)
    {
        // Of one name, so that those that were being written when the program was killed do not pile up.
        var beside = $"{file}.part";
        Write(beside, text, new FileStreamOptions { Mode = FileMode.Create });
        File.Move(beside, file, overwrite: true);
        Settle(file);
    }

    /// <summary>Makes a file that is not there. When this returns it is on the disk.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="isSecret">Whether it is readable by its owner alone.</param>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    public static void Create(string file, string text, bool isSecret = false)
    {
        var beside = $"{file}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew };
        if (isSecret)
        {
            options.UnixCreateMode = Own;
        }

        try
        {
            Write(beside, text, options);
            File.Move(beside, file);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }

        Settle(file);
    }

    /// <summary>Makes a folder that is its owner's alone, where it is not there.</summary>
    public static void MakeFolder(string folder) => Directory.CreateDirectory(folder, Own | UnixFileMode.UserExecute);

    /// <summary>Whether nobody but its owner may read or write a file.</summary>
    public static bool IsOwnersAlone(string file) => (File.GetUnixFileMode(file) & ~Own) == UnixFileMode.None;

    // On the disk before it gets its name.
    private static void Write(string file, string text, FileStreamOptions options)
    {
        (options.Access, options.Share) = (FileAccess.Write, FileShare.None);
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    // The name is the folder's: it too has to be on the disk. .NET opens no folders.
    private static void Settle(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var opened = Open([.. Encoding.UTF8.GetBytes(folder), 0], 0);
        if (opened < 0)
        {
            throw Failed(folder);
        }

        try
        {
            if (Flush(opened) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw Failed(folder);
            }
        }
        finally
        {
            _ = Close(opened);
        }
    }

    private static IOException Failed(string folder) =>
        new($"The folder {folder} cannot be brought to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
