using System.Collections;
using Oversight.Projections.AuditHistory;
using Oversight.Record.Catalogue;
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

/// <summary>
/// Every entry as it was recorded, corrections and retractions included. The day asked about changes nothing here:
/// everything that is known is listed.
/// </summary>
internal sealed class HistoryRow(HistoryOfSubject subject, Entry entry, DateOnly? since) : Row
{
    private HistoryEntry? explained;

    public static Register Register { get; } =
        Register
            .Of(
                "history",
                "History",
                "place, recorded, subject, summary, effective, decidedBy, origin, daysToRecord, standing, findings",
                All
            )
            .Keeping(HistoryAsAsked.Of);

    /// <summary>Its place in the record.</summary>
    public long Place => entry.Place;

    /// <summary>Its id.</summary>
    public Guid Entry => entry.Id;

    /// <summary>The stream that it is in.</summary>
    public string Subject => entry.Subject.Value;

    /// <summary>The organisations that its subject is about.</summary>
    [Heading("ODS")]
    public IEnumerable<OdsCode> Ods => subject.About;

    /// <summary>The codes of their regions.</summary>
    public IEnumerable<string> Region => subject.Regions;

    /// <summary>The engagement, when it is about one.</summary>
    public string? Engagement => entry.Subject.Kind == SubjectKind.Recovery ? entry.Subject.Id : null;

    /// <summary>Its stored name.</summary>
    public string Kind => EventCatalogue.NameOf(entry.Event);

    /// <summary>
    /// Yes for what NHS England, another regulator or the government does about an organisation because of how it performs or is led, and
    /// for its corrections and retractions.
    /// </summary>
    public bool RegulatoryAction =>
        (entry.Event as EntryCorrected)?.Replacement.KindOfEvent().IsRegulatoryAction
        ?? (Changed?.Before ?? Changed?.After ?? entry.Event).KindOfEvent().IsRegulatoryAction;

    /// <summary>What it says, in one line.</summary>
    [Heading("What")]
    public string Summary => entry.Event.Says();

    /// <summary>From when it holds, as recorded.</summary>
    public DateWithPrecision Effective => Decision.Effective;

    /// <summary>When it was decided, as recorded.</summary>
    public DateWithPrecision? Decided => Decision.Decided;

    /// <summary>The body that decided, and the role.</summary>
    public string DecidedBy => Said.By(Decision.DecidedBy);

    /// <summary>The person who decided.</summary>
    [Heading("Person"), People]
    public IEnumerable<string?> DecidedByPerson => [Decision.DecidedBy.Person];

    /// <summary>When it was stored.</summary>
    public DateTimeOffset Recorded => entry.Recorded;

    /// <summary>Days from the latest effective day to the day of recording; negative when recorded ahead.</summary>
    public int? DaysToRecord => AuditHistory.AuditHistory.DaysToRecord(entry);

    /// <summary>How it came into the record.</summary>
    public Origin Origin => Decision.Origin;

    /// <summary>The signed-in subject that logged it.</summary>
    public string? LoggedBy => entry.LoggedBy;

    /// <summary>What became of it.</summary>
    public EntryStanding Standing => StandsAs.Standing;

    /// <summary>The correction in force, or the retraction.</summary>
    public Guid? ChangedBy => StandsAs.ChangedBy;

    /// <summary>For a correction or retraction: the entry that it is about.</summary>
    [Heading("Changes")]
    public Guid? Target =>
        entry.Event switch
        {
            EntryCorrected corrected => corrected.Target,
            EntryRetracted retracted => retracted.Target,
            _ => null,
        };

    /// <summary>
    /// Whether it changed what is so, or only what is known: it had taken effect before the time from which is
    /// asked. Without such a time only what was logged live changed what is so.
    /// </summary>
    [Heading("Changed")]
    public WhatChanged Change => ChangeBy(entry.Event, since);

    /// <summary>What was stated before it was recorded; for a correction what was believed.</summary>
    [Heading("Before")]
    public string? Old => IsAboutAnother ? Explained.Old ?? Changed?.Before?.Says() : subject.Changes.By(entry.Id).Old;

    /// <summary>What it says instead.</summary>
    [Heading("After")]
    public string? New => IsAboutAnother ? Explained.New ?? Changed?.After?.Says() : subject.Changes.By(entry.Id).New;

    /// <summary>For a correction or retraction: each member that it changed, with the old and the new value.</summary>
    [Heading("Changed")]
    public IEnumerable<string>? Changes =>
        Changed switch
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

    /// <summary>Why it was decided.</summary>
    [Heading("Why")]
    public string? Rationale => Decision.Rationale;

    /// <summary>What it was based on.</summary>
    public IEnumerable<string> Evidence => Said.Evidence(Decision);

    /// <summary>Where it was taken from.</summary>
    public string? Source => Said.In(Decision.Source);

