namespace Oversight.Record.Support;

/// <summary>Support that was set is over.</summary>
/// <param name="Decision">Effective: the first day without it. Rationale: why.</param>
/// <param name="Support">The entry by which it was set.</param>
/// <param name="Organisations">Those of the trusts that it was set for; left out for all.</param>
public sealed record SupportWithdrawn(Decision Decision, Guid Support, IReadOnlyList<OdsCode>? Organisations = null)
    : Event(Decision),
        IAboutSupport,
        IStatesSupport
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        SupportThatWasSet.CheckInput(this);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations ?? [];

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Support withdrawn {When}{names.For(Organisations)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"support {Support}", "withdrawn"), .. Stated.Each("organisation", Organisations ?? [])];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Support = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => WithdrawSupport.Kind;
}

/// <summary>How <see cref="SupportWithdrawn"/> is called, and the rules that say when it may be recorded.</summary>
public static class WithdrawSupport
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "support_withdrawn",
            "support-withdrawn",
            typeof(SupportWithdrawn),
            SubjectKind.Organisation,
            "Support was withdrawn"
        )
        {
            IsRegulatoryAction = true,
            Example = () => new SupportWithdrawn(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            Organisations.OrganisationRules.WithinExistence,
            SupportThatWasSet.SupportStillInPlace,
        ];
}
