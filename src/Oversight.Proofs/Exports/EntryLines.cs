using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Exports;

/// <summary>What a run of lines gave.</summary>
/// <param name="Leaves">The leaf of each line.</param>
/// <param name="Named">The documents that they name, by their SHA-256; more than once where they are named more than once.</param>
internal sealed record HashedRun(TreeHash[] Leaves, IReadOnlyList<string> Named);

/// <summary>The lines of an export, in runs that are checked and hashed by themselves, so that it is done side by side.</summary>
internal static class EntryLines
{
    // Large enough that handing a run over costs nothing beside hashing it.
    private const int RunLength = 512 * 1024;

    /// <summary>Cuts what a member holds into runs of whole lines.</summary>
    /// <param name="archive">At the beginning of the member's content.</param>
    /// <param name="first">The place of the member's first line.</param>
    /// <returns>The bytes of each run, which ends with a line feed; the place of its first line, and how many they are.</returns>
    /// <exception cref="ProofException">The last line does not end, or a line is too long.</exception>
    public static IEnumerable<(byte[] Run, long Place, int Count)> RunsOf(ArchiveReader archive, long first)
    {
        // No larger than what there is: a small export is checked without a large buffer.
        var (buffer, filled, place) = (new byte[Math.Clamp(archive.Left, 1, RunLength)], 0, first);
        while (archive.Take(buffer.AsSpan(filled)) is var taken and > 0)
        {
            filled += taken;
            var whole = buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (whole > 0)
            {
                var count = buffer.AsSpan(0, whole).Count((byte)'\n');
                yield return (buffer[..whole], place, count);
                place += count;
                buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
                filled -= whole;
            }
            if (filled == buffer.Length)
            {
                Array.Resize(
                    ref buffer,
                    filled < ExportLayout.LongestLine
                        ? filled * 2
                        : throw ExportLayout.At(place, $"the line has more than {filled} bytes")
                );
            }
        }
        if (filled > 0)
        {
            throw ExportLayout.At(place, "the line does not end");
        }
    }

    /// <summary>The leaves of a run of lines, and the documents that they name.</summary>
    /// <param name="run">The lines.</param>
    /// <param name="place">The place of the first.</param>
    /// <param name="count">How many they are.</param>
    /// <exception cref="ProofException">A line is not of its place.</exception>
    public static HashedRun Hash(byte[] run, long place, int count)
    {
        var (leaves, named) = (new TreeHash[count], new List<string>());
        var rest = run.AsSpan();
        for (var i = 0; i < count; i++)
        {
            var line = rest[..rest.IndexOf((byte)'\n')];
            rest = rest[(line.Length + 1)..];
            if (!ExportLayout.IsAt(line, place + i))
            {
                throw ExportLayout.At(place + i, "the line does not say that this is its place");
            }
            leaves[i] = TreeHash.OfLeaf(line);
        }
        ExportLayout.AddNamed(run, named);
        return new HashedRun(leaves, named);
    }
}
