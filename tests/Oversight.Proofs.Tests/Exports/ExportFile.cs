using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Oversight.Proofs.Tests.Exports;

/// <summary>
/// An export as docs/proofs.md describes the archive: named members in their order. What is changed keeps the header that belongs to its length;
/// its line in <c>sums</c> only where that is mended.
/// </summary>
internal sealed class ExportFile(IReadOnlyList<(string Name, byte[] Content)> members)
{
    public const int Block = 512;

    public IEnumerable<string> Names => members.Select(member => member.Name);

    public byte[] this[string name] => members.Single(member => member.Name == name).Content;

    public string Text(string name) => Encoding.UTF8.GetString(this[name]);

    public ExportFile With(string name, byte[] content) =>
        new([.. members.Select(member => member.Name == name ? (name, content) : member)]);

    public ExportFile With(string name, string content) => With(name, Encoding.UTF8.GetBytes(content));

    public ExportFile Without(string name) => new([.. members.Where(member => member.Name != name)]);

    public ExportFile Before(string name, string added, byte[] content)
    {
        var at = Names.ToList().IndexOf(name);
        return new([.. members.Take(at), (added, content), .. members.Skip(at)]);
    }

    /// <summary>The member and the one behind it change places.</summary>
    public ExportFile Swapped(string name)
    {
        var at = Names.ToList().IndexOf(name);
        return new([.. members.Take(at), members[at + 1], members[at], .. members.Skip(at + 2)]);
    }

    /// <summary>With the sums of what is in it now.</summary>
    public ExportFile Mended()
    {
        var sums = members
            .Where(member => member.Name != "sums" && member.Name.Split('/')[0] is not ("entries" or "leaves"))
            .Select(member => $"{Hash(member.Content)}  {member.Name}\n");
        return With("sums", string.Concat(sums));
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        foreach (var (name, content) in members)
        {
            bytes.Write(Header(name, content.Length));
            bytes.Write(content);
            bytes.Write(new byte[Padding(content.Length)]);
        }
        bytes.Write(new byte[2 * Block]);
        return bytes.ToArray();
    }

    /// <summary>Where the member's header begins in the archive.</summary>
    public int HeaderOf(string name) =>
        members
            .TakeWhile(member => member.Name != name)
            .Sum(member => Block + member.Content.Length + Padding(member.Content.Length));

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static int Padding(int length) => (Block - (length % Block)) % Block;

    private static byte[] Header(string name, int length)
    {
        var header = new byte[Block];
        Write(0, name);
        Write(100, "0000644");
        Write(108, "0000000");
        Write(116, "0000000");
        Write(124, Convert.ToString(length, 8).PadLeft(11, '0'));
        Write(136, "00000000000");
        Write(156, "0");
        Write(257, "ustar\0" + "00");
        Write(329, "0000000");
        Write(337, "0000000");
        MendSum(header);
        return header;

        void Write(int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(header, at);
    }

    /// <summary>Writes the sum that a header has to have.</summary>
    public static void MendSum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var one in header[..Block])
        {
            sum += one;
        }
        var digits = Convert.ToString(sum, 8).PadLeft(6, '0');
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{digits}\0 ")).CopyTo(header[148..]);
    }
}
