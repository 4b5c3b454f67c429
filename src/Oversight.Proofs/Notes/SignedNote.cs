namespace Oversight.Proofs.Notes;

/// <summary>A text with signatures below it (C2SP signed-note). That it could be read says nothing; <see cref="Verify"/> does.</summary>
public sealed class SignedNote
{
    /// <summary>How many signatures are read at most.</summary>
    public const int MostSignatures = 100;

    /// <summary>How many bytes are read at most.</summary>
    public const int MostBytes = 1 << 20;

    private readonly byte[] _bytes;

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures)
    {
        (Text, Signatures) = (text, signatures);
        _bytes = StrictText.ToUtf8(text);
    }

    /// <summary>The text that is signed, with the line feed at its end.</summary>
    public string Text { get; }

    /// <summary>All signatures, whether they hold or not.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Reads a note.</summary>
    /// <exception cref="ProofException">It is not one.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> note) => Read(StrictText.FromUtf8(note, MostBytes, "note"));

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static SignedNote Parse(string note) => Parse(StrictText.ToUtf8(note));

    /// <summary>Signs a text.</summary>
    /// <exception cref="ProofException">It cannot be the text of a note.</exception>
    public static SignedNote Sign(string text, params ReadOnlySpan<SignerKey> keys)
    {
        RequireText(text);
        var signatures = new NoteSignature[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            signatures[i] = keys[i].Sign(text);
        }
        return signatures.Length > 0
            ? new SignedNote(text, signatures)
            : throw new ProofException("A note has at least one signature.");
    }

    /// <summary>The note with one signature more, in place of any that names the same key.</summary>
    public SignedNote With(NoteSignature signature)
    {
        var others = Signatures.Where(s => s.KeyId != signature.KeyId || s.Name != signature.Name);
        return new SignedNote(Text, [.. others, signature]);
    }

    /// <summary>
    /// The note with the signatures that a witness answered, as far as these keys know and verify them; all others in the answer are passed over.
    /// </summary>
    /// <exception cref="ProofException">The answer is not signature lines, one by a known key does not hold, or there is none by a known key.</exception>
    public SignedNote WithAnswer(ReadOnlySpan<byte> signatureLines, IReadOnlyCollection<VerifierKey> known)
    {
        var lines = StrictText.FromUtf8(signatureLines, MostBytes, "answer");
        var answer = Read($"{Text}\n{lines}");
        if (answer.Text != Text)
        {
            throw new ProofException("The answer is not signature lines alone.");
        }
        var verified = answer.Verify(known);
        return verified.Aggregate(this, (note, by) => note.With(answer.SignatureBy(by.Key)));
    }

    /// <summary>The note with the signatures of these keys alone; what others have signed is left out.</summary>
    /// <exception cref="ProofException">A signature that names a known key does not hold, or none names one.</exception>
    public SignedNote SignedBy(IReadOnlyCollection<VerifierKey> known) =>
        new(Text, [.. Verify(known).Select(by => SignatureBy(by.Key))]);

    /// <summary>The signature that names a key, whether it holds or not.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public NoteSignature SignatureBy(VerifierKey key) =>
        Signatures.First(s => s.KeyId == key.KeyId && s.Name == key.Name);

    /// <summary>Checks every signature that names one of these keys; signatures by others are passed over.</summary>
    /// <returns>What holds, in the note's order and each key once; at least one.</returns>
    /// <exception cref="ProofException">A signature that names a known key does not hold, or none names one.</exception>
    public IReadOnlyList<VerifiedSignature> Verify(IReadOnlyCollection<VerifierKey> known)
    {
        var verified = new List<VerifiedSignature>();
        foreach (var signature in Signatures)
        {
            VerifierKey? key = null;
            foreach (var candidate in known)
            {
                if (candidate.KeyId != signature.KeyId || candidate.Name != signature.Name)
                {
                    continue;
                }
                if (key is not null && !key.PublicKeyBytes.SequenceEqual(candidate.PublicKeyBytes))
                {
                    throw new ProofException($"Two different known keys are {key.Name}+{key.KeyId:x8}.");
                }
                key = candidate;
            }
            if (key?.Require(signature, _bytes) is { } holds && !verified.Exists(v => v.Key == key))
            {
                verified.Add(holds);
            }
        }
        return verified.Count > 0 ? verified : throw new ProofException("No known key has signed the note.");
    }

    /// <summary>The note as it is written; the same characters that it was read from.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => s.Line))}";

    internal static SignedNote Read(string note)
    {
        // The text may have empty lines of its own; what comes after the last one are signatures.
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
        {
            throw new ProofException("No empty line divides the note's text from its signatures.");
        }
        var text = note[..(end + 1)];
        RequireText(text);
        var rest = note.AsSpan(end + 2);
        var signatures = new List<NoteSignature>();
        while (StrictText.TryLine(ref rest, out var line))
        {
            if (signatures.Count == MostSignatures)
            {
                throw new ProofException($"The note has more than {MostSignatures} signatures.");
            }
            signatures.Add(NoteSignature.Parse(line, signatures.Count + 1));
        }
        if (!rest.IsEmpty)
        {
            throw new ProofException("The note's last line does not end.");
        }
        return signatures.Count > 0
            ? new SignedNote(text, signatures)
            : throw new ProofException("The note has no signature.");
    }

    private static void RequireText(string text)
    {
        if (!text.EndsWith('\n'))
        {
            throw new ProofException("The text of a note ends with a line feed.");
        }
        if (text.AsSpan().ContainsAnyInRange('\0', '\t') || text.AsSpan().ContainsAnyInRange('\v', '\u001f'))
        {
            throw new ProofException("The text of a note holds a control character.");
        }
    }
}
