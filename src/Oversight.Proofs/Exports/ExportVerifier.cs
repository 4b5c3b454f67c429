using System.Security.Cryptography;
using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Exports;

/// <summary>An export that holds.</summary>
/// <param name="Checkpoint">The checkpoint to which it reaches.</param>
/// <param name="Chain">The keys that the export brings along, and how each vouches for the next; to be compared, not believed.</param>
/// <param name="SignedBy">Which of them signed the checkpoint: the newest that did.</param>
/// <param name="Believed">The checkpoint as whoever checks believes it; null when no policy was given.</param>
/// <param name="Kept">The kept checkpoints with which the record begins.</param>
/// <param name="Documents">The documents that entries name.</param>
/// <param name="Bytes">How long the export is.</param>
public sealed record VerifiedExport(
    Checkpoint Checkpoint,
    KeyChain Chain,
    VerifierKey SignedBy,
    VerifiedCheckpoint? Believed,
    IReadOnlyList<Checkpoint> Kept,
    IReadOnlyList<ExportedDocument> Documents,
    long Bytes
);

/// <summary>
/// Checks an export as docs/proofs.md says, in one pass, with a few megabytes of memory and as many threads as there are. What does not hold is named
/// by its place or its member.
/// </summary>
public sealed class ExportVerifier
{
    private const string KeptBefore = "A checkpoint that was kept";

    // Texts and the list of documents; whatever is longer is none.
    private const int LongestText = 64 * 1024 * 1024;

    private readonly ArchiveReader _archive;
    private readonly TrustPolicy? _policy;
    private readonly IReadOnlyCollection<SignedNote> _notes;
    private readonly IProgress<long>? _progress;
    private readonly TreeEdge _tree = new();
    private readonly Queue<Checkpoint> _ahead = [];
    private readonly SortedSet<string> _named = new(StringComparer.Ordinal);
    private readonly StringBuilder _sums = new();

    private ExportVerifier(
        Stream export,
        TrustPolicy? policy,
        IReadOnlyCollection<SignedNote> kept,
        IProgress<long>? progress
    ) => (_archive, _policy, _notes, _progress) = (new(export), policy, kept, progress);

    /// <summary>Checks an export.</summary>
    /// <param name="export">The export, read from where it stands to its end.</param>
    /// <param name="policy">Whom to believe; null when nobody was named: then only whether the export agrees with itself is known.</param>
    /// <param name="kept">Checkpoints that whoever checks kept before, with which the record has to begin.</param>
    /// <param name="progress">Told how many bytes were read; null for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ProofException">It does not hold; the message names the place or the member, and why.</exception>
    public static VerifiedExport Verify(
        Stream export,
        TrustPolicy? policy,
        IReadOnlyCollection<SignedNote> kept,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default
    ) => new ExportVerifier(export, policy, kept, progress).Run(cancellation);

    private VerifiedExport Run(CancellationToken cancellation)
    {
        Of(ExportLayout.HowToCheck, () => TakeText(ExportLayout.HowToCheck));
        var keys = Of(ExportLayout.Keys, () => KeysOf(TakeText(ExportLayout.Keys)));
        var rotations = new List<SignedNote>();
        for (var i = 1; i < keys.Count; i++)
        {
            var (member, from, to) = (ExportLayout.Rotation(i + 1), keys[i - 1], keys[i]);
            rotations.Add(
                Of(
                    member,
                    () =>
                    {
                        var vouches = SignedNote.Parse(TakeText(member));
                        _ = KeyRotation.Verify(vouches, from, to);
                        return vouches;
                    }
                )
            );
        }

        var chain = Of(ExportLayout.Keys, () => new KeyChain(keys, rotations));
        var note = Of(ExportLayout.Checkpoint, () => SignedNote.Parse(TakeText(ExportLayout.Checkpoint)));
        var checkpoint = Of(ExportLayout.Checkpoint, () => Checkpoint.Parse(note.Text));
        if (checkpoint.Origin != keys[0].Name)
        {
            throw new ProofException(
                $"{ExportLayout.Keys}: they are of {keys[0].Name}, and the checkpoint is of {checkpoint.Origin}."
            );
        }

        var (signedBy, believed) = Of(
            ExportLayout.Checkpoint,
            () => (chain.RequireSigned(note), _policy?.Verify(note))
        );
        LineUp(chain, checkpoint);
        TakeEntries(checkpoint.Size, cancellation);
        RequireRoot(checkpoint, ExportLayout.Checkpoint);
        var documents = TakeDocuments();
        TakeSums();
        return new VerifiedExport(
            checkpoint,
            chain,
            signedBy,
            believed,
            [.. _notes.Select(one => Checkpoint.Parse(one.Text)).OrderBy(one => one.Size)],
            documents,
            _archive.Read
        );
    }

