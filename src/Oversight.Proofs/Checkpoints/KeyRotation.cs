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
}
