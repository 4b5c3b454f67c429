using System.Text;
using System.Text.RegularExpressions;

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
        var (before, letters, after, condition) = (
            new StringBuilder(),
            new StringBuilder(),
            new StringBuilder(),
            (Condition?)null
        );
        // A semicolon in quotation marks or behind a backslash divides nothing.
        foreach (Match token in Tokens().Matches(code + ";"))
        {
            switch (token.Value)
            {
                case ";":
                    sections.Add(
                        new(before.ToString(), letters.ToString().ToLowerInvariant(), after.ToString(), condition)
                    );
                    condition = null;
                    before.Clear();
                    letters.Clear();
                    after.Clear();
                    break;
                case ['[', '$', .. var currency, ']']:
                    Shown(currency.Split('-')[0]);
                    break;
                case ['[', ..]:
                    condition ??= Condition.Of(token.Value);
                    break;
                case ['"', .. var text, '"']:
                    Shown(text);
                    break;
                case ['\\', _] or ['£' or '$' or '€' or ' ']:
                    Shown(token.Value[^1..]);
                    break;
                case ['_' or '*', _]:
                    break;
                default:
                    letters.Append(token.Value);
                    break;
            }
        }

        void Shown(string text) => (letters.Length == 0 ? before : after).Append(text);
    }

    /// <summary>How precise a date the number is shown as; null when it is shown as no date.</summary>
    public DatePrecision? PrecisionOf(double number) =>
        For(number) is not { } section ? null : PrecisionOf(section.Letters);

    /// <summary>False when the format shows nothing of the number.</summary>
    public bool Shows(double number) =>
        For(number) is not { } section || section is not { Before: "", Letters: "", After: "" };

    /// <summary>
    /// The number as it is shown: "1.10", "35%", "£25,000". Where the format shows less than there is, and in every other format,
    /// with the 15 digits that a spreadsheet program shows at most.
    /// </summary>
    public string Shown(double number)
    {
        var plain = number.ToString("G15", CultureInfo.InvariantCulture);
        if (
            number < 0
            || !decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            || For(number) is not { } section
            || Digits().Match(section.Letters) is not { Success: true } digits
        )
        {
            return plain;
        }

        var percent = digits.Groups["percent"].Value;
        exact = percent.Length > 0 ? exact * 100 : exact;
        var decimals = Math.Max(digits.Groups["decimals"].Length, DecimalsOf(exact));
        var form = (digits.Groups["grouped"].Success ? "N" : "F") + decimals.ToString(CultureInfo.InvariantCulture);
        return section.Before + exact.ToString(form, CultureInfo.InvariantCulture) + percent + section.After;
    }

    // Without the noughts at its end.
    private static int DecimalsOf(decimal number) => (number / 1.0000000000000000000000000000m).Scale;

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

    [GeneratedRegex(
        @"^(?<grouped>#,##)?0(\.(?<decimals>0+))?(?<percent>%)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Digits();

    // What stands before and after the digits, or the letters of a date.
    private sealed record Section(string Before, string Letters, string After, Condition? Condition);

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
