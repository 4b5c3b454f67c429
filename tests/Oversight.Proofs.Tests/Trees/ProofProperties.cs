using FsCheck;
using FsCheck.Fluent;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Tests.Trees;

/// <summary>What holds of the proofs of all trees.</summary>
public sealed class ProofProperties
{
    private const int Largest = 300;

    private static readonly TreeHash[] Leaves = NaiveTree.Leaves(Largest);
    private static readonly NodeHashes Nodes = NaiveTree.Source(NaiveTree.Nodes(Leaves));
    private static readonly TreeHash[] Roots =
    [
        .. Enumerable.Range(0, Largest + 1).Select(size => NaiveTree.Root(Leaves.AsSpan(0, size))),
    ];

    private static readonly Gen<(int Less, int Size)> Pairs =
        from size in Gen.Choose(1, Largest)
        from less in Gen.Choose(0, size - 1)
        select (less, size);

    [Fact]
    public void Every_leaf_of_every_tree_has_a_proof_and_every_tree_begins_with_every_smaller_one()
    {
        var edge = new TreeEdge();
        for (var size = 0; size <= Largest; size++)
        {
            Assert.Equal(Roots[size], edge.Root());
            Assert.Equal(Roots[size], MerkleTree.Root(size, Nodes));
            for (var i = 0; i <= size; i++)
            {
                var consistency = MerkleTree.Consistency(i, size, Nodes);
                MerkleProof.RequireConsistency(i, Roots[i], size, Roots[size], consistency);
                if (i < size)
                {
                    var inclusion = MerkleTree.Inclusion(i, size, Nodes);
                    MerkleProof.RequireInclusion(i, Leaves[i], size, Roots[size], inclusion);
                }
            }
            if (size < Largest)
            {
                edge.Append(Leaves[size]);
            }
        }
    }

    [Fact]
    public void Of_an_inclusion_proof_no_bit_can_be_another() =>
        Holds(
            60,
            pair =>
            {
                var (index, size) = pair;
                var (leaf, root) = (Leaves[index], Roots[size]);
                var proof = MerkleTree.Inclusion(index, size, Nodes);
                foreach (var other in Flipped(proof))
                {
                    Refused(() => MerkleProof.RequireInclusion(index, leaf, size, root, other));
                }
                foreach (var other in Flipped([leaf]))
                {
                    Refused(() => MerkleProof.RequireInclusion(index, other[0], size, root, proof));
                }
                foreach (var other in Flipped([root]))
                {
                    Refused(() => MerkleProof.RequireInclusion(index, leaf, size, other[0], proof));
                }
                foreach (var other in Flipped(index))
                {
                    Refused(() => MerkleProof.RequireInclusion(other, leaf, size, root, proof));
                }
                // A size is bound by its checkpoint; here it is the shape of the way that counts.
                foreach (var other in Flipped(size).Where(s => s > index))
                {
                    Assert.Equal(
                        NaiveTree.RootByInclusion(index, other, leaf, proof) == root,
                        Holds(() => MerkleProof.RequireInclusion(index, leaf, other, root, proof))
                    );
                }
            }
        );

    [Fact]
    public void Of_a_consistency_proof_no_bit_can_be_another() =>
        Holds(
            60,
            pair =>
            {
                var (earlier, size) = (pair.Less + 1, pair.Size);
                var (earlierRoot, root) = (Roots[earlier], Roots[size]);
                var proof = MerkleTree.Consistency(earlier, size, Nodes);
                foreach (var other in Flipped(proof))
                {
                    Refused(() => MerkleProof.RequireConsistency(earlier, earlierRoot, size, root, other));
                }
                foreach (var other in Flipped([earlierRoot]))
                {
                    Refused(() => MerkleProof.RequireConsistency(earlier, other[0], size, root, proof));
                }
                foreach (var other in Flipped([root]))
                {
                    Refused(() => MerkleProof.RequireConsistency(earlier, earlierRoot, size, other[0], proof));
                }
                foreach (var other in Flipped(earlier))
                {
                    SameAsNaive(other, size);
                }
                foreach (var other in Flipped(size))
                {
                    SameAsNaive(earlier, other);
                }

                void SameAsNaive(long first, long second)
                {
                    var expected =
                        first > 0
                        && first <= second
                        && NaiveTree.RootsByConsistency(first, second, earlierRoot, proof) == (earlierRoot, root);
                    Assert.Equal(
                        expected,
                        Holds(() => MerkleProof.RequireConsistency(first, earlierRoot, second, root, proof))
                    );
                }
            }
        );

