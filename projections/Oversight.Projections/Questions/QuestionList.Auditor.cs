namespace Oversight.Projections.Questions;

public static partial class QuestionList
{
    // What an auditor asks.
    private static Question[] OfAuditor() =>
        [
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
                "engagements?state=exited&sort=region,-length",
                "region, ods, name, engagement, title, entered, exited, length, lengthAtMost",
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
                "certificates?sort=applied",
                "undertakings, ods, name, items, applied, due, outcome, decided, daysToDecide, inTime, decidedBy"
            ),
            For(
                "A14",
                "Which undertakings are not published, and why?",
                "undertakings?publication=withheld,not-stated&sort=ods",
                "undertakings, ods, name, reference, wording, accepted, publication, withheldBecause",
                "undertakings, undertaking-items"
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
                "A17",
                "Which disposals and retention holds were applied?",
                "retention?sort=from,ods",
                "ods, name, what, state, ground, reference, from, covers, titles, schedule, retentionRule, reviewBy, lifted, decidedBy, reason, entry",
                null,
                new("what", "what", "Only these: hold or disposal."),
                new("state", "state", "Only these: in-force, lifted, disposed or uncertain.")
            ),
        ];
}
