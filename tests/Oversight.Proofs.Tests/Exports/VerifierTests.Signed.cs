using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;

namespace Oversight.Proofs.Tests.Exports;

// Of what is signed: checkpoints, keys and their rotations. The sums are mended, so that it is refused for what it says.
public sealed partial class VerifierTests
{
    private static IEnumerable<Refusal> OfCheckpoints()
    {
        var whole = Small.Export();
        var at13 = Small.At(13);
        var signed = SignedNote.Sign(at13.ToText(), InventedRecord.New);
        var one = Logs.First.Cosign(signed.Text, Logs.Noon);
        var two = Logs.Second.Cosign(signed.Text, Logs.Noon);
        foreach (var trust in (Trust[])[None, ByKey, ByBoth])
        {
            var elsewhere = new Checkpoint(Logs.Other.Verifier.Name, 13, at13.Root);
            yield return Of("another record's", $"{SignedNote.Sign(elsewhere.ToText(), Logs.Other)}", "keys: ", trust);
            var strange = SignedNote.Sign(at13.ToText(), InventedRecord.Stranger);
            yield return Of("another key's", $"{strange}", "checkpoint: no key", trust);
            yield return Of(
                "another name's",
                $"{SignedNote.Sign(at13.ToText(), Logs.Other)}",
                "checkpoint: no key",
                trust
            );
            yield return Of("of a smaller size", $"{Small.Checkpoint(8)}", $"{First}: place 8: ", trust);
            yield return Of(
                "of a greater size",
                $"{(Small with { Lines = InventedRecord.Of(14).Lines }).Checkpoint(14)}",
                $"{First}: place 13: ",
                trust
            );
            var unsigned = signed.ToString().Replace(signed.Signatures[0].Line, one.Line, StringComparison.Ordinal);
            yield return Of("not signed by the record", unsigned, "checkpoint: no key", trust);
            var late = SignedNote.Sign(at13.ToText(), InventedRecord.Old).With(one).With(two);
            yield return Of(
                "beyond the rotation",
                $"{late}",
                "checkpoint: no key of its own signed it, or an old one",
                trust
            );
            var moved = $"{signed.With(one).With(two)}".Replace(
                $"{at13.Root}",
                $"{Small.Root(8)}",
                StringComparison.Ordinal
            );
            yield return Of("with another root", moved, "checkpoint: the signature by", trust);
        }
        var eight = $"{Small.At(8).ToText()}";
        yield return By("one witness", signed.With(one), "quorum", ByBoth);
        yield return By("no witness", signed, "quorum", ByAny);
        yield return By(
            "a witness of another checkpoint",
            signed.With(one).With(Logs.Second.Cosign(eight, Logs.Noon)),
            "two",
            ByBoth
        );
        yield return By(
            "the same, needed or not",
            signed.With(one).With(Logs.Second.Cosign(eight, Logs.Noon)),
            "two",
            ByAny
        );
        var later = one.Signature.ToArray();
        later[7]++;
        yield return By(
            "a cosignature of another time",
            signed.With(one with { Signature = later }).With(two),
            "one",
            ByBoth
        );
        var forged = two.Signature.ToArray();
        forged[40] ^= 1;
        yield return By("a forged cosignature", signed.With(one).With(two with { Signature = forged }), "two", ByBoth);
        yield return By(
            "half a cosignature",
            signed.With(one).With(two with { Signature = forged.AsMemory(0, 7) }),
            "two",
            ByBoth
        );
        // Whoever lacks the key that is named cannot tell; whoever has it must not believe the rest.
        var half = signed.With(InventedRecord.Old.Sign(at13.ToText()) with { Signature = new byte[64] });
        yield return By("a forged signature beside a good one", half, "checkpoint: the signature by", None);

        var fork = Small with { Lines = InventedRecord.Of(13, "whispered").Lines };
        yield return new("another record by the same key", (fork with { Witnesses = [] }).Export(), "quorum", ByBoth);
        Trust kept = ByKey with { Kept = [$"{Small.Checkpoint(8)}"] };
        yield return new(
            "another record, with what was kept",
            fork.Export(),
            "the root over the first 8 entries",
            kept
        );
        var stranger = fork with { Keys = [InventedRecord.Stranger], RotatedAt = [] };
        yield return new("another record by another key", stranger.Export(), "checkpoint: no key", ByKey);
        yield return new("the same, with what was kept", stranger.Export(), "no key", None with { Kept = kept.Kept });

        foreach (var text in Malformed(at13.ToText()))
        {
            yield return Of(
                $"written «{text}»",
                $"{SignedNote.Sign(text, InventedRecord.New)}",
                "checkpoint: it is not",
                None
            );
        }
        var note = whole.Text("checkpoint");
        var line = one.Line;
        foreach (
            var (what, text) in new (string, string)[]
            {
                ("no note", at13.ToText()),
                ("a note that does not end", note[..^1]),
                ("with an empty line more", note + "\n"),
                ("with carriage returns", note.Replace("\n", "\r\n", StringComparison.Ordinal)),
                ("with a dash that is none", note.Replace('—', '-')),
                ("with base64 that is not canonical", note.Replace(line, NotCanonical(line), StringComparison.Ordinal)),
                ("with base64 without padding", note.Replace("==\n", "\n", StringComparison.Ordinal)),
                ("with a key's id alone", note + "— witness.example/one Wqm4CA==\n"),
                ("with a name of two words", note + $"— witness one {line[(line.LastIndexOf(' ') + 1)..]}"),
                ("with a wide space in a name", note + $"— a\u3000b {line[(line.LastIndexOf(' ') + 1)..]}"),
                (
                    "with a hundred signatures more",
                    note + string.Concat(Enumerable.Repeat("— someone AAAAAAE=\n", 100))
                ),
                (
                    "longer than a mebibyte",
                    $"{SignedNote.Sign(at13.ToText(), InventedRecord.New)}— {new string('x', 1 << 20)} AAAAAAE=\n"
                ),
            }
        )
        {
            yield return Of(what, text, "checkpoint: ", None);
        }
        yield return new(
            "a checkpoint that is no text",
            whole.With("checkpoint", [.. whole["checkpoint"], 0xff, 0x0a]).Mended(),
            "checkpoint: "
        );

        Refusal Of(string what, string text, string words, Trust trust) =>
            new($"a checkpoint {what}", whole.With("checkpoint", text).Mended(), words, trust);

        Refusal By(string what, SignedNote by, string words, Trust trust) => Of($"with {what}", $"{by}", words, trust);
    }

