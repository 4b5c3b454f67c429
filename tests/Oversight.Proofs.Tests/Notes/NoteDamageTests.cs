using System.Text;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Tests.Notes;

public sealed class NoteDamageTests
{
    [Fact]
    public void Ten_thousand_random_damages_to_a_note_are_all_refused()
    {
        var original = Logs.Signed(Logs.At(33));
        var whole = Encoding.UTF8.GetBytes(original.ToString());
        var refused = 0;
        for (var seed = 0; refused < 10_000; seed++)
        {
            try
            {
                var read = SignedNote.Parse(Damage.To(whole, seed));
                read.Verify([Logs.Log.Verifier]);
                Assert.True(
                    read.Text == original.Text && read.Signatures[0].Line == original.Signatures[0].Line,
                    $"Seed {seed} is accepted."
                );
            }
            catch (ProofException)
            {
                refused++;
            }
        }
    }

    [Fact]
    public void No_bit_of_a_note_can_be_another()
    {
        var whole = Encoding.UTF8.GetBytes(Logs.Cosigned(Logs.At(33)).ToString());
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] other = [.. whole];
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ProofException>(() => Logs.Both.Verify(SignedNote.Parse(other)));
        }
    }
}
