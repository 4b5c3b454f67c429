namespace Oversight.Record.Recovery;

/// <summary>It was agreed what support is given. A package agreed later takes the place of the one before it for the same members.</summary>
/// <param name="Decision">Effective: from when it is given.</param>
/// <param name="Support">What is given, one item each, at least one.</param>
/// <param name="Until">Until when, as far as that was said.</param>
/// <param name="Members">The members to whom it is given; left out: all.</param>
public sealed record SupportPackageAgreed(
    Decision Decision,
    IReadOnlyList<string> Support,
    DateWithPrecision? Until = null,
    IReadOnlyList<OdsCode>? Members = null
) : Event(Decision), IConcernsMembers
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Texts(Support, "support", 2000, atLeast: 1);
        EngagementRules.CheckMembers(Members);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Support package agreed from {When}{names.For(Members)}{InWords.Until(Until)}: "
        + InWords.OneLine(InWords.Listed(Support));

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. Stated.AllOrEach("support for", Members),
            .. Stated.Each("support", Support),
            .. Stated.Maybe("support until", Until),
        ];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AgreeSupportPackage.Kind;
}

/// <summary>How <see cref="SupportPackageAgreed"/> is called, and the rules that say when it may be recorded.</summary>
public static class AgreeSupportPackage
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "support_package_agreed",
            "support-package",
            typeof(SupportPackageAgreed),
            SubjectKind.Recovery,
            "The support to be given was agreed"
        )
        {
            Example = () =>
                new SupportPackageAgreed(
                    Example.Decided,
                    ["A finance improvement lead, two days a week.", "A peer review of urgent care."],
                    Example.Date("Q4 2024/25")
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.NamesMembers, EngagementRules.WhileUnderWay];
}
