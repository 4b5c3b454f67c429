using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Oversight.Proofs.Exports;

/// <summary>How an export is laid out: the names of its members, and what of a line it goes by (docs/proofs.md, The export).</summary>
internal static class ExportLayout
{
    public const string HowToCheck = "proofs.md";
    public const string Keys = "keys";
    public const string Checkpoint = "checkpoint";
    public const string Documents = "documents";
    public const string Sums = "sums";

    /// <summary>How many entries stand in one member.</summary>
    public const int EntriesAtOnce = 10_000;

    /// <summary>How many characters the hash of a document has, in hexadecimal.</summary>
    public const int HashDigits = 64;

    /// <summary>The longest member of entries, in bytes.</summary>
    public const long LongestEntries = 1L << 31;

    /// <summary>The longest line that is read, in bytes.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private static readonly SearchValues<byte> HexadecimalDigits = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> NamesDocument => "\"sha256\": \""u8;

    public static string Rotation(int number) => string.Create(CultureInfo.InvariantCulture, $"rotation/{number}");

    public static string Entries(long first) => string.Create(CultureInfo.InvariantCulture, $"entries/{first:D10}");

    public static string Leaves(long first) => string.Create(CultureInfo.InvariantCulture, $"leaves/{first:D10}");

    public static string Document(string sha256) => $"{Documents}/{sha256}";

    /// <summary>That something does not hold of a line at a place.</summary>
    public static ProofException At(long place, string why) =>
        new($"{Entries(place - (place % EntriesAtOnce))}: place {place}: {why}.");

    /// <summary>Whether a line says that this is its place.</summary>
    public static bool IsAt(ReadOnlySpan<byte> line, long place)
    {
        Span<byte> beginning = stackalloc byte[48];
        return Utf8.TryWrite(beginning, CultureInfo.InvariantCulture, $"{{\"place\":{place},\"id\":\"", out var length)
            && line.StartsWith(beginning[..length]);
    }

    /// <summary>Takes note of the documents that lines name. (In a text the quotation marks would be escaped.)</summary>
    public static void AddNamed(ReadOnlySpan<byte> lines, ICollection<string> named)
    {
        while (lines.IndexOf(NamesDocument) is var at and >= 0)
        {
            lines = lines[(at + NamesDocument.Length)..];
            if (lines.Length > HashDigits && lines[HashDigits] == '"' && IsHash(lines[..HashDigits]))
            {
                named.Add(Encoding.ASCII.GetString(lines[..HashDigits]));
            }
        }
    }

    private static bool IsHash(ReadOnlySpan<byte> digits) => !digits.ContainsAnyExcept(HexadecimalDigits);
}
