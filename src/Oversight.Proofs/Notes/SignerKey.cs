using System.Buffers.Binary;
using NSec.Cryptography;

namespace Oversight.Proofs.Notes;

/// <summary>The secret half of a key, written as Go's note package writes it: <c>PRIVATE+KEY+name+id+base64</c>.</summary>
public sealed class SignerKey : IDisposable
{
    private const string Mark = "PRIVATE+KEY+";

    private readonly Key _key;

    private SignerKey(string name, KeyType type, Key key)
    {
        _key = key;
        Verifier = VerifierKey.Of(name, type, key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The public half.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>A new key.</summary>
    /// <exception cref="ProofException">The name cannot be one.</exception>
    public static SignerKey Create(string name, KeyType type)
    {
        VerifierKey.RequireName(name);
        VerifierKey.RequireType(type);
        return new SignerKey(name, type, Key.Create(SignatureAlgorithm.Ed25519, Exportable()));
    }

    /// <summary>The key that is written so. The message of a refusal holds nothing of the key.</summary>
    /// <exception cref="ProofException">It is not a signer key.</exception>
    public static SignerKey Parse(string text)
    {
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
        {
            throw new ProofException($"A signer key begins with {Mark}.");
        }
        var (name, id, type, seed) = VerifierKey.Split(text[Mark.Length..], "A signer key");
        VerifierKey.RequireType(type);
        if (
            seed.Length != VerifierKey.KeyBytes
            || !Key.TryImport(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, out var key, Exportable())
            || key is null
        )
        {
            throw new ProofException($"The signer key {name} is not an Ed25519 key of 32 bytes.");
        }
        var signer = new SignerKey(name, type, key);
        if (signer.Verifier.KeyId != id)
        {
            signer.Dispose();
            throw new ProofException($"The id {id:x8} is not that of the signer key {name}.");
        }
        return signer;
    }

    /// <summary>The secret as it is written. For the key's own file, and nothing else.</summary>
    public string Export() =>
        Mark
        + VerifierKey.Write(Verifier.Name, Verifier.KeyId, Verifier.Type, _key.Export(KeyBlobFormat.RawPrivateKey));

    /// <summary>The same secret under another name, which gives it another id.</summary>
    /// <exception cref="ProofException">The name cannot be one.</exception>
    public SignerKey Named(string name)
    {
        VerifierKey.RequireName(name);
        var secret = _key.Export(KeyBlobFormat.RawPrivateKey);
        return new SignerKey(
            name,
            Verifier.Type,
            Key.Import(SignatureAlgorithm.Ed25519, secret, KeyBlobFormat.RawPrivateKey, Exportable())
        );
    }

    /// <summary>Signs a note's text.</summary>
    /// <exception cref="ProofException">The key is one that cosigns.</exception>
    public NoteSignature Sign(string text)
    {
        RequireOwn(KeyType.Ed25519, "sign");
        return new NoteSignature(
            Verifier.Name,
            Verifier.KeyId,
            SignatureAlgorithm.Ed25519.Sign(_key, StrictText.ToUtf8(text))
        );
    }

    /// <summary>Signs the text of a checkpoint together with the time, in whole seconds.</summary>
    /// <exception cref="ProofException">The key is not one that cosigns, or the time is before 1970.</exception>
    public NoteSignature Cosign(string text, DateTimeOffset time)
    {
        RequireOwn(KeyType.Cosignature, "cosign");
        var seconds = time.ToUnixTimeSeconds();
        if (seconds < 0)
        {
            throw new ProofException("A cosignature has no time before 1970.");
        }
        var signature = SignatureAlgorithm.Ed25519.Sign(_key, VerifierKey.Timed(time, StrictText.ToUtf8(text)));
        var timed = new byte[sizeof(ulong) + signature.Length];
        BinaryPrimitives.WriteInt64BigEndian(timed, seconds);
        signature.CopyTo(timed, sizeof(ulong));
        return new NoteSignature(Verifier.Name, Verifier.KeyId, timed);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>The name, and nothing of the secret.</summary>
    public override string ToString() => Verifier.Name;

    private static KeyCreationParameters Exportable() =>
        new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    private void RequireOwn(KeyType type, string does)
    {
        if (Verifier.Type != type)
        {
            throw new ProofException($"The key {Verifier.Name} is not one to {does} with.");
        }
    }
}
