using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>A milestone that was missed is still open: it may be rescheduled, and reached late.</summary>
public sealed class MilestoneOpen : Rule
{
    /// <inheritdoc/>
    public override string Name => "milestone-open";

    /// <inheritdoc/>
    public override string Sentence => "What is said of a milestone comes after it was set and before it was achieved.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content is MilestoneRescheduled or MilestoneAchieved or MilestoneMissed;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var milestone = ((IAboutMilestone)content).Milestone;
        var effective = content.Decision.Effective;
        var about = situation
            .Timeline.Of<IAboutMilestone>()
            .Where(e => ((IAboutMilestone)e.Content).Milestone == milestone)
            .ToArray();
        if (about.FirstOrDefault(e => e.Content is MilestoneSet) is not { } set)
        {
            return $"Milestone {milestone} was never set.";
        }

        if (effective.Latest < set.Effective.Earliest)
        {
            return $"It takes effect {effective}, before milestone {milestone} was set ({set.Effective}).";
        }

        return
            about.FirstOrDefault(e => e.Content is MilestoneAchieved && e.ComesBefore(entry, content)) is { } achieved
            ? $"Milestone {milestone} was achieved already, by entry {achieved.Id} ({achieved.Effective})."
            : null;
    }
}
