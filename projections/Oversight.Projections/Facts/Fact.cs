using Oversight.Record.Catalogue;

namespace Oversight.Projections.Facts;

/// <summary>One believed fact, flat enough for a line of a table.</summary>
/// <param name="Ods">The organisation, the framework's id, or the stream of anything else.</param>
/// <param name="Kind">The stored name of the entry that states it.</param>
/// <param name="Subject">What about it: segment, name, area heading, EC1 threshold, 1.2 due.</param>
/// <param name="Value">What is believed.</param>
/// <param name="Period">From when it holds, or the period that it is about.</param>
/// <param name="Precision">How precisely that is known.</param>
/// <param name="Source">Document and place in it; empty when the decision itself is the source.</param>
/// <param name="Entry">The entry that states it.</param>
public sealed record Fact(
    string Ods,
    string Kind,
    string Subject,
    string Value,
    DateWithPrecision Period,
    DatePrecision Precision,
    string Source,
    Guid Entry
)
{
    /// <summary>All facts believed at a place, by subject and place.</summary>
    public static IEnumerable<Fact> All(RecordAt record) =>
        from subject in record.Subjects
        let timeline = record.TimelineOf(subject)
        from believed in timeline.Entries
        where believed.Counts
        from fact in Of(subject, believed)
        select fact;

    private static IEnumerable<Fact> Of(SubjectId subject, BelievedEntry believed)
    {
        var about = subject.Organisation?.Value ?? subject.Framework ?? subject.Value;
        var decision = believed.Content.Decision;
        var source = decision.Source is { } s ? s.Document + (s.Fact is null ? "" : ", " + s.Fact) : "";
        return from stated in believed.Content.Facts()
            select new Fact(
                about,
                EventCatalogue.NameOf(believed.Content),
                stated.What,
                stated.Value,
                decision.Effective,
                decision.Effective.Precision,
                source,
                believed.Id
            );
    }
}
