using System.Net;
using System.Text.Json.Nodes;
using Oversight.Record;
using Oversight.Record.Catalogue;

namespace Oversight.Web.Tests;

/// <summary>One organisation of which everything is recorded that can be, as the examples of the kinds say it.</summary>
public sealed class WholeOrganisationTests(Site site) : IClassFixture<Site>
{
    private const string Ods = "QNC";

    [Fact]
    public async Task Its_page_and_its_answer_show_every_kind_that_can_be_recorded_about_it()
    {
        var recorded = new List<string>();
        foreach (var kind in EventCatalogue.Kinds.Where(k => k.About.HasFlag(SubjectKind.Organisation) && !k.Begins))
        {
            // Imported, as a document would state it: what breaks a rule is a finding, and the page shows that too.
            var body = JsonNode.Parse(EventCatalogue.Write(kind.Example()))!.AsObject();
            body["decision"]!["origin"] = "imported";
            body["decision"]!.AsObject().Remove("evidence");
            body["decision"]!["decidedBy"] = new JsonObject { ["body"] = "nhs-england" };
            var reply = await site.PostAsync(
                $"/api/organisations/{Ods}/{kind.Word}",
                body.ToJsonString(),
                await site.VersionOfAsync(Ods)
            );
            if (reply.Status == HttpStatusCode.Created)
            {
                recorded.Add(kind.Name);
            }
        }

        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "segment_published",
                "recovery_published",
                "support_published",
                "support_set",
                "notice_given",
                "independent_review_commissioned",
                "oversight_reviewed",
                "concern_raised",
                "commitment_made",
                "financial_position_stated",
                "organisation_directed",
                "segment_ambition_stated",
            },
            recorded.ToHashSet(StringComparer.Ordinal)
        );
        foreach (var on in new[] { "2023-03-31", "2024-03-31", "2024-11-01", "2025-01-01", "2026-11-27" })
        {
            (await site.GetAsync($"/organisations/{Ods}?on={on}")).Is(HttpStatusCode.OK);
            (await site.GetAsync($"/api/organisations/{Ods}?on={on}")).Is(HttpStatusCode.OK);
        }
    }
}
