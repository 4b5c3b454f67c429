using Oversight.Projections.AuditHistory;
using Oversight.Projections.Registers;
using Oversight.Record.Authority;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Segments;

namespace Oversight.Projections.Meetings;

/// <summary>Something that a meeting decided.</summary>
/// <param name="Subject">The stream that it is in.</param>
/// <param name="Organisations">The organisations that it is about.</param>
/// <param name="Says">What it says, in one line, as it is believed.</param>
/// <param name="Said">Who decided it, from when, why, and in which entry.</param>
/// <param name="Standing">What became of the entry.</param>
/// <param name="Recorded">When it was recorded.</param>
/// <param name="LoggedBy">Who logged it.</param>
public sealed record MeetingDecision(
    SubjectId Subject,
    IReadOnlyList<OdsCode> Organisations,
    string Says,
    Statement Said,
    EntryStanding Standing,
    DateTimeOffset Recorded,
    string LoggedBy
);

/// <summary>
/// An oversight meeting of a region, as the record tells it: entries that name the same source, were decided on the same day by NHS England or its
/// regional team about organisations of the region, and one of which at least says that the source is a meeting, or is a review. A pure function of
/// the entries.
/// </summary>
/// <param name="Region">The region.</param>
/// <param name="Day">The day.</param>
/// <param name="Title">What the meeting was, as its entries name it.</param>
/// <param name="Decisions">What it decided, by place.</param>
public sealed record HeldMeeting(Region Region, DateOnly Day, string Title, IReadOnlyList<MeetingDecision> Decisions)
{
    /// <summary>Who decided, as the entries have them: one person has another id in each entry.</summary>
    public IReadOnlyList<DecidedBy> DecidedBy => [.. Decisions.Select(decision => decision.Said.DecidedBy).Distinct()];

    /// <summary>The day on which a region met last before another, on which a meeting may be held too; null where the record holds no such meeting.</summary>
    public static DateOnly? LastBefore(RecordAt record, Region region, DateOnly day) =>
        Of(record, region, day.AddDays(-1)) is [var last, ..] ? last.Day : null;

    /// <summary>The meetings of a region by a day, the last one first.</summary>
    /// <param name="record">The record.</param>
    /// <param name="region">The region.</param>
    /// <param name="until">The last day.</param>
    /// <param name="since">The first day; null for all.</param>
    public static IReadOnlyList<HeldMeeting> Of(RecordAt record, Region region, DateOnly until, DateOnly? since = null)
    {
        string[] bodies = [DecidingBody.IdOf(region), "nhs-england"];
        // They are found among all, and the others are not shown.
        var all = record.Noting(null);
        Timeline[] ofRegion =
        [
            .. all.OrganisationsOf(region)
                .SelectMany(ods => all.Naming(ods).Prepend(all.TimelineOf(ods)))
                .OfType<Timeline>()
                .DistinctBy(timeline => timeline.Subject),
        ];
        // Entries that tell of a meeting are few, and found without the others; of these only the days of meetings are looked at.
        var told = ofRegion
            .SelectMany(TellingOfMeetings)
            .Where(entry => IsTaken(entry, bodies) && DayOf(entry) <= until && !(DayOf(entry) < since))
            .Select(entry => (Day: DayOf(entry), entry.Decision.Source!.Document))
            .ToHashSet();
        var days = told.Select(meeting => meeting.Day).ToHashSet();
        HeldMeeting[] meetings =
        [
            .. from timeline in ofRegion
            from day in days
            from entry in DecidedByDay.Of(timeline).On(day)
            where IsTaken(entry, bodies)
            orderby entry.Place
            group (entry, timeline) by (Day: DayOf(entry), entry.Decision.Source!.Document) into meeting
            where told.Contains(meeting.Key)
            orderby meeting.Key.Day descending, meeting.Min(m => m.entry.Place) descending
            select new HeldMeeting(
                region,
                meeting.Key.Day,
                meeting.Key.Document,
                [.. meeting.Select(m => Decided(m.entry, m.timeline))]
            ),
        ];
        record.Note(meetings.SelectMany(meeting => meeting.Decisions).Select(decision => decision.Subject));
        return meetings;
    }

    // What was logged as a meeting says so; before it did, and where entries are logged by themselves, a review tells it.
    private static IEnumerable<BelievedEntry> TellingOfMeetings(Timeline timeline) =>
        [
            .. DecidedByDay.Of(timeline).AtMeetings,
            .. timeline.Of<SegmentReviewed>(),
            .. timeline.Of<RecoveryReviewed>(),
            .. timeline.Of<OversightReviewed>(),
        ];

    private static DateOnly DayOf(BelievedEntry entry) => entry.Decision.Decided.Latest;

    private static bool IsTaken(BelievedEntry entry, string[] by) =>
        entry.Decision is { Source: { } source, Decided.Precision: DatePrecision.Day } decision
        && (decision.Origin != Origin.Imported || source.IsMeeting == true)
        && by.Contains(decision.DecidedBy.Body);

    private static MeetingDecision Decided(BelievedEntry entry, Timeline timeline) =>
        new(
            timeline.Subject,
            SubjectOrganisations.Of(timeline),
            entry.Content.Says(),
            Statement.Of(entry),
            entry.InForce is null ? EntryStanding.Stands : EntryStanding.Corrected,
            entry.Original.Recorded,
            entry.Original.LoggedBy
        );
}
