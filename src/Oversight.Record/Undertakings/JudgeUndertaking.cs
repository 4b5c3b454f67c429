namespace Oversight.Record.Undertakings;

/// <summary>An undertaking was judged.</summary>
/// <param name="Decision">Effective: when. Rationale: the reason.</param>
/// <param name="Item">The undertaking (by its reference).</param>
/// <param name="Judgement">How far it was complied with.</param>
public sealed record UndertakingJudged(Decision Decision, string Item, ComplianceJudgement Judgement)
    : Event(Decision),
        IAboutUndertaking
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Item, "item");
    }

    /// <inheritdoc/>
    public override string Says(Naming names) => $"Undertaking {Item} judged {InWords.Of(Judgement)} with {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"{Item} judgement", InWords.Of(Judgement))];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => JudgeUndertaking.Kind;
}

/// <summary>How far an undertaking was complied with.</summary>
public enum ComplianceJudgement
{
    /// <summary>It was not.</summary>
    NotComplied,

    /// <summary>In part.</summary>
    PartlyComplied,

    /// <summary>It was.</summary>
    Complied,
}

/// <summary>How <see cref="UndertakingJudged"/> is called, and the rules that say when it may be recorded.</summary>
public static class JudgeUndertaking
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "undertaking_judged",
            "undertaking-judgement",
            typeof(UndertakingJudged),
            SubjectKind.Undertakings,
            "An undertaking was judged"
        )
        {
            Example = () => new UndertakingJudged(Example.Decided, "1.1", ComplianceJudgement.Complied),
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
