using System.Globalization;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Checkpoints;

/// <summary>That a record's key took the place of another, which vouches for it by signing this.</summary>
/// <param name="From">The key of before.</param>
/// <param name="To">The key that signs from then on.</param>
/// <param name="Size">
/// How many entries the last checkpoint of the key of before covers; 0 for none. What it signs beyond that is not to be believed, whoever has it.
/// </param>
public sealed record KeyRotation(VerifierKey From, VerifierKey To, long Size)
{
    private const string FirstLine = "oversight key rotation";

    /// <summary>The text that the key of before signs. Its second line is no size, so that it is never a checkpoint.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{FirstLine}\n{From}\n{To}\n{Size}\n");

    /// <summary>Reads the note of a rotation, between whichever keys, and checks that the first of them has signed it.</summary>
    /// <exception cref="ProofException">It is none.</exception>
    public static KeyRotation Read(SignedNote note) =>
        note.Text.Split('\n') is [FirstLine, var from, var to, _, ""]
            ? Verify(note, VerifierKey.Parse(from), VerifierKey.Parse(to))
            : throw new ProofException($"The first line of a rotation is \"{FirstLine}\", and it has four.");

    /// <summary>
    /// Checks that one at least of the keys that have signed something speaks for so many entries: another had not taken its place before. A key is its
    /// public key, under whichever name it has signed.
    /// </summary>
    /// <param name="rotations">The rotations that are known.</param>
    /// <param name="signed">The keys that have signed it.</param>
    /// <param name="size">How many entries it is about.</param>
    /// <param name="what">What they have signed, in words.</param>
    /// <exception cref="ProofException">None does.</exception>
    public static void RequireMay(
        IEnumerable<KeyRotation> rotations,
        IReadOnlyList<VerifierKey> signed,
        long size,
        string what
    )
    {
        var beyond = signed.Select(key => rotations.FirstOrDefault(one => one.Ended(key) && one.Size < size)).ToList();
        if (beyond is [{ } ended, ..] && !beyond.Contains(null))
        {
            throw new ProofException(
                $"{what} at {size} entries is signed by {signed[0].Name}+{signed[0].KeyId:x8}, whose place another key "
                    + $"took after it had signed {ended.Size}: whoever signed this had no right to."
            );
        }
    }

    /// <summary>Reads the note of a rotation, and checks that it is one between two keys and signed by the first of them.</summary>
    /// <exception cref="ProofException">It is not.</exception>
    public static KeyRotation Verify(SignedNote note, VerifierKey from, VerifierKey to)
    {
        note.Verify([from]);
        var lines = note.Text.Split('\n');
        return
            lines.Length == 5
            && StrictText.TryNumber(lines[3], out var size)
            && new KeyRotation(from, to, size) is var rotation
            && rotation.ToText() == note.Text
            ? rotation
            : throw new ProofException($"The note does not say that {to} took the place of {from}.");
    }

    private bool Ended(VerifierKey key) => From.PublicKeyBytes.SequenceEqual(key.PublicKeyBytes);
}
