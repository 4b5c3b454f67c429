namespace Oversight.Projections.Questions;

public static partial class QuestionList
{
    // What the region asks.
    private static Question[] OfRegion() =>
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
                "ods, name, engagement, title, state, saidBy, scope, reasons, entered, days, targetExitText, targetDaysLeft, targetMissed, director",
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
                "engagement, title, ods, name, state, targetExitText, timesMoved, targetHistory",
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
        ];
}
