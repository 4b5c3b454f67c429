using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Checkpoints;

/// <summary>A log or a witness that somebody trusts.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Url">Where it is reached, if that was said.</param>
public sealed record TrustedKey(VerifierKey Key, string? Url);

/// <summary>A checkpoint that a log has signed and that witnesses have seen, as a policy asks.</summary>
/// <param name="Checkpoint">What it says.</param>
/// <param name="Note">The note that it was.</param>
/// <param name="Log">The log's signatures that hold.</param>
/// <param name="Witnesses">The witnesses' signatures that hold, each with its time.</param>
public sealed record VerifiedCheckpoint(
    Checkpoint Checkpoint,
    SignedNote Note,
    IReadOnlyList<VerifiedSignature> Log,
    IReadOnlyList<VerifiedSignature> Witnesses
);

/// <summary>
/// Whose checkpoints somebody believes: the keys of logs, the keys of witnesses, and which of these must have seen a checkpoint (C2SP
/// tlog-policy). Whoever checks brings it along; it never comes from what is checked.
/// </summary>
public sealed class TrustPolicy
{
    private readonly Quorum? _quorum;
    private readonly List<VerifierKey> _keys;

    private TrustPolicy(List<TrustedKey> logs, List<TrustedKey> witnesses, Quorum? quorum)
    {
        (Logs, Witnesses, _quorum) = (logs, witnesses, quorum);
        _keys = [.. logs.Concat(witnesses).Select(k => k.Key)];
    }

    /// <summary>The logs. A key's name is the origin of its checkpoints; after a rotation one origin has several keys.</summary>
    public IReadOnlyList<TrustedKey> Logs { get; }

    /// <summary>The witnesses.</summary>
    public IReadOnlyList<TrustedKey> Witnesses { get; }

