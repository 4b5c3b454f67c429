namespace Oversight.Record.Undertakings;

/// <summary>Undertakings hold no longer.</summary>
/// <param name="Decision">Effective: from when. Rationale: why.</param>
/// <param name="Items">Those that hold no longer; left out: all.</param>
public sealed record UndertakingsDischarged(Decision Decision, IReadOnlyList<string>? Items = null) : Event(Decision)
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
    public override string Says(Naming names) =>
        Items is null
            ? $"All undertakings discharged from {When}"
            : $"Undertakings {InWords.Listed(Items)} discharged from {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => Stated.AllOrEach("discharged", Items);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => DischargeUndertakings.Kind;
}

/// <summary>How <see cref="UndertakingsDischarged"/> is called, and the rules that say when it may be recorded.</summary>
public static class DischargeUndertakings
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertakings_discharged",
            "undertakings-discharge",
            typeof(UndertakingsDischarged),
            SubjectKind.Undertakings,
            "Undertakings hold no longer"
        )
        {
            IsRegulatoryAction = true,
            Example = () => new UndertakingsDischarged(Example.Decided),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            UndertakingsRules.AfterAcceptance,
            UndertakingsRules.NamesItemsGiven,
            UndertakingsRules.NotAfterDischarge,
        ];
}
