namespace Oversight.Story.Tests;

/// <summary>
/// A month of a regional team: March 2026 in the East of England, whose six ICBs become three on 1 April (NHS England, ICB mergers of
/// April 2026). The organisations are the reference data's; what happens to them is made up.
/// </summary>
internal static class EasternMonth
{
    public const string Norfolk = "organisation-QMM";
    public const string Hertfordshire = "organisation-QM7";
    public const string Harlow = "organisation-RQW";
    public const string Programme = "recovery-rqw-2026";
    public const string Leaving = "recovery-rmy-2025";
    public const string OfNorfolk = "undertakings-qmm-2026";

    private const string Regional = "nhs-england-Y61";
    private const string National = "nhs-england";

    private static readonly (string Ods, string Name, string Outcome)[] Round =
    [
        ("QHG", "Bedfordshire, Luton and Milton Keynes", "On course."),
        ("QUE", "Cambridgeshire and Peterborough", "On course; urgent care is watched."),
        ("QM7", "Hertfordshire and West Essex", "Finance is behind plan."),
        ("QH8", "Mid and South Essex", "On course."),
        ("QJG", "Suffolk and North East Essex", "On course."),
        ("QMM", "Norfolk and Waveney", "Long waits and finance are behind plan."),
    ];

    // Of the systems of Norfolk and of Hertfordshire.
    private static readonly string[] Trusts = ["RM1", "RGP", "RQW"];

    private static readonly Log TierOfNorfolk = new(
        Who.Region,
        "tier of QMM",
        Norfolk,
        "support",
        "2026-03-05",
        Regional,
        """{ "kind": "tier", "programme": "elective", "tier": 1, "scope": "system" }""",
        "The longest waits of the region."
    );

    public static StoryTold Story { get; } =
        new(
            new Dictionary<Who, string>
            {
                [Who.Icb] = "QMM",
                [Who.Trust] = "RMY",
                [Who.Successor] = "T6Y0W",
            },
            [
                .. BeforeMarch(),
                .. QuarterlyRound(),
                .. Undertakings(),
                .. IntoTheProgramme(),
                .. OutOfTheProgramme(),
                .. Challenge(),
                .. SaidByOthers(),
                new Remember("before the merger was worked"),
                .. Merger(),
                new Remember("at the end"),
            ]
        );

    private static IEnumerable<Step> BeforeMarch() =>
        [
            new Log(
                Who.National,
                "RMY in 5",
                "organisation-RMY",
                "segment",
                "2025-07-14",
                National,
                """{ "segment": 5 }""",
                "Most in need."
            ),
            new Log(
                Who.National,
                "RMY enters",
                Leaving,
                "recovery",
                "2025-07-14",
                National,
                """{ "title": "Norfolk and Suffolk", "members": ["RMY"], "targetExit": "Q4 2025/26", "reasons": ["quality"] }""",
                "Quality of care."
            ),
            new Log(
                Who.National,
                "RMY's criteria",
                Leaving,
                "exit-criteria",
                "2025-08-04",
                National,
                """
                { "purpose": "exit", "criteria": [
                  { "reference": "EC1", "theme": "Quality", "wording": "Every ward has a named lead.", "due": "2026-02-28" } ] }
                """
            ),
        ];

