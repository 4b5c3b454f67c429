using Oversight.Projections.AuditHistory;
using Oversight.Record.Corrections;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>What an entry changed: what is so, or what is known of it.</summary>
public enum WhatChanged
{
    /// <summary>Something that took effect since the time asked about.</summary>
    InTheWorld,

    /// <summary>What had taken effect before, and was recorded, corrected or retracted since.</summary>
    InOurKnowledge,
}

/// <summary>Everything that was recorded, in the order in which it was.</summary>
internal static class HistoryRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "history",
            "History",
            "Every entry as it was recorded, corrections and retractions included. The day asked about changes nothing here: everything that is known is listed.",
            new ColumnsOf<Item>()
                .Number("place", "Place", "Its place in the record.", h => h.Entry.Place)
                .Entries("entry", "Entry", "Its id.", h => [h.Entry.Id])
                .Text("subject", "Subject", "The stream that it is in.", h => h.Subject.Value)
                .List("ods", "ODS", "The organisations that its subject is about.", h => h.About.Select(o => o.Value))
                .List("region", "Region", "The codes of their regions.", h => h.Regions)
                .Text(
                    "engagement",
                    "Engagement",
                    "The engagement, when it is about one.",
                    h => h.Subject.Kind == SubjectKind.Recovery ? h.Subject.Id : null
                )
                .Text("kind", "Kind", "Its stored name.", h => h.Entry.Kind)
                .Text("summary", "What", "What it says, in one line.", h => h.Entry.Summary)
                .Date("effective", "Effective", "From when it holds, as recorded.", h => h.Decision.Effective)
                .Date("decided", "Decided", "When it was decided, as recorded.", h => h.Decision.Decided)
                .Text(
                    "decidedBy",
                    "Decided by",
                    "The body that decided, and the role.",
                    h => Said.By(h.Decision.DecidedBy)
                )
                .People("decidedByPerson", "Person", "The person who decided.", h => [h.Decision.DecidedBy.Person])
                .Instant("recorded", "Recorded", "When it was stored.", h => h.Entry.Recorded)
                .Number(
                    "daysToRecord",
                    "Days to record",
                    "Days from the latest effective day to the day of recording; negative when recorded ahead.",
                    h => h.Entry.DaysToRecord
                )
                .Word<Origin>("origin", "Origin", "How it came into the record.", h => h.Decision.Origin)
                .Text("loggedBy", "Logged by", "The signed-in subject that logged it.", h => h.Entry.LoggedBy)
                .Word<EntryStanding>("standing", "Standing", "What became of it.", h => h.Entry.Standing)
                .Entries(
                    "changedBy",
                    "Changed by",
                    "The correction in force, or the retraction.",
                    h => h.Entry.ChangedBy is { } by ? [by] : null
                )
                .Entries(
                    "target",
                    "Changes",
                    "For a correction or retraction: the entry that it is about.",
                    h => h.Target is { } target ? [target] : null
                )
                .Word<WhatChanged>(
                    "change",
                    "Changed",
                    "Whether it changed what is so, or only what is known: it had taken effect before the time from which is asked. Without such a time only what was logged live changed what is so.",
                    h => h.Change
                )
                .Text(
                    "old",
                    "Before",
                    "What was stated before it was recorded; for a correction what was believed.",
                    h => h.Old
                )
                .Text("new", "After", "What it says instead.", h => h.New)
                .List(
                    "changes",
                    "Changed",
                    "For a correction or retraction: each member that it changed, with the old and the new value.",
                    h => ChangesBy(h.Entry)
                )
                .Text("rationale", "Why", "Why it was decided.", h => h.Decision.Rationale)
                .List("evidence", "Evidence", "What it was based on.", h => Said.Evidence(h.Decision))
                .Text("source", "Source", "Where it was taken from.", h => Said.In(h.Decision.Source))
                .Day("communicated", "Communicated", "When the organisation was told.", h => h.Decision.Communicated)
                .List(
                    "findings",
                    "Findings",
                    "The rules that it breaks.",
                    h => h.Entry.Findings.Select(f => f.Rule).Distinct()
                ),
            "place, recorded, subject, summary, effective, decidedBy, origin, daysToRecord, standing, findings",
            (record, _, filters) =>
            {
                var since = Since(filters);
                var organisations = new RegisteredOrganisations(record);
                return record
                    .Subjects.SelectMany(subject =>
                    {
                        var timeline = record.TimelineOf(subject)!;
                        var about = SubjectOrganisations.Of(timeline);
                        var changes = new Lazy<BeforeAndAfter>(() => BeforeAndAfter.Of(timeline));
                        var regions = organisations.RegionsOf(about);
                        return AuditHistory
                            .AuditHistory.Of(record, subject)!
                            .Entries.Select(entry => new Item(
                                subject,
                                entry,
                                about,
                                regions,
                                Said.Framework(record, entry.Event.Decision.Effective.Latest),
                                since,
                                changes
                            ));
                    })
                    .OrderBy(h => h.Entry.Place);
            },
            h =>
                new(
                    [new(h.Entry.Id, h.Entry.Place, h.Entry.Kind, h.Entry.ChangedBy)],
                    [AnswerRules.EntryAsRecorded],
                    h.Framework
                )
        );

    // The day from which is asked what was recorded: an instant is that of its day in London.
    private static DateOnly? Since(IReadOnlyList<Filter> filters) =>
        filters
            .Where(f => f is { Column: "recorded", Comparison: Comparison.AtLeast })
            .Select(f =>
                DateWithPrecision.TryParse(f.Value, out var day) && day.Precision != DatePrecision.Unknown
                    ? day.Earliest
                : DateTimeOffset.TryParse(
                    f.Value,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var instant
                )
                    ? London.DayOf(instant)
                : (DateOnly?)null
            )
            .Max();

    private static string? InWords(Event? content) => content is null ? null : content.Says();

    private static IEnumerable<string>? ChangesBy(HistoryEntry entry) =>
        entry.Change switch
        {
            null => null,
            { Before: null, After: null } =>
            [
                "nothing: the entry that it names does not count, or is not of this stream",
            ],
            { Before: null } => ["the whole entry: counts again"],
            { After: null } => ["the whole entry: does not count any more"],
            { Members: { Count: > 0 } members } => members.Select(m => m.Words),
            _ => ["nothing"],
        };

    private sealed record Item(
        SubjectId Subject,
        HistoryEntry Entry,
        IReadOnlyList<OdsCode> About,
        IReadOnlyList<string> Regions,
        string? Framework,
        DateOnly? Since,
        Lazy<BeforeAndAfter> Changes
    )
    {
        public Decision Decision => Entry.Event.Decision;

        public WhatChanged Change =>
            Entry.Event is not (EntryCorrected or EntryRetracted)
            && (
                Since is { } since
                    ? Decision.Effective is { Precision: not DatePrecision.Unknown, Latest: var latest }
                        && latest >= since
                    : Decision.Origin == Origin.Live
            )
                ? WhatChanged.InTheWorld
                : WhatChanged.InOurKnowledge;

        public string? Old =>
            Entry.Event is EntryCorrected or EntryRetracted
                ? Entry.Old ?? InWords(Entry.Change?.Before)
                : Changes.Value.By(Entry.Id).Old;

        public string? New =>
            Entry.Event is EntryCorrected or EntryRetracted
                ? Entry.New ?? InWords(Entry.Change?.After)
                : Changes.Value.By(Entry.Id).New;

        public Guid? Target =>
            Entry.Event switch
            {
                EntryCorrected corrected => corrected.Target,
                EntryRetracted retracted => retracted.Target,
                _ => null,
            };
    }
}

/// <summary>The organisations that a subject is about.</summary>
internal static class SubjectOrganisations
{
    /// <summary>The organisation itself, the members of an engagement, or the one that gave undertakings; none for a framework.</summary>
    public static IReadOnlyList<OdsCode> Of(Timeline timeline) =>
        timeline.Subject.Kind switch
        {
            SubjectKind.Organisation => [timeline.Subject.Organisation!.Value],
            SubjectKind.Recovery when Engagement.Of(timeline) is { } engagement => engagement.EverMembers,
            SubjectKind.Undertakings when AcceptedUndertakings.Of(timeline) is { } set => [set.Organisation],
            // It has not begun, or that was retracted: whom its entries name.
            _ => [.. timeline.Recorded.SelectMany(e => e.Event.OrganisationsNamed()).Distinct()],
        };
}
