using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;

namespace Oversight.Record.Segments;

/// <summary>A region proposes a segment; somebody else agrees or declines.</summary>
/// <param name="Decision">Effective: from when it is to hold. Rationale: why.</param>
/// <param name="Segment">The segment that is proposed.</param>
public sealed record SegmentProposed(Decision Decision, int Segment) : Event(Decision), IStaysOpen
{
    OpenItemKind IStaysOpen.OpenAs => OpenItemKind.SegmentProposal;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Segment {Segment} proposed from {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("segment proposed", $"{Segment}")];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ProposeSegment.Kind;
}

/// <summary>How <see cref="SegmentProposed"/> is called, and the rules that say when it may be recorded.</summary>
public static class ProposeSegment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_proposed",
            "segment-proposal",
            typeof(SegmentProposed),
            SubjectKind.Organisation,
            "A segment is proposed"
        )
        {
            Example = () => new SegmentProposed(Example.Decided, 4),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [OrganisationRules.WithinExistence, SegmentRules.SegmentOfFramework, GeneralRules.FrameworkCarriedOn];
}
