using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Oversight.Web.Tests;

public sealed class LifecyclePageTests(Site site) : IClassFixture<Site>
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> & 'system'";

    [Fact]
    public async Task Nothing_is_said_to_be_nothing()
    {
        foreach (var path in new[] { "/recoveries", "/undertakings", "/deadlines" })
        {
            var page = await site.PageAsync(path + "?on=2015-01-01&known=&region=");

            Assert.NotEmpty(page.QuerySelector(".empty")!.TextContent);
            Assert.Null(page.QuerySelector("main table"));
            Assert.Equal("2015-01-01", ((IHtmlInputElement)page.GetElementById("on")!).Value);
            Assert.Contains(
                path + "?on=2015-01-01",
                page.QuerySelectorAll("nav a").Select(a => a.GetAttribute("href"))
            );
        }
    }

    [Fact]
    public async Task The_engagements_of_a_day_are_listed_with_what_is_satisfied_and_how_often_targets_moved()
    {
        await EngagementAsync("qoc-list", "A system", "QOC", "QUA");
        var page = await site.PageAsync("/recoveries?on=2024-06-30");
        var group = GroupOf(page, "qoc-list");
        var members = group.QuerySelectorAll("tr.member");

        Assert.Equal("Under way", group.QuerySelector("p .mark")!.TextContent);
        Assert.Equal(2, members.Length);
        Assert.Contains("Q3 2024/25", members[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("184 days left", members[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("moved once", members[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("1 of 3", members[0].QuerySelector(".meter span")!.TextContent);
        Assert.Equal("33.33", members[0].QuerySelector(".meter rect.done")!.GetAttribute("width"));
        // The third criterion is of the first member only.
        Assert.Equal("0 of 2", members[1].QuerySelector(".meter span")!.TextContent);
        MustBeSound(page);
        var elsewhere = await site.PageAsync("/recoveries?on=2024-06-30&region=Y56");
        Assert.DoesNotContain("qoc-list", elsewhere.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engagement_says_what_remains_by_which_rule_and_for_how_long()
    {
        await EngagementAsync("qoc-page", "A system", "QOC", "QUA");
        var page = await site.PageAsync("/recoveries/qoc-page?on=2024-06-30");
        var first = page.QuerySelector("[aria-labelledby=remains] li")!;
        string Row(string reference) => page.QuerySelector($"[aria-labelledby=criteria] #{reference}")!.TextContent;

        Assert.Equal("91 days late", first.QuerySelector(".mark")!.TextContent);
        Assert.Contains("The region judged it partly met", first.TextContent, StringComparison.Ordinal);
        Assert.All(
            page.QuerySelectorAll("main a[href^='#']"),
            link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..]))
        );
        Assert.Contains("Green: on track", Row("EC1"), StringComparison.Ordinal);
        Assert.Contains("Partly met", Row("EC1"), StringComparison.Ordinal);
        Assert.Contains("Ratings differ", Row("EC1"), StringComparison.Ordinal);
        Assert.Contains("Because the plan slips.", Row("EC1"), StringComparison.Ordinal);
        Assert.Contains("Acknowledged, waits to be judged", Row("EC1"), StringComparison.Ordinal);
        Assert.Contains("No worse than plan", Row("EC1"), StringComparison.Ordinal);
        Assert.Contains("met since 1 April 2024", Row("EC2"), StringComparison.Ordinal);
        Assert.Contains("90 of 183 days (6 months)", Row("EC2"), StringComparison.Ordinal);
        Assert.Contains("✓ Satisfied", Row("EC3"), StringComparison.Ordinal);
        var legend = page.QuerySelectorAll(".readiness .legend")[0].TextContent;
        Assert.Contains("1 satisfied", legend, StringComparison.Ordinal);
        Assert.Contains("1 met, not yet for long enough", legend, StringComparison.Ordinal);
        Assert.Contains("1 partly met", legend, StringComparison.Ordinal);
        Assert.Contains("Robin Example", page.Body!.TextContent, StringComparison.Ordinal);
        MustBeSound(page);

        // The board is told the same.
        var report = (await site.PageAsync("/board-reports/QOC?on=2024-06-30")).QuerySelector("article")!;
        Assert.Contains(
            "1 of 3 exit criteria satisfied; 1 met, not yet for long enough.",
            report.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Targets_milestones_exit_and_transition_are_pictured_and_told()
    {
        await EngagementAsync("qoc-told", "A system", "QOC", "QUA");
        var page = await site.PageAsync("/recoveries/qoc-told?on=2024-06-30");
        var targets = page.QuerySelectorAll("[aria-labelledby=target] tbody tr");
        var milestone = page.QuerySelector("[aria-labelledby=milestones] tbody tr")!;
        var exit = page.QuerySelector("[aria-labelledby=exit]")!.TextContent;

        // Both members have one history, and so one picture.
        Assert.Equal(2, targets.Length);
        Assert.Equal("2023/24", Said(targets[0]));
        Assert.Equal("Q3 2024/25, stands", Said(targets[1]));
        Assert.NotNull(targets[0].QuerySelector("rect.due.past"));
        Assert.Null(targets[1].QuerySelector("rect.due.past"));
        Assert.True(Left(targets[1]) > Left(targets[0]));
        Assert.Contains("Open", milestone.TextContent, StringComparison.Ordinal);
        Assert.Contains("moved once", milestone.TextContent, StringComparison.Ordinal);
        Assert.Contains("NHS England", exit, StringComparison.Ordinal);
        Assert.Contains("decision expected July 2024", exit, StringComparison.Ordinal);
        Assert.Contains("Quarterly calls.", exit, StringComparison.Ordinal);
        var history = page.QuerySelector(".oversight-actions a[href*='subject=']")!.GetAttribute("href")!;
        Assert.Contains("A system", (await site.PageAsync(history)).Body!.TextContent, StringComparison.Ordinal);

        // Without the heading, which a card says beside it.
        static string Said(IElement row) =>
            string.Concat(row.QuerySelector("th")!.ChildNodes.OfType<IText>().Select(text => text.Data)).Trim();

        static double Left(IElement row) =>
            double.Parse(
                row.QuerySelector("rect.due")!.GetAttribute("x")!,
                System.Globalization.CultureInfo.InvariantCulture
            );
    }

    [Fact]
    public async Task After_exit_the_page_tells_who_agreed_what_was_accepted_unmet_and_how_the_criteria_stood()
    {
        await EngagementAsync("qoc-left", "A system", "QOC", "QUA");
        await LogAsync(
            "/api/recoveries/qoc-left/exit",
            15,
            "2024-07-01",
            """ "unmet": [{"criterion": "EC1", "reason": "The plan is agreed.", "acceptedBy": "Sam Example"}] """
        );
        var page = await site.PageAsync("/recoveries/qoc-left?on=2024-08-01");
        var exit = page.QuerySelector("[aria-labelledby=exit]")!.TextContent;

        Assert.Equal("Left, in transition", page.QuerySelector(".nhsuk-lede-text .mark")!.TextContent);
        Assert.Contains(
            "EC1 was not met; accepted by Sam Example: The plan is agreed.",
            exit,
            StringComparison.Ordinal
        );
        Assert.Contains("1 July 2024, agreed by NHS England", exit, StringComparison.Ordinal);
        Assert.Contains("Partly met", page.GetElementById("EC1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("as it stood when it left", page.GetElementById("EC2")!.TextContent, StringComparison.Ordinal);
        MustBeSound(page);
    }

    [Fact]
    public async Task An_earlier_day_and_an_earlier_knowledge_show_what_stood_then()
    {
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        await EngagementAsync("qoc-then", "A system", "QOC", "QUA");
        var early = await site.PageAsync("/recoveries/qoc-then?on=2023-05-15");
        var known = before.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        var unknown = await site.GetAsync($"/recoveries/qoc-then?known={known}");

        Assert.Contains("No exit criteria are recorded.", early.Body!.TextContent, StringComparison.Ordinal);
        Assert.Single(early.QuerySelectorAll("[aria-labelledby=target] tbody tr"));
        Assert.Contains(
            "was not in the record yet",
            unknown.Is(HttpStatusCode.NotFound).Page.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Undertakings_stand_with_variations_certificates_and_publication()
    {
        await UndertakingsAsync("RZ1", "rz1-page", "Example NHS Trust");
        var list = await site.PageAsync("/undertakings?on=2024-05-01");
        var row = list.QuerySelectorAll("main table tbody tr")
            .Single(r => r.TextContent.Contains("rz1-page", StringComparison.Ordinal));
        var page = await site.PageAsync(row.QuerySelector("a")!.GetAttribute("href")!);
        string Item(string reference) => page.GetElementById($"item-{reference}")!.TextContent;

        Assert.Contains("1 overdue", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("0 of 2", row.QuerySelector(".meter span")!.TextContent);
        Assert.Contains("60 days left", Item("1.1"), StringComparison.Ordinal);
        Assert.Contains("1 variation", Item("1.1"), StringComparison.Ordinal);
        Assert.Contains("Drafted.", Item("1.1"), StringComparison.Ordinal);
        Assert.Contains("Overdue", Item("1.2"), StringComparison.Ordinal);
        Assert.Contains("Because of a case.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "9 days left",
            page.QuerySelector("[aria-labelledby=certificates] tbody tr")!.TextContent,
            StringComparison.Ordinal
        );
        MustBeSound(list);
        MustBeSound(page);
    }

    [Fact]
    public async Task Only_an_address_of_the_web_becomes_a_link()
    {
        await UndertakingsAsync("RZ2", "rz2-page", "Second NHS Trust");
        (
            await site.PostAsync(
                "/api/undertakings/rz2-page/undertakings-publication",
                Body("2024-04-29", """ "publication": {"address": "javascript:alert(1)"} """),
                6
            )
        ).Is(HttpStatusCode.Created);
        var page = await site.PageAsync("/undertakings/rz2-page?on=2024-05-01");

        Assert.Contains("javascript:alert(1)", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(
            page.QuerySelectorAll("a"),
            a => a.GetAttribute("href")!.StartsWith("javascript", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task Deadlines_stand_overdue_first_and_then_by_month_and_lead_to_what_they_are_about()
    {
        await EngagementAsync("qmm-due", "A system", "QMM", "QUE");
        var page = await site.PageAsync("/deadlines?on=2024-06-30&organisation=QMM");
        var groups = page.QuerySelectorAll("section.group h2")
            .Select(h => h.ChildNodes[0].TextContent.Trim())
            .ToArray();
        var first = page.QuerySelector("tr.deadline")!;
        var bars = page.QuerySelectorAll("table.bars .count").Sum(c => int.Parse(c.TextContent));

        Assert.Equal(["Overdue", "September 2024", "December 2024"], groups);
        Assert.Equal("91 days late", first.QuerySelector(".mark")!.TextContent);
        Assert.Equal(page.QuerySelectorAll("tr.deadline").Length, bars);
        Assert.StartsWith(
            "/recoveries/qmm-due?on=2024-06-30",
            first.QuerySelector("th a")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "QMM",
            page.QuerySelector("form[action='/calendars'] input[name=organisation]")!.GetAttribute("value")
        );
        Assert.Empty(
            (await site.PageAsync("/deadlines?on=2024-06-30&organisation=QOQ&region=Y56")).QuerySelectorAll(
                "tr.deadline"
            )
        );
        MustBeSound(page);
    }

    [Fact]
    public async Task An_organisation_leads_to_its_engagements_undertakings_and_deadlines()
    {
        await EngagementAsync("qnq-org", "A system", "QNQ", "QRL");
        await UndertakingsAsync("RZ3", "rz3-page", "Third NHS Trust");
        var board = await site.PageAsync("/organisations/QNQ?on=2024-06-30");
        var trust = await site.PageAsync("/organisations/RZ3?on=2024-06-30");
        static string?[] Links(IHtmlDocument page) =>
            [.. page.QuerySelectorAll("[aria-labelledby=lifecycle] a").Select(a => a.GetAttribute("href"))];

        Assert.Contains("/recoveries/qnq-org?on=2024-06-30", Links(board));
        Assert.Contains("/deadlines?on=2024-06-30&organisation=QNQ", Links(board));
        Assert.Contains("/undertakings/rz3-page?on=2024-06-30", Links(trust));
        foreach (var link in Links(board).Concat(Links(trust)))
        {
            (await site.GetAsync(link!)).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_criterion_has_a_page_with_its_wordings_and_every_rating()
    {
        await EngagementAsync("qoc-criterion", "A system", "QOC", "QUA");
        var engagement = await site.PageAsync("/recoveries/qoc-criterion?on=2024-06-30");
        var page = await site.PageAsync(engagement.QuerySelector("#EC1 h3 a")!.GetAttribute("href")!);
        var stands = page.QuerySelectorAll("[aria-labelledby=stands] .oversight-stands");
        string Of(string section) => page.QuerySelector($"[aria-labelledby={section}]")!.TextContent;

        Assert.Equal("EC1 Finance", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("No worse than plan", Of("what"), StringComparison.Ordinal);
        // Each member rated itself: it stands apart for each, and its evidence is told once.
        Assert.Equal(2, stands.Length);
        Assert.Single(page.QuerySelectorAll(".oversight-evidence"));
        Assert.Contains("In force", Of("wordings"), StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelectorAll("[aria-labelledby=ratings] tbody tr").Length);
        Assert.Contains("Because the plan slips.", Of("ratings"), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href^='/log/evidence?about=recovery-qoc-criterion&for=EC1']"));
        MustBeSound(page);
        (await site.GetAsync("/recoveries/qoc-criterion/criteria/EC9?on=2024-06-30")).Is(HttpStatusCode.NotFound);
        (await site.GetAsync("/recoveries/qoc-criterion/criteria/EC1?on=2023-05-15")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_organisation_and_its_trusts_stand_in_one_picture_and_in_a_table_that_says_the_same()
    {
        await EngagementAsync("qwo-drawn", "A drawn system", "QWO", "RAE");
        var page = await site.PageAsync("/organisations/QWO?on=2024-06-30");
        var picture = page.QuerySelector("svg.oversight-timeline__picture")!;
        var rows = page.QuerySelectorAll("#timeline-table tbody tr");

        Assert.Contains("A drawn system", picture.TextContent, StringComparison.Ordinal);
        Assert.True(picture.QuerySelectorAll("g[role=group]").Length > 1);
        Assert.All(picture.QuerySelectorAll("a"), a => Assert.NotEmpty(a.GetAttribute("aria-label")!));
        Assert.Equal(25, rows.Length);
        var criteria = await site.PageAsync(
            page.QuerySelector("#timeline-table a[href*='kind=criteria']")!.GetAttribute("href")!
        );
        Assert.Contains(
            "Criterion EC1 judged partly met",
            criteria.QuerySelector("#timeline-table tbody")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("true", criteria.QuerySelector("[href*='kind=criteria']")!.GetAttribute("aria-current"));
        Assert.Empty(page.QuerySelectorAll("script:not([src^='/']), [style], [onclick]"));
        (await site.GetAsync("/organisations/QWO?kind=nothing")).Is(HttpStatusCode.BadRequest);
        (await site.GetAsync("/organisations/QWO?page=0")).Is(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/recoveries/nowhere")]
    [InlineData("/recoveries/No_Such Id")]
    [InlineData("/undertakings/nowhere")]
    public async Task What_is_not_there_is_said_on_a_page(string path) =>
        Assert.Equal("text/html", (await site.GetAsync(path)).Is(HttpStatusCode.NotFound).Type);

    [Theory]
    [InlineData("/recoveries?on=2024-02-30")]
    [InlineData("/undertakings?known=yesterday")]
    [InlineData("/deadlines?region=Y99")]
    [InlineData("/deadlines?organisation=what")]
    [InlineData("/deadlines?known=2199-01-01T00:00")]
    public async Task What_cannot_be_read_is_said_beside_the_form(string path)
    {
        var reply = (await site.GetAsync(path)).Is(HttpStatusCode.BadRequest);

        Assert.NotEmpty(reply.Page.QuerySelector("[role=alert] p")!.TextContent);
        Assert.NotNull(reply.Page.QuerySelector("form.question"));
        Assert.Null(reply.Page.QuerySelector("main table"));
    }

    [Fact]
    public async Task Titles_wordings_and_reasons_are_text_whatever_they_look_like()
    {
        await EngagementAsync("qjg-hostile", Hostile, "QJG", "QH8");
        foreach (
            var path in new[]
            {
                "/recoveries?on=2024-06-30",
                "/recoveries/qjg-hostile?on=2024-06-30",
                "/deadlines?on=2024-06-30",
                "/organisations/QJG?on=2024-06-30",
            }
        )
        {
            var page = await site.PageAsync(path);
            Assert.Contains("<script>alert(1)</script><img", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.QuerySelectorAll("script:not([src^='/']), img, [style], [onerror]"));
        }
    }

    [Fact]
    public async Task Own_people_see_on_these_pages_what_was_communicated_and_nothing_else()
    {
        var token = await site.AddTokenAsync("qxu-lead", "QXU");
        const string told = ", \"communicated\": \"2023-05-02\"";
        await LogAsync("/api/recoveries/qxu-told", 0, "2023-05-01", Entered("Told of", "QXU"), told);
        await LogAsync("/api/recoveries/qxu-told/target-exit", 1, "2023-06-01", """ "target": "Q4 2026/27" """);
        await LogAsync("/api/recoveries/qxu-secret", 0, "2023-05-01", Entered("Kept back", "QXU"));

        async Task<string> SeenAsync(string path, string? by) =>
            (await site.GetAsync(path, token: by)).Is(HttpStatusCode.OK).Page.QuerySelector("main")!.TextContent;

        foreach (var path in new[] { "/recoveries", "/organisations/QXU", "/deadlines?organisation=QXU" })
        {
            var (all, own) = (await SeenAsync(path, by: null), await SeenAsync(path, token));
            Assert.Contains("2026/27", all, StringComparison.Ordinal);
            Assert.DoesNotContain("2026/27", own, StringComparison.Ordinal);
            Assert.DoesNotContain("Kept back", own, StringComparison.Ordinal);
        }

        Assert.Contains("Told of", await SeenAsync("/recoveries/qxu-told", token), StringComparison.Ordinal);
        Assert.Contains("2026/27", await SeenAsync("/recoveries/qxu-told", by: null), StringComparison.Ordinal);
        Assert.DoesNotContain("2026/27", await SeenAsync("/recoveries/qxu-told", token), StringComparison.Ordinal);
        (await site.GetAsync("/recoveries/qxu-secret")).Is(HttpStatusCode.OK);
        (await site.GetAsync("/recoveries/qxu-secret", token: token)).Is(HttpStatusCode.NotFound);
    }

    // No script, no style of its own, and tables, headings and fields that can be heard as well as seen.
    private static void MustBeSound(IHtmlDocument page)
    {
        Assert.Empty(page.QuerySelectorAll("script:not([src^='/']), [style], [onclick]"));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("th"), th => Assert.NotNull(th.GetAttribute("scope")));
        Assert.All(
            page.QuerySelectorAll("form input[id], form select[id], form textarea[id]"),
            field => Assert.NotNull(page.QuerySelector($"label[for='{field.Id}']"))
        );
        Assert.All(
            page.QuerySelectorAll("svg"),
            svg => Assert.True(svg.GetAttribute("aria-hidden") == "true" || svg.QuerySelector("title") is not null)
        );
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(e => e.Id!)];
        Assert.Equal(ids.Distinct().Count(), ids.Length);
        var headings = page.QuerySelectorAll("h1, h2, h3").Select(h => h.LocalName[1] - '0').ToArray();
        Assert.Equal(1, headings[0]);
        Assert.All(headings.Zip(headings.Skip(1)), pair => Assert.True(pair.Second - pair.First <= 1));
    }

    private static IElement GroupOf(IHtmlDocument page, string id) => page.GetElementById($"engagement-{id}")!;

    private async Task EngagementAsync(string id, string title, string one, string two)
    {
        var address = $"/api/recoveries/{id}";
        var version = 0;
        async Task<string> NextAsync(string word, string effective, string members) =>
            await LogAsync(word.Length == 0 ? address : $"{address}/{word}", version++, effective, members);

        await NextAsync("", "2023-05-01", Entered(title, one, two) + """, "targetExit": "2023/24" """);
        await NextAsync("improvement-director", "2023-05-10", """ "director": "Robin Example" """);
        await NextAsync(
            "exit-criteria",
            "2023-06-01",
            $$"""
            "purpose": "exit", "criteria": [
              {"reference": "EC1", "theme": "Finance", "wording": "It keeps to its plan.", "measure": "Variance",
               "threshold": "No worse than plan", "due": "2024-03-31"},
              {"reference": "EC2", "theme": "Quality", "wording": "The plan is kept.", "sustainedMonths": 6, "due": "2024-09-30"},
              {"reference": "EC3", "theme": "Leadership", "wording": "A team is in post.", "members": ["{{one}}"]}]
            """
        );
        await NextAsync(
            "milestone",
            "2023-06-01",
            """ "milestone": "M1", "title": "Plan approved", "due": "2024-01-31" """
        );
        await NextAsync("milestone-date", "2024-01-15", """ "milestone": "M1", "due": "2024-09-30" """);
        await NextAsync("target-exit", "2024-02-12", """ "target": "Q3 2024/25" """);
        foreach (var member in new[] { one, two })
        {
            await NextAsync(
                "self-assessment",
                "2024-03-01",
                $""" "criterion": "EC1", "rating": "green", "member": "{member}" """
            );
        }

        var evidence = await NextAsync(
            "evidence",
            "2024-03-02",
            $""" "organisation": "{one}", "title": "Month 11 return", "for": ["EC1"] """
        );
        await NextAsync("evidence-acknowledged", "2024-03-03", $""" "evidence": "{evidence}" """);
        await NextAsync(
            "criterion-assessment",
            "2024-04-01",
            """ "criterion": "EC1", "level": "region", "judgement": "partly-met" """
        );
        await NextAsync(
            "criterion-assessment",
            "2024-04-01",
            """ "criterion": "EC2", "level": "region", "judgement": "met" """
        );
        await NextAsync(
            "criterion-assessment",
            "2024-04-01",
            """ "criterion": "EC3", "level": "national", "judgement": "met" """
        );
        await NextAsync("exit-recommendation", "2024-06-01", """ "expected": "July 2024" """);
        await NextAsync("transition-plan", "2024-06-02", """ "monitoring": "Quarterly calls." """);
    }

    private async Task UndertakingsAsync(string ods, string id, string name)
    {
        await LogAsync(
            "/api/organisations",
            0,
            "2015-04-01",
            $""" "organisation": "{ods}", "kind": "nhs-trust", "name": "{name}", "region": "Y60" """
        );
        (string Word, string Effective, string Members)[] decisions =
        [
            (
                "",
                "2024-02-01",
                $$"""
                "organisation": "{{ods}}", "legalBasis": "hsc-act-2012-s106", "test": "reasonable-suspicion", "grounds": ["Deficit."],
                "items": [{"reference": "1.1", "wording": "A plan is sent.", "due": "2024-03-31"},
                          {"reference": "1.2", "wording": "A review is held.", "due": "2024-04-15"}]
                """
            ),
            (
                "undertakings-publication",
                "2024-02-02",
                """ "publication": {"withheldBecause": "Because of a case."} """
            ),
            ("undertaking-progress", "2024-03-01", """ "item": "1.1", "progress": "Drafted.", "rating": "green" """),
            (
                "undertaking-variation",
                "2024-03-15",
                $""" "item": "1.1", "agreedBy": ["nhs-england", "{ods}"], "due": "2024-06-30" """
            ),
            ("undertaking-judgement", "2024-04-20", """ "item": "1.2", "judgement": "partly-complied" """),
            ("certificate-application", "2024-04-26", """ "items": ["1.1"] """),
        ];
        for (var version = 0; version < decisions.Length; version++)
        {
            var (word, effective, members) = decisions[version];
            var address = $"/api/undertakings/{id}";
            await LogAsync(word.Length == 0 ? address : $"{address}/{word}", version, effective, members);
        }
    }

    private async Task<string> LogAsync(
        string address,
        int version,
        string effective,
        string members,
        string more = ""
    ) =>
        (await site.PostAsync(address, Body(effective, members, more), version == 0 ? null : version))
            .Is(HttpStatusCode.Created)
            .EntryId;

    private static string Entered(string title, params string[] members) =>
        $""" "title": "{title}", "members": [{string.Join(", ", members.Select(m => $"\"{m}\""))}] """;

    private static string Body(string effective, string members, string more = "") =>
        $$"""
            {"decision": {{Bodies.Decision(
                effective,
                effective,
                more: $", \"origin\": \"back-dated\", \"rationale\": \"Because the plan slips.\"{more}"
            )}}, {{members}}}
            """;
}
