using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Oversight.EmbeddedPostgres;

/// <summary>
/// Says that the program runs on a data folder, and where it answers. One can hold it at a time; a program that was killed
/// holds it no more.
/// </summary>
public sealed class RunLock : IDisposable
{
    private const string LockName = "run.lock";
    private const string NoteName = "run.json";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly DataFolder folder;
    private readonly FileStream hold;

    private RunLock(DataFolder folder, FileStream hold)
    {
        this.folder = folder;
        this.hold = hold;
    }

    /// <summary>Takes the lock and notes the address in <c>run.json</c>. The folder is made when it is missing.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="address">Where the program will answer, such as <c>http://localhost:5080</c>.</param>
    /// <exception cref="AlreadyRunningException">Another process holds it; the message says which and where it answers.</exception>
    /// <exception cref="EmbeddedPostgresException">The folder cannot be made or written in.</exception>
    public static RunLock Take(string dataFolder, Uri address)
    {
        var data = DataFolder.OpenAsync(dataFolder).GetAwaiter().GetResult();
        // Find takes it shared for a moment, which must not look like a running program.
        var taken = data.LockAsync(LockName, Patience, CancellationToken.None).GetAwaiter().GetResult();
        if (taken is null)
        {
            var other = ReadNote(data);
            throw new AlreadyRunningException(
                other is null
                    ? $"Oversight is already starting on the data folder {data.Path}."
                    : $"Oversight is already running on the data folder {data.Path}: {other.Address} (process id {other.Pid}).",
                other is null ? null : new Uri(other.Address)
            );
        }
        var running = new RunLock(data, taken);
        running.AnswersAt(address);
        return running;
    }

    /// <summary>Notes where the program really answers, once that is known: another address than the one it took the lock with.</summary>
    public void AnswersAt(Uri address) =>
        folder.Write(
            folder.File(NoteName),
            JsonSerializer.Serialize(new Note(Environment.ProcessId, address.GetLeftPart(UriPartial.Authority)), Json)
        );

    /// <summary>Where the program that runs on the data folder answers; null when none runs there.</summary>
    public static Uri? Find(string dataFolder)
    {
        if (!File.Exists(Path.Combine(dataFolder, LockName)))
        {
            return null;
        }
        var data = DataFolder.OpenAsync(dataFolder).GetAwaiter().GetResult();
        var waiting = Stopwatch.StartNew();
        do
        {
            using var free = data.TryLock(LockName, shared: true);
            if (free is not null)
            {
                return null;
            }
            if (ReadNote(data) is { } note)
            {
                return new Uri(note.Address);
            }
            // It has the lock and is about to write its note.
            Thread.Sleep(20);
        } while (waiting.Elapsed <= Patience);
        return null;
    }

    /// <summary>Gives the lock up.</summary>
    public void Dispose()
    {
        File.Delete(folder.File(NoteName));
        hold.Dispose();
    }

    /// <summary>Null when it is missing, or left by a process that is gone.</summary>
    private static Note? ReadNote(DataFolder data)
    {
        try
        {
            var note = JsonSerializer.Deserialize<Note>(File.ReadAllText(data.File(NoteName)), Json);
            return note is not null && Directory.Exists($"/proc/{note.Pid}") ? note : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private sealed record Note(int Pid, string Address);
}
