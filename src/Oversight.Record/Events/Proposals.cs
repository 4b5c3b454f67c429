using Oversight.Record.Frameworks;

namespace Oversight.Record.Events;

/// <summary>A region proposes a segment; somebody else agrees or declines.</summary>
/// <param name="Decision">Effective: from when it is to hold. Rationale: why.</param>
/// <param name="Segment">The segment that is proposed.</param>
public sealed record SegmentProposed(Decision Decision, int Segment) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }
}

/// <summary>An event that answers a proposal of a segment.</summary>
public interface IAnswersProposal
{
    /// <summary>The id of the proposal's entry.</summary>
    Guid Proposal { get; }
}

/// <summary>A proposed segment was agreed: the organisation is placed in it.</summary>
/// <param name="Decision">Effective: from when it holds.</param>
/// <param name="Proposal">The id of the proposal's entry.</param>
/// <param name="Segment">The segment's number, as proposed.</param>
public sealed record SegmentAgreed(Decision Decision, Guid Proposal, int Segment)
    : Event(Decision),
        IPlacesInSegment,
        IAnswersProposal
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }
}

/// <summary>A proposed segment was declined.</summary>
/// <param name="Decision">Effective: the day of declining. Rationale: why, which must be said.</param>
/// <param name="Proposal">The id of the proposal's entry.</param>
public sealed record SegmentDeclined(Decision Decision, Guid Proposal) : Event(Decision), IAnswersProposal;
