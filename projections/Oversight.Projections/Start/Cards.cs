namespace Oversight.Projections.Start;

/// <summary>What start pages count alike, whoever looks.</summary>
internal static class Cards
{
    private const string Reviews = "segment-review,oversight-review,recovery-review,transition-review";

    /// <summary>What should have been done by now.</summary>
    public static IReadOnlyList<Counted> Overdue(Counting counting) =>
        [
            counting.Rows(
                "Reviews",
                $"deadlines?kind={Reviews}&overdue=yes&sort=due",
                "segment-review, oversight-review, recovery-review"
            ),
            counting.Rows(
                "Undertakings, directions and certificate decisions",
                "deadlines?kind=undertaking,direction,certificate-decision&overdue=yes&sort=due",
                "undertakings, undertaking-items, undertaking-due, directions"
            ),
            counting.Rows(
                "Exit and transition criteria",
                "deadlines?kind=exit-criterion,transition-criterion&overdue=yes&sort=due",
                "membership, exit-criteria"
            ),
            counting.Rows(
                "Evidence wanted for a criterion whose date has passed, and never submitted",
                "criteria?overdue=yes&evidenceWanted.empty=no&evidence.empty=yes&sort=due",
                "membership, exit-criteria"
            ),
            counting.Rows(
                "Target exits, milestones and terms of improvement directors",
                "deadlines?kind=target-exit,milestone,improvement-director&overdue=yes&sort=due",
                "membership, target-exit"
            ),
            counting.Rows(
                "Actions, commitments, support and independent reviews",
                "deadlines?kind=action,commitment,support-exit,independent-review&overdue=yes&sort=due",
                "commitment, commitment-due, support, independent-review"
            ),
        ];

    /// <summary>The reviews that are due next.</summary>
    public static Counted NextReviews(Counting counting) =>
        counting.Rows(
            "Reviews due next",
            $"deadlines?kind={Reviews}&daysLeft.atLeast=0&sort=due",
            "segment-review, oversight-review, recovery-review"
        );

    /// <summary>Exits that were recommended and neither agreed nor declined.</summary>
    public static Counted ExitsRecommended(Counting counting) =>
        counting.Rows(
            "Exits recommended, neither agreed nor declined",
            "engagements?recommended.empty=no&state=in-programme,uncertain&sort=recommended",
            "membership"
        );
}