    /// <summary>When the organisation was told.</summary>
    public DateOnly? Communicated => Decision.Communicated;

    /// <summary>The rules that it breaks.</summary>
    public IEnumerable<string> Findings => subject.FindingsOf(entry.Id).Select(f => f.Rule).Distinct();

    protected override Basis Basis =>
        new(
            [new(entry.Id, entry.Place, Kind, ChangedBy)],
            [AnswerRules.EntryAsRecorded],
            Said.Framework(subject.Record, Decision.Effective.Latest)
        );

    private Decision Decision => entry.Event.Decision;

    private (EntryStanding Standing, Guid? ChangedBy) StandsAs =>
        AuditHistory.AuditHistory.StandingOf(subject.Timeline, entry);

    // To fold what was believed before it costs more than all else: only of a row whose change is asked for.
    private HistoryEntry Explained => explained ??= AuditHistory.AuditHistory.Explain(subject.Timeline, entry);

    private BelievedChange? Changed => IsAboutAnother ? Explained.Change : null;

    private bool IsAboutAnother => entry.Event is EntryCorrected or EntryRetracted;

    /// <summary>What an entry changed, of those from a day on; without a day, of all.</summary>
    internal static WhatChanged ChangeBy(Event content, DateOnly? since) =>
        content is not (EntryCorrected or EntryRetracted)
        && (
            since is { } asked
                ? content.Decision.Effective is { Precision: not DatePrecision.Unknown, Latest: var latest }
                    && latest >= asked
                : content.Decision.Origin == Origin.Live
        )
            ? WhatChanged.InTheWorld
            : WhatChanged.InOurKnowledge;

    private static HistoryRows All(RecordAt record, DateOnly day, IReadOnlyList<Filter> filters) =>
        new(record, Since(filters), OfKinds(record, filters));

    // A few kinds are found among all entries without a row of each.
    private static IReadOnlyList<Entry> OfKinds(RecordAt record, IReadOnlyList<Filter> filters)
    {
        if (filters.FirstOrDefault(HistoryAsAsked.IsOfKinds) is not { } filter)
        {
            return record.Entries;
        }

        var wanted = HistoryAsAsked.KindsIn(filter);
        return record.EntriesKept(wanted, null) ?? [.. record.Entries.Where(e => wanted.Contains(e.Event.GetType()))];
    }

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
}

/// <summary>The history of entries that are seen, by place; a row is made when it is looked at.</summary>
internal sealed class HistoryRows(RecordAt record, DateOnly? since, IReadOnlyList<Entry> entries)
    : IReadOnlyList<HistoryRow>
{
    private readonly Dictionary<SubjectId, HistoryOfSubject> subjects = [];

    public int Count => entries.Count;

    public HistoryRow this[int index] => Of(entries[index]);

    public IEnumerator<HistoryRow> GetEnumerator() => entries.Select(Of).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private HistoryRow Of(Entry entry) =>
        new(
            subjects.TryGetValue(entry.Subject, out var subject)
                ? subject
                : subjects[entry.Subject] = new(record, entry.Subject),
            entry,
            since
        );
}

/// <summary>What rows of one subject's history share; each part is found when the first of them asks for it.</summary>
internal sealed class HistoryOfSubject(RecordAt record, SubjectId subject)
{
    private Timeline? timeline;
    private IReadOnlyList<OdsCode>? about;
    private IReadOnlyList<string>? regions;
    private BeforeAndAfter? changes;
    private ILookup<Guid, Finding>? findings;

    public RecordAt Record => record;

    public Timeline Timeline => timeline ??= record.TimelineOf(subject)!;

    public IReadOnlyList<OdsCode> About => about ??= SubjectOrganisations.Of(Timeline);

    public IReadOnlyList<string> Regions => regions ??= record.RegionsOf(About);

    public BeforeAndAfter Changes => changes ??= BeforeAndAfter.Of(Timeline);

    public IEnumerable<Finding> FindingsOf(Guid entry) =>
        (findings ??= record.FindingsOf(subject).ToLookup(finding => finding.Entry))[entry];
}

/// <summary>The organisations that a subject is about.</summary>
internal static class SubjectOrganisations
{
    /// <summary>The organisation itself, the members of an engagement, or those that gave undertakings; none for a framework.</summary>
    public static IReadOnlyList<OdsCode> Of(Timeline timeline) =>
        timeline.Subject.Kind switch
        {
            SubjectKind.Organisation => [timeline.Subject.Organisation!.Value],
            SubjectKind.Recovery when Engagement.Of(timeline) is { } engagement => engagement.EverMembers,
            SubjectKind.Undertakings when AcceptedUndertakings.Of(timeline) is { } set => set.GivenBy,
            // It has not begun, or that was retracted: whom its entries name.
            _ => timeline.OrganisationsNamed,
        };
}
