using System.Net;

namespace Oversight.Web.Tests;

/// <summary>Support, notices and independent reviews over HTTP and on the organisation's page.</summary>
public sealed class InterventionTests(Site site) : IClassFixture<Site>
{
    private const string Because = ", \"rationale\": \"Agreed.\"";

    [Fact]
    public async Task Support_is_set_for_a_trust_of_a_system_stepped_down_without_an_id_and_read_of_both()
    {
        var trust = Bodies
            .Organisation("RZ1", "Example Trust", "2019-04-01")
            .Replace("\"icb\"", "\"nhs-trust\"", StringComparison.Ordinal);
        (await site.PostAsync("/api/organisations/RZ1", trust, null)).Is(HttpStatusCode.Created);
        var before = await site.GetAsync("/api/organisations/RZ1?on=2024-12-01");
        var set = $$"""
            {"decision": {{Bodies.Decision()}}, "kind": "tier", "scope": "system", "programme": "elective", "tier": 1,
             "organisations": ["RZ1"]}
            """;
        (await site.PostAsync("/api/organisations/QJK/support", set, await site.VersionOfAsync("QJK"))).Is(
            HttpStatusCode.Created
        );
        var stepped = $$"""{"decision": {{Bodies.Decision("2024-11-20", more: Because)}}, "tier": 2}""";
        (
            await site.PostAsync(
                "/api/organisations/QJK/support-stepped-down",
                stepped,
                await site.VersionOfAsync("QJK")
            )
        ).Is(HttpStatusCode.Created);

        foreach (var ods in new[] { "QJK", "RZ1" })
        {
            var intervention = (await site.GetAsync($"/api/organisations/{ods}?on=2024-12-01"))
                .Is(HttpStatusCode.OK)
                .Json.GetProperty("intervention");
            var support = intervention.GetProperty("support")[0];
            Assert.Equal("RZ1", support.GetProperty("for").GetString());
            Assert.Equal("in-place", support.GetProperty("state").GetString());
            Assert.Equal(2, support.GetProperty("tier").GetInt32());
            Assert.Equal("support-by-dates", intervention.GetProperty("rules")[0].GetProperty("name").GetString());
        }

        // What is recorded about the ICB changes the answer about the trust.
        var after = await site.GetAsync("/api/organisations/RZ1?on=2024-12-01", before.Headers.ETag!.ToString());
        after.Is(HttpStatusCode.OK);
        var page = await site.PageAsync("/organisations/RZ1?on=2024-12-01");
        var section = page.QuerySelector("section[aria-labelledby=support]")!.TextContent;
        Assert.Contains("Tier 2 support, elective", section, StringComparison.Ordinal);
        Assert.Contains("it, recorded about NHS Devon ICB", section, StringComparison.Ordinal);
        Assert.Contains(Bodies.Person, section, StringComparison.Ordinal);
        Assert.Contains("Not stated: none has been recorded by this day.", section, StringComparison.Ordinal);

        var rows = (await site.GetAsync("/api/questions/R11?on=2024-12-01&organisation=RZ1"))
            .Is(HttpStatusCode.OK)
            .Json.GetProperty("answer");
        Assert.Equal("elective", rows.GetProperty("rows")[0].GetProperty("cells").GetProperty("programme").GetString());
    }

    [Fact]
    public async Task A_warning_notice_is_the_inspectors_and_an_independent_review_is_reported_and_answered()
    {
        var notice = $$"""
            {"decision": {{Bodies.Decision(body: "nhs-england-Y58")}}, "kind": "warning-notice", "about": "Maternity."}
            """;
        var version = await site.VersionOfAsync("QSL");
        var refused = await site.PostAsync("/api/organisations/QSL/notice", notice, version);
        Assert.Equal("rule-refused", refused.Problem);
        var given = notice.Replace("nhs-england-Y58", "cqc", StringComparison.Ordinal);
        (await site.PostAsync("/api/organisations/QSL/notice", given, version)).Is(HttpStatusCode.Created);
        foreach (
            var (word, more) in new[]
            {
                ("independent-review", "\"about\": \"Governance.\", \"reviewer\": \"An audit firm\""),
                ("independent-review-reported", "\"recommendations\": [\"Figures are seen.\"]"),
                ("independent-review-answered", "\"answer\": \"accepted\""),
            }
        )
        {
            var body = $$"""{"decision": {{Bodies.Decision()}}, {{more}}}""";
            (await site.PostAsync($"/api/organisations/QSL/{word}", body, ++version)).Is(HttpStatusCode.Created);
        }

        var section = (await site.PageAsync("/organisations/QSL?on=2024-12-01"))
            .QuerySelector("section[aria-labelledby=support]")!
            .TextContent;
        Assert.Contains(
            "Warning notice, 1 November 2024, by Care Quality Commission",
            section,
            StringComparison.Ordinal
        );
        Assert.Contains("Maternity. — open", section, StringComparison.Ordinal);
        Assert.Contains("answered: accepted", section, StringComparison.Ordinal);
        Assert.Contains("Recommended: Figures are seen.", section, StringComparison.Ordinal);
        Assert.Single(
            (await site.GetAsync("/api/registers/notices?on=2024-12-01&ods=QSL"))
                .Is(HttpStatusCode.OK)
                .Json.GetProperty("rows")
                .EnumerateArray()
        );
    }
}
