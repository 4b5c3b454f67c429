using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Oversight.Proofs.Notes;

/// <summary>The public half of a key, as C2SP signed-note writes it: <c>name+id+base64</c>.</summary>
public sealed class VerifierKey
{
    internal const int KeyBytes = 32;
    private const int TimeBytes = sizeof(ulong);

    private readonly PublicKey _key;
    private readonly byte[] _bytes;

    private VerifierKey(string name, KeyType type, byte[] bytes, PublicKey key)
    {
        (Name, Type, _bytes, _key) = (name, type, bytes, key);
        KeyId = IdOf(name, type, bytes);
    }

    /// <summary>Whose key it is, for reading; best an address without its scheme.</summary>
    public string Name { get; }

    /// <summary>Names the key in a signature, together with <see cref="Name"/>; no proof of anything.</summary>
    public uint KeyId { get; }

    /// <summary>What it verifies.</summary>
    public KeyType Type { get; }

    /// <summary>The 32 bytes of the Ed25519 public key.</summary>
    public ReadOnlySpan<byte> PublicKeyBytes => _bytes;

    /// <summary>The key that is written so.</summary>
    /// <exception cref="ProofException">It is not a key, or not one of a kind that is verified here.</exception>
    public static VerifierKey Parse(string text)
    {
        var (name, id, type, bytes) = Split(text, "A verifier key");
        var key = Of(name, type, bytes);
        return key.KeyId == id ? key : throw new ProofException($"The id {id:x8} is not that of the key {name}.");
    }

    /// <summary>The key with these 32 bytes.</summary>
    /// <exception cref="ProofException">The name cannot be one, or the bytes are no public key.</exception>
    public static VerifierKey Of(string name, KeyType type, ReadOnlySpan<byte> publicKey)
    {
        RequireName(name);
        RequireType(type);
        if (
            publicKey.Length != KeyBytes
            || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key)
            || key is null
        )
        {
            throw new ProofException($"The key {name} is not an Ed25519 public key of 32 bytes.");
        }
        return new VerifierKey(name, type, publicKey.ToArray(), key);
    }

    /// <summary>The key as it is written.</summary>
    public override string ToString() => Write(Name, KeyId, Type, _bytes);

    /// <summary>Checks a signature that names this key, over a note's text.</summary>
    /// <exception cref="ProofException">The signature does not hold.</exception>
    internal VerifiedSignature Require(NoteSignature signature, ReadOnlySpan<byte> text)
    {
        var bytes = signature.Signature.Span;
        DateTimeOffset? time = null;
        var signed = text;
        if (Type == KeyType.Cosignature)
        {
            var seconds = bytes.Length < TimeBytes ? ulong.MaxValue : BinaryPrimitives.ReadUInt64BigEndian(bytes);
            if (seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            {
                throw new ProofException($"The cosignature by {Name} has no time.");
            }
            time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
            signed = Timed(time.Value, text);
            bytes = bytes[TimeBytes..];
        }
        if (
            bytes.Length != SignatureAlgorithm.Ed25519.SignatureSize
            || !SignatureAlgorithm.Ed25519.Verify(_key, signed, bytes)
        )
        {
            throw new ProofException($"The signature by {Name}+{KeyId:x8} does not hold for this text.");
        }
        return new VerifiedSignature(this, time);
    }

    internal static bool IsName(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAny('+', '\n') && !name.Any(char.IsWhiteSpace);

    internal static void RequireName(string name)
    {
        if (!IsName(name))
        {
            throw new ProofException(
                $"\"{name}\" cannot be the name of a key: it is empty, or has a space or a plus in it."
            );
        }
    }

    internal static void RequireType(KeyType type)
    {
        if (type is not (KeyType.Ed25519 or KeyType.Cosignature))
        {
            throw new ProofException($"Keys of kind {(int)type} are not known here.");
        }
    }

    // What a cosignature signs: a header that no note begins with by chance, the time, the text.
    internal static byte[] Timed(DateTimeOffset time, ReadOnlySpan<byte> text) =>
        [.. Encoding.ASCII.GetBytes($"cosignature/v1\ntime {time.ToUnixTimeSeconds()}\n"), .. text];

    internal static uint IdOf(string name, KeyType type, ReadOnlySpan<byte> publicKey)
    {
        byte[] named = [.. StrictText.ToUtf8(name), (byte)'\n', (byte)type, .. publicKey];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(named));
    }

    internal static string Write(string name, uint id, KeyType type, ReadOnlySpan<byte> key)
    {
        byte[] typed = [(byte)type, .. key];
        return $"{name}+{id:x8}+{Convert.ToBase64String(typed)}";
    }

    internal static (string Name, uint Id, KeyType Type, byte[] Bytes) Split(string text, string what)
    {
        // Base64 may have a plus of its own.
        var parts = text.Split('+', 3);
        if (
            parts.Length != 3
            || !IsName(parts[0])
            || parts[1].Length != 8
            || !parts[1].All(char.IsAsciiHexDigitLower)
            || !StrictText.TryBase64(parts[2], out var bytes)
            || bytes.Length == 0
        )
        {
            throw new ProofException(
                $"{what} is written as a name, eight hexadecimal digits and base64, with a plus between."
            );
        }
        var id = uint.Parse(parts[1], NumberStyles.AllowHexSpecifier);
        return (parts[0], id, (KeyType)bytes[0], bytes[1..]);
    }
}
