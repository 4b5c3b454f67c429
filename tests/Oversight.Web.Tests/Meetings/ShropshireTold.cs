using System.Globalization;
using System.Net;

namespace Oversight.Web.Tests.Meetings;

/// <summary>A board in Recovery Support as it is in earnest: many criteria, some judged, a target that moved twice, undertakings.</summary>
internal static class ShropshireTold
{
    private static readonly (string Reference, string Theme, string Wording)[] Criteria =
    [
        (
            "1",
            "Finance",
            "The system delivers its agreed financial plan for 2023/24, with a monthly forecast that NHS England accepts."
        ),
        (
            "2",
            "Finance",
            "A medium-term financial plan to breakeven within three years is agreed by all partners' boards."
        ),
        (
            "3",
            "Finance",
            "Recurrent efficiency savings are delivered to at least eighty per cent of the plan for two quarters."
        ),
        ("4", "Quality", "Maternity services carry out the immediate and essential actions that are due."),
        ("5", "Quality", "Urgent care: ambulance handovers over sixty minutes fall below the regional average."),
        ("6", "Workforce", "Agency spending is within the ceiling that was set, and substantive vacancies fall."),
        ("7", "Governance", "An integrated governance framework is in place, and was reviewed from outside."),
        (
            "8",
            "Governance",
            "A substantive executive team is in post in the board and in both acute and community trusts."
        ),
        ("9", "Strategy", "The hospitals transformation programme has an approved full business case."),
        ("10", "Strategy", "A local care programme is agreed, with measurable milestones."),
        ("11", "Finance", "The underlying deficit is understood, and drivers are agreed by the region."),
    ];

    /// <summary>Tells it by the API, back-dated.</summary>
    public static async Task TellShropshireAsync(this Site site)
    {
        var version = 0;
        async Task LogAsync(string stream, string word, string on, string members)
        {
            var body = $$"""
                {"decision": {{Bodies.Decision(
                    on,
                    on,
                    more: ", \"origin\": \"back-dated\", \"rationale\": \"As the letter of that day says, after the meeting of the improvement board.\""
                )}}, {{members}}}
                """;
            var address = word.Length == 0 ? stream : $"{stream}/{word}";
            (await site.PostAsync(address, body, version == 0 ? null : version)).Is(HttpStatusCode.Created);
            version++;
        }

        const string Recovery = "/api/recoveries/qoc-2021";
        await LogAsync(
            Recovery,
            "",
            "2021-08-01",
            """ "title": "Shropshire, Telford and Wrekin system", "members": ["QOC"], "targetExit": "Q4 2022/23" """
        );
        await LogAsync(
            Recovery,
            "exit-criteria",
            "2021-11-01",
            $$"""
            "purpose": "exit", "criteria": [{{string.Join(", ", Criteria.Select(c =>
                $$"""{"reference": "EC{{c.Reference}}", "theme": "{{c.Theme}}", "wording": "{{c.Wording}}", "due": "2024-06-30", "evidenceWanted": ["Report to the board"]}"""
            ))}}]
            """
        );
        foreach (var (at, (reference, _, _)) in Criteria.Index())
        {
            var judged =
                at < 4 ? "met"
                : at < 8 ? "partly-met"
                : "not-met";
            await LogAsync(
                Recovery,
                "criterion-assessment",
                string.Create(CultureInfo.InvariantCulture, $"2024-02-{at + 1:00}"),
                $$""" "criterion": "EC{{reference}}", "level": "region", "judgement": "{{judged}}" """
            );
        }

        await LogAsync(Recovery, "target-exit", "2023-01-10", """ "target": "Q4 2023/24" """);
        await LogAsync(Recovery, "target-exit", "2024-01-10", """ "target": "Q1 2024/25" """);
        version = 0;
        await LogAsync(
            "/api/undertakings/qoc-2024",
            "",
            "2024-02-01",
            """
            "organisation": "QOC", "legalBasis": "icb-undertakings", "test": "reasonable-suspicion", "grounds": ["Deficit."],
            "items": [{"reference": "1", "wording": "A plan to breakeven is sent to NHS England.", "due": "2024-03-15"},
                      {"reference": "2", "wording": "The plan is agreed by all partners.", "due": "2024-06-30"}]
            """
        );
    }
}
