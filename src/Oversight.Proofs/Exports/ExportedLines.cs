using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Exports;

/// <summary>
/// The lines of an export, read again after <see cref="ExportVerifier"/> has checked it: they are hashed once more on the way, so that they are the
/// same ones.
/// </summary>
public static class ExportedLines
{
    private const int LongestText = 64 * 1024 * 1024;

    /// <summary>The line of each entry in UTF-8, by place, without its line feed.</summary>
    /// <param name="export">The export, from its beginning.</param>
    /// <param name="verified">The checkpoint with which it was found to hold.</param>
    /// <exception cref="ProofException">It is not what was checked. Said at its end too: only then may the lines be gone by.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream export, Checkpoint verified)
    {
        var (archive, tree) = (new ArchiveReader(export), new TreeEdge());
        Text(ExportLayout.HowToCheck);
        var keys = Text(ExportLayout.Keys).Count((byte)'\n');
        for (var number = 2; number <= keys; number++)
        {
            Text(ExportLayout.Rotation(number));
        }

        RequireSame(SignedNote.Parse(Text(ExportLayout.Checkpoint)).Text == verified.ToText());
        for (var first = 0L; first < verified.Size; first += ExportLayout.EntriesAtOnce)
        {
            archive.Open(ExportLayout.Entries(first));
            foreach (var (run, place, count) in EntryLines.RunsOf(archive, first))
            {
                foreach (ref readonly var leaf in EntryLines.Hash(run, place, count).Leaves.AsSpan())
                {
                    tree.Append(leaf);
                }

                for (var begin = 0; begin < run.Length; )
                {
                    var length = run.AsSpan(begin).IndexOf((byte)'\n');
                    yield return run.AsMemory(begin, length);
                    begin += length + 1;
                }
            }

            Text(ExportLayout.Leaves(first));
        }

        RequireSame(tree.Size == verified.Size && tree.Root() == verified.Root);

        byte[] Text(string member)
        {
            archive.Open(member);
            return archive.TakeAll(LongestText);
        }
    }

    private static void RequireSame(bool isSame)
    {
        if (!isSame)
        {
            throw new ProofException("The export was changed between being checked and being read.");
        }
    }
}
