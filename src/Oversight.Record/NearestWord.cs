namespace Oversight.Record;

/// <summary>What somebody may have meant who wrote a word that is not known.</summary>
public static class NearestWord
{
    /// <summary>
    /// The known words that take the fewest letters added, left out or changed, letter case aside; none where all are far: more than
    /// a third of the word would have to change.
    /// </summary>
    public static IReadOnlyList<string> To(string given, IEnumerable<string> known)
    {
        var distances = known.Distinct().Select(word => (word, far: Distance(given, word))).ToArray();
        var least = distances.Length == 0 ? 0 : distances.Min(d => d.far);
        return least <= Math.Max(1, given.Length / 3)
            ? [.. distances.Where(d => d.far == least && least < d.word.Length).Select(d => d.word)]
            : [];
    }

    /// <summary>" Did you mean staff or status?", to be put behind a sentence; empty where nothing is near.</summary>
    public static string Question(string given, IEnumerable<string> known) =>
        To(given, known) is { Count: > 0 and <= 5 } near ? $" Did you mean {string.Join(" or ", near)}?" : "";

    // Levenshtein's distance, a row at a time.
    private static int Distance(string given, string word)
    {
        var row = Enumerable.Range(0, word.Length + 1).ToArray();
        for (var i = 1; i <= given.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= word.Length; j++)
            {
                var same = char.ToUpperInvariant(given[i - 1]) == char.ToUpperInvariant(word[j - 1]);
                var least = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = least;
            }
        }

        return row[^1];
    }
}
