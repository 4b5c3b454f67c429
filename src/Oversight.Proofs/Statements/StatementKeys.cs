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

    /// <summary>The key that a record's key signs statements as; one that is named so already is itself.</summary>
    /// <exception cref="ProofException">The key cosigns.</exception>
    public static VerifierKey Of(VerifierKey key) =>
        IsOne(key.Name) ? key : VerifierKey.Of(key.Name + Suffix, RequirePlain(key).Type, key.PublicKeyBytes);

    /// <inheritdoc cref="Of(VerifierKey)"/>
    public static SignerKey Of(SignerKey key) => key.Named(Of(key.Verifier).Name);

    /// <summary>Checks that a key of a policy's logs has signed a statement. No witness cosigns one.</summary>
    /// <returns>The keys that have, each once.</returns>
    /// <exception cref="ProofException">None has, or one that is said to have has not.</exception>
    public static IReadOnlyList<VerifierKey> RequireSigned(SignedNote note, TrustPolicy policy)
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
        return known.Length > 0
            ? [.. note.Verify(known).Select(by => by.Key)]
            : throw new ProofException($"No key is known that signs as {own}, or as somebody who replays records.");
    }

    private static bool IsOne(string name) =>
        name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal);

    private static VerifierKey RequirePlain(VerifierKey key) =>
        key.Type == KeyType.Ed25519
            ? key
            : throw new ProofException($"The key {key.Name} is a witness's: it signs no statements.");
}
