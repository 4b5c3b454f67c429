using System.Diagnostics.CodeAnalysis;
using System.Text;

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
}
