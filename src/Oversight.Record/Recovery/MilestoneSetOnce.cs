using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>Another date is a rescheduling, another wording a correction.</summary>
public sealed class MilestoneSetOnce : Rule
{
    /// <inheritdoc/>
    public override string Name => "milestone-set-once";

    /// <inheritdoc/>
    public override string Sentence => "A milestone is set once; later it is rescheduled.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is MilestoneSet;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var milestone = ((MilestoneSet)content).Milestone;
        return
            situation
                .Timeline.Of<MilestoneSet>()
                .FirstOrDefault(e => e.Place < entry.Place && ((MilestoneSet)e.Content).Milestone == milestone)
                is { } first
            ? $"Milestone {milestone} was set already, by entry {first.Id} ({first.Effective})."
            : null;
    }
}
