using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;
using Oversight.Record.Timelines;

namespace Oversight.Projections.Facts;

/// <summary>One believed fact, flat enough for a line of a table.</summary>
/// <param name="Ods">The organisation, or the framework's id.</param>
/// <param name="Kind">The stored name of the entry that states it.</param>
/// <param name="Subject">What about the organisation: segment, name, area heading, successor.</param>
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
        Fact Make(string what, string value) =>
            new(
                about,
                EventCatalogue.NameOf(believed.Content),
                what,
                value,
                decision.Effective,
                decision.Effective.Precision,
                source,
                believed.Id
            );
        return believed.Content switch
        {
            OrganisationRegistered e => [Make("name", e.Name), Make("region", e.Region)],
            OrganisationSucceeded e => e.Successors.Select(x => Make("successor", x.Organisation.Value)),
            SegmentPublished e => [Make("segment", e.Segment.ToString()), Make("label", e.Label)],
            SegmentAssigned e => [Make("segment", e.Segment.ToString())],
            SegmentReviewed e => [Make("segment confirmed", e.Segment.ToString())],
            AnnualAssessmentPublished e => e.Areas.Select(a => Make(a.Heading, a.Text)),
            _ => [Make("summary", EventWords.Summary(believed.Content))],
        };
    }
}
