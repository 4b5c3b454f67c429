namespace Oversight.Record.Recovery;

/// <summary>A recommended exit was declined.</summary>
/// <param name="Decision">Effective: the day of declining. Rationale: why, which must be said.</param>
/// <param name="Recommendation">The recommendation.</param>
public sealed record ExitDeclined(Decision Decision, Guid Recommendation) : Event(Decision), INamesOpenEntry
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Recommended exit declined {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [("exit declined", $"{Recommendation}")];

    string INamesOpenEntry.Member => "recommendation";

    Guid? INamesOpenEntry.Named => Recommendation;

    bool INamesOpenEntry.IsAnswer => true;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Recommendation = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        Engagement.UnansweredRecommendations(timeline);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => DeclineExit.Kind;
}

/// <summary>How <see cref="ExitDeclined"/> is called, and the rules that say when it may be recorded.</summary>
public static class DeclineExit
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "exit_declined",
            "exit-decline",
            typeof(ExitDeclined),
            SubjectKind.Recovery,
            "A recommended exit was declined"
        )
        {
            Example = () => new ExitDeclined(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.ReasonForDeclining,
            EngagementRules.WhileUnderWay,
            AgreeExit.AnswersOpenRecommendation,
            AgreeExit.ExitApproverIsNotRecommender,
        ];
}
