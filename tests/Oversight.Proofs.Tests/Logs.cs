using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Tests.Trees;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;

namespace Oversight.Proofs.Tests;

/// <summary>A log with its key and two witnesses, for tests. Its entries are those of <see cref="NaiveTree"/>.</summary>
internal static class Logs
{
    public const string Origin = "oversight.example/record";

    public static readonly DateTimeOffset Noon = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly SignerKey Log = Key(Origin, KeyType.Ed25519, 1);
    public static readonly SignerKey Other = Key("other.example/record", KeyType.Ed25519, 2);
    public static readonly SignerKey First = Key("witness.example/one", KeyType.Cosignature, 3);
    public static readonly SignerKey Second = Key("witness.example/two", KeyType.Cosignature, 4);

    public static readonly TrustPolicy Both = TrustPolicy.Of(
        [Log.Verifier],
        [First.Verifier, Second.Verifier],
        needed: 2
    );

    private static readonly TreeHash[] Leaves = NaiveTree.Leaves(100);

    public static readonly NodeHashes Nodes = NaiveTree.Source(NaiveTree.Nodes(Leaves));

    public static Checkpoint At(int size) => new(Origin, size, MerkleTree.Root(Leaves.AsSpan(0, size)));

    public static SignedNote Signed(Checkpoint checkpoint) => SignedNote.Sign(checkpoint.ToText(), Log);

    public static SignedNote Cosigned(Checkpoint checkpoint)
    {
        var note = Signed(checkpoint);
        return note.With(First.Cosign(note.Text, Noon)).With(Second.Cosign(note.Text, Noon.AddSeconds(1)));
    }

    public static Receipt Receipt(int index, int size) =>
        new(index, MerkleTree.Inclusion(index, size, Nodes), Cosigned(At(size)), NaiveTree.Entry(index));

    public static AddCheckpoint Request(int from, int to) =>
        new(from, MerkleTree.Consistency(from, to, Nodes), Signed(At(to)));

    // Always the same, so that what is signed is too.
    public static SignerKey Key(string name, KeyType type, byte seed)
    {
        using var key = NSec.Cryptography.Key.Import(
            NSec.Cryptography.SignatureAlgorithm.Ed25519,
            Enumerable.Repeat(seed, 32).ToArray(),
            NSec.Cryptography.KeyBlobFormat.RawPrivateKey
        );
        var bytes = key.PublicKey.Export(NSec.Cryptography.KeyBlobFormat.RawPublicKey);
        var id = VerifierKey.Of(name, type, bytes).KeyId;
        byte[] secret = [(byte)type, .. Enumerable.Repeat(seed, 32)];
        return SignerKey.Parse($"PRIVATE+KEY+{name}+{id:x8}+{Convert.ToBase64String(secret)}");
    }
}
