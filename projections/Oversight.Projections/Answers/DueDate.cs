namespace Oversight.Projections.Answers;

/// <summary>How far a due date is away: always counted from its latest day.</summary>
public static class DueDate
{
    /// <summary>The last day on which it is not late; null when the date is not known.</summary>
    public static DateOnly? By(DateWithPrecision? due) =>
        due is { Precision: not DatePrecision.Unknown } known ? known.Latest : null;

    /// <summary>Days from a day to <see cref="By"/>, negative when it has passed; null when the date is not known.</summary>
    public static int? DaysLeft(DateWithPrecision? due, DateOnly on) => By(due)?.DayNumber - on.DayNumber;

    /// <summary>So many months after the latest day of a date; unknown when that is, or is no day that can be written.</summary>
    public static DateWithPrecision MonthsAfter(DateWithPrecision date, int months) =>
        By(date) is { Year: < 2180 } day ? DateWithPrecision.Day(day.AddMonths(months)) : DateWithPrecision.Unknown;
}
