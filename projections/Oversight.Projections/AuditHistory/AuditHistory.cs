using System.Text.Json.Serialization;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;

namespace Oversight.Projections.AuditHistory;

/// <summary>What became of an entry, at the place of the answer.</summary>
public enum EntryStanding
{
    /// <summary>It counts as recorded.</summary>
    Stands,

    /// <summary>A correction stands in its place; of a correction: a later one does.</summary>
    Corrected,

    /// <summary>It was retracted.</summary>
    Retracted,
}

/// <summary>One entry of a subject's history, explained.</summary>
/// <param name="Place">Its place in the record.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its number in its stream.</param>
/// <param name="Kind">Its stored name.</param>
/// <param name="Summary">What it says, in one line.</param>
/// <param name="Recorded">When it was stored.</param>
/// <param name="LoggedBy">The signed-in subject that logged it.</param>
/// <param name="DaysToRecord">
/// Days from the latest day of its effective date to the day of its recording (London); negative when recorded ahead,
/// null when the effective date is unknown.
/// </param>
/// <param name="Standing">What became of it.</param>
/// <param name="ChangedBy">The correction in force, or the retraction.</param>
/// <param name="Old">For a correction: what was believed before it; null when that had been retracted by then.</param>
/// <param name="New">For a correction: what it says instead.</param>
/// <param name="Findings">The rules that it breaks.</param>
/// <param name="Event">What was recorded, whole.</param>
/// <param name="Change">For a correction or retraction: what it changed in what is believed; not in JSON, where old and new say it.</param>
/// <param name="Challenges">The challenges of it, in the order in which they were made; absent where there are none.</param>
/// <param name="Told">By which entries those concerned were told what it is believed to say; absent where no entry says so.</param>
public sealed record HistoryEntry(
    long Place,
    Guid Id,
    long Version,
    string Kind,
    string Summary,
    DateTimeOffset Recorded,
    string LoggedBy,
    int? DaysToRecord,
    EntryStanding Standing,
    Guid? ChangedBy,
    string? Old,
    string? New,
    IReadOnlyList<Finding> Findings,
    Event Event,
    [property: JsonIgnore] BelievedChange? Change = null,
    IReadOnlyList<ChallengeOfEntry>? Challenges = null,
    IReadOnlyList<TellingOfEntry>? Told = null
);

/// <summary>What was believed of an entry just before a correction or retraction was recorded, and just after.</summary>
/// <param name="Before">Null when the entry did not count.</param>
/// <param name="After">Null when the entry does not count any more.</param>
public sealed record BelievedChange(Event? Before, Event? After)
{
    /// <summary>Member by member; empty where there is nothing before, or nothing after.</summary>
    public IReadOnlyList<ChangedMember> Members =>
        Before is not null && After is not null ? ChangedMember.Between(Before, After) : [];
}

