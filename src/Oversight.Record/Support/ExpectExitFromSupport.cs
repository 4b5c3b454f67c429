namespace Oversight.Record.Support;

/// <summary>Support that was set is expected to end. It goes on until it is withdrawn.</summary>
/// <param name="Decision">Effective: when that was expected.</param>
/// <param name="Support">The entry by which it was set.</param>
/// <param name="By">By when it is expected to end; left out where that is not stated.</param>
/// <param name="Organisations">Those of the trusts that it was set for; left out for all.</param>
public sealed record SupportExitExpected(
    Decision Decision,
    Guid Support,
    DateWithPrecision? By = null,
    IReadOnlyList<OdsCode>? Organisations = null
) : Event(Decision), IAboutSupport
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
    public override string Says(Naming names) =>
        $"Exit from support expected{(By is { } by ? $" by {by}" : "")}, as of {When}{names.For(Organisations)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ($"support {Support}", "exit expected"),
            .. Stated.Maybe("expected exit", By),
            .. Stated.Each("organisation", Organisations ?? []),
        ];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Support = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ExpectExitFromSupport.Kind;
}

/// <summary>How <see cref="SupportExitExpected"/> is called, and the rules that say when it may be recorded.</summary>
public static class ExpectExitFromSupport
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "support_exit_expected",
            "support-exit-expected",
            typeof(SupportExitExpected),
            SubjectKind.Organisation,
            "The end of support is expected"
        )
        {
            Example = () => new SupportExitExpected(Example.Decided, Example.Entry, Example.Date("Q1 2025/26")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [Organisations.OrganisationRules.WithinExistence, SupportThatWasSet.SupportStillInPlace];
}
