using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>The provider regime of the 2012 Act has them; undertakings of an integrated care board have not.</summary>
public sealed class CertificatesOfLegalBasis : Rule
{
    /// <inheritdoc/>
    public override string Name => "certificates-of-legal-basis";

    /// <inheritdoc/>
    public override string Sentence =>
        "There are compliance certificates only where the legal basis of the undertakings has them.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) =>
        content is CertificateAppliedFor or IAnswersApplication or CertificateRevoked;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation) =>
        AcceptedUndertakings.Of(situation.Timeline) is { Basis: { CertificateDays: null } basis }
            ? $"The legal basis of these undertakings, {basis.Id}, knows no compliance certificates."
            : null;
}
