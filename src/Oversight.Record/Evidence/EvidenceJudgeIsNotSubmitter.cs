using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Evidence;

/// <summary>Compared are the signed-in subjects that wrote the two entries as they are believed (<see cref="FourEyes"/>).</summary>
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
        && FourEyes.WroteBoth(submission, entry, situation.Timeline) is { } writer
            ? $"Evidence {submission.Id} and its judgement were both written by {writer}: somebody else has to judge it."
            : null;
}
