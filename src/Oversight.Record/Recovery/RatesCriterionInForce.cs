using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>What is in force is asked of the latest effective day.</summary>
public sealed class RatesCriterionInForce : Rule
{
    /// <inheritdoc/>
    public override string Name => "rates-criterion-in-force";

    /// <inheritdoc/>
    public override string Sentence =>
        "A rating names a criterion that is in force on that day, and a member whom it concerns.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IRatesCriterion;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var rating = (IRatesCriterion)content;
        var effective = content.Decision.Effective;
        var wordings = engagement.WordingsOn(rating.Criterion, effective.Latest);
        if (wordings.Count == 0)
        {
            return $"No criterion {rating.Criterion} is in force {effective}.";
        }

        return rating.Member is { } member && !wordings.Any(w => w.Criterion.Concerns(member))
            ? $"Criterion {rating.Criterion} does not concern {member}."
            : null;
    }
}
