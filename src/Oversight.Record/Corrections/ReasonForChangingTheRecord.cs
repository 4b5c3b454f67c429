using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Corrections;

/// <summary>A correction or retraction says why.</summary>
public sealed class ReasonForChangingTheRecord : Rule
{
    /// <inheritdoc/>
    public override string Name => "reason-for-changing-the-record";

    /// <inheritdoc/>
    public override string Sentence => "A correction or retraction says why, in its rationale.";

    /// <inheritdoc/>
    public override bool RefusesAlways => true;

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is EntryCorrected or EntryRetracted;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        string.IsNullOrWhiteSpace(content.Decision.Rationale) ? "It has no rationale." : null;
}
