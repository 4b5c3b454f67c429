using Oversight.Record.Entries;

namespace Oversight.Record.Undertakings;

/// <summary>A compliance certificate was issued.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Application">The id of the application's entry.</param>
public sealed record CertificateIssued(Decision Decision, Guid Application) : Event(Decision), IAnswersApplication
{
    /// <inheritdoc/>
    public override string Says() => $"Compliance certificate issued {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"certificate application {Application}", "issued")];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => IssueCertificate.Kind;
}

/// <summary>An event that answers an application for a compliance certificate.</summary>
public interface IAnswersApplication
{
    /// <summary>The id of the application's entry.</summary>
    Guid Application { get; }
}

/// <summary>How <see cref="CertificateIssued"/> is called, and the rules that say when it may be recorded.</summary>
public static class IssueCertificate
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "certificate_issued",
            "certificate",
            typeof(CertificateIssued),
            SubjectKind.Undertakings,
            "A compliance certificate was issued"
        )
        {
            Example = () => new CertificateIssued(Example.Decided, Example.Entry),
        };
}
