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
            var one =
                content is null || content.IsPublic() || (saidBy is { } organisation && content.IsSaidBy(organisation))
                    ? DateOnly.MinValue
                    : content.Decision.Communicated;
            from =
                one is null || from is null ? null
                : one > from ? one
                : from;
        }

        return from;
    }
}
