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
        "Only this organisation, by its ODS code; system:QOC for an ICB and the trusts of its system on the day."
    );

    private static readonly QuestionParameter System = new(
        "system",
        "ods",
        "Only this ICB and the trusts of its system on the day, by the ICB's ODS code.",
        Before: SystemScope.Prefix
    );

    private static readonly QuestionParameter DependsOn = new(
        "dependsOn",
        "dependsOn",
        "Only what depends on this organisation, by its ODS code; system:QOC for an ICB and the trusts of its system."
    );

    private static readonly QuestionParameter DependsOnNamed = new(
        "dependsOnName",
        "dependsOnNames.contains",
        "Only what depends on an organisation whose name holds this."
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

    /// <summary>The questions, by role and number.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        For(
            "R1",
            "In which segment is each organisation of my region, since when, who decided that, and why?",
            "organisations?existence=exists,uncertain&sort=region,segment,name",
            "ods, name, regionName, segment, segmentText, since, decidedBy, decidedByPerson, rationale, source",
            "segment"
        ),
        For(
            "R2",
            "What changed since our last meeting, or between any two dates: in the world, and in what we know of it?",
            "history?sort=-change,place",
            "change, place, recorded, subject, summary, effective, decidedBy, origin, standing, old, new, rationale, entry",
            null,
            From,
            To
        ),
        For(
            "R3",
            "Which reviews should have been held by now?",
            "deadlines?kind=segment-review,oversight-review,recovery-review,transition-review&overdue=yes&sort=due",
            "kind, ods, title, due, daysLeft, subject",
            "segment-review, oversight-review, recovery-review"
        ),
        For(
            "R4",
            "Who is in Recovery Support, why, for how long already, and when is each meant to leave?",
            "engagements?state=in-programme,uncertain,last-published-in&sort=-days",
            "ods, name, engagement, title, state, saidBy, scope, reasons, entered, days, targetExit, targetDaysLeft, targetMissed, director",
            "membership, target-exit"
        ),
        For(
            "R5",
            "Which exit criteria are not satisfied, and how many days are left for each?",
            "criteria?purpose=exit&satisfied=no&sort=due,engagement",
            "engagement, ods, reference, wording, due, daysLeft, regionRating, national, otherWording, missing",
            "membership, exit-criteria"
        ),
        For(
            "R6",
            "Which undertakings fall due within 30, 60 and 90 days?",
            "undertakings?state=open&daysLeft.atLeast=0&sort=due,ods",
            "ods, name, undertakings, reference, wording, due, daysLeft, within",
            "undertakings, undertaking-items, undertaking-due",
            Within
        ),
        For(
            "R7",
            "Which undertakings are past their date without an agreed variation that moved it?",
            "undertakings?overdue=yes&sort=due,ods",
            "ods, name, undertakings, reference, wording, originalDue, due, daysLeft, varied, progress",
            "undertakings, undertaking-items, undertaking-due"
        ),
        For(
            "R8",
            "Where does the organisation rate a criterion differently from us?",
            "criteria?differ=yes&self.empty=no&sort=engagement",
            "engagement, ods, reference, wording, self, selfReason, regionRating, regionReason, national, nationalReason, otherWording",
            "membership, exit-criteria, ratings"
        ),
        For(
            "R9",
            "Which evidence waits for our assessment, and since when?",
            "evidence?waits=yes&sort=waitingSince",
            "title, for, ods, name, engagement, undertakings, state, waitingSince, daysWaiting, entry"
        ),
        For(
            "R10",
            "Which regulatory action was taken on this ICB and on the trusts within it, in the order in which it took effect?",
            "decisions?regulatoryAction=yes&sort=effective,place",
            "effective, ods, names, summary, decidedBy, authority, subject, rationale, source, entry",
            null,
            System
        ),
        For(
            "R11",
            "Who is in Tier 1 or Tier 2 support, by programme?",
            "support?kind=tier&isOver=no&sort=programme,tier,name",
            "programme, tier, ods, name, concerns, state, text, since, expectedExit, decidedBy, source",
            "tier-support"
        ),
        For(
            "R12",
            "Whose target exit has moved more than once?",
            "engagements?timesMoved.atLeast=2&sort=-timesMoved",
            "engagement, title, ods, name, state, targetExit, timesMoved, targetHistory",
            "membership, target-exit"
        ),
        For(
            "R13",
            "Who is in the most intensive segment without Recovery Support, or the other way round?",
            "organisations?mismatch.empty=no&sort=mismatch,name",
            "ods, name, regionName, segmentText, inRecovery, recoverySaidBy, engagement, mismatch",
            "segment-and-recovery"
        ),
        For(
            "R14",
            "Which decisions lack a rationale, a decision letter or any evidence, or were not communicated?",
            "decisions?decides=yes&missing.empty=no&sort=place",
            "place, ods, subject, summary, effective, decidedBy, missing, entry"
        ),
        For(
            "R15",
            "What passes to the successor bodies at a merger, and has somebody decided what happens to it?",
            "passing?sort=state,ods,what,item",
            "ods, name, ended, successors, what, engagement, undertakings, item, says, due, state, successor, from, decidedBy, reason"
        ),
        For(
            "A1",
            "What was the status of an organisation on a day?",
            "organisations?sort=name",
            "ods, name, existence, segmentText, since, decidedBy, source, lastReview, nextReviewDue, inRecovery, recoveryText, findings",
            "segment, membership, segment-review"
        ),
        For(
            "A2",
            "What was believed, at an instant, to be the status of an organisation on a day?",
            "organisations?sort=name",
            "ods, name, existence, segmentText, since, decidedBy, source, lastReview, nextReviewDue, inRecovery, recoveryText, findings",
            "segment, membership, segment-review"
        ),
        For(
            "A3",
            "Who decided it, under which authority, and on which evidence?",
            "decisions?sort=place",
            "place, summary, effective, decided, decidedBy, decidedByPerson, authority, evidence, rationale, source, entry",
            null,
            Entry
        ),
        For(
            "A4",
            "How long after it took effect was each entry recorded?",
            "history?daysToRecord.empty=no&sort=-daysToRecord",
            "place, subject, summary, effective, recorded, daysToRecord, origin, loggedBy, entry",
            null,
            Entry
        ),
        For(
            "A5",
            "What was corrected or retracted, by whom, why, from what and to what?",
            "history?kind=entry_corrected,entry_retracted&sort=place",
            "place, recorded, subject, kind, target, changes, old, new, decidedBy, decidedByPerson, loggedBy, rationale, standing",
            null,
            From,
            To
        ),
        For(
            "A7",
            "Do the decisions in the record give what was published for a year, and where do they differ?",
            "published?sort=agrees,period,about,ods",
            "ods, name, about, period, publication, published, decided, agrees, difference, publicationsDiffer, othersSay, entry, decidedIn",
            null,
            new("year", "period", "Only what was published for this period: 2023/24."),
            new(
                "publication",
                "publication.contains",
                "Only what this publication states, by its name or a part of it."
            ),
            new("about", "about", "Only positions about this: segment or recovery.")
        ),
        For(
            "A8",
            "Which wording of a criterion was in force when it was judged met?",
            "judgements?level=region,national&rating=met,met-and-sustained&sort=engagement,judged",
            "engagement, ods, reference, level, rating, judged, wordingJudged, thresholdJudged, wordingFrom, wordingEntry, afterwards, changes",
            "membership, exit-criteria, judgement"
        ),
        For(
            "A9",
            "Which criteria were changed after they had been judged not met?",
            "judgements?level=region,national&rating=not-met,partly-met&afterwards=changed,dropped&sort=engagement,judged",
            "engagement, ods, reference, level, rating, judged, wordingJudged, afterwards, changes",
            "membership, exit-criteria, judgement"
        ),
        For(
            "A10",
            "Where did one person both propose and agree?",
            "decisions?sameProposer=yes&sort=place",
            "place, ods, subject, summary, effective, decidedBy, decidedByPerson, loggedBy, proposedBy, proposal, origin"
        ),
        For(
            "A11",
            "How long did it take from entry to exit, by organisation and by region?",
            "engagements?state=exited&length.empty=no&sort=region,-length",
            "region, ods, name, engagement, title, entered, exited, length",
            "membership"
        ),
        For(
            "A12",
            "Which exits happened with unmet criteria, and who accepted that?",
            "engagements?unmet.empty=no&sort=exited",
            "engagement, title, ods, name, exited, exitDecidedBy, unmet, unmetReasons, unmetAcceptedBy",
            "membership, criteria-at-exit"
        ),
        For(
            "A13",
            "Was each application for a compliance certificate decided within its days?",
            "certificates?due.empty=no&sort=applied",
            "undertakings, ods, name, items, applied, due, outcome, decided, daysToDecide, inTime, decidedBy"
        ),
        For(
            "A14",
            "Which undertakings are not published, and why?",
            "undertakings?publication=withheld,not-stated&sort=ods",
            "undertakings, ods, name, reference, wording, accepted, publication, withheldBecause",
            "undertakings"
        ),
        For(
            "A16",
            "Which entries are back-dated or imported, and which were live?",
            "history?sort=origin,place",
            "origin, place, subject, summary, effective, recorded, daysToRecord, source, loggedBy",
            null,
            new("origin", "origin", "Only of this origin: live, back-dated or imported."),
            From,
            To
        ),
        For(
            "L1",
            "Which criteria remain before we can leave Recovery Support?",
            "criteria?purpose=exit&satisfied=no&sort=engagement",
            "reference, theme, wording, due, daysLeft, missing, ods, engagement",
            "membership, exit-criteria"
        ),
        For(
            "L2",
            "What exactly counts as met for each criterion?",
            "criteria?sort=engagement",
            "reference, purpose, wording, measure, threshold, sustainedMonths, ods, engagement",
            "membership, exit-criteria"
        ),
        For(
            "L3",
            "Which evidence is wanted, by when and from whom?",
            "criteria?satisfied=no&evidenceWanted.empty=no&sort=due",
            "reference, evidenceWanted, due, daysLeft, owner, ods, engagement",
            "membership, exit-criteria"
        ),
        For(
            "L4",
            "What have we submitted, and was it read and judged?",
            "evidence?sort=submitted",
            "title, for, submitted, state, answered, answeredBy, verdict, reason, entry"
        ),
        For(
            "L5",
            "How do the region and the national team rate each criterion, and why?",
            "criteria?sort=engagement",
            "reference, wording, self, regionRating, regionReason, national, nationalReason, differ, otherWording, ods, engagement",
            "membership, exit-criteria, ratings"
        ),
        For(
            "L6",
            "What changed about us since our last board: in the world, and in what is known of it?",
            "history?sort=-change,place",
            "change, place, recorded, subject, summary, effective, decidedBy, standing, old, new, rationale",
            null,
            From,
            To
        ),
        For(
            "L7",
            "When are we meant to leave, and how has that moved?",
            "engagements?sort=engagement",
            "engagement, title, ods, targetExit, targetDaysLeft, timesMoved, targetHistory",
            "membership, target-exit"
        ),
        For(
            "L8",
            "Which undertakings are due next?",
            "undertakings?state=open&sort=due",
            "reference, wording, due, daysLeft, within, overdue, owner, undertakings, ods",
            "undertakings, undertaking-items, undertaking-due"
        ),
        For(
            "L9",
            "Was a variation agreed, by whom, and to what?",
            "undertakings?varied=yes&sort=variationAgreed",
            "reference, wording, originalDue, due, variationAgreed, variationAgreedBy, variationReason, undertakings, ods",
            "undertakings"
        ),
        For(
            "L10",
            "Which criteria depend on another organisation, such as a trust?",
            "criteria?dependsOn.empty=no&sort=engagement",
            "reference, wording, dependsOn, dependsOnNames, dependsOnTrusts, satisfied, due, ods, engagement",
            "membership, exit-criteria",
            DependsOn,
            DependsOnNamed
        ),
        For(
            "L11",
            "How long must each criterion stay met, and how far are we?",
            "criteria?sustainedMonths.empty=no&sort=engagement",
            "reference, wording, sustainedMonths, metSince, sustainedFrom, daysToSustained, satisfied, ods, engagement",
            "membership, exit-criteria"
        ),
        For(
            "L12",
            "Who decides our exit, and when?",
            "engagements?state=in-programme,uncertain&sort=engagement",
            "engagement, title, ods, decidesExit, recommended, expected, targetExit, nextReviewDue, criteriaRemaining",
            "membership"
        ),
        For(
            "L13",
            "Which monitoring follows our exit?",
            "engagements?monitoring.empty=no&sort=engagement",
            "engagement, title, ods, monitoring, monitoringUntil, monitoringReviewMonths, monitoringReviewDue, monitoringCompleted",
            "membership"
        ),
        For(
            "L15",
            "Something recorded about us is wrong: how do we challenge it, and what became of the challenge?",
            "challenges?sort=made",
            "subject, challenged, says, wrong, wanted, made, state, daysWaiting, answered, answeredBy, reason, mendedBy, ods, entry",
            "challenge"
        ),
    ];

    // A question is an address of a register: filters and an order. Whose id it has asks it.
    private static Question For(
        string id,
        string text,
        string address,
        string columns,
        string? missing = null,
        params QuestionParameter[] more
    )
    {
        var (register, query) = (address.Split('?')[0], address.Split('?')[1].Split('&'));
        var sort = query.Single(part => part.StartsWith("sort=", StringComparison.Ordinal));
        return new(
            id,
            id[0] switch
            {
                'R' => Role.Region,
                'A' => Role.Auditor,
                _ => Role.Icb,
            },
            text,
            Register.Of(register),
            [.. query.Where(part => part != sort).Select(Filter.Parse)],
            Sort.Parse(sort["sort=".Length..]),
            columns.Split(", "),
            [
                Region,
                Organisation,
                .. register
                    is "organisations"
                        or "undertakings"
                        or "certificates"
                        or "deadlines"
                        or "support"
                        or "published"
                    ? Array.Empty<QuestionParameter>()
                    : [Engagement],
                .. more,
            ],
            missing?.Split(", ")
        );
    }
}
