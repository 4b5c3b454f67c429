namespace Oversight.Record.Undertakings;

/// <summary>A compliance certificate was revoked.</summary>
/// <param name="Decision">Effective: when. Rationale: why, which must be said.</param>
/// <param name="Certificate">The entry by which it was issued.</param>
public sealed record CertificateRevoked(Decision Decision, Guid Certificate) : Event(Decision), INamesOpenEntry
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Compliance certificate revoked {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"certificate {Certificate}", "revoked")];

    string INamesOpenEntry.Member => "certificate";

    Guid? INamesOpenEntry.Named => Certificate;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Certificate = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<CertificateIssued, CertificateRevoked>(revoked => revoked.Certificate);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RevokeCertificate.Kind;
}

/// <summary>How <see cref="CertificateRevoked"/> is called, and the rules that say when it may be recorded.</summary>
public static class RevokeCertificate
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "certificate_revoked",
            "certificate-revocation",
            typeof(CertificateRevoked),
            SubjectKind.Undertakings,
            "A compliance certificate was revoked"
        )
        {
            IsRegulatoryAction = true,
            Example = () => new CertificateRevoked(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.ReasonForDeclining,
            UndertakingsRules.AfterAcceptance,
            ApplyForCertificate.CertificatesOfLegalBasis,
            RevokesIssuedCertificate,
        ];

    /// <summary>A certificate that was revoked is gone; another application may follow.</summary>
    public static Rule<CertificateRevoked> RevokesIssuedCertificate { get; } =
        new(
            "revokes-issued-certificate",
            "A compliance certificate is revoked after it was issued, and once.",
            (revoked, judged) =>
            {
                var named = revoked.Certificate;
                var effective = judged.Effective;
                var certificate = judged.Timeline.StandsFor(named);
                if (certificate is not { Counts: true, Content: CertificateIssued })
                {
                    return $"No certificate was issued by entry {named}, or it was retracted.";
                }

                if (effective.Latest < certificate.Effective.Earliest)
                {
                    return $"It takes effect {effective}, before the certificate was issued ({certificate.Effective}).";
                }

                return
                    judged
                        .Timeline.Of<CertificateRevoked>()
                        .FirstOrDefault(e =>
                            e.ComesBefore(judged.Entry, judged.Content)
                            && judged.Timeline.StandsFor(e.Content.Certificate)?.Id == certificate.Id
                        )
                        is { } earlier
                    ? $"The certificate was revoked already, by entry {earlier.Id} ({earlier.Effective})."
                    : null;
            }
        );
}
