using Oversight.Projections.Status;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Reports;

/// <summary>An organisation's segment over time, as <see cref="SegmentStatus"/> answers on each day.</summary>
/// <param name="Organisation">Its code.</param>
/// <param name="Region">The code of the region that oversees it.</param>
/// <param name="State">What can be said: certain, uncertain, not-segmented, not-known, last-published.</param>
/// <param name="Segment">The segment; null unless it is certain.</param>
/// <param name="Label">What the framework calls it; null when that is not known.</param>
/// <param name="MayBe">The segments that may hold, or were last published.</param>
/// <param name="PerhapsNone">Whether it is possible that none had taken effect yet.</param>
/// <param name="Stated">What is stated of it, in words, by place.</param>
/// <param name="Since">When the unbroken run of this segment began; null unless it is certain.</param>
/// <param name="FrameworkState">Whether a framework version holds: none, in-force, lapsed, uncertain.</param>
/// <param name="Framework">The id of that version; null when none is known.</param>
/// <param name="Rule">The sentence of the rule by which the answer was found.</param>
public sealed record SegmentRow(
    string Organisation,
    string Region,
    string State,
    int? Segment,
    string? Label,
    IReadOnlyList<int> MayBe,
    bool PerhapsNone,
    IReadOnlyList<string> Stated,
    string? Since,
    string FrameworkState,
    string? Framework,
    string Rule
) : ReportRow
{
    /// <inheritdoc/>
    public override string Key => "";

    internal static IEnumerable<SegmentRow> On(RecordAt record, SubjectId subject, DateOnly day)
    {
        if (
            record.TimelineOf(subject) is not { } timeline
            || timeline.Of<OrganisationRegistered>().FirstOrDefault()?.Content is not { } registration
        )
        {
            yield break;
        }

        var segment = SegmentStatus.On(day, timeline, registration.Kind, record.Frameworks);
        Guid[] restsOn = [.. segment.Candidates.Select(c => c.Entry.Id)];
        yield return new(
            subject.Organisation!.Value.Value,
            registration.Region,
            InWords.Stored(segment.State),
            segment.Number,
            segment.Label,
            [.. segment.Candidates.Select(c => c.Segment).Distinct().Order()],
            segment.PerhapsNone,
            [.. segment.Candidates.Select(c => c.Words)],
            segment.Since?.Stored,
            InWords.Stored(segment.Framework.State),
            segment.Framework.Id,
            segment.Rule
        )
        {
            CommunicatedFrom = Communicated.From(record, subject, restsOn, subject.Organisation!.Value),
            RestsOn = restsOn,
        };
    }
}
