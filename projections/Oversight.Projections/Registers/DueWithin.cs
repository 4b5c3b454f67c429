namespace Oversight.Projections.Registers;

/// <summary>How soon something is due: overdue, in at most 30, 31 to 60, 61 to 90 days, or later.</summary>
internal static class DueWithin
{
    public static IReadOnlyList<string> Words { get; } = ["overdue", "30", "60", "90", "later"];

    /// <summary>The word for so many days left; null for an unknown date.</summary>
    public static string? Of(int? daysLeft) =>
        daysLeft switch
        {
            null => null,
            < 0 => "overdue",
            <= 30 => "30",
            <= 60 => "60",
            <= 90 => "90",
            _ => "later",
        };
}
