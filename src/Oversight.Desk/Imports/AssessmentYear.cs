using System.Text;
using System.Text.RegularExpressions;

namespace Oversight.Desk.Imports;

/// <summary>The financial year that an annual assessment document is about.</summary>
internal static partial class AssessmentYear
{
    private const string GiveTheYear = "give the year that was assessed (--year 2023/24)";

    /// <summary>The year in the form <c>2023/24</c>, or null if the text is not two consecutive years.</summary>
    public static string? FinancialYear(string text)
    {
        if (YearPattern().Match(text) is not { Success: true } match || match.Length != text.Length)
        {
            return null;
        }

        var first = int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture);
        var second = match.Groups["second"].Value;
        var next = (first + 1).ToString(CultureInfo.InvariantCulture);
        return second == next || second == next[2..] ? $"{first}/{next[2..]}" : null;
    }

    /// <summary>
    /// The year that the introduction says the report is about: the one financial year in its sentences that speak of "report".
    /// Other sentences name other years rightly: when the assessments were made, the year before, what is planned next.
    /// </summary>
    public static string SaidIn(PrintedLines lines, int introductionEnds)
    {
        (string Year, int Line)? claimed = null;
        foreach (
            var (sentence, lineAt) in Sentences(lines, introductionEnds).Where(s => ReportPattern().IsMatch(s.Sentence))
        )
        {
            foreach (Match match in YearPattern().Matches(sentence))
            {
                var line = lineAt(match.Index);
                var year =
                    FinancialYear(match.Value)
                    ?? throw lines.NotUnderstood(
                        line,
                        $"'{match.Value}' is not a financial year",
                        "correct it, or give the year (--year 2023/24)"
                    );
                if (claimed is { } earlier && earlier.Year != year)
                {
                    throw lines.NotUnderstood(
                        line,
                        $"the introduction says that the report is about {year}, but at line {earlier.Line} about {earlier.Year}",
                        GiveTheYear
                    );
                }

                claimed ??= (year, line);
            }
        }

        return claimed?.Year
            ?? throw lines.NotUnderstood(
                1,
                "the introduction does not say which financial year the report is about",
                GiveTheYear
            );
    }

    // The introduction's sentences, which may run over lines but not over a blank one.
    private static IEnumerable<(string Sentence, Func<int, int> LineAt)> Sentences(
        PrintedLines lines,
        int introductionEnds
    )
    {
        for (var begin = 0; begin < introductionEnds; begin++)
        {
            var text = new StringBuilder();
            var lineBegins = new List<(int Offset, int Number)>();
            for (; begin < introductionEnds && !lines[begin].IsBlank; begin++)
            {
                lineBegins.Add((text.Length, lines[begin].Number));
                text.Append(lines[begin].Text).Append(' ');
            }

            var offset = 0;
            foreach (var sentence in SentenceEndPattern().Split(text.ToString()))
            {
                var sentenceBegins = offset;
                yield return (sentence, at => lineBegins.FindLast(line => line.Offset <= sentenceBegins + at).Number);

                // The one space that parts two sentences.
                offset += sentence.Length + 1;
            }
        }
    }

    // The document is foreign input: every pattern is bounded in time.
    [GeneratedRegex(
        @"\b(?<first>20[0-9]{2})\s?[/\u2010-\u2015-]\s?(?<second>20[0-9]{2}|[0-9]{2})\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex YearPattern();

    [GeneratedRegex(@"\breport\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ReportPattern();

    [GeneratedRegex(@"(?<=[.!?])\s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SentenceEndPattern();
}
