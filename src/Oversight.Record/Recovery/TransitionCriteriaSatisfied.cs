using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>Asked of the latest effective day and of every organisation that was a member.</summary>
public sealed class TransitionCriteriaSatisfied : Rule
{
    /// <inheritdoc/>
    public override string Name => "transition-criteria-satisfied";

    /// <inheritdoc/>
    public override string Sentence =>
        "A transition plan is completed when every transition criterion in force is satisfied.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is TransitionPlanCompleted;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var day = content.Decision.Effective.Latest;
        var open = engagement
            .CriteriaInForce(CriteriaPurpose.Transition, day)
            .Where(c => engagement.EverMembers.Where(c.Concerns).Any(m => !engagement.IsSatisfied(c, m, day)))
            .Select(c => c.Reference)
            .ToArray();
        return open.Length == 0 ? null : $"Not satisfied {content.Decision.Effective}: {string.Join(", ", open)}.";
    }
}
