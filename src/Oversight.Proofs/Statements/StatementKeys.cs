using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Statements;

/// <summary>
/// The keys that sign statements. A record signs with the key of its checkpoints under another name, so that its id is another and whoever knows the
/// one knows the other; somebody else signs with a key whose name ends so too.
/// </summary>
public static class StatementKeys
{
    /// <summary>How the name of a key that signs statements ends.</summary>
    public const string Suffix = "/statements";

    private const string What = "The statement";

    /// <summary>The key that a record's key signs statements as; one that is named so already is itself.</summary>
    /// <exception cref="ProofException">The key cosigns.</exception>
    public static VerifierKey Of(VerifierKey key) =>
        IsOne(key.Name) ? key : VerifierKey.Of(key.Name + Suffix, RequirePlain(key).Type, key.PublicKeyBytes);

    /// <inheritdoc cref="Of(VerifierKey)"/>
    public static SignerKey Of(SignerKey key) => key.Named(Of(key.Verifier).Name);

    /// <summary>Checks that a key of a policy's logs has signed a statement. No witness cosigns one.</summary>
    /// <param name="note">The statement with its signatures.</param>
    /// <param name="policy">Whom to believe.</param>
    /// <param name="rotations">The rotations that are known: what an old key signed beyond what they say is not believed.</param>
    /// <returns>The keys that have, each once.</returns>
    /// <exception cref="ProofException">None has that may, or one that is said to have has not.</exception>
    public static IReadOnlyList<VerifierKey> RequireSigned(
        SignedNote note,
        TrustPolicy policy,
        IReadOnlyCollection<KeyRotation> rotations
    )
    {
        var statement = ReplayStatement.Parse(note.Text);
        var own = statement.Origin + Suffix;
        // A record's key speaks for its own record; whoever else replayed it speaks in his own name.
        VerifierKey[] known =
        [
            .. policy
                .Logs.Select(log => log.Key)
                .Where(key => key.Type == KeyType.Ed25519 && (IsOne(key.Name) || key.Name == statement.Origin))
                .Select(Of),
        ];
        if (known.Length == 0)
        {
            throw new ProofException($"No key is known that signs as {own}, or as somebody who replays records.");
        }

        VerifierKey[] signed = [.. note.Verify(known).Select(by => by.Key)];
        KeyRotation.RequireMay(rotations, signed, statement.Size, What);
        return signed;
    }

    /// <summary>
    /// Checks that what a record's own keys have signed of a statement they have, and that they may. Who else has signed it is not looked at, and it need
    /// be nobody.
    /// </summary>
    /// <exception cref="ProofException">One that is said to have signed has not, or another had taken its place before.</exception>
    public static void RequireNotBeyond(SignedNote note, KeyChain record)
    {
        VerifierKey[] said =
        [
            .. record
                .Keys.Select(Of)
                .Where(key => note.Signatures.Any(by => by.KeyId == key.KeyId && by.Name == key.Name)),
        ];
        if (said.Length > 0)
        {
            note.Verify(said);
            KeyRotation.RequireMay(record.Rotations, said, ReplayStatement.Parse(note.Text).Size, What);
        }
    }

    private static bool IsOne(string name) =>
        name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal);

    private static VerifierKey RequirePlain(VerifierKey key) =>
        key.Type == KeyType.Ed25519
            ? key
            : throw new ProofException($"The key {key.Name} is a witness's: it signs no statements.");
}
