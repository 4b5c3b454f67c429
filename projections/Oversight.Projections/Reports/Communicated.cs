using Oversight.Record.Catalogue;

namespace Oversight.Projections.Reports;

/// <summary>From when those concerned may read what rests on some entries.</summary>
internal static class Communicated
{
    /// <summary>
    /// The day from which all of it has been communicated to the organisations concerned: the first day of all for what is public or what they
    /// said themselves; null where something has not been communicated.
    /// </summary>
    public static DateOnly? From(RecordAt record, SubjectId subject, IEnumerable<Guid> restsOn, OdsCode? saidBy)
    {
        var own = record.TimelineOf(subject);
        DateOnly? from = DateOnly.MinValue;
        foreach (var id in restsOn)
        {
            var content = own?.StandsFor(id)?.Content ?? record.EntryOf(id)?.Event;
            from = content is null ? from : Later(from, Of(content, saidBy));
        }

        return from;
    }

    /// <summary>That of one event.</summary>
    public static DateOnly? Of(Event content, OdsCode? saidBy) =>
        content.IsPublic() || (saidBy is { } organisation && content.IsSaidBy(organisation))
            ? DateOnly.MinValue
            : content.Decision.Communicated;

    /// <summary>The later of two; null where one is.</summary>
    public static DateOnly? Later(DateOnly? one, DateOnly? other) =>
        one is null || other is null ? null
        : one > other ? one
        : other;
}
