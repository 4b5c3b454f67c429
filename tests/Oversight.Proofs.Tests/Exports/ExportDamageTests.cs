using System.Globalization;

namespace Oversight.Proofs.Tests.Exports;

/// <summary>
/// Damage of every kind to an export, against every verifier. <c>OVERSIGHT_DAMAGES=10000</c> makes so many random ones, and every change of
/// a bit and every length that a file can be cut to; otherwise some of them are made.
/// </summary>
public sealed class ExportDamageTests
{
    private static readonly int Damages = int.Parse(
        Environment.GetEnvironmentVariable("OVERSIGHT_DAMAGES") ?? "300",
        CultureInfo.InvariantCulture
    );

    private static readonly bool All = Damages >= 10_000;

    private static readonly ExportFile Whole = InventedRecord.Small.Export();

    private static readonly byte[] Bytes = Whole.ToBytes();

    private static readonly Trust ByKeys = new(
        $"log {InventedRecord.Old.Verifier}\nlog {InventedRecord.New.Verifier}\nwitness w {Logs.First.Verifier}\nquorum w\n"
    );

    public static TheoryData<string> Verifiers => [.. Verifier.All.Select(verifier => verifier.Name)];

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void No_bit_of_an_export_can_be_another(string verifier)
    {
        // Odd, so that every bit of a byte has its turn.
        var step = All ? 1 : 271;
        var bits = Enumerable.Range(0, (Bytes.Length * 8 + step - 1) / step).Select(number => number * step);
        Refused(verifier, bits.Select(bit => ($"bit {bit}", Turned(bit))));

        static byte[] Turned(int bit)
        {
            byte[] other = [.. Bytes];
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            return other;
        }
    }

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void No_part_of_an_export_is_one(string verifier)
    {
        var edges = Whole.Names.Select(Whole.HeaderOf).SelectMany(at => new[] { at - 1, at, at + 1, at + 512 });
        var lengths = Enumerable.Range(0, Bytes.Length).Where(length => All || length % 97 == 0);
        Refused(
            verifier,
            lengths.Concat(edges).Where(length => length >= 0).Select(length => ($"length {length}", Bytes[..length]))
        );
    }

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void No_random_damage_to_an_export_is_accepted(string verifier) =>
        Refused(verifier, Seeds(Damages).Select(seed => ($"seed {seed}", Damage.To(Bytes, seed))));

    /// <summary>Damage behind which headers and sums are mended: it gets as far as what is signed, and the verifiers agree about it.</summary>
    [Fact]
    public void Of_damage_that_was_painted_over_all_say_the_same()
    {
        var names = Whole.Names.Where(name => name != "sums").ToList();
        var files = Seeds(Math.Max(1, Damages / 3))
            .Select(seed => (Seed: seed, Name: names[seed % names.Count]))
            .Select(damage => (damage.Seed, damage.Name, File: Painted(damage.Name, damage.Seed)))
            .ToList();
        var verdicts = Verifier
            .All.Select(verifier => verifier.Check(ByKeys, [.. files.Select(file => file.File)]))
            .ToList();
        foreach (var (at, file) in files.Index())
        {
            var said = verdicts.ConvertAll(each => each[at]);
            var told = $"Seed {file.Seed}, {file.Name}: {string.Join(" | ", said.Select(verdict => verdict.Words))}";
            Assert.True(said.TrueForAll(verdict => verdict.Holds == said[0].Holds), told);
            // The text proves nothing. A note may lose or repeat a signature that is not needed; all else is held by a hash.
            var free = file.Name is "proofs.md" or "checkpoint" or "rotation/2";
            Assert.True(free || !said[0].Holds || file.File.SequenceEqual(Bytes), told);
        }

        static byte[] Painted(string name, int seed) =>
            Whole.With(name, Damage.To(Whole[name], seed)).Mended().ToBytes();
    }

    private static IEnumerable<int> Seeds(int count) => Enumerable.Range(0, count);

    private static void Refused(string verifier, IEnumerable<(string What, byte[] File)> damages)
    {
        foreach (var some in damages.Where(damage => !damage.File.SequenceEqual(Bytes)).Chunk(5000))
        {
            var verdicts = Verifier.Named(verifier).Check(ByKeys, [.. some.Select(damage => damage.File)]);
            foreach (var (damage, verdict) in some.Zip(verdicts))
            {
                Assert.False(verdict.Holds, $"{damage.What} is accepted: {verdict.Words}");
                // It names a member, an entry's place in it where there is one, or the end.
                var named = Whole.Names.Append("the end");
                Assert.True(
                    named.Any(name => verdict.Words.StartsWith($"does not hold: {name}: ", StringComparison.Ordinal)),
                    $"{damage.What}: {verdict.Words}"
                );
            }
        }
    }
}
