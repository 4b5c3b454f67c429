namespace Oversight.Projections.Search;

/// <summary>Texts without case, accents and punctuation: words with a space between. "&amp;" is a word, and.</summary>
internal static class PlainText
{
    /// <summary>A text's words.</summary>
    public static string[] WordsOf(string text)
    {
        var buffer = new char[64];
        return Into(text, ref buffer).ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A text's words with spaces between, in a buffer that grows with them.</summary>
    public static ReadOnlySpan<char> Into(string text, ref char[] buffer)
    {
        if (buffer.Length < text.Length * 5)
        {
            buffer = new char[text.Length * 5];
        }

        var length = 0;
        foreach (var character in text)
        {
            if (character == '&')
            {
                " and ".CopyTo(buffer.AsSpan(length));
                length += 5;
            }
            else if (Plain(character) is { } plain)
            {
                buffer[length++] = plain;
            }
        }

        return buffer.AsSpan(0, length);
    }

    /// <summary>Where in a text one of some plain words begins a word of it: from which character on, and how many.</summary>
    public static IEnumerable<(int From, int Length)> Where(string text, IReadOnlyList<string> wanted)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (Plain(text[at]) is null or ' ' || (at > 0 && !EndsBefore(text, at)))
            {
                continue;
            }

            var longest = wanted.Max(word => Begun(text, at, word));
            if (longest > 0)
            {
                yield return (at, longest);
                at += longest - 1;
            }
        }
    }

    // How many characters of the text the plain word takes there; 0 where another word stands.
    private static int Begun(string text, int at, string word)
    {
        if (text[at] == '&')
        {
            return word.Length <= 3 && "and".StartsWith(word, StringComparison.Ordinal) ? 1 : 0;
        }

        var (i, matched) = (at, 0);
        while (i < text.Length && matched < word.Length)
        {
            if (Plain(text[i]) is { } plain)
            {
                if (plain != word[matched])
                {
                    return 0;
                }

                matched++;
            }

            i++;
        }

        return matched == word.Length ? i - at : 0;
    }

    // Apostrophes and accents stand within words.
    private static bool EndsBefore(string text, int at)
    {
        do
        {
            at--;
        } while (at >= 0 && Plain(text[at]) is null);

        return at < 0 || text[at] == '&' || Plain(text[at]) == ' ';
    }

    private static char? Plain(char character) =>
        character switch
        {
            >= 'a' and <= 'z' or >= '0' and <= '9' or '&' => character,
            '\'' or '\u2019' or '.' or (>= '\u0300' and <= '\u036f') => null,
            _ when !char.IsLetterOrDigit(character) => ' ',
            _ => char.ToLowerInvariant(Unaccented.Of(character)),
        };
}
