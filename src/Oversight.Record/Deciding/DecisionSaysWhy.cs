using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Deciding;

/// <summary>What changes the course of things, or judges them, has a reason that can be read later.</summary>
public sealed class DecisionSaysWhy : Rule
{
    /// <inheritdoc/>
    public override string Name => "decision-says-why";

    /// <inheritdoc/>
    public override string Sentence =>
        "Who judges, recommends, revises, varies or ends something says why, in the decision's rationale.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content
            is CriterionAssessed
                or EvidenceJudged
                or UndertakingJudged
                or ExitCriteriaRefreshed
                or MilestoneRescheduled
                or TargetExitRevised
                or ExitRecommended
                or UndertakingVaried
                or UndertakingsBreached
                or UndertakingsDischarged;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        string.IsNullOrWhiteSpace(content.Decision.Rationale) ? "It has no rationale." : null;
}
