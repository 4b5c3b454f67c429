namespace Oversight.Projections.Registers;

/// <summary>How soon something is due: overdue, in at most 30, 31 to 60, 61 to 90 days, or later.</summary>
internal sealed record DueWithin(string Word)
{
    public static IReadOnlyList<string> Words { get; } = ["overdue", "30", "60", "90", "later"];

    /// <summary>That of so many days left; null for an unknown date.</summary>
    public static DueWithin? Of(int? daysLeft) =>
        daysLeft switch
        {
            null => null,
            < 0 => new("overdue"),
            <= 30 => new("30"),
            <= 60 => new("60"),
            <= 90 => new("90"),
            _ => new("later"),
        };
}