    [Fact]
    public void A_proof_with_a_hash_more_or_less_or_two_in_the_other_order_is_refused() =>
        Holds(
            300,
            pair =>
            {
                var (less, size) = pair;
                var inclusion = MerkleTree.Inclusion(less, size, Nodes);
                foreach (var other in Reordered(inclusion))
                {
                    Refused(() => MerkleProof.RequireInclusion(less, Leaves[less], size, Roots[size], other));
                }
                var consistency = MerkleTree.Consistency(less + 1, size, Nodes);
                foreach (var other in Reordered(consistency))
                {
                    Refused(() => MerkleProof.RequireConsistency(less + 1, Roots[less + 1], size, Roots[size], other));
                }
            }
        );

    [Fact]
    public void What_no_tree_has_is_refused_with_the_one_kind_of_error()
    {
        var root = Roots[3];
        Refused(() => MerkleTree.Root(-1, Nodes));
        Refused(() => MerkleTree.Inclusion(3, 3, Nodes));
        Refused(() => MerkleTree.Inclusion(-1, 3, Nodes));
        Refused(() => MerkleTree.Consistency(4, 3, Nodes));
        Refused(() => MerkleTree.Consistency(-1, 3, Nodes));
        Refused(() => MerkleProof.RequireInclusion(0, root, long.MinValue, root, []));
        Refused(() => MerkleProof.RequireInclusion(long.MaxValue, root, long.MaxValue, root, []));
        Refused(() => MerkleProof.RequireConsistency(-1, root, 3, root, []));
        Refused(() => MerkleProof.RequireConsistency(0, root, 3, root, []));
        Refused(() => MerkleProof.RequireConsistency(0, TreeHash.OfEmptyTree, 0, root, []));
        Refused(() => MerkleProof.RequireConsistency(0, TreeHash.OfEmptyTree, 3, root, [root]));
        Refused(() => _ = new TreeEdge(3, [root]));
        Refused(() => _ = new TreeEdge(-1, []));
        Refused(() => TreeHash.From(new byte[31]));
        Refused(() => TreeHash.Parse("6e34"));
    }

    private static void Holds(int tried, Action<(int Less, int Size)> property) =>
        Prop.ForAll(Pairs.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(tried));

    private static bool Holds(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (ProofException)
        {
            return false;
        }
    }

    private static void Refused(Action check) => Assert.Throws<ProofException>(check);

    private static IEnumerable<TreeHash[]> Flipped(TreeHash[] hashes)
    {
        for (var i = 0; i < hashes.Length; i++)
        {
            for (var bit = 0; bit < TreeHash.Length * 8; bit++)
            {
                var bytes = hashes[i].Bytes.ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                TreeHash[] other = [.. hashes];
                other[i] = TreeHash.From(bytes);
                yield return other;
            }
        }
    }

    private static IEnumerable<long> Flipped(long number) =>
        Enumerable.Range(0, 64).Select(bit => number ^ (1L << bit));

    private static IEnumerable<TreeHash[]> Reordered(TreeHash[] proof)
    {
        yield return [.. proof, TreeHash.OfEmptyTree];
        yield return [TreeHash.OfEmptyTree, .. proof];
        if (proof.Length > 0)
        {
            yield return proof[1..];
            yield return proof[..^1];
        }
        for (var i = 1; i < proof.Length; i++)
        {
            TreeHash[] other = [.. proof];
            (other[i - 1], other[i]) = (other[i], other[i - 1]);
            yield return other;
        }
    }
}
