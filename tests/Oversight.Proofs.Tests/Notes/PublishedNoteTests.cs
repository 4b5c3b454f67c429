using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Tests.Notes;

/// <summary>The vectors of Go's note package, where the format comes from, and of C2SP signed-note.</summary>
public sealed class PublishedNoteTests
{
    private const string Text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

    private const string PeterSecret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private const string Peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string Enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";

    private const string ByPeter =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private const string ByEnoch =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    [Fact]
    public void A_text_is_signed_to_the_same_bytes()
    {
        using var peter = SignerKey.Parse(PeterSecret);
        Assert.Equal(Peter, peter.Verifier.ToString());
        Assert.Equal(PeterSecret, peter.Export());
        Assert.Equal("PeterNeumann", peter.ToString());
        Assert.Equal($"{Text}\n{ByPeter}", SignedNote.Sign(Text, peter).ToString());
    }

    [Fact]
    public void A_second_signature_goes_below_and_a_new_one_by_the_same_key_in_place_of_the_old()
    {
        // The key that Go's example makes from a source of zeros.
        using var enoch = SignerKey.Parse(
            $"PRIVATE+KEY+EnochRoot+af0cfe78+{Convert.ToBase64String([1, .. new byte[32]])}"
        );
        Assert.Equal(Enoch, enoch.Verifier.ToString());
        var note = SignedNote.Parse($"{Text}\n{ByPeter}").With(enoch.Sign(Text));
        Assert.Equal($"{Text}\n{ByPeter}{ByEnoch}", note.ToString());
        Assert.Equal($"{Text}\n{ByPeter}{ByEnoch}", note.With(enoch.Sign(Text)).ToString());
    }

    [Fact]
    public void Known_keys_are_verified_and_unknown_ones_passed_over()
    {
        var (peter, enoch) = (VerifierKey.Parse(Peter), VerifierKey.Parse(Enoch));
        var note = SignedNote.Parse($"{Text}\n{ByPeter}{ByEnoch}");
        Assert.Equal(Text, note.Text);
        Assert.Equal([peter], note.Verify([peter]).Select(v => v.Key));
        Assert.Equal([peter, enoch], note.Verify([enoch, peter]).Select(v => v.Key));
        Assert.All(note.Verify([enoch, peter]), v => Assert.Null(v.Time));
        Assert.Equal("No known key has signed the note.", Assert.Throws<ProofException>(() => note.Verify([])).Message);

        var repeated = SignedNote.Parse($"{Text}\n{ByPeter}{ByPeter}{ByEnoch}");
        Assert.Equal([peter], repeated.Verify([peter]).Select(v => v.Key));
    }

    [Fact]
    public void A_signature_that_names_a_known_key_and_does_not_hold_refuses_the_note()
    {
        var (peter, enoch) = (VerifierKey.Parse(Peter), VerifierKey.Parse(Enoch));
        var note = SignedNote.Parse($"{Text}\n{ByPeter.Insert(60, "ABCD")}{ByEnoch}");
        var refusal = Assert.Throws<ProofException>(() => note.Verify([peter, enoch]));
        Assert.Equal("The signature by PeterNeumann+c74f20a3 does not hold for this text.", refusal.Message);
        // Whoever does not know the key cannot tell.
        Assert.Equal([enoch], note.Verify([enoch]).Select(v => v.Key));
        // A repeated signature is verified too.
        var twice = SignedNote.Parse($"{Text}\n{ByPeter}{ByPeter.Insert(60, "ABCD")}");
        Assert.Throws<ProofException>(() => twice.Verify([peter]));
    }

    [Fact]
    public void The_example_of_the_specification_holds()
    {
        var key = VerifierKey.Parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        var note = SignedNote.Parse(
            "This is an example message.\n\n— example.com/foo "
                + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
        );
        Assert.Same(key, Assert.Single(note.Verify([key])).Key);
    }

    [Fact]
    public void A_published_key_of_a_witness_is_read()
    {
        var key = VerifierKey.Parse("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2");
        Assert.Equal((KeyType.Cosignature, 0xda77ade7u), (key.Type, key.KeyId));
    }

    [Theory]
    [InlineData("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")]
    [InlineData("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!")]
    [InlineData("rekor.sigstore.dev+12345678+AwEB")]
    [InlineData("rekor.sigstore.dev+12344556")]
    [InlineData("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n")]
    [InlineData("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    public void What_is_no_key_is_refused(string key) => Assert.Throws<ProofException>(() => VerifierKey.Parse(key));

    [Theory]
    [InlineData(Peter)]
    [InlineData(PeterSecret)]
    public void No_part_of_a_key_and_no_other_character_in_it_is_a_key(string key)
    {
        for (var from = 0; from <= key.Length; from++)
        {
            for (var to = from; to <= key.Length; to++)
            {
                if (to - from < key.Length)
                {
                    NoKey(key[from..to]);
                }
            }
        }
        for (var i = 0; i < key.Length; i++)
        {
            NoKey($"{key[..i]}{(char)(key[i] + 1)}{key[(i + 1)..]}");
        }

        void NoKey(string text)
        {
            Assert.Throws<ProofException>(() => VerifierKey.Parse(text));
            var refusal = Assert.Throws<ProofException>(() => SignerKey.Parse(text));
            Assert.DoesNotContain("AYEKFALV", refusal.Message, StringComparison.Ordinal);
        }
    }
}
