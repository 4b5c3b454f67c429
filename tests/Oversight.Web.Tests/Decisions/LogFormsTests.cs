using System.Net;
using System.Text.Json.Nodes;
using Oversight.Projections.Words;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.Web.Tests.People;

namespace Oversight.Web.Tests.Decisions;

/// <summary>Decisions logged in a browser without scripts.</summary>
public sealed class LogFormsTests(Site site) : IClassFixture<Site>
{
    private static readonly Grant Midlands = new(Role.Region, Region.Of("Y60"));

    [Fact]
    public async Task A_segment_is_proposed_checked_and_logged_once()
    {
        var kim = await VisitAsync("Kim who proposes", Midlands);
        await kim.OpenAsync("/log?about=organisation-QPM");
        Assert.Contains("A segment is proposed", kim.Main, StringComparison.Ordinal);

        await kim.OpenAsync("/log/segment-proposal?about=organisation-QPM&segment=3");
        await kim.Write("decision.rationale", "The deficit grows.")
            .Write("decision.origin", "back-dated")
            .PressAsync("Continue");

        kim.Is(HttpStatusCode.OK);
        Assert.StartsWith("Check your answers", kim.Page.Title!, StringComparison.Ordinal);
        Assert.Contains("The deficit grows.", kim.Main, StringComparison.Ordinal);
        var before = await site.VersionOfAsync("QPM");
        var check = kim.Page;
        await kim.PressAsync("Log it");

        Assert.StartsWith("/log/segment-proposal/logged", kim.Address, StringComparison.Ordinal);
        Assert.Contains("It waits for an answer: a proposed segment", kim.Main, StringComparison.Ordinal);
        Assert.Equal(before + 1, await site.VersionOfAsync("QPM"));
        var again = await kim.SendOnceMoreAsync(check, "Log it");
        Assert.EndsWith(again.Headers.Location!.OriginalString, kim.Address, StringComparison.Ordinal);
        Assert.Equal(before + 1, await site.VersionOfAsync("QPM"));

        var id = kim.Address.Split('=')[1];
        var stored = (await site.GetAsync($"/api/entries/{id}")).Json.GetProperty("entry").GetProperty("event");
        var decision = JsonNode.Parse(stored.GetProperty("data").GetRawText())!["decision"]!;
        Assert.Equal(
            ("nhs-england-Y60", "back-dated", "The deficit grows."),
            ((string?)decision["decidedBy"]!["body"], (string?)decision["origin"], (string?)decision["rationale"])
        );
        await kim.OpenAsync("/drafts");
        Assert.Contains("You keep none", kim.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_is_taken_through_to_an_exit_by_the_organisation_its_region_and_the_national_team()
    {
        var national = await VisitAsync("Nat who agrees", new Grant(Role.National));
        var approver = await VisitAsync("Ann who agrees the exit", new Grant(Role.National));
        var region = await VisitAsync("Reg who judges", Midlands);
        var lead = await VisitAsync("Lea who submits", PeopleOnSite.LeadOf("QOC"));
        (await site.PostAsync("/api/recoveries/forms-2026", Entered("QOC"), version: null)).Is(HttpStatusCode.Created);
        (await site.PostAsync("/api/recoveries/forms-2026/exit-criteria", Criteria, version: 1)).Is(
            HttpStatusCode.Created
        );
        const string stream = "recovery-forms-2026";

        // The organisation hands in a document on the way.
        await lead.OpenAsync($"/log/evidence?about={stream}");
        lead.Write("title", "Month 12 return").Write("for", "EC1").Write("organisation", "QOC");
        lead.HandIn("document", "return.csv", "Month,Balance\n12,0\n"u8.ToArray());
        await lead.PressAsync("Continue");
        Assert.Contains("step=when", lead.Address, StringComparison.Ordinal);
        await lead.PressAsync("Continue");
        await lead.PressAsync("Continue");
        Assert.Contains("return.csv", lead.Main, StringComparison.Ordinal);
        var evidence = await LogAsync(lead);
        var data = await StoredAsync(evidence);
        Assert.Equal("return.csv", (string?)data["document"]!["fileName"]);
        Assert.Equal("QOC", (string?)data["decision"]!["decidedBy"]!["body"]);

        // From the entry, which says by name who logged it, the region judges it, and rates the criterion.
        await region.OpenAsync($"/entries/{evidence}");
        Assert.Contains("Lea who submits", region.Main, StringComparison.Ordinal);
        await region.OpenAsync(LinkTo(region, "/log/evidence-judged"));
        await region
            .Write("verdict", "sufficient")
            .Write("decision.rationale", "It is all there.")
            .PressAsync("Continue");
        var judged = await StoredAsync(await LogAsync(region));
        Assert.Equal((evidence, "sufficient"), ((string?)judged["evidence"], (string?)judged["verdict"]));

        await region.OpenAsync($"/log/criterion-assessment?about={stream}&criterion=EC1");
        await region.Write("level", "region").Write("judgement", "partly-met").PressAsync("Continue");
        await region.PressAsync("Continue");
        await region.Write("decision.rationale", "The return says so.").PressAsync("Continue");
        await LogAsync(region);

        await region.OpenAsync($"/log/exit-recommendation?about={stream}");
        await region.Write("members", "QOC").Write("decision.rationale", "It is on its way.").PressAsync("Continue");
        var recommendation = await LogAsync(region);

        // It is partly met, and nobody accepts that by name: exit is refused before it is logged, with the rule's sentence.
        await national.OpenAsync($"/entries/{recommendation}");
        await national.OpenAsync(LinkTo(national, "/log/exit?"));
        await national.Write("members", "QOC").PressAsync("Continue");
        await national.PressAsync("Continue");
        await national.Write("decision.rationale", "Agreed.").PressAsync("Continue");
        var checking = national.Address;
        Assert.Contains("It would be refused", national.Main, StringComparison.Ordinal);
        Assert.DoesNotMatch("user:|[0-9a-f]{8}-[0-9a-f]{4}-", national.Main);
        Assert.Null(national.Page.QuerySelectorAll("button").FirstOrDefault(b => b.TextContent.Trim() == "Log it"));

        await approver.OpenAsync(
            $"/log/criterion-assessment?about={stream}&criterion=EC1&level=national&judgement=met"
        );
        await approver.PressAsync("Continue");
        await approver.PressAsync("Continue");
        await approver.Write("decision.rationale", "The return says so.").PressAsync("Continue");
        await LogAsync(approver);

        // What changed meanwhile is shown, the answers are kept, and now it goes.
        await national.OpenAsync(checking);
        Assert.Contains("What changed since you began", national.Main, StringComparison.Ordinal);
        Assert.Contains(
            "EC1",
            national.Page.QuerySelector(".oversight-warning")!.TextContent,
            StringComparison.Ordinal
        );
        var exit = await StoredAsync(await LogAsync(national));
        Assert.Equal(recommendation, (string?)exit["recommendation"]);
        Assert.Equal("QOC", (string?)exit["members"]![0]);
    }

    // The kinds of every day that the journey to an exit does not pass, and one of lists in rows.
    [Theory]
    [InlineData("organisation-QPM", "segment", """{"segment": 2}""")]
    [InlineData("organisation-QPM", "segment-review", """{"segment": 2, "nextReviewDue": "Q2 2027/28"}""")]
    [InlineData(
        "organisation-QPM",
        "oversight-review",
        """{"meeting": "quarterly", "scope": "system", "outcome": "On course.", "present": ["NHS England Midlands", "The board"], "nextReviewDue": "2027-03"}"""
    )]
    [InlineData(
        "undertakings-forms",
        "undertakings",
        """
            {"organisation": "RXW", "legalBasis": "hsc-act-2012-s106", "test": "reasonable-suspicion", "grounds": ["The deficit."],
             "items": [{"reference": "1.1", "wording": "A plan is sent.", "due": "2027-01-31", "owner": "Chief Executive"}],
             "types": ["financial", "governance"]}
            """
    )]
    [InlineData(
        "recovery-forms-deep",
        "exit-criteria",
        """
            {"purpose": "exit", "criteria": [{"reference": "EC1", "theme": "finance", "wording": "The deficit is gone.",
             "evidenceWanted": ["A return.", "A letter."], "sustainedMonths": 6, "members": ["QUA"]}]}
            """
    )]
    public async Task What_is_written_into_a_form_is_stored_as_the_API_would_store_it(
        string stream,
        string word,
        string told
    )
    {
        var national = await VisitAsync($"Nat who logs {word}", new Grant(Role.National));
        if (stream == "recovery-forms-deep")
        {
            (await site.PostAsync("/api/recoveries/forms-deep", Entered("QUA"), version: null)).Is(
                HttpStatusCode.Created
            );
        }

        var content = JsonNode.Parse(told)!.AsObject();
        content["decision"] = JsonNode.Parse(
            """
            {"effective": "2026-10", "decided": "2026-10-05", "decidedBy": {"body": "nhs-england", "role": "Director"}, "rationale": "Said.",
             "evidence": [{"title": "Letter", "reference": "REF 1"}], "source": {"document": "PRN1"}, "origin": "back-dated", "communicated": "2026-10-06"}
            """
        );
        await national.OpenAsync($"/log/{word}{(word == "undertakings" ? "?id=forms" : $"?about={stream}")}");
        while (!national.Address.Contains("/check", StringComparison.Ordinal))
        {
            var asked = national.Address;
            national.WriteWhatItHas(content);
            await national.PressAsync("Continue");
            national.Is(HttpStatusCode.OK);
            Assert.NotEqual(asked, national.Address);
        }

        var entry = await LogAsync(national);
        Assert.DoesNotContain("It waits for an answer", national.Main, StringComparison.Ordinal);
        var stored = await StoredAsync(entry);
        Assert.True(JsonNode.DeepEquals(content, stored), $"{content.ToJsonString()}\n{stored.ToJsonString()}");

        // Corrected, a list has a line for each of its items.
        await national.OpenAsync($"/log/correction?about={stream}&changed-entry={entry}");
        if (word == "exit-criteria")
        {
            var wanted = national.Page.QuerySelector("textarea[name='criteria.0.evidenceWanted']")!;
            Assert.Equal("A return.\nA letter.", wanted.TextContent);
        }
    }

    [Fact]
    public async Task A_proposal_is_agreed_by_another_and_an_undertaking_varied_and_judged_from_the_forms()
    {
        var national = await VisitAsync("Nat who answers", new Grant(Role.National));
        var proposal = (
            await site.PostAsync(
                "/api/organisations/QT1/segment-proposal",
                Late(""" "segment": 3 """),
                await site.VersionOfAsync("QT1")
            )
        ).EntryId;
        await national.OpenAsync($"/log/segment-agreement?about=organisation-QT1&proposal={proposal}");
        await national.Write("segment", "3").Write("decision.rationale", "Agreed.").PressAsync("Continue");
        var agreed = await StoredAsync(await LogAsync(national));
        Assert.Equal((proposal, 3), ((string?)agreed["proposal"], (int?)agreed["segment"]));

        // Answered: nothing else answers it.
        await national.OpenAsync($"/entries/{proposal}");
        Assert.DoesNotContain("/log/segment-decline", national.Reply.Text, StringComparison.Ordinal);
        var other = (
            await site.PostAsync(
                "/api/organisations/QT1/segment-proposal",
                Late(""" "segment": 2 """),
                await site.VersionOfAsync("QT1")
            )
        ).EntryId;
        await national.OpenAsync($"/entries/{other}");
        await national.OpenAsync(LinkTo(national, "/log/segment-decline"));
        await national
            .Write("decision.rationale", "Not yet.")
            .Write("decision.origin", "back-dated")
            .PressAsync("Continue");
        Assert.Equal(other, (string?)(await StoredAsync(await LogAsync(national)))["proposal"]);

        var given = Late(
            """
            "organisation": "RXW", "legalBasis": "hsc-act-2012-s106", "test": "satisfied", "grounds": ["The deficit."],
            "items": [{"reference": "1.1", "wording": "A plan is sent.", "due": "2027-01-31"}]
            """
        );
        (await site.PostAsync("/api/undertakings/varied", given, version: null)).Is(HttpStatusCode.Created);
        await national.OpenAsync("/log/undertaking-variation?about=undertakings-varied&item=1.1");
        await national.Write("agreedBy", "nhs-england", "RXW").WriteDay("due", 31, 3, 2027).PressAsync("Continue");
        await national.PressAsync("Continue");
        await national.Write("decision.rationale", "More time.").PressAsync("Continue");
        var varied = await StoredAsync(await LogAsync(national));
        Assert.Equal("""["nhs-england","RXW"]""", varied["agreedBy"]!.ToJsonString());
        Assert.Equal("2027-03-31", (string?)varied["due"]);

        await national.OpenAsync("/log/undertaking-judgement?about=undertakings-varied");
        await national
            .Write("item", "1.1")
            .Write("judgement", "complied")
            .Write("decision.rationale", "It came.")
            .PressAsync("Continue");
        Assert.Equal("complied", (string?)(await StoredAsync(await LogAsync(national)))["judgement"]);
    }

    [Fact]
    public async Task What_cannot_be_logged_as_it_stands_is_not_said_to_be_forbidden_or_to_be_logged()
    {
        var region = await VisitAsync("Reg who is overtaken", Midlands);
        await region.OpenAsync("/log/segment-review?about=organisation-QGH");
        await region.Write("segment", "2").Write("decision.origin", "back-dated").PressAsync("Continue");
        (
            await site.PostAsync(
                "/api/organisations/QGH/segment-review",
                Late(""" "segment": 3 """),
                await site.VersionOfAsync("QGH")
            )
        ).Is(HttpStatusCode.Created);
        await region.PressAsync("Log it");
        region.Is(HttpStatusCode.Conflict);
        Assert.Contains("Something else was logged about it while you checked.", region.Main, StringComparison.Ordinal);
        Assert.Contains("Nothing was logged", region.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("You may not log this", region.Main, StringComparison.Ordinal);
        await LogAsync(region);

        // The same once more.
        await region.OpenAsync("/log/segment-review?about=organisation-QGH");
        await region.Write("segment", "2").Write("decision.origin", "back-dated").PressAsync("Continue");
        await region.PressAsync("Log it");
        Assert.Contains("The record holds exactly this already.", region.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("You may not log this", region.Main, StringComparison.Ordinal);
        await region.Write("again", "true").PressAsync("Log it");
        Assert.Contains("/logged?entry=", region.Address, StringComparison.Ordinal);

        // Refused by one rule, and reported of by another.
        await region.OpenAsync("/log/segment-proposal?about=organisation-QGH&segment=3");
        await region
            .Write("decision.decided-day", "")
            .Write("decision.decided-month", "")
            .Write("decision.decided-year", "")
            .Write("decision.decided-roughly", "2026-10")
            .PressAsync("Continue");
        Assert.Contains("It would be refused", region.Main, StringComparison.Ordinal);
        Assert.Contains("were it not refused", region.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("It would be logged", region.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_rule_asks_why_it_is_asked_at_its_field()
    {
        var region = await VisitAsync("Reg who says nothing", Midlands);
        (await site.PostAsync("/api/recoveries/forms-why", Entered("QJ2"), version: null)).Is(HttpStatusCode.Created);
        async Task AskedWhyAsync(string field)
        {
            Assert.Equal("Why it was decided", region.Page.QuerySelector($"label[for='{field}']")!.TextContent);
            await region.PressAsync("Continue");
            region.Is(HttpStatusCode.UnprocessableEntity);
            Assert.NotNull(region.Page.QuerySelector($".nhsuk-error-summary a[href='#{field}']"));
        }

        await region.OpenAsync("/log/exit-recommendation?about=recovery-forms-why");
        region.Write("members", "QJ2");
        await AskedWhyAsync("decision.rationale");

        // Of what was decided earlier, and nobody knows why, it is only reported.
        await region.Write("decision.origin", "back-dated").PressAsync("Continue");
        Assert.Contains("It has no rationale.", region.Main, StringComparison.Ordinal);
        var recommendation = await LogAsync(region);

        await region.OpenAsync($"/log/correction?about=recovery-forms-why&changed-entry={recommendation}");
        await region.PressAsync("Continue");
        await region.PressAsync("Continue");
        await region.PressAsync("Continue");
        await AskedWhyAsync("correction.rationale");
        await region.OpenAsync($"/log/retraction?about=recovery-forms-why&changed-entry={recommendation}");
        region.Write("decision.origin", "back-dated");
        await AskedWhyAsync("decision.rationale");

        // Where no rule asks for it, it may be left out.
        await region.OpenAsync("/log/segment-review?about=organisation-QJ2");
        Assert.Equal(
            "Why it was decided (optional)",
            region.Page.QuerySelector("label[for='decision.rationale']")!.TextContent
        );
    }

    [Theory]
    [InlineData("", "write the id first")]
    [InlineData("Devon RSP 2026", "Devon RSP 2026")]
    public async Task An_id_that_nothing_can_have_is_said_at_its_field_where_something_is_begun(
        string typed,
        string said
    )
    {
        var national = await VisitAsync($"Nat who begins “{typed}”", new Grant(Role.National));
        await national.OpenAsync("/log");
        await national.Write("begin-recovery", typed).PressAsync("Begin: Recovery Support began");
        national.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(
            said,
            national.Page.QuerySelector(".nhsuk-error-summary a[href='#begin-recovery']")!.TextContent,
            StringComparison.Ordinal
        );
        var field = national.Page.GetElementById("begin-recovery")!;
        Assert.Equal(typed, field.GetAttribute("value") ?? "");
        Assert.True(field.Closest("details")!.HasAttribute("open"));

        await national.Write("begin-recovery", "devon-2026").PressAsync("Begin: Recovery Support began");
        national.Is(HttpStatusCode.OK);
        Assert.Equal("/log/recovery?id=devon-2026", national.Address);
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_is_called_is_refused_at_its_field_and_the_answers_stay()
    {
        var region = await VisitAsync("Reg who uploads", Midlands);
        (await site.PostAsync("/api/recoveries/forms-files", Entered("QPM"), version: null)).Is(HttpStatusCode.Created);
        foreach (
            var (name, bytes) in new[]
            {
                ("return.pdf", "MZ\u0090"u8.ToArray()),
                ("return.exe", "MZ\u0090"u8.ToArray()),
                ("../../etc/return\u202e.csv", "a"u8.ToArray()),
            }
        )
        {
            await region.OpenAsync("/log/evidence?about=recovery-forms-files");
            region
                .Write("title", "Kept title")
                .Write("organisation", "QPM")
                .Write("for", "EC1")
                .HandIn("document", name, bytes);
            await region.PressAsync("Continue");
            region.Is(HttpStatusCode.UnprocessableEntity);
            Assert.NotNull(region.Page.QuerySelector(".nhsuk-error-summary a[href='#document']"));
            Assert.Equal("Kept title", region.Page.QuerySelector("input[name=title]")!.GetAttribute("value"));
        }
    }

    [Fact]
    public async Task A_document_that_was_handed_in_is_kept_though_something_else_is_missing()
    {
        var region = await VisitAsync("Reg who forgets the title", Midlands);
        (await site.PostAsync("/api/recoveries/forms-kept", Entered("QPM"), version: null)).Is(HttpStatusCode.Created);
        (await site.PostAsync("/api/recoveries/forms-kept/exit-criteria", Criteria, version: 1)).Is(
            HttpStatusCode.Created
        );
        await region.OpenAsync("/log/evidence?about=recovery-forms-kept");
        region
            .Write("organisation", "QPM")
            .Write("for", "EC1")
            .HandIn("document", "return.csv", "Month,Balance\n12,0\n"u8.ToArray());
        await region.PressAsync("Continue");
        region.Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotNull(region.Page.QuerySelector(".nhsuk-error-summary a[href='#title']"));
        Assert.Contains("return.csv", region.Main, StringComparison.Ordinal);

        // Wrong once more, and it is kept still.
        await region.PressAsync("Continue");
        region.Is(HttpStatusCode.UnprocessableEntity);
        await region.Write("title", "Month 12 return").PressAsync("Continue");
        await region.PressAsync("Continue");
        await region.PressAsync("Continue");
        Assert.Contains("return.csv", region.Main, StringComparison.Ordinal);
        var stored = await StoredAsync(await LogAsync(region));
        Assert.Equal(
            ("Month 12 return", "return.csv"),
            ((string?)stored["title"], (string?)stored["document"]!["fileName"])
        );
        await region.OpenAsync("/drafts");
        Assert.Contains("You keep none", region.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_is_said_to_be_empty_and_choosing_none_is_no_fault()
    {
        var region = await VisitAsync("Reg whose file is empty", Midlands);
        (await site.PostAsync("/api/recoveries/forms-empty", Entered("QPM"), version: null)).Is(HttpStatusCode.Created);
        await region.OpenAsync("/log/evidence?about=recovery-forms-empty");
        region.Write("title", "Return").Write("organisation", "QPM").Write("for", "EC1");
        await region.HandIn("document", "return.csv", []).PressAsync("Continue");
        region.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(
            "The file return.csv is empty: choose another.",
            region.Page.QuerySelector(".nhsuk-error-summary a[href='#document']")!.TextContent,
            StringComparison.Ordinal
        );

        // As a browser sends a field in which nothing was chosen.
        await region.HandIn("document", "", []).PressAsync("Continue");
        Assert.Contains("step=when", region.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_written_stays()
    {
        var kim = await VisitAsync("Kim who errs", Midlands);
        await kim.OpenAsync("/log/oversight-review?about=organisation-QPM");
        await kim.Write("outcome", "On course.").WriteDay("nextReviewDue", 31, 2, 2027).PressAsync("Continue");

        kim.Is(HttpStatusCode.UnprocessableEntity);
        Assert.StartsWith("Error: ", kim.Page.Title!, StringComparison.Ordinal);
        var links = kim.Page.QuerySelectorAll(".nhsuk-error-summary a").Select(a => a.GetAttribute("href")!).ToArray();
        Assert.Equal(["#meeting", "#scope", "#nextReviewDue"], links);
        Assert.All(links, link => Assert.NotNull(kim.Page.GetElementById(link[1..])));
        Assert.Equal("On course.", kim.Page.QuerySelector("textarea[name=outcome]")!.TextContent);
        Assert.Equal("31", kim.Page.QuerySelector("input[name=nextReviewDue-day]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_draft_is_kept_at_each_step_and_is_its_writers_alone()
    {
        var kim = await VisitAsync("Kim who stops", Midlands);
        var other = await VisitAsync("Another of the region", Midlands);
        await kim.OpenAsync("/log/oversight-review?about=organisation-QPM");
        await kim.Write("meeting", "quarterly")
            .Write("scope", "system")
            .Write("outcome", "Secret so far.")
            .PressAsync("Continue");
        var address = kim.Address;

        await kim.OpenAsync("/drafts");
        var link = LinkTo(kim, "/log/oversight-review?draft=");
        Assert.Contains("Secret so far.", (await kim.OpenAsync(link)).Main, StringComparison.Ordinal);
        foreach (var mine in new[] { link, address, address.Replace("?", "/check?", StringComparison.Ordinal) })
        {
            (await other.OpenAsync(mine)).Is(HttpStatusCode.NotFound);
        }

        Assert.Contains("You keep none", (await other.OpenAsync("/drafts")).Main, StringComparison.Ordinal);
        await kim.OpenAsync("/drafts");
        await kim.PressAsync("Delete");
        Assert.Contains("You keep none", kim.Main, StringComparison.Ordinal);
        (await kim.OpenAsync(link)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_may_not_log_it_or_not_see_it_gets_no_form()
    {
        var region = await VisitAsync("Reg of the Midlands", Midlands);
        var lead = await VisitAsync("Lea of one board", PeopleOnSite.LeadOf("QPM"));
        (await site.PostAsync("/api/recoveries/hidden-2026", Entered("QOX"), version: null)).Is(HttpStatusCode.Created);

        // Forbidden and absent are answered alike.
        foreach (var path in new[] { "/log?about=", "/log/exit-recommendation?about=", "/log/evidence?about=" })
        {
            var hidden = await region.OpenAsync($"{path}recovery-hidden-2026");
            var (status, text) = (hidden.Reply.Status, hidden.Main);
            var absent = await region.OpenAsync($"{path}recovery-absent-2026");
            Assert.Equal((HttpStatusCode.NotFound, text), (status, absent.Main));
            Assert.Equal(status, absent.Reply.Status);
        }

        // What is seen of others is public, and not theirs to log.
        Assert.Contains(
            "You may log nothing",
            (await region.OpenAsync("/log?about=organisation-QOX")).Main,
            StringComparison.Ordinal
        );
        (await region.OpenAsync("/log/segment-review?about=organisation-QOX")).Is(HttpStatusCode.Forbidden);
        (await lead.OpenAsync("/log/segment-review?about=organisation-QPM")).Is(HttpStatusCode.Forbidden);
        Assert.DoesNotContain(
            "segment",
            (await lead.OpenAsync("/log?about=organisation-QPM")).Main,
            StringComparison.OrdinalIgnoreCase
        );

        var entry = (
            await site.PostAsync(
                "/api/organisations/QOX/segment-review",
                $$"""{"decision": {{Bodies.Decision(more: ", \"origin\": \"back-dated\"")}}, "segment": 2}""",
                await site.VersionOfAsync("QOX")
            )
        ).EntryId;
        var forbidden = await region.OpenAsync($"/entries/{entry}");
        var (code, said) = (forbidden.Reply.Status, forbidden.Main.Replace(entry, "", StringComparison.Ordinal));
        var other = $"{Guid.CreateVersion7()}";
        await region.OpenAsync($"/entries/{other}");
        Assert.Equal((HttpStatusCode.NotFound, said), (code, region.Main.Replace(other, "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_entry_is_corrected_from_its_page_and_only_what_is_changed_changes()
    {
        var national = await VisitAsync("Nat who corrects", new Grant(Role.National));
        var decision = Bodies.Decision(
            "2026-11-02",
            "2026-11-02",
            more: """, "origin": "back-dated", "rationale": "The letter." """
        );
        var entry = (
            await site.PostAsync(
                "/api/organisations/QHL/segment-review",
                $$"""{"decision": {{decision}}, "segment": 2}""",
                await site.VersionOfAsync("QHL")
            )
        ).EntryId;
        await national.OpenAsync($"/entries/{entry}");
        Assert.Contains(Bodies.Person, national.Main, StringComparison.Ordinal);
        await national.OpenAsync(LinkTo(national, "/log/correction?"));
        await national.Write("segment", "3").PressAsync("Continue");
        await national.PressAsync("Continue");
        await national.PressAsync("Continue");
        await national.Write("correction.rationale", "A slip of the pen.").PressAsync("Continue");

        Assert.Equal(
            ["Segment"],
            national.Page.QuerySelectorAll("del").Select(d => d.ParentElement!.PreviousElementSibling!.TextContent)
        );
        var correction = await LogAsync(national);
        var stored = await StoredAsync(correction);
        Assert.Equal((entry, 3), ((string?)stored["target"], (int?)stored["replacement"]!["data"]!["segment"]));
        await national.OpenAsync($"/entries/{entry}");
        Assert.Contains("It was corrected", national.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_exit_is_revised_and_that_corrected_and_retracted_from_the_forms()
    {
        var national = await VisitAsync("Nat who revises", new Grant(Role.National));
        (await site.PostAsync("/api/recoveries/forms-target", Entered("QNC"), version: null)).Is(
            HttpStatusCode.Created
        );
        await national.OpenAsync("/log/target-exit?about=recovery-forms-target");
        await national.WriteDay("target", 31, 3, 2027).PressAsync("Continue");
        await national.Write("decision.rationale", "The plan slipped.").PressAsync("Continue");
        var revised = await LogAsync(national);
        Assert.Equal("2027-03-31", (string?)(await StoredAsync(revised))["target"]);

        await national.OpenAsync($"/entries/{revised}");
        await national.OpenAsync(LinkTo(national, "/log/correction?"));
        Assert.Equal("31", national.Page.QuerySelector("input[name=target-day]")!.GetAttribute("value"));
        await national.WriteDay("target", 30, 6, 2027).PressAsync("Continue");
        await national.PressAsync("Continue");
        await national.PressAsync("Continue");
        await national.Write("correction.rationale", "The letter says June.").PressAsync("Continue");
        var corrected = await StoredAsync(await LogAsync(national));
        Assert.Equal(
            (revised, "2027-06-30"),
            ((string?)corrected["target"], (string?)corrected["replacement"]!["data"]!["target"])
        );

        await national.OpenAsync($"/entries/{revised}");
        await national.OpenAsync(LinkTo(national, "/log/retraction?"));
        await national.Write("decision.rationale", "It was never agreed.").PressAsync("Continue");
        Assert.Contains("Target exit", national.Main, StringComparison.Ordinal);
        Assert.Equal(revised, (string?)(await StoredAsync(await LogAsync(national)))["target"]);
    }

    [Fact]
    public async Task Each_kind_has_a_field_for_what_it_must_say_and_so_has_its_correction()
    {
        var national = await VisitAsync("Nat who logs all kinds", new Grant(Role.National));
        (await site.PostAsync("/api/recoveries/forms-all", Entered("QNC"), version: null)).Is(HttpStatusCode.Created);
        var undertaken = Late(
            """
            "organisation": "RXW", "legalBasis": "hsc-act-2012-s106", "test": "satisfied", "grounds": ["The deficit."],
            "items": [{"reference": "1.1", "wording": "A plan is sent.", "due": "2027-01-31"}]
            """
        );
        (await site.PostAsync("/api/undertakings/forms-all", undertaken, version: null)).Is(HttpStatusCode.Created);
        var lead = await VisitAsync("Lea who says what is theirs", PeopleOnSite.LeadOf("QNC"));
        var about = new Dictionary<string, (string Address, long Version)>
        {
            ["organisation-QNC"] = ("/api/organisations/QNC", await site.VersionOfAsync("QNC")),
            ["recovery-forms-all"] = ("/api/recoveries/forms-all", 1),
            ["undertakings-forms-all"] = ("/api/undertakings/forms-all", 1),
        };
        var (without, opened, corrected) = (new List<string>(), new List<string>(), new List<string>());
        async Task LookAsync(EventKind kind, string address)
        {
            foreach (var visit in new[] { national, lead })
            {
                if ((await visit.OpenAsync(address)).Reply.Status != HttpStatusCode.OK)
                {
                    continue;
                }

                opened.Add(kind.Word);
                var fields = visit
                    .Page.QuerySelectorAll("main form[method=post] :is([name], [id]):not([type=hidden])")
                    .SelectMany(field => new[] { field.GetAttribute("name"), field.Id })
                    .Select(name => name?.Split('.', '-')[0])
                    .ToHashSet();
                without.AddRange(
                    from member in DecisionShape.Of(kind)
                    where member.IsRequired && !fields.Contains(member.Name)
                    select $"{address} {member.Name}"
                );
                return;
            }
        }

        foreach (var kind in EventCatalogue.Kinds.Where(kind => kind.Word is not ("correction" or "retraction")))
        {
            foreach (var (stream, (address, version)) in about.ToArray())
            {
                if (!kind.About.HasFlag(SubjectId.FromStream(stream).Kind))
                {
                    continue;
                }

                var isOrganisation = kind.About == SubjectKind.Organisation;
                var begun = $"id={(isOrganisation ? "RZ9" : "forms-new")}";
                await LookAsync(kind, $"/log/{kind.Word}?{(kind.Begins ? begun : $"about={stream}")}");
                var body = JsonNode.Parse(EventCatalogue.Write(kind.Example()))!.AsObject();
                body["decision"]!["origin"] = "imported";
                body["decision"]!["decidedBy"] = new JsonObject { ["body"] = "nhs-england" };
                body["decision"]!.AsObject().Remove("evidence");
                var reply = await site.PostAsync($"{address}/{kind.Word}", body.ToJsonString(), version);
                if (reply.Status == HttpStatusCode.Created)
                {
                    about[stream] = (address, version + 1);
                    corrected.Add(kind.Word);
                    await LookAsync(kind, $"/log/correction?about={stream}&changed-entry={reply.EntryId}");
                }
            }
        }

        Assert.Empty(without);
        Assert.Empty(
            EventCatalogue
                .Kinds.Where(kind => kind.About != SubjectKind.Framework)
                .Select(kind => kind.Word)
                .Except([.. opened, "correction", "retraction"])
        );
        Assert.Superset(new HashSet<string> { "target-exit", "exit-criteria", "commitment" }, corrected.ToHashSet());
    }

    [Fact]
    public void No_member_is_called_as_what_a_form_says_of_itself()
    {
        string[] own = ["form", "version", "go", "again", "changed-entry", "draft", "step", "id", "on", "known"];
        Assert.DoesNotContain(
            EventCatalogue.Kinds.SelectMany(DecisionShape.Of),
            member =>
                own.Any(name => name == member.Name || name.StartsWith($"{member.Name}-", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_member_that_was_forgotten_is_added_by_a_correction_and_what_is_none_is_said()
    {
        var national = await VisitAsync("Nia who corrects members", new Grant(Role.National));
        var entered = (await site.PostAsync("/api/recoveries/forgotten-2025", Entered("QKS"), version: null)).EntryId;
        await national.OpenAsync($"/entries/{entered}");
        await national.OpenAsync(LinkTo(national, "/log/correction?"));
        await national.PressAsync("Add another");
        Assert.Contains(
            "QOX",
            national.Page.QuerySelectorAll("select[name='members.1'] option").Select(one => one.GetAttribute("value"))
        );

        await national.Write("members.1", "Poole").PressAsync("Continue");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, national.Reply.Status);
        Assert.Contains("“Poole” is none of those in the list", national.Main, StringComparison.Ordinal);
        Assert.Equal(
            "Poole",
            national.Page.QuerySelector("select[name='members.1'] option[selected]")!.GetAttribute("value")
        );

        await national.Write("members.1", "QOX").PressAsync("Continue");
        await national.PressAsync("Continue");
        await national.PressAsync("Continue");
        await national.Write("correction.rationale", "It was forgotten.").PressAsync("Continue");
        var stored = await StoredAsync(await LogAsync(national));
        Assert.Equal(
            ["QKS", "QOX"],
            stored["replacement"]!["data"]!["members"]!.AsArray().Select(member => (string?)member)
        );
    }

    [Fact]
    public async Task What_people_wrote_is_shown_as_they_wrote_it_and_organisations_by_name()
    {
        const string Outcome = "RBS loan repaid; RAE 2021 score; QUY told";
        var national = await VisitAsync("Nye who reads", new Grant(Role.National));
        var reviewed = (
            await site.PostAsync(
                "/api/organisations/QKS/oversight-review",
                Late($""" "meeting": "quarterly", "scope": "system", "outcome": "{Outcome}" """),
                await site.VersionOfAsync("QKS")
            )
        ).EntryId;
        (await site.PostAsync("/api/recoveries/verbatim-2025", Entered("QKS"), version: null)).Is(
            HttpStatusCode.Created
        );
        var judged = (
            await site.PostAsync(
                "/api/recoveries/verbatim-2025/criterion-assessment",
                Late(""" "criterion": "RT1", "level": "region", "judgement": "not-met", "member": "QKS" """),
                version: 1
            )
        ).EntryId;

        foreach (var page in new[] { $"/entries/{reviewed}", "/organisations/QKS", "/registers/history?ods=QKS" })
        {
            Assert.Contains(Outcome, (await national.OpenAsync(page)).Main, StringComparison.Ordinal);
        }

        Assert.Matches(
            "Criterion RT1 judged not met by the region .* for NHS Kent and Medway ICB",
            (await national.OpenAsync($"/entries/{judged}")).Main
        );
    }

    private static string LinkTo(Visit visit, string address) =>
        visit
            .Page.QuerySelectorAll("main a")
            .Select(a => a.GetAttribute("href")!)
            .FirstOrDefault(href => href.StartsWith(address, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No link to {address} on {visit.Address}: {visit.Main}");

    private static async Task<string> LogAsync(Visit visit)
    {
        await visit.PressAsync("Log it");
        Assert.Contains("/logged?entry=", visit.Address, StringComparison.Ordinal);
        return visit.Address.Split("entry=")[1];
    }

    private async Task<JsonNode> StoredAsync(string entry) =>
        JsonNode.Parse(
            (await site.GetAsync($"/api/entries/{entry}"))
                .Json.GetProperty("entry")
                .GetProperty("event")
                .GetProperty("data")
                .GetRawText()
        )!;

    private static string Entered(string ods) =>
        $$"""
            {"decision": {{Bodies.Decision(
                "2025-01-01",
                "2025-01-01",
                more: ToldOn("2025-01-01")
            )}}, "title": "Forms", "members": ["{{ods}}"]}
            """;

    // Decided earlier, and its own people know of it.
    private static string ToldOn(string day) => $$""", "origin": "back-dated", "communicated": "{{day}}" """;

    private static string Late(string members) =>
        $$"""{"decision": {{Bodies.Decision("2026-10-01", "2026-10-01", more: ToldOn("2026-10-01"))}}, {{members}}}""";

    private static string Criteria =>
        $$"""
            {"decision": {{Bodies.Decision("2025-02-01", "2025-02-01", more: ToldOn("2025-02-01"))}}, "purpose": "exit",
             "criteria": [{"reference": "EC1", "theme": "finance", "wording": "The deficit is gone."}]}
            """;

    private async Task<Visit> VisitAsync(string name, params Grant[] grants) =>
        new(await (await site.AddAsync(name, grants)).BrowserAsync());
}
