using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Answers;

/// <summary>
/// The rules by which answers are found. A law that decisions are judged by too is that rule itself, under its one name.
/// </summary>
public static class AnswerRules
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
            "What was open for a body that ended passes to a successor, is discharged or ends by a recorded decision only; what passed is owed by the successor alone from that day on."
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
            "judgement-counts-for-its-wording",
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

    /// <summary>The review says when the next one is.</summary>
    public static AnswerRule NextReview { get; } =
        new("next-review-as-said", "The next review is due when the last one said.");

    /// <summary>The framework's rhythm.</summary>
    public static AnswerRule ReviewRhythm { get; } =
        new(
            "review-rhythm",
            "Where the last review said no date, a segment is reviewed as many months after the last review or placement as the framework of that day said, if that had segments for the kind of organisation; what is due stays due under a later framework, until it is held."
        );

    /// <summary>A criterion's date.</summary>
    public static AnswerRule CriterionDue { get; } =
        new(
            "criterion-due",
            "A criterion in force is due on its date for every member that it concerns, until it is satisfied; an exit criterion while the engagement is under way, a transition criterion until the transition is completed."
        );

    /// <summary>A milestone's date.</summary>
    public static AnswerRule MilestoneDue { get; } =
        new(
            "milestone-due",
            "A milestone is due on the date last given to it, until it is achieved or the engagement is over."
        );

    /// <summary>A transition plan's review.</summary>
    public static AnswerRule TransitionReview { get; } =
        new(
            "transition-review",
            "A transition plan is reviewed when its last review or the plan said, else by its own rhythm, until it is completed."
        );

    /// <summary>The end of a director's term.</summary>
    public static AnswerRule DirectorUntil { get; } =
        new(
            "director-until",
            "An improvement director is appointed until a date while the engagement is under way; then another is, or the engagement is over."
        );

    /// <summary>A target exit's date.</summary>
    public static AnswerRule TargetExit { get; } =
        new(
            "target-exit",
            "A member is to leave by the target exit that was stated last by the day, until it has left; it has moved as often as one was stated that differs from the one before."
        );

    /// <summary>An undertaking's date.</summary>
    public static AnswerRule UndertakingDue { get; } =
        new(
            "undertaking-due",
            "An undertaking is due by the date of its last variation that has begun by the day, else by the date accepted; it is open until it is judged complied with, certified or discharged, and overdue after the latest day of that date."
        );

    /// <summary>A certificate's days.</summary>
    public static AnswerRule CertificateDecidedInTime { get; } =
        AnswerRule.Of(IssueCertificate.CertificateDecidedInTime);

    /// <summary>What a list of entries shows.</summary>
    public static AnswerRule EntryAsRecorded { get; } =
        new(
            "entry-as-recorded",
            "An entry stands as it was recorded; what became of it is what later entries, by the place of the answer, say of it."
        );

    /// <summary>Where evidence stands.</summary>
    public static AnswerRule EvidenceLastStep { get; } =
        new(
            "evidence-by-its-last-step",
            "Evidence waits for its assessment from its submission until it is returned or judged; that it was received is not enough."
        );

    /// <summary>What a list of decisions shows.</summary>
    public static AnswerRule DecisionAsBelieved { get; } =
        new(
            "decision-as-believed",
            "A decision is what its entry says as corrected by the place of the answer; one that was retracted is left out. A decision letter is evidence whose title has the word letter in it."
        );

    /// <summary>A direction's date.</summary>
    public static AnswerRule DirectionDue { get; } =
        new("direction-due", "A direction is due on its date, until all the undertakings are discharged.");

    /// <summary>Those of readiness for exit.</summary>
    public static IReadOnlyList<AnswerRule> OfReadiness { get; } =
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

    /// <summary>Those by which something has a date.</summary>
    public static IReadOnlyList<AnswerRule> OfDeadlines { get; } =
    [
        NextReview,
        ReviewRhythm,
        CriterionDue,
        MilestoneDue,
        TargetExit,
        UndertakingDue,
        CertificateDecidedInTime,
        TransitionReview,
        DirectionDue,
        DirectorUntil,
    ];
}
