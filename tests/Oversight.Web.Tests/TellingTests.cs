using System.Net;

namespace Oversight.Web.Tests;

/// <summary>Telling an organisation of a decision, the draft of its letter, and its challenge, over HTTP.</summary>
public sealed class TellingTests(Site site) : IClassFixture<Site>
{
    private const string Ods = "QNC";
    private const string Board = $"/api/organisations/{Ods}";

    [Fact]
    public async Task A_decision_is_told_challenged_by_those_concerned_and_mended()
    {
        var (own, approver) = (await site.AddTokenAsync("qnc-lead", Ods), await site.AddTokenAsync("answers"));
        var version = await site.VersionOfAsync(Ods);
        var decided = (await site.PostAsync($"{Board}/segment", Bodies.Segment(3), version)).Is(HttpStatusCode.Created);
        var entry = $"/api/entries/{decided.EntryId}";
        Assert.Equal("not-found", (await site.GetAsync(entry, token: own)).Problem);
        Assert.Equal("not-found", (await site.GetAsync($"{entry}/letter", token: own)).Problem);

        var letter = (await site.GetAsync($"{entry}/letter", token: approver)).Is(HttpStatusCode.OK);
        Assert.Contains("DRAFT", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Segment 3", letter.Text, StringComparison.Ordinal);
        Assert.Contains("[not stated: the reasons for the decision]", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Bodies.Person, letter.Text, StringComparison.Ordinal);
        (await site.GetAsync($"{entry}/letter?format=docx", token: approver)).Is(HttpStatusCode.OK);
        // With its place and hash where who sees everything wants to tell them.
        Assert.Empty(letter.Page.QuerySelectorAll("svg"));
        var line = decided.Json.GetProperty("entries")[0];
        var (place, hash) = (line.GetProperty("place").GetInt64(), line.GetProperty("leaf").GetString()!);
        Assert.DoesNotContain(hash, letter.Text, StringComparison.Ordinal);
        var hashed = (await site.GetAsync($"{entry}/letter?hash=true", token: approver)).Is(HttpStatusCode.OK).Page;
        Assert.EndsWith(
            $" {place} {hash}",
            PaintedCode.Read(hashed.QuerySelector("figure svg[role=img][aria-label]")!),
            StringComparison.Ordinal
        );
        Assert.Contains(hash, hashed.QuerySelector("figcaption")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            "hash",
            (await site.GetAsync($"{entry}/letter?hash=maybe", token: approver)).Is(HttpStatusCode.BadRequest).Field
        );
        Assert.Equal(
            "format",
            (await site.GetAsync($"{entry}/letter?format=pdf", token: approver)).Is(HttpStatusCode.BadRequest).Field
        );
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.GetAsync($"{entry}/letter", token: Site.Nobody)).Status);

        // No entry is named: one decision waits to be communicated.
        var told =
            $$"""{"decision": {{Said("2024-11-05")}}, "to": ["{{Ods}}"], "how": "letter", "letter": {"title": "Decision letter"} }""";
        (await site.PostAsync($"{Board}/communicated", told, version + 1)).Is(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync(entry, token: own)).Status);
        Assert.Equal(
            "hash",
            (await site.GetAsync($"{entry}/letter?hash=true", token: own)).Is(HttpStatusCode.BadRequest).Field
        );
        Assert.DoesNotContain(
            hash,
            (await site.GetAsync($"{entry}/letter", token: own)).Text,
            StringComparison.Ordinal
        );

        var challenge = $$"""
            {"decision": {{Said("2024-11-20", Ods)}}, "entry": "{{decided.EntryId}}", "organisation": "{{Ods}}",
             "wrong": "It is a month early.", "wanted": "From December."}
            """;
        var theirs = (await site.GetAsync($"{Board}/history", token: own)).Json.GetProperty("version").GetInt64();
        // A page says an entry in the place of "entry" and its id: the sentence holds with both.
        var unknown = challenge.Replace(decided.EntryId, $"{Guid.NewGuid()}", StringComparison.Ordinal);
        Assert.Contains(
            "What is challenged, entry ",
            (await site.PostAsync($"{Board}/challenge", unknown, theirs, token: own)).Text,
            StringComparison.Ordinal
        );
        var challenged = (await site.PostAsync($"{Board}/challenge", challenge, theirs, token: own)).Is(
            HttpStatusCode.Created
        );
        var notTheirs = await site.PostAsync(
            $"{Board}/challenge-not-upheld",
            $$"""{"decision": {{Said("2024-11-21", Ods)}} }""",
            theirs + 1,
            token: own
        );
        Assert.Equal(HttpStatusCode.Forbidden, notTheirs.Status);

        var correction = (
            await site.PostAsync(
                $"{entry}/correction",
                Bodies.Change($", \"replacement\": {Bodies.Segment(3, "2024-12-01")}"),
                version + 3
            )
        ).Is(HttpStatusCode.Created);
        Assert.Equal("not-found", (await site.GetAsync(entry, token: own)).Problem);
        var upheld = $$"""{"decision": {{Said("2024-12-02")}}, "correction": "{{correction.EntryId}}"}""";
        (await site.PostAsync($"{Board}/challenge-upheld", upheld, version + 4, token: approver)).Is(
            HttpStatusCode.Created
        );

        var seen = (await site.GetAsync(entry, token: own)).Is(HttpStatusCode.OK).Json.GetProperty("entry");
        Assert.Contains("1 December 2024", seen.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal("upheld", seen.GetProperty("challenges")[0].GetProperty("state").GetString());
        Assert.Equal(challenged.EntryId, seen.GetProperty("challenges")[0].GetProperty("entry").GetString());
        Assert.Equal(Ods, seen.GetProperty("told")[0].GetProperty("to")[0].GetString());
        var answer = (await site.GetAsync("/api/questions/L15", token: own)).Is(HttpStatusCode.OK).Text;
        Assert.Contains("It is a month early.", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(correction.EntryId, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(
            correction.EntryId,
            seen.GetProperty("challenges").GetRawText(),
            StringComparison.Ordinal
        );
        var page = await site.PageAsync($"/organisations/{Ods}");
        Assert.Contains($"challenged by {Ods}", page.Body!.TextContent, StringComparison.Ordinal);
    }

    private static string Said(string on, string body = "nhs-england") =>
        $$"""{"effective": "{{on}}", "decided": "{{on}}", "decidedBy": {"body": "{{body}}"}, "rationale": "So."}""";
}
