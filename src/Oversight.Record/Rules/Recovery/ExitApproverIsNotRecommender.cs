using Oversight.Record.Events;
using Oversight.Record.Recovery;

namespace Oversight.Record.Rules.Recovery;

/// <summary>Compared are the signed-in subjects that wrote the two entries as they are believed (<see cref="FourEyes"/>).</summary>
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
            && FourEyes.WroteBoth(recommendation, entry, situation.Timeline) is { } writer
            ? $"Recommendation {recommendation.Id} and its answer were both written by {writer}: somebody else has to answer it."
            : null;
    }
}