    private static IEnumerable<string> Malformed(string text)
    {
        var lines = text.Split('\n');
        yield return $"{lines[0]}\n{lines[1]}\n";
        yield return $"{lines[0]}\n0{lines[1]}\n{lines[2]}\n";
        yield return $"{lines[0]}\n+{lines[1]}\n{lines[2]}\n";
        yield return $"{lines[0]}\n-{lines[1]}\n{lines[2]}\n";
        yield return $"{lines[0]}\n{lines[1]} \n{lines[2]}\n";
        yield return $"{lines[0]}\n٣\n{lines[2]}\n";
        yield return $"{lines[0]}\n9223372036854775808\n{lines[2]}\n";
        yield return $"{lines[0]}\n99999999999999999999999\n{lines[2]}\n";
        yield return $"{lines[0]}\n{lines[1]}\n{lines[2][..^4]}\n";
        yield return $"{lines[0]}\n{lines[1]}\n{NotCanonical(lines[2] + "\n")}";
        yield return $"\n{lines[1]}\n{lines[2]}\n";
        yield return $"{text}\n";
        yield return $"{text}\nmore\n";
    }

    // The last character that holds bits, and one that no byte uses set.
    private static string NotCanonical(string line)
    {
        const string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var at = line.TrimEnd('=', '\n').Length - 1;
        return line[at + 1] == '='
            ? $"{line[..at]}{digits[digits.IndexOf(line[at], StringComparison.Ordinal) ^ 1]}{line[(at + 1)..]}"
            : throw new ArgumentException("It has no bits that no byte uses.", nameof(line));
    }

    private static IEnumerable<Refusal> OfKeys()
    {
        var whole = Small.Export();
        var (old, next) = (InventedRecord.Old.Verifier, InventedRecord.New.Verifier);
        var twice = Small with { Keys = [InventedRecord.Old, InventedRecord.Old] };
        yield return new("a key twice", twice.Export(), "keys: ");
        var strange = Small with { Keys = [Logs.Other, InventedRecord.New] };
        yield return new("a key of another name", strange.Export(), "keys: ");
        foreach (
            var text in (string[])
                [
                    "",
                    $"{old}",
                    $"{old}\n{next}\n\n",
                    $"{old}\n{Logs.First.Verifier}\n",
                    $"{old}\n{next} \n",
                    $"{old}\r\n{next}\r\n",
                    $"{old}\n{next.Name}+00000000+{$"{next}".Split('+', 3)[2]}\n",
                    $"{old}\n{next.Name}+{next.KeyId:x8}+{$"{next}".Split('+', 3)[2][..^4]}\n",
                    $"{old}\n{next.Name}\n",
                ]
        )
        {
            yield return new($"keys: «{text}»", whole.With("keys", text).Mended(), "keys: ");
        }
        yield return new(
            "the second key dropped",
            whole.With("keys", $"{old}\n").Mended(),
            "checkpoint: another member"
        );
        yield return new("keys swapped", whole.With("keys", $"{next}\n{old}\n").Mended(), "rotation/2: ");

        var strangers = InventedRecord.Rotation(InventedRecord.Stranger, InventedRecord.New, 3);
        var note = InventedRecord.Rotation(InventedRecord.Old, InventedRecord.New, 3);
        foreach (
            var (what, rotation) in new (string, string)[]
            {
                ("by a stranger", $"{strangers}"),
                ("signed by a stranger", $"{SignedNote.Sign(note.Text, InventedRecord.Stranger)}"),
                ("signed by the new key", $"{SignedNote.Sign(note.Text, InventedRecord.New)}"),
                ("to another key", $"{InventedRecord.Rotation(InventedRecord.Old, InventedRecord.Stranger, 3)}"),
                ("the other way round", $"{InventedRecord.Rotation(InventedRecord.New, InventedRecord.Old, 3)}"),
                ("with another number", $"{note}".Replace("\n3\n", "\n13\n", StringComparison.Ordinal)),
                ("with no number", $"{Signed(note.Text[..^2])}"),
                (
                    "with a number that is none",
                    $"{Signed(note.Text.Replace("\n3\n", "\n03\n", StringComparison.Ordinal))}"
                ),
                ("with a line more", $"{Signed(note.Text + "3\n")}"),
                ("of another kind", $"{Signed(note.Text.Replace("rotation", "revocation", StringComparison.Ordinal))}"),
                ("that is a checkpoint", whole.Text("checkpoint")),
            }
        )
        {
            yield return new($"a rotation {what}", whole.With("rotation/2", rotation).Mended(), "rotation/2: ");
        }

        static SignedNote Signed(string text) => SignedNote.Sign(text, InventedRecord.Old);
    }
}
