using Oversight.Record;
using Oversight.Record.Events;
using Oversight.Record.Organisations;

namespace Oversight.Projections.AuditHistory;

/// <summary>Events in the words of the field, one line each.</summary>
public static class EventWords
{
    /// <summary>What an event says.</summary>
    public static string Summary(Event content) =>
        content switch
        {
            OrganisationRegistered e => $"{e.Name} ({e.Organisation}) established {When(e)}, overseen by "
                + $"{Region.Of(e.Region).Name}",
            OrganisationSucceeded e => $"Ended {When(e)}; followed by "
                + string.Join(", ", e.Successors.Select(s => $"{s.Organisation} ({KindWords(s.Kind)})")),
            FrameworkPublished e => $"{e.Framework.Title} in force from {When(e)}"
                + (e.Framework.InForceUntil is { } until ? $" until {until}" : ""),
            SegmentPublished e => $"Segment {e.Segment} published for {When(e)} (\"{e.Label}\")",
            SegmentAssigned e => $"Segment {e.Segment} assigned from {When(e)}",
            SegmentReviewed e => $"Segment {e.Segment} reviewed {When(e)} and confirmed"
                + (e.NextReviewDue is { } due ? $"; next review due {due}" : ""),
            AnnualAssessmentPublished e => $"Annual assessment of {When(e)} published, {e.Areas.Count} areas",
            EntryCorrected e => $"Entry {e.Target} corrected to: {Summary(e.Replacement)}",
            EntryRetracted e => $"Entry {e.Target} retracted",
            _ => EventCatalogue.NameOf(content),
        };

    private static string When(Event content) => content.Decision.Effective.ToString();

    private static string KindWords(SuccessionKind kind) =>
        kind switch
        {
            SuccessionKind.Merger => "merger",
            SuccessionKind.Split => "split",
            _ => "boundary extension",
        };
}