/// <summary>All that was recorded about a subject, in the order in which it was, each entry explained.</summary>
/// <param name="Subject">The subject's stream.</param>
/// <param name="Place">The place at which the answer was computed; null to whoever does not see everything.</param>
/// <param name="Known">When what is seen changed last, where no place is told.</param>
/// <param name="Version">The version of the subject's stream at that place.</param>
/// <param name="Contributing">The greatest place that contributes to the answer.</param>
/// <param name="Entries">The entries in place order.</param>
public sealed record AuditHistory(
    string Subject,
    long? Place,
    DateTimeOffset? Known,
    long Version,
    long Contributing,
    IReadOnlyList<HistoryEntry> Entries
)
{
    /// <summary>The history of a subject at a place; null when nothing is recorded about it by then.</summary>
    public static AuditHistory? Of(RecordAt record, SubjectId subject)
    {
        if (record.TimelineOf(subject) is not { } timeline)
        {
            return null;
        }

        var findings = record.FindingsOf(subject).ToLookup(finding => finding.Entry);
        return new(
            subject.Value,
            record.PlaceTold,
            record.KnownTold(asked: null),
            timeline.Version,
            record.ContributingTo(subject),
            [.. timeline.Recorded.Select(entry => Explain(entry, timeline, [.. findings[entry.Id]]))]
        );
    }

    /// <summary>The entries of a timeline explained by themselves, without findings: rules look at the whole record.</summary>
    public static IReadOnlyList<HistoryEntry> Explain(Timeline timeline) =>
        [.. timeline.Recorded.Select(entry => Explain(entry, timeline, []))];

    /// <summary>One of them.</summary>
    internal static HistoryEntry Explain(Timeline timeline, Entry entry) => Explain(entry, timeline, []);

    /// <summary>What became of an entry, and by which it was changed.</summary>
    internal static (EntryStanding Standing, Guid? ChangedBy) StandingOf(Timeline timeline, Entry entry)
    {
        var retraction = timeline.RetractionOf(entry.Id);
        var inForce = timeline.StandsFor(entry.Id)?.InForce;
        var correction = inForce?.Id == entry.Id ? null : inForce;
        return (
            retraction is not null ? EntryStanding.Retracted
            : correction is not null ? EntryStanding.Corrected
            : EntryStanding.Stands,
            retraction?.Id ?? correction?.Id
        );
    }

    /// <summary>Days from the latest day of an entry's effective date to the day of its recording; null when that date is unknown.</summary>
    internal static int? DaysToRecord(Entry entry) =>
        entry.Event.Decision.Effective is { Precision: not DatePrecision.Unknown, Latest: var latest }
            ? London.DayOf(entry.Recorded).DayNumber - latest.DayNumber
            : null;

    private static HistoryEntry Explain(Entry entry, Timeline timeline, IReadOnlyList<Finding> findings)
    {
        var (standing, changedBy) = StandingOf(timeline, entry);
        var change = entry.Event is EntryCorrected or EntryRetracted ? ChangeBy(entry, timeline) : null;
        var (old, @new) = entry.Event is EntryCorrected corrected ? InWords(change!, corrected) : default;
        return new(
            entry.Place,
            entry.Id,
            entry.Version,
            EventCatalogue.NameOf(entry.Event),
            entry.Event.Says(),
            entry.Recorded,
            entry.LoggedBy,
            DaysToRecord(entry),
            standing,
            changedBy,
            old,
            @new,
            findings,
            entry.Event,
            change,
            ChallengeOfEntry.In(timeline, entry),
            TellingOfEntry.In(timeline, entry)
        );
    }

    // What was believed just before it was recorded, not what was recorded first; and just after.
    private static BelievedChange ChangeBy(Entry entry, Timeline timeline)
    {
        var before = Timeline.Fold(timeline.Subject, [.. timeline.Recorded.TakeWhile(e => e.Place < entry.Place)]);
        var target = before.Recorded.FirstOrDefault(e => e.Id == TargetOf(entry));
        while (target is not null && TargetOf(target) is { } next)
        {
            // Only ever backwards: corrections that name each other must not send this round for ever.
            target = before.Recorded.FirstOrDefault(e => e.Id == next && e.Place < target.Place);
        }

        Event? Believed(Timeline at) =>
            at.Entries.FirstOrDefault(e => e.Id == target?.Id) is { Counts: true } own ? own.Content : null;
        return new(Believed(before), Believed(before.With(entry)));
    }

    private static Guid? TargetOf(Entry entry) =>
        entry.Event switch
        {
            EntryCorrected corrected => corrected.Target,
            EntryRetracted retracted => retracted.Target,
            _ => null,
        };

    // Where the line does not show what was changed, the members are told.
    private static (string? Old, string New) InWords(BelievedChange change, EntryCorrected corrected)
    {
        var (old, @new) = (change.Before is null ? null : change.Before.Says(), corrected.Replacement.Says());
        if (old != @new)
        {
            return (old, @new);
        }

        var members = ChangedMember.Between(change.Before!, corrected.Replacement);
        return (
            old + string.Concat(members.Select(m => $"; {m.Member}: {m.Old ?? "not stated"}")),
            @new + string.Concat(members.Select(m => $"; {m.Member}: {m.New ?? "not stated"}"))
        );
    }
}
