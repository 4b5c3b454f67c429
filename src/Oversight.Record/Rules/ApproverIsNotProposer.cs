using Oversight.Record.Events;

namespace Oversight.Record.Rules;

/// <summary>
/// Compared are the signed-in subjects that wrote the two entries as they are believed (<see cref="FourEyes"/>), whatever
/// bodies they name.
/// </summary>
public sealed class ApproverIsNotProposer : Rule
{
    /// <inheritdoc/>
    public override string Name => "approver-is-not-proposer";

    /// <inheritdoc/>
    public override string Sentence => "Who agrees to or declines a proposal is somebody else than who proposed.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IAnswersProposal;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var answered = ((IAnswersProposal)content).Proposal;
        return
            situation.Timeline.StandsFor(answered) is { Content: SegmentProposed } proposal
            && FourEyes.WroteBoth(proposal, entry, situation.Timeline) is { } writer
            ? $"Proposal {proposal.Id} and its answer were both written by {writer}: somebody else has to answer it."
            : null;
    }
}
