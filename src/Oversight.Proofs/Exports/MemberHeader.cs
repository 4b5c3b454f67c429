using System.Text;

namespace Oversight.Proofs.Exports;

/// <summary>
/// The header of a member of an export: a tar header (POSIX ustar) of which each name and length has exactly one form, so that no bit of it can
/// change unseen.
/// </summary>
/// <param name="Name">The member's name: at most 100 characters of ASCII.</param>
/// <param name="Length">How many bytes its content has: at most 8 GiB less one.</param>
internal readonly record struct MemberHeader(string Name, long Length)
{
    /// <summary>How many bytes a header has, and of what each member is a multiple.</summary>
    public const int Block = 512;

    /// <summary>The zero bytes behind the last member.</summary>
    public const int End = 2 * Block;

    private const int SumAt = 148;
    private const int SumLength = 8;
    private const int LengthAt = 124;
    private const int LengthDigits = 11;
    private const int MostName = 100;

    /// <summary>The zero bytes behind the content.</summary>
    public int Padding => (int)((Block - (Length % Block)) % Block);

    /// <summary>The 512 bytes of the header.</summary>
    public byte[] ToBytes()
    {
        if (Name.Length is 0 or > MostName || !Ascii.IsValid(Name) || Length is < 0 or >= 1L << (3 * LengthDigits))
        {
            throw new ProofException($"\"{Name}\" of {Length} bytes cannot be a member of an export.");
        }

        var bytes = new byte[Block];
        Put(0, Name);
        Put(100, "0000644");
        Put(108, "0000000");
        Put(116, "0000000");
        Put(LengthAt, Octal(Length, LengthDigits));
        Put(136, "00000000000");
        Put(SumAt, "        ");
        Put(156, "0");
        Put(257, "ustar\000");
        Put(329, "0000000");
        Put(337, "0000000");
        var sum = bytes.Sum(one => one);
        Put(SumAt, $"{Octal(sum, 6)}\0 ");
        return bytes;

        void Put(int at, string text) => Encoding.ASCII.GetBytes(text, bytes.AsSpan(at));
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="ProofException">It is not exactly one that is written so.</exception>
    public static MemberHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var name = bytes[..MostName];
        var end = name.IndexOf((byte)0);
        var length = 0L;
        foreach (var digit in bytes.Slice(LengthAt, LengthDigits))
        {
            length = (length * 8) + (digit & 7);
        }

        var header = new MemberHeader(Encoding.Latin1.GetString(end < 0 ? name : name[..end]), length);
        return header.Name.Length > 0 && Ascii.IsValid(header.Name) && bytes.SequenceEqual(header.ToBytes())
            ? header
            : throw new ProofException("its header is not exactly what it must be");
    }

    private static string Octal(long number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0');
}
