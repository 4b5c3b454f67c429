namespace Oversight.Record.Challenges;

/// <summary>A challenge was not upheld: the entry stands as it is.</summary>
/// <param name="Decision">Effective: when. Rationale: why the entry stands, which must be said.</param>
/// <param name="Challenge">The entry by which it was made.</param>
public sealed record ChallengeNotUpheld(Decision Decision, Guid Challenge) : Event(Decision), IJudgesChallenge
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Challenge not upheld {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"challenge {Challenge}", "not upheld")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Challenge = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => DoNotUpholdChallenge.Kind;
}

/// <summary>How <see cref="ChallengeNotUpheld"/> is called, and the rules that say when it may be recorded.</summary>
public static class DoNotUpholdChallenge
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "challenge_not_upheld",
            "challenge-not-upheld",
            typeof(ChallengeNotUpheld),
            SubjectKind.Organisation | SubjectKind.Recovery | SubjectKind.Undertakings,
            "A challenge was not upheld"
        )
        {
            Example = () => new ChallengeNotUpheld(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.ReasonForDeclining,
            ChallengeRules.ChallengeInOrder,
            ChallengeRules.ChallengeJudgeIsNotChallenger,
        ];
}
