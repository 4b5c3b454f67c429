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
    /// What changed after one day and by another: what took effect between them, by when it did; then what took effect before and was recorded
    /// between them, by place.
    /// </summary>
    /// <param name="timelines">The timelines about the organisation.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="since">The earlier day.</param>
    /// <param name="until">The later day.</param>
    internal static IReadOnlyList<ChangeSince> Between(
        IEnumerable<Timeline> timelines,
        OdsCode organisation,
        DateOnly since,
        DateOnly until
    )
    {
        Timeline[] all = [.. timelines];
        var inTheWorld =
            from timeline in all
            from entry in timeline.Entries
            where entry.Counts && Concerns(entry.Content, organisation) && BeganBetween(entry, since, until)
            select new ChangeSince(timeline.Subject, entry.Content.Says(), Late: false, Statement.Of(entry));
        var inOurKnowledge =
            from timeline in all
            from entry in timeline.Recorded
            let recorded = London.DayOf(entry.Recorded)
            where recorded > since && recorded <= until && Concerns(entry.Event, organisation)
            where entry.Event is EntryCorrected or EntryRetracted || IsBefore(timeline, entry, since)
            select new ChangeSince(
                timeline.Subject,
                entry.Event.Says(),
                Late: true,
                new(
                    entry.Event.Decision.Effective,
                    entry.Event.Decision.DecidedBy,
                    entry.Event.Decision.Rationale,
                    new(entry.Id, entry.Place, EventCatalogue.NameOf(entry.Event))
                )
            );
        return
        [
            .. inTheWorld.OrderBy(change => change.Said.Effective.Latest).ThenBy(change => change.Said.Entry.Place),
            .. inOurKnowledge.OrderBy(change => change.Said.Entry.Place),
        ];
    }

    // What names organisations, and not this one, is about others.
    private static bool Concerns(Event content, OdsCode organisation)
    {
        var stated = content is EntryCorrected { Replacement: var replacement } ? replacement : content;
        OdsCode[] named = [.. stated.OrganisationsNamed()];
        return named.Length == 0 || named.Contains(organisation);
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

    private static bool IsBefore(Timeline timeline, Entry entry, DateOnly since) =>
        timeline.StandsFor(entry.Id) is { Counts: true } believed
        && believed.Id == entry.Id
        && (believed.Effective.Precision == DatePrecision.Unknown || believed.Effective.Latest <= since);
}
