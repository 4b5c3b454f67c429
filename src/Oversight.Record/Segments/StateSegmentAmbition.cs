using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;

namespace Oversight.Record.Segments;

/// <summary>
/// A segment is aimed at, by a date where one is said. It is no proposal: nobody answers it, and it places nobody in the segment.
/// </summary>
/// <param name="Decision">Effective: when it was stated.</param>
/// <param name="Segment">The segment that is aimed at.</param>
/// <param name="By">By when; left out where that was not said.</param>
public sealed record SegmentAmbitionStated(Decision Decision, int Segment, DateWithPrecision? By = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        FrameworkVersion.CheckSegment(Segment, "segment");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Segment {Segment} aimed at{(By is { } by ? $" by {by}" : "")}, stated {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("segment aimed at", $"{Segment}"), .. Stated.Maybe("segment aimed at by", By)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => StateSegmentAmbition.Kind;
}

/// <summary>How <see cref="SegmentAmbitionStated"/> is called, and the rules that say when it may be recorded.</summary>
public static class StateSegmentAmbition
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "segment_ambition_stated",
            "segment-ambition",
            typeof(SegmentAmbitionStated),
            SubjectKind.Organisation,
            "A segment is aimed at"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            Decides = false,
            Example = () => new SegmentAmbitionStated(Example.Decided, 2, Example.Date("2025/26")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            SegmentRules.SegmentOfFramework,
            GeneralRules.FrameworkCarriedOn,
            AimedAtFromThenOn,
        ];

    /// <summary>A date counts to its latest day.</summary>
    public static Rule<SegmentAmbitionStated> AimedAtFromThenOn { get; } =
        new(
            "segment-aimed-at-from-then-on",
            "A segment is aimed at by a day on which that is said, or a later one.",
            (stated, judged) =>
                stated.By is { } by && by.Latest < judged.Effective.Earliest
                    ? $"It is aimed at by {by}, before {judged.Effective}, when that was stated."
                    : null
        );
}
