using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Segments;

/// <summary>An answer is to a proposal that counts and is still open; what is agreed is what was proposed.</summary>
public sealed class AnswersOpenProposal : Rule
{
    /// <inheritdoc/>
    public override string Name => "answers-open-proposal";

    /// <inheritdoc/>
    public override string Sentence =>
        "Who agrees or declines answers a proposal about the same organisation that nobody has answered; "
        + "the segment agreed is the one proposed.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is IAnswersProposal;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var answered = ((IAnswersProposal)content).Proposal;
        var proposal = situation
            .Timeline.Of<SegmentProposed>()
            .FirstOrDefault(e => e.Id == answered && e.Place < entry.Place);
        if (proposal is null)
        {
            return $"There is no proposal {answered} about {situation.Timeline.Subject}, or it was retracted.";
        }

        var earlier = situation
            .Timeline.Of<IAnswersProposal>()
            .FirstOrDefault(e => ((IAnswersProposal)e.Content).Proposal == answered && e.Place < entry.Place);
        if (earlier is not null)
        {
            return $"The proposal was {(earlier.Content is SegmentAgreed ? "agreed" : "declined")} already, "
                + $"by entry {earlier.Id}: propose again.";
        }

        var proposed = ((SegmentProposed)proposal.Content).Segment;
        return content is SegmentAgreed agreed && agreed.Segment != proposed
            ? $"Segment {agreed.Segment} is agreed, but segment {proposed} was proposed: decline it, and propose again."
            : null;
    }
}
