using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Tests.Trees;

/// <summary>The vectors of Certificate Transparency, which every implementation of RFC 6962 and 9162 agrees on, and a published log.</summary>
public sealed class PublishedTreeTests
{
    private static readonly string[] Entries =
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    private static readonly string[] Leaves =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
        "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void The_eight_entries_have_their_leaves_and_the_nine_trees_their_roots()
    {
        var leaves = Entries.Select(e => TreeHash.OfLeaf(Convert.FromHexString(e))).ToArray();
        Assert.Equal(Leaves, leaves.Select(Hex));
        Assert.Equal(Roots, Enumerable.Range(0, 9).Select(size => Hex(MerkleTree.Root(leaves.AsSpan(0, size)))));
        Assert.Equal(Roots[0], Hex(TreeHash.OfEmptyTree));
    }

    [Theory]
    [InlineData(
        0,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    )]
    [InlineData(
        5,
        8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(
        1,
        5,
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    )]
    [InlineData(0, 1, "")]
    public void Inclusion_proofs_are_the_published_ones(long index, long size, string expected) =>
        Assert.Equal(expected, string.Join(' ', MerkleTree.Inclusion(index, size, Eight()).Select(Hex)));

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    )]
    [InlineData(
        6,
        8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    [InlineData(
        2,
        5,
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    )]
    [InlineData(
        6,
        7,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    public void Consistency_proofs_are_the_published_ones(long earlier, long size, string expected) =>
        Assert.Equal(expected, string.Join(' ', MerkleTree.Consistency(earlier, size, Eight()).Select(Hex)));

    [Fact]
    public void Every_published_probe_has_its_verdict()
    {
        var judged = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Vectors.Lines("merkle-probes.tsv"))
        {
            var probe = line.Split('\t');
            var verdict = Verdict(probe);
            Assert.True(verdict == probe[1], $"{verdict}: {line}");
            judged[$"{probe[0]} {verdict}"] = judged.GetValueOrDefault($"{probe[0]} {verdict}") + 1;
        }
        Assert.True(judged["inclusion holds"] > 3 && judged["consistency holds"] > 3);
        Assert.True(judged["inclusion refused"] > 80 && judged["consistency refused"] > 80);
    }

    [Fact]
    public void A_published_log_of_fifteen_entries_has_these_roots_and_signed_them()
    {
        var trusted = TrustPolicy.Of(
            [VerifierKey.Parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")],
            [],
            0
        );
        var edge = new TreeEdge();
        string[] entries = "one two three four five six seven eit nain ten ileven twelf threeten fourten fivten".Split(
            ' '
        );
        foreach (var (size, text) in Vectors.Parts("tessera-checkpoints.txt"))
        {
            var checkpoint = trusted.Verify(SignedNote.Parse(text)).Checkpoint;
            Assert.Equal(size, $"{checkpoint.Size}");
            Assert.Equal(checkpoint.Root, edge.Root());
            if (edge.Size < entries.Length)
            {
                edge.Append(TreeHash.OfLeaf(System.Text.Encoding.UTF8.GetBytes(entries[edge.Size])));
            }
        }
        Assert.Equal(15, edge.Size);
    }

    private static string Verdict(string[] probe)
    {
        try
        {
            var proof = probe[6].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Hash).ToArray();
            if (!long.TryParse(probe[2], out var first) || !long.TryParse(probe[3], out var size))
            {
                // A number of 64 bits is the size of no tree here.
                return "refused";
            }
            if (probe[0] == "inclusion")
            {
                MerkleProof.RequireInclusion(first, Hash(probe[4]), size, Hash(probe[5]), proof);
            }
            else
            {
                MerkleProof.RequireConsistency(first, Hash(probe[4]), size, Hash(probe[5]), proof);
            }
            return "holds";
        }
        catch (ProofException)
        {
            return "refused";
        }
    }

    private static TreeHash Hash(string base64) => TreeHash.From(base64 == "-" ? [] : Convert.FromBase64String(base64));

    private static NodeHashes Eight() =>
        NaiveTree.Source(NaiveTree.Nodes([.. Leaves.Select(l => TreeHash.From(Convert.FromHexString(l)))]));

    private static string Hex(TreeHash hash) => Convert.ToHexStringLower(hash.Bytes);
}
