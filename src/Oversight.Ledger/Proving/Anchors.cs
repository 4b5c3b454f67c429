using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Ledger.Proving;

/// <summary>What an anchor holds.</summary>
/// <param name="Anchor">The anchor, as it is shown.</param>
/// <param name="Newest">The newest checkpoint that it holds, whoever signed it; null when it holds none, or could not be read.</param>
/// <param name="Unreadable">Why it could not be read; null when it was.</param>
public sealed record AnchorReading(string Anchor, SignedNote? Newest, string? Unreadable);

/// <summary>
/// The places outside the database and the data folder at which checkpoints are kept: files, folders, addresses. What they hold is compared with
/// the record; whoever put the record back to an older state has to change each of them too.
/// </summary>
public sealed class Anchors
{
    private Anchors(IReadOnlyList<Anchor> all) => All = all;

    /// <summary>The anchors, each once.</summary>
    internal IReadOnlyList<Anchor> All { get; }

    /// <summary>The anchors that are named so: a file; a folder that is there, or ends in a slash; an http or https address.</summary>
    /// <param name="places">Full paths, and addresses.</param>
    /// <exception cref="FormatException">One of them can be none of these.</exception>
    public static Anchors At(IEnumerable<string> places) =>
        new([.. places.Distinct(StringComparer.Ordinal).Select(Anchor.At)]);

    /// <summary>Reads the newest checkpoint of each, all at once. None of them is believed by that: compare what they hold.</summary>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<AnchorReading>> NewestAsync(CancellationToken cancellation = default) =>
        await Task.WhenAll(All.Select(anchor => ReadAsync(anchor, cancellation)));

    private static async Task<AnchorReading> ReadAsync(Anchor anchor, CancellationToken cancellation)
    {
        try
        {
            return new(anchor.Name, await anchor.ReadAsync(cancellation), null);
        }
        catch (AnchorException e)
        {
            return new(anchor.Name, null, e.Message);
        }
    }
}

/// <summary>An anchor cannot be read or written. The message names it, and says why.</summary>
internal sealed class AnchorException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One place at which checkpoints are kept.</summary>
internal abstract class Anchor(string name)
{
    /// <summary>The place, as it is shown; nothing secret.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it keeps each checkpoint; else it keeps the newest.</summary>
    public virtual bool KeepsEach => false;

    /// <summary>The anchor that is named so.</summary>
    /// <exception cref="FormatException">It can be none.</exception>
    public static Anchor At(string place)
    {
        if (Uri.TryCreate(place, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return new AddressAnchor(address!);
        }

        if (!Path.IsPathFullyQualified(place))
        {
            throw new FormatException(
                $"\"{place}\" cannot be an anchor: name a file, a folder, or an address that begins with http:// or https://."
            );
        }

        return place.EndsWith('/') || Directory.Exists(place) ? new FolderAnchor(place) : new FileAnchor(place);
    }

    /// <summary>The newest checkpoint that it holds; null for none.</summary>
    /// <exception cref="AnchorException">It cannot be read, or holds something else.</exception>
    public async Task<SignedNote?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await NewestAsync(cancellation);
        }
        catch (ProofException e)
        {
            throw NoCheckpoint(e);
        }
        catch (Exception e) when (IsAway(e, cancellation))
        {
            throw new AnchorException($"it cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Keeps a checkpoint there.</summary>
    /// <exception cref="AnchorException">It cannot be written, or another checkpoint stands there.</exception>
    public async Task WriteAsync(SignedNote note, CancellationToken cancellation)
    {
        try
        {
            await KeepAsync(note, cancellation);
        }
        catch (ProofException e)
        {
            throw NoCheckpoint(e);
        }
        catch (Exception e) when (IsAway(e, cancellation))
        {
            throw new AnchorException($"it cannot be written: {e.Message}", e);
        }
    }

    protected abstract Task<SignedNote?> NewestAsync(CancellationToken cancellation);

    protected abstract Task KeepAsync(SignedNote note, CancellationToken cancellation);

    protected static SignedNote Read(ReadOnlySpan<byte> bytes)
    {
        var note = SignedNote.Parse(bytes);
        _ = Checkpoint.Parse(note.Text);
        return note;
    }

    private static AnchorException NoCheckpoint(ProofException e) =>
        new($"it holds something that is no checkpoint ({e.Message}): look what it is.", e);

    private static bool IsAway(Exception e, CancellationToken cancellation) =>
        e is IOException or UnauthorizedAccessException or HttpRequestException
        || (e is OperationCanceledException && !cancellation.IsCancellationRequested);
}
