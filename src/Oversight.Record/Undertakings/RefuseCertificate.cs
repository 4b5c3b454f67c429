namespace Oversight.Record.Undertakings;

/// <summary>A compliance certificate was refused.</summary>
/// <param name="Decision">Effective: when. Rationale: why, which must be said.</param>
/// <param name="Application">The application.</param>
public sealed record CertificateRefused(Decision Decision, Guid Application) : Event(Decision), IAnswersApplication
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Compliance certificate refused {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"certificate application {Application}", "refused")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Application = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => RefuseCertificate.Kind;
}

/// <summary>How <see cref="CertificateRefused"/> is called, and the rules that say when it may be recorded.</summary>
public static class RefuseCertificate
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "certificate_refused",
            "certificate-refusal",
            typeof(CertificateRefused),
            SubjectKind.Undertakings,
            "A compliance certificate was refused"
        )
        {
            IsRegulatoryAction = true,
            Example = () => new CertificateRefused(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.ReasonForDeclining,
            UndertakingsRules.AfterAcceptance,
            ApplyForCertificate.CertificatesOfLegalBasis,
            IssueCertificate.AnswersOpenApplication,
            IssueCertificate.CertificateDecidedInTime,
        ];
}
