using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;

namespace Oversight.Proofs.Tests.Witnesses;

/// <summary>What a witness makes of what it is sent, given what it saw last (C2SP tlog-witness).</summary>
public sealed class WitnessTests
{
    [Fact]
    public void Published_requests_get_the_published_answers()
    {
        const string origin = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
        var key = VerifierKey.Of(
            origin,
            KeyType.Ed25519,
            Convert.FromHexString("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f")
        );
        Checkpoint? last = null;
        var requests = Vectors.Parts("witness-requests.txt");
        foreach (var (status, body) in requests)
        {
            var decision = Decide(body, asked => asked == origin ? new WatchedLog([key], last) : null);
            Assert.Equal(status, $"{(int)decision.Verdict}");
            if (decision.Verdict == WitnessVerdict.Accepted)
            {
                Assert.Equal(body, decision.Request!.ToString());
                last = decision.Request.Checkpoint;
            }
            Assert.Equal(decision.Verdict == WitnessVerdict.OtherSize ? last!.Size : null, decision.KnownSize);
        }
        Assert.Equal(9, requests.Count);
        Assert.Equal(5, last!.Size);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 7)]
    [InlineData(1, 7)]
    [InlineData(4, 7)]
    [InlineData(7, 8)]
    [InlineData(7, 7)]
    [InlineData(64, 100)]
    public void What_extends_the_last_checkpoint_is_accepted(int from, int to)
    {
        var decision = Decide(Logs.Request(from, to), from == 0 ? null : Logs.At(from));
        Assert.Equal(WitnessVerdict.Accepted, decision.Verdict);
        Assert.Equal(to, decision.Request!.Checkpoint.Size);
        // An empty tree is the same, seen or not seen.
        if (from == 0)
        {
            Assert.Equal(WitnessVerdict.Accepted, Decide(Logs.Request(0, to), Logs.At(0)).Verdict);
        }
    }

    [Fact]
    public void A_smaller_one_is_refused_with_the_size_that_is_known()
    {
        foreach (var request in (AddCheckpoint[])[Logs.Request(3, 5), Logs.Request(0, 5), Logs.Request(0, 12)])
        {
            var decision = Decide(request, Logs.At(8));
            Assert.Equal((WitnessVerdict.OtherSize, 8L), (decision.Verdict, decision.KnownSize!.Value));
            Assert.Equal("8\n", Witness.WriteSize(decision.KnownSize.Value));
            Assert.Equal(8, Witness.ParseSize("8\n"));
        }
        Assert.Equal((WitnessVerdict.OtherSize, 0L), Verdict(Decide(Logs.Request(3, 5), null)));

        // The tail cut off: it says that it begins at what was seen, and is smaller.
        var cut = new AddCheckpoint(8, [], Logs.Signed(Logs.At(5)));
        Assert.Equal(WitnessVerdict.Malformed, Decide(cut, Logs.At(8)).Verdict);
        foreach (var body in (string[])["", "8", "08\n", "-8\n", "8\n\n", "eight\n", "9223372036854775808\n"])
        {
            Assert.Throws<ProofException>(() => Witness.ParseSize(body));
        }

        static (WitnessVerdict, long) Verdict(WitnessDecision decision) => (decision.Verdict, decision.KnownSize ?? -1);
    }

    [Fact]
    public void What_does_not_extend_the_last_checkpoint_is_refused()
    {
        // The record was rewritten at the same size, behind what was seen, and from the start.
        var other = new Checkpoint(Logs.Origin, 8, TreeHash.OfLeaf("something else"u8));
        // Two roots for one size: the protocol answers that as it answers another size.
        Assert.Equal(WitnessVerdict.OtherSize, Decide(Logs.Request(8, 8), other).Verdict);
        DoesNotExtend(Logs.Request(8, 12), other);
        DoesNotExtend(new AddCheckpoint(8, Logs.Request(7, 12).Proof, Logs.Signed(Logs.At(12))), Logs.At(8));
        DoesNotExtend(new AddCheckpoint(8, [], Logs.Signed(Logs.At(12))), Logs.At(8));
        DoesNotExtend(new AddCheckpoint(8, [other.Root], Logs.Signed(Logs.At(8))), Logs.At(8));
        DoesNotExtend(new AddCheckpoint(0, [other.Root], Logs.Signed(Logs.At(8))), null);
        Assert.Equal(
            WitnessVerdict.OtherSize,
            Decide(new AddCheckpoint(0, [], Logs.Signed(new Checkpoint(Logs.Origin, 0, other.Root))), null).Verdict
        );

        static void DoesNotExtend(AddCheckpoint request, Checkpoint? last) =>
            Assert.Equal(WitnessVerdict.DoesNotExtend, Decide(request, last).Verdict);
    }

    [Fact]
    public void Only_the_log_itself_is_heard()
    {
        var text = Logs.At(8).ToText();
        var forged = new AddCheckpoint(0, [], SignedNote.Sign(text, Logs.Other));
        Assert.Equal(WitnessVerdict.NotSignedByTheLog, Decide(forged, null).Verdict);
        var broken = Logs.Log.Sign(text) with { Signature = new byte[64] };
        var wrong = new AddCheckpoint(0, [], SignedNote.Sign(text, Logs.Log).With(broken));
        Assert.Equal(WitnessVerdict.NotSignedByTheLog, Decide(wrong, null).Verdict);
        Assert.Equal(WitnessVerdict.UnknownLog, Decide(Logs.Request(0, 8).ToString(), _ => null).Verdict);
        // Who it is comes before what it says.
        var both = new AddCheckpoint(9, [], SignedNote.Sign(text, Logs.Other));
        Assert.Equal(WitnessVerdict.NotSignedByTheLog, Decide(both, Logs.At(3)).Verdict);
    }

    [Fact]
    public void A_key_that_gave_way_to_another_is_heard_as_far_as_it_had_signed_and_no_further()
    {
        using var next = SignerKey.Create(Logs.Origin, KeyType.Ed25519);
        var rotation = new KeyRotation(Logs.Log.Verifier, next.Verifier, 8);
        WitnessVerdict Heard(AddCheckpoint request) =>
            Witness
                .Decide(
                    Encoding.UTF8.GetBytes($"{request}"),
                    _ => new WatchedLog([Logs.Log.Verifier, next.Verifier], null, [rotation])
                )
                .Verdict;
        AddCheckpoint By(int size, params SignerKey[] keys) =>
            new(0, [], SignedNote.Sign(Logs.At(size).ToText(), keys));

        Assert.Equal(WitnessVerdict.Accepted, Heard(By(8, Logs.Log)));
        Assert.Equal(WitnessVerdict.NotSignedByTheLog, Heard(By(9, Logs.Log)));
        Assert.Equal(WitnessVerdict.Accepted, Heard(By(9, next)));
        Assert.Equal(WitnessVerdict.Accepted, Heard(By(9, Logs.Log, next)));
    }

    [Fact]
    public void What_is_no_request_is_refused()
    {
        var whole = Logs.Request(8, 12).ToString();
        var hash = TreeHash.OfEmptyTree.ToString();
        string[] bodies =
        [
            "",
            "old 8\n",
            whole[1..],
            whole.Replace("old 8", "old 08", StringComparison.Ordinal),
            whole.Replace("old 8", "old  8", StringComparison.Ordinal),
            whole.Replace("old 8", "old -8", StringComparison.Ordinal),
            whole.Replace("old 8\n", "old 8\r\n", StringComparison.Ordinal),
            whole.Replace("old 8\n", "old 8\nhash\n", StringComparison.Ordinal),
            whole.Replace(
                "old 8\n",
                "old 8\n" + string.Concat(Enumerable.Repeat(hash + "\n", 63)),
                StringComparison.Ordinal
            ),
            whole.Replace("\n\n" + Logs.Origin, "\n" + Logs.Origin, StringComparison.Ordinal),
            whole[..^1],
            $"old 0\n\n{SignedNote.Sign("no checkpoint\n", Logs.Log)}",
        ];
        foreach (var body in bodies)
        {
            var decision = Decide(body, _ => throw new InvalidOperationException("It is not asked about."));
            Assert.Equal(WitnessVerdict.Malformed, decision.Verdict);
            Assert.Null(decision.Request);
        }
    }

    [Fact]
    public void Kept_beside_the_earlier_checkpoint_it_shows_that_the_later_extends_it()
    {
        var kept = AddCheckpoint.Parse(Encoding.UTF8.GetBytes(Logs.Request(12, 100).ToString()));
        kept.RequireExtends(Logs.At(12));
        Assert.Throws<ProofException>(() => kept.RequireExtends(Logs.At(11)));
        Assert.Throws<ProofException>(() => kept.RequireExtends(Logs.At(12) with { Root = Logs.At(11).Root }));
        Assert.Throws<ProofException>(() => kept.RequireExtends(Logs.At(12) with { Origin = "another" }));
    }

    [Fact]
    public void Ten_thousand_random_damages_are_never_accepted_and_never_break_the_witness()
    {
        var whole = Encoding.UTF8.GetBytes(Logs.Request(8, 100).ToString());
        for (var seed = 0; seed < 10_000; seed++)
        {
            var damaged = Damage.To(whole, seed);
            var decision = Witness.Decide(
                damaged,
                origin => origin == Logs.Origin ? new WatchedLog([Logs.Log.Verifier], Logs.At(8)) : null
            );
            // What is left as it was, or got the log's own line twice, is no damage.
            var same = decision.Request is { } read && Same(read);
            Assert.True(decision.Verdict != WitnessVerdict.Accepted || same, $"Seed {seed} is accepted.");
        }

        static bool Same(AddCheckpoint read) =>
            Logs.Request(8, 100) is var original
            && read.OldSize == original.OldSize
            && read.Proof.SequenceEqual(original.Proof)
            && read.Note.Text == original.Note.Text;
    }

    private static WitnessDecision Decide(AddCheckpoint request, Checkpoint? last) =>
        Decide(request.ToString(), _ => new WatchedLog([Logs.Log.Verifier], last));

    private static WitnessDecision Decide(string body, Func<string, WatchedLog?> watched) =>
        Witness.Decide(Encoding.UTF8.GetBytes(body), watched);
}
