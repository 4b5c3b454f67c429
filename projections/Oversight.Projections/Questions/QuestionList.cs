using Oversight.Projections.Registers;

namespace Oversight.Projections.Questions;

/// <summary>Every question, as data: saved filters on the registers.</summary>
public static class QuestionList
{
    private static readonly QuestionParameter Region = new(
        "region",
        "region",
        "Only this region, by its code such as Y60."
    );

    private static readonly QuestionParameter Organisation = new(
        "organisation",
        "ods",
        "Only this organisation, by its ODS code."
    );

    private static readonly QuestionParameter Engagement = new(
        "engagement",
        "engagement",
        "Only this engagement, by its id."
    );

    private static readonly QuestionParameter Entry = new("entry", "entry", "Only this entry, by its id.");

    private static readonly QuestionParameter From = new(
        "from",
        "recorded.atLeast",
        "Only what was recorded on this day in London, or at this instant, or later."
    );

    private static readonly QuestionParameter To = new(
        "to",
        "recorded.atMost",
        "Only what was recorded on this day in London, or at this instant, or earlier."
    );

    private static readonly QuestionParameter Within = new(
        "within",
        "daysLeft.atMost",
        "Only what is due in at most so many days.",
        "90"
    );

    private static readonly QuestionParameter[] Place = [Region, Organisation];
    private static readonly QuestionParameter[] Programme = [Region, Organisation, Engagement];

