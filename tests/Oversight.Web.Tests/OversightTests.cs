using System.Net;
using System.Text.Json;

namespace Oversight.Web.Tests;

/// <summary>A board is reviewed at a meeting, with what came of it, in a year whose framework places no board in a segment.</summary>
public sealed class OversightTests(Site site) : IClassFixture<Site>
{
    private const string On = "2025-09-24";

    [Fact]
    public async Task A_meeting_logs_a_review_with_its_concern_and_action_and_the_organisation_shows_them_until_they_are_done()
    {
        var page = await site.PageAsync("/organisations/QUY?on=2025-09-30");
        Assert.Contains(
            "No oversight review of ",
            page.QuerySelector("[aria-labelledby=oversight]")!.TextContent,
            StringComparison.Ordinal
        );
        var version = await site.VersionOfAsync("QUY");

        using var meeting = site.Write(
            "/api/meetings",
            $$$"""
            {"meeting": {"title": "Quarterly oversight meeting", "on": "{{{On}}}", "kind": "quarterly", "decidedBy": {"body": "nhs-england"}},
             "outcomes": [
               {"subject": "organisation-QUY", "version": {{{version}}}, "type": "oversight_reviewed",
                "data": {"scope": "system", "outcome": "On course.", "nextReviewDue": "Q3 2025/26"}},
               {"subject": "organisation-QUY", "type": "concern_raised",
                "data": {"about": "finance", "scope": "organisation", "wording": "Spending is above plan."}},
               {"subject": "organisation-QUY", "type": "commitment_made",
                "data": {"kind": "action", "terms": "agreed", "scope": "organisation", "wording": "A plan is sent.",
                         "due": "2025-10-31", "owner": "Chief Finance Officer"}}]}
            """
        );
        (await site.SendAsync(meeting)).Is(HttpStatusCode.Created);

        var shown = (await site.PageAsync("/organisations/QUY?on=2025-11-01")).QuerySelector(
            "[aria-labelledby=oversight]"
        )!;
        foreach (
            var text in new[] { "On course.", "Spending is above plan.", "A plan is sent.", "Q3 2025/26", "overdue" }
        )
        {
            Assert.Contains(text, shown.TextContent, StringComparison.Ordinal);
        }

        Assert.All(
            shown.QuerySelectorAll(".links a"),
            link => Assert.Contains("ods=QUY", link.GetAttribute("href"), StringComparison.Ordinal)
        );
        var oversight = await OversightAsync("2025-11-01");
        var review = oversight.GetProperty("lastReview").GetProperty("id").GetString();
        Assert.Equal("quarterly", oversight.GetProperty("lastReview").GetProperty("meeting").GetString());
        Assert.Equal(review, oversight.GetProperty("openConcerns")[0].GetProperty("review").GetString());
        Assert.Equal("yes", oversight.GetProperty("openCommitments")[0].GetProperty("overdue").GetString());
        Assert.Empty(oversight.GetProperty("notStated").EnumerateArray());

        // One concern and one action are open: nobody writes their ids.
        (
            await site.PostAsync(
                "/api/organisations/QUY/concern-closed",
                $$$"""{"decision": {{{Bodies.Decision("2025-11-05", "2025-11-05", more: ", \"rationale\": \"Spending is as planned.\"")}}}}""",
                version + 3
            )
        ).Is(HttpStatusCode.Created);
        (
            await site.PostAsync(
                "/api/organisations/QUY/commitment-met",
                $$$"""{"decision": {{{Bodies.Decision("2025-11-05", "2025-11-05")}}}}""",
                version + 4
            )
        ).Is(HttpStatusCode.Created);
        oversight = await OversightAsync("2025-11-05");
        Assert.Equal(0, oversight.GetProperty("openConcerns").GetArrayLength());
        Assert.Equal(0, oversight.GetProperty("openCommitments").GetArrayLength());

        // Past the quarter in which the next review was due it is among those that should have been held.
        var due = (await site.GetAsync("/api/questions/R3?organisation=QUY&on=2026-01-01")).Json;
        Assert.Contains(
            due.GetProperty("rows").EnumerateArray(),
            row => row.GetProperty("cells").GetProperty("kind").GetString() == "oversight-review"
        );
    }

    private async Task<JsonElement> OversightAsync(string on) =>
        (await site.GetAsync($"/api/organisations/QUY?on={on}")).Json.GetProperty("oversight");
}
