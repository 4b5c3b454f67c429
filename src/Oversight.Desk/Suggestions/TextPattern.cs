using System.Text.RegularExpressions;

namespace Oversight.Desk.Suggestions;

/// <summary>One way in which documents state a fact.</summary>
/// <param name="Name">What it is called in a suggestion.</param>
/// <param name="Finds">What it finds, in a sentence: why the words are read as the fact.</param>
/// <param name="Words">
/// The words, in the form of <see cref="MarkedText"/>. Every expression is matched in time linear in the text: what is read is
/// foreign input.
/// </param>
internal sealed record TextPattern(string Name, string Finds, Regex Words)
{
    /// <summary>What may not stand in the words that were found.</summary>
    public Regex? NotWithin { get; init; }

    /// <summary>What may not stand before them in the same clause.</summary>
    public Regex? NotBefore { get; init; }

    /// <summary>A pattern of words; a space stands for one space.</summary>
    public static TextPattern Of(
        string name,
        string finds,
        string words,
        string? notWithin = null,
        string? notBefore = null
    ) =>
        new(name, finds, Expression(words))
        {
            NotWithin = notWithin is null ? null : Expression(notWithin),
            NotBefore = notBefore is null ? null : Expression(notBefore),
        };

    /// <summary>Where it stands in the text.</summary>
    public IEnumerable<Match> In(string text)
    {
        for (var match = Words.Match(text); match.Success; match = match.NextMatch())
        {
            if (NotWithin?.IsMatch(match.Value) != true && NotBefore?.IsMatch(text[..match.Index]) != true)
            {
                yield return match;
            }
        }
    }

    /// <summary>A regular expression that cannot take long.</summary>
    public static Regex Expression(string words) =>
        new(words, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
}
