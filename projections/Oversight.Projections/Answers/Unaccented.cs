namespace Oversight.Projections.Answers;

/// <summary>
/// Letters without their accents, so that who types "Zoe" finds "Zoë". The program runs without the machine's tables of languages, which
/// would know them all: here are those of Latin script.
/// </summary>
internal static class Unaccented
{
    private static readonly Dictionary<char, char> Letters = new[]
    {
        "aàáâãäåāăąǎ",
        "cçćĉċč",
        "dďđ",
        "eèéêëēĕėęě",
        "gĝğġģ",
        "hĥħ",
        "iìíîïĩīĭįı",
        "jĵ",
        "kķ",
        "lĺļľłŀ",
        "nñńņňŉ",
        "oòóôõöøōŏő",
        "rŕŗř",
        "sśŝşšș",
        "tţťŧț",
        "uùúûüũūŭůűų",
        "wŵẁẃẅ",
        "yýÿŷỳ",
        "zźżž",
    }
        .SelectMany(row => row.Skip(1).Select(accented => (accented, plain: row[0])))
        .SelectMany(pair =>
            new[] { pair, (accented: char.ToUpperInvariant(pair.accented), plain: char.ToUpperInvariant(pair.plain)) }
        )
        .DistinctBy(pair => pair.accented)
        .ToDictionary(pair => pair.accented, pair => pair.plain);

    /// <summary>A letter without its accent.</summary>
    public static char Of(char letter) => char.IsAscii(letter) ? letter : Letters.GetValueOrDefault(letter, letter);

    /// <summary>A text without accents, on their letters or after them.</summary>
    public static string Of(string text) =>
        System.Text.Ascii.IsValid(text)
            ? text
            : string.Concat(
                text.Where(c => c is < '\u0300' or > '\u036f').Select(c => Letters.GetValueOrDefault(c, c))
            );
}
