using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Answers;

/// <summary>
/// The rules by which answers are found. A law that decisions are judged by too is that rule itself, under its one name.
/// </summary>
public static partial class AnswerRules
{
    /// <summary>Whether a member is one.</summary>
    public static AnswerRule Membership { get; } =
        new(
            "membership-by-dates",
            "An organisation is a member from the day on which it enters or joins to the day before it leaves; an end that is certain by the day ends it, however vague its beginning was; where dates leave both open, it is uncertain."
        );

    /// <summary>To which system an organisation belongs.</summary>
    public static AnswerRule System { get; } =
        new(
            "system-joined-last",
            "An ICB has its own system; a trust belongs to that of the ICB that it joined last, while both exist. Once that ICB has ended, the trust's system is not stated until it is recorded which one it joined."
        );

    /// <summary>What is known of it where no engagement is recorded.</summary>
    public static AnswerRule PublishedRecovery { get; } =
        new(
            "recovery-as-published",
            "Where no engagement is recorded by the day, what a publication states of Recovery Support for a period is the answer for that period, and afterwards only the last one published; an engagement that is recorded answers itself."
        );

    /// <summary>What a publication is held against.</summary>
    public static AnswerRule PublishedBesideDecided { get; } =
        new(
            "published-beside-decided",
            "What is published for a period is held against what the decisions in the record give on the period's last day; publications are left out of those."
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

    /// <summary>The review of an organisation or system.</summary>
    public static AnswerRule OversightReview { get; } =
        new(
            "oversight-review-as-said",
            "An organisation, or its system, is reviewed next when the last review of the same scope said; an extraordinary or other meeting that said no date leaves the date that was said before. A review of the segment is another review."
        );

    /// <summary>Where a concern stands.</summary>
    public static AnswerRule ConcernOpen { get; } =
        new(
            "concern-until-closed",
            "A concern is open from the day on which it was raised until it is closed; that it was taken to another body leaves it open."
        );

    /// <summary>A commitment's date.</summary>
    public static AnswerRule CommitmentDue { get; } =
        new(
            "commitment-due",
            "A commitment is due on the date last given to it, or so many years after the latest day on which it was made, until it is met or withdrawn; one that was missed still stands. Where no date was said, whether it is overdue is not stated."
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

    /// <summary>How a challenge is made, and where it stands.</summary>
    public static AnswerRule ChallengeLastStep { get; } =
        new(
            "challenge-by-its-last-step",
            "An organisation challenges an entry about it that it can see: it logs a challenge that names the entry, what is wrong and what it should say. Somebody else upholds it, by the correction or retraction that mends the entry, or does not, with the reason; until then it waits."
        );

    /// <summary>What a list of decisions shows.</summary>
    public static AnswerRule DecisionAsBelieved { get; } =
        new(
            "decision-as-believed",
            "A decision is what its entry says as corrected by the place of the answer; one that was retracted is left out. A decision letter is evidence whose title has the word letter in it."
        );

    /// <summary>What documents state for a period.</summary>
    public static AnswerRule AsStated { get; } =
        new(
            "as-stated-for-a-period",
            "A figure is what documents state of it for the period; where they do not agree it is uncertain, and what none states is not stated."
        );

    /// <summary>How an organisation was assessed.</summary>
    public static AnswerRule AssessedByYear { get; } =
        new(
            "assessed-by-year",
            "An annual assessment stands for the year that it is of, as it was published; a later one is of another year, and replaces none."
        );

    /// <summary>When a direction is in force.</summary>
    public static AnswerRule DirectionInForce { get; } =
        new(
            "direction-stands",
            "A direction is in force from the day on which it was issued until it is revoked; one about undertakings until all of them are discharged. Where dates leave open whether it is, it is uncertain."
        );

    /// <summary>A direction's date.</summary>
    public static AnswerRule DirectionDue { get; } =
        new(
            "direction-due",
            "A direction is due on its date until it is revoked; one about undertakings until all of them are discharged."
        );

    /// <summary>When support is in place.</summary>
    public static AnswerRule SupportByDates { get; } =
        new(
            "support-by-dates",
            "Support of one kind and programme for the same ones stands as the last entry that has begun by the day says; where dates leave open which that is, and those do not agree, or stand with different organisations, it is uncertain. What is withdrawn by the day is over, however vague its beginning was."
        );

    /// <summary>What a publication says of support.</summary>
    public static AnswerRule SupportPublished { get; } =
        new(
            "support-as-published",
            "Where support is published for a period to stand is certain for that period, and afterwards only the last one published. A tier or programme that is not stated is not made up."
        );

    /// <summary>When a notice is open.</summary>
    public static AnswerRule NoticeOpen { get; } =
        new(
            "notice-open",
            "A notice of another body is open from the day on which it was given until it is closed by an entry."
        );

    /// <summary>Where an independent review stands.</summary>
    public static AnswerRule ReviewLastStep { get; } =
        new(
            "independent-review-by-its-last-step",
            "An independent review stands where its last step by the day puts it: commissioned, reported, answered; where that step's date is too vague to say, it is uncertain."
        );

    /// <summary>When support is expected to end.</summary>
    public static AnswerRule SupportExit { get; } =
        new(
            "support-exit-expected",
            "Support is expected to end by the date that was stated last by the day, while it is in place, or may be."
        );

    /// <summary>When an independent review is expected to report.</summary>
    public static AnswerRule IndependentReviewDue { get; } =
        new(
            "independent-review-due",
            "An independent review is expected to report by the date that its commission said, until a report of it is recorded by the day."
        );

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
        OversightReview,
        CommitmentDue,
        SupportExit,
        IndependentReviewDue,
        CriterionDue,
        MilestoneDue,
        TargetExit,
        UndertakingDue,
        CertificateDecidedInTime,
        TransitionReview,
        DirectionInForce,
        DirectionDue,
        DirectorUntil,
    ];

    /// <summary>How long a retention hold lasts.</summary>
    public static AnswerRule HeldUntilLifted { get; } =
        new(
            "held-until-lifted",
            "A retention hold is in force from its day until an entry lifts it; the day by which it is to be reviewed does not end it."
        );

    /// <summary>When documents are gone.</summary>
    public static AnswerRule DisposedByEntry { get; } =
        new(
            "disposed-by-entry",
            "Documents are disposed of by an entry that names them; the entries that name them as evidence stay as they were."
        );

    /// <summary>What was last heard of an organisation.</summary>
    public static AnswerRule LastHeard { get; } =
        new(
            "last-heard",
            "The last that was heard of an organisation by a day is the entry about it, or about an engagement or undertakings that name it, that took effect last by then, whenever it was recorded; one about a period has reached the day while the period is not over. Redactions, disposals and retention holds say nothing of the organisation and do not count."
        );

    /// <summary>What of two states changed in the world.</summary>
    public static AnswerRule ChangedInTheWorld { get; } =
        new(
            "changed-in-the-world",
            "What differs between the two days, both as known in the later state, changed in the world: an entry took effect between them, or time passed."
        );

    /// <summary>What of two states changed in what is known.</summary>
    public static AnswerRule ChangedInOurKnowledge { get; } =
        new(
            "changed-in-our-knowledge",
            "What differs of the earlier day between the two states of knowledge changed in our knowledge: an entry about a time by then was recorded, corrected, retracted or told between them."
        );
}
