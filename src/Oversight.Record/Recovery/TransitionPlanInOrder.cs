using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>A plan may be agreed again, as another one, at any time.</summary>
public sealed class TransitionPlanInOrder : Rule
{
    /// <inheritdoc/>
    public override string Name => "transition-plan-in-order";

    /// <inheritdoc/>
    public override string Sentence =>
        "A transition plan is reviewed or completed after it was agreed, and completed once.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is TransitionPlanReviewed or TransitionPlanCompleted;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var effective = content.Decision.Effective;
        if (situation.Timeline.Of<TransitionPlanAgreed>().All(e => effective.Latest < e.Effective.Earliest))
        {
            return $"No transition plan was agreed by {effective}.";
        }

        return
            content is TransitionPlanCompleted
            && situation.Timeline.Of<TransitionPlanCompleted>().FirstOrDefault(e => e.ComesBefore(entry, content))
                is { } completed
            ? $"The transition plan was completed already, by entry {completed.Id} ({completed.Effective})."
            : null;
    }
}
