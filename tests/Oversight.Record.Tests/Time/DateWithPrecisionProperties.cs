using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Oversight.Record.Time;

namespace Oversight.Record.Tests.Time;

/// <summary>What holds of every date. FsCheck prints the failing case and how to replay it.</summary>
public sealed class DateWithPrecisionProperties
{
    private static readonly Gen<DateWithPrecision> Days =
        from number in Gen.Choose(new DateOnly(1900, 1, 1).DayNumber, new DateOnly(2199, 12, 31).DayNumber)
        select DateWithPrecision.Day(DateOnly.FromDayNumber(number));

    private static readonly Gen<DateWithPrecision> Months =
        from year in Gen.Choose(1900, 2199)
        from month in Gen.Choose(1, 12)
        select DateWithPrecision.Month(year, month);

    private static readonly Gen<DateWithPrecision> Quarters =
        from year in Gen.Choose(1900, 2199)
        from quarter in Gen.Choose(1, 4)
        select DateWithPrecision.Quarter(year, quarter);

    private static readonly Gen<DateWithPrecision> Years =
        from year in Gen.Choose(1900, 2199)
        select DateWithPrecision.FinancialYear(year);

    private static readonly Gen<DateWithPrecision> Dates = Gen.OneOf(
        Days,
        Months,
        Quarters,
        Years,
        Gen.Constant(DateWithPrecision.Unknown)
    );

    // Random text, and text that is nearly a date.
    private static readonly Gen<string> Texts = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>(),
        from date in Dates
        from at in Gen.Choose(0, 20)
        from character in ArbMap.Default.GeneratorFor<char>()
        select date.Stored.Insert(Math.Min(at, date.Stored.Length), character.ToString()),
        from parts in Gen.ArrayOf(
            Gen.Elements("2024", "24", "/", "-", " ", "Q1", "q4", "0", "31", "February", "feb", "unknown", "\0", "٣")
        )
        select string.Concat(parts)
    );

    [Fact]
    public void Both_forms_read_back_as_the_same_date() =>
        Holds(
            Dates,
            d => DateWithPrecision.Parse(d.Stored) == d && DateWithPrecision.Parse(d.ToString().ToUpperInvariant()) == d
        );

    [Fact]
    public void Earliest_is_never_after_latest() => Holds(Dates, d => d.Earliest <= d.Latest);

    [Fact]
    public void It_is_certain_from_its_latest_day_on() =>
        Holds(
            Gen.OneOf(Days, Months, Quarters, Years),
            d => d.IsCertainBy(d.Latest) && !d.IsCertainBy(d.Latest.AddDays(-1))
        );

    [Fact]
    public void A_finer_date_lies_inside_the_coarser_ones_that_contain_it() =>
        Holds(
            Days,
            d =>
            {
                var day = d.Earliest;
                var startYear = day.Month >= 4 ? day.Year : day.Year - 1;
                DateWithPrecision[] around = startYear is < 1900
                    ? [d, DateWithPrecision.Month(day.Year, day.Month), DateWithPrecision.Unknown]
                    :
                    [
                        d,
                        DateWithPrecision.Month(day.Year, day.Month),
                        DateWithPrecision.Quarter(startYear, 1 + ((day.Month + 8) % 12 / 3)),
                        DateWithPrecision.FinancialYear(startYear),
                        DateWithPrecision.Unknown,
                    ];
                return around
                    .Zip(around.Skip(1))
                    .All(p => p.Second.Earliest <= p.First.Earliest && p.First.Latest <= p.Second.Latest);
            }
        );

    [Fact]
    public void The_day_after_the_latest_is_the_next_ones_earliest() =>
        Holds(
            from year in Gen.Choose(1900, 2198)
            from month in Gen.Choose(1, 12)
            from quarter in Gen.Choose(1, 4)
            select (year, month, quarter),
            x =>
                Follows(
                    DateWithPrecision.Month(x.year, x.month),
                    DateWithPrecision.Month(x.month == 12 ? x.year + 1 : x.year, (x.month % 12) + 1)
                )
                && Follows(
                    DateWithPrecision.Quarter(x.year, x.quarter),
                    DateWithPrecision.Quarter(x.quarter == 4 ? x.year + 1 : x.year, (x.quarter % 4) + 1)
                )
                && Follows(DateWithPrecision.FinancialYear(x.year), DateWithPrecision.FinancialYear(x.year + 1))
        );

    [Fact]
    public void Four_quarters_are_the_financial_year_and_three_months_the_quarter() =>
        Holds(
            from year in Gen.Choose(1900, 2199)
            from quarter in Gen.Choose(1, 4)
            select (year, quarter),
            x =>
            {
                var year = DateWithPrecision.FinancialYear(x.year);
                var quarter = DateWithPrecision.Quarter(x.year, x.quarter);
                var last = quarter.Latest;
                return DateWithPrecision.Quarter(x.year, 1).Earliest == year.Earliest
                    && DateWithPrecision.Quarter(x.year, 4).Latest == year.Latest
                    && quarter.Earliest == new DateOnly(last.Year, last.Month, 1).AddMonths(-2)
                    && year.Earliest is { Month: 4, Day: 1 }
                    && year.Latest is { Month: 3, Day: 31 };
            }
        );

    [Fact]
    public void No_text_whatever_makes_reading_throw_and_what_is_read_is_printed_to_be_read_again() =>
        Holds(
            Texts,
            text =>
                !DateWithPrecision.TryParse(text, out var date)
                || (DateWithPrecision.Parse(date.Stored) == date && text.Trim().All(char.IsAscii))
        );

    [Fact]
    public void Json_keeps_every_date() =>
        Holds(
            Dates,
            d =>
                JsonSerializer.Deserialize<DateWithPrecision>(JsonSerializer.Serialize(d)) == d
                && JsonSerializer.Serialize(d) == JsonSerializer.Serialize(d.Stored)
        );

    [Theory]
    [InlineData("\"2024-02-30\"")]
    [InlineData("\"\"")]
    [InlineData("20240312")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[\"2024-03-12\"]")]
    [InlineData("\"\\ud800\"")]
    public void Json_that_is_no_date_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateWithPrecision>(json));

    private static bool Follows(DateWithPrecision first, DateWithPrecision next) =>
        first.Latest.AddDays(1) == next.Earliest;

    private static void Holds<T>(Gen<T> among, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(among.ToArbitrary(), property));
}
