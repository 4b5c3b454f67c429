namespace Oversight.Proofs.Tests;

/// <summary>Random damage to bytes: a bit turned, a piece cut out, put in, doubled, moved or overwritten, the end cut off.</summary>
internal static class Damage
{
    public static byte[] To(byte[] whole, int seed)
    {
        var random = new Random(seed);
        byte[] damaged = [.. whole];
        // Once as a rule, sometimes several times over.
        for (var times = random.Next(4) == 0 ? random.Next(2, 6) : 1; times > 0 && damaged.Length > 0; times--)
        {
            var at = random.Next(damaged.Length);
            var length = Math.Min(damaged.Length - at, 1 + random.Next(random.Next(2) == 0 ? 4 : 80));
            var piece = damaged[at..(at + length)];
            var other = new byte[length];
            random.NextBytes(other);
            switch (random.Next(8))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged = [.. damaged[..at], .. damaged[(at + length)..]];
                    break;
                case 2:
                    damaged = [.. damaged[..at], .. other, .. damaged[at..]];
                    break;
                case 3:
                    damaged = [.. damaged[..at], .. piece, .. damaged[at..]];
                    break;
                case 4:
                    byte[] without = [.. damaged[..at], .. damaged[(at + length)..]];
                    var to = random.Next(without.Length + 1);
                    damaged = [.. without[..to], .. piece, .. without[to..]];
                    break;
                case 5:
                    damaged[at] = (byte)"\n +-—0Az="[random.Next(9)];
                    break;
                case 6:
                    other.CopyTo(damaged.AsSpan(at));
                    break;
                default:
                    damaged = damaged[..at];
                    break;
            }
        }
        return damaged;
    }
}
