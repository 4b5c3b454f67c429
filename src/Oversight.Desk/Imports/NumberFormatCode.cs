using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Oversight.Record.Time;

namespace Oversight.Desk.Imports;

/// <summary>
/// A number format of a workbook (ISO/IEC 29500-1, 18.8.31), as far as it says which numbers are dates, and which are not
/// shown: up to four sections divided by semicolons, of which the number chooses one.
/// </summary>
internal sealed partial class NumberFormatCode
{
    private readonly List<Section> sections = [];

    public NumberFormatCode(string code)
    {
        var (letters, literal, condition) = (new StringBuilder(), false, (Condition?)null);
        // A semicolon in quotation marks or behind a backslash divides nothing.
        foreach (Match token in Tokens().Matches(code + ";"))
        {
            switch (token.Value)
            {
                case ";":
                    sections.Add(new(letters.ToString().ToLowerInvariant(), literal, condition));
                    (literal, condition) = (false, null);
                    letters.Clear();
                    break;
                case ['[', ..]:
                    condition ??= Condition.Of(token.Value);
                    break;
                case ['"', .., '"']:
                    literal |= token.Length > 2;
                    break;
                case ['\\', _]:
                    literal = true;
                    break;
                case ['_' or '*', _]:
                    break;
                default:
                    letters.Append(token.Value);
                    break;
            }
        }
    }

    /// <summary>How precise a date the number is shown as; null when it is shown as no date.</summary>
    public DatePrecision? PrecisionOf(double number) =>
        For(number) is not { } section ? null : PrecisionOf(section.Letters);

    /// <summary>False when the format shows nothing of the number.</summary>
    public bool Shows(double number) =>
        For(number) is not { } section || section.Letters.Length > 0 || section.HasLiteral;

    // A format that shows no day says no more than the month.
    private static DatePrecision? PrecisionOf(string letters) =>
        !letters.Contains('y') ? (letters.Contains('d') && letters.Contains('m') ? DatePrecision.Day : null)
        : letters.Contains('d') ? DatePrecision.Day
        : letters.Contains('m') ? DatePrecision.Month
        : null;

    // The fourth is for texts.
    private Section? For(double number) =>
        sections.Any(s => s.Condition is not null)
            ? sections.Take(3).FirstOrDefault(s => s.Condition?.Holds(number) ?? true)
            : sections.Count switch
            {
                1 => sections[0],
                2 => sections[number < 0 ? 1 : 0],
                _ => sections[
                    number > 0 ? 0
                    : number < 0 ? 1
                    : 2
                ],
            };

    [GeneratedRegex(
        """\[[^\]]*\]|"[^"]*"|\\.|_.|\*.|.""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Tokens();

    private sealed record Section(string Letters, bool HasLiteral, Condition? Condition);

    private sealed partial record Condition(string Operator, double Operand)
    {
        public static Condition? Of(string brackets) =>
            Form().Match(brackets) is { Success: true } match
                ? new(
                    match.Groups["operator"].Value,
                    double.Parse(match.Groups["operand"].ValueSpan, CultureInfo.InvariantCulture)
                )
                : null;

        public bool Holds(double number) =>
            Operator switch
            {
                "<" => number < Operand,
                "<=" => number <= Operand,
                ">" => number > Operand,
                ">=" => number >= Operand,
                "=" => number == Operand,
                _ => number != Operand,
            };

        [GeneratedRegex(
            @"^\[(?<operator><=|>=|<>|<|>|=)(?<operand>-?[0-9]+(\.[0-9]+)?)\]$",
            RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
            1000
        )]
        private static partial Regex Form();
    }
}
