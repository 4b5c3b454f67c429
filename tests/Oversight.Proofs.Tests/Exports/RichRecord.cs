using System.Buffers.Binary;
using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Tests.Exports;

/// <summary>
/// A record with all that an export can have: two rotations, two witnesses who are both asked for, documents in each of their four states, texts
/// beyond ASCII. With what somebody could put in its place.
/// </summary>
internal static class RichRecord
{
    private static readonly SignerKey Newest = Logs.Key(Logs.Origin, KeyType.Ed25519, 7);

    /// <summary>A witness's name and id, and another secret.</summary>
    private static readonly SignerKey Forger = Logs.Key(Logs.First.Verifier.Name, KeyType.Cosignature, 8);

    public static readonly Trust Both = new(
        string.Concat(Keys().Select(key => $"log {key.Verifier}\n"))
            + $"witness one {Logs.First.Verifier}\nwitness two {Logs.Second.Verifier}\ngroup both all one two\nquorum both\n"
    );

    public static readonly InventedRecord Record = Of(41);

    public static readonly ExportFile Export = Record.Export();

    /// <summary>Exports under the same keys that hold too: an earlier state, a later one, and another record's.</summary>
    public static readonly IReadOnlyList<InventedRecord> Others = [Of(29), Of(53), Of(41, "whispered")];

    public static InventedRecord Of(int size, string told = "told") =>
        InventedRecord.Of(size, told) with
        {
            Keys = Keys(),
            RotatedAt = [3, 17],
            Witnesses = [Logs.First, Logs.Second],
            State = number => new[] { "here", "apart", "gone", "missing" }[number % 4],
        };

    /// <summary>A checkpoint that somebody else signed, or the record over something else.</summary>
    public static byte[] ForeignCheckpoint(Random random)
    {
        var own = Record.At(41);
        var other = Others[random.Next(3)];
        return Bytes(
            random.Next(7) switch
            {
                0 => other.Checkpoint(random.Next(1, other.Lines.Count + 1)),
                1 => Record.Checkpoint(random.Next(0, 41)),
                2 => (Record with { SignedBy = [InventedRecord.Stranger] }).Checkpoint(41),
                // An old key, over more than the rotation's note leaves it.
                3 => (Record with { SignedBy = [Keys()[random.Next(2)]] }).Checkpoint(41),
                4 => Cosigned(SignedNote.Sign((own with { Size = 42 + random.Next(9) }).ToText(), Newest)),
                5 => Cosigned(SignedNote.Sign((own with { Origin = "elsewhere.example/record" }).ToText(), Newest)),
                _ => Cosigned(SignedNote.Sign((own with { Root = other.Root(random.Next(29)) }).ToText(), Newest)),
            }
        );
    }

    /// <summary>The record's own checkpoint, with a witness who did not see it, or saw something else.</summary>
    public static byte[] DoubtfulWitness(Random random)
    {
        var signed = SignedNote.Sign(Record.At(41).ToText(), Newest);
        var earlier = Record.Checkpoint(random.Next(0, 41));
        var time = Logs.Noon.AddSeconds(random.Next());
        var first = signed.With(Logs.First.Cosign(signed.Text, time));
        var forged = Forger.Cosign(signed.Text, time);
        return Bytes(
            random.Next(6) switch
            {
                0 => signed,
                1 => first,
                2 => first.With(Named(Logs.Second, earlier)),
                3 => first.With(forged).With(forged),
                4 => first.With(
                    new NoteSignature(Logs.Second.Verifier.Name, Logs.Second.Verifier.KeyId, forged.Signature)
                ),
                _ => first.With(Later(Logs.Second.Cosign(signed.Text, time), 1 + random.Next(1000))),
            }
        );

        static NoteSignature Named(SignerKey witness, SignedNote note) =>
            note.Signatures.Single(signature => signature.KeyId == witness.Verifier.KeyId);
    }

    // The time that is said, and the signature over another.
    private static NoteSignature Later(NoteSignature signature, int seconds)
    {
        byte[] bytes = [.. signature.Signature.Span];
        BinaryPrimitives.WriteInt64BigEndian(bytes, BinaryPrimitives.ReadInt64BigEndian(bytes) + seconds);
        return new NoteSignature(signature.Name, signature.KeyId, bytes);
    }

    private static SignedNote Cosigned(SignedNote note) =>
        note.With(Logs.First.Cosign(note.Text, Logs.Noon)).With(Logs.Second.Cosign(note.Text, Logs.Noon));

    private static SignerKey[] Keys() => [InventedRecord.Old, InventedRecord.New, Newest];

    private static byte[] Bytes(SignedNote note) => Encoding.UTF8.GetBytes($"{note}");
}
