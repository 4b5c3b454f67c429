using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Statements;

namespace Oversight.Proofs.Tests.Statements;

/// <summary>Statements have one form, hold by their signature alone, and are taken for nothing else.</summary>
public sealed class ReplayStatementTests
{
    private static readonly SignerKey Signer = StatementKeys.Of(Logs.Log);
    private static readonly TrustPolicy Policy = TrustPolicy.Of([Logs.Log.Verifier], [], needed: 0);

    private static readonly ReplayStatement Stated = new(
        Logs.Origin,
        7,
        Logs.At(7).Root,
        new(2026, 3, 31),
        "standing-1",
        "1.0.0",
        [
            new("status QZZ", new string('a', 64)),
            new("question R1", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ]
    );

    private static SignedNote Signed => SignedNote.Sign(Stated.ToText(), Signer);

    [Fact]
    public void A_statement_is_read_as_it_was_written_and_its_line_is_recomputed_by_hand()
    {
        var (read, note) = ReplayStatement.Read(Encoding.UTF8.GetBytes(Signed.ToString()));
        Assert.Equal(Stated.ToText(), read.ToText());
        Assert.Equal(
            [Signer.Verifier.ToString()],
            StatementKeys.RequireSigned(note!, Policy, []).Select(key => key.ToString())
        );
        Assert.Null(ReplayStatement.Read(Encoding.UTF8.GetBytes(Stated.ToText())).Note);

        var lines = Stated.ToText().Split('\n');
        var line = lines.Single(one => one.StartsWith("line ", StringComparison.Ordinal));
        var rest = lines.Where(one => one != line && !one.StartsWith("program ", StringComparison.Ordinal));
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rest)));
        Assert.Equal($"line {Convert.ToHexStringLower(hash)}", line);
        Assert.Equal(Stated.Line, (Stated with { Program = "2.0.0" }).Line);
        Assert.NotEqual(Stated.Line, (Stated with { On = new(2026, 4, 1) }).Line);
    }

    [Fact]
    public void Every_changed_bit_is_refused()
    {
        var whole = Encoding.UTF8.GetBytes(Signed.ToString());
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] changed = [.. whole];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(changed, $"bit {bit}");
        }
    }

    [Fact]
    public void Random_damage_is_refused_and_the_undamaged_holds()
    {
        var whole = Encoding.UTF8.GetBytes(Signed.ToString());
        for (var seed = 0; seed < 3000; seed++)
        {
            var damaged = Damage.To(whole, seed);
            if (!damaged.AsSpan().SequenceEqual(whole))
            {
                AssertRefused(damaged, $"seed {seed}");
            }
        }

        Assert.NotNull(ReplayStatement.Read(whole).Note);
    }

    [Theory]
    [InlineData("size 7", "size 07")]
    [InlineData("on 2026-03-31", "on 2026-3-31")]
    [InlineData("set standing-1\n", "")]
    [InlineData("status QZZ", "question R1")]
    [InlineData("oversight replay statement", "oversight key rotation")]
    [InlineData("record ", "origin ")]
    public void What_is_written_otherwise_is_refused_also_where_its_line_would_be_right(string from, string to) =>
        Assert.Throws<ProofException>(() =>
            ReplayStatement.Parse(Stated.ToText().Replace(from, to, StringComparison.Ordinal))
        );

    [Fact]
    public void Signatures_of_statements_checkpoints_and_rotations_are_never_taken_for_one_another()
    {
        // The same secret has signed all three; the texts are what keeps them apart, whatever name stands on the signature.
        Assert.NotEqual(Logs.Log.Verifier.KeyId, Signer.Verifier.KeyId);
        var rewrapped = SignedNote.Sign(Stated.ToText(), Logs.Log);
        Assert.Throws<ProofException>(() => Policy.Verify(rewrapped));
        Assert.Throws<ProofException>(() => StatementKeys.RequireSigned(rewrapped, Policy, []));
        Assert.Throws<ProofException>(() => Checkpoint.Parse(Stated.ToText()));
        var checkpoint = SignedNote.Sign(Logs.At(7).ToText(), Signer);
        Assert.Throws<ProofException>(() => StatementKeys.RequireSigned(checkpoint, Policy, []));
        Assert.Throws<ProofException>(() => Policy.Verify(checkpoint));
        var rotation = SignedNote.Sign(new KeyRotation(Logs.Log.Verifier, Logs.Other.Verifier, 7).ToText(), Signer);
        Assert.Throws<ProofException>(() => StatementKeys.RequireSigned(rotation, Policy, []));
    }

    [Fact]
    public void Another_records_key_does_not_speak_for_it_and_somebodys_own_does_in_his_name()
    {
        var byOther = SignedNote.Sign(Stated.ToText(), StatementKeys.Of(Logs.Other));
        var other = TrustPolicy.Of([Logs.Other.Verifier], [], needed: 0);
        Assert.Throws<ProofException>(() => StatementKeys.RequireSigned(byOther, other, []));
        Assert.Throws<ProofException>(() => StatementKeys.RequireSigned(byOther, Policy, []));
        var own = TrustPolicy.Of([StatementKeys.Of(Logs.Other).Verifier], [], needed: 0);
        Assert.Single(StatementKeys.RequireSigned(byOther, own, []));
        Assert.Throws<ProofException>(() => StatementKeys.Of(Logs.First));
    }

    [Fact]
    public void What_an_old_key_states_beyond_its_rotation_is_refused_and_what_it_may_state_holds()
    {
        var next = Logs.Key(Logs.Origin, KeyType.Ed25519, 9);
        SignedNote After(long size) =>
            SignedNote.Sign(new KeyRotation(Logs.Log.Verifier, next.Verifier, size).ToText(), Logs.Log);
        KeyChain Chain(long size) => new([Logs.Log.Verifier, next.Verifier], [After(size)]);
        var both = TrustPolicy.Of([Logs.Log.Verifier, next.Verifier], [], needed: 0);

        // The statement is about seven entries.
        foreach (var (size, holds) in new[] { (0L, false), (6, false), (7, true), (8, true) })
        {
            var rotation = KeyRotation.Read(After(size));
            Assert.Equal(size, rotation.Size);
            if (holds)
            {
                Assert.Single(StatementKeys.RequireSigned(Signed, both, [rotation]));
                StatementKeys.RequireNotBeyond(Signed, Chain(size));
                continue;
            }

            var refused = Assert.Throws<ProofException>(() => StatementKeys.RequireSigned(Signed, both, [rotation]));
            Assert.Contains($"had signed {size}: whoever signed this", refused.Message, StringComparison.Ordinal);
            Assert.Throws<ProofException>(() => StatementKeys.RequireNotBeyond(Signed, Chain(size)));
        }

        // Of several rotations the least binds: another can be signed with the old key later.
        KeyRotation[] several = [KeyRotation.Read(After(100)), KeyRotation.Read(After(6))];
        Assert.Throws<ProofException>(() => StatementKeys.RequireSigned(Signed, both, several));
        // The key that took its place may, whoever signed beside it.
        var byBoth = SignedNote.Sign(Stated.ToText(), Signer, StatementKeys.Of(next));
        Assert.Equal(2, StatementKeys.RequireSigned(byBoth, both, [KeyRotation.Read(After(6))]).Count);
        StatementKeys.RequireNotBeyond(byBoth, Chain(6));
        // Somebody else speaks in his own name; who names the record's key must have it.
        StatementKeys.RequireNotBeyond(SignedNote.Sign(Stated.ToText(), StatementKeys.Of(Logs.Other)), Chain(6));
        var forged = SignedNote.Parse(Signed.ToString().Replace("standing-1", "standing-2", StringComparison.Ordinal));
        Assert.Throws<ProofException>(() => StatementKeys.RequireNotBeyond(forged, Chain(8)));
    }

    [Theory]
    [InlineData("oversight key rotation\n", "")]
    [InlineData("oversight key rotation", "oversight replay statement")]
    [InlineData("\n7\n", "\n07\n")]
    [InlineData("\n7\n", "\n8\n")]
    public void A_note_that_is_no_rotation_is_read_as_none(string from, string to)
    {
        var note = SignedNote.Sign(new KeyRotation(Logs.Log.Verifier, Logs.Other.Verifier, 7).ToText(), Logs.Log);
        Assert.Equal(7, KeyRotation.Read(note).Size);
        Assert.Throws<ProofException>(() =>
            KeyRotation.Read(SignedNote.Parse(note.ToString().Replace(from, to, StringComparison.Ordinal)))
        );
    }

    [Fact]
    public void More_answers_than_a_note_can_hold_are_refused_with_the_reason()
    {
        var many = Enumerable.Range(0, 20_000).Select(i => new StatedAnswerHash($"status {i}", new string('0', 64)));
        var refused = Assert.Throws<ProofException>(() => (Stated with { Answers = [.. many] }).ToText());
        Assert.Contains("20000 answers", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(byte[] file, string what)
    {
        try
        {
            var (_, note) = ReplayStatement.Read(file);
            // What is left without a signature is signed by nobody; what is left of one must not hold.
            if (note is null)
            {
                return;
            }

            StatementKeys.RequireSigned(note, Policy, []);
        }
        catch (ProofException)
        {
            return;
        }

        Assert.Fail($"{what} was not noticed.");
    }
}
