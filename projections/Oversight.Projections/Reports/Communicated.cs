using Oversight.Record.Telling;

namespace Oversight.Projections.Reports;

/// <summary>From when those concerned may read what rests on some entries.</summary>
internal static class Communicated
{
    /// <summary>
    /// The day from which each of those who may read it sees all of it: the first day of all for what is public, or was said by them or with
    /// them; null where one of them has not been told of something.
    /// </summary>
    public static DateOnly? From(
        RecordAt record,
        SubjectId subject,
        IEnumerable<Guid> restsOn,
        params IReadOnlyList<OdsCode> readers
    )
    {
        var own = record.TimelineOf(subject);
        DateOnly? from = DateOnly.MinValue;
        foreach (var id in restsOn)
        {
            var timeline =
                own?.StandsFor(id) is null && record.EntryOf(id) is { } other ? record.TimelineOf(other.Subject) : own;
            if (timeline?.StandsFor(id) is { } entry)
            {
                from = readers
                    .Select(reader => Tellings.Of(timeline).SeenFrom(entry, reader, record))
                    .DefaultIfEmpty(entry.Content.IsPublic() ? DateOnly.MinValue : entry.ToldByItself)
                    .Aggregate(from, Later);
            }
        }

        return from;
    }

    /// <summary>The later of two; null where one is.</summary>
    public static DateOnly? Later(DateOnly? one, DateOnly? other) =>
        one is null || other is null ? null
        : one > other ? one
        : other;
}
