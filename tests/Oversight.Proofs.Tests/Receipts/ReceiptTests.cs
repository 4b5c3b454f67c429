using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Tests.Trees;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Tests.Receipts;

/// <summary>Receipts (C2SP tlog-proof): written, read, checked with no server, and refused when anything in them is another.</summary>
public sealed class ReceiptTests
{
    [Fact]
    public void Every_entry_of_every_size_has_a_receipt_that_is_read_back_and_holds()
    {
        var pairs = from size in Gen.Choose(1, 100) from index in Gen.Choose(0, size - 1) select (index, size);
        Prop.ForAll(
                pairs.ToArbitrary(),
                pair =>
                {
                    var written = Logs.Receipt(pair.index, pair.size).ToString();
                    var receipt = Receipt.Parse(Encoding.UTF8.GetBytes(written));
                    Assert.Equal(written, receipt.ToString());
                    var verified = receipt.VerifyEntry(Logs.Both);
                    Assert.Equal(pair.size, verified.Checkpoint.Size);
                    Assert.Equal(2, verified.Witnesses.Count);
                    Assert.Equal(NaiveTree.Entry(pair.index), receipt.Extra!.Value.ToArray());

                    var bare = receipt with { Extra = null };
                    Receipt
                        .Parse(Encoding.UTF8.GetBytes(bare.ToString()))
                        .Verify(NaiveTree.Leaf(pair.index), Logs.Both);
                    Assert.Throws<ProofException>(() => bare.VerifyEntry(Logs.Both));
                    Assert.Throws<ProofException>(() => bare.Verify(NaiveTree.Leaf(pair.index + 1), Logs.Both));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void It_is_written_as_the_specification_says()
    {
        var receipt = Logs.Receipt(2, 5);
        var path = MerkleTree.Inclusion(2, 5, Logs.Nodes);
        Assert.Equal(
            $"c2sp.org/tlog-proof@v1\nextra {Convert.ToBase64String(NaiveTree.Entry(2))}\nindex 2\n"
                + $"{path[0]}\n{path[1]}\n{path[2]}\n\n{Logs.Cosigned(Logs.At(5))}",
            receipt.ToString()
        );
    }

    [Fact]
    public void No_bit_of_a_receipt_can_be_another()
    {
        var whole = Encoding.UTF8.GetBytes(Logs.Receipt(21, 50).ToString());
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] other = [.. whole];
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ProofException>(() => Receipt.Parse(other).VerifyEntry(Logs.Both));
        }
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<ProofException>(() => Receipt.Parse(whole.AsSpan(0, length)).VerifyEntry(Logs.Both));
        }
    }

    [Fact]
    public void Ten_thousand_random_damages_are_all_refused()
    {
        var original = Logs.Receipt(21, 50);
        var whole = Encoding.UTF8.GetBytes(original.ToString());
        var refused = 0;
        for (var seed = 0; refused < 10_000; seed++)
        {
            var damaged = Damage.To(whole, seed);
            try
            {
                var read = Receipt.Parse(damaged);
                read.VerifyEntry(Logs.Both);
                // Signatures in another order, or one of them twice, say the same.
                Assert.True(
                    read.Index == original.Index
                        && read.Path.SequenceEqual(original.Path)
                        && read.Extra!.Value.Span.SequenceEqual(original.Extra!.Value.Span)
                        && read.Checkpoint.Text == original.Checkpoint.Text
                        && read.Checkpoint.Signatures.Select(s => s.Line)
                            .ToHashSet(StringComparer.Ordinal)
                            .SetEquals(original.Checkpoint.Signatures.Select(s => s.Line)),
                    $"Seed {seed} is accepted."
                );
            }
            catch (ProofException)
            {
                refused++;
            }
        }
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2", "first line")]
    [InlineData("extra ", "extra  ", "extra")]
    [InlineData("extra ZW50cnkgMjE=", "extra ", "extra")]
    [InlineData("extra ZW50cnkgMjE=", "extra ZW50cnkgMjE=\nextra ZW50cnkgMjE=", "index")]
    [InlineData("index 21", "index 021", "index")]
    [InlineData("index 21", "index -1", "index")]
    [InlineData("index 21", "index 21 ", "index")]
    [InlineData("index 21\n", "index 21\n\n", "divides")]
    [InlineData("index 21\n", "index 21\nAAAA\n", "Line 1 of the inclusion proof")]
    public void What_is_no_receipt_is_refused(string from, string to, string reason)
    {
        var text = Logs.Receipt(21, 50).ToString();
        Assert.Contains(from, text, StringComparison.Ordinal);
        var refusal = Assert.Throws<ProofException>(() =>
            Receipt
                .Parse(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)))
                .VerifyEntry(Logs.Both)
        );
        if (reason != "divides")
        {
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_is_no_receipt_for_another_policy_another_log_or_an_older_checkpoint()
    {
        var receipt = Logs.Receipt(21, 50);
        Assert.Throws<ProofException>(() =>
            receipt.VerifyEntry(TrustPolicy.Of([Logs.Other.Verifier], [Logs.First.Verifier], 1))
        );
        Assert.Throws<ProofException>(() =>
            (receipt with { Checkpoint = Logs.Signed(Logs.At(50)) }).VerifyEntry(Logs.Both)
        );
        Assert.Throws<ProofException>(() =>
            (receipt with { Checkpoint = Logs.Cosigned(Logs.At(49)) }).VerifyEntry(Logs.Both)
        );
        Assert.Throws<ProofException>(() => (receipt with { Index = -1 }).VerifyEntry(Logs.Both));
    }
}
