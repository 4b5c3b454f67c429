using Oversight.Record.Deciding;
using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>A certificate that was revoked is gone; another application may follow.</summary>
public sealed class RevokesIssuedCertificate : Rule
{
    /// <inheritdoc/>
    public override string Name => "revokes-issued-certificate";

    /// <inheritdoc/>
    public override string Sentence => "A compliance certificate is revoked after it was issued, and once.";

    /// <inheritdoc/>
    public override bool AppliesTo(Event content) => content is CertificateRevoked;

    /// <inheritdoc/>
    public override string? Breach(Event content, Entry entry, Situation situation)
    {
        var named = ((CertificateRevoked)content).Certificate;
        var effective = content.Decision.Effective;
        var certificate = situation.Timeline.StandsFor(named);
        if (certificate is not { Counts: true, Content: CertificateIssued })
        {
            return $"No certificate was issued by entry {named}, or it was retracted.";
        }

        if (effective.Latest < certificate.Effective.Earliest)
        {
            return $"It takes effect {effective}, before the certificate was issued ({certificate.Effective}).";
        }

        return
            situation
                .Timeline.Of<CertificateRevoked>()
                .FirstOrDefault(e =>
                    e.ComesBefore(entry, content)
                    && situation.Timeline.StandsFor(((CertificateRevoked)e.Content).Certificate)?.Id == certificate.Id
                )
                is { } earlier
            ? $"The certificate was revoked already, by entry {earlier.Id} ({earlier.Effective})."
            : null;
    }
}
