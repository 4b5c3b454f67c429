using System.Globalization;
using System.Text;

namespace Oversight.Proofs.Tests.Exports;

/// <summary>
/// Damages of each class to an export that has everything: all verifiers refuse all of them, and accept what is whole. What stands behind headers
/// and sums is damaged with these mended. <c>OVERSIGHT_DAMAGES=10000</c> makes so many, the same to each verifier.
/// </summary>
public sealed class DamageOfEachClassTests
{
    private const string Entries = "entries/0000000000";
    private const string Leaves = "leaves/0000000000";

    private static readonly int Damages = int.Parse(
        Environment.GetEnvironmentVariable("OVERSIGHT_DAMAGES") ?? "110",
        CultureInfo.InvariantCulture
    );

    private static readonly ExportFile Export = RichRecord.Export;

    private static readonly byte[] Whole = Export.ToBytes();

    private static readonly Dictionary<string, Func<Random, byte[]>> Classes = new()
    {
        ["a bit"] = random =>
        {
            byte[] other = [.. Whole];
            other[random.Next(other.Length)] ^= (byte)(1 << random.Next(8));
            return other;
        },
        ["bytes dropped"] = random =>
        {
            var (at, length) = Range(random);
            return [.. Whole[..at], .. Whole[(at + length)..]];
        },
        ["bytes repeated"] = random =>
        {
            var (at, length) = Range(random);
            return [.. Whole[..(at + length)], .. Whole[at..]];
        },
        ["bytes swapped"] = random =>
        {
            var (at, length) = Range(random);
            var behind = at + length + random.Next(Math.Max(1, Whole.Length - at - (2 * length)));
            var end = Math.Min(Whole.Length, behind + length);
            return
            [
                .. Whole[..at],
                .. Whole[behind..end],
                .. Whole[(at + length)..behind],
                .. Whole[at..(at + length)],
                .. Whole[end..],
            ];
        },
        ["cut off"] = random => Whole[..random.Next(Whole.Length)],
        ["entries dropped, repeated, swapped or changed"] = OfEntries,
        ["members dropped, repeated or moved"] = OfMembers,
        ["two exports spliced"] = Spliced,
        ["a foreign checkpoint"] = random => With("checkpoint", RichRecord.ForeignCheckpoint(random)),
        ["a stale or forged witness"] = random => With("checkpoint", RichRecord.DoubtfulWitness(random)),
        ["a member's content, mended"] = random =>
        {
            // The text proves nothing; a note may have signatures that nobody knows, or one twice (ExportDamageTests has those).
            string[] free = ["proofs.md", "rotation/2", "rotation/3", "checkpoint", "sums"];
            string[] names = [.. Export.Names.Except(free)];
            var name = names[random.Next(names.Length)];
            return With(name, Damage.To(Export[name], random.Next()));
        },
    };

