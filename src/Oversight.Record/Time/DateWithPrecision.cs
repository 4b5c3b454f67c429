using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Oversight.Record.Time;

/// <summary>How precisely a date is known.</summary>
public enum DatePrecision
{
    /// <summary>Nothing is known about the date.</summary>
    Unknown,

    /// <summary>An NHS financial year, 1 April to 31 March.</summary>
    FinancialYear,

    /// <summary>A quarter of a financial year; Q1 is April to June.</summary>
    Quarter,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>An exact day.</summary>
    Day,
}

/// <summary>
/// A date exactly as precise as the person who stated it was: "Q1 2024/25" stays that. It stands for the interval
/// [<see cref="Earliest"/>, <see cref="Latest"/>]; due dates count from the latest day. The default is unknown.
/// Years run from 1900 to 2199.
/// </summary>
[JsonConverter(typeof(DateWithPrecisionJson))]
public readonly partial record struct DateWithPrecision
{
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    private static readonly string[] MonthNames =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    private readonly DateOnly start;

    private DateWithPrecision(DatePrecision precision, DateOnly start)
    {
        Precision = precision;
        this.start = start;
    }

    /// <summary>How precisely the date is known.</summary>
    public DatePrecision Precision { get; }

    /// <summary>A date about which nothing is known: from the first day of all to the last.</summary>
    public static DateWithPrecision Unknown => default;

    /// <summary>The first day that it can mean; <see cref="DateOnly.MinValue"/> when unknown.</summary>
    public DateOnly Earliest => Precision == DatePrecision.Unknown ? DateOnly.MinValue : start;

    /// <summary>The last day that it can mean; <see cref="DateOnly.MaxValue"/> when unknown.</summary>
    public DateOnly Latest =>
        Precision switch
        {
            DatePrecision.Day => start,
            DatePrecision.Month => start.AddMonths(1).AddDays(-1),
            DatePrecision.Quarter => start.AddMonths(3).AddDays(-1),
            DatePrecision.FinancialYear => start.AddYears(1).AddDays(-1),
            _ => DateOnly.MaxValue,
        };

    /// <summary>The form that is stored: 2024-03-12, 2021-08, Q1 2024/25, 2023/24 or unknown.</summary>
    public string Stored =>
        Precision switch
        {
            DatePrecision.Day => start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DatePrecision.Month => start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => ToString(),
        };

    /// <summary>An exact day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1900 to 2199.</exception>
    public static DateWithPrecision Day(DateOnly day)
    {
        CheckYear(day.Year);
        return new(DatePrecision.Day, day);
    }

    /// <summary>A calendar month, 1 to 12.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such month, or the year is outside 1900 to 2199.</exception>
    public static DateWithPrecision Month(int year, int month)
    {
        CheckYear(year);
        return new(DatePrecision.Month, new DateOnly(year, month, 1));
    }

    /// <summary>A quarter, 1 to 4, of the financial year that begins in April of <paramref name="startYear"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such quarter, or the year is outside 1900 to 2199.</exception>
    public static DateWithPrecision Quarter(int startYear, int quarter)
    {
        CheckYear(startYear);
        ArgumentOutOfRangeException.ThrowIfLessThan(quarter, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quarter, 4);
        return new(DatePrecision.Quarter, new DateOnly(startYear, 4, 1).AddMonths(3 * (quarter - 1)));
    }

    /// <summary>The financial year that begins on 1 April of <paramref name="startYear"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1900 to 2199.</exception>
    public static DateWithPrecision FinancialYear(int startYear)
    {
        CheckYear(startYear);
        return new(DatePrecision.FinancialYear, new DateOnly(startYear, 4, 1));
    }

    /// <summary>True when the date has certainly come by that day.</summary>
    public bool IsCertainBy(DateOnly day) => Latest <= day;

    /// <summary>The form that people read: 12 March 2024, August 2021, Q1 2024/25, 2023/24 or unknown.</summary>
    public override string ToString() =>
        Precision switch
        {
            DatePrecision.Day => $"{start.Day} {MonthNames[start.Month - 1]} {start.Year}",
            DatePrecision.Month => $"{MonthNames[start.Month - 1]} {start.Year}",
            DatePrecision.Quarter => $"Q{QuarterOf(start)} {YearText(start.Month >= 4 ? start.Year : start.Year - 1)}",
            DatePrecision.FinancialYear => YearText(start.Year),
            _ => "unknown",
        };

    /// <summary>
    /// Reads every form that <see cref="ToString"/> and <see cref="Stored"/> write, and what people in Britain write besides:
    /// the day before the month in 31/03/2024, 31.3.2024 and 31-03-2024, short month names ("12 Sept 2024", "12-Sep-2024"),
    /// "1st April 2024", a day at midnight, "2023/2024"; letter case and spaces at the ends do not matter.
    /// </summary>
    /// <exception cref="FormatException">It is none of these, or no such day exists; the message says which forms do.</exception>
    public static DateWithPrecision Parse(string text) =>
        TryParse(text, out var date)
            ? date
            : throw new FormatException(
                $"\"{Shorten(text)}\" is not a date that can be read: write 2024-03-12, 12/03/2024 or 12 March 2024 for a day, "
                    + "2021-08 or August 2021 for a month, Q1 2024/25 for a quarter, 2023/24 for a financial year, "
                    + $"or unknown; years run from {FirstYear} to {LastYear}."
            );

    /// <summary>As <see cref="Parse"/>; false where that throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateWithPrecision date)
    {
        date = default;
        if (text is null || text.Length > 40)
        {
            return false;
        }

        // ASCII only: without regard to letter case the pattern would take the Kelvin sign for a k.
        var trimmed = text.Trim();
        if (!Ascii.IsValid(trimmed) || Forms().Match(trimmed) is not { Success: true } match)
        {
            return false;
        }

        if (match.Groups["unknown"].Success)
        {
            return true;
        }

        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        if (match.Groups["fy"].Success)
        {
            return TryFinancialYear(Number("fy"), match.Groups["fyEnd"].Value, match.Groups["quarter"].Value, out date);
        }

        var year = Number("year");
        var month = match.Groups["month"].Success ? Number("month") : MonthNumber(match.Groups["name"].Value);
        if (year is < FirstYear or > LastYear || month is < 1 or > 12)
        {
            return false;
        }

        if (!match.Groups["day"].Success)
        {
            date = Month(year, month);
            return true;
        }

        var day = Number("day");
        if (day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = Day(new DateOnly(year, month, day));
        return true;
    }

    /// <summary>
    /// The words for a date that was given in figures of another order than the stored form, or shortened, so that whoever gave it sees how it
    /// was read: 26 November 2026 for 26/11/2026. Null for what is no date, and for what says itself how it is read.
    /// </summary>
    public static string? SaidBack(string? text) =>
        TryParse(text, out var date)
        && !text.Trim().Equals(date.Stored, StringComparison.OrdinalIgnoreCase)
        && !text.Trim().Equals(date.ToString(), StringComparison.OrdinalIgnoreCase)
            ? date.ToString()
            : null;

    private static bool TryFinancialYear(int startYear, string end, string quarter, out DateWithPrecision date)
    {
        date = default;
        var following = (startYear + 1).ToString(CultureInfo.InvariantCulture);
        if (startYear is < FirstYear or > LastYear || (end != following && end != following[2..]))
        {
            return false;
        }

        date = quarter.Length == 0 ? FinancialYear(startYear) : Quarter(startYear, quarter[0] - '0');
        return true;
    }

    private static int QuarterOf(DateOnly firstDay) =>
        firstDay.Month switch
        {
            4 => 1,
            7 => 2,
            10 => 3,
            _ => 4,
        };

    private static string YearText(int startYear) => $"{startYear}/{(startYear + 1) % 100:00}";

    private static int MonthNumber(string name) =>
        1
        + Array.FindIndex(
            MonthNames,
            month =>
                month.Equals(name, StringComparison.OrdinalIgnoreCase)
                || (name.Length == 3 && month.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                // The British short form; every other one has three letters.
                || (month == "September" && name.Equals("Sept", StringComparison.OrdinalIgnoreCase))
        );

    private static string Shorten(string? text) => text is { Length: > 40 } ? text[..40] + "…" : text ?? "";

    private static void CheckYear(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);
    }

    // [0-9], not \d: digits of other scripts are not dates here.
    [GeneratedRegex(
        "^(?:(?<unknown>unknown)"
            + "|(?<year>[0-9]{4})-(?<month>[0-9]{2})"
            + "|(?:(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})"
            + "|(?<day>[0-9]{1,2})(?<between>[/.-])(?<month>[0-9]{1,2})\\k<between>(?<year>[0-9]{4})"
            + "|(?<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: +|-)(?<name>[a-z]{3,9})(?:[.,]? +|-)(?<year>[0-9]{4}))"
            + "(?:(?: +|t)00:00(?::00(?:\\.0{1,9})?)?)?"
            + "|(?<name>[a-z]{3,9})(?:[.,]? +|-)(?<year>[0-9]{4})"
            + "|(?:q(?<quarter>[1-4]) +)?(?<fy>[0-9]{4})/(?<fyEnd>[0-9]{4}|[0-9]{2})"
            + "|(?<fy>[0-9]{4})/(?<fyEnd>[0-9]{4}|[0-9]{2}) +q(?<quarter>[1-4]))$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Forms();

    private sealed class DateWithPrecisionJson : JsonConverter<DateWithPrecision>
    {
        public override DateWithPrecision Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            try
            {
                return reader.TokenType == JsonTokenType.String
                    ? Parse(reader.GetString()!)
                    : throw new JsonException("A date is written as text, such as \"2024-03-12\" or \"2023/24\".");
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, DateWithPrecision value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Stored);
    }
}