    // Six reviews in one meeting, with what they raised and asked for.
    private static IEnumerable<Step> QuarterlyRound() =>
        [
            new Meeting(
                Who.Region,
                "Quarterly round, East of England",
                "2026-03-10",
                Regional,
                [
                    .. Round.Select(board => new Outcome(
                        $"review of {board.Ods}",
                        $"organisation-{board.Ods}",
                        "oversight_reviewed",
                        $$"""
                        { "meeting": "quarterly", "scope": "system", "outcome": "{{board.Outcome}}",
                          "present": ["Chief Executive", "Regional Director"], "nextReviewDue": "2026-06-30" }
                        """
                    )),
                    .. Trusts.Select(trust => new Outcome(
                        $"review of {trust}",
                        $"organisation-{trust}",
                        "oversight_reviewed",
                        """
                        { "meeting": "quarterly", "scope": "organisation", "outcome": "Reviewed with its board.", "nextReviewDue": "2026-06-30" }
                        """
                    )),
                    new Outcome(
                        "concern about QMM",
                        Norfolk,
                        "concern_raised",
                        """{ "about": "performance", "scope": "system", "wording": "Waits of over a year grow." }"""
                    ),
                    new Outcome(
                        "control total of QM7",
                        Hertfordshire,
                        "commitment_made",
                        """
                        { "kind": "control-total", "terms": "agreed", "scope": "system", "period": "2026/27", "due": "2027-03-31",
                          "amount": 12000000 }
                        """
                    ),
                    new Outcome(
                        "action of QMM",
                        Norfolk,
                        "commitment_made",
                        """
                        { "kind": "action", "terms": "agreed", "scope": "organisation", "wording": "Send the recovery trajectory.",
                          "due": "2026-03-20", "owner": "Chief Operating Officer" }
                        """
                    ),
                    new Outcome(
                        "balance of QMM",
                        Norfolk,
                        "commitment_made",
                        """{ "kind": "return-to-balance", "terms": "expected", "scope": "system", "withinYears": 3 }"""
                    ),
                ]
            ),
            TierOfNorfolk,
            new Log(
                Who.Region,
                "the action is met",
                Norfolk,
                "commitment-met",
                "2026-03-19",
                Regional,
                """{ "commitment": "@action of QMM" }""",
                "The trajectory came."
            ),
        ];

    private static IEnumerable<Step> Undertakings() =>
        [
            new Log(
                Who.Region,
                "QMM's undertakings",
                OfNorfolk,
                "undertakings",
                "2026-03-11",
                Regional,
                """
                { "organisation": "QMM", "legalBasis": "icb-undertakings", "test": "reasonable-suspicion",
                  "grounds": ["Elective waits since 2024."], "types": ["performance"],
                  "items": [
                    { "reference": "1", "wording": "A recovery plan is sent.", "due": "2026-03-31" },
                    { "reference": "2", "wording": "The plan is delivered.", "due": "2026-09-30" } ] }
                """,
                "Reasonable grounds."
            ),
            new Log(
                Who.Region,
                "varied",
                OfNorfolk,
                "undertaking-variation",
                "2026-03-25",
                Regional,
                """{ "item": "1", "agreedBy": ["QMM", "nhs-england-Y61"], "due": "2026-05-29" }""",
                "The merger takes the team's time."
            ),
        ];

    // A trust is placed in the most intensive segment and enters the programme: one decision.
    private static IEnumerable<Step> IntoTheProgramme() =>
        [
            new Meeting(
                Who.National,
                "National oversight committee",
                "2026-03-12",
                National,
                new Outcome("RQW in 5", Harlow, "segment_assigned", """{ "segment": 5 }"""),
                new Outcome(
                    "RQW enters",
                    Programme,
                    "recovery_entered",
                    """{ "title": "Princess Alexandra", "members": ["RQW"], "targetExit": "Q4 2026/27", "reasons": ["finance", "leadership"] }"""
                )
            ),
            new Log(
                Who.Region,
                "RQW's letter",
                Programme,
                "entry-letter",
                "2026-03-16",
                National,
                """{ "asks": ["A diagnostic stocktake by the end of April."] }"""
            ),
        ];

    private static IEnumerable<Step> OutOfTheProgramme() =>
        [
            new Log(
                Who.National,
                "EC1 met",
                Leaving,
                "criterion-assessment",
                "2026-02-27",
                National,
                """{ "criterion": "EC1", "level": "national", "judgement": "met", "confidence": "high" }""",
                "Every ward has one."
            ),
            new Log(
                Who.Region,
                "RMY recommended",
                Leaving,
                "exit-recommendation",
                "2026-03-17",
                Regional,
                """{ "expected": "2026-03-24" }""",
                "The criterion is met."
            ),
            new Meeting(
                Who.National,
                "National oversight committee",
                "2026-03-24",
                National,
                new Outcome("RMY leaves", Leaving, "exit_agreed", """{ "recommendation": "@RMY recommended" }"""),
                new Outcome("RMY in 4", "organisation-RMY", "segment_assigned", """{ "segment": 4 }""")
            ),
        ];

