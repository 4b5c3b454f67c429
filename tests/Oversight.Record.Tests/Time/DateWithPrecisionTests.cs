using Oversight.Record.Time;

namespace Oversight.Record.Tests.Time;

public sealed class DateWithPrecisionTests
{
    [Theory]
    [InlineData("26/11/2026", "26 November 2026")]
    [InlineData(" 3.4.2024 ", "3 April 2024")]
    [InlineData("12 Sept 2024", "12 September 2024")]
    [InlineData("2024-10-01 00:00:00", "1 October 2024")]
    [InlineData("2023/2024", "2023/24")]
    [InlineData("2024-10-01", null)]
    [InlineData("1 october 2024", null)]
    [InlineData("Q1 2024/25", null)]
    [InlineData("Unknown", null)]
    [InlineData("31/02/2024", null)]
    [InlineData("Plan agreed", null)]
    [InlineData(null, null)]
    public void What_does_not_say_itself_how_it_is_read_is_said_back_in_words(string? given, string? words) =>
        Assert.Equal(words, DateWithPrecision.SaidBack(given));

    [Theory]
    // A day.
    [InlineData("2024-03-12", "12 March 2024", "2024-03-12", "2024-03-12", "2024-03-12")]
    [InlineData("12 Mar 2024", "12 March 2024", "2024-03-12", "2024-03-12", "2024-03-12")]
    [InlineData("12 march 2024", "12 March 2024", "2024-03-12", "2024-03-12", "2024-03-12")]
    [InlineData("1 April 2023", "1 April 2023", "2023-04-01", "2023-04-01", "2023-04-01")]
    [InlineData("12 Sept 2024", "12 September 2024", "2024-09-12", "2024-09-12", "2024-09-12")]
    [InlineData("31/03/2024", "31 March 2024", "2024-03-31", "2024-03-31", "2024-03-31")]
    [InlineData("1/2/2024", "1 February 2024", "2024-02-01", "2024-02-01", "2024-02-01")]
    [InlineData("2024-10-01 00:00:00", "1 October 2024", "2024-10-01", "2024-10-01", "2024-10-01")]
    [InlineData("2024-10-01T00:00", "1 October 2024", "2024-10-01", "2024-10-01", "2024-10-01")]
    [InlineData("01 MAY 2023", "1 May 2023", "2023-05-01", "2023-05-01", "2023-05-01")]
    [InlineData("29 February 2024", "29 February 2024", "2024-02-29", "2024-02-29", "2024-02-29")]
    [InlineData("29 February 2000", "29 February 2000", "2000-02-29", "2000-02-29", "2000-02-29")]
    [InlineData("1900-01-01", "1 January 1900", "1900-01-01", "1900-01-01", "1900-01-01")]
    [InlineData("2199-12-31", "31 December 2199", "2199-12-31", "2199-12-31", "2199-12-31")]
    // As people here write a day: it comes before the month.
    [InlineData("26/11/2026", "26 November 2026", "2026-11-26", "2026-11-26", "2026-11-26")]
    [InlineData("3/4/2024", "3 April 2024", "2024-04-03", "2024-04-03", "2024-04-03")]
    [InlineData("03.04.2024", "3 April 2024", "2024-04-03", "2024-04-03", "2024-04-03")]
    [InlineData("03-04-2024", "3 April 2024", "2024-04-03", "2024-04-03", "2024-04-03")]
    [InlineData("12 Sept. 2024", "12 September 2024", "2024-09-12", "2024-09-12", "2024-09-12")]
    [InlineData("12-Sep-2024", "12 September 2024", "2024-09-12", "2024-09-12", "2024-09-12")]
    [InlineData("1st April 2024", "1 April 2024", "2024-04-01", "2024-04-01", "2024-04-01")]
    // A day at midnight is that day.
    [InlineData("2024-10-01T00:00:00.000", "1 October 2024", "2024-10-01", "2024-10-01", "2024-10-01")]
    [InlineData("01/10/2024 00:00", "1 October 2024", "2024-10-01", "2024-10-01", "2024-10-01")]
    // A month.
    [InlineData("Sept 2024", "September 2024", "2024-09", "2024-09-01", "2024-09-30")]
    [InlineData("August 2021", "August 2021", "2021-08", "2021-08-01", "2021-08-31")]
    [InlineData("2021-08", "August 2021", "2021-08", "2021-08-01", "2021-08-31")]
    [InlineData("Feb 2024", "February 2024", "2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2023-02", "February 2023", "2023-02", "2023-02-01", "2023-02-28")]
    [InlineData("2199-12", "December 2199", "2199-12", "2199-12-01", "2199-12-31")]
    // A quarter of a financial year.
    [InlineData("Q1 2024/25", "Q1 2024/25", "Q1 2024/25", "2024-04-01", "2024-06-30")]
    [InlineData("Q2 2024/25", "Q2 2024/25", "Q2 2024/25", "2024-07-01", "2024-09-30")]
    [InlineData("q3 2024/2025", "Q3 2024/25", "Q3 2024/25", "2024-10-01", "2024-12-31")]
    [InlineData("Q4 2023/24", "Q4 2023/24", "Q4 2023/24", "2024-01-01", "2024-03-31")]
    [InlineData("2023/24 Q4", "Q4 2023/24", "Q4 2023/24", "2024-01-01", "2024-03-31")]
    [InlineData("Q4 1999/00", "Q4 1999/00", "Q4 1999/00", "2000-01-01", "2000-03-31")]
    [InlineData("Q4 2199/00", "Q4 2199/00", "Q4 2199/00", "2200-01-01", "2200-03-31")]
    // A financial year.
    [InlineData("2023/24", "2023/24", "2023/24", "2023-04-01", "2024-03-31")]
    [InlineData("2023/2024", "2023/24", "2023/24", "2023-04-01", "2024-03-31")]
    [InlineData("1999/00", "1999/00", "1999/00", "1999-04-01", "2000-03-31")]
    [InlineData("1999/2000", "1999/00", "1999/00", "1999-04-01", "2000-03-31")]
    [InlineData("2199/2200", "2199/00", "2199/00", "2199-04-01", "2200-03-31")]
    // Nothing known.
    [InlineData("unknown", "unknown", "unknown", "0001-01-01", "9999-12-31")]
    [InlineData("Unknown", "unknown", "unknown", "0001-01-01", "9999-12-31")]
    // Spaces at the ends, and as many as one likes between.
    [InlineData("  2023/24\t", "2023/24", "2023/24", "2023-04-01", "2024-03-31")]
    [InlineData("12   Mar  2024", "12 March 2024", "2024-03-12", "2024-03-12", "2024-03-12")]
    public void A_date_is_read_printed_and_stored_as_precise_as_it_was_stated(
        string text,
        string printed,
        string stored,
        string earliest,
        string latest
    )
    {
        var date = DateWithPrecision.Parse(text);
        Assert.Equal(printed, date.ToString());
        Assert.Equal(stored, date.Stored);
        Assert.Equal(earliest, date.Earliest.ToString("O"));
        Assert.Equal(latest, date.Latest.ToString("O"));
    }

