namespace Oversight.Projections.Questions;

public static partial class QuestionList
{
    // What an ICB asks.
    private static Question[] OfIcb() =>
        [
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
                "membership, exit-criteria, evidence-wanted"
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
                "engagement, title, ods, targetExitText, targetDaysLeft, timesMoved, targetHistory",
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
                "undertakings, undertaking-items"
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
                "engagement, title, ods, decidesExit, recommended, expected, targetExitText, nextReviewDue, criteriaRemaining",
                "membership"
            ),
            For(
                "L13",
                "Which monitoring follows our exit?",
                "engagements?monitoring.empty=no&sort=engagement",
                "engagement, title, ods, monitoring, monitoringUntil, monitoringReviewMonths, monitoringReviewDue, monitoringCompleted",
                "membership, monitoring"
            ),
            For(
                "L15",
                "Something recorded about us is wrong: how do we challenge it, and what became of the challenge?",
                "challenges?sort=made",
                "subject, saidWhenChallenged, wrong, wanted, made, state, says, daysWaiting, answered, answeredBy, reason, mendedBy, challenged, ods, entry",
                "challenge"
            ),
        ];
}
