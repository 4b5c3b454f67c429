using System.Text.RegularExpressions;

namespace Oversight.Desk.Suggestions;

/// <summary>The financial year that a document assesses, and how it speaks of the next one.</summary>
internal sealed class YearAssessed
{
    private readonly Regex next;

    /// <summary>Takes a year such as 2023/24.</summary>
    public YearAssessed(string year)
    {
        Year = year;
        var first = int.Parse(year[..4], CultureInfo.InvariantCulture) + 1;
        Next = string.Create(CultureInfo.InvariantCulture, $"{first}/{(first + 1) % 100:00}");
        next = TextPattern.Expression(
            $@"\b(next (financial )?year|(financial )?year ahead|coming year|following year|forthcoming year|{Next}|{Next.Replace('/', '-')})\b"
        );
    }

    /// <summary>The year assessed.</summary>
    public string Year { get; }

    /// <summary>The year after it.</summary>
    public string Next { get; }

    /// <summary>Whether words are about the next year.</summary>
    public bool SpeaksOfNext(string text) => next.IsMatch(text);
}