    [Fact]
    public void Every_damage_of_each_class_is_refused_by_all()
    {
        var counts = new List<string>();
        foreach (var (number, (name, damage)) in Classes.Index())
        {
            var files = Made(number, damage);
            Assert.True(files.Count >= Math.Max(1, Damages / Classes.Count * 9 / 10), $"{name}: {files.Count}");
            foreach (var verifier in Verifier.All)
            {
                foreach (
                    var ((seed, _), verdict) in files.Zip(
                        verifier.Check(RichRecord.Both, [.. files.Select(one => one.File)])
                    )
                )
                {
                    Assert.False(verdict.Holds, $"{name}, seed {seed}: {verifier.Name}: {verdict.Words}");
                }
            }

            counts.Add($"{files.Count} with {name}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Refused by {string.Join(", ", Verifier.All.Select(one => one.Name))}: {string.Join("; ", counts)}"
        );
    }

    [Fact]
    public void Everything_that_is_whole_is_accepted_by_all()
    {
        var sizes = Enumerable.Range(0, Math.Max(6, Damages / 100)).Select(number => 17 + (number * 7 % 60));
        byte[][] files =
        [
            .. RichRecord
                .Others.Concat(sizes.Select(size => RichRecord.Of(size)))
                .Append(RichRecord.Record)
                .Select(one => one.Export().ToBytes()),
        ];
        foreach (var verifier in Verifier.All)
        {
            Assert.All(verifier.Check(RichRecord.Both, files), verdict => Assert.True(verdict.Holds, verdict.Words));
        }
    }

    // What comes out whole, because like was put in the place of like, is no damage.
    private static List<(int Seed, byte[] File)> Made(int number, Func<Random, byte[]> damage)
    {
        var whole = RichRecord.Others.Select(one => one.Export().ToBytes()).Append(Whole).ToList();
        return
        [
            .. Enumerable
                .Range(number * 1_000_000, (Damages + Classes.Count - 1) / Classes.Count * 21 / 20)
                .Select(seed => (Seed: seed, File: damage(new Random(seed))))
                .Where(one => !whole.Exists(other => other.AsSpan().SequenceEqual(one.File))),
        ];
    }

    private static byte[] OfEntries(Random random)
    {
        List<string> lines = [.. RichRecord.Record.Lines];
        var (at, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(5))
        {
            case 0:
                lines.RemoveRange(at, random.Next(1, lines.Count - at + 1));
                break;
            case 1:
                lines.Insert(other, lines[at]);
                break;
            case 2:
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            case 3:
                lines[at] = InventedRecord.Line(at, $"told {random.Next()}");
                break;
            default:
                // The last ones, each under a number that is right again.
                lines.RemoveAt(at);
                lines = [.. lines.Select((line, place) => place < at ? line : InventedRecord.Line(place, "told"))];
                break;
        }

        var changed = Export.With(Entries, string.Concat(lines.Select(line => $"{line}\n")));
        return (random.Next(2) == 0 ? changed : changed.With(Leaves, InventedRecord.Leaves(lines))).Mended().ToBytes();
    }

    private static byte[] OfMembers(Random random)
    {
        List<string> names = [.. Export.Names];
        var name = names[random.Next(names.Count)];
        var other = names[random.Next(names.Count)];
        var changed = random.Next(3) switch
        {
            0 => Export.Without(name),
            1 => Export.Before(other, name, Export[name]),
            _ when name == other => Export.Without(name),
            _ => Export.Without(name).Before(other, name, Export[name]),
        };
        return (changed.Names.Count(one => one == "sums") == 1 ? changed.Mended() : changed).ToBytes();
    }

    // Some members of one and the others of another; or the bytes of one to somewhere, and then the other's.
    private static byte[] Spliced(Random random)
    {
        var other = RichRecord.Others[random.Next(RichRecord.Others.Count)].Export();
        if (random.Next(3) == 0)
        {
            var bytes = other.ToBytes();
            var at = random.Next(Math.Min(bytes.Length, Whole.Length));
            return random.Next(2) == 0 ? [.. Whole[..at], .. bytes[at..]] : [.. bytes[..at], .. Whole[at..]];
        }

        var taken = Export.Names.Where(name => other.Names.Contains(name) && random.Next(2) == 0);
        return taken.Aggregate(Export, (so, name) => so.With(name, other[name])).Mended().ToBytes();
    }

    private static byte[] With(string name, byte[] content) => Export.With(name, content).Mended().ToBytes();

    // Of a few bytes, or of whole blocks, which moves no header out of its place.
    private static (int At, int Length) Range(Random random)
    {
        var block = ExportFile.Block;
        if (random.Next(3) == 0)
        {
            var blocks = Whole.Length / block;
            var first = random.Next(blocks);
            return (first * block, block * Math.Min(blocks - first, 1 + random.Next(6)));
        }

        var at = random.Next(Whole.Length);
        return (at, Math.Min(Whole.Length - at, 1 + random.Next(random.Next(2) == 0 ? 8 : 2000)));
    }
}
