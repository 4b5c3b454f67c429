using Oversight.Ledger;

namespace Oversight.Web;

/// <summary>
/// Room on the disk of the data folder, where the program's own database lies too. Documents leave a reserve: with none left the database
/// ends, and nobody could read.
/// </summary>
/// <param name="settings">Where the data folder is.</param>
internal sealed class DiskSpace(WebSettings settings)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>What documents may not take.</summary>
    private const long Reserve = 512 * Megabyte;

    /// <summary>Below this it is said.</summary>
    private const long Little = 2048 * Megabyte;

    /// <summary>Checks that a document of that length leaves the reserve.</summary>
    /// <exception cref="NoRoomException">It does not.</exception>
    public void MustBeLeftAfter(long length)
    {
        if (Free() is { } free && free - length < Reserve)
        {
            throw new NoRoomException(
                $"The disk is full but for {Megabytes(free)}, which are kept for decisions: no document is stored until there is more room."
            );
        }
    }

    /// <summary>What is to be said of a disk that fills; null while there is room.</summary>
    public string? Warning() =>
        Free() is { } free and < Little
            ? $"The disk of the data folder has {Megabytes(free)} left. Below {Megabytes(Reserve)} no document is stored."
            : null;

    private long? Free()
    {
        if (settings.FreeBytes is not null)
        {
            return settings.FreeBytes();
        }

        try
        {
            return settings.LogFolder is null
                ? null
                : new DriveInfo(Path.GetFullPath(settings.LogFolder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:N0} MB");
}
