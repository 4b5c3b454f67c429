using System.Net;

namespace Oversight.Web.Tests;

/// <summary>Recovery Support and undertakings by the API alone.</summary>
public sealed class LifecycleTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_only_open_entry_is_meant_where_none_is_named_and_several_are_listed()
    {
        const string path = "/api/organisations/QK1/segment-agreement";
        var agreement = $$"""{"decision": {{Bodies.Decision()}}, "segment": 3}""";
        var none = await site.PostAsync(path, agreement, await site.VersionOfAsync("QK1"));
        Assert.Equal(("bad-input", "proposal"), (none.Problem, none.Field));

        async Task<string> ProposeAsync(string effective) =>
            (
                await site.PostAsync(
                    "/api/organisations/QK1/segment-proposal",
                    Bodies.Segment(3, effective),
                    await site.VersionOfAsync("QK1"),
                    token: await site.AddTokenAsync($"proposer-{Guid.NewGuid()}")
                )
            )
                .Is(HttpStatusCode.Created)
                .EntryId;

        var (one, other) = (await ProposeAsync("2024-11-04"), await ProposeAsync("2024-11-05"));
        var version = await site.VersionOfAsync("QK1");
        var several = await site.PostAsync(path, agreement, version);
        Assert.Equal("proposal", several.Field);
        Assert.Contains(one, several.Text, StringComparison.Ordinal);
        Assert.Contains(other, several.Text, StringComparison.Ordinal);

        var refusal =
            $$"""{"decision": {{Bodies.Decision(more: ", \"rationale\": \"Not yet.\"")}}, "proposal": "{{one}}"}""";
        (await site.PostAsync("/api/organisations/QK1/segment-decline", refusal, version)).Is(HttpStatusCode.Created);
        var agreed = await site.PostAsync(path, agreement, version + 1, "only-open");
        // Sent again it is the same decision, although nothing is open any more.
        var again = await site.PostAsync(path, agreement, version + 1, "only-open");
        Assert.Equal(agreed.Is(HttpStatusCode.Created).EntryId, again.Is(HttpStatusCode.Created).EntryId);
        Assert.Contains(other, (await site.GetAsync($"/api/entries/{agreed.EntryId}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_support_runs_from_entry_to_exit_and_its_history_tells_it()
    {
        const string recovery = "/api/recoveries/qoc-2023";
        var version = 0;
        async Task<string> LogAsync(string word, string effective, string members)
        {
            var address = word.Length == 0 ? recovery : $"{recovery}/{word}";
            var logged = await site.PostAsync(address, Body(effective, members), version == 0 ? null : version);
            version++;
            return logged.Is(HttpStatusCode.Created).EntryId;
        }

        await LogAsync("", "2023-05-01", """ "title": "A system", "members": ["QOC"], "targetExit": "2023/24" """);
        await LogAsync(
            "exit-criteria",
            "2023-06-01",
            """
            "purpose": "exit", "criteria": [
              {"reference": "EC1", "theme": "Finance", "wording": "It meets its control total.", "due": "Q4 2023/24"},
              {"reference": "EC2", "theme": "Quality", "wording": "The plan is complete.", "members": ["QOC"]}]
            """
        );
        await LogAsync("improvement-director", "2023-06-01", """ "director": "Robin Example" """);
        var evidence = await LogAsync(
            "evidence",
            "2024-02-01",
            """ "organisation": "QOC", "title": "Month 10 return", "for": ["EC1"] """
        );
        await LogAsync("evidence-acknowledged", "2024-02-02", $""" "evidence": "{evidence}" """);
        await LogAsync("evidence-judged", "2024-02-09", $""" "evidence": "{evidence}", "verdict": "sufficient" """);
        await LogAsync(
            "criterion-assessment",
            "2024-02-12",
            """ "criterion": "EC1", "level": "national", "judgement": "met", "confidence": "high" """
        );
        await LogAsync("target-exit", "2024-02-12", """ "target": "Q1 2024/25" """);
        var recommendation = await LogAsync("exit-recommendation", "2024-05-01", """ "expected": "May 2024" """);
        await LogAsync(
            "exit",
            "2024-06-01",
            $$"""
            "recommendation": "{{recommendation}}",
            "unmet": [{"criterion": "EC2", "reason": "One action remains.", "acceptedBy": "Sam Example"}]
            """
        );

        var reply = (await site.GetAsync(recovery + "/history")).Is(HttpStatusCode.OK);
        var history = reply.Json;
        Assert.Equal(
            [
                "recovery_entered",
                "exit_criteria_agreed",
                "improvement_director_appointed",
                "evidence_submitted",
                "evidence_acknowledged",
                "evidence_judged",
                "criterion_assessed",
                "target_exit_revised",
                "exit_recommended",
                "exit_agreed",
            ],
            history.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("kind").GetString())
        );
        Assert.Equal(version, history.GetProperty("version").GetInt32());
        Assert.Equal("recovery-qoc-2023", history.GetProperty("subject").GetString());
        Assert.Equal(
            new HashSet<string?> { Bodies.Person, "Robin Example", "Sam Example" },
            history.GetProperty("people").EnumerateObject().Select(p => p.Value.GetString()).ToHashSet()
        );
        Assert.DoesNotContain("Robin Example", history.GetProperty("entries").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotModified,
            (await site.GetAsync(recovery + "/history", reply.Header("ETag"))).Status
        );
    }

    [Fact]
    public async Task An_entry_with_people_in_its_content_can_be_corrected()
    {
        await BeginAsync("directed");
        var entry = (
            await site.PostAsync(
                "/api/recoveries/directed/improvement-director",
                Body("2023-06-01", """ "director": "Robin Example" """),
                1
            )
        ).EntryId;
        var replacement = Body("2023-06-01", """ "director": "Chris Example" """);
        var nobody = await site.PostAsync(
            $"/api/entries/{entry}/correction",
            Bodies.Change($", \"replacement\": {Body("2023-06-01", """ "director": " " """)}"),
            2
        );
        var tooLong = await site.PostAsync(
            $"/api/entries/{entry}/correction",
            Bodies.Change($", \"replacement\": {Body("2023-06-01", $""" "director": "{new string('x', 201)}" """)}"),
            2
        );
        (
            await site.PostAsync(
                $"/api/entries/{entry}/correction",
                Bodies.Change($", \"replacement\": {replacement}"),
                2
            )
        ).Is(HttpStatusCode.Created);

        Assert.Equal("replacement.director", nobody.Is(HttpStatusCode.BadRequest).Field);
        Assert.Equal("replacement.director", tooLong.Is(HttpStatusCode.BadRequest).Field);
        Assert.Contains(
            "Chris Example",
            (await site.GetAsync("/api/recoveries/directed/history")).Json.GetProperty("people").GetRawText(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Undertakings_run_from_acceptance_to_discharge()
    {
        const string undertakings = "/api/undertakings/rz1-2024";
        var trust = Body(
            "2015-04-01",
            """ "organisation": "RZ1", "kind": "nhs-trust", "name": "Example NHS Trust", "region": "Y60" """
        );
        (await site.PostAsync("/api/organisations", trust, version: null)).Is(HttpStatusCode.Created);
        (string Word, string Effective, string Members)[] decisions =
        [
            (
                "",
                "2024-02-01",
                """
                "organisation": "RZ1", "legalBasis": "hsc-act-2012-s106", "test": "reasonable-suspicion", "grounds": ["Deficit."],
                "items": [{"reference": "1.1", "wording": "A plan is sent.", "due": "2024-03-31"}]
                """
            ),
            (
                "undertakings-publication",
                "2024-02-02",
                """ "publication": {"address": "https://example.invalid/rz1"} """
            ),
            ("undertaking-progress", "2024-03-01", """ "item": "1.1", "progress": "Drafted.", "rating": "green" """),
            (
                "undertaking-variation",
                "2024-03-15",
                """ "item": "1.1", "agreedBy": ["nhs-england", "RZ1"], "due": "2024-06-30" """
            ),
            ("undertaking-judgement", "2024-06-30", """ "item": "1.1", "judgement": "complied" """),
            ("undertakings-discharge", "2024-07-31", """ "items": ["1.1"] """),
        ];
        for (var version = 0; version < decisions.Length; version++)
        {
            var (word, effective, members) = decisions[version];
            (
                await site.PostAsync(
                    word.Length == 0 ? undertakings : $"{undertakings}/{word}",
                    Body(effective, members),
                    version == 0 ? null : version
                )
            ).Is(HttpStatusCode.Created);
        }

        var history = (await site.GetAsync(undertakings + "/history")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(
            [
                "undertakings_accepted",
                "undertakings_publication_stated",
                "undertaking_progress_reported",
                "undertaking_varied",
                "undertaking_judged",
                "undertakings_discharged",
            ],
            history.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("kind").GetString())
        );
    }

    [Fact]
    public async Task What_is_not_in_the_record_is_not_found()
    {
        var target = Body("2024-05-01", """ "target": "Q1 2024/25" """);
        var unknown = await site.PostAsync("/api/recoveries/nowhere/target-exit", target, 1);
        var discharge = await site.PostAsync("/api/undertakings/nowhere/undertakings-discharge", Body("2024-05-01"), 1);
        var history = await site.GetAsync("/api/recoveries/nowhere/history");
        await BeginAsync("taken-back");
        var begun = (await site.GetAsync("/api/recoveries/taken-back/history")).Json.GetProperty("entries")[0];
        (await site.PostAsync($"/api/entries/{begun.GetProperty("id").GetString()}/retraction", Bodies.Change(), 1)).Is(
            HttpStatusCode.Created
        );
        var retracted = await site.PostAsync("/api/recoveries/taken-back/target-exit", target, 2);

        Assert.Equal("not-found", unknown.Is(HttpStatusCode.NotFound).Problem);
        Assert.Equal("not-found", discharge.Is(HttpStatusCode.NotFound).Problem);
        Assert.Contains(
            "Engagement nowhere is not in the record",
            history.Is(HttpStatusCode.NotFound).Text,
            StringComparison.Ordinal
        );
        Assert.Equal("not-found", retracted.Is(HttpStatusCode.NotFound).Problem);
    }

    [Fact]
    public async Task A_word_belongs_to_the_subjects_that_it_can_be_about_and_to_no_other()
    {
        await BeginAsync("wrong-words");
        var wrong = await site.PostAsync("/api/recoveries/wrong-words/undertakings-discharge", Body("2024-05-01"), 1);
        var badId = await site.PostAsync(
            "/api/recoveries/Wrong_Words/transition-plan-completed",
            Body("2024-05-01"),
            1
        );
        var another = await site.PostAsync(
            "/api/recoveries/wrong-words/target-exit",
            Body("2024-05-01", """ "milestone": "M1" """),
            1
        );
        var badReference = await site.PostAsync(
            "/api/recoveries/wrong-words/milestone-missed",
            Body("2024-05-01", """ "milestone": "M 1" """),
            1
        );
        var notItself = await site.PostAsync(
            $"/api/entries/{await AnEntryOfAsync("wrong-words")}/correction",
            Bodies.Change($$""", "replacement": {"type": "segment_assigned", "data": {{Bodies.Segment(2)}}}"""),
            1
        );

        Assert.Equal(HttpStatusCode.NotFound, wrong.Status);
        Assert.Equal("recovery", badId.Is(HttpStatusCode.BadRequest).Field);
        Assert.Equal("milestone", another.Is(HttpStatusCode.BadRequest).Field);
        Assert.Equal("milestone", badReference.Is(HttpStatusCode.BadRequest).Field);
        Assert.Equal("rule-refused", notItself.Is(HttpStatusCode.UnprocessableEntity).Problem);
    }

    [Fact]
    public async Task Preconditions_and_rules_hold_for_engagements_too()
    {
        var entered = Body("2023-05-01", """ "title": "A system", "members": ["QOC"] """);
        using var bare = site.Write("/api/recoveries/conditions", entered);
        var missing = await site.SendAsync(bare);
        (await site.PostAsync("/api/recoveries/conditions", entered, version: null)).Is(HttpStatusCode.Created);
        var again = await site.PostAsync("/api/recoveries/conditions", entered, version: null);
        var twice = await site.PostAsync("/api/recoveries/conditions", entered, 1);
        var target = Body("2024-05-01", """ "target": "Q1 2024/25" """);
        using var bareTarget = site.Write("/api/recoveries/conditions/target-exit", target);
        var missingVersion = await site.SendAsync(bareTarget);
        var stale = await site.PostAsync("/api/recoveries/conditions/target-exit", target, 7);
        var undecided = $$"""{"decision": {{Bodies.Decision("2024-05-01", "unknown")}}, "target": "Q1 2024/25"}""";
        var refused = await site.PostAsync("/api/recoveries/conditions/target-exit", undecided, 1);

        Assert.Equal(HttpStatusCode.PreconditionRequired, missing.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, again.Status);
        Assert.Equal("registered-once", Rule(twice));
        Assert.Equal(HttpStatusCode.PreconditionRequired, missingVersion.Status);
        Assert.Contains("/api/recoveries/conditions/history", missingVersion.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal("live-decision-needs-a-day", Rule(refused));
    }

    private async Task BeginAsync(string id) =>
        (
            await site.PostAsync(
                $"/api/recoveries/{id}",
                Body("2023-05-01", """ "title": "A system", "members": ["QOC"] """),
                version: null
            )
        ).Is(HttpStatusCode.Created);

    private async Task<string> AnEntryOfAsync(string id) =>
        (await site.GetAsync($"/api/recoveries/{id}/history"))
            .Json.GetProperty("entries")[0]
            .GetProperty("id")
            .GetString()!;

    private static string Body(string effective, string members = "") =>
        $$"""
            {"decision": {{Bodies.Decision(
                effective,
                effective,
                more: ", \"origin\": \"back-dated\", \"rationale\": \"As agreed.\""
            )}}{{(members.Length == 0 ? "" : ", " + members)}}}
            """;

    private static string? Rule(Reply reply) =>
        reply.Is(HttpStatusCode.UnprocessableEntity).Json.GetProperty("rule").GetProperty("name").GetString();
}
