namespace Oversight.Record.Undertakings;

/// <summary>A compliance certificate was issued.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Application">The application.</param>
public sealed record CertificateIssued(Decision Decision, Guid Application) : Event(Decision), IAnswersApplication
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Compliance certificate issued {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"certificate application {Application}", "issued")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Application = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => IssueCertificate.Kind;
}

/// <summary>An event that answers an application for a compliance certificate.</summary>
public interface IAnswersApplication : INamesOpenEntry
{
    /// <summary>The application.</summary>
    Guid Application { get; }

    /// <inheritdoc/>
    string INamesOpenEntry.Member => "application";

    /// <inheritdoc/>
    Guid? INamesOpenEntry.Named => Application;

    /// <inheritdoc/>
    bool INamesOpenEntry.IsAnswer => true;

    /// <inheritdoc/>
    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<CertificateAppliedFor, IAnswersApplication>(answer => answer.Application);
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
            IsRegulatoryAction = true,
            Example = () => new CertificateIssued(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            UndertakingsRules.AfterAcceptance,
            ApplyForCertificate.CertificatesOfLegalBasis,
            AnswersOpenApplication,
            CertificateDecidedInTime,
        ];

    /// <summary>Who is refused may apply again.</summary>
    public static Rule<IAnswersApplication> AnswersOpenApplication { get; } =
        new(
            "answers-open-application",
            "A compliance certificate is issued or refused on an application that nobody has answered.",
            (answer, judged) =>
            {
                var named = answer.Application;
                var effective = judged.Effective;
                var application = judged.Timeline.StandsFor(named);
                if (application is not { Counts: true, Content: CertificateAppliedFor })
                {
                    return $"There is no application {named} about {judged.Timeline.Subject}, or it was retracted.";
                }

                if (effective.Latest < application.Effective.Earliest)
                {
                    return $"It takes effect {effective}, before the application was received ({application.Effective}).";
                }

                return
                    judged
                        .Timeline.Of<IAnswersApplication>()
                        .FirstOrDefault(e =>
                            e.ComesBefore(judged.Entry, judged.Content)
                            && judged.Timeline.StandsFor(e.Content.Application)?.Id == application.Id
                        )
                        is { } earlier
                    ? $"The application was answered already, by entry {earlier.Id} ({earlier.Effective})."
                    : null;
            }
        );

    /// <summary>Never refused: what is late has to be recorded all the same. Late is what is certainly late.</summary>
    public static Rule<IAnswersApplication> CertificateDecidedInTime { get; } =
        new(
            "certificate-decided-in-time",
            "An application for a compliance certificate is decided within the days that the legal basis gives, counted from the day after it was received.",
            (answer, judged) =>
            {
                if (AcceptedUndertakings.Of(judged.Timeline) is not { } undertakings)
                {
                    return null;
                }

                var application = judged.Timeline.StandsFor(answer.Application);
                return
                    application is { Counts: true, Content: CertificateAppliedFor }
                    && undertakings.CertificateDue(application) is { } due
                    && judged.Effective.Earliest > due
                    ? $"It was decided {judged.Effective}; the application received {application.Effective} was to be "
                        + $"decided by {DateWithPrecision.Day(due)}."
                    : null;
            },
            RuleForce.Reports
        );
}
