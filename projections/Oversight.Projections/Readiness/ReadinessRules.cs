using Oversight.Projections.Answers;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;

namespace Oversight.Projections.Readiness;

/// <summary>The rules by which readiness for exit is found.</summary>
public static class ReadinessRules
{
    /// <summary>Whether a member is one.</summary>
    public static AnswerRule Membership { get; } =
        new(
            "membership-by-dates",
            "An organisation is a member from the day on which it enters or joins to the day before it leaves; an end that is certain by the day ends it, however vague its beginning was; where dates leave both open, it is uncertain."
        );

    /// <summary>Who owes what was open for a member that ended.</summary>
    public static AnswerRule PassesByDecision { get; } =
        new(
            "passes-by-decision",
            "What is open for a member that ended passes to a successor by a recorded decision: the successor joins the engagement, and from then on it alone owes what was open."
        );

    /// <summary>What there is to meet.</summary>
    public static AnswerRule CriteriaAgreed { get; } =
        new(
            "criteria-in-force",
            "What remains before exit is asked of the set of exit criteria in force on the day; a refreshed set replaces the one before it whole."
        );

    /// <summary>When a criterion is satisfied.</summary>
    public static AnswerRule JudgedMet { get; } =
        new(
            "criterion-judged-met",
            "A criterion is satisfied when the level that decides judged it met: the national team where it has judged, else the region."
        );

    /// <summary>Which judgements count.</summary>
    public static AnswerRule WordingInForce { get; } =
        new(
            "judged-by-wording-in-force",
            "A judgement counts only for the wording, measure, threshold and period that were in force when it was judged."
        );

    /// <summary>How long.</summary>
    public static AnswerRule Sustained { get; } =
        new(
            "sustained-period",
            "A criterion that has to be sustained is satisfied when it was met without a break for that many months, counted from the latest day of the date since when it is met, and was then judged met and sustained."
        );

    /// <summary>What cannot be kept.</summary>
    public static AnswerRule DatesCanBeKept { get; } = AnswerRule.Of(EngagementRules.DatesCanBeKept);

    /// <summary>What evidence is missing.</summary>
    public static AnswerRule Evidence { get; } =
        new(
            "evidence-wanted",
            "Evidence that is wanted for a criterion is submitted, and judged; what was returned or found insufficient is submitted again."
        );

    /// <summary>Who lets a member go.</summary>
    public static AnswerRule NationalAgreement { get; } = AnswerRule.Of(AssignSegment.NationalAgreement);

    /// <summary>When two ratings differ.</summary>
    public static AnswerRule RatingsDiffer { get; } =
        new(
            "ratings-differ",
            "Blue and green stand beside met, amber beside partly met, red beside not met; ratings of two sides differ when they do not stand beside each other, and until the criterion is rated anew those of another wording stand. Where fewer than two sides have rated, it is not stated."
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AnswerRule> All { get; } =
    [
        Membership,
        PassesByDecision,
        CriteriaAgreed,
        JudgedMet,
        WordingInForce,
        Sustained,
        DatesCanBeKept,
        Evidence,
        NationalAgreement,
        RatingsDiffer,
    ];
}