    // The tier was 2: the board says so, and is right.
    private static IEnumerable<Step> Challenge() =>
        [
            new Log(
                Who.Icb,
                "challenge",
                Norfolk,
                "challenge",
                "2026-03-18",
                "QMM",
                """
                { "entry": "@tier of QMM", "organisation": "QMM", "wrong": "The letter says tier 2.", "wanted": "Tier 2." }
                """
            ),
            new Log(
                Who.Region,
                "challenge seen",
                Norfolk,
                "challenge-acknowledged",
                "2026-03-19",
                Regional,
                """{ "challenge": "@challenge" }"""
            ),
            new Correct(
                Who.RegionalColleague,
                "tier corrected",
                "tier of QMM",
                TierOfNorfolk with
                {
                    Content = """{ "kind": "tier", "programme": "elective", "tier": 2, "scope": "system" }""",
                },
                "The letter says tier 2."
            ),
            new Log(
                Who.RegionalColleague,
                "challenge upheld",
                Norfolk,
                "challenge-upheld",
                "2026-03-23",
                Regional,
                """{ "challenge": "@challenge", "correction": "@tier corrected" }""",
                "The letter says tier 2."
            ),
        ];

    // A notice to a trust, a review of the board from commission to answer, and what its accounts say.
    private static IEnumerable<Step> SaidByOthers() =>
        [
            new Log(
                Who.National,
                "notice to RM1",
                "organisation-RM1",
                "notice",
                "2026-03-13",
                "cqc",
                """{ "kind": "warning-notice", "about": "Urgent care." }"""
            ),
            new Log(
                Who.Region,
                "review of QMM's finances",
                Norfolk,
                "independent-review",
                "2026-03-02",
                Regional,
                """{ "about": "Financial control." }"""
            ),
            new Log(
                Who.Region,
                "the review's report",
                Norfolk,
                "independent-review-reported",
                "2026-03-20",
                Regional,
                """{ "recommendations": ["Control vacancies centrally."] }"""
            ),
            new Log(
                Who.Icb,
                "QMM's answer",
                Norfolk,
                "independent-review-answered",
                "2026-03-27",
                "QMM",
                """{ "answer": "accepted", "response": "Done by May." }"""
            ),
            new Log(
                Who.Region,
                "QMM's month 11",
                Norfolk,
                "financial-position",
                "2025/26",
                Regional,
                """{ "scope": "system", "plan": { "balance": "breakeven" }, "outturn": { "balance": "deficit", "amount": 9000000 }, "internal": true }"""
            )
            {
                Decided = "2026-03-26",
                Document = "Month 11 return",
            },
        ];

    // What is open for the boards that end is disposed of, and the successor goes on with it.
    private static IEnumerable<Step> Merger() =>
        [
            Disposed(
                "QMM's own",
                Norfolk,
                "QMM",
                """
                { "what": "concern", "disposition": "passes", "successor": "T6Y0W" },
                { "what": "commitment", "disposition": "passes", "successor": "T6Y0W" },
                { "what": "support", "disposition": "passes", "successor": "T6Y0W" }
                """
            ),
            Disposed(
                "QMM's undertakings pass",
                OfNorfolk,
                "QMM",
                """{ "what": "undertaking", "disposition": "passes", "successor": "T6Y0W" }"""
            ),
            Disposed("QM7's own", Hertfordshire, "QM7", """{ "what": "commitment", "disposition": "ended" }"""),
            new Log(
                Who.Icb,
                "the ended board reports",
                OfNorfolk,
                "undertaking-progress",
                "2026-04-20",
                "QMM",
                """{ "item": "1", "progress": "A draft is ready." }"""
            )
            {
                RefusedBy = "decided-by-existing-body",
            },
            new Log(
                Who.Successor,
                "the successor reports",
                OfNorfolk,
                "undertaking-progress",
                "2026-04-20",
                "T6Y0W",
                """{ "item": "1", "progress": "A draft is ready." }"""
            ),
        ];

    private static Log Disposed(string name, string about, string ended, string items) =>
        new(
            Who.Region,
            name,
            about,
            "disposition",
            "2026-04-01",
            Regional,
            $$"""{ "ended": "{{ended}}", "items": [ {{items}} ] }""",
            "Agreed with the successor before the merger."
        );
}
