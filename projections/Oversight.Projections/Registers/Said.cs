namespace Oversight.Projections.Registers;

/// <summary>What registers say in the same words.</summary>
internal static class Said
{
    /// <summary>Who decided: the body, and the role where one is given.</summary>
    public static string By(DecidedBy who) => who.Role is null ? who.Body : $"{who.Body}, {who.Role}";

    /// <summary>Where it was taken from.</summary>
    public static string? In(Source? source) =>
        source is null ? null
        : source.Fact is null ? source.Document
        : $"{source.Document}, {source.Fact}";

    /// <summary>What it was based on, one text each.</summary>
    public static IEnumerable<string> Evidence(Decision decision) =>
        decision.Evidence.Select(e =>
            e.Title
            + (e.Reference is null ? "" : $" ({e.Reference})")
            + (e.Sha256 is null ? "" : $", sha256 {e.Sha256}")
        );

    /// <summary>The framework version in force on a day; null when none certainly is.</summary>
    public static string? Framework(RecordAt record, DateOnly day) => record.Frameworks.On(day).Judging?.Id;

    /// <summary>Days from the latest day of one date to a day; null when the date is not known.</summary>
    public static int? Days(DateWithPrecision? from, DateOnly to) =>
        from is { Precision: not DatePrecision.Unknown } date ? to.DayNumber - date.Latest.DayNumber : null;

    /// <summary>The last of the entries that may have begun by a day; null when there is none.</summary>
    public static TEntry? Last<TEntry>(IEnumerable<TEntry> entries, DateOnly on)
        where TEntry : BelievedEntry => Statement.Begun(entries, on) is [.., var last] ? last : null;
}
