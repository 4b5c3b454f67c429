using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Oversight.Web.Tests;

/// <summary>Several signed-in subjects: who proposes and who agrees, and an organisation's own people.</summary>
public sealed class TwoPeopleTests(Site site) : IClassFixture<Site>
{
    private const string BackDated = ", \"origin\": \"back-dated\"";
    private const string Communicated = ", \"communicated\": \"2024-11-20\", \"origin\": \"back-dated\"";

    [Fact]
    public async Task A_proposal_is_shown_until_somebody_else_agrees()
    {
        var other = await site.AddTokenAsync("approver");
        var proposal = (await site.PostAsync("/api/organisations/QE1/segment-proposal", Bodies.Segment(3), 2)).Is(
            HttpStatusCode.Created
        );
        var open = (await site.GetAsync("/api/organisations/QE1?on=2024-12-01")).Json.GetProperty("status");
        Assert.Equal(3, open.GetProperty("proposals")[0].GetProperty("segment").GetInt32());
        var page = await site.PageAsync("/organisations/QE1?on=2024-12-01");
        Assert.Contains("not answered yet", page.Body!.TextContent, StringComparison.Ordinal);

        var agreement = $$"""{"decision": {{Bodies.Decision()}}, "proposal": "{{proposal.EntryId}}", "segment": 3}""";
        var own = await site.PostAsync("/api/organisations/QE1/segment-agreement", agreement, 3);
        Assert.Equal("rule-refused", own.Problem);
        Assert.Equal("approver-is-not-proposer", own.Json.GetProperty("rule").GetProperty("name").GetString());
        (await site.PostAsync("/api/organisations/QE1/segment-agreement", agreement, 3, token: other)).Is(
            HttpStatusCode.Created
        );

        var agreed = (await site.GetAsync("/api/organisations/QE1?on=2024-12-01")).Json.GetProperty("status");
        Assert.Equal(0, agreed.GetProperty("proposals").GetArrayLength());
        Assert.Equal(3, agreed.GetProperty("segment").GetProperty("number").GetInt32());
        Assert.Equal(0, agreed.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public async Task Own_people_see_a_decision_from_the_day_of_its_communication_in_every_answer()
    {
        var token = await site.AddTokenAsync("qop-lead", "QOP");
        var decided = (
            await site.PostAsync(
                "/api/organisations/QOP/segment",
                $$"""{"decision": {{Bodies.Decision(more: Communicated)}}, "segment": 1}""",
                2
            )
        ).Is(HttpStatusCode.Created);
        var secret = (await site.PostAsync("/api/organisations/QOP/segment-proposal", Bodies.Segment(4), 3)).Is(
            HttpStatusCode.Created
        );

        async Task<int?> SegmentAsync(string on, string? by)
        {
            var segment = (await site.GetAsync($"/api/organisations/QOP?on={on}", token: by))
                .Is(HttpStatusCode.OK)
                .Json.GetProperty("status")
                .GetProperty("segment");
            return segment.TryGetProperty("number", out var number) ? number.GetInt32() : null;
        }

        Assert.Equal(1, await SegmentAsync("2024-11-19", by: null));
        Assert.NotEqual(1, await SegmentAsync("2024-11-19", token));
        Assert.Equal(1, await SegmentAsync("2024-11-20", token));
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync($"/api/entries/{decided.EntryId}", token: token)).Status);
        Assert.Equal("not-found", (await site.GetAsync($"/api/entries/{secret.EntryId}", token: token)).Problem);
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync($"/api/entries/{secret.EntryId}")).Status);

        var history = (await site.GetAsync("/api/organisations/QOP/history", token: token)).Json;
        Assert.Equal(3, history.GetProperty("version").GetInt64());
        Assert.Equal(3, history.GetProperty("entries").GetArrayLength());
        Assert.DoesNotContain(secret.EntryId, history.GetRawText(), StringComparison.Ordinal);
        foreach (var path in new[] { "/api/organisations/QOP", "/api/organisations", "/", "/organisations/QOP" })
        {
            var text = (await site.GetAsync(path + "?on=2024-12-01", token: token)).Is(HttpStatusCode.OK).Text;
            Assert.DoesNotContain(secret.EntryId, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_entity_tag_of_one_is_not_that_of_the_other_nor_of_another_day()
    {
        var token = await site.AddTokenAsync("qwo-lead", "QWO");
        const string path = "/api/organisations/QWO/history";
        var (all, own) = (await site.GetAsync(path), await site.GetAsync(path, token: token));

        Assert.NotEqual(all.Header("ETag"), own.Header("ETag"));
        Assert.Equal("Authorization, Cookie", own.Header("Vary"));
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync(path, all.Header("ETag"), token)).Status);
        Assert.Equal(HttpStatusCode.NotModified, (await site.GetAsync(path, own.Header("ETag"), token)).Status);
    }

    [Fact]
    public async Task Own_people_do_not_see_ahead_what_is_to_be_communicated_later()
    {
        var token = await site.AddTokenAsync("qt6-lead", "QT6");
        var entry = (
            await site.PostAsync(
                "/api/organisations/QT6/segment",
                $$"""{"decision": {{Bodies.Decision(more: ", \"communicated\": \"2190-01-01\"")}}, "segment": 1}""",
                2
            )
        ).Is(HttpStatusCode.Created);

        var ahead = await site.GetAsync("/api/organisations/QT6?on=2195-01-01", token: token);

        Assert.DoesNotContain(entry.EntryId, ahead.Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_own_people_are_told_counts_what_they_see_and_they_decide_on_it()
    {
        var token = await site.AddTokenAsync("qrl-lead", "QRL");
        (
            await site.PostAsync(
                "/api/recoveries/qrl-2024",
                $$"""{"decision": {{Bodies.Decision(more: Communicated)}}, "title": "A system", "members": ["QRL"]}""",
                null
            )
        ).Is(HttpStatusCode.Created);
        (
            await site.PostAsync(
                "/api/recoveries/qrl-2024/exit-criteria",
                $$"""
                {"decision": {{Bodies.Decision(more: Communicated)}}, "purpose": "exit",
                 "criteria": [{"reference": "EC1", "theme": "Finance", "wording": "It breaks even."}]}
                """,
                1
            )
        ).Is(HttpStatusCode.Created);
        string[] paths =
        [
            "/api/recoveries/qrl-2024",
            "/api/recoveries/qrl-2024/history",
            "/api/recoveries",
            "/api/organisations/QRL",
            "/api/organisations",
            "/api/deadlines",
            "/api/registers/history",
            "/api/registers",
            "/api/questions/R1",
        ];
        var before = await AskAsync();

        (await site.PostAsync("/api/organisations/QRL/segment", Bodies.Segment(4), 2)).Is(HttpStatusCode.Created);
        (
            await site.PostAsync(
                "/api/recoveries/qrl-2024/exit-criteria",
                $$"""
                {"decision": {{Bodies.Decision(more: BackDated)}}, "purpose": "transition",
                 "criteria": [{"reference": "TC1", "theme": "Finance", "wording": "Kept back."}]}
                """,
                2
            )
        ).Is(HttpStatusCode.Created);

        Assert.Equal(before, await AskAsync());
        var whole = (await site.GetAsync("/api/recoveries/qrl-2024")).Json.GetProperty("version").GetInt64();
        var read = await site.GetAsync("/api/recoveries/qrl-2024/history", token: token);
        Assert.Equal((3, 2), (whole, read.Json.GetProperty("version").GetInt64()));

        const string evidence = """
            {"decision": {"effective": "2024-11-25", "decided": "2024-11-25", "decidedBy": {"body": "QRL"} },
             "organisation": "QRL", "title": "Return", "for": ["EC1"]}
            """;
        var moved = await site.PostAsync("/api/recoveries/qrl-2024/evidence", evidence, 3, token: token);
        Assert.Equal(
            (HttpStatusCode.PreconditionFailed, 2),
            (moved.Status, moved.Json.GetProperty("version").GetInt64())
        );
        var receipt = await site.PostAsync("/api/recoveries/qrl-2024/evidence", evidence, 2, "qrl-1", token);
        var again = await site.PostAsync("/api/recoveries/qrl-2024/evidence", evidence, 2, "qrl-1", token);
        Assert.All(
            new[] { receipt, again },
            r =>
                Assert.Equal(
                    3,
                    r.Is(HttpStatusCode.Created).Json.GetProperty("entries")[0].GetProperty("version").GetInt64()
                )
        );

        // An ETag that they were given stands for the version that they were told with it.
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(read.Header("ETag"))).Status);
        var newer = await site.GetAsync("/api/recoveries/qrl-2024/history", token: token);
        (await SendAsync(newer.Header("ETag"))).Is(HttpStatusCode.Created);

        async Task<string[]> AskAsync()
        {
            var told = new List<string>();
            foreach (var path in paths)
            {
                var reply = await site.GetAsync(path, token: token);
                told.Add($"{path} {reply.Header("ETag")} {reply.Header("Oversight-Known")} {reply.Text}");
                Assert.False(reply.Headers.Contains("Oversight-Place"), path);
                Assert.DoesNotContain("\"place\":", reply.Text, StringComparison.Ordinal);
            }

            return [.. told];
        }

        async Task<Reply> SendAsync(string tag)
        {
            using var request = site.Write(
                "/api/recoveries/qrl-2024/evidence",
                evidence.Replace("Return", "Other"),
                token
            );
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            return await site.SendAsync(request);
        }
    }

    [Fact]
    public async Task Own_people_log_what_they_say_themselves_and_nothing_else()
    {
        var token = await site.AddTokenAsync("qpm-lead", "QPM");
        (
            await site.PostAsync(
                "/api/recoveries/qpm-2024",
                $$"""{"decision": {{Bodies.Decision(more: Communicated)}}, "title": "A system", "members": ["QPM"]}""",
                null
            )
        ).Is(HttpStatusCode.Created);
        (
            await site.PostAsync(
                "/api/recoveries/qpm-2024/exit-criteria",
                $$"""
                {"decision": {{Bodies.Decision(more: Communicated)}}, "purpose": "exit",
                 "criteria": [{"reference": "EC1", "theme": "Finance", "wording": "It breaks even."}]}
                """,
                1
            )
        ).Is(HttpStatusCode.Created);
        static string Evidence(string by, string? body = null, string more = "") =>
            $$"""
                {"decision": {{Bodies.Decision(
                    "2024-11-25",
                    body: body ?? by,
                    more: more
                )}}, "organisation": "{{by}}", "title": "Return", "for": ["EC1"]}
                """;

        var logged = (await site.PostAsync("/api/recoveries/qpm-2024/evidence", Evidence("QPM"), 2, token: token)).Is(
            HttpStatusCode.Created
        );
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync($"/api/entries/{logged.EntryId}", token: token)).Status);

        // A document that they cannot read they do not come to read by naming its hash, but by having it themselves.
        const string Kept = "Kept by the national team.";
        var path = (await site.SendAsync(Upload(site.Token))).Is(HttpStatusCode.Created).Headers.Location!.ToString();
        var naming =
            Evidence("QPM").TrimEnd()[..^1]
            + $$"""
                , "document": {"sha256": "{{path[
                    ^64..
                ]}}", "fileName": "a.txt", "mediaType": "text/plain", "length": {{Kept.Length}} } }
                """;
        var named = await site.PostAsync("/api/recoveries/qpm-2024/evidence", naming, 3, token: token);
        Assert.Equal("document.sha256", named.Is(HttpStatusCode.BadRequest).Field);
        (await site.GetAsync(path, token: token)).Is(HttpStatusCode.NotFound);
        (await site.SendAsync(Upload(token))).Is(HttpStatusCode.Created);
        (await site.GetAsync(path, token: token)).Is(HttpStatusCode.OK);
        (await site.PostAsync("/api/recoveries/qpm-2024/evidence", naming, 3, token: token)).Is(HttpStatusCode.Created);

        foreach (
            var (address, body) in new[]
            {
                ("/api/recoveries/qpm-2024/evidence", Evidence("QPM", "nhs-england")),
                ("/api/recoveries/qpm-2024/evidence", Evidence("QPM", "QE1")),
                ("/api/recoveries/qpm-2024/evidence", Evidence("QPM", more: BackDated)),
                ("/api/recoveries/qpm-2024/evidence", Evidence("QPM", more: ", \"origin\": \"imported\"")),
                ("/api/recoveries/qpm-2024/evidence", Evidence("QE1")),
                ("/api/recoveries/qpm-2024/exit", $$"""{"decision": {{Bodies.Decision(more: BackDated)}}}"""),
                ("/api/organisations/QPM/segment", Bodies.Segment(1)),
                ($"/api/entries/{logged.EntryId}/retraction", Bodies.Change()),
            }
        )
        {
            var refused = await site.PostAsync(address, body, 2, token: token);
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            Assert.Equal("not-allowed", refused.Problem);
            Assert.NotEmpty(refused.Json.GetProperty("whatToDo").GetString()!);
        }

        // What they see nothing of reads as what is not there.
        Assert.Equal(
            "not-found",
            (await site.PostAsync("/api/recoveries/unknown/evidence", Evidence("QPM"), 2, token: token))
                .Is(HttpStatusCode.NotFound)
                .Problem
        );

        // The same is open to everybody else.
        (
            await site.PostAsync(
                "/api/recoveries/qpm-2024/exit",
                $$"""{"decision": {{Bodies.Decision(more: BackDated)}}}""",
                4
            )
        ).Is(HttpStatusCode.Created);

        static HttpRequestMessage Upload(string token) =>
            new(HttpMethod.Post, "/api/organisations/QPM/documents?fileName=a.txt")
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Kept))
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("text/plain") },
                },
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            };
    }

    [Fact]
    public async Task Own_people_are_told_nothing_of_what_is_not_theirs_by_a_meeting_whatever_they_ask()
    {
        var token = await site.AddTokenAsync("qm7-lead", "QM7");
        (
            await site.PostAsync("/api/organisations/QH8/segment", Bodies.Segment(4), await site.VersionOfAsync("QH8"))
        ).Is(HttpStatusCode.Created);
        (
            await site.PostAsync(
                "/api/recoveries/qh8-secret",
                $$"""{"decision": {{Bodies.Decision(more: BackDated)}}, "title": "Kept back", "members": ["QM7"]}""",
                null
            )
        ).Is(HttpStatusCode.Created);
        var evidence = $$"""
            {"decision": {"decidedBy": {"body": "QM7"} }, "organisation": "QM7", "title": "Return", "for": ["EC1"]}
            """;
        string[] outcomes =
        [
            .. from version in new[] { 1, 3 }
            from subject in new[] { "organisation-QH8", "organisation-QM7", "organisation-Q99" }
            select $$"""{"subject": "{{subject}}", "version": {{version}}, "type": "no_change"}""",
            .. from version in new[] { 1, 3 }
            from subject in new[] { "recovery-qh8-secret", "recovery-of-nobody" }
            select $$"""{"subject": "{{subject}}", "version": {{version}}, "type": "evidence_submitted", "data": {{evidence}}}""",
        ];

        var answers = new List<string>();
        foreach (var outcome in outcomes)
        {
            using var request = site.Write(
                "/api/meetings",
                $$"""
                {"meeting": {"title": "M", "on": "2024-12-20", "decidedBy": {"body": "nhs-england"} }, "outcomes": [{{outcome}}]}
                """,
                token
            );
            var reply = (await site.SendAsync(request)).Is(
                outcome.Contains("no_change", StringComparison.Ordinal)
                    ? HttpStatusCode.Forbidden
                    : HttpStatusCode.NotFound
            );
            answers.Add(WithoutId(reply.Json.GetProperty("detail").GetString()!));
        }

        // One sentence for what a meeting confirms, one for what is not there or not theirs.
        Assert.Equal(2, answers.Distinct().Count());
        Assert.Single(answers.Take(6).Distinct());
        Assert.Single(answers.Skip(6).Distinct());

        // Alone as in a meeting, whatever the version.
        var single = new[] { "qh8-secret", "of-nobody" }.Select(async id =>
            WithoutId(
                (
                    await site.PostAsync(
                        $"/api/recoveries/{id}/self-assessment",
                        $$"""{"decision": {{Bodies.Decision(body: "QM7")}}, "criterion": "EC1", "rating": "green", "member": "QM7"}""",
                        7,
                        token: token
                    )
                )
                    .Is(HttpStatusCode.NotFound)
                    .Json.GetProperty("detail")
                    .GetString()!
            )
        );
        Assert.Single((await Task.WhenAll(single)).Distinct());
    }

    // The id that was asked for is the asker's own.
    private static string WithoutId(string detail) =>
        detail
            .Replace("recovery-qh8-secret", "…", StringComparison.Ordinal)
            .Replace("recovery-of-nobody", "…", StringComparison.Ordinal);

    [Fact]
    public async Task Own_people_are_refused_by_what_they_were_told_and_not_by_the_rest()
    {
        var token = await site.AddTokenAsync("qnx-lead", "QNX");
        const string path = "/api/recoveries/qnx-2024";
        (
            await site.PostAsync(
                path,
                $$"""{"decision": {{Bodies.Decision(more: Communicated)}}, "title": "A system", "members": ["QNX"]}""",
                null
            )
        ).Is(HttpStatusCode.Created);
        (
            await site.PostAsync(
                path + "/exit-criteria",
                $$"""
                {"decision": {{Bodies.Decision(more: BackDated)}}, "purpose": "exit",
                 "criteria": [{"reference": "EC7", "theme": "Finance", "wording": "Kept back."}]}
                """,
                1
            )
        ).Is(HttpStatusCode.Created);

        async Task<string> AssessAsync(string criterion) =>
            (
                await site.PostAsync(
                    path + "/self-assessment",
                    $$"""
                    {"decision": {{Bodies.Decision(
                        "2024-11-25",
                        body: "QNX"
                    )}}, "criterion": "{{criterion}}", "rating": "green", "member": "QNX"}
                    """,
                    1,
                    token: token
                )
            )
                .Is(HttpStatusCode.UnprocessableEntity)
                .Json.GetProperty("detail")
                .GetString()!;

        Assert.Equal(
            await AssessAsync("EC8"),
            (await AssessAsync("EC7")).Replace("EC7", "EC8", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_revoked_token_neither_reads_nor_writes()
    {
        var token = await site.AddTokenAsync("gone", "QOP");
        (await site.GetAsync("/api/organisations/QOP", token: token)).Is(HttpStatusCode.OK);
        await site.RevokeTokensAsync("gone");

        var read = await site.GetAsync("/api/organisations/QOP", token: token);
        Assert.Equal((HttpStatusCode.Unauthorized, "not-signed-in"), (read.Status, read.Problem));
        Assert.Contains("invalid_token", read.Header("WWW-Authenticate"), StringComparison.Ordinal);
        var write = await site.PostAsync("/api/organisations/QOP/segment", Bodies.Segment(2), 2, token: token);
        Assert.Equal("not-signed-in", write.Problem);
    }
}
