namespace Oversight.Record.Recovery;

/// <summary>An engagement was looked at, and goes on as it is.</summary>
/// <param name="Decision">Effective: the day of the review.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="NextReviewDue">When it is to be looked at next.</param>
public sealed record RecoveryReviewed(Decision Decision, string Outcome, DateWithPrecision? NextReviewDue = null)
    : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Outcome, "outcome", 20_000);
    }

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"Recovery Support reviewed {When} and goes on{InWords.NextReview(NextReviewDue)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [("outcome", Outcome), .. Stated.Maybe("next review due", NextReviewDue)];

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => ReviewRecovery.Kind;
}

/// <summary>How <see cref="RecoveryReviewed"/> is called, and the rules that say when it may be recorded.</summary>
public static class ReviewRecovery
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "recovery_reviewed",
            "recovery-review",
            typeof(RecoveryReviewed),
            SubjectKind.Recovery,
            "Recovery Support was reviewed and goes on as it is"
        )
        {
            Example = () => new RecoveryReviewed(Example.Decided, "Goes on as agreed.", Example.Date("2025-02-01")),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules => [EngagementRules.WhileUnderWay];
}
