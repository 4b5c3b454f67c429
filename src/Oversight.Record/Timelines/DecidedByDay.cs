namespace Oversight.Record.Timelines;

/// <summary>
/// The entries about a subject that count, name their source and say on which day they were decided, by that day. Whoever looks for what was decided
/// on few days, or at meetings, does not go through all of them.
/// </summary>
public sealed class DecidedByDay
{
    private readonly ILookup<DateOnly, BelievedEntry> entries;

    private DecidedByDay(Timeline timeline)
    {
        entries = timeline
            .Entries.Where(entry =>
                entry.Counts && entry.Decision is { Source: not null, Decided.Precision: DatePrecision.Day }
            )
            .ToLookup(entry => entry.Decision.Decided.Latest);
        AtMeetings = [.. entries.SelectMany(day => day).Where(entry => entry.Decision.Source!.IsMeeting == true)];
    }

    /// <summary>Those of a subject.</summary>
    public static DecidedByDay Of(Timeline timeline) => timeline.As(t => new DecidedByDay(t))!;

    /// <summary>Those that say that their source is a meeting.</summary>
    public IReadOnlyList<BelievedEntry> AtMeetings { get; }

    /// <summary>Those decided on a day, in place order.</summary>
    public IEnumerable<BelievedEntry> On(DateOnly day) => entries[day];
}
