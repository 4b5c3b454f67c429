using System.Globalization;
using Oversight.Record.Time;

namespace Oversight.Record.Tests.Time;

public sealed class LondonTests
{
    [Theory]
    [InlineData("2024-01-15T23:59:59Z", "2024-01-15", "+00:00")] // winter
    [InlineData("2024-07-15T22:59:59Z", "2024-07-15", "+01:00")] // summer
    [InlineData("2024-07-15T23:00:00Z", "2024-07-16", "+01:00")]
    [InlineData("2024-03-31T00:59:59Z", "2024-03-31", "+00:00")] // the hour before the clocks go forward
    [InlineData("2024-03-31T01:00:00Z", "2024-03-31", "+01:00")]
    [InlineData("2024-03-31T22:59:59.9999999Z", "2024-03-31", "+01:00")]
    [InlineData("2024-03-31T23:00:00Z", "2024-04-01", "+01:00")] // the financial year begins at 23:00 UTC
    [InlineData("2024-10-27T00:59:59Z", "2024-10-27", "+01:00")] // the hour that comes twice
    [InlineData("2024-10-27T01:00:00Z", "2024-10-27", "+00:00")]
    [InlineData("2024-10-27T23:59:59Z", "2024-10-27", "+00:00")]
    [InlineData("2024-10-26T23:00:00Z", "2024-10-27", "+01:00")]
    [InlineData("2024-10-28T00:00:00+05:00", "2024-10-27", "+00:00")] // an instant with another offset
    public void The_day_and_the_hour_are_londons(string instant, string day, string offset)
    {
        var at = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
        Assert.Equal(day, London.DayOf(at).ToString("O"));
        Assert.Equal(TimeSpan.Parse(offset.TrimStart('+'), CultureInfo.InvariantCulture), London.At(at).Offset);
        Assert.Equal(at, London.At(at));
    }

    [Fact]
    public void Today_is_the_day_in_london_of_the_clock_that_is_passed_in() =>
        Assert.Equal(new DateOnly(2024, 7, 16), London.Today(new StoppedClock()));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 7, 15, 23, 30, 0, TimeSpan.Zero);
    }
}
