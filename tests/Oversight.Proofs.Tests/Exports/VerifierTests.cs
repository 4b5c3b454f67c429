using System.Text;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Tests.Exports;

/// <summary>What every verifier of an export accepts, and what it refuses, in words that say where.</summary>
public sealed partial class VerifierTests
{
    private static readonly InventedRecord Small = InventedRecord.Small;

    private static readonly string Logs2 =
        $"log {InventedRecord.Old.Verifier} https://oversight.example/\n# its second\nlog\t{InventedRecord.New.Verifier}\n";

    private static readonly string Parties =
        Logs2 + $"witness one {Logs.First.Verifier}\nwitness two {Logs.Second.Verifier} https://two.example/\n";

    private static readonly Trust None = new();
    private static readonly Trust ByKey = new(Parties + "quorum none\n");
    private static readonly Trust ByBoth = new(Parties + "group both all one two\nquorum both\n");
    private static readonly Trust ByAny = new(Parties + "group any any one two\ngroup outer 1 any\nquorum outer\n");

    public static TheoryData<string> Programs =>
        [.. Verifier.All.Where(verifier => verifier.Needs.Count > 0).Select(verifier => verifier.Name)];

    public static TheoryData<string> Verifiers => [.. Verifier.All.Select(verifier => verifier.Name)];

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void Every_undamaged_export_holds(string verifier)
    {
        foreach (var trust in (Trust[])[None, ByBoth])
        {
            var verdicts = Verifier.Named(verifier).Check(trust, Exports.Value);
            foreach (var (record, verdict) in Undamaged.Zip(verdicts))
            {
                Assert.True(verdict.Holds, $"{record.Lines.Count} entries: {verdict.Words}");
                Assert.Contains($"{record.Lines.Count} entries", verdict.Words, StringComparison.Ordinal);
                Assert.Contains($"{record.Root(record.Lines.Count)}", verdict.Words, StringComparison.Ordinal);
            }
        }
    }

    private static IReadOnlyList<InventedRecord> Undamaged { get; } =
    [
        .. new[] { 0, 1, 2, 255, 256, 257, 10_000, 10_001 }.Select(size =>
            InventedRecord.Of(size) with
            {
                Witnesses = [Logs.First, Logs.Second],
            }
        ),
        Small,
        // Documents that were not asked for; the old key signs as far as its rotation says, or beside the new one.
        Small with
        {
            State = _ => "apart",
        },
        Small with
        {
            SignedBy = [InventedRecord.Old],
            RotatedAt = [13],
        },
        Small with
        {
            SignedBy = [InventedRecord.Old, InventedRecord.New, Logs.Other],
        },
    ];

    private static readonly Lazy<IReadOnlyList<byte[]>> Exports = new(() =>
        [.. Undamaged.Select(record => record.Export().ToBytes())]
    );

