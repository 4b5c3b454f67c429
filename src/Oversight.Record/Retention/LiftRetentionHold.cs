namespace Oversight.Record.Retention;

/// <summary>A retention hold is over: what it covered is kept for as long as the retention schedule says, and no longer for the hold.</summary>
/// <param name="Decision">Effective: the first day without it. Rationale: why, which must be said.</param>
/// <param name="Hold">The entry by which it was placed.</param>
public sealed record RetentionHoldLifted(Decision Decision, Guid Hold) : Event(Decision), INamesOpenEntry
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Retention hold lifted {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() => [($"retention hold {Hold}", "lifted")];

    string INamesOpenEntry.Member => "hold";

    Guid? INamesOpenEntry.Named => Hold;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Hold = entry };

    IEnumerable<BelievedEntry> INamesOpenEntry.OpenIn(Timeline timeline) =>
        timeline.Unanswered<RetentionHoldPlaced, RetentionHoldLifted>(lifted => lifted.Hold);

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => LiftRetentionHold.Kind;
}

/// <summary>How <see cref="RetentionHoldLifted"/> is called, and the rules that say when it may be recorded.</summary>
public static class LiftRetentionHold
{
    /// <summary>How it is called. Only NHS England's records function lifts: whoever placed it may not know who else relies on it.</summary>
    public static EventKind Kind { get; } =
        new(
            "retention_hold_lifted",
            "retention-hold-lifted",
            typeof(RetentionHoldLifted),
            SubjectKind.Organisation,
            "A retention hold was lifted"
        )
        {
            Deciders = Deciders.National,
            Provision = Provision.RecordsManagement,
            Example = () => new RetentionHoldLifted(Example.Decided, Example.Entry),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [GeneralRules.DecisionSaysWhy, LiftsHoldInForce];

    /// <summary>A hold is lifted once.</summary>
    public static Rule<RetentionHoldLifted> LiftsHoldInForce { get; } =
        new(
            "lifts-hold-in-force",
            "A retention hold is lifted that was placed, and is not lifted already.",
            (lifted, judged) =>
            {
                if (judged.Timeline.StandsFor(lifted.Hold) is not { Counts: true, Content: RetentionHoldPlaced } hold)
                {
                    return $"No retention hold was placed by entry {lifted.Hold} about {judged.Timeline.Subject}, or it was retracted.";
                }

                if (judged.Effective.Latest < hold.Effective.Earliest)
                {
                    return $"It takes effect {judged.Effective}, before the hold was placed ({hold.Effective}).";
                }

                return
                    judged
                        .Timeline.Of<RetentionHoldLifted>()
                        .FirstOrDefault(e =>
                            e.ComesBefore(judged.Entry, judged.Content)
                            && judged.Timeline.StandsFor(e.Content.Hold)?.Id == hold.Id
                        )
                        is { } earlier
                    ? $"The hold was lifted already, by entry {earlier.Id} ({earlier.Effective})."
                    : null;
            }
        );
}
