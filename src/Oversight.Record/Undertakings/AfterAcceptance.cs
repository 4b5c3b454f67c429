using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;

namespace Oversight.Record.Undertakings;

/// <summary>Evidence counts too.</summary>
public sealed class AfterAcceptance : Rule
{
    /// <inheritdoc/>
    public override string Name => "after-acceptance";

    /// <inheritdoc/>
    public override string Sentence => "What is decided about undertakings takes effect after they were accepted.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content
            is IAboutUndertaking
                or CertificateAppliedFor
                or IAnswersApplication
                or CertificateRevoked
                or UndertakingsPublicationStated
                or UndertakingsBreached
                or DirectionIssued
                or UndertakingsDischarged
                or EvidenceSubmitted
                or IAboutEvidence;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        AcceptedUndertakings.Of(situation.Timeline)?.Accepted.Effective is { } accepted
        && content.Decision.Effective.Latest < accepted.Earliest
            ? $"It takes effect {content.Decision.Effective}, before the undertakings were accepted ({accepted})."
            : null;
}
