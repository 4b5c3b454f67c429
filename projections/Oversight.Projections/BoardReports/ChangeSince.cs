using Oversight.Projections.Registers;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;

namespace Oversight.Projections.BoardReports;

/// <summary>Something about an organisation that took effect, or came to be known, between two days.</summary>
/// <param name="Subject">The stream that says it.</param>
/// <param name="Says">What the entry says, in one line.</param>
/// <param name="Late">True where it took effect before, and was recorded, corrected or retracted since.</param>
/// <param name="Said">Who decided it, from when, why, and in which entry.</param>
public sealed record ChangeSince(SubjectId Subject, string Says, bool Late, Statement Said)
{
    /// <summary>
    /// What changed after one day and by another, told apart as the history tells it (question L6): what took effect between them, or was recorded
    /// between them to take effect since or later, by when it does; then what took effect before and was recorded between them, by place.
    /// </summary>
    /// <param name="timelines">The timelines about the organisation: whatever stands in them is about it.</param>
    /// <param name="since">The earlier day.</param>
    /// <param name="until">The later day.</param>
    internal static IReadOnlyList<ChangeSince> Between(IEnumerable<Timeline> timelines, DateOnly since, DateOnly until)
    {
        Timeline[] all = [.. timelines];
        var began = (
            from timeline in all
            from entry in timeline.Entries
            where entry.Counts && BeganBetween(entry, since, until)
            select (timeline.Subject, Entry: entry)
        ).ToArray();
        var listed = began.Select(b => b.Entry.Id).ToHashSet();
        var recorded =
            from timeline in all
            from entry in timeline.Recorded
            let day = London.DayOf(entry.Recorded)
            where day > since && day <= until && !listed.Contains(entry.Id)
            // What was retracted is told by the retraction.
            where entry.Event is EntryCorrected or EntryRetracted || timeline.StandsFor(entry.Id) is { Counts: true }
            select new ChangeSince(
                timeline.Subject,
                entry.Event.Says(),
                HistoryRow.ChangeBy(entry.Event, since.AddDays(1)) == WhatChanged.InOurKnowledge,
                new(
                    entry.Event.Decision.Effective,
                    entry.Event.Decision.DecidedBy,
                    entry.Event.Decision.Rationale,
                    new(entry.Id, entry.Place, EventCatalogue.NameOf(entry.Event))
                )
            );
        var changes = began
            .Select(b => new ChangeSince(b.Subject, b.Entry.Content.Says(), Late: false, Statement.Of(b.Entry)))
            .Concat(recorded)
            .ToArray();
        return
        [
            .. changes
                .Where(change => !change.Late)
                .OrderBy(change => change.Said.Effective.Latest)
                .ThenBy(change => change.Said.Entry.Place),
            .. changes.Where(change => change.Late).OrderBy(change => change.Said.Entry.Place),
        ];
    }

    // What began in a month or quarter that the earlier day lies in may have begun after it.
    private static bool BeganBetween(BelievedEntry entry, DateOnly since, DateOnly until) =>
        entry.Effective is { Precision: not DatePrecision.Unknown } effective
        && effective.Earliest <= until
        && (
            effective.Earliest > since
            || effective.Latest > since
                && effective.Precision is DatePrecision.Month or DatePrecision.Quarter
                && !entry.IsForPeriod
        );
}
