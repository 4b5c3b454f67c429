using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Recovery;

/// <summary>A judgement that does not name its wording is against the one in force on that day.</summary>
public sealed class JudgedByWordingInForce : Rule
{
    /// <inheritdoc/>
    public override string Name => "judged-by-wording-in-force";

    /// <inheritdoc/>
    public override string Sentence => "A criterion is judged against the wording in force on that day.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is CriterionAssessed { Wording: not null };

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        if (Engagement.Of(situation.Timeline) is not { } engagement)
        {
            return null;
        }

        var judgement = (CriterionAssessed)content;
        var named = situation.Timeline.StandsFor(judgement.Wording!.Value);
        var wordings = engagement.WordingsOn(judgement.Criterion, judgement.Decision.Effective.Latest);
        return wordings.Count == 0 || wordings.Any(w => w.Set.Id == named?.Id)
            ? null
            : $"It is judged against the wording of entry {judgement.Wording}, but {judgement.Decision.Effective} that of "
                + $"entry {wordings[0].Set.Id} ({wordings[0].Set.Effective}) is in force.";
    }
}
