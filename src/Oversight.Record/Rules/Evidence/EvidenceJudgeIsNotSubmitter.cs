using Oversight.Record.Events;

namespace Oversight.Record.Rules.Evidence;

/// <summary>Four eyes: compared are the signed-in subjects that logged the two entries as recorded.</summary>
public sealed class EvidenceJudgeIsNotSubmitter : Rule
{
    /// <inheritdoc/>
    public override string Name => "evidence-judge-is-not-submitter";

    /// <inheritdoc/>
    public override string Sentence => "Who judges evidence is somebody else than who submitted it.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is EvidenceJudged;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        situation.Timeline.StandsFor(((EvidenceJudged)content).Evidence) is { Content: EvidenceSubmitted } submission
        && submission.Original.LoggedBy == entry.LoggedBy
            ? $"Evidence {submission.Id} was submitted by {entry.LoggedBy} too: somebody else has to judge it."
            : null;
}
