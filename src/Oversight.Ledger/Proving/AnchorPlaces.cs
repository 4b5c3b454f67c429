using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Ledger.Proving;

/// <summary>A file that holds the newest checkpoint.</summary>
internal sealed class FileAnchor(string file) : Anchor(file)
{
    protected override async Task<SignedNote?> NewestAsync(CancellationToken cancellation) =>
        File.Exists(Name) ? Read(await File.ReadAllBytesAsync(Name, cancellation)) : null;

    protected override Task KeepAsync(SignedNote note, CancellationToken cancellation)
    {
        DurableFile.Replace(Name, note.ToString());
        return Task.CompletedTask;
    }
}

/// <summary>A folder that holds a file for each checkpoint, named by its size; none of them is ever written again.</summary>
internal sealed partial class FolderAnchor(string folder) : Anchor(folder)
{
    private const long ListedAgain = 60_000; // milliseconds

    private string? newest;
    private long listed;

    public override bool KeepsEach => true;

    // A folder of very many files is not listed for each that is added: what others put there is met when its name is wanted.
    protected override async Task<SignedNote?> NewestAsync(CancellationToken cancellation)
    {
        if (newest is null || !File.Exists(newest) || Environment.TickCount64 - listed > ListedAgain)
        {
            newest = ListNewest();
            listed = Environment.TickCount64;
        }

        if (newest is null)
        {
            return null;
        }

        var note = Read(await File.ReadAllBytesAsync(newest, cancellation));
        return Checkpoint.Parse(note.Text).Size == SizeOf(newest)
            ? note
            : throw new AnchorException(
                $"{newest} holds a checkpoint of another size than its name says: somebody wrote it. Look who may."
            );
    }

    protected override async Task KeepAsync(SignedNote note, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Name);
        var file = Path.Combine(Name, $"{Checkpoint.Parse(note.Text).Size:D10}.checkpoint");
        if (!File.Exists(file))
        {
            DurableFile.Create(file, note.ToString());
            newest = file;
        }
        // Others may have seen it with more signatures, or fewer: what it says is the same.
        else if (Read(await File.ReadAllBytesAsync(file, cancellation)).Text != note.Text)
        {
            throw new AnchorException(
                $"{file} is there, and says something else than this record's checkpoint at that size. It is not overwritten: compare the two."
            );
        }
    }

    private string? ListNewest() =>
        Directory.Exists(Name)
            ? Directory.EnumerateFiles(Name).Where(file => SizeOf(file) is not null).MaxBy(file => SizeOf(file))
            : null;

    private static long? SizeOf(string file) =>
        Named().Match(Path.GetFileName(file)) is { Success: true } named
            ? long.Parse(named.Groups["size"].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    // Sizes of more digits than ten have as many as they need.
    [GeneratedRegex(
        @"^(?<size>[0-9]{10,18})\.checkpoint\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Named();
}

/// <summary>An address that takes the newest checkpoint by PUT, and gives it by GET.</summary>
internal sealed class AddressAnchor(Uri address)
    : Anchor($"{address.Scheme}://{address.Authority}{address.AbsolutePath}")
{
    private static readonly HttpClient Client = OutsideService.CreateClient();

    protected override async Task<SignedNote?> NewestAsync(CancellationToken cancellation)
    {
        using var answer = await Client.GetAsync(address, cancellation);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NoContent)
        {
            return null;
        }

        RequireSuccess(answer);
        return Read(await answer.Content.ReadAsByteArrayAsync(cancellation));
    }

    protected override async Task KeepAsync(SignedNote note, CancellationToken cancellation)
    {
        using var content = new StringContent(note.ToString(), Encoding.UTF8, "text/plain");
        using var answer = await Client.PutAsync(address, content, cancellation);
        RequireSuccess(answer);
    }

    private static void RequireSuccess(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"it answered {(int)answer.StatusCode}.");
        }
    }
}
