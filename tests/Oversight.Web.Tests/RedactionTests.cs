using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Oversight.Record;
using Oversight.Record.People;

namespace Oversight.Web.Tests;

/// <summary>A redacted name over HTTP: in no answer, page or file any more, and who holds an answer with it is not told that it is still so.</summary>
public sealed class RedactionTests(Site site) : IClassFixture<Site>
{
    private const string Name = "Ottoline Fairweather-Strang";

    [Fact]
    public async Task A_redacted_name_is_in_no_answer_and_no_answer_that_is_held_stays_good()
    {
        var logged = (
            await site.PostAsync(
                "/api/organisations/QT6/segment",
                $$"""
                {"decision": {"effective": "2024-11-01", "decided": "2024-11-01", "decidedBy": {"body": "nhs-england", "person": "{{Name}}"},
                    "rationale": "Agreed."}, "segment": 3}
                """,
                await site.VersionOfAsync("QT6")
            )
        ).Is(HttpStatusCode.Created);
        var known = logged.Json.GetProperty("entries")[0].GetProperty("recorded").GetString();
        string[] held =
        [
            "/api/organisations/QT6/history",
            $"/api/organisations/QT6/history?known={known}",
            $"/api/organisations/QT6?on=2024-12-01&known={known}",
            $"/api/entries/{logged.EntryId}",
            $"/api/registers/decisions?ods=QT6&known={known}",
            $"/api/registers/decisions?ods=QT6&known={known}&format=csv",
            $"/api/registers/decisions?ods=QT6&known={known}&format=xlsx",
            $"/api/questions/A3?organisation=QT6&known={known}",
        ];
        string[] pages =
        [
            "/organisations/QT6",
            $"/entries/{logged.EntryId}",
            "/registers/decisions?ods=QT6&columns=decidedByPerson",
        ];
        var tags = new Dictionary<string, string>();
        foreach (var address in held)
        {
            var answer = (await site.GetAsync(address)).Is(HttpStatusCode.OK);
            Assert.Contains("Fairweather", await TextAsync(address, answer), StringComparison.OrdinalIgnoreCase);
            tags[address] = answer.Header("ETag");
            (await site.GetAsync(address, tags[address])).Is(HttpStatusCode.NotModified);
        }

        foreach (var page in pages)
        {
            Assert.True(Holds((await site.GetAsync(page)).Is(HttpStatusCode.OK)), page);
        }

        var person = Regex
            .Match((await site.GetAsync($"/api/entries/{logged.EntryId}")).Text, "person:[0-9a-f]{64}")
            .Value;
        var entry = await site.PageAsync($"/entries/{logged.EntryId}");
        var form = Assert.Single(entry.QuerySelectorAll("a"), link => link.TextContent == "Redact the name in it");
        Assert.Contains(
            person,
            (await site.PageAsync(form.GetAttribute("href")!)).QuerySelector("[name=names]")!.TextContent,
            StringComparison.Ordinal
        );

        var redaction = (
            await site.PostAsync(
                "/api/organisations/QT6/person-redacted",
                $$"""
                {"decision": {"effective": "2026-11-02", "decided": "2026-11-02", "decidedBy": {"body": "nhs-england"}, "rationale": "An order."},
                    "names": ["{{person}}"], "ground": "court-order", "reference": "Case 7"}
                """,
                await site.VersionOfAsync("QT6")
            )
        ).Is(HttpStatusCode.Created);

        var said = $"name redacted (entry {redaction.EntryId})";
        foreach (var address in held)
        {
            var answer = (await site.GetAsync(address, tags[address])).Is(HttpStatusCode.OK);
            var text = await TextAsync(address, answer);
            Assert.DoesNotContain("Fairweather", text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(said, text, StringComparison.Ordinal);
        }

        foreach (var page in pages)
        {
            var shown = (await site.GetAsync(page)).Is(HttpStatusCode.OK);
            Assert.False(Holds(shown), page);
            Assert.Contains(said, shown.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            (await site.PageAsync($"/entries/{logged.EntryId}")).QuerySelectorAll("a"),
            link => link.TextContent.StartsWith("Redact", StringComparison.Ordinal)
        );
        // What was told to the board's own people: that it was redacted, and not by which entry.
        var own = await site.AddTokenAsync("own-people", [new Grant(Role.Lead, Organisation: OdsCode.Parse("QT6"))]);
        var theirs = (await site.GetAsync("/api/organisations/QT6/history", token: own)).Is(HttpStatusCode.OK);
        Assert.DoesNotContain(redaction.EntryId, theirs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("region")]
    [InlineData("lead")]
    public async Task Only_the_national_team_redacts(string role)
    {
        var token = await site.AddTokenAsync(
            $"no-{role}",
            [
                role == "region"
                    ? new Grant(Role.Region, Region.Of("Y60"))
                    : new Grant(Role.Lead, Organisation: OdsCode.Parse("QOC")),
            ]
        );
        var refused = await site.PostAsync(
            "/api/organisations/QOC/person-redacted",
            $$"""
            {"decision": {"effective": "2026-11-02", "decided": "2026-11-02", "decidedBy": {"body": "nhs-england-Y60"}, "rationale": "Asked."},
                "names": ["person:{{new string('0', 64)}}"], "ground": "right-to-erasure"}
            """,
            2,
            token: token
        );
        refused.Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nor_does_a_region_dispose_of_documents_by_saying_that_it_was_decided_earlier()
    {
        var token = await site.AddTokenAsync("disposing-region", [new Grant(Role.Region, Region.Of("Y60"))]);
        var refused = await site.PostAsync(
            "/api/organisations/QOC/documents-disposed",
            $$"""
            {"decision": {"effective": "2024-11-02", "decided": "2024-11-02", "decidedBy": {"body": "nhs-england"}, "rationale": "Old.",
                "origin": "back-dated"}, "documents": [{"sha256": "{{new string(
                '0',
                64
            )}}", "title": "Return"}], "ground": "received-in-error",
                "schedule": "Appendix II", "retentionRule": "No record of this body"}
            """,
            2,
            token: token
        );
        Assert.Contains("acts for nhs-england", refused.Is(HttpStatusCode.Forbidden).Text, StringComparison.Ordinal);
    }

    // Of a workbook every part of it, unpacked.
    private async Task<string> TextAsync(string address, Reply answer)
    {
        if (!address.EndsWith("xlsx", StringComparison.Ordinal))
        {
            return answer.Text;
        }

        await using var workbook = new ZipArchive(new MemoryStream(await site.Client.GetByteArrayAsync(address)));
        var parts = new StringBuilder();
        foreach (var part in workbook.Entries)
        {
            using var reader = new StreamReader(await part.OpenAsync());
            parts.AppendLine(await reader.ReadToEndAsync());
        }

        return parts.ToString();
    }

    private static bool Holds(Reply reply) => reply.Text.Contains("Fairweather", StringComparison.OrdinalIgnoreCase);
}
