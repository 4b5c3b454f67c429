using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Tests.Checkpoints;

/// <summary>Whose signatures make a checkpoint believed.</summary>
public sealed class TrustPolicyTests
{
    private static readonly SignedNote ByLog = Logs.Signed(Logs.At(9));
    private static readonly SignedNote ByBoth = Logs.Cosigned(Logs.At(9));
    private static readonly SignedNote ByOne = ByLog.With(Logs.First.Cosign(ByLog.Text, Logs.Noon));

    private static readonly string Parties =
        $"log {Logs.Log.Verifier} https://oversight.example/\n"
        + $"witness one {Logs.First.Verifier} https://witness.example/\n \t# for now\n\nwitness\ttwo {Logs.Second.Verifier}\n";

    [Theory]
    [InlineData("quorum none\n", true, true, true)]
    [InlineData("quorum one\n", false, true, true)]
    [InlineData("quorum two\n", false, false, true)]
    [InlineData("group g any one two\nquorum g\n", false, true, true)]
    [InlineData("group g all one two\nquorum g\n", false, false, true)]
    [InlineData("group g 1 one two\nquorum g\n", false, true, true)]
    [InlineData("group g 2 one two\nquorum g\n", false, false, true)]
    [InlineData("group a any one\ngroup b any two\ngroup both all a b\nquorum both", false, false, true)]
    [InlineData("group a any one\ngroup b any two\ngroup both any a b\nquorum both", false, true, true)]
    public void A_quorum_says_which_witnesses_are_needed(string quorum, bool none, bool one, bool both)
    {
        var policy = TrustPolicy.Parse(Parties + quorum);
        Assert.Equal("https://oversight.example/", Assert.Single(policy.Logs).Url);
        Assert.Equal(["https://witness.example/", null], policy.Witnesses.Select(w => w.Url));
        Assert.Equal([none, one, both], new[] { ByLog, ByOne, ByBoth }.Select(note => Holds(policy, note)));
        string[] witnesses = [$"{Logs.First.Verifier}", $"{Logs.Second.Verifier}"];
        Assert.Equal(
            [none, one, both],
            new[] { [$"{Logs.Log.Verifier}"], witnesses[..1], witnesses }.Select(policy.IsMetBy)
        );
        Assert.Equal(!none, policy.AsksForWitnesses);
        // No witness makes up for the log.
        var unsigned = SignedNote.Parse(
            ByBoth.ToString().Replace(ByLog.Signatures[0].Line, "", StringComparison.Ordinal)
        );
        Assert.False(Holds(policy, unsigned));
    }

    [Theory]
    [InlineData("", "no quorum")]
    [InlineData("quorum none\nquorum none\n", "Line 7")]
    [InlineData("quorum three\n", "three is not named before it")]
    [InlineData("quorum g\ngroup g any one\n", "g is not named before it")]
    [InlineData("group g any g\nquorum g\n", "g is not named before it")]
    [InlineData("group g any one one\nquorum g\n", "one is a member already")]
    [InlineData("group g any one\ngroup h all one\nquorum g\n", "one is a member already")]
    [InlineData("group one any two\nquorum one\n", "one is a name already")]
    [InlineData("group none any two\nquorum none\n", "none is a name already")]
    [InlineData("group g any none\nquorum g\n", "none is not named before it")]
    [InlineData("group g 0 one two\nquorum g\n", "0 of 2")]
    [InlineData("group g 3 one two\nquorum g\n", "3 of 2")]
    [InlineData("group g 01 one two\nquorum g\n", "01 of 2")]
    [InlineData("group g any\nquorum g\n", "Line 6")]
    [InlineData("quorum\n", "Line 6")]
    [InlineData("quorum none now\n", "Line 6")]
    [InlineData("Quorum none\n", "Line 6")]
    [InlineData("witness w\nquorum none\n", "Line 6")]
    [InlineData("log x\nquorum none\n", "verifier key")]
    [InlineData("quorum none\r\n", "control character")]
    [InlineData("quorum\vnone\n", "control character")]
    public void What_is_no_policy_is_refused(string text, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ProofException>(() => TrustPolicy.Parse(Parties + text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_public_key_counts_once_whatever_it_is_called()
    {
        var alias = VerifierKey.Of("elsewhere", KeyType.Cosignature, Logs.First.Verifier.PublicKeyBytes);
        var ofTheLog = VerifierKey.Of("elsewhere", KeyType.Cosignature, Logs.Log.Verifier.PublicKeyBytes);
        Assert.Throws<ProofException>(() => TrustPolicy.Of([Logs.Log.Verifier], [Logs.First.Verifier, alias], 2));
        Assert.Throws<ProofException>(() => TrustPolicy.Of([Logs.Log.Verifier], [ofTheLog], 1));
        Assert.Throws<ProofException>(() => TrustPolicy.Of([Logs.Log.Verifier, Logs.Log.Verifier], [], 0));
        Assert.Throws<ProofException>(() => TrustPolicy.Of([Logs.Log.Verifier], [Logs.Other.Verifier], 1));
        Assert.Throws<ProofException>(() => TrustPolicy.Of([Logs.Log.Verifier], [], 1));
        Assert.Throws<ProofException>(() => TrustPolicy.Of([Logs.Log.Verifier], [Logs.First.Verifier], -1));
    }

    [Fact]
    public void A_log_is_believed_of_its_own_origin_only()
    {
        var policy = TrustPolicy.Of([Logs.Log.Verifier, Logs.Other.Verifier], [], 0);
        Assert.Equal(9, policy.Verify(ByLog).Checkpoint.Size);
        var forged = SignedNote.Sign(ByLog.Text, Logs.Other);
        Assert.Contains(
            "No known key of the log",
            Assert.Throws<ProofException>(() => policy.Verify(forged)).Message,
            StringComparison.Ordinal
        );
        var unknown = TrustPolicy.Of([Logs.Other.Verifier], [], 0);
        Assert.Contains(
            "No key is known for the log",
            Assert.Throws<ProofException>(() => unknown.Verify(ByLog)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void After_a_rotation_the_old_key_and_the_new_are_both_the_logs()
    {
        using var next = SignerKey.Create(Logs.Origin, KeyType.Ed25519);
        var policy = TrustPolicy.Of([Logs.Log.Verifier, next.Verifier], [], 0);
        Assert.Equal(2, policy.Verify(ByLog.With(next.Sign(ByLog.Text))).Log.Count);
        Assert.Single(policy.Verify(SignedNote.Sign(ByLog.Text, next)).Log);
    }

    private static bool Holds(TrustPolicy policy, SignedNote note)
    {
        try
        {
            policy.Verify(note);
            return true;
        }
        catch (ProofException)
        {
            return false;
        }
    }
}