    /// <summary>The questions, by role and number.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        For(
            Role.Region,
            "R1",
            "In which segment is each organisation of my region, since when, who decided that, and why?",
            "organisations",
            "existence=exists,uncertain",
            "region,segment,name",
            "ods, name, regionName, segment, segmentText, since, decidedBy, decidedByPerson, rationale, source",
            Place,
            "segment"
        ),
        For(
            Role.Region,
            "R2",
            "What changed since our last meeting, or between any two dates: in the world, and in what we know of it?",
            "history",
            "",
            "-change,place",
            "change, place, recorded, subject, summary, effective, decidedBy, origin, standing, old, new, rationale, entry",
            [.. Programme, From, To]
        ),
        For(
            Role.Region,
            "R3",
            "Which reviews should have been held by now?",
            "deadlines",
            "kind=segment-review,recovery-review,transition-review;overdue=yes",
            "due",
            "kind, ods, title, due, daysLeft, subject",
            Place,
            "segment-review, recovery-review"
        ),
        For(
            Role.Region,
            "R4",
            "Who is in Recovery Support, for how long already, and when is each meant to leave?",
            "engagements",
            "state=in-programme,uncertain",
            "-days",
            "ods, name, engagement, title, state, entered, days, targetExit, targetDaysLeft, director",
            Programme,
            "membership, target-exit"
        ),
        For(
            Role.Region,
            "R5",
            "Which exit criteria are not satisfied, and how many days are left for each?",
            "criteria",
            "purpose=exit;satisfied=no",
            "due,engagement",
            "engagement, ods, reference, wording, due, daysLeft, regionRating, national, otherWording, missing",
            Programme,
            "membership, exit-criteria"
        ),
        For(
            Role.Region,
            "R6",
            "Which undertakings fall due within 30, 60 and 90 days?",
            "undertakings",
            "state=open;daysLeft.atLeast=0",
            "due,ods",
            "ods, name, undertakings, reference, wording, due, daysLeft, within",
            [.. Place, Within],
            "undertakings, undertaking-due"
        ),
        For(
            Role.Region,
            "R7",
            "Which undertakings are past their date without an agreed variation that moved it?",
            "undertakings",
            "overdue=yes",
            "due,ods",
            "ods, name, undertakings, reference, wording, originalDue, due, daysLeft, varied, progress",
            Place,
            "undertakings, undertaking-due"
        ),
        For(
            Role.Region,
            "R8",
            "Where does the organisation rate a criterion differently from us?",
            "criteria",
            "differ=yes;self.empty=no",
            "engagement",
            "engagement, ods, reference, wording, self, selfReason, regionRating, regionReason, national, nationalReason, otherWording",
            Programme,
            "membership, exit-criteria, ratings"
        ),
        For(
            Role.Region,
            "R9",
            "Which evidence waits for our assessment, and since when?",
            "evidence",
            "waits=yes",
            "waitingSince",
            "title, for, ods, name, engagement, undertakings, state, waitingSince, daysWaiting, entry",
            Programme
        ),
        For(
            Role.Region,
            "R12",
            "Whose target exit has moved more than once?",
            "engagements",
            "timesMoved.atLeast=2",
            "-timesMoved",
            "engagement, title, ods, name, state, targetExit, timesMoved, targetHistory",
            Programme,
            "membership, target-exit"
        ),
        For(
            Role.Region,
            "R13",
            "Who is in the most intensive segment without Recovery Support, or the other way round?",
            "organisations",
            "mismatch.empty=no",
            "mismatch,name",
            "ods, name, regionName, segmentText, inRecovery, engagement, mismatch",
            Place,
            "segment-and-recovery"
        ),
        For(
            Role.Region,
            "R14",
            "Which decisions lack a rationale, a decision letter or any evidence?",
            "decisions",
            "decides=yes;missing.empty=no",
            "place",
            "place, ods, subject, summary, effective, decidedBy, missing, entry",
            Programme
        ),
        For(
            Role.Auditor,
            "A1",
            "What was the status of an organisation on a day?",
            "organisations",
            "",
            "name",
            "ods, name, existence, segmentText, since, decidedBy, source, lastReview, nextReviewDue, inRecovery, findings",
            Place,
            "segment, membership, segment-review"
        ),
        For(
            Role.Auditor,
            "A2",
            "What was believed, at an instant, to be the status of an organisation on a day?",
            "organisations",
            "",
            "name",
            "ods, name, existence, segmentText, since, decidedBy, source, lastReview, nextReviewDue, inRecovery, findings",
            Place,
            "segment, membership, segment-review"
        ),
        For(
            Role.Auditor,
            "A3",
            "Who decided it, under which authority, and on which evidence?",
            "decisions",
            "",
            "place",
            "place, summary, effective, decided, decidedBy, decidedByPerson, authority, evidence, rationale, source, entry",
            [.. Programme, Entry]
        ),
        For(
            Role.Auditor,
            "A4",
            "How long after it took effect was each entry recorded?",
            "history",
            "daysToRecord.empty=no",
            "-daysToRecord",
            "place, subject, summary, effective, recorded, daysToRecord, origin, loggedBy, entry",
            [.. Programme, Entry]
        ),
        For(
            Role.Auditor,
            "A5",
            "What was corrected or retracted, by whom, why, from what and to what?",
            "history",
            "kind=entry_corrected,entry_retracted",
            "place",
            "place, recorded, subject, kind, target, changes, old, new, decidedBy, decidedByPerson, loggedBy, rationale, standing",
            [.. Programme, From, To]
        ),
        For(
            Role.Auditor,
            "A8",
            "Which wording of a criterion was in force when it was judged met?",
            "judgements",
            "level=region,national;rating=met,met-and-sustained",
            "engagement,judged",
            "engagement, ods, reference, level, rating, judged, wordingJudged, thresholdJudged, wordingFrom, wordingEntry, afterwards, changes",
            Programme,
            "membership, exit-criteria, judgement"
        ),
        For(
            Role.Auditor,
            "A9",
            "Which criteria were changed after they had been judged not met?",
            "judgements",
            "level=region,national;rating=not-met,partly-met;afterwards=changed,dropped",
            "engagement,judged",
            "engagement, ods, reference, level, rating, judged, wordingJudged, afterwards, changes",
            Programme,
            "membership, exit-criteria, judgement"
        ),
        For(
            Role.Auditor,
            "A10",
            "Where did one person both propose and agree?",
            "decisions",
            "sameProposer=yes",
            "place",
            "place, ods, subject, summary, effective, decidedBy, decidedByPerson, loggedBy, proposedBy, proposal, origin",
            Programme
        ),
        For(
            Role.Auditor,
            "A11",
            "How long did it take from entry to exit, by organisation and by region?",
            "engagements",
            "state=exited;length.empty=no",
            "region,-length",
            "region, ods, name, engagement, title, entered, exited, length",
            Programme,
            "membership"
        ),
        For(
            Role.Auditor,
            "A12",
            "Which exits happened with unmet criteria, and who accepted that?",
            "engagements",
            "unmet.empty=no",
            "exited",
            "engagement, title, ods, name, exited, exitDecidedBy, unmet, unmetReasons, unmetAcceptedBy",
            Programme,
            "membership, criteria-at-exit"
        ),
        For(
            Role.Auditor,
            "A13",
            "Was each application for a compliance certificate decided within its days?",
            "certificates",
            "due.empty=no",
            "applied",
            "undertakings, ods, name, items, applied, due, outcome, decided, daysToDecide, inTime, decidedBy",
            Place
        ),
        For(
            Role.Auditor,
            "A14",
            "Which undertakings are not published, and why?",
            "undertakings",
            "publication=withheld,not-stated",
            "ods",
            "undertakings, ods, name, reference, wording, accepted, publication, withheldBecause",
            Place,
            "undertakings"
        ),
        For(
            Role.Auditor,
            "A16",
            "Which entries are back-dated or imported, and which were live?",
            "history",
            "",
            "origin,place",
            "origin, place, subject, summary, effective, recorded, daysToRecord, source, loggedBy",
            [.. Programme, new("origin", "origin", "Only of this origin: live, back-dated or imported."), From, To]
        ),
        For(
            Role.Icb,
            "L1",
            "Which criteria remain before we can leave Recovery Support?",
            "criteria",
            "purpose=exit;satisfied=no",
            "engagement",
            "reference, theme, wording, due, daysLeft, missing, ods, engagement",
            Programme,
            "membership, exit-criteria"
        ),
        For(
            Role.Icb,
            "L2",
            "What exactly counts as met for each criterion?",
            "criteria",
            "",
            "engagement",
            "reference, purpose, wording, measure, threshold, sustainedMonths, ods, engagement",
            Programme,
            "membership, exit-criteria"
        ),
        For(
            Role.Icb,
            "L3",
            "Which evidence is wanted, by when and from whom?",
            "criteria",
            "satisfied=no;evidenceWanted.empty=no",
            "due",
            "reference, evidenceWanted, due, daysLeft, owner, ods, engagement",
            Programme,
            "membership, exit-criteria"
        ),
        For(
            Role.Icb,
            "L4",
            "What have we submitted, and was it read and judged?",
            "evidence",
            "",
            "submitted",
            "title, for, submitted, state, answered, answeredBy, verdict, reason, entry",
            Programme
        ),
        For(
            Role.Icb,
            "L5",
            "How do the region and the national team rate each criterion, and why?",
            "criteria",
            "",
            "engagement",
            "reference, wording, self, regionRating, regionReason, national, nationalReason, differ, otherWording, ods, engagement",
            Programme,
            "membership, exit-criteria, ratings"
        ),
        For(
            Role.Icb,
            "L6",
            "What changed about us since our last board: in the world, and in what is known of it?",
            "history",
            "",
            "-change,place",
            "change, place, recorded, subject, summary, effective, decidedBy, standing, old, new, rationale",
            [.. Programme, From, To]
        ),
        For(
            Role.Icb,
            "L7",
            "When are we meant to leave, and how has that moved?",
            "engagements",
            "",
            "engagement",
            "engagement, title, ods, targetExit, targetDaysLeft, timesMoved, targetHistory",
            Programme,
            "membership, target-exit"
        ),
        For(
            Role.Icb,
            "L8",
            "Which undertakings are due next?",
            "undertakings",
            "state=open",
            "due",
            "reference, wording, due, daysLeft, within, overdue, owner, undertakings, ods",
            Place,
            "undertakings, undertaking-due"
        ),
        For(
            Role.Icb,
            "L9",
            "Was a variation agreed, by whom, and to what?",
            "undertakings",
            "varied=yes",
            "variationAgreed",
            "reference, wording, originalDue, due, variationAgreed, variationAgreedBy, variationReason, undertakings, ods",
            Place,
            "undertakings"
        ),
        For(
            Role.Icb,
            "L10",
            "Which criteria depend on another organisation, such as a trust?",
            "criteria",
            "dependsOn.empty=no",
            "engagement",
            "reference, wording, dependsOn, dependsOnNames, satisfied, due, ods, engagement",
            Programme,
            "membership, exit-criteria"
        ),
        For(
            Role.Icb,
            "L11",
            "How long must each criterion stay met, and how far are we?",
            "criteria",
            "sustainedMonths.empty=no",
            "engagement",
            "reference, wording, sustainedMonths, metSince, sustainedFrom, daysToSustained, satisfied, ods, engagement",
            Programme,
            "membership, exit-criteria"
        ),
        For(
            Role.Icb,
            "L12",
            "Who decides our exit, and when?",
            "engagements",
            "state=in-programme,uncertain",
            "engagement",
            "engagement, title, ods, decidesExit, recommended, expected, targetExit, nextReviewDue, criteriaRemaining",
            Programme,
            "membership"
        ),
        For(
            Role.Icb,
            "L13",
            "Which monitoring follows our exit?",
            "engagements",
            "monitoring.empty=no",
            "engagement",
            "engagement, title, ods, monitoring, monitoringUntil, monitoringReviewMonths, monitoringReviewDue, monitoringCompleted",
            Programme,
            "membership"
        ),
    ];

    private static Question For(
        Role role,
        string id,
        string text,
        string register,
        string filters,
        string sorts,
        string columns,
        IReadOnlyList<QuestionParameter> parameters,
        string? missing = null
    ) =>
        new(
            id,
            role,
            text,
            Register.Of(register),
            [.. filters.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Filter.Parse)],
            Sort.Parse(sorts),
            columns.Split(", "),
            parameters,
            missing?.Split(", ", StringSplitOptions.RemoveEmptyEntries)
        );
}
