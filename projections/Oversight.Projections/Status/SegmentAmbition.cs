using Oversight.Record.Segments;

namespace Oversight.Projections.Status;

/// <summary>A segment that is aimed at, as stated by a day. It places nobody in the segment.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="By">By when; absent where that was not said.</param>
/// <param name="Said">Who stated it, when, and why.</param>
public sealed record SegmentAmbition(int Segment, DateWithPrecision? By, Statement Said)
{
    /// <summary>Those that may hold on a day: usually the one stated last; several where dates are too imprecise to say.</summary>
    public static IReadOnlyList<SegmentAmbition> On(Timeline timeline, DateOnly day) =>
        [
            .. timeline
                .Dated<SegmentAmbitionStated>()
                .On(day)
                .Entries.Select(e => new SegmentAmbition(e.Content.Segment, e.Content.By, Statement.Of(e))),
        ];
}
