using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs.Tests.Exports;

/// <summary>A record made up for tests, and its export. Its keys are made of fixed secrets, so that it is always the same bytes.</summary>
internal sealed record InventedRecord
{
    public const string HowToCheck = "How to check it.\n";

    public static readonly SignerKey Old = Logs.Log;
    public static readonly SignerKey New = Logs.Key(Logs.Origin, KeyType.Ed25519, 5);

    /// <summary>Somebody else's, with the record's name.</summary>
    public static readonly SignerKey Stranger = Logs.Key(Logs.Origin, KeyType.Ed25519, 6);

    /// <summary>The lines of the entries, without their line feeds.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    public IReadOnlyList<SignerKey> Keys { get; init; } = [Old];

    /// <summary>For each key but the last, how many entries the last checkpoint covered that it signed.</summary>
    public IReadOnlyList<long> RotatedAt { get; init; } = [];

    public IReadOnlyList<SignerKey>? SignedBy { get; init; }

    public IReadOnlyList<SignerKey> Witnesses { get; init; } = [];

    /// <summary>What stands behind a document's hash; <c>here</c> where nothing else is said.</summary>
    public Func<int, string> State { get; init; } = _ => "here";

    /// <summary>Entries 0, 1, 2, …; every third one names a document.</summary>
    public static InventedRecord Of(int size, string told = "told") =>
        new() { Lines = [.. Enumerable.Range(0, size).Select(place => Line(place, told))] };

    /// <summary>Thirteen entries and all that an export can have: a rotation after three, two witnesses, documents here, gone and missing.</summary>
    public static InventedRecord Small { get; } =
        Of(13) with
        {
            Keys = [Old, New],
            RotatedAt = [3],
            Witnesses = [Logs.First, Logs.Second],
            State = number => new[] { "here", "gone", "here", "missing", "here" }[number],
        };

    public static string Line(int place, string told)
    {
        var document = place % 3 == 0 ? $"\"document\": {{\"sha256\": \"{ExportFile.Hash(Document(place))}\"}}, " : "";
        return $"{{\"place\":{place},\"id\":\"01970000-0000-7000-8000-{place:x12}\",\"stream\":\"organisation-QZZ\","
            + $"\"version\":{place + 1},\"type\":\"review_held\",\"recorded\":\"2026-04-01T09:00:00.{place:d6}Z\","
            + "\"logged_by\":\"someone@example.org\",\"correlation_id\":null,\"causation_id\":null,\"headers\":null,"
            + $"\"data\":{{{document}\"rationale\": \"Zoë {told} \\\"so\\\".\"}}}}";
    }

    public static byte[] Document(int place) => Encoding.UTF8.GetBytes($"The letter that entry {place} names.\n");

    /// <summary>The leaves of lines, one behind the other.</summary>
    public static byte[] Leaves(IEnumerable<string> lines) =>
        [.. lines.SelectMany(line => TreeHash.OfLeaf(Encoding.UTF8.GetBytes(line)).Bytes.ToArray())];

    public TreeHash Root(int size) =>
        MerkleTree.Root([.. Lines.Take(size).Select(line => TreeHash.OfLeaf(Encoding.UTF8.GetBytes(line)))]);

    public Checkpoint At(int size) => new(Logs.Origin, size, Root(size));

    /// <summary>The checkpoint at a size, signed and cosigned.</summary>
    public SignedNote Checkpoint(int size)
    {
        var note = SignedNote.Sign(At(size).ToText(), [.. SignedBy ?? [Keys[^1]]]);
        return Witnesses.Aggregate(note, (so, witness) => so.With(witness.Cosign(so.Text, Logs.Noon)));
    }

    public static SignedNote Rotation(SignerKey from, SignerKey to, long size) =>
        SignedNote.Sign($"oversight key rotation\n{from.Verifier}\n{to.Verifier}\n{size}\n", from);

    public ExportFile Export()
    {
        var members = new List<(string Name, byte[] Content)>();
        Add("proofs.md", HowToCheck);
        Add("keys", string.Concat(Keys.Select(key => $"{key.Verifier}\n")));
        for (var number = 2; number <= Keys.Count; number++)
        {
            Add($"rotation/{number}", $"{Rotation(Keys[number - 2], Keys[number - 1], RotatedAt[number - 2])}");
        }
        Add("checkpoint", $"{Checkpoint(Lines.Count)}");
        for (var place = 0; place < Lines.Count; place += 10_000)
        {
            var lines = Lines.Skip(place).Take(10_000).ToList();
            Add($"entries/{place:d10}", string.Concat(lines.Select(line => $"{line}\n")));
            members.Add(($"leaves/{place:d10}", Leaves(lines)));
        }
        var documents = Enumerable
            .Range(0, (Lines.Count + 2) / 3)
            .Select(number => (Content: Document(number * 3), State: State(number)))
            .Select(document => (Hash: ExportFile.Hash(document.Content), document.Content, document.State))
            .OrderBy(document => document.Hash, StringComparer.Ordinal)
            .ToList();
        Add("documents", string.Concat(documents.Select(document => $"{document.Hash} {document.State}\n")));
        foreach (var document in documents.Where(document => document.State == "here"))
        {
            members.Add(($"documents/{document.Hash}", document.Content));
        }
        Add("sums", "");
        return new ExportFile(members).Mended();

        void Add(string name, string content) => members.Add((name, Encoding.UTF8.GetBytes(content)));
    }
}
