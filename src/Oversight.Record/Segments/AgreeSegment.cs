using Oversight.Record.Entries;
using Oversight.Record.Frameworks;

namespace Oversight.Record.Segments;

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

    /// <inheritdoc/>
    public override string Says() => $"Segment {Segment} agreed from {When}, as proposed";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("segment", $"{Segment}")];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AgreeSegment.Kind;
}

/// <summary>An event that answers a proposal of a segment.</summary>
public interface IAnswersProposal
{
    /// <summary>The id of the proposal's entry.</summary>
    Guid Proposal { get; }
}

/// <summary>How <see cref="SegmentAgreed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AgreeSegment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_agreed",
            "segment-agreement",
            typeof(SegmentAgreed),
            SubjectKind.Organisation,
            "A proposed segment is agreed"
        )
        {
            Example = () => new SegmentAgreed(Example.Decided, Example.Entry, 4),
        };
}
