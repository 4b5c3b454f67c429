namespace Oversight.Record.Undertakings;

/// <summary>The organisation applied for a compliance certificate.</summary>
/// <param name="Decision">Effective: the day on which the application was received, from which the 14 days count.</param>
/// <param name="Items">The undertakings that it is for; left out: all.</param>
public sealed record CertificateAppliedFor(Decision Decision, IReadOnlyList<string>? Items = null) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.List(Items ?? [], "items", atLeast: 0, i => i);
        for (var i = 0; i < (Items?.Count ?? 0); i++)
        {
            Check.Reference(Items![i], $"items[{i}]");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Compliance certificate applied for {When}{InWords.For(Items)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        Stated.AllOrEach("certificate applied for", Items);

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => true;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ApplyForCertificate.Kind;
}

/// <summary>How <see cref="CertificateAppliedFor"/> is called, and the rules that say when it may be recorded.</summary>
public static class ApplyForCertificate
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "certificate_applied_for",
            "certificate-application",
            typeof(CertificateAppliedFor),
            SubjectKind.Undertakings,
            "A compliance certificate was applied for"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            IsSaidByOrganisations = true,
            Decides = false,
            Example = () => new CertificateAppliedFor(Example.Decided, ["1.1"]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            UndertakingsRules.AfterAcceptance,
            UndertakingsRules.NamesItemsGiven,
            UndertakingsRules.NotAfterDischarge,
            UndertakingsRules.ActsForWhatPassed,
            CertificatesOfLegalBasis,
        ];

    /// <summary>The provider regime of the 2012 Act has them; undertakings of an integrated care board have not.</summary>
    public static Rule<Event> CertificatesOfLegalBasis { get; } =
        new(
            "certificates-of-legal-basis",
            "There are compliance certificates only where the legal basis of the undertakings has them.",
            (_, judged) =>
                AcceptedUndertakings.Of(judged.Timeline) is { Basis: { CertificateDays: null } basis }
                    ? $"The legal basis of these undertakings, {basis.Id}, knows no compliance certificates."
                    : null
        );
}
