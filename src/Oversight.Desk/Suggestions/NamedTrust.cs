using System.Text.RegularExpressions;
using Oversight.Desk.Imports;

namespace Oversight.Desk.Suggestions;

/// <summary>A trust as a document may name it.</summary>
/// <param name="Ods">ODS code, for example <c>RXW</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Icb">ODS code of the ICB to whose system it belongs; null where that is not known.</param>
public sealed record NamedTrust(string Ods, string Name, string? Icb);

/// <summary>
/// Finds trusts by their names. A name that is printed whole is found anywhere. One that is printed otherwise ("Hospitals" for
/// "Hospital", "Great" for "Greater") is found only among the trusts of the board's own system, and only where it can mean one of
/// them; the suggestion shows the printed words, so that whoever accepts it sees both.
/// </summary>
internal sealed partial class TrustNames
{
    private const int LongestName = 9;

    private readonly List<(string Name, string[] Key, NamedTrust Trust)> trusts;

    public TrustNames(IEnumerable<NamedTrust> trusts) =>
        this.trusts = [
            .. trusts
                .Select(trust =>
                    (Name: WithoutArticle(PrintedText.Comparable(trust.Name)), Key: Key(trust.Name), Trust: trust)
                )
                .Where(trust => trust.Key.Length > 0)
                .OrderByDescending(trust => trust.Name.Length)
                .ThenBy(trust => trust.Trust.Ods, StringComparer.Ordinal),
        ];

    /// <summary>The text with each trust's name replaced by a mark, <c>@t0</c> for the first of those found.</summary>
    /// <param name="comparable">The sentence, as it is compared.</param>
    /// <param name="board">The board under which it stands.</param>
    public (string Marked, IReadOnlyList<NamedTrust> Found) Mark(string comparable, string board)
    {
        var found = new List<NamedTrust>();
        var marked = comparable;
        foreach (var (name, _, trust) in trusts)
        {
            for (
                var at = marked.IndexOf(name, StringComparison.Ordinal);
                at >= 0;
                at = marked.IndexOf(name, Math.Min(at + 1, marked.Length), StringComparison.Ordinal)
            )
            {
                if (IsWhole(marked, at, name.Length))
                {
                    marked = Replaced(marked, at, name.Length, MarkOf(trust, found));
                }
            }
        }

        // Without "NHS Trust": only what no place or board is called, and only of the board's own system.
        foreach (var (name, _, trust) in trusts.Where(t => t.Trust.Icb == board))
        {
            var shortened = EndingPattern().Replace(name, "");
            if (
                shortened.Split(' ').Length >= 3
                && HospitalPattern().IsMatch(shortened)
                && marked.IndexOf(shortened, StringComparison.Ordinal) is >= 0 and var at
                && IsWhole(marked, at, shortened.Length)
                && !TrustFollows().IsMatch(marked[(at + shortened.Length)..])
            )
            {
                marked = Replaced(marked, at, shortened.Length, MarkOf(trust, found));
            }
        }

        var from = 0;
        while (TrustEnding().Match(marked, from) is { Success: true } ending)
        {
            from = ending.Index + 1;
            if (Likely(marked, ending.Index, board) is var (start, trust))
            {
                marked = Replaced(marked, start, ending.Index + ending.Length - start, MarkOf(trust, found));
                from = start;
            }
        }

        return (marked, found);
    }

    // The longest run of words before "NHS Trust" that is nearly the name of exactly one trust of the system.
    private (int Start, NamedTrust Trust)? Likely(string marked, int end, string board)
    {
        var words = WordPattern().Matches(marked[..end]);
        for (var first = Math.Max(0, words.Count - LongestName); first < words.Count; first++)
        {
            var key = Key(marked[words[first].Index..end]);
            var near = trusts
                .Where(trust => trust.Trust.Icb == board && key.Length > 0 && Near(trust.Key, key))
                .Select(trust => trust.Trust)
                .ToList();
            if (near.Count == 1)
            {
                return (words[first].Index, near[0]);
            }
        }

        return null;
    }

    // Word for word the same, or the one begins with the other: at least four letters have to be the same.
    private static bool Near(string[] name, string[] printed) =>
        name.Length == printed.Length
        && name.Zip(printed)
            .All(pair =>
                pair.First == pair.Second
                || (
                    Math.Min(pair.First.Length, pair.Second.Length) >= 4
                    && (
                        pair.First.StartsWith(pair.Second, StringComparison.Ordinal)
                        || pair.Second.StartsWith(pair.First, StringComparison.Ordinal)
                    )
                )
            );

    private static string[] Key(string name) =>
        [
            .. WordPattern()
                .Matches(PrintedText.Comparable(name))
                .Select(word => word.Value)
                .Where(word => word is not ("the" or "nhs" or "foundation" or "trust" or "hospital" or "hospitals")),
        ];

    private static string MarkOf(NamedTrust trust, List<NamedTrust> found)
    {
        if (!found.Contains(trust))
        {
            found.Add(trust);
        }

        return $"@t{found.IndexOf(trust)}";
    }

    private static string Replaced(string text, int at, int length, string mark)
    {
        var before = text[..at];
        before = before.EndsWith("the ", StringComparison.Ordinal) ? before[..^4] : before;
        var after = text[(at + length)..];
        after = after.StartsWith("'s", StringComparison.Ordinal) ? after[2..] : after;
        return before + mark + after;
    }

    private static bool IsWhole(string text, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
        && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]));

    private static string WithoutArticle(string name) =>
        name.StartsWith("the ", StringComparison.Ordinal) ? name[4..] : name;

    [GeneratedRegex(@" (nhs )?(foundation )?trust\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TrustEnding();

    [GeneratedRegex(@",? nhs (foundation )?trust$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EndingPattern();

    [GeneratedRegex(
        "hospital|university|partnership|ambulance",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HospitalPattern();

    [GeneratedRegex(@"^ (nhs )?(foundation )?trust\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TrustFollows();

    [GeneratedRegex(@"[\p{L}0-9'&]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WordPattern();
}
