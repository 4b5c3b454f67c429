using Oversight.Projections.Deadlines;
using Oversight.Projections.Timelines;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Notifications;

/// <summary>What somebody was told, as they see it when they look.</summary>
/// <param name="Names">The names of the organisations that it is about.</param>
/// <param name="Says">What it says.</param>
public sealed record NewsSeen(string Names, string Says)
{
    private const int MostNamed = 3;

    /// <summary>Whether somebody sees what they were told of: an entry, or the subject with a deadline.</summary>
    /// <param name="record">The record as they see it.</param>
    /// <param name="stream">The stream of the subject.</param>
    /// <param name="entry">The entry; null for a deadline.</param>
    public static bool IsSeen(RecordAt record, string stream, Guid? entry) =>
        record.TimelineOf(SubjectId.FromStream(stream)) is { } timeline
        && (entry is null || timeline.Recorded.Any(one => one.Id == entry));

    /// <summary>The names of the organisations that a subject is about.</summary>
    /// <param name="record">The record as somebody sees it.</param>
    /// <param name="stream">The stream of the subject.</param>
    public static string NamesIn(RecordAt record, string stream)
    {
        var subject = SubjectId.FromStream(stream);
        string[] names =
        [
            .. (record.TimelineOf(subject) is { } timeline ? ThoseConcerned.By(timeline) : []).Select(record.NameOf),
        ];
        return names.Length == 0 ? "no organisation"
            : names.Length <= MostNamed ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MostNamed))} and {names.Length - MostNamed} more";
    }

    /// <summary>An entry; null where they do not see it.</summary>
    /// <param name="record">The record as they see it.</param>
    /// <param name="stream">The stream of the subject.</param>
    /// <param name="entry">The entry.</param>
    public static NewsSeen? OfEntry(RecordAt record, string stream, Guid entry) =>
        record.TimelineOf(SubjectId.FromStream(stream)) is { } timeline
        && timeline.Recorded.FirstOrDefault(one => one.Id == entry) is { } found
            ? new(NamesIn(record, stream), timeline.Believed(found).Says(new NamesInRecord(record, DateOnly.MaxValue)))
            : null;

    /// <summary>A deadline; null where they do not see its subject. Of one that is settled or moved only that is said.</summary>
    /// <param name="record">The record as they see it.</param>
    /// <param name="open">The deadlines that are open, as they see them.</param>
    /// <param name="stream">The stream of the subject.</param>
    /// <param name="uid">What the deadline is known by.</param>
    /// <param name="due">The day that it had.</param>
    public static NewsSeen? OfDeadline(
        RecordAt record,
        IReadOnlyDictionary<string, Deadline> open,
        string stream,
        string uid,
        DateOnly due
    ) =>
        record.TimelineOf(SubjectId.FromStream(stream)) is null ? null
        : open.GetValueOrDefault(uid) is { } deadline && deadline.DueBy == due
            ? new(NamesIn(record, stream), $"{deadline.Title}, due {DateWithPrecision.Day(due)}")
        : new(NamesIn(record, stream), $"A deadline of {DateWithPrecision.Day(due)}, which was settled or moved since");
}