    /// <summary>The policy that asks for a number of witnesses out of all.</summary>
    /// <exception cref="ProofException">A key is there twice or is of the wrong kind, or there are fewer witnesses than are asked for.</exception>
    public static TrustPolicy Of(
        IReadOnlyCollection<VerifierKey> logs,
        IReadOnlyCollection<VerifierKey> witnesses,
        int needed
    )
    {
        if (needed < 0 || needed > witnesses.Count)
        {
            throw new ProofException($"{needed} of {witnesses.Count} witnesses cannot be asked for.");
        }
        var trusted = witnesses.Select(key => new TrustedKey(key, null)).ToList();
        var quorum = needed == 0 ? null : new Quorum(needed, [.. witnesses.Select(Quorum.Of)]);
        return Checked([.. logs.Select(key => new TrustedKey(key, null))], trusted, quorum);
    }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="ProofException">It is not one; the message names the line.</exception>
    public static TrustPolicy Parse(string text)
    {
        var (logs, witnesses) = (new List<TrustedKey>(), new List<TrustedKey>());
        var named = new Dictionary<string, Quorum>(StringComparer.Ordinal);
        var members = new HashSet<string>(StringComparer.Ordinal);
        (bool Said, Quorum? Quorum) quorum = default;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.AsSpan().ContainsAnyInRange('\0', '\b') || line.AsSpan().ContainsAnyInRange('\n', '\u001f'))
            {
                throw Line(number, "it holds a control character");
            }
            var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case []:
                case [['#', ..], ..]:
                    break;
                case ["log", var key]:
                    logs.Add(new TrustedKey(VerifierKey.Parse(key), null));
                    break;
                case ["log", var key, var url]:
                    logs.Add(new TrustedKey(VerifierKey.Parse(key), url));
                    break;
                case ["witness", var name, var key, .. { Length: <= 1 } url]:
                    witnesses.Add(new TrustedKey(VerifierKey.Parse(key), url.Length == 0 ? null : url[0]));
                    Define(name, Quorum.Of(witnesses[^1].Key));
                    break;
                case ["group", var name, var needed, .. { Length: >= 1 } of]:
                    Define(name, Group(needed, of));
                    break;
                case ["quorum", var name] when !quorum.Said:
                    quorum = (true, name == "none" ? null : Named(name));
                    break;
                default:
                    throw Line(number, "it is not a log, a witness, a group or the one quorum");
            }
        }
        return quorum.Said
            ? Checked(logs, witnesses, quorum.Quorum)
            : throw new ProofException("The policy has no quorum line.");

        Quorum Named(string name) =>
            named.TryGetValue(name, out var known) ? known : throw Line(number, $"{name} is not named before it");

        void Define(string name, Quorum what)
        {
            if (name == "none" || !named.TryAdd(name, what))
            {
                throw Line(number, $"{name} is a name already");
            }
        }

        Quorum Group(string needed, string[] of)
        {
            // Otherwise one witness would count twice.
            if (of.FirstOrDefault(name => !members.Add(name)) is { } twice)
            {
                throw Line(number, $"{twice} is a member already");
            }
            var count =
                needed == "any" ? 1
                : needed == "all" ? of.Length
                : StrictText.TryNumber(needed, out var k) && k >= 1 && k <= of.Length ? (int)k
                : throw Line(number, $"{needed} of {of.Length} members cannot be asked for");
            return new Quorum(count, [.. of.Select(Named)]);
        }
    }

    /// <summary>Whether any witness has to have seen a checkpoint.</summary>
    public bool AsksForWitnesses => _quorum is not null;

    /// <summary>Whether these witnesses, whose keys are written so, are as many as this policy asks for.</summary>
    public bool IsMetBy(IReadOnlyCollection<string> witnesses) =>
        _quorum?.IsMetBy([.. Witnesses.Select(witness => witness.Key).Where(key => witnesses.Contains(key.ToString()))])
        != false;

    /// <summary>Checks a checkpoint.</summary>
    /// <exception cref="ProofException">It is not one, or not signed and seen as this policy asks.</exception>
    public VerifiedCheckpoint Verify(SignedNote note)
    {
        var checkpoint = Checkpoint.Parse(note.Text);
        if (Logs.All(log => log.Key.Name != checkpoint.Origin))
        {
            throw new ProofException($"No key is known for the log {checkpoint.Origin}.");
        }
        var verified = note.Verify(_keys);
        var log = verified.Where(v => v.Key.Name == checkpoint.Origin && Logs.Any(l => l.Key == v.Key)).ToList();
        if (log.Count == 0)
        {
            throw new ProofException($"No known key of the log {checkpoint.Origin} has signed the checkpoint.");
        }
        var witnesses = verified.Where(v => Witnesses.Any(w => w.Key == v.Key)).ToList();
        if (_quorum?.IsMetBy(witnesses.ConvertAll(v => v.Key)) == false)
        {
            throw new ProofException(
                $"Of the known witnesses {witnesses.Count} have signed the checkpoint, and these are not enough."
            );
        }
        return new VerifiedCheckpoint(checkpoint, note, log, witnesses);
    }

    private static TrustPolicy Checked(List<TrustedKey> logs, List<TrustedKey> witnesses, Quorum? quorum)
    {
        // A witness is its public key: under two names it is still one, and a log is no witness of its own.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in logs.Concat(witnesses).Select(k => k.Key))
        {
            if (!seen.Add(Convert.ToHexString(key.PublicKeyBytes)))
            {
                throw new ProofException($"The public key of {key.Name} is there twice.");
            }
        }
        return witnesses.Find(w => w.Key.Type != KeyType.Cosignature) is { } plain
            ? throw new ProofException($"The key {plain.Key.Name} is not one that a witness signs with.")
            : new TrustPolicy(logs, witnesses, quorum);
    }

    private static ProofException Line(int number, string why) => new($"Line {number} of the policy: {why}.");

    /// <summary>So many of these must have signed; a witness stands for itself.</summary>
    private sealed record Quorum(int Needed, IReadOnlyList<Quorum> Members, VerifierKey? Witness = null)
    {
        public static Quorum Of(VerifierKey witness) => new(1, [], witness);

        public bool IsMetBy(IReadOnlyCollection<VerifierKey> signed) =>
            Witness is null ? Members.Count(m => m.IsMetBy(signed)) >= Needed : signed.Contains(Witness);
    }
}
