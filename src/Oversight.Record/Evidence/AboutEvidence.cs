using Oversight.Record.Recovery;

namespace Oversight.Record.Evidence;

/// <summary>An event about evidence that was submitted before.</summary>
public interface IAboutEvidence : IMayFollowExit, INamesOpenEntry
{
    /// <summary>The entry by which it was submitted.</summary>
    Guid Evidence { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "evidence";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Evidence;

    /// <inheritdoc/>
    bool INamesOpenEntry.IsAnswer => true;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        SubmittedEvidence.Open(timeline, e => e.Waits);

    // What was submitted before exit may still be received, returned and judged after it.
    /// <inheritdoc/>
    bool IMayFollowExit.MayFollowExit(Engagement engagement) => true;
}
