using Oversight.Record.Events;
using Oversight.Record.Recovery;

namespace Oversight.Record.Rules.Recovery;

/// <summary>Four eyes: compared are the signed-in subjects that logged the two entries as recorded.</summary>
public sealed class ExitApproverIsNotRecommender : Rule
{
    /// <inheritdoc/>
    public override string Name => "exit-approver-is-not-recommender";

    /// <inheritdoc/>
    public override string Sentence => "Who agrees or declines an exit is somebody else than who recommended it.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => Engagement.RecommendationOf(content) is not null;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var named = Engagement.RecommendationOf(content)!.Value;
        return
            situation.Timeline.StandsFor(named) is { Content: ExitRecommended } recommendation
            && recommendation.Original.LoggedBy == entry.LoggedBy
            ? $"Recommendation {recommendation.Id} was logged by {entry.LoggedBy} too: somebody else has to answer it."
            : null;
    }
}
