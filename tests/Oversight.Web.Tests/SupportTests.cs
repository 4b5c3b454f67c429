using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Oversight.Web.Calendars;

namespace Oversight.Web.Tests;

/// <summary>Recovery Support, undertakings, deadlines and their calendars, asked over HTTP.</summary>
public sealed class SupportTests(Site site) : IClassFixture<Site>
{
    private const string Imported = ", \"origin\": \"imported\", \"rationale\": \"Agreed.\"";

    // And the organisation was told.
    private const string Told = Imported + ", \"communicated\": \"2024-05-01\"";

    // What Json text escapes hides in the calendar: line breaks, separators, emoji at a fold, a control character.
    private const string HostileTitle =
        "Ŵ; x, y\\\\z\\nEND:VCALENDAR\\r\\n\\tÅngström 🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥🏥 end";

    [Fact]
    public async Task An_engagement_is_read_with_what_remains_and_names_its_people()
    {
        await RecoveryAsync("read", "QOC", "2099-06-30");

        var answer = (await site.GetAsync("/api/recoveries/read?on=2024-05-01")).Is(HttpStatusCode.OK);
        var readiness = answer.Json.GetProperty("readiness");
        var member = readiness.GetProperty("members")[0];
        var missing = member.GetProperty("criteria")[0].GetProperty("missing")[0];
        var list = (await site.GetAsync("/api/recoveries?on=2024-05-01")).Is(HttpStatusCode.OK).Json;
        var before = (await site.GetAsync("/api/recoveries?on=2020-05-01")).Is(HttpStatusCode.OK).Json;

        Assert.Equal("yes", readiness.GetProperty("underWay").GetString());
        Assert.Equal("2099-06-30", member.GetProperty("targetExit").GetProperty("target").GetString());
        Assert.Equal("criterion-judged-met", missing.GetProperty("rule").GetString());
        Assert.Equal("Nobody is recorded to have judged it.", missing.GetProperty("what").GetString());
        Assert.Contains(
            readiness.GetProperty("rules").EnumerateArray(),
            r => r.GetProperty("name").GetString() == "criterion-judged-met"
        );
        Assert.Contains(
            Bodies.Person,
            answer.Json.GetProperty("people").EnumerateObject().Select(p => p.Value.GetString())
        );
        Assert.Contains(
            list.GetProperty("recoveries").EnumerateArray(),
            r => r.GetProperty("id").GetString() == "read"
        );
        Assert.Empty(before.GetProperty("recoveries").EnumerateArray());
        (await site.GetAsync("/api/recoveries/read?on=2024-05-01", answer.Headers.ETag!.ToString())).Is(
            HttpStatusCode.NotModified
        );
        Assert.Equal("not-found", (await site.GetAsync("/api/recoveries/none")).Problem);
        Assert.Equal("bad-input", (await site.GetAsync("/api/recoveries/READ")).Problem);
    }

    [Fact]
    public async Task Undertakings_are_read_as_varied_and_with_what_is_overdue()
    {
        var accepted = $$"""
            {"decision": {{Bodies.Decision(
                "2024-01-10",
                "2024-01-10",
                more: Imported
            )}}, "organisation": "QGH", "legalBasis": "icb-undertakings",
             "test": "reasonable-suspicion", "grounds": ["Finance."], "publication": {"withheldBecause": "To be agreed."},
             "items": [{"reference": "1.1", "wording": "A plan is sent.", "due": "2024-03-31"}, {"reference": "1.2", "wording": "It is followed."}]}
            """;
        (await site.PostAsync("/api/undertakings/read", accepted, null)).Is(HttpStatusCode.Created);
        var varied = $$"""
            {"decision": {{Bodies.Decision(
                "2024-03-01",
                "2024-03-01",
                more: Imported
            )}}, "item": "1.1", "agreedBy": ["nhs-england", "QGH"], "due": "Q1 2024/25"}
            """;
        (await site.PostAsync("/api/undertakings/read/undertaking-variation", varied, 1)).Is(HttpStatusCode.Created);

        var early = (await site.GetAsync("/api/undertakings/read?on=2024-02-01")).Json.GetProperty("undertakings");
        var late = (await site.GetAsync("/api/undertakings/read?on=2024-07-01")).Json.GetProperty("undertakings");
        var list = (await site.GetAsync("/api/undertakings?on=2024-07-01")).Is(HttpStatusCode.OK).Json;
        var items = late.GetProperty("items");

        Assert.Equal("2024-03-31", early.GetProperty("items")[0].GetProperty("due").GetString());
        Assert.Equal("Q1 2024/25", items[0].GetProperty("due").GetString());
        Assert.Equal(-1, items[0].GetProperty("daysLeft").GetInt32());
        Assert.True(items[0].GetProperty("overdue").GetBoolean());
        Assert.False(items[1].TryGetProperty("due", out _));
        Assert.Equal("To be agreed.", late.GetProperty("publication").GetProperty("withheldBecause").GetString());
        Assert.Equal(1, list.GetProperty("undertakings")[0].GetProperty("overdue").GetInt32());
        Assert.Equal("not-found", (await site.GetAsync("/api/undertakings/none")).Problem);
    }

