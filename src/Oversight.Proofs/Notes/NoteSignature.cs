using System.Buffers.Binary;

namespace Oversight.Proofs.Notes;

/// <summary>One signature of a note, verified or not.</summary>
/// <param name="Name">The name of the key that it says it is by.</param>
/// <param name="KeyId">The id of that key.</param>
/// <param name="Signature">What that key made, after the id.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Signature)
{
    private const string Mark = "— ";

    /// <summary>The signature's line in a note, with its line feed.</summary>
    public string Line
    {
        get
        {
            var bytes = new byte[sizeof(uint) + Signature.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
            Signature.Span.CopyTo(bytes.AsSpan(sizeof(uint)));
            return $"{Mark}{Name} {Convert.ToBase64String(bytes)}\n";
        }
    }

    internal static NoteSignature Parse(ReadOnlySpan<char> line, int number)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal))
        {
            throw new ProofException($"Signature line {number} does not begin with an em dash and a space.");
        }
        var signed = line[Mark.Length..];
        var space = signed.IndexOf(' ');
        var name = space < 0 ? "" : signed[..space].ToString();
        if (!VerifierKey.IsName(name))
        {
            throw new ProofException($"Signature line {number} does not name a key.");
        }
        if (!StrictText.TryBase64(signed[(space + 1)..], out var bytes) || bytes.Length <= sizeof(uint))
        {
            throw new ProofException($"Signature line {number} is not the base64 of a key id and a signature.");
        }
        return new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint)));
    }
}

/// <summary>A signature that was checked and holds.</summary>
/// <param name="Key">The key that made it.</param>
/// <param name="Time">When a witness says that it signed; a plain signature has no time.</param>
public sealed record VerifiedSignature(VerifierKey Key, DateTimeOffset? Time);
