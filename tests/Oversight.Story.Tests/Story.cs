namespace Oversight.Story.Tests;

/// <summary>Who does something in the story, signed in with a token of their own.</summary>
internal enum Who
{
    /// <summary>Somebody of the regional team.</summary>
    Region,

    /// <summary>Somebody else of the regional team.</summary>
    RegionalColleague,

    /// <summary>Somebody of the national team.</summary>
    National,

    /// <summary>The lead of the ICB.</summary>
    Icb,

    /// <summary>The trust.</summary>
    Trust,

    /// <summary>The ICB that follows the first at a merger.</summary>
    Successor,
}

/// <summary>A story: what happens, and whose people speak for organisations.</summary>
/// <param name="Speaking">The ODS codes of the organisations whose people appear.</param>
/// <param name="Steps">What happens, in order.</param>
internal sealed record StoryTold(IReadOnlyDictionary<Who, string> Speaking, IReadOnlyList<Step> Steps);

/// <summary>One thing that happens.</summary>
internal abstract record Step(Who Who);

/// <summary>A decision is logged.</summary>
/// <param name="Who">By whom.</param>
/// <param name="Name">What later steps and the answers call its entry.</param>
/// <param name="About">The subject's stream.</param>
/// <param name="Word">The kind of event.</param>
/// <param name="Effective">From when; also the day of the decision, when it is a day.</param>
/// <param name="Body">The deciding body.</param>
/// <param name="Content">The event's own members as JSON; @name stands for the id of an earlier entry.</param>
/// <param name="Because">The rationale.</param>
internal sealed record Log(
    Who Who,
    string Name,
    string About,
    string Word,
    string Effective,
    string Body,
    string Content,
    string? Because = null
) : Step(Who)
{
    /// <summary>The rule that refuses it; null when it is recorded.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>The day of the decision, where it is not the effective one.</summary>
    public string? Decided { get; init; }

    /// <summary>The day on which the organisation was told; null: on the day of the decision.</summary>
    public string? Communicated { get; init; }

    /// <summary>The document that it was taken from; null for none.</summary>
    public string? Document { get; init; }
}

/// <summary>A meeting's outcomes are logged, all or none.</summary>
/// <param name="Who">By whom.</param>
/// <param name="Title">The meeting.</param>
/// <param name="On">Its day.</param>
/// <param name="Body">The deciding body.</param>
/// <param name="Outcomes">Each outcome.</param>
internal sealed record Meeting(Who Who, string Title, string On, string Body, params Outcome[] Outcomes) : Step(Who);

/// <summary>An outcome of a meeting.</summary>
/// <param name="Name">What later steps and the answers call its entry.</param>
/// <param name="About">The subject's stream.</param>
/// <param name="Type">The stored name of the event, or no_change.</param>
/// <param name="Data">The event's own members as JSON.</param>
internal sealed record Outcome(string Name, string About, string Type, string Data);

/// <summary>A document is stored; later steps name its hash and length as @name.sha256 and @name.length.</summary>
/// <param name="Who">By whom.</param>
/// <param name="Name">What later steps call it.</param>
/// <param name="Organisation">Whose it is.</param>
/// <param name="FileName">Its file name.</param>
/// <param name="Text">What it says.</param>
internal sealed record Store(Who Who, string Name, string Organisation, string FileName, string Text) : Step(Who);

/// <summary>An entry is corrected: its content is replaced, whole.</summary>
/// <param name="Who">By whom.</param>
/// <param name="Name">What the answers call the correction.</param>
/// <param name="Target">The entry that was wrong.</param>
/// <param name="Instead">The step that says what it should have said.</param>
/// <param name="Because">Why.</param>
internal sealed record Correct(Who Who, string Name, string Target, Log Instead, string Because) : Step(Who);

/// <summary>A moment to which questions return: "as known" then.</summary>
internal sealed record Remember(string Name) : Step(Who.Region);

/// <summary>
/// The worked story, in both roles' words. The place and its people are made up: Westmarch, an ICB and its trust in the
/// Midlands.
/// </summary>
internal static class Westmarch
{
    public const string Icb = "organisation-QZZ";
    public const string Trust = "organisation-RZZ";
    public const string Recovery = "recovery-westmarch-2023";
    public const string Undertakings = "undertakings-rzz-2023";

    private const string Regional = "nhs-england-Y60";
    private const string National = "nhs-england";

