using System.Net;

namespace Oversight.Web.Tests;

public sealed class MeetingApiTests(Site site) : IClassFixture<Site>
{
    private const string Meeting = """
        {"title": "Oversight meeting", "on": "2024-06-20", "decidedBy": {"body": "nhs-england", "person": "Zoë Ångström-Okonkwo"}}
        """;

    [Fact]
    public async Task A_meeting_is_answered_with_the_receipt_of_all_its_entries_each_with_where_to_put_a_slip_right()
    {
        var reply = (
            await PostAsync(
                """{"subject": "organisation-QJK", "version": 2, "type": "segment_assigned", "data": {"segment": 2}}""",
                """{"subject": "recovery-qjk-2024", "type": "recovery_entered", "data": {"title": "T", "members": ["QJK"]}}"""
            )
        ).Is(HttpStatusCode.Created);
        var entries = reply.Json.GetProperty("entries").EnumerateArray().ToArray();

        Assert.Equal(
            ["organisation-QJK", "recovery-qjk-2024"],
            entries.Select(e => e.GetProperty("stream").GetString())
        );
        Assert.Equal($"/api/entries/{reply.EntryId}", reply.Headers.Location!.ToString());
        Assert.Equal(entries[^1].GetProperty("place").GetRawText(), reply.Header("Oversight-Place"));
        Assert.DoesNotContain(
            "Ångström",
            (await site.GetAsync($"/api/entries/{reply.EntryId}")).Json.GetProperty("entry").GetRawText(),
            StringComparison.Ordinal
        );

        // A slip, put right where the receipt says.
        var correction = entries[0].GetProperty("correction").GetString()!;
        var version = entries[0].GetProperty("version").GetInt64();
        (
            await site.PostAsync(
                correction,
                $$$"""{"decision": {"decided": "2024-12-01", "decidedBy": {"body": "nhs-england"}, "rationale": "A slip."}, "replacement": {{{Bodies.Segment(3, "2024-06-20")}}}}""",
                version
            )
        ).Is(HttpStatusCode.Created);
        var status = (await site.GetAsync("/api/organisations/QJK?on=2024-06-21")).Json;
        Assert.Equal(3, status.GetProperty("status").GetProperty("segment").GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task Every_refused_outcome_is_in_the_problem_and_nothing_is_stored()
    {
        var reply = await PostAsync(
            """{"subject": "organisation-QR1", "version": 2, "type": "no_change"}""",
            """{"subject": "organisation-QT6", "version": 2, "type": "segment_assigned", "data": {"segment": 8}}""",
            """{"subject": "organisation-QT6", "version": 2, "type": "segment_assigned", "data": {"segment": "two"}}"""
        );

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "outcomes-refused"), (reply.Status, reply.Problem));
        var refused = reply.Json.GetProperty("outcomes").EnumerateArray().ToArray();
        Assert.Equal([1, 2], refused.Select(r => r.GetProperty("index").GetInt32()));
        Assert.Equal("segment-of-framework", refused[0].GetProperty("rule").GetString());
        Assert.Equal("outcomes[2].data.segment", refused[1].GetProperty("field").GetString());
        Assert.Equal("organisation-QT6", refused[1].GetProperty("subject").GetString());
        Assert.NotEmpty(refused[1].GetProperty("detail").GetString()!);
        Assert.Equal((2, 2), (await site.VersionOfAsync("QR1"), await site.VersionOfAsync("QT6")));
    }

    [Fact]
    public async Task Versions_are_in_the_body_a_missing_one_is_428_and_a_moved_one_412()
    {
        var missing = await PostAsync(
            """{"subject": "organisation-QUY", "type": "no_change"}""",
            """{"subject": "organisation-QSL", "type": "no_change"}"""
        );
        var moved = await PostAsync("""{"subject": "organisation-QUY", "version": 1, "type": "no_change"}""");

        Assert.Equal((HttpStatusCode.PreconditionRequired, "version-missing"), (missing.Status, missing.Problem));
        Assert.Equal("outcomes[0].version", missing.Field);
        Assert.Equal(2, missing.Json.GetProperty("outcomes").GetArrayLength());
        Assert.Equal((HttpStatusCode.PreconditionFailed, "version-moved"), (moved.Status, moved.Problem));
        Assert.Equal(2, moved.Json.GetProperty("version").GetInt64());
        Assert.Contains("organisation-QUY", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sent_again_under_its_key_a_meeting_is_stored_once()
    {
        const string Outcome = """{"subject": "organisation-QVV", "version": 2, "type": "no_change"}""";
        var first = (await PostAsync([Outcome], "meeting-1")).Is(HttpStatusCode.Created);
        var again = (await PostAsync([Outcome], "meeting-1")).Is(HttpStatusCode.Created);
        var other = await PostAsync([Outcome.Replace("QVV", "QOX", StringComparison.Ordinal)], "meeting-1");

        Assert.Equal(first.EntryId, again.EntryId);
        Assert.True(again.Json.GetProperty("repeated").GetBoolean());
        Assert.Equal("idempotency-key-reused", other.Problem);
        Assert.Equal(3, await site.VersionOfAsync("QVV"));
    }

    [Fact]
    public async Task A_meeting_needs_a_token_and_a_body_in_its_shape()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/meetings")
        {
            Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
        };
        var unsigned = await site.SendAsNobodyAsync(request);
        var empty = await PostAsync();
        using var odd = site.Write("/api/meetings", """{"meeting": {"title": "T", "on": "20 June"}, "outcomes": []}""");
        var noDay = await site.SendAsync(odd);

        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.Status);
        Assert.Equal(("bad-input", "outcomes"), (empty.Problem, empty.Field));
        Assert.Equal(("bad-input", "meeting.on"), (noDay.Problem, noDay.Field));
    }

    [Fact]
    public async Task The_example_of_the_description_can_be_logged()
    {
        var example = (await site.GetAsync("/openapi/v1.json"))
            .Json.GetProperty("paths")
            .GetProperty("/api/meetings")
            .GetProperty("post")
            .GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("example");

        using var request = site.Write("/api/meetings", example.GetRawText());
        (await site.SendAsync(request)).Is(HttpStatusCode.Created);
    }

    private Task<Reply> PostAsync(params IReadOnlyList<string> outcomes) => PostAsync(outcomes, key: null);

    private async Task<Reply> PostAsync(IReadOnlyList<string> outcomes, string? key)
    {
        using var request = site.Write(
            "/api/meetings",
            $$"""{"meeting": {{Meeting}}, "outcomes": [{{string.Join(',', outcomes)}}]}"""
        );
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return await site.SendAsync(request);
    }
}
