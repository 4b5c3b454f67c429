using System.Text;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Tests.Notes;

/// <summary>What is no note, each with the reason that is given.</summary>
public sealed class MalformedNoteTests
{
    private const string Signature = "— example.com/foo AAAAAAE=\n";

    [Theory]
    [InlineData("", "No empty line divides")]
    [InlineData("text\n", "No empty line divides")]
    [InlineData("text\n" + Signature, "No empty line divides")]
    [InlineData("text\n\n", "has no signature")]
    [InlineData("text\n\n" + Signature + "\n", "has no signature")]
    [InlineData("text\n\n— example.com/foo AAAAAAE=", "last line does not end")]
    [InlineData("text\n\n" + Signature + "more", "last line does not end")]
    [InlineData("text\n\n" + Signature + "more\n", "Signature line 2 does not begin with an em dash")]
    [InlineData("text\n\n- example.com/foo AAAAAAE=\n", "Signature line 1 does not begin with an em dash")]
    [InlineData("text\n\n— example.com/foo\n", "Signature line 1 does not name a key")]
    [InlineData("text\n\n—  AAAAAAE=\n", "Signature line 1 does not name a key")]
    [InlineData("text\n\n— a+b AAAAAAE=\n", "Signature line 1 does not name a key")]
    [InlineData("text\n\n— a\u00a0b AAAAAAE=\n", "Signature line 1 does not name a key")]
    [InlineData("text\n\n— a\u2028b AAAAAAE=\n", "Signature line 1 does not name a key")]
    [InlineData("text\n\n— foo AAAAAA==\n", "is not the base64 of a key id and a signature")]
    [InlineData("text\n\n— foo \n", "is not the base64")]
    [InlineData("text\n\n— foo AAAAAAE\n", "is not the base64")]
    [InlineData("text\n\n— foo AAAAAAF=\n", "is not the base64")]
    [InlineData("text\n\n— foo  AAAAAAE=\n", "is not the base64")]
    [InlineData("text\n\n— foo AAAAAAE= \n", "is not the base64")]
    [InlineData("text\n\n— foo AAAA AAE=\n", "is not the base64")]
    [InlineData("text\n\n— foo AAAAAAE=\r\n", "is not the base64")]
    [InlineData("text\n\n— foo bar AAAAAAE=\n", "is not the base64")]
    [InlineData("te\txt\n\n" + Signature, "control character")]
    [InlineData("te\0xt\n\n" + Signature, "control character")]
    [InlineData("text\r\n\n" + Signature, "control character")]
    [InlineData("te\u001fxt\n\n" + Signature, "control character")]
    public void Is_refused(string note, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ProofException>(() => SignedNote.Parse(note)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Is_refused_too_as_bytes_that_are_no_text_and_beyond_measure()
    {
        Assert.Equal("The note is not UTF-8.", Refusal([0xff, .. "text\n\n"u8, .. Encoding.UTF8.GetBytes(Signature)]));
        Assert.Equal(
            "The note is not UTF-8.",
            Refusal([0xc0, 0x8a, .. "\n\n"u8, .. Encoding.UTF8.GetBytes(Signature)])
        );
        Assert.Contains("at most", Refusal(new byte[SignedNote.MostBytes + 1]), StringComparison.Ordinal);
        var hundred = string.Concat(Enumerable.Repeat(Signature, SignedNote.MostSignatures));
        Assert.Equal(SignedNote.MostSignatures, SignedNote.Parse($"text\n\n{hundred}").Signatures.Count);
        Assert.Contains(
            "more than 100 signatures",
            Refusal(Encoding.UTF8.GetBytes($"text\n\n{hundred}{Signature}")),
            StringComparison.Ordinal
        );
        // Half a character: none that UTF-8 could hold.
        using var key = SignerKey.Create("example.com/foo", KeyType.Ed25519);
        Assert.Throws<ProofException>(() => SignedNote.Parse("\ud800\n\n" + Signature));
        Assert.Throws<ProofException>(() => SignedNote.Sign("half \ud83d\n", key));
        Assert.Throws<ProofException>(() => SignerKey.Create("half\ud83d", KeyType.Ed25519));
        Assert.Throws<ProofException>(() =>
            VerifierKey.Parse(key.Verifier.ToString().Replace("foo", "\ud83d", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("no line feed")]
    [InlineData("tab\t\n")]
    public void Is_not_signed(string text)
    {
        using var key = SignerKey.Create("example.com/foo", KeyType.Ed25519);
        Assert.Throws<ProofException>(() => SignedNote.Sign(text, key));
    }

    [Fact]
    public void A_text_may_have_empty_lines_and_any_language()
    {
        using var key = SignerKey.Create("esempio.it/sé", KeyType.Ed25519);
        const string text = "\ntrafitto da un raggio di sole:\n\ned è subito sera.\n";
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(SignedNote.Sign(text, key).ToString()));
        Assert.Equal(text, note.Text);
        note.Verify([VerifierKey.Parse(key.Verifier.ToString())]);
    }

    [Fact]
    public void Keys_are_refused_that_cannot_be()
    {
        Assert.Throws<ProofException>(() => SignerKey.Create("two words", KeyType.Ed25519));
        Assert.Throws<ProofException>(() => SignerKey.Create("", KeyType.Ed25519));
        Assert.Throws<ProofException>(() => SignerKey.Create("name", KeyType.None));
        Assert.Throws<ProofException>(() => SignerKey.Create("name", (KeyType)6));
        Assert.Throws<ProofException>(() => VerifierKey.Of("name", KeyType.Ed25519, new byte[31]));
        using var log = SignerKey.Create("log", KeyType.Ed25519);
        using var witness = SignerKey.Create("witness", KeyType.Cosignature);
        Assert.Throws<ProofException>(() => log.Cosign("text\n", DateTimeOffset.UnixEpoch));
        Assert.Throws<ProofException>(() => witness.Sign("text\n"));
        Assert.Throws<ProofException>(() => SignedNote.Sign("text\n", witness));
        Assert.Throws<ProofException>(() => SignedNote.Sign("text\n"));
        Assert.Throws<ProofException>(() => witness.Cosign("text\n", DateTimeOffset.UnixEpoch.AddSeconds(-1)));
        var note = SignedNote.Sign("text\n", log);
        Assert.Throws<ProofException>(() => note.Verify([witness.Verifier]));
    }

    private static string Refusal(byte[] note) => Assert.Throws<ProofException>(() => SignedNote.Parse(note)).Message;
}
