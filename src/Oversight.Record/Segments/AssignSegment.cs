using Oversight.Record.Entries;
using Oversight.Record.Frameworks;

namespace Oversight.Record.Segments;

/// <summary>An organisation was placed in a segment.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="Segment">The segment's number.</param>
public sealed record SegmentAssigned(Decision Decision, int Segment) : Event(Decision), IPlacesInSegment
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }

    /// <inheritdoc/>
    public override string Says() => $"Segment {Segment} assigned from {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("segment", $"{Segment}")];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AssignSegment.Kind;
}

/// <summary>An event that says in which segment an organisation is.</summary>
public interface IStatesSegment
{
    /// <summary>The segment's number.</summary>
    int Segment { get; }
}

/// <summary>A decision that places an organisation in a segment, as against a position that a document states.</summary>
public interface IPlacesInSegment : IStatesSegment;

/// <summary>How <see cref="SegmentAssigned"/> is called, and the rules that say when it may be recorded.</summary>
public static class AssignSegment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_assigned",
            "segment",
            typeof(SegmentAssigned),
            SubjectKind.Organisation,
            "An organisation is placed in a segment"
        )
        {
            Example = () => new SegmentAssigned(Example.Decided, 3),
        };
}
