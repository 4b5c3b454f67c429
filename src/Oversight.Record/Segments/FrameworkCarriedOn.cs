using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Recovery;
using Oversight.Record.Time;

namespace Oversight.Record.Segments;

/// <summary>
/// Work goes on when a framework's term has passed and no later one has been recorded; what is decided meanwhile says so.
/// </summary>
public sealed class FrameworkCarriedOn : Rule
{
    /// <inheritdoc/>
    public override string Name => "framework-carried-on";

    /// <inheritdoc/>
    public override string Sentence =>
        "What an oversight framework judges is decided within the term of one; past it, the last one is carried on until a later one is recorded.";

    /// <inheritdoc/>
    public override bool Refuses => false;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content
            is IStatesSegment
                or SegmentReviewed
                or SegmentProposed
                or RecoveryEntered
                or RecoveryMemberJoined
                or IExit;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var effective = content.Decision.Effective;
        return
            effective.Precision != DatePrecision.Unknown
            && situation.Frameworks.On(effective.Latest) is { State: FrameworkState.Lapsed, Version: { } version }
            ? $"{version.Title} was published until {version.InForceUntil}, and no later framework is in the record."
            : null;
    }
}