    // The kept checkpoints in the order in which the tree comes to them.
    private void LineUp(KeyChain chain, Checkpoint checkpoint)
    {
        foreach (var note in _notes.OrderBy(one => Checkpoint.Parse(one.Text).Size))
        {
            var kept = Checkpoint.Parse(note.Text);
            Of(
                KeptBefore,
                () =>
                {
                    _ = _policy?.Verify(note);
                    return kept.Origin == checkpoint.Origin
                        ? chain.RequireSigned(note)
                        : throw new ProofException($"it is of {kept.Origin}, and the export of {checkpoint.Origin}.");
                }
            );
            _ahead.Enqueue(
                kept.Size <= checkpoint.Size
                    ? kept
                    : throw new ProofException(
                        $"{KeptBefore}: it covers {kept.Size} entries, and the export has {checkpoint.Size}: that is of an older state of the "
                            + "record, or of one that was cut off."
                    )
            );
        }
        RequireKept();
    }

    private void TakeEntries(long size, CancellationToken cancellation)
    {
        // The lines of one member are hashed while the leaves of the one before it go into the tree.
        EntriesMember? before = null;
        for (var first = 0L; first < size; first += ExportLayout.EntriesAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var next = TakeEntries(first, (int)Math.Min(ExportLayout.EntriesAtOnce, size - first));
            Grow(before);
            before = next;
            _progress?.Report(_archive.Read);
        }
        Grow(before);
    }

    private EntriesMember TakeEntries(long first, int count)
    {
        if (Open(ExportLayout.Entries(first)) is var length and > ExportLayout.LongestEntries)
        {
            throw new ProofException(
                $"{ExportLayout.Entries(first)}: it has {length} bytes; none has more than {ExportLayout.LongestEntries}."
            );
        }

        var (runs, lines) = (new List<Task<HashedRun>>(), 0L);
        foreach (var (run, place, many) in EntryLines.RunsOf(_archive, first))
        {
            runs.Add(Task.Run(() => EntryLines.Hash(run, place, many)));
            lines += many;
        }

        if (lines > count)
        {
            // A line that is not of its place says better what is wrong.
            Task.WhenAll(runs).GetAwaiter().GetResult();
            throw new ProofException(
                $"{ExportLayout.Entries(first)}: place {first + count}: the line does not stand here, or no checkpoint covers it."
            );
        }

        Open(ExportLayout.Leaves(first));
        // One more than there are, so that a leaf too many is told from a member that is something else.
        return new EntriesMember(first, count, lines, runs, _archive.TakeAll((count + 1L) * TreeHash.Length));
    }

    private void Grow(EntriesMember? member)
    {
        if (member is null)
        {
            return;
        }

        foreach (var run in member.Runs.Select(run => run.GetAwaiter().GetResult()))
        {
            _named.UnionWith(run.Named);
            foreach (ref readonly var leaf in run.Leaves.AsSpan())
            {
                Append(leaf, member);
            }
        }
        if (member.Lines < member.Count)
        {
            throw ExportLayout.At(_tree.Size, "the line is missing: the checkpoint covers it");
        }
        if (member.Leaves.Length != member.Count * TreeHash.Length)
        {
            throw new ProofException(
                $"{ExportLayout.Leaves(member.First)}: it has {member.Leaves.Length} bytes for {member.Count} leaves of {TreeHash.Length}."
            );
        }
    }

