using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Time;

namespace Oversight.Record.Recovery;

/// <summary>The due date is the last one that was said before; it counts from its latest day.</summary>
public sealed class MissedAfterDue : Rule
{
    /// <inheritdoc/>
    public override string Name => "missed-after-due";

    /// <inheritdoc/>
    public override string Sentence => "A milestone is missed only after its due date has passed.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is MilestoneMissed;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var milestone = ((MilestoneMissed)content).Milestone;
        var effective = content.Decision.Effective;
        var due = situation
            .Timeline.Of<IAboutMilestone>()
            .Where(e => ((IAboutMilestone)e.Content).Milestone == milestone && e.ComesBefore(entry, content))
            .OrderBy(e => e.Effective.Latest)
            .ThenBy(e => e.Place)
            .Select(e =>
                e.Content switch
                {
                    MilestoneSet set => set.Due,
                    MilestoneRescheduled rescheduled => rescheduled.Due,
                    _ => (DateWithPrecision?)null,
                }
            )
            .LastOrDefault(date => date is not null);
        return due is { } last && effective.Latest <= last.Latest
            ? $"Milestone {milestone} is due {last}, which has not passed {effective}."
            : null;
    }
}
