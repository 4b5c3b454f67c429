using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;

namespace Oversight.Record.Segments;

/// <summary>
/// A segment that no framework ever had cannot have been decided by anybody: it is a slip of the pen, in what is told of the past and in
/// a correction too. Of a live decision segment-of-framework says more.
/// </summary>
public sealed class SegmentOfAnyFramework : Rule
{
    /// <inheritdoc/>
    public override string Name => "segment-of-any-framework";

    /// <inheritdoc/>
    public override string Sentence => "A segment is one that some oversight framework in the record has.";

    /// <inheritdoc/>
    public override bool RefusesAlways => true;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        SegmentIn(content) is not null && (content is EntryCorrected || content.Decision.Origin != Origin.Live);

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        int[] known =
        [
            .. situation
                .Frameworks.All.SelectMany(e => ((FrameworkPublished)e.Content).Framework.Segments)
                .Select(s => s.Number)
                .Distinct()
                .Order(),
        ];
        // A record that holds no framework yet cannot know.
        return known.Length == 0 || SegmentIn(content) is not { } segment || known.Contains(segment)
            ? null
            : $"No framework in the record has a segment {segment}: there are {string.Join(", ", known)}.";
    }

    // What a correction puts in the place of an entry is no better.
    private static int? SegmentIn(Event content) =>
        content switch
        {
            EntryCorrected { Replacement: { } replacement } => SegmentIn(replacement),
            SegmentProposed proposed => proposed.Segment,
            SegmentReviewed reviewed => reviewed.Segment,
            IStatesSegment stated => stated.Segment,
            _ => null,
        };
}
