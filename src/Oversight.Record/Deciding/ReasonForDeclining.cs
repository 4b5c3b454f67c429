using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Deciding;

/// <summary>Whoever hears no also hears why.</summary>
public sealed class ReasonForDeclining : Rule
{
    /// <inheritdoc/>
    public override string Name => "reason-for-declining";

    /// <inheritdoc/>
    public override string Sentence =>
        "Who declines, returns, refuses or revokes something says why, in the decision's rationale.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content is SegmentDeclined or ExitDeclined or EvidenceReturned or CertificateRefused or CertificateRevoked;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        string.IsNullOrWhiteSpace(content.Decision.Rationale) ? "It has no rationale." : null;
}
