namespace Oversight.Record.Undertakings;

/// <summary>Undertakings were broken.</summary>
/// <param name="Decision">Effective: when that was established. Rationale: how.</param>
/// <param name="Items">The undertakings concerned, at least one.</param>
public sealed record UndertakingsBreached(Decision Decision, IReadOnlyList<string> Items) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.List(Items, "items", atLeast: 1, i => i);
        for (var i = 0; i < Items.Count; i++)
        {
            Check.Reference(Items[i], $"items[{i}]");
        }
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Breach of undertakings {InWords.Listed(Items)} established {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => Stated.Each("breached", Items);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => EstablishBreach.Kind;
}

/// <summary>How <see cref="UndertakingsBreached"/> is called, and the rules that say when it may be recorded.</summary>
public static class EstablishBreach
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertakings_breached",
            "undertakings-breach",
            typeof(UndertakingsBreached),
            SubjectKind.Undertakings,
            "Undertakings were broken"
        )
        {
            IsRegulatoryAction = true,
            Example = () => new UndertakingsBreached(Example.Decided, ["1.1"]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            UndertakingsRules.AfterAcceptance,
            UndertakingsRules.NamesItemsGiven,
            BreachOfOpenItems,
        ];

    /// <summary>Open is what is neither judged complied with, nor certified, nor discharged on the latest effective day.</summary>
    public static Rule<UndertakingsBreached> BreachOfOpenItems { get; } =
        new(
            "breach-of-open-items",
            "Only undertakings that are open can be broken.",
            (breached, judged) =>
            {
                if (AcceptedUndertakings.Of(judged.Timeline) is not { } undertakings)
                {
                    return null;
                }

                var effective = judged.Effective;
                return
                    breached.Items.FirstOrDefault(i =>
                        undertakings.ItemOf(i) is not null && !undertakings.IsOpen(i, effective.Latest)
                    )
                        is { } item
                    ? $"Undertaking {item} is not open {effective}: it was complied with, certified or discharged."
                    : null;
            }
        );
}
