using Oversight.Record.Events;

namespace Oversight.Record.Rules;

/// <summary>The reverse of <see cref="SegmentWithoutRecovery"/>. Where the record knows of no segment it says nothing.</summary>
public sealed class RecoveryWithoutSegment : Rule
{
    /// <inheritdoc/>
    public override string Name => "recovery-without-segment";

    /// <inheritdoc/>
    public override string Sentence =>
        "An organisation that comes into the programme of intensive support is in the most intensive segment by then.";

    /// <inheritdoc/>
    public override bool Refuses => false;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is RecoveryEntered or RecoveryMemberJoined;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var effective = content.Decision.Effective;
        foreach (var organisation in content.OrganisationsNamed())
        {
            if (
                situation.Organisation(organisation) is not { } timeline
                || SegmentWithoutRecovery.Judging(timeline, effective, situation) is not { } version
            )
            {
                continue;
            }

            var (entries, perhapsNone) = timeline.Dated<IStatesSegment>().On(effective.Latest);
            var segments = entries.Select(e => ((IStatesSegment)e.Content).Segment).Distinct().ToArray();
            // What was last published, for a period that has passed, says nothing of the day.
            if (
                !perhapsNone
                && !entries.All(e => e.IsOver(effective.Latest))
                && !segments.Contains(version.MostIntensiveSegment)
            )
            {
                return $"{organisation} is in the {version.Programme} from {effective}, but in segment "
                    + $"{string.Join(" or ", segments)} on that day, not in segment {version.MostIntensiveSegment}.";
            }
        }

        return null;
    }
}