    [Theory]
    [MemberData(nameof(Programs))]
    public void What_holds_is_said_with_what_it_was_compared_with(string verifier)
    {
        var file = Small.Export().ToBytes();
        var kept = new[] { 0, 1, 2, 8, 13 }.Select(size => $"{Small.Checkpoint(size)}").ToArray();
        Says(
            None,
            $"{InventedRecord.Old.Verifier}",
            $"{InventedRecord.New.Verifier}",
            "no more is known",
            "no witness"
        );
        Says(ByKey, "A key that you trust signed exactly these entries");
        Says(ByAny, "your witnesses");
        Says(ByBoth, "witness.example/one at 2026-04-01 12:00:00+00:00", "witness.example/two", "your witnesses");
        foreach (var trust in (Trust[])[None, ByKey, ByBoth])
        {
            Says(trust with { Kept = kept }, "Its first 0 entries", "Its first 8 entries", "Its first 13 entries");
        }

        void Says(Trust trust, params string[] words)
        {
            var verdict = Verifier.Named(verifier).CheckOne(trust, file);
            Assert.True(verdict.Holds, verdict.Words);
            Assert.All(words, word => Assert.Contains(word, verdict.Words, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void What_does_not_hold_is_refused_with_its_place(string verifier)
    {
        foreach (var refusals in Refusals().GroupBy(refusal => refusal.Trust))
        {
            var files = refusals.Select(refusal => refusal.File).ToList();
            foreach (var (refusal, verdict) in refusals.Zip(Verifier.Named(verifier).Check(refusals.Key, files)))
            {
                Assert.False(verdict.Holds, $"{refusal.What} holds: {verdict.Words}");
                // The programs say it alike; ours names the same member, and place, in words of its own.
                var words = Verifier.Named(verifier).Needs.Count > 0 ? refusal.Words : refusal.Where;
                Assert.True(
                    verdict.Words.Contains(words, StringComparison.Ordinal),
                    $"{refusal.What}: not {words}, but {verdict.Words}"
                );
            }
        }
    }

    private static IEnumerable<Refusal> Refusals() =>
        [
            .. OfEntries(),
            .. OfCheckpoints(),
            .. OfKeys(),
            .. OfKept(),
            .. OfDocuments(),
            .. OfSums(),
            .. OfMembers(),
            .. OfHeaders(),
        ];

    /// <summary>A file that does not hold, and words that the refusal has.</summary>
    private sealed record Refusal(string What, byte[] File, Trust Trust, string Words)
    {
        public Refusal(string what, ExportFile file, string words, Trust? trust = null)
            : this(what, file.ToBytes(), trust ?? None, words) { }

        public string Where => Words[..(Words.LastIndexOf(": ", StringComparison.Ordinal) + 1)];
    }

    private const string First = "entries/0000000000";
    private const string Leaves = "leaves/0000000000";

    private static IEnumerable<Refusal> OfEntries()
    {
        var whole = Small.Export();
        var lines = Small.Lines;
        var last = lines.Count - 1;
        for (var at = 0; at <= last; at++)
        {
            var dropped = lines.Where((_, place) => place != at);
            yield return Entries($"entry {at} dropped", dropped, $"{First}: place {at}: ");
            string[] repeated = [.. lines.Take(at + 1), .. lines.Skip(at)];
            yield return Entries($"entry {at} repeated", repeated, $"{First}: place {at + 1}: ");
            yield return Entries($"the last {at + 1} cut off", lines.SkipLast(at + 1), $"{First}: place {last - at}: ");
            string[] changed = [.. lines.Take(at), InventedRecord.Line(at, "tells"), .. lines.Skip(at + 1)];
            yield return Entries($"entry {at} changed", changed, $"leaves/0000000000: place {at}: ");
            var leaves = InventedRecord.Leaves(changed);
            yield return new($"leaf {at} changed", whole.With(Leaves, leaves), $"{Leaves}: place {at}: ");
            yield return new(
                $"entry {at} and its leaf changed",
                WithEntries(changed).With(Leaves, leaves),
                "checkpoint: the root"
            );
            string[] swapped = [.. lines.Take(at), .. lines.Skip(at).Take(2).Reverse(), .. lines.Skip(at + 2)];
            if (at < last)
            {
                yield return Entries($"entry {at} swapped", swapped, $"{First}: place {at}: ");
            }
        }
        var renumbered = lines
            .Take(4)
            .Concat(Enumerable.Range(4, 8).Select(place => InventedRecord.Line(place, "told")));
        yield return Entries("the rest numbered anew", renumbered, $"{First}: place 12: ");
        yield return Entries("an empty line", lines.Take(5).Append("").Concat(lines.Skip(5)), $"{First}: place 5: ");
        yield return new("no last line feed", whole.With(First, whole.Text(First)[..^1]), $"{First}: place 12: ");
        yield return new("no entries", whole.Without(First), $"{First}: ");
        yield return new("no leaves", whole.With(Leaves, []), $"{Leaves}: place 0: ");
        yield return new("a leaf less", whole.With(Leaves, whole[Leaves][..^32]), $"{Leaves}: place 12: ");
        yield return new("part of a leaf", whole.With(Leaves, whole[Leaves][..^1]), $"{Leaves}: place 12: ");
        yield return new("a leaf more", whole.With(Leaves, [.. whole[Leaves], .. new byte[32]]), $"{Leaves}: ");

        var large = InventedRecord.Of(10_001);
        var two = large.Export();
        const string second = "entries/0000010000";
        var both = two.With(First, [.. two[First], .. two[second]]);
        yield return new("the second part in the first", both.Without(second), $"{First}: place 10000: ");
        yield return new("the second part cut off", two.Without(second).Without("leaves/0000010000"), second);
        yield return new("parts swapped", two.Swapped(First), First);
        var none = InventedRecord.Of(0).Export();
        yield return new("entries of a record that has none", none.Before("documents", First, []), "documents");

        Refusal Entries(string what, IEnumerable<string> lines, string words) => new(what, WithEntries(lines), words);

        ExportFile WithEntries(IEnumerable<string> lines) =>
            whole.With(First, string.Concat(lines.Select(line => $"{line}\n")));
    }

    private static IEnumerable<Refusal> OfKept()
    {
        var whole = Small.Export();
        var other = InventedRecord.Of(13, "whispered") with { Keys = Small.Keys, Witnesses = Small.Witnesses };
        var strange = other with { Keys = [InventedRecord.Stranger], RotatedAt = [] };
        foreach (var trust in (Trust[])[None, ByBoth])
        {
            yield return Kept("rewritten since", $"{other.Checkpoint(8)}", "the root over the first 8 entries");
            yield return Kept("cut off since", $"{InventedRecord.Of(14).Checkpoint(14)}", "has more entries");
            yield return Kept("not signed by the record", $"{strange.Checkpoint(8)}", "no key that you trust");
            var elsewhere = new Checkpoint(Logs.Other.Verifier.Name, 8, Small.Root(8));
            yield return Kept(
                "another record's",
                $"{SignedNote.Sign(elsewhere.ToText(), Logs.Other)}",
                "another record"
            );
            var forged = $"{Small.Checkpoint(8)}".Replace("\n8\n", "\n9\n", StringComparison.Ordinal);
            yield return Kept("forged", forged, "signature by oversight.example/record");

            Refusal Kept(string what, string kept, string words) =>
                new($"what was kept is {what}", whole, words, trust with { Kept = [$"{Small.Checkpoint(2)}", kept] });
        }
        var alone = Small with { Witnesses = [Logs.First] };
        Trust lonely = ByBoth with { Kept = [$"{alone.Checkpoint(8)}"] };
        yield return new("what was kept is cosigned by too few", whole, "quorum", lonely);
    }

    private static IEnumerable<Refusal> OfDocuments()
    {
        var whole = Small.Export();
        var lines = whole.Text("documents").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var here = lines
            .Where(line => line.EndsWith(" here", StringComparison.Ordinal))
            .Select(line => line[..64])
            .ToList();
        foreach (var member in here.Select(hash => $"documents/{hash}"))
        {
            yield return new(
                "a document changed",
                whole.With(member, "Another letter.\n").Mended(),
                $"{member}: the document"
            );
            yield return new(
                "a document changed, not its sum",
                whole.With(member, "Another.\n"),
                $"{member}: the document"
            );
            yield return new("a document dropped", whole.Without(member).Mended(), member);
        }
        yield return new("documents swapped", whole.Swapped($"documents/{here[0]}").Mended(), $"documents/{here[0]}");
        var added = ExportFile.Hash("added"u8.ToArray());
        yield return new(
            "a document added",
            whole.Before("sums", $"documents/{added}", "added"u8.ToArray()).Mended(),
            "sums"
        );
        yield return Listed("one more listed", [.. lines.Append($"{added} gone").Order(StringComparer.Ordinal)]);
        yield return Listed("one not listed", lines[1..]);
        yield return Listed("one listed twice", [lines[0], .. lines]);
        yield return Listed("not in order", [lines[1], lines[0], .. lines[2..]]);
        yield return Listed("in a state that there is not", [$"{lines[0][..64]} lost", .. lines[1..]]);
        yield return Listed("in great letters", [lines[0].ToUpperInvariant(), .. lines[1..]]);
        yield return Listed("with two spaces", [lines[0].Replace(" ", "  ", StringComparison.Ordinal), .. lines[1..]]);
        yield return new("the list is no text", whole.With("documents", [0xff, 0x0a]).Mended(), "documents");

        Refusal Listed(string what, string[] listed) =>
            new(
                $"documents: {what}",
                whole.With("documents", string.Join('\n', listed) + "\n").Mended(),
                "documents: "
            );
    }

    private static IEnumerable<Refusal> OfSums()
    {
        var whole = Small.Export();
        var lines = whole.Text("sums").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (number, line) in lines.Index())
        {
            var name = line[66..];
            string[] wrong = [.. lines[..number], $"{ExportFile.Hash([])}  {name}", .. lines[(number + 1)..]];
            yield return Sums($"a wrong sum of {name}", wrong, name);
            yield return Sums($"no sum of {name}", [.. lines.Where(other => other != line)], name);
        }
        yield return Sums("one more", [.. lines, lines[0]], "sums: ");
        yield return Sums("none", [], "sums: ");
        foreach (var name in (string[])["proofs.md", "keys", "rotation/2", "checkpoint"])
        {
            yield return new($"{name} changed", whole.With(name, whole.Text(name) + "x\n"), name);
        }
        yield return new(
            "the text changed",
            whole.With("proofs.md", "Believe it.\n"),
            "sums: it has another hash of proofs.md"
        );

        Refusal Sums(string what, string[] sums, string words) =>
            new($"sums: {what}", whole.With("sums", string.Concat(sums.Select(sum => $"{sum}\n"))), words);
    }

    private static IEnumerable<Refusal> OfMembers()
    {
        var whole = Small.Export();
        foreach (var name in whole.Names)
        {
            yield return new(
                $"{name} is missing",
                name == "sums" ? whole.Without(name) : Mended(whole.Without(name)),
                name
            );
            yield return new($"{name} twice", Mended(whole.Before(name, name, whole[name])), "");
            if (name != "sums")
            {
                yield return new($"{name} behind the next", whole.Swapped(name), name);
            }
            yield return new($"more before {name}", Mended(whole.Before(name, "readme", [])), name);
        }
        var bytes = whole.ToBytes();
        yield return End("a byte more", [.. bytes, 0]);
        yield return End("a block more", [.. bytes, .. new byte[ExportFile.Block]]);
        yield return End("a block less", bytes[..^ExportFile.Block]);
        yield return End("not of zeros", [.. bytes[..^1], 1]);
        yield return End("another archive behind", [.. bytes[..^1024], .. bytes]);
        yield return new("nothing", [], None, "proofs.md");

        static Refusal End(string what, byte[] file) => new($"the end: {what}", file, None, "the end: ");
        static ExportFile Mended(ExportFile file) => file.Names.Contains("sums") ? file.Mended() : file;
    }

    private static IEnumerable<Refusal> OfHeaders()
    {
        var whole = Small.Export();
        var bytes = whole.ToBytes();
        (string Field, int At, string Bytes)[] fields =
        [
            ("name behind its end", 99, "x"),
            ("mode", 100, "0000755"),
            ("owner", 108, "0000001"),
            ("group", 116, "0001750"),
            ("length with spaces", 124, "        "),
            ("length in base 256", 124, "\u0080"),
            ("length of twelve digits", 135, "0"),
            ("time", 136, "14600000000"),
            ("sum without its zero byte", 148, "7"),
            ("an older kind", 156, "\0"),
            ("a link", 156, "2"),
            ("link's name", 157, "keys"),
            ("GNU's mark", 257, "ustar  \0"),
            ("version", 263, "01"),
            ("owner's name", 265, "root"),
            ("group's name", 297, "root"),
            ("device", 329, "0000001"),
            ("second device", 337, "0000001"),
            ("prefix", 345, "x"),
            ("the last byte", 511, "x"),
        ];
        foreach (var member in (string[])["proofs.md", "keys", First, "sums"])
        {
            var header = whole.HeaderOf(member);
            foreach (var (field, at, text) in fields)
            {
                byte[] changed = [.. bytes];
                Encoding.Latin1.GetBytes(text).CopyTo(changed, header + at);
                if (at != 148)
                {
                    ExportFile.MendSum(changed.AsSpan(header, ExportFile.Block));
                }
                yield return new($"header of {member}: {field}", changed, None, $"{member}: ");
            }
            var behind = header + ExportFile.Block + whole[member].Length;
            for (var at = behind; at < behind + ExportFile.Padding(whole[member].Length); at += 50)
            {
                byte[] changed = [.. bytes];
                changed[at] = 1;
                yield return new($"padding of {member}", changed, None, $"{member}: what fills up");
            }
        }
    }
}
