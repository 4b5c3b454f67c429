using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Segments;

/// <summary>
/// Entry to and exit from the most intensive segment are agreed nationally (NHS Oversight Framework 2022/23, and the
/// System Oversight Framework 2021/22 before it).
/// </summary>
public sealed class NationalAgreement : Rule
{
    /// <inheritdoc/>
    public override string Name => "national-agreement";

    /// <inheritdoc/>
    public override string Sentence =>
        "Entry to and exit from the most intensive segment are decided by a national body that the framework names.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IPlacesInSegment;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var assigned = (IPlacesInSegment)content;
        var effective = content.Decision.Effective;
        if (
            situation.Frameworks.Judging(effective.Latest, SegmentWithoutRecovery.KindOf(situation.Timeline))
            is not { } version
        )
        {
            return null;
        }

        var body = content.Decision.DecidedBy.Body;
        if (version.NationalBodies.Contains(body))
        {
            return null;
        }

        if (assigned.Segment == version.MostIntensiveSegment)
        {
            return $"Segment {assigned.Segment} is the most intensive one; {body} cannot decide entry to it. "
                + $"It takes {string.Join(" or ", version.NationalBodies)}.";
        }

        // What would hold without it: leaving the most intensive segment needs the same agreement. Of the same exact
        // day only what has an earlier place comes before it.
        var before = situation
            .Timeline.Dated<IStatesSegment>()
            .On(effective.Earliest, e => e.Id == entry.Id || (e.Effective == effective && e.Place >= entry.Place));
        return before.Entries.Any(e => ((IStatesSegment)e.Content).Segment == version.MostIntensiveSegment)
            ? $"It takes the organisation out of segment {version.MostIntensiveSegment}, the most intensive one; {body} "
                + $"cannot decide that. It takes {string.Join(" or ", version.NationalBodies)}."
            : null;
    }
}