    [Theory]
    [InlineData("2023/25")]
    [InlineData("2023/23")]
    [InlineData("2023/2025")]
    [InlineData("2023/124")]
    [InlineData("1999/100")]
    [InlineData("23/24")]
    [InlineData("31/02/2024")]
    [InlineData("03/31/2024")]
    [InlineData("31/03-2024")]
    [InlineData("31/03/24")]
    [InlineData("2024/03/31")]
    [InlineData("2024-03-12 09:30:00")]
    [InlineData("2024-03 00:00:00")]
    [InlineData("12 Septe 2024")]
    [InlineData("12 Marc 2024")]
    [InlineData("2024-10-01 00:00:01")]
    [InlineData("2024-10-01 12:00")]
    [InlineData("03/2024")]
    [InlineData("2024-13")]
    [InlineData("2024-00")]
    [InlineData("2024-3-12")]
    [InlineData("2024-02-30")]
    [InlineData("2023-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("29 February 2023")]
    [InlineData("31 April 2024")]
    [InlineData("0 March 2024")]
    [InlineData("2024-03-00")]
    [InlineData("2024-03-12T00:00:00Z")]
    [InlineData("0000")]
    [InlineData("2024")]
    [InlineData("0000-00-00")]
    [InlineData("Q0 2024/25")]
    [InlineData("Q5 2024/25")]
    [InlineData("Q1 2024")]
    [InlineData("Q1 2024/25 Q2")]
    [InlineData("Q12024/25")]
    [InlineData("Smarch 2024")]
    [InlineData("Au 2024")]
    [InlineData("Augu 2024")]
    [InlineData("March")]
    [InlineData("٢٠٢٤-٠٣-١٢")]
    [InlineData("٢٠٢٣/٢٤")]
    [InlineData("２０２４-03-12")]
    [InlineData("un\u212Anown")] // the Kelvin sign, which is a k when letter case does not matter
    [InlineData("2024‑03‑12")] // hyphens that do not break
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("2024-03-12\0")]
    [InlineData("2024-03-12\n2024-03-13")]
    [InlineData("1899-12-31")]
    [InlineData("December 1899")]
    [InlineData("1899/00")]
    [InlineData("2200-01-01")]
    [InlineData("January 2200")]
    [InlineData("2200/01")]
    [InlineData("-2024-03-12")]
    public void What_is_no_date_is_refused_and_the_message_says_what_would_be_one(string text)
    {
        Assert.False(DateWithPrecision.TryParse(text, out var date));
        Assert.Equal(DateWithPrecision.Unknown, date);
        var refusal = Assert.Throws<FormatException>(() => DateWithPrecision.Parse(text));
        Assert.Contains("12 March 2024", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_is_longer_than_forty_characters()
    {
        Assert.True(DateWithPrecision.TryParse("2023/24".PadRight(40), out _));
        Assert.False(DateWithPrecision.TryParse("2023/24".PadRight(41), out _));
        Assert.False(DateWithPrecision.TryParse(null, out _));
        var refusal = Assert.Throws<FormatException>(() => DateWithPrecision.Parse(new string('9', 100_000)));
        Assert.InRange(refusal.Message.Length, 1, 400);
    }

    [Fact]
    public void Years_outside_1900_to_2199_and_months_and_quarters_that_are_none_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.Day(new DateOnly(1899, 12, 31)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.Day(new DateOnly(2200, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.Month(2200, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.Month(2024, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.Month(2024, 13));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.Quarter(2024, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.Quarter(2024, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.Quarter(1899, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateWithPrecision.FinancialYear(2200));
    }

    [Fact]
    public void A_date_has_certainly_come_from_its_latest_day_on()
    {
        var quarter = DateWithPrecision.Parse("Q4 2023/24");
        Assert.False(quarter.IsCertainBy(new DateOnly(2024, 3, 30)));
        Assert.True(quarter.IsCertainBy(new DateOnly(2024, 3, 31)));
        Assert.False(DateWithPrecision.Unknown.IsCertainBy(new DateOnly(2199, 12, 31)));
    }

    [Fact]
    public void The_same_days_stated_with_another_precision_are_another_date()
    {
        Assert.NotEqual(DateWithPrecision.Month(2024, 4), DateWithPrecision.Quarter(2024, 1));
        Assert.NotEqual(DateWithPrecision.Month(2024, 4), DateWithPrecision.Day(new DateOnly(2024, 4, 1)));
        Assert.Equal(DateWithPrecision.Parse("2023/2024"), DateWithPrecision.FinancialYear(2023));
        Assert.Equal(default, DateWithPrecision.Unknown);
    }
}
