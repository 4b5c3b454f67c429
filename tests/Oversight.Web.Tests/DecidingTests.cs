using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Oversight.Record.Catalogue;

namespace Oversight.Web.Tests;

public sealed class DecidingTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_decision_is_in_status_and_history_at_once_with_who_decided_and_who_logged_it()
    {
        var receipt = (await site.PostAsync("/api/organisations/QOC/segment", Bodies.Segment(2), 2)).Is(
            HttpStatusCode.Created
        );
        var status = (await site.GetAsync("/api/organisations/QOC?on=2024-11-01")).Json;
        var history = (await site.GetAsync("/api/organisations/QOC/history")).Json;
        var entry = history.GetProperty("entries").EnumerateArray().Last();
        var person = entry
            .GetProperty("event")
            .GetProperty("data")
            .GetProperty("decision")
            .GetProperty("decidedBy")
            .GetProperty("person")
            .GetString()!;

        Assert.Equal(
            "2, assigned from 1 November 2024",
            status.GetProperty("status").GetProperty("segment").GetProperty("text").GetString()
        );
        Assert.Equal(3, status.GetProperty("version").GetInt64());
        Assert.Equal(Bodies.Person, status.GetProperty("people").GetProperty(person).GetString());
        Assert.Equal(receipt.EntryId, entry.GetProperty("id").GetString());
        Assert.Equal(site.Subject, entry.GetProperty("loggedBy").GetString());
        Assert.Equal("segment_assigned", entry.GetProperty("event").GetProperty("type").GetString());
        Assert.StartsWith("person:", person, StringComparison.Ordinal);
        Assert.Equal(Bodies.Person, history.GetProperty("people").GetProperty(person).GetString());
        Assert.Contains(
            Bodies.Person,
            (await site.GetAsync("/api/organisations/QOC/history")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_receipt_says_id_place_stream_version_and_recorded_and_its_location_leads_to_the_entry()
    {
        var receipt = (await site.PostAsync("/api/organisations/QR1/segment", Bodies.Segment(2), 2)).Is(
            HttpStatusCode.Created
        );
        var line = receipt.Json.GetProperty("entries")[0];
        var entry = (await site.GetAsync(receipt.Headers.Location!.ToString())).Is(HttpStatusCode.OK).Json;

        Assert.False(receipt.Json.GetProperty("repeated").GetBoolean());
        Assert.Equal("organisation-QR1", line.GetProperty("stream").GetString());
        Assert.Equal(3, line.GetProperty("version").GetInt64());
        Assert.Equal(receipt.Header("Oversight-Place"), line.GetProperty("place").GetRawText());
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{6}Z$", line.GetProperty("recorded").GetString());
        Assert.Equal(line.GetProperty("id").GetString(), entry.GetProperty("entry").GetProperty("id").GetString());
        Assert.Equal(
            line.GetProperty("recorded").GetString(),
            entry.GetProperty("entry").GetProperty("recorded").GetString()
        );
        Assert.Equal("organisation-QR1", entry.GetProperty("subject").GetString());
        Assert.Equal(3, entry.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task What_was_known_before_a_decision_stays_as_it_was()
    {
        var before = (await site.GetAsync("/api/organisations/QT6?on=2024-11-01")).Json;
        var receipt = await site.PostAsync("/api/organisations/QT6/segment", Bodies.Segment(2), 2);
        var recorded = DateTimeOffset.Parse(
            receipt.Json.GetProperty("entries")[0].GetProperty("recorded").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        string At(DateTimeOffset known) =>
            $"/api/organisations/QT6?on=2024-11-01&known={known.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z";

        var justBefore = (await site.GetAsync(At(recorded.AddMicroseconds(-1)))).Json;
        var then = (await site.GetAsync(At(recorded))).Json;

        Assert.Equal("2, assigned from 1 November 2024", Text(then));
        Assert.Equal(3, then.GetProperty("version").GetInt64());
        Assert.Equal(Text(before), Text(justBefore));
        Assert.Equal(2, justBefore.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task The_tag_of_a_board_changes_with_its_entries_and_not_with_those_of_others()
    {
        const string one = "/api/organisations/QU9?on=2024-11-01";
        const string all = "/api/organisations?on=2024-11-01&region=Y59";
        var (ofOne, ofAll) = ((await site.GetAsync(one)).Header("ETag"), (await site.GetAsync(all)).Header("ETag"));

        (await site.PostAsync("/api/organisations/QRL/segment", Bodies.Segment(2), 2)).Is(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.NotModified, (await site.GetAsync(one, ofOne)).Status);
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync(all, ofAll)).Status);

        var version = await site.VersionOfAsync("QU9");
        (await site.PostAsync("/api/organisations/QU9/segment", Bodies.Segment(2), version)).Is(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync(one, ofOne)).Status);
    }

    [Fact]
    public async Task Retracting_a_succession_changes_the_tag_of_both_ends()
    {
        var entries = (await site.GetAsync("/api/organisations/QUE/history")).Json.GetProperty("entries");
        var succession = entries
            .EnumerateArray()
            .First(e => e.GetProperty("kind").GetString() == "organisation_succeeded");
        var successor = (await site.GetAsync("/api/organisations/QUE?on=2026-05-01"))
            .Json.GetProperty("status")
            .GetProperty("existence")
            .GetProperty("successors")[0]
            .GetString();
        var (before, after) = (
            $"/api/organisations/QUE?on=2026-05-01",
            $"/api/organisations/{successor}?on=2026-05-01"
        );
        var (tagBefore, tagAfter) = (
            (await site.GetAsync(before)).Header("ETag"),
            (await site.GetAsync(after)).Header("ETag")
        );

        (
            await site.PostAsync(
                $"/api/entries/{succession.GetProperty("id").GetString()}/retraction",
                Bodies.Change(),
                entries.GetArrayLength()
            )
        ).Is(HttpStatusCode.Created);

        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync(before, tagBefore)).Status);
        var again = (await site.GetAsync(after, tagAfter)).Is(HttpStatusCode.OK);
        Assert.DoesNotContain(
            "QUE",
            again.Json.GetProperty("status").GetProperty("existence").GetRawText(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Each_decision_about_an_organisation_has_its_own_address()
    {
        (await site.PostAsync("/api/organisations/X9X9X", Bodies.Organisation("X9X9X"), version: null)).Is(
            HttpStatusCode.Created
        );
        (string Name, string Body)[] decisions =
        [
            ("segment", Bodies.Segment(3)),
            (
                "segment-review",
                $$"""{"decision": {{Bodies.Decision("2025-01-15")}}, "segment": 3, "nextReviewDue": "Q1 2025/26"}"""
            ),
            ("published-segment", Bodies.Published("\"segment\": 3, \"label\": \"3. Supported\"")),
            (
                "annual-assessment",
                Bodies.Published("\"areas\": [{\"heading\": \"Leadership\", \"text\": \"Good – très bien.\"}]")
            ),
            (
                "succession",
                $$"""{"decision": {{Bodies.Decision("2025-03-01")}}, "successors": [{"organisation": "QYG", "kind": "merger"}]}"""
            ),
        ];
        var version = 1;
        foreach (var (name, body) in decisions)
        {
            var receipt = (await site.PostAsync($"/api/organisations/X9X9X/{name}", body, version)).Is(
                HttpStatusCode.Created
            );
            Assert.Equal(++version, receipt.Json.GetProperty("entries")[0].GetProperty("version").GetInt64());
        }

        var board = (await site.GetAsync("/api/organisations/X9X9X?on=2025-02-01")).Json;
        var kinds = (await site.GetAsync("/api/organisations/X9X9X/history"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(e => e.GetProperty("kind").GetString());
        Assert.Equal(
            [
                "organisation_registered",
                "segment_assigned",
                "segment_reviewed",
                "segment_published",
                "annual_assessment_published",
                "organisation_succeeded",
            ],
            kinds
        );
        Assert.Equal(
            "Q1 2025/26",
            board.GetProperty("status").GetProperty("review").GetProperty("nextDue").GetString()
        );
        Assert.Equal(
            "2025-03-01",
            board.GetProperty("status").GetProperty("existence").GetProperty("ended").GetString()
        );
        Assert.Equal(
            "Good – très bien.",
            board.GetProperty("annualAssessments")[0].GetProperty("areas")[0].GetProperty("text").GetString()
        );
        Assert.Contains(
            "Good – très bien.",
            (await site.GetAsync("/api/organisations/X9X9X")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Something_new_is_registered_once_and_only_as_new()
    {
        (await site.PostAsync("/api/organisations", Bodies.Organisation("X1X1X"), version: null)).Is(
            HttpStatusCode.Created
        );
        var again = await site.PostAsync("/api/organisations", Bodies.Organisation("X1X1X"), version: null);
        using var bare = site.Write("/api/organisations", Bodies.Organisation("X2X2X"));

        Assert.Equal("version-moved", again.Is(HttpStatusCode.PreconditionFailed).Problem);
        Assert.Equal(1, again.Json.GetProperty("version").GetInt64());
        Assert.Equal("version-missing", (await site.SendAsync(bare)).Is(HttpStatusCode.PreconditionRequired).Problem);
    }

    [Fact]
    public async Task A_registration_that_was_retracted_can_be_made_again_under_the_version_of_its_stream()
    {
        var receipt = await site.PostAsync("/api/organisations", Bodies.Organisation("X3X3X"), version: null);
        (await site.PostAsync($"/api/entries/{receipt.EntryId}/retraction", Bodies.Change(), 1)).Is(
            HttpStatusCode.Created
        );
        var gone = (await site.GetAsync("/api/organisations/X3X3X")).Is(HttpStatusCode.NotFound);

        (await site.PostAsync("/api/organisations", Bodies.Organisation("X3X3X", "NHS Second ICB"), 2)).Is(
            HttpStatusCode.Created
        );
        var name = (await site.GetAsync("/api/organisations/X3X3X")).Json.GetProperty("status").GetProperty("name");

        Assert.Contains("retracted", gone.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("NHS Second ICB", name.GetString());
    }

    [Fact]
    public async Task A_framework_is_published_under_its_own_id()
    {
        (await site.PostAsync("/api/frameworks", Bodies.Framework("nof-2030-31"), version: null)).Is(
            HttpStatusCode.Created
        );
        var picture = (await site.GetAsync("/api/organisations?on=2031-01-01")).Json;

        Assert.Equal("nof-2030-31", picture.GetProperty("framework").GetProperty("id").GetString());
        Assert.Equal(1, (await site.GetAsync("/api/frameworks/nof-2030-31")).Json.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task A_rule_that_refuses_is_named_with_its_sentence()
    {
        var reply = await site.PostAsync(
            "/api/organisations/QE1/segment",
            Bodies.Segment(4, body: "nhs-england-Y62"),
            2
        );
        var rule = reply.Is(HttpStatusCode.UnprocessableEntity).Json.GetProperty("rule");

        Assert.Equal("rule-refused", reply.Problem);
        Assert.Equal("national-agreement", rule.GetProperty("name").GetString());
        Assert.NotEmpty(rule.GetProperty("sentence").GetString()!);
        Assert.Equal(2, await site.VersionOfAsync("QE1"));
    }

    [Fact]
    public async Task What_a_rule_refuses_live_is_a_finding_when_it_was_decided_earlier()
    {
        var body = $$"""
            {"decision": {{Bodies.Decision(
                body: "nhs-england-Y62",
                more: ", \"origin\": \"back-dated\""
            )}}, "segment": 4}
            """;
        (await site.PostAsync("/api/organisations/QOP/segment", body, 2)).Is(HttpStatusCode.Created);
        var findings = (await site.GetAsync("/api/organisations/QOP?on=2024-12-01"))
            .Json.GetProperty("status")
            .GetProperty("findings");

        Assert.Equal(
            ["national-agreement", "segment-without-recovery"],
            findings.EnumerateArray().Select(f => f.GetProperty("rule").GetString())
        );
    }

    [Fact]
    public async Task A_decision_about_an_organisation_that_is_not_there_is_not_found()
    {
        Assert.Equal(
            "not-found",
            (await site.PostAsync("/api/organisations/ZZZ/segment", Bodies.Segment(2), 3)).Problem
        );
        Assert.Equal(
            "not-found",
            (await site.PostAsync("/api/organisations/ZZZ/segment", Bodies.Segment(2), 0)).Problem
        );
        Assert.Equal(
            "not-found",
            (await site.PostAsync($"/api/entries/{Guid.NewGuid()}/retraction", Bodies.Change(), 1)).Problem
        );
    }

    [Fact]
    public async Task Deciding_on_a_version_that_has_moved_is_refused_with_the_version_that_is_there()
    {
        var reply = await site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(2), 1);

        Assert.Equal("version-moved", reply.Is(HttpStatusCode.PreconditionFailed).Problem);
        Assert.Equal(2, reply.Json.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Deciding_without_a_version_is_told_where_to_read_it()
    {
        using var request = site.Write("/api/organisations/QYG/segment", Bodies.Segment(2));
        var reply = (await site.SendAsync(request)).Is(HttpStatusCode.PreconditionRequired);

        Assert.Equal("version-missing", reply.Problem);
        Assert.Contains(
            "/api/organisations/QYG",
            reply.Json.GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("2")]
    [InlineData("W/\"2\"")]
    [InlineData("\"2\", \"3\"")]
    [InlineData("*")]
    [InlineData("\"-2\"")]
    [InlineData("\"two\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    public async Task A_version_that_cannot_be_read_is_a_bad_request(string ifMatch)
    {
        using var request = site.Write("/api/organisations/QYG/segment", Bodies.Segment(2));
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        var reply = (await site.SendAsync(request)).Is(HttpStatusCode.BadRequest);

        Assert.Equal("If-Match", reply.Field);
    }

    [Fact]
    public async Task The_same_key_and_content_gives_the_same_receipt_even_though_the_version_has_moved()
    {
        const string path = "/api/organisations/QKK/segment";
        var first = (await site.PostAsync(path, Bodies.Segment(2), 2, "\"the key\\\\1\"".Replace(" ", "-"))).Is(
            HttpStatusCode.Created
        );
        var second = (await site.PostAsync(path, Bodies.Segment(2), 2, "the-key\\1")).Is(HttpStatusCode.Created);

        Assert.True(second.Json.GetProperty("repeated").GetBoolean());
        Assert.Equal(first.Json.GetProperty("entries").GetRawText(), second.Json.GetProperty("entries").GetRawText());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(3, await site.VersionOfAsync("QKK"));
    }

    [Fact]
    public async Task The_same_key_for_other_content_is_refused()
    {
        const string path = "/api/organisations/QVV/segment";
        (await site.PostAsync(path, Bodies.Segment(2), 2, "k")).Is(HttpStatusCode.Created);
        var other = (await site.PostAsync(path, Bodies.Segment(3), 3, "k")).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("idempotency-key-reused", other.Problem);
        Assert.Equal(3, await site.VersionOfAsync("QVV"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"open")]
    [InlineData("\"a\" b")]
    [InlineData("with space")]
    [InlineData("\"\"")]
    [InlineData("\"bad\\escape\"")]
    public async Task A_key_that_is_not_visible_ASCII_is_a_bad_request(string key)
    {
        var reply = (await site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(2), 2, key)).Is(
            HttpStatusCode.BadRequest
        );

        Assert.Equal("Idempotency-Key", reply.Field);
    }

    [Fact]
    public async Task A_key_has_at_most_200_characters()
    {
        var reply = await site.PostAsync("/api/organisations/QYG/segment", Bodies.Segment(2), 2, new string('k', 201));

        Assert.Equal("Idempotency-Key", reply.Is(HttpStatusCode.BadRequest).Field);
    }

    [Theory]
    [InlineData(null, "Bearer realm=\"oversight\"")]
    [InlineData("Bearer wrong", "error=\"invalid_token\"")]
    [InlineData("Bearer ", "error=\"invalid_token\"")]
    [InlineData("Basic dXNlcjpwYXNz", "error=\"invalid_token\"")]
    public async Task Every_write_needs_a_token_that_somebody_holds(string? authorization, string challenge)
    {
        var description = (await site.GetAsync("/openapi/v1.json")).Json;
        var writes = description
            .GetProperty("paths")
            .EnumerateObject()
            .Where(p => p.Value.TryGetProperty("post", out _))
            .Select(p => p.Name.Replace("{ods}", "QYG").Replace("{id}", Guid.NewGuid().ToString()))
            .ToArray();
        Assert.True(writes.Length >= EventCatalogue.Kinds.Count, $"{writes.Length} writes");
        foreach (var path in writes)
        {
            using var request = site.Write(path, "{}");
            request.Headers.Authorization = null;
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.TryAddWithoutValidation("If-Match", "\"2\"");
            var reply = (await site.SendAsNobodyAsync(request)).Is(HttpStatusCode.Unauthorized);

            Assert.Equal("not-signed-in", reply.Problem);
            Assert.StartsWith("Bearer ", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
            Assert.Contains(challenge, reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_logged_it_never_comes_from_the_body()
    {
        var body =
            $$"""{"decision": {{Bodies.Decision(more: ", \"loggedBy\": \"user:somebody-else\"")}}, "segment": 2}""";
        var reply = await site.PostAsync("/api/organisations/QYG/segment", body, 2);

        Assert.Equal("decision.loggedBy", reply.Is(HttpStatusCode.BadRequest).Field);
    }

    [Fact]
    public async Task An_entry_is_tied_to_its_request_by_a_trace_id_of_ours_with_the_callers_beside_it()
    {
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var request = site.Write("/api/organisations/QF7/segment", Bodies.Segment(2));
        request.Headers.TryAddWithoutValidation("If-Match", "\"2\"");
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        var place = (await site.SendAsync(request))
            .Is(HttpStatusCode.Created)
            .Json.GetProperty("entries")[0]
            .GetProperty("place")
            .GetInt64();
        var stored = await site.Record.Store.ReadAfterAsync(place - 1, 1);

        Assert.Matches("^[0-9a-f]{32}$", stored[0].CorrelationId);
        Assert.NotEqual(trace, stored[0].CorrelationId);
        Assert.Equal($"caller:{trace}", stored[0].CausationId);

        // Nor of somebody without a token.
        using var nobody = new HttpRequestMessage(HttpMethod.Get, "/api/calendars");
        nobody.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        var problem = (await site.SendAsNobodyAsync(nobody)).Is(HttpStatusCode.Unauthorized);
        Assert.NotEqual(trace, problem.Json.GetProperty("traceId").GetString());
    }

    [Fact]
    public async Task What_the_record_holds_exactly_so_is_refused_with_its_entry_until_the_caller_says_that_it_is_so_again()
    {
        async Task<Reply> LogAsync(string? again)
        {
            using var request = site.Write("/api/organisations/QSL/segment", Bodies.Segment(2, "2024-11-05"));
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{await site.VersionOfAsync("QSL")}\"");
            if (again is not null)
            {
                request.Headers.TryAddWithoutValidation("Oversight-Again", again);
            }

            return await site.SendAsync(request);
        }

        var first = (await LogAsync(null)).Is(HttpStatusCode.Created).Json.GetProperty("entries")[0].GetProperty("id");
        var refused = (await LogAsync("false")).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("recorded-already", refused.Problem);
        Assert.Equal(first.GetGuid(), refused.Json.GetProperty("entry").GetGuid());
        Assert.Equal("Oversight-Again", (await LogAsync("perhaps")).Is(HttpStatusCode.BadRequest).Field);
        (await LogAsync("true")).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("/api/organisations/QNQ")]
    [InlineData("/api/organisations/QNQ/history")]
    public async Task An_entity_tag_that_was_given_is_taken_back_as_what_was_decided_on(string read)
    {
        var segment = read.EndsWith("history", StringComparison.Ordinal) ? 3 : 2;
        var version = await site.VersionOfAsync("QNQ");
        var tag = (await site.GetAsync(read)).Header("ETag");
        (
            await site.PostAsync(
                "/api/organisations/QWE/segment",
                Bodies.Segment(segment),
                await site.VersionOfAsync("QWE")
            )
        ).Is(HttpStatusCode.Created);

        async Task<Reply> DecideAsync(string ifMatch)
        {
            using var request = site.Write("/api/organisations/QNQ/segment", Bodies.Segment(segment));
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            return await site.SendAsync(request);
        }

        var stored = (await DecideAsync(tag)).Is(HttpStatusCode.Created);
        Assert.Equal(version + 1, stored.Json.GetProperty("entries")[0].GetProperty("version").GetInt64());
        var moved = (await DecideAsync(tag)).Is(HttpStatusCode.PreconditionFailed);
        Assert.Equal(version + 1, moved.Json.GetProperty("version").GetInt64());
        (await DecideAsync("W/\"999999-0000000000000000\"")).Is(HttpStatusCode.PreconditionFailed);
        (await DecideAsync("W/\"12-short\"")).Is(HttpStatusCode.BadRequest);
        (await DecideAsync("W/\"3\"")).Is(HttpStatusCode.BadRequest);
    }

    private static string? Text(JsonElement board) =>
        board.GetProperty("status").GetProperty("segment").GetProperty("text").GetString();
}
