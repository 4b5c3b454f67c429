using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Tests.Checkpoints;

public sealed class CheckpointTests
{
    // The specification's example; its key is not published.
    private const string Example =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    [Fact]
    public void The_example_of_the_specification_is_read_and_written()
    {
        var note = SignedNote.Parse(
            Example
                + "\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
                + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
        );
        var checkpoint = Checkpoint.Parse(note.Text);
        Assert.Equal(("example.com/behind-the-sofa", 20852163), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", checkpoint.Root.ToString());
        Assert.Equal(Example, checkpoint.ToText());
        Assert.Equal("5fd2dc0beb4ce54da5050cf6d5c75248b023abad441c3cecde3976fbe9da4fe4", checkpoint.OriginHash);
        // Behind the key id, the witness says when.
        Assert.Equal(
            1679315147,
            System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(note.Signatures[1].Signature.Span)
        );
    }

    [Theory]
    [InlineData("", "origin")]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "origin")]
    [InlineData("log\n", "size")]
    [InlineData("log\n\n", "size")]
    [InlineData("log\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "size")]
    [InlineData("log\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "size")]
    [InlineData("log\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "size")]
    [InlineData("log\n1 \nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "size")]
    [InlineData("log\n٣\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "size")]
    [InlineData("log\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "size")]
    [InlineData("log\n1\n", "root")]
    [InlineData("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", "root")]
    [InlineData("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n", "root")]
    [InlineData("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n", "empty line")]
    [InlineData("log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore", "does not end")]
    public void What_is_no_checkpoint_is_refused(string text, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ProofException>(() => Checkpoint.Parse(text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Extension_lines_are_kept_and_what_would_be_two_lines_is_not_written()
    {
        var root = TreeHash.OfEmptyTree;
        var checkpoint = new Checkpoint("log", 0, root, ["one", "two"]);
        Assert.Equal(["one", "two"], Checkpoint.Parse(checkpoint.ToText()).Extensions);
        Assert.Throws<ProofException>(() => new Checkpoint("a\nb", 0, root).ToText());
        Assert.Throws<ProofException>(() => new Checkpoint("", 0, root).ToText());
        Assert.Throws<ProofException>(() => new Checkpoint("log", -1, root).ToText());
        Assert.Throws<ProofException>(() => new Checkpoint("log", 0, root, [""]).ToText());
    }

    [Fact]
    public void A_witness_signs_the_time_with_the_text()
    {
        var note = Logs.Cosigned(Logs.At(7));
        var verified = Logs.Both.Verify(note);
        Assert.Equal([Logs.Noon, Logs.Noon.AddSeconds(1)], verified.Witnesses.Select(w => w.Time!.Value));
        Assert.Null(Assert.Single(verified.Log).Time);
        Assert.Equal(7, verified.Checkpoint.Size);

        // Another time under the same signature.
        var cosignature = note.Signatures[1];
        var later = cosignature.Signature.ToArray();
        later[7]++;
        Assert.Throws<ProofException>(() =>
            note.With(cosignature with { Signature = later }).Verify([Logs.First.Verifier])
        );
        later[0] = 0x80;
        Assert.Throws<ProofException>(() =>
            note.With(cosignature with { Signature = later }).Verify([Logs.First.Verifier])
        );
        Assert.Throws<ProofException>(() =>
            note.With(cosignature with { Signature = later.AsMemory(0, 7) }).Verify([Logs.First.Verifier])
        );
    }

    [Fact]
    public void What_a_witness_answers_is_added_to_the_note_and_nothing_else_of_it()
    {
        var note = Logs.Signed(Logs.At(7));
        var first = Logs.First.Cosign(note.Text, Logs.Noon).Line;
        var second = Logs.Second.Cosign(note.Text, Logs.Noon).Line;
        byte[] answer = System.Text.Encoding.UTF8.GetBytes(second + first);
        var with = note.WithAnswer(answer, [Logs.First.Verifier]);
        Assert.Equal($"{note}{first}", with.ToString());
        Assert.Throws<ProofException>(() => note.WithAnswer("not found"u8, [Logs.First.Verifier]));
        Assert.Throws<ProofException>(() => note.WithAnswer(answer, []));
        Assert.Throws<ProofException>(() => Logs.Signed(Logs.At(8)).WithAnswer(answer, [Logs.First.Verifier]));
        // Nor can it bring a text of its own, though the witness signed that.
        var shifted = $"\n{Logs.First.Cosign($"{note.Text}\n", Logs.Noon).Line}";
        Assert.Throws<ProofException>(() =>
            note.WithAnswer(System.Text.Encoding.UTF8.GetBytes(shifted), [Logs.First.Verifier])
        );
    }
}
