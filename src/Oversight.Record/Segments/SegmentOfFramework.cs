using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Time;

namespace Oversight.Record.Segments;

/// <summary>
/// A segment is one that the framework has for that kind of organisation. The version that judges is the one in force
/// on the latest day of the effective date.
/// </summary>
public sealed class SegmentOfFramework : Rule
{
    /// <inheritdoc/>
    public override string Name => "segment-of-framework";

    /// <inheritdoc/>
    public override string Sentence =>
        "A segment is one that the oversight framework in force on the latest effective day, or carried on until it, has for that kind "
        + "of organisation.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IStatesSegment or SegmentReviewed or SegmentProposed;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var segment = content switch
        {
            SegmentProposed proposed => proposed.Segment,
            SegmentReviewed reviewed => reviewed.Segment,
            _ => ((IStatesSegment)content).Segment,
        };
        var effective = content.Decision.Effective;
        if (effective.Precision == DatePrecision.Unknown)
        {
            return "Its effective date is unknown, so no framework version can be said to judge it.";
        }

        var day = DateWithPrecision.Day(effective.Latest);
        var kind = situation.Timeline.Of<OrganisationRegistered>().FirstOrDefault()?.Content as OrganisationRegistered;
        if (situation.Frameworks.Judging(effective.Latest, kind?.Kind) is not { } version)
        {
            return situation.Frameworks.On(effective.Latest).State == FrameworkState.Uncertain
                ? $"It is uncertain which framework held on {day}."
                : $"No framework is in the record for {day}.";
        }

        if (kind is not null && !version.Segmented(kind.Kind))
        {
            return $"{version.Title} does not place this kind of organisation in segments.";
        }

        return version.LabelOf(segment) is null
            ? $"{version.Title} has no segment {segment}: it has "
                + $"{string.Join(", ", version.Segments.Select(s => s.Number))}."
            : null;
    }
}
