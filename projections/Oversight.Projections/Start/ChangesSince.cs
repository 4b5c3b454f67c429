using Oversight.Projections.Registers;

namespace Oversight.Projections.Start;

/// <summary>From which day on changes are shown.</summary>
/// <param name="Day">The day.</param>
/// <param name="Review">The organisation that was last reviewed on it; null where nobody's review chose it.</param>
/// <param name="Chosen">True where whoever asks named the day.</param>
/// <param name="Met">True where the region met on it, and on no later day before the one that is asked about.</param>
public sealed record Since(DateOnly Day, OdsCode? Review = null, bool Chosen = false, bool Met = false)
{
    /// <summary>How many days are shown where no meeting is recorded and nobody names a day.</summary>
    public const int Days = 30;

    /// <summary>So many days before a day.</summary>
    public static Since Before(DateOnly on) => new(on.AddDays(-Days));
}

/// <summary>Something that was recorded.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Subject">The stream that it stands in.</param>
/// <param name="About">The organisations that its subject is about.</param>
/// <param name="Summary">What it says, in one line.</param>
/// <param name="Effective">From when it holds.</param>
/// <param name="Recorded">When it was recorded.</param>
/// <param name="Change">Whether it took effect in that time, or had before and is known since.</param>
public sealed record RecentEntry(
    Guid Id,
    SubjectId Subject,
    IReadOnlyList<OdsCode> About,
    string Summary,
    DateWithPrecision Effective,
    DateTimeOffset Recorded,
    WhatChanged Change
);

/// <summary>What was recorded from a day on.</summary>
/// <param name="Since">From when.</param>
/// <param name="List">All of it, as a list.</param>
/// <param name="Newest">What was recorded last, the last one first.</param>
public sealed record ChangesSince(Since Since, Counted List, IReadOnlyList<RecentEntry> Newest)
{
    private const int Shown = 8;

    /// <summary>Those of which some organisations are concerned.</summary>
    internal static ChangesSince Of(Counting counting, IReadOnlyCollection<OdsCode> organisations, Since since)
    {
        var begins = London.StartOf(since.Day).ToUniversalTime();
        var count = 0;
        var newest = new List<(Entry Entry, Timeline Timeline)>();
        var unnoted = counting.Record.Noting(null);
        foreach (var subject in counting.Record.Subjects)
        {
            var timeline = unnoted.TimelineOf(subject)!;
            var recorded = timeline.Recorded;
            // Of whom some is kept, what was changed is shown where it stood, as recorded when it was changed.
            var some = timeline.IsWhole
                ? recorded.Count - FirstFrom(recorded, begins)
                : recorded.Count(entry => entry.Recorded >= begins);
            if (some == 0 || !SubjectOrganisations.Of(timeline).Any(organisations.Contains))
            {
                continue;
            }

            count += some;
            newest.AddRange(
                (
                    timeline.IsWhole
                        ? recorded.TakeLast(Math.Min(some, Shown))
                        : recorded.Where(e => e.Recorded >= begins)
                ).Select(entry => (entry, timeline))
            );
        }

        (Entry Entry, Timeline Timeline)[] shown =
        [
            .. newest.OrderByDescending(e => e.Entry.Recorded).ThenByDescending(e => e.Entry.Place).Take(Shown),
        ];
        counting.Record.Note(shown.Select(e => e.Timeline.Subject));
        return new(
            since,
            counting.Number(
                "Recorded",
                $"history?recorded.atLeast={since.Day.ToString("O", CultureInfo.InvariantCulture)}&sort=-recorded",
                count
            ),
            [.. shown.Select(e => Recent(e.Entry, e.Timeline, since))]
        );
    }

    private static RecentEntry Recent(Entry entry, Timeline timeline, Since since)
    {
        var effective = entry.Event.Decision.Effective;
        return new(
            entry.Id,
            entry.Subject,
            SubjectOrganisations.Of(timeline),
            InWords(entry.Event, timeline),
            effective,
            entry.Recorded,
            HistoryRow.ChangeBy(entry.Event, since.Day)
        );
    }

    // What is said of another entry names it by what that says, where it is seen.
    private static string InWords(Event content, Timeline timeline)
    {
        var other = content switch
        {
            ISaysOfEarlier { Earlier: var earlier } => earlier,
            ICorrects { Target: var target } => target,
            IRetracts { Target: var target } => target,
            _ => null,
        };
        return other is { } id && timeline.StandsFor(id) is { } named
            ? content.Says().Replace($"Entry {id}", $"“{named.Content.Says()}”", StringComparison.Ordinal)
            : content.Says();
    }

    // Places and instants of recording follow one order.
    private static int FirstFrom(IReadOnlyList<Entry> recorded, DateTimeOffset begins)
    {
        var (low, high) = (0, recorded.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = recorded[middle].Recorded < begins ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
