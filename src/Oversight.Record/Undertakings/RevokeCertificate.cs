using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>A compliance certificate was revoked.</summary>
/// <param name="Decision">Effective: when. Rationale: why, which must be said.</param>
/// <param name="Certificate">The id of the entry by which it was issued.</param>
public sealed record CertificateRevoked(Decision Decision, Guid Certificate) : Event(Decision)
{
    /// <inheritdoc/>
    public override string Says() => $"Compliance certificate revoked {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"certificate {Certificate}", "revoked")];

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
            Example = () => new CertificateRevoked(Example.Decided, Example.Entry),
        };
}