    private void Append(in TreeHash leaf, EntriesMember member)
    {
        var (place, at) = (_tree.Size, (int)(_tree.Size - member.First) * TreeHash.Length);
        if (!member.Leaves.AsSpan(Math.Min(at, member.Leaves.Length)).StartsWith(leaf.Bytes))
        {
            throw new ProofException(
                $"{ExportLayout.Leaves(member.First)}: place {place}: the line and its leaf do not agree: one of them was changed."
            );
        }
        _tree.Append(leaf);
        RequireKept();
    }

    private void RequireKept()
    {
        while (_ahead.TryPeek(out var kept) && kept.Size == _tree.Size)
        {
            RequireRoot(_ahead.Dequeue(), KeptBefore);
        }
    }

    private void RequireRoot(Checkpoint checkpoint, string what)
    {
        if (_tree.Root() is var root && root != checkpoint.Root)
        {
            throw new ProofException(
                $"{what}: the root over the first {checkpoint.Size} entries is {root}, and it says {checkpoint.Root}: entries before place "
                    + $"{checkpoint.Size} are others than those that were signed."
            );
        }
    }

    private List<ExportedDocument> TakeDocuments()
    {
        var documents = Of(
            ExportLayout.Documents,
            () => ExportedDocument.Parse(TakeText(ExportLayout.Documents), _named)
        );
        foreach (var one in documents.Where(one => one.State == DocumentState.Here))
        {
            var member = ExportLayout.Document(one.Sha256);
            Open(member);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var part = new byte[128 * 1024];
            while (_archive.Take(part) is var taken and > 0)
            {
                hash.AppendData(part.AsSpan(0, taken));
            }
            var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            Sum(member, sha256);
            if (sha256 != one.Sha256)
            {
                throw new ProofException($"{member}: the document has the SHA-256 {sha256}.");
            }
            _progress?.Report(_archive.Read);
        }
        return documents;
    }

    private void TakeSums()
    {
        var expected = _sums.ToString();
        if (Of(ExportLayout.Sums, () => TakeText(ExportLayout.Sums)) is var sums && sums != expected)
        {
            var same = sums.AsSpan().CommonPrefixLength(expected);
            var (from, to) = (expected.LastIndexOf('\n', Math.Max(same - 1, 0)), expected.IndexOf('\n', same));
            var line = to < 0 ? "" : expected[(from + 1)..to];
            throw new ProofException(
                $"{ExportLayout.Sums}: "
                    + (
                        line.Length == 0
                            ? "it goes on behind the last sum."
                            : $"it has another hash of {line[(line.IndexOf(' ', StringComparison.Ordinal) + 2)..]}: that member was changed, or the sums were."
                    )
            );
        }
        _archive.End();
    }

    private long Open(string member) => _archive.Open(member);

    private string TakeText(string member)
    {
        Open(member);
        var content = _archive.TakeAll(LongestText);
        Sum(member, Convert.ToHexStringLower(SHA256.HashData(content)));
        return StrictText.FromUtf8(content, LongestText, member);
    }

    private void Sum(string member, string sha256) => _sums.Append(sha256).Append("  ").Append(member).Append('\n');

    private static List<VerifierKey> KeysOf(string text)
    {
        if (!text.EndsWith('\n'))
        {
            throw new ProofException("its last line does not end.");
        }
        List<VerifierKey> keys = [.. text[..^1].Split('\n').Select(VerifierKey.Parse)];
        KeyChain.RequireKeys(keys);
        return keys;
    }

    // Names the member of which something does not hold.
    private static T Of<T>(string member, Func<T> check)
    {
        try
        {
            return check();
        }
        catch (ProofException e) when (!e.Message.StartsWith(member, StringComparison.Ordinal))
        {
            throw new ProofException($"{member}: {e.Message}");
        }
    }

    /// <summary>A member of entries, read; its runs of lines are being hashed.</summary>
    private sealed record EntriesMember(
        long First,
        int Count,
        long Lines,
        IReadOnlyList<Task<HashedRun>> Runs,
        byte[] Leaves
    );
}
