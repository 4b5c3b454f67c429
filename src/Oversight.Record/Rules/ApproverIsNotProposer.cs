using Oversight.Record.Events;

namespace Oversight.Record.Rules;

/// <summary>
/// Four eyes: compared are the signed-in subjects that logged the two entries as recorded, whatever corrected them later
/// and whatever bodies they name.
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
        var proposal = situation.Timeline.Of<SegmentProposed>().FirstOrDefault(e => e.Id == answered);
        return proposal is not null && proposal.Original.LoggedBy == entry.LoggedBy
            ? $"Proposal {proposal.Id} was logged by {entry.LoggedBy} too: somebody else has to answer it."
            : null;
    }
}
