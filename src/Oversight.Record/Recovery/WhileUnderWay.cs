using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Time;

namespace Oversight.Record.Recovery;

/// <summary>The day on which an engagement ends still counts: what a meeting decides together with the exit is about it.</summary>
public sealed class WhileUnderWay : Rule
{
    /// <inheritdoc/>
    public override string Name => "while-under-way";

    /// <inheritdoc/>
    public override string Sentence =>
        "What is decided about an engagement takes effect while it is under way; only what is about the transition may follow exit.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content
            is ImprovementDirectorAppointed
                or IStatesCriteria
                or IAboutMilestone
                or EvidenceSubmitted
                or IAboutEvidence
                or IRatesCriterion
                or TargetExitRevised
                or ExitRecommended
                or ExitDeclined
                or TransitionPlanAgreed
                or TransitionPlanReviewed
                or TransitionPlanCompleted
                or RecoveryReviewed;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var effective = content.Decision.Effective;
        if (effective.Latest < engagement.Entered.Effective.Earliest)
        {
            return $"It takes effect {effective}, before the engagement began ({engagement.Entered.Effective}).";
        }

        return MayFollowExit(engagement, content) || engagement.MayBeUnderWay(effective)
            ? null
            : $"It takes effect {effective}, when {engagement.Subject} had ended.";
    }

    /// <summary>Whether a reference is that of a transition criterion that may be in force on the latest day of a date.</summary>
    internal static bool IsOfTransition(Engagement engagement, string criterion, DateWithPrecision when) =>
        engagement
            .WordingsOn(criterion, when.Latest)
            .Any(w => ((IStatesCriteria)w.Set.Content).Purpose == CriteriaPurpose.Transition);

    // What was submitted before exit may still be received, returned and judged after it.
    private static bool MayFollowExit(Engagement engagement, Event content) =>
        content switch
        {
            TransitionPlanAgreed or TransitionPlanReviewed or TransitionPlanCompleted or IAboutEvidence => true,
            IStatesCriteria stated => stated.Purpose == CriteriaPurpose.Transition,
            IRatesCriterion rating => IsOfTransition(engagement, rating.Criterion, content.Decision.Effective),
            EvidenceSubmitted submitted => submitted.For.Any(r =>
                IsOfTransition(engagement, r, content.Decision.Effective)
            ),
            _ => false,
        };
}
