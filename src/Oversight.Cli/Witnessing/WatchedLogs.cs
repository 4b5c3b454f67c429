using System.Text;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Witnesses;

namespace Oversight.Cli.Witnessing;

/// <summary>The records that a witness watches, each by its name and with the keys that are believed of it.</summary>
internal sealed class WatchedLogs
{
    private readonly List<VerifierKey> keys;
    private readonly List<KeyRotation> rotations = [];

    /// <summary>Those of these keys, and of those for which these notes vouch.</summary>
    /// <param name="keys">The keys; several of one name are of one record.</param>
    /// <param name="notes">What old keys have signed of new ones, in that order.</param>
    /// <exception cref="ProofException">A note is none of a rotation, or its old key is not known.</exception>
    public WatchedLogs(IEnumerable<VerifierKey> keys, IEnumerable<SignedNote> notes)
    {
        this.keys = [.. keys.DistinctBy(key => key.ToString())];
        foreach (var note in notes)
        {
            var lines = note.Text.Split('\n');
            var from =
                this.keys.Find(key => key.ToString() == lines.ElementAtOrDefault(1))
                ?? throw new ProofException(
                    "The old key of the rotation is not one that is watched: name it with --log."
                );
            var rotation = KeyRotation.Verify(note, from, VerifierKey.Parse(lines.ElementAtOrDefault(2) ?? ""));
            rotations.Add(rotation);
            if (this.keys.TrueForAll(key => key.ToString() != rotation.To.ToString()))
            {
                this.keys.Add(rotation.To);
            }
        }
    }

    /// <summary>The names of the records.</summary>
    public IEnumerable<string> Origins => keys.Select(key => key.Name).Distinct(StringComparer.Ordinal);

    /// <summary>A record's keys.</summary>
    public IReadOnlyCollection<VerifierKey> KeysOf(string origin) => keys.FindAll(key => key.Name == origin);

    /// <summary>A record as a witness judges it; null when it is not watched.</summary>
    /// <param name="origin">Its name.</param>
    /// <param name="last">What the witness saw last of it.</param>
    public WatchedLog? Of(string origin, Checkpoint? last) =>
        KeysOf(origin) is { Count: > 0 } known ? new(known, last, rotations) : null;

    /// <summary>The keys that a word of the command line names: a key, or a file of lines <c>log KEY</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static IReadOnlyList<VerifierKey> KeysIn(string word)
    {
        try
        {
            return File.Exists(Shell.Current.PathOf(word))
                ? [.. Encoding.UTF8.GetString(Inputs.ReadFile(word)).Split('\n').SelectMany(InLine)]
                : [VerifierKey.Parse(word)];
        }
        catch (ProofException e)
        {
            throw new FormatException($"\"{word}\" is neither a key nor a file of keys: {e.Message}", e);
        }
    }

    // An address may follow, as in a policy.
    private static IEnumerable<VerifierKey> InLine(string line) =>
        line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries) switch
        {
            [] or [['#', ..], ..] => [],
            ["log", var key, .. { Length: <= 1 }] => [VerifierKey.Parse(key)],
            _ => throw new ProofException($"The line \"{line.Trim()}\" is not \"log\" and a key."),
        };
}
