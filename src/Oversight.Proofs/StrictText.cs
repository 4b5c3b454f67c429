using System.Diagnostics.CodeAnalysis;
using System.Text;
using Oversight.Proofs.Trees;

namespace Oversight.Proofs;

/// <summary>Text of which each value has exactly one form, so that no changed character can mean the same as before.</summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string FromUtf8(ReadOnlySpan<byte> bytes, int longest, string what)
    {
        if (bytes.Length > longest)
        {
            throw new ProofException($"The {what} has {bytes.Length} bytes; at most {longest} are read.");
        }
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new ProofException($"The {what} is not UTF-8.");
        }
    }

    public static byte[] ToUtf8(string text)
    {
        try
        {
            return Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new ProofException("The text holds half a character (a lone surrogate).");
        }
    }

    /// <summary>A whole number from 0 in decimal, with no sign and no zero before it.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9') || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }
        return long.TryParse(text, out number);
    }

    /// <summary>RFC 4648's base64 with its padding; bits that no byte uses must be zero.</summary>
    public static bool TryBase64(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var buffer = new byte[text.Length / 4 * 3];
        if (text.Length % 4 != 0 || !Convert.TryFromBase64Chars(text, buffer, out var length))
        {
            return false;
        }
        // The decoder passes over white space and unused bits.
        var again = new char[text.Length];
        if (
            !Convert.TryToBase64Chars(buffer.AsSpan(0, length), again, out var written)
            || !text.SequenceEqual(again.AsSpan(0, written))
        )
        {
            return false;
        }
        bytes = buffer.AsSpan(0, length).ToArray();
        return true;
    }

    public static bool TryHash(ReadOnlySpan<char> text, out TreeHash hash)
    {
        hash = default;
        if (text.Length != 44 || !TryBase64(text, out var bytes) || bytes.Length != TreeHash.Length)
        {
            return false;
        }
        hash = TreeHash.From(bytes);
        return true;
    }

    /// <summary>Takes the next line off the text, without its line feed; false when no line feed is left.</summary>
    public static bool TryLine(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> line)
    {
        var end = text.IndexOf('\n');
        if (end < 0)
        {
            line = default;
            return false;
        }
        line = text[..end];
        text = text[(end + 1)..];
        return true;
    }

    /// <summary>Lines of one hash each, up to and with the empty line after them. No tree has a proof of more than 63.</summary>
    public static IReadOnlyList<TreeHash> Hashes(ref ReadOnlySpan<char> text, string what)
    {
        var hashes = new List<TreeHash>();
        while (TryLine(ref text, out var line))
        {
            if (line.IsEmpty)
            {
                return hashes;
            }
            if (!TryHash(line, out var hash))
            {
                throw new ProofException($"Line {hashes.Count + 1} of the {what} is not the base64 of 32 bytes.");
            }
            if (hashes.Count == 63)
            {
                throw new ProofException($"The {what} has more than 63 lines.");
            }
            hashes.Add(hash);
        }
        throw new ProofException($"No empty line follows the {what}.");
    }
}
