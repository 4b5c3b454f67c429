namespace Oversight.Ledger;

/// <summary>A file without a name, which is gone when it is closed, however the program ends.</summary>
internal static class Spool
{
    /// <summary>Takes what arrives to its end.</summary>
    /// <returns>At its beginning.</returns>
    /// <exception cref="BadInputException">It is empty, or larger than that.</exception>
    public static async Task<FileStream> ReceiveAsync(Stream content, long largest, CancellationToken cancellation)
    {
        var spool = Open();
        try
        {
            var buffer = new byte[256 * 1024];
            while (await content.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                if (spool.Length + read > largest)
                {
                    throw new BadInputException(
                        "document",
                        $"is larger than {largest} bytes, the most that is kept: divide it."
                    );
                }

                await spool.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            spool.Position = 0;
            return spool.Length > 0
                ? spool
                : throw new BadInputException("document", "is empty: send the file's bytes.");
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    private static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), $"oversight-{Guid.NewGuid():N}");
        var spool = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                Options = FileOptions.Asynchronous,
                UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }
        );
        File.Delete(path);
        return spool;
    }
}