    [Fact]
    public async Task Deadlines_are_asked_by_region_organisation_and_days_and_a_typing_error_is_not_answered()
    {
        await RecoveryAsync("due", "QWU", "2024-06-30");

        async Task<string[]> UidsAsync(string query) =>
            [
                .. (await site.GetAsync($"/api/deadlines?on=2024-06-01&{query}"))
                    .Is(HttpStatusCode.OK)
                    .Json.GetProperty("deadlines")
                    .EnumerateArray()
                    .Select(d => d.GetProperty("uid").GetString()!)
                    .Where(uid => uid.StartsWith("recovery-due/", StringComparison.Ordinal)),
            ];

        const string target = "recovery-due/target-exit/QWU";
        const string criterion = "recovery-due/exit-criterion/EC1";
        Assert.Equal([criterion, target], (await UidsAsync("organisation=qwu")).Order(StringComparer.Ordinal));
        Assert.Empty(await UidsAsync("organisation=QOC"));
        Assert.Equal([target], await UidsAsync("organisation=QWU&within=30"));
        Assert.Empty(await UidsAsync("within=28"));
        Assert.Equal([criterion], await UidsAsync("overdue=true"));
        Assert.Equal(2, (await UidsAsync("region=Y60")).Length);
        Assert.Empty(await UidsAsync("region=Y56"));
        foreach (
            var wrong in new[]
            {
                "within=-1",
                "within=soon",
                "overdue=yes",
                "region=Y99",
                "org=QWU",
                "within=99999999999",
            }
        )
        {
            Assert.Equal("bad-input", (await site.GetAsync($"/api/deadlines?{wrong}")).Problem);
        }
    }