    private static readonly Log EvidenceJudgedMet = new(
        Who.National,
        "EC1 judged met",
        Recovery,
        "criterion-assessment",
        "2024-06-14",
        National,
        """{ "criterion": "EC1", "level": "national", "judgement": "met", "confidence": "medium" }""",
        "The board's plan and its first quarter were seen."
    );

    public static StoryTold Story { get; } =
        new(new Dictionary<Who, string> { [Who.Icb] = "QZZ", [Who.Trust] = "RZZ" }, Steps());

    private static IReadOnlyList<Step> Steps() =>
        [
            new Log(
                Who.National,
                "the ICB",
                Icb,
                "organisation",
                "2022-07-01",
                National,
                """{ "organisation": "QZZ", "kind": "icb", "name": "NHS Westmarch ICB", "region": "Y60" }"""
            ),
            new Log(
                Who.National,
                "the trust",
                Trust,
                "organisation",
                "2015-04-01",
                National,
                """{ "organisation": "RZZ", "kind": "nhs-trust", "name": "Westmarch Hospitals NHS Trust", "region": "Y60" }"""
            ),
            // Segment 2, then 3 as the region proposed and a colleague agreed.
            new Log(
                Who.Region,
                "segment 2",
                Icb,
                "segment",
                "2022-09-01",
                Regional,
                """{ "segment": 2 }""",
                "First placement after establishment."
            ),
            new Log(
                Who.Region,
                "segment 2 of the trust",
                Trust,
                "segment",
                "2022-09-01",
                Regional,
                """{ "segment": 2 }""",
                "Stable performance."
            ),
            new Log(
                Who.Region,
                "proposal of 3",
                Icb,
                "segment-proposal",
                "2022-12-05",
                Regional,
                """{ "segment": 3 }""",
                "The deficit grows."
            ),
            new Log(
                Who.Region,
                "agreed by its proposer",
                Icb,
                "segment-agreement",
                "2022-12-12",
                Regional,
                """{ "proposal": "@proposal of 3", "segment": 3 }""",
                "Agreed."
            )
            {
                RefusedBy = "approver-is-not-proposer",
            },
            new Log(
                Who.RegionalColleague,
                "segment 3",
                Icb,
                "segment-agreement",
                "2022-12-12",
                Regional,
                """{ "proposal": "@proposal of 3", "segment": 3 }""",
                "Agreed at the regional oversight group."
            ),
            // The first proposal of 4 is declined nationally.
            new Log(
                Who.Region,
                "first proposal of 4",
                Icb,
                "segment-proposal",
                "2023-03-01",
                Regional,
                """{ "segment": 4 }""",
                "The recovery plan was not delivered."
            ),
            new Log(
                Who.RegionalColleague,
                "4 agreed by the region",
                Icb,
                "segment-agreement",
                "2023-03-08",
                Regional,
                """{ "proposal": "@first proposal of 4", "segment": 4 }""",
                "Agreed."
            )
            {
                RefusedBy = "national-agreement",
            },
            new Log(
                Who.National,
                "4 declined",
                Icb,
                "segment-decline",
                "2023-03-15",
                National,
                """{ "proposal": "@first proposal of 4" }""",
                "A quarter more is given to the new leadership."
            ),
            new Log(
                Who.Region,
                "second proposal of 4",
                Icb,
                "segment-proposal",
                "2023-06-05",
                Regional,
                """{ "segment": 4 }""",
                "The quarter brought no change."
            ),
            // Into Recovery Support together with the most intensive segment: one decision.
            new Meeting(
                Who.National,
                "National oversight committee",
                "2023-07-03",
                National,
                new Outcome(
                    "segment 4",
                    Icb,
                    "segment_agreed",
                    """{ "proposal": "@second proposal of 4", "segment": 4 }"""
                ),
                new Outcome(
                    "entry",
                    Recovery,
                    "recovery_entered",
                    """{ "title": "Westmarch system", "members": ["QZZ"], "targetExit": "Q1 2024/25" }"""
                )
            ),
            new Log(
                Who.Region,
                "the director",
                Recovery,
                "improvement-director",
                "2023-07-17",
                Regional,
                """{ "director": "Morgan Example", "until": "2025-03-31" }"""
            ),
            new Log(
                Who.National,
                "first criteria",
                Recovery,
                "exit-criteria",
                "2023-08-01",
                National,
                """
                { "purpose": "exit", "criteria": [
                  { "reference": "EC1", "theme": "Leadership", "wording": "The board has a plan that its members own.",
                    "measure": "Board papers", "threshold": "A plan agreed by all partners", "evidenceWanted": ["Signed plan"],
                    "owner": "Chair", "due": "2024-03-31" },
                  { "reference": "EC2", "theme": "Finance", "wording": "The system lives within its means.",
                    "measure": "Outturn against plan", "threshold": "Deficit of at most 10 million", "owner": "Chief Finance Officer",
                    "evidenceWanted": ["Month 12 return"], "due": "Q4 2023/24" },
                  { "reference": "EC3", "theme": "Urgent care", "wording": "Handovers take less than 30 minutes.",
                    "measure": "Median handover time", "threshold": "30 minutes", "owner": "Chief Operating Officer",
                    "due": "2024-06-30", "sustainedMonths": 6, "dependsOn": ["RZZ"] } ] }
                """
            ),
            new Log(
                Who.National,
                "the trust joins",
                Recovery,
                "recovery-member",
                "2023-09-01",
                National,
                """{ "organisation": "RZZ" }""",
                "Urgent care cannot be recovered without it."
            ),
            new Log(
                Who.Region,
                "milestone M1",
                Recovery,
                "milestone",
                "2023-09-04",
                Regional,
                """{ "milestone": "M1", "title": "The medium-term plan is approved.", "due": "2023-12-31" }"""
            ),
            // Undertakings of the trust.
            new Log(
                Who.Region,
                "undertakings",
                Undertakings,
                "undertakings",
                "2023-09-15",
                Regional,
                """
                { "organisation": "RZZ", "legalBasis": "hsc-act-2012-s106", "test": "reasonable-suspicion",
                  "grounds": ["Handover delays since 2021."],
                  "items": [
                    { "reference": "1.1", "wording": "A handover plan is sent to NHS England.", "due": "2023-11-30", "owner": "Chief Executive" },
                    { "reference": "1.2", "wording": "The plan is delivered.", "due": "2024-06-30" } ],
                  "publication": { "withheldBecause": "A procurement is under way." } }
                """,
                "Reasonable grounds to suspect a breach of the licence."
            ),
            new Log(
                Who.Trust,
                "progress on 1.1",
                Undertakings,
                "undertaking-progress",
                "2023-10-30",
                "RZZ",
                """{ "item": "1.1", "progress": "A draft is with the board.", "rating": "amber" }"""
            ),
            new Log(
                Who.Region,
                "varied by one side",
                Undertakings,
                "undertaking-variation",
                "2023-11-20",
                Regional,
                """{ "item": "1.1", "agreedBy": ["nhs-england-Y60"], "due": "2024-01-31" }""",
                "The draft needs more work."
            )
            {
                RefusedBy = "varied-by-both-parties",
            },
            new Log(
                Who.Region,
                "variation",
                Undertakings,
                "undertaking-variation",
                "2023-11-20",
                Regional,
                """{ "item": "1.1", "agreedBy": ["nhs-england-Y60", "RZZ"], "due": "2024-01-31" }""",
                "The draft needs more work."
            ),
            // Evidence, returned once.
            new Store(Who.Icb, "draft plan", "QZZ", "draft-plan.txt", "The plan, without signatures.\n"),
            new Log(
                Who.Icb,
                "draft plan submitted",
                Recovery,
                "evidence",
                "2023-11-06",
                "QZZ",
                """
                { "organisation": "QZZ", "title": "Board plan", "for": ["EC1"],
                  "document": { "sha256": "@draft plan.sha256", "fileName": "draft-plan.txt", "mediaType": "text/plain", "length": @draft plan.length } }
                """
            ),
            new Log(
                Who.Region,
                "draft plan acknowledged",
                Recovery,
                "evidence-acknowledged",
                "2023-11-08",
                Regional,
                """{ "evidence": "@draft plan submitted" }"""
            ),
            new Log(
                Who.Region,
                "draft plan returned",
                Recovery,
                "evidence-returned",
                "2023-11-20",
                Regional,
                """{ "evidence": "@draft plan submitted" }""",
                "Two partners have not signed."
            ),
            new Store(Who.Icb, "signed plan", "QZZ", "signed-plan.txt", "The plan, signed by all partners.\n"),
            new Log(
                Who.Icb,
                "signed plan submitted",
                Recovery,
                "evidence",
                "2023-12-05",
                "QZZ",
                """
                { "organisation": "QZZ", "title": "Board plan, signed", "for": ["EC1"],
                  "document": { "sha256": "@signed plan.sha256", "fileName": "signed-plan.txt", "mediaType": "text/plain", "length": @signed plan.length } }
                """
            ),
            new Log(
                Who.Icb,
                "EC1 by the ICB",
                Recovery,
                "self-assessment",
                "2023-12-06",
                "QZZ",
                """{ "criterion": "EC1", "rating": "green", "confidence": "high", "member": "QZZ" }""",
                "The plan is signed."
            ),
            new Log(
                Who.RegionalColleague,
                "signed plan judged",
                Recovery,
                "evidence-judged",
                "2023-12-18",
                Regional,
                """{ "evidence": "@signed plan submitted", "verdict": "sufficient" }""",
                "All partners have signed."
            ),
            new Log(
                Who.Region,
                "EC1 by the region",
                Recovery,
                "criterion-assessment",
                "2023-12-20",
                Regional,
                """{ "criterion": "EC1", "level": "region", "judgement": "partly-met", "confidence": "medium" }""",
                "Signed, and not yet worked by."
            ),
            new Log(
                Who.Region,
                "M1 moved",
                Recovery,
                "milestone-date",
                "2023-12-21",
                Regional,
                """{ "milestone": "M1", "due": "2024-02-29" }""",
                "The board meets in February."
            ),
            new Log(
                Who.Region,
                "EC2 not met",
                Recovery,
                "criterion-assessment",
                "2024-01-10",
                Regional,
                """{ "criterion": "EC2", "level": "region", "judgement": "not-met", "confidence": "high" }""",
                "The forecast is 40 million short."
            ),
            // The criteria are refreshed: EC2 gets another threshold after it was judged not met.
            new Log(
                Who.National,
                "refreshed criteria",
                Recovery,
                "refreshed-exit-criteria",
                "2024-01-15",
                National,
                """
                { "replaces": "@first criteria", "purpose": "exit", "criteria": [
                  { "reference": "EC1", "theme": "Leadership", "wording": "The board has a plan that its members own.",
                    "measure": "Board papers", "threshold": "A plan agreed by all partners", "evidenceWanted": ["Signed plan"],
                    "owner": "Chair", "due": "2024-06-30" },
                  { "reference": "EC2", "theme": "Finance", "wording": "The system lives within its means.",
                    "measure": "Outturn against plan", "threshold": "Deficit of at most 25 million", "owner": "Chief Finance Officer",
                    "evidenceWanted": ["Month 12 return"], "due": "Q4 2024/25" },
                  { "reference": "EC3", "theme": "Urgent care", "wording": "Handovers take less than 30 minutes.",
                    "measure": "Median handover time", "threshold": "30 minutes", "owner": "Chief Operating Officer",
                    "due": "2024-06-30", "sustainedMonths": 6, "dependsOn": ["RZZ"] } ] }
                """,
                "The control total was reset."
            ),
            new Log(
                Who.Trust,
                "plan of the trust",
                Undertakings,
                "evidence",
                "2024-01-25",
                "RZZ",
                """{ "organisation": "RZZ", "title": "Handover plan", "for": ["1.1"] }"""
            ),
            new Log(
                Who.Region,
                "1.1 complied",
                Undertakings,
                "undertaking-judgement",
                "2024-02-08",
                Regional,
                """{ "item": "1.1", "judgement": "complied" }""",
                "The plan was received and is credible."
            ),
            new Log(
                Who.Region,
                "M1 reached",
                Recovery,
                "milestone-achieved",
                "2024-02-27",
                Regional,
                """{ "milestone": "M1" }"""
            ),
            // A quarterly meeting: the trust as it was, the engagement as it is.
            new Meeting(
                Who.Region,
                "Quarterly review, Midlands",
                "2024-03-28",
                Regional,
                new Outcome("trust reviewed", Trust, "no_change", """{ "nextReviewDue": "2024-06-30" }"""),
                new Outcome(
                    "engagement reviewed",
                    Recovery,
                    "no_change",
                    """{ "outcome": "Finance is behind, urgent care on course.", "nextReviewDue": "2024-06-30" }"""
                )
            ),
            EvidenceJudgedMet,
            new Remember("before the correction"),
            // It was not judged on the 14th but on the 24th, and with high confidence.
            new Correct(
                Who.National,
                "EC1 corrected",
                "EC1 judged met",
                EvidenceJudgedMet with
                {
                    Effective = "2024-06-24",
                    Content =
                        """{ "criterion": "EC1", "level": "national", "judgement": "met", "confidence": "high" }""",
                },
                "The minutes are of the 24th."
            ),
            // The target is missed, and moved; later once more.
            new Log(
                Who.National,
                "target moved",
                Recovery,
                "target-exit",
                "2024-06-28",
                National,
                """{ "target": "Q3 2024/25" }""",
                "Finance needs the rest of the year."
            ),
            new Log(
                Who.National,
                "EC3 met",
                Recovery,
                "criterion-assessment",
                "2024-07-01",
                National,
                """{ "criterion": "EC3", "level": "national", "judgement": "met", "confidence": "high" }""",
                "The median was 28 minutes in June."
            ),
            new Log(
                Who.National,
                "EC3 sustained too soon",
                Recovery,
                "criterion-assessment",
                "2024-12-01",
                National,
                """{ "criterion": "EC3", "level": "national", "judgement": "met-and-sustained" }""",
                "Five months."
            )
            {
                RefusedBy = "sustained-long-enough",
            },
            new Log(
                Who.Trust,
                "certificate applied for",
                Undertakings,
                "certificate-application",
                "2024-07-08",
                "RZZ",
                """{ "items": ["1.1"] }"""
            ),
            new Log(
                Who.Region,
                "certificate",
                Undertakings,
                "certificate",
                "2024-07-19",
                Regional,
                """{ "application": "@certificate applied for" }"""
            ),
            new Log(
                Who.National,
                "target moved again",
                Recovery,
                "target-exit",
                "2024-12-16",
                National,
                """{ "target": "2025-03-31" }""",
                "The trust's winter plan is awaited."
            ),
            new Log(
                Who.National,
                "EC3 sustained",
                Recovery,
                "criterion-assessment",
                "2025-01-13",
                National,
                """{ "criterion": "EC3", "level": "national", "judgement": "met-and-sustained", "confidence": "high" }""",
                "Six months below 30 minutes."
            ),
            new Log(
                Who.Region,
                "exit recommended",
                Recovery,
                "exit-recommendation",
                "2025-02-10",
                Regional,
                """{ "expected": "2025-03-10" }""",
                "Two of three are met; the third is close."
            ),
            new Log(
                Who.National,
                "exit in silence",
                Recovery,
                "exit",
                "2025-03-10",
                National,
                """{ "recommendation": "@exit recommended" }""",
                "Agreed."
            )
            {
                RefusedBy = "unmet-accepted-by-name",
            },
            // Out of the programme and out of the most intensive segment: one decision; EC2 is accepted unmet by name.
            new Log(
                Who.Region,
                "proposal of 3 again",
                Icb,
                "segment-proposal",
                "2025-02-10",
                Regional,
                """{ "segment": 3 }""",
                "Goes with the exit."
            ),
            new Meeting(
                Who.National,
                "National oversight committee",
                "2025-03-10",
                National,
                new Outcome(
                    "exit",
                    Recovery,
                    "exit_agreed",
                    """
                    { "recommendation": "@exit recommended",
                      "unmet": [ { "criterion": "EC2", "reason": "Within 3 million, with a plan for it.", "acceptedBy": "Robin Example" } ] }
                    """
                ),
                new Outcome(
                    "segment 3 again",
                    Icb,
                    "segment_agreed",
                    """{ "proposal": "@proposal of 3 again", "segment": 3 }"""
                )
            ),
            new Log(
                Who.National,
                "transition criteria",
                Recovery,
                "exit-criteria",
                "2025-03-10",
                National,
                """
                { "purpose": "transition", "criteria": [
                  { "reference": "TC1", "theme": "Finance", "wording": "Two quarters on plan.", "due": "2025-09-30" } ] }
                """
            ),
            new Log(
                Who.Region,
                "transition plan",
                Recovery,
                "transition-plan",
                "2025-03-10",
                Regional,
                """
                { "monitoring": "Monthly finance meetings, quarterly visits.", "until": "2025-09-30", "reviewMonths": 3,
                  "firstReviewDue": "2025-06-30" }
                """
            ),
            new Log(
                Who.Region,
                "transition reviewed",
                Recovery,
                "transition-plan-review",
                "2025-06-20",
                Regional,
                """{ "outcome": "On plan after one quarter.", "nextReviewDue": "2025-09-30" }"""
            ),
            new Log(
                Who.National,
                "TC1 met",
                Recovery,
                "criterion-assessment",
                "2025-10-06",
                National,
                """{ "criterion": "TC1", "level": "national", "judgement": "met", "confidence": "high" }""",
                "Two quarters on plan."
            ),
            new Log(
                Who.Region,
                "transition completed",
                Recovery,
                "transition-plan-completed",
                "2025-10-10",
                Regional,
                "{ }"
            ),
            new Remember("at the end"),
        ];
}
