namespace Oversight.Record.Challenges;

/// <summary>A challenge was received.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Challenge">The entry by which it was made.</param>
public sealed record ChallengeAcknowledged(Decision Decision, Guid Challenge) : Event(Decision), IAboutChallenge
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Challenge received {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"challenge {Challenge}", "received")];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Challenge = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        ChallengeStanding.Open(timeline, c => c.State == ChallengeState.Made);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => AcknowledgeChallenge.Kind;
}

/// <summary>How <see cref="ChallengeAcknowledged"/> is called, and the rules that say when it may be recorded.</summary>
public static class AcknowledgeChallenge
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "challenge_acknowledged",
            "challenge-acknowledged",
            typeof(ChallengeAcknowledged),
            SubjectKind.Organisation | SubjectKind.Recovery | SubjectKind.Undertakings,
            "A challenge was received"
        )
        {
            Decides = false,
            Example = () => new ChallengeAcknowledged(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [ChallengeRules.ChallengeInOrder];
}
