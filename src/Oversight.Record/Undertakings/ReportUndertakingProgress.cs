using Oversight.Record.Recovery;

namespace Oversight.Record.Undertakings;

/// <summary>The organisation told how far it is.</summary>
/// <param name="Decision">Effective: the day of the report.</param>
/// <param name="Item">The undertaking (by its reference).</param>
/// <param name="Progress">What was reported.</param>
/// <param name="Rating">How the organisation sees it.</param>
public sealed record UndertakingProgressReported(Decision Decision, string Item, string Progress, Brag? Rating = null)
    : Event(Decision),
        IAboutUndertaking
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Item, "item");
        BadInputException.Text(Progress, "progress", 20_000);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Progress on undertaking {Item} reported {When}" + (Rating is { } rating ? $" ({InWords.Of(rating)})" : "");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ($"{Item} progress", Progress),
            .. Stated.Maybe($"{Item} self-assessment", Rating is { } rating ? InWords.Of(rating) : null),
        ];

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => true;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReportUndertakingProgress.Kind;
}

/// <summary>How <see cref="UndertakingProgressReported"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReportUndertakingProgress
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertaking_progress_reported",
            "undertaking-progress",
            typeof(UndertakingProgressReported),
            SubjectKind.Undertakings,
            "Progress on an undertaking was reported"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            IsSaidByOrganisations = true,
            Decides = false,
            Example = () =>
                new UndertakingProgressReported(Example.Decided, "1.1", "A draft is with the board.", Brag.Green),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            UndertakingsRules.AfterAcceptance,
            UndertakingsRules.NamesItemsGiven,
            UndertakingsRules.NotAfterDischarge,
            UndertakingsRules.ActsForWhatPassed,
        ];
}
