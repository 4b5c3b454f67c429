namespace Oversight.Record.Time;

/// <summary>Europe/London: where "today" is, and how instants are shown. Instants themselves are stored in UTC.</summary>
public static class London
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The calendar day in London at that instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>Today in London by that clock.</summary>
    public static DateOnly Today(TimeProvider clock) => DayOf(clock.GetUtcNow());

    /// <summary>The instant at which a day begins in London.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new(midnight, Zone.GetUtcOffset(midnight));
    }

    /// <summary>The same instant with London's offset.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);
}
