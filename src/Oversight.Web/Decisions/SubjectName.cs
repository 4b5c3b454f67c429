using Oversight.Projections.Timelines;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Web.Decisions;

/// <summary>What a subject is called, and where its page is.</summary>
/// <param name="Text">What people call it.</param>
/// <param name="Address">The address of its page; null where it has none.</param>
internal sealed record SubjectName(string Text, string? Address)
{
    /// <summary>The organisations that a subject concerns.</summary>
    public static IReadOnlyList<OdsCode> Concerned(RecordAt record, SubjectId subject) =>
        subject.Organisation is { } own ? [own]
        : record.TimelineOf(subject) is not { } timeline ? []
        : Engagement.Of(timeline) is { } engagement ? engagement.EverMembers
        : AcceptedUndertakings.Of(timeline) is { } undertakings ? undertakings.GivenBy
        : [];

    /// <summary>Of a subject, as somebody sees the record.</summary>
    public static SubjectName Of(RecordAt record, SubjectId subject, DateOnly day) =>
        (subject.Kind, record.TimelineOf(subject)) switch
        {
            (SubjectKind.Organisation, _) => new(
                record.NameOf(subject.Organisation!.Value, day),
                $"/organisations/{subject.Id}"
            ),
            (SubjectKind.Recovery, { } timeline) => new(
                Engagement.Of(timeline) is { } engagement
                    ? $"Recovery Support: {engagement.Title}"
                    : $"Recovery Support: {subject.Id}",
                $"/recoveries/{subject.Id}"
            ),
            (SubjectKind.Undertakings, { } timeline) => new(
                AcceptedUndertakings.Of(timeline) is { } undertakings
                    ? $"Undertakings of {string.Join(", ", undertakings.GivenBy.Select(ods => record.NameOf(ods, day)))}"
                    : $"Undertakings: {subject.Id}",
                $"/undertakings/{subject.Id}"
            ),
            (SubjectKind.Framework, { } timeline) => new(
                timeline.Of<Record.Frameworks.FrameworkPublished>().LastOrDefault()?.Content.Framework.Title
                    ?? subject.Id,
                null
            ),
            (SubjectKind.Recovery, null) => new($"New engagement of Recovery Support ({subject.Id})", null),
            (SubjectKind.Undertakings, null) => new($"New undertakings ({subject.Id})", null),
            _ => new(subject.Id, null),
        };
}
