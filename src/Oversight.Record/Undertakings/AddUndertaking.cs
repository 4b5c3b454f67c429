namespace Oversight.Record.Undertakings;

/// <summary>An undertaking was added to those accepted, by a variation that both parties agreed.</summary>
/// <param name="Decision">Effective: from when. Rationale: why.</param>
/// <param name="Added">The undertaking, under a number that the set has not yet.</param>
/// <param name="AgreedBy">The bodies that agreed: the one that accepted the undertakings, and each organisation that gave them (by its ODS code).</param>
public sealed record UndertakingAdded(Decision Decision, UndertakingItem Added, IReadOnlyList<string> AgreedBy)
    : Event(Decision),
        IAgreedByBothParties
{
    string IAboutUndertaking.Item => Added.Reference;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Added.CheckInput("added");
        Check.Texts(AgreedBy, "agreedBy", 100, atLeast: 1);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Undertaking {Added.Reference} added from {When} by {names.ListedBodies(AgreedBy)}"
        + (Added.Due is { } due ? $"; due {due}" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [.. Added.States(), .. Stated.Each($"{Added.Reference} addition agreed by", AgreedBy)];

    /// <inheritdoc/>
    public override bool IsPartyTo(OdsCode organisation) => AgreedBy.Contains(organisation.Value);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AddUndertaking.Kind;
}

/// <summary>How <see cref="UndertakingAdded"/> is called, and the rules that say when it may be recorded.</summary>
public static class AddUndertaking
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertaking_added",
            "undertaking-addition",
            typeof(UndertakingAdded),
            SubjectKind.Undertakings,
            "An undertaking was added by both parties"
        )
        {
            IsRegulatoryAction = true,
            Example = () =>
                new UndertakingAdded(
                    Example.Decided,
                    new("2.1", "A cost improvement plan is agreed.", Example.Date("2025-03-31"), "Director of Finance"),
                    ["nhs-england", "RXW"]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            UndertakingsRules.AfterAcceptance,
            VaryUndertaking.VariedByBothParties,
            AddedUnderNewNumber,
            UndertakingsRules.NotAfterDischarge,
        ];

    /// <summary>What is there already is varied.</summary>
    public static Rule<UndertakingAdded> AddedUnderNewNumber { get; } =
        new(
            "added-under-new-number",
            "An undertaking is added under a number that the set has not, to a set whose undertakings are known.",
            (said, judged) =>
            {
                if (AcceptedUndertakings.Of(judged.Timeline) is not { } undertakings)
                {
                    return null;
                }

                var reference = said.Added.Reference;
                return undertakings.IsByReportOnly ? UndertakingsRules.ByReportOnly(undertakings)
                    : undertakings.Content.ItemsGiven!.Any(i => i.Reference == reference)
                    || judged
                        .Timeline.Of<UndertakingAdded>()
                        .Any(e => e.Content.Added.Reference == reference && e.Place < judged.Entry.Place)
                        ? $"There is an undertaking {reference} in {undertakings.Subject} already: vary it."
                    : null;
            }
        );
}
