using Oversight.Record.Events;
using Oversight.Record.Recovery;
using Oversight.Record.Time;

namespace Oversight.Record.Rules.Recovery;

/// <summary>What is agreed may be out of reach from the start; it is recorded as it was agreed, and said to be.</summary>
public sealed class DatesCanBeKept : Rule
{
    /// <inheritdoc/>
    public override string Name => "dates-can-be-kept";

    /// <inheritdoc/>
    public override string Sentence =>
        "The target exit follows the beginning, and every exit criterion can be met, for as long as it has to stay met, by the day on which it is due and by the target exit.";

    /// <inheritdoc/>
    public override bool Refuses => false;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content
            is RecoveryEntered
                or TargetExitRevised
                or IStatesCriteria { Purpose: CriteriaPurpose.Exit }
                or CriterionAssessed;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var effective = content.Decision.Effective;
        if (effective.Precision == DatePrecision.Unknown || Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var target = content switch
        {
            RecoveryEntered entered => entered.TargetExit,
            TargetExitRevised revised => revised.Target,
            _ => null,
        };
        if (target is { } leave && leave.Latest < effective.Earliest)
        {
            return $"The target exit ({leave}) is before it takes effect ({effective}).";
        }

        var day = effective.Latest;
        var only = content is CriterionAssessed judged ? judged.Criterion : null;
        string[] unreachable =
        [
            .. (
                from criterion in engagement.CriteriaInForce(CriteriaPurpose.Exit, day)
                where only is null || criterion.Reference == only
                from member in engagement.MembersOn(day)
                where criterion.Concerns(member)
                from sentence in UnreachableDates.Of(engagement, criterion, member, day)
                select sentence
            ).Distinct(),
        ];
        return unreachable.Length == 0 ? null : string.Join(" ", unreachable);
    }
}
