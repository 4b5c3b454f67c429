using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>What is about the transition may name members that have left.</summary>
public sealed class NamesMembers : Rule
{
    /// <inheritdoc/>
    public override string Name => "names-members";

    /// <inheritdoc/>
    public override string Sentence =>
        "Members that an entry about an engagement names are members at that time; of the transition after it, were members.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content is IStatesCriteria or IRatesCriterion or TargetExitRevised or ExitRecommended;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var effective = content.Decision.Effective;
        var (named, afterExit) = content switch
        {
            IStatesCriteria stated => (
                stated.Criteria.SelectMany(c => c.Members ?? []),
                stated.Purpose == CriteriaPurpose.Transition
            ),
            IRatesCriterion rating => (
                rating.Member is { } member ? [member] : [],
                WhileUnderWay.IsOfTransition(engagement, rating.Criterion, effective)
            ),
            TargetExitRevised revised => (revised.Member is { } member ? [member] : [], false),
            _ => (((ExitRecommended)content).Members ?? [], false),
        };
        var strangers = named.Where(o =>
            afterExit ? !engagement.EverMembers.Contains(o) : !engagement.MayBeMember(o, effective)
        );
        return strangers.ToArray() is [var stranger, ..]
            ? $"{stranger} is not a member of {engagement.Subject} {effective}."
            : null;
    }
}
