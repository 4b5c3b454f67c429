using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>A rating names its criterion by the reference alone.</summary>
public sealed class CriterionReferenceOnce : Rule
{
    /// <inheritdoc/>
    public override string Name => "criterion-reference-once";

    /// <inheritdoc/>
    public override string Sentence =>
        "A reference names one criterion: an exit criterion or a transition criterion, never both.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IStatesCriteria;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var stated = (IStatesCriteria)content;
        var other = stated.Purpose == CriteriaPurpose.Exit ? CriteriaPurpose.Transition : CriteriaPurpose.Exit;
        var taken = engagement
            .CriteriaOn(other, content.Decision.Effective.Latest, Sequence.NotBefore(entry, content))
            .Entries.SelectMany(set => ((IStatesCriteria)set.Content).Criteria)
            .Select(c => c.Reference)
            .ToHashSet();
        return stated.Criteria.FirstOrDefault(c => taken.Contains(c.Reference)) is { } criterion
            ? $"{criterion.Reference} is the reference of one of the {other.ToString().ToLowerInvariant()} criteria already."
            : null;
    }
}
