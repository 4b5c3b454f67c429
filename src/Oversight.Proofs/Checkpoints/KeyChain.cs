using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Checkpoints;

/// <summary>The keys with which one record has signed, the first one first, each vouched for by the one before it.</summary>
public sealed class KeyChain
{
    private readonly List<KeyRotation> _rotations = [];

    /// <summary>The keys, with the notes that vouch for all but the first.</summary>
    /// <exception cref="ProofException">There is no key, a key is there twice or has another name, or a note does not vouch for its key.</exception>
    public KeyChain(IReadOnlyList<VerifierKey> keys, IReadOnlyList<SignedNote> rotations)
    {
        if (keys.Count == 0 || rotations.Count != keys.Count - 1)
        {
            throw new ProofException(
                $"There are {keys.Count} keys and {rotations.Count} rotations: each key but the first has one."
            );
        }
        RequireKeys(keys);
        for (var i = 1; i < keys.Count; i++)
        {
            _rotations.Add(KeyRotation.Verify(rotations[i - 1], keys[i - 1], keys[i]));
        }
        Keys = keys;
    }

    /// <summary>The keys, the first one first.</summary>
    public IReadOnlyList<VerifierKey> Keys { get; }

    /// <summary>The rotations, that from the first key first.</summary>
    public IReadOnlyList<KeyRotation> Rotations => _rotations;

    /// <summary>Checks that these can be the keys of one record.</summary>
    /// <exception cref="ProofException">One is there twice, is of another kind or has another name.</exception>
    public static void RequireKeys(IReadOnlyList<VerifierKey> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var key = keys[i];
            if (
                key.Type != KeyType.Ed25519
                || key.Name != keys[0].Name
                || keys.Take(i).Any(other => other.PublicKeyBytes.SequenceEqual(key.PublicKeyBytes))
            )
            {
                throw new ProofException(
                    $"Key {i + 1}, {key}, is there twice, signs no checkpoints, or is no key of {keys[0].Name}."
                );
            }
        }
    }

    /// <summary>Checks that one of the keys has signed a checkpoint of their record, and none that had given way before.</summary>
    /// <returns>The newest of the keys that have.</returns>
    /// <exception cref="ProofException">None has, or another had taken its place before so many entries were there.</exception>
    public VerifierKey RequireSigned(SignedNote note)
    {
        var checkpoint = Checkpoint.Parse(note.Text);
        var signed = note.Verify(Keys);
        var newest = Enumerable.Range(0, Keys.Count).Last(i => signed.Any(by => by.Key == Keys[i]));
        if (checkpoint.Origin != Keys[newest].Name)
        {
            throw new ProofException($"The checkpoint is of {checkpoint.Origin}, and the keys of {Keys[newest].Name}.");
        }
        KeyRotation.RequireMay(_rotations, [Keys[newest]], checkpoint.Size, "The checkpoint");
        return Keys[newest];
    }
}
