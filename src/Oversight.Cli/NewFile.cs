namespace Oversight.Cli;

/// <summary>A file that a command writes.</summary>
internal static class NewFile
{
    /// <summary>Writes a file beside its place, and then moves it there: half of one never stands under its name.</summary>
    /// <exception cref="BadInputException">It is there already, or cannot be written.</exception>
    public static async Task WriteAsync(string path, bool force, Func<Stream, Task> write)
    {
        var place = Shell.Current.PathOf(path);
        if (!force && Path.Exists(place))
        {
            throw new BadInputException(path, "is there already: choose another, or overwrite it with --force.");
        }

        var beside = $"{place}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                await write(file);
            }

            File.Move(beside, place, force);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be written: {e.Message}");
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