    [Fact]
    public async Task A_calendar_is_made_read_and_revoked_and_its_secret_is_nowhere_else()
    {
        await RecoveryAsync("feed", "QHL", "Q1 2099/00", HostileTitle);
        // Its own people's: a feed says what whoever made it sees.
        var lead = await site.AddTokenAsync("qhl-lead-feed", "QHL");
        var made = await site.SendAsync(site.Write("/api/calendars", """{"organisation": "QHL"}""", lead));
        made.Is(HttpStatusCode.Created);
        var address = new Uri(made.Json.GetProperty("address").GetString()!);
        var id = made.Json.GetProperty("id").GetString()!;
        var secret = address.AbsolutePath["/calendars/".Length..^".ics".Length];

        using var response = await site.Client.GetAsync(address);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var calendar = CalendarReader.Read(bytes);

        Assert.Equal("no-store", made.Header("Cache-Control"));
        Assert.True(secret.Length >= 22, "At least 128 bits.");
        Assert.Equal("text/calendar; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl!.Private);
        Assert.Contains("Oversight deadlines: NHS ", calendar.Properties["NAME"], StringComparison.Ordinal);
        Assert.Equal(calendar.Properties["NAME"], calendar.Properties["X-WR-CALNAME"]);
        var exit = Assert.Single(calendar.Events, e => e["UID"] == "recovery-feed/target-exit/QHL@oversight");
        Assert.Equal("20990630", exit["DTSTART;VALUE=DATE"]);
        // Of the criteria it was not told.
        Assert.DoesNotContain(calendar.Events, e => e["UID"].Contains("exit-criterion", StringComparison.Ordinal));
        Assert.EndsWith("(due Q1 2099/00)", exit["SUMMARY"], StringComparison.Ordinal);
        Assert.Contains("Ŵ; x, y\\z END:VCALENDAR Ångström 🏥", exit["SUMMARY"], StringComparison.Ordinal);
        Assert.Contains("Rule target-exit: ", exit["DESCRIPTION"], StringComparison.Ordinal);

        (await site.GetAsync(address.AbsolutePath, response.Headers.ETag!.ToString())).Is(HttpStatusCode.NotModified);
        // A later entry moves the target: the same event, later, and again as often as it changes.
        (
            await site.PostAsync(
                "/api/recoveries/feed/target-exit",
                $$"""{"decision": {{Bodies.Decision("2024-05-01", "2024-05-01", more: Told)}}, "target": "2098-02-28"}""",
                2
            )
        ).Is(HttpStatusCode.Created);
        var moved = CalendarReader
            .Read(await site.Client.GetByteArrayAsync(address))
            .Events.Single(e => e["UID"] == exit["UID"]);
        Assert.Equal("20980228", moved["DTSTART;VALUE=DATE"]);
        Assert.True(int.Parse(moved["SEQUENCE"]) > int.Parse(exit["SEQUENCE"]));

        var listed = await SendAsync(HttpMethod.Get, "/api/calendars", lead);
        Assert.Contains(id, listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, listed.Text, StringComparison.Ordinal);
        (await SendAsync(HttpMethod.Delete, $"/api/calendars/{id}", lead)).Is(HttpStatusCode.NoContent);
        var revoked = await site.GetAsync(address.AbsolutePath);
        var unknown = await site.GetAsync($"/calendars/{new string('A', secret.Length)}.ics");
        Assert.Equal(HttpStatusCode.NotFound, revoked.Status);
        Assert.Equal((unknown.Status, unknown.Text), (revoked.Status, revoked.Text));
        Assert.Contains(
            "revokedAt",
            (await SendAsync(HttpMethod.Get, "/api/calendars", lead)).Text,
            StringComparison.Ordinal
        );
        var (_, log) = await site.LogAsync();
        Assert.Contains("/calendars/{secret}.ics", log, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_says_nothing_once_the_token_of_its_maker_is_revoked()
    {
        var token = await site.AddTokenAsync("qjm-lead", "QJM");
        async Task<string> MakeAsync(string? by)
        {
            using var request = site.Write("/api/calendars", """{"organisation": "QJM"}""", by);
            var made = (await site.SendAsync(request)).Is(HttpStatusCode.Created);
            return new Uri(made.Json.GetProperty("address").GetString()!).AbsolutePath;
        }

        var (all, own) = (await MakeAsync(by: null), await MakeAsync(token));
        (await site.GetAsync(own)).Is(HttpStatusCode.OK);

        await site.RevokeTokensAsync("qjm-lead");
        (await site.GetAsync(own)).Is(HttpStatusCode.NotFound);
        (await site.GetAsync(all)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_region_without_deadlines_has_a_calendar_that_can_be_read_all_the_same()
    {
        var made = (await PostCalendarAsync("""{"region": "Y56"}""")).Is(HttpStatusCode.Created);
        var address = made.Json.GetProperty("address").GetString()!;

        var calendar = CalendarReader.Read(await site.Client.GetByteArrayAsync(new Uri(address)));

        Assert.Equal("Oversight deadlines: London", calendar.Properties["NAME"]);
        Assert.Empty(calendar.Events);
    }

    [Fact]
    public async Task A_calendar_needs_a_token_and_exactly_one_subject()
    {
        Assert.Equal("not-signed-in", (await site.GetAsync("/api/calendars", token: Site.Nobody)).Problem);
        Assert.Equal("bad-input", (await PostCalendarAsync("{}")).Problem);
        Assert.Equal("bad-input", (await PostCalendarAsync("""{"region": "Y60", "organisation": "QOC"}""")).Problem);
        Assert.Equal("bad-input", (await PostCalendarAsync("""{"region": 60}""")).Problem);
        Assert.Equal("bad-input", (await PostCalendarAsync("""{"regoin": "Y60"}""")).Problem);
        Assert.Equal("not-found", (await PostCalendarAsync("""{"organisation": "ZZZ"}""")).Problem);
        Assert.Equal(
            "not-found",
            (await SendAsync(HttpMethod.Delete, "/api/calendars/0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c")).Problem
        );
    }

    [Fact]
    public void Lines_are_folded_wherever_a_character_would_pass_the_seventy_fifth_octet()
    {
        for (var length = 0; length < 200; length++)
        {
            var summary = string.Concat(Enumerable.Repeat("aé€😀,", 60))[..length];
            var text = CalendarText.Of(
                "N",
                [new("u", 1, DateTimeOffset.UnixEpoch, new DateOnly(2024, 2, 29), summary, "\u0001d\ud800", "c", false)]
            );

            var read = CalendarReader.Read(Encoding.UTF8.GetBytes(text)).Events.Single();
            // Half a pair at the end cannot be written.
            Assert.Equal(
                summary.Length > 0 && char.IsHighSurrogate(summary[^1]) ? summary[..^1] + "\ufffd" : summary,
                read["SUMMARY"]
            );
            Assert.Equal("d\ufffd", read["DESCRIPTION"]);
            Assert.Equal("20240229", read["DTSTART;VALUE=DATE"]);
        }
    }

    private async Task RecoveryAsync(string id, string member, string target, string title = "A system")
    {
        (
            await site.PostAsync(
                $"/api/recoveries/{id}",
                $$"""{"decision": {{Bodies.Decision("2022-09-01", "2022-09-01", more: Told)}}, "title": "{{title}}", "members": ["{{member}}"], "targetExit": "{{target}}"}""",
                null
            )
        ).Is(HttpStatusCode.Created);
        (
            await site.PostAsync(
                $"/api/recoveries/{id}/exit-criteria",
                $$"""
                {"decision": {{Bodies.Decision("2022-10-01", "2022-10-01", more: Imported)}}, "purpose": "exit",
                 "criteria": [{"reference": "EC1", "theme": "Finance", "wording": "It breaks even.", "due": "2024-02-29"}]}
                """,
                1
            )
        ).Is(HttpStatusCode.Created);
    }

    private Task<Reply> PostCalendarAsync(string body) => site.SendAsync(site.Write("/api/calendars", body));

    private Task<Reply> SendAsync(HttpMethod method, string path, string? token = null) =>
        site.SendAsync(
            new HttpRequestMessage(method, path)
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token ?? site.Token) },
            }
        );
}
