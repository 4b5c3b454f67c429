using Oversight.Record.Recovery;

namespace Oversight.Record.Evidence;

/// <summary>An event about evidence that was submitted before.</summary>
public interface IAboutEvidence : IMayFollowExit
{
    /// <summary>The id of the entry by which it was submitted.</summary>
    Guid Evidence { get; }

    // What was submitted before exit may still be received, returned and judged after it.
    /// <inheritdoc/>
    bool IMayFollowExit.MayFollowExit(Engagement engagement) => true;
}
