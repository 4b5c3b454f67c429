using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Receipts;
using Oversight.Proofs.Statements;
using Oversight.Proofs.Tests.Exports;
using Oversight.Proofs.Trees;
using Oversight.Proofs.Witnesses;

namespace Oversight.Proofs.Tests;

/// <summary>The example in docs/proofs.md, whose numbers another program made from the text alone.</summary>
public sealed partial class DocumentedExampleTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "proofs.md"));

    private static readonly TreeHash[] Leaves =
    [
        .. Lines("entries").Select(entry => TreeHash.OfLeaf(Encoding.UTF8.GetBytes(entry))),
    ];

    [Fact]
    public void The_entries_have_these_leaves_and_roots()
    {
        Assert.Equal(Lines("leaves"), Leaves.Select(leaf => Convert.ToHexStringLower(leaf.Bytes)));
        Assert.Equal(
            [MerkleTree.Root(Leaves.AsSpan(0, 2)), MerkleTree.Root(Leaves)],
            Root().Matches(Document).Select(m => TreeHash.From(Convert.FromHexString(m.Groups["root"].Value)))
        );
    }

    [Fact]
    public void The_receipt_holds_for_its_entry()
    {
        var policy = TrustPolicy.Parse(Block("policy"));
        var receipt = Receipt.Parse(Encoding.UTF8.GetBytes(Block("receipt")));
        var verified = receipt.VerifyEntry(policy);
        Assert.Equal((1, 3), (receipt.Index, verified.Checkpoint.Size));
        Assert.Equal(Lines("entries")[1], Encoding.UTF8.GetString(receipt.Extra!.Value.Span));
        Assert.Equal(Block("receipt"), receipt.ToString());
    }

    [Fact]
    public void The_later_checkpoint_extends_the_earlier()
    {
        var policy = TrustPolicy.Parse(Block("policy"));
        var earlier = policy.Verify(SignedNote.Parse(Block("earlier"))).Checkpoint;
        var extension = AddCheckpoint.Parse(Encoding.UTF8.GetBytes(Block("extension")));
        policy.Verify(extension.Note);
        extension.RequireExtends(earlier);
        Assert.Equal((2, 3), (earlier.Size, extension.Checkpoint.Size));
        Assert.Equal(Block("extension"), extension.ToString());
    }

    [Fact]
    public void Its_secrets_sign_the_same()
    {
        var policy = TrustPolicy.Parse(Block("policy"));
        using var log = Secret(policy.Logs[0].Key, 1);
        using var witness = Secret(policy.Witnesses[0].Key, 2);
        var checkpoint = new Checkpoint("oversight.example/record", 2, MerkleTree.Root(Leaves.AsSpan(0, 2)));
        var note = SignedNote.Sign(checkpoint.ToText(), log);
        var time = Assert.Single(policy.Verify(SignedNote.Parse(Block("earlier"))).Witnesses).Time!.Value;
        Assert.Equal(Block("earlier"), note.With(witness.Cosign(note.Text, time)).ToString());
    }

    [Fact]
    public void The_statement_is_signed_by_the_records_secret_under_another_name()
    {
        var policy = TrustPolicy.Parse(Block("policy"));
        var (statement, note) = ReplayStatement.Read(Encoding.UTF8.GetBytes(Block("statement")));
        Assert.Single(StatementKeys.RequireSigned(note!, policy, []));
        Assert.Equal((3, MerkleTree.Root(Leaves)), (statement.Size, statement.Root));
        Assert.Equal(
            ["""{"segment": 3}""", """{"rows": []}"""],
            statement.Answers.Select(answer =>
                new[] { """{"segment": 3}""", """{"rows": []}""" }.Single(json =>
                    Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))) == answer.Sha256
                )
            )
        );
        using var log = Secret(policy.Logs[0].Key, 1);
        using var signer = StatementKeys.Of(log);
        Assert.Equal(Block("statement"), SignedNote.Sign(statement.ToText(), signer).ToString());
    }

    [Fact]
    public void Its_export_is_these_bytes()
    {
        string[] names =
        [
            "proofs.md",
            "keys",
            "checkpoint",
            "entries/0000000000",
            "leaves/0000000000",
            "documents",
            "sums",
        ];
        string[] contents =
        [
            "How to check it.\n",
            $"{TrustPolicy.Parse(Block("policy")).Logs[0].Key}\n",
            AddCheckpoint.Parse(Encoding.UTF8.GetBytes(Block("extension"))).Note.ToString(),
            Block("entries"),
            "",
            "",
            "",
        ];
        var export = new ExportFile([.. names.Zip(contents.Select(Encoding.UTF8.GetBytes))])
            .With("leaves/0000000000", Convert.FromHexString(string.Concat(Lines("leaves"))))
            .Mended();
        Assert.Equal(Block("sums"), export.Text("sums"));
        Assert.Equal(8704, export.ToBytes().Length);
        Assert.Equal(Assert.Single(Lines("export")), ExportFile.Hash(export.ToBytes()));
    }

    private static SignerKey Secret(VerifierKey key, byte seed)
    {
        byte[] secret = [(byte)key.Type, .. Enumerable.Repeat(seed, 32)];
        return SignerKey.Parse($"PRIVATE+KEY+{key.Name}+{key.KeyId:x8}+{Convert.ToBase64String(secret)}");
    }

    private static string[] Lines(string name) => Block(name).TrimEnd('\n').Split('\n');

    private static string Block(string name) =>
        Assert.Single(Blocks().Matches(Document), m => m.Groups["name"].Value == name).Groups["text"].Value;

    [GeneratedRegex(
        "^```text (?<name>\\w+)\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Blocks();

    [GeneratedRegex("`(?<root>[0-9a-f]{64})`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Root();
}
