using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.Record.Time;
using Oversight.Web.Tests.Decisions;
using Oversight.Web.Tests.People;
using Oversight.Web.Tests.SignIn;

namespace Oversight.Web.Tests.Meetings;

/// <summary>A meeting recorded in a browser without scripts.</summary>
public sealed class MeetingPageTests(Site site) : IClassFixture<Site>
{
    private static readonly Grant Midlands = new(Role.Region, Region.Of("Y60"));

    private static readonly (string, string)[] Chaired =
    [
        ("chair", "Zoë Ångström-Okonkwo"),
        ("role", "Regional Director"),
    ];

    [Fact]
    public async Task A_meeting_is_checked_logged_once_and_has_minutes()
    {
        var browser = await (await site.AddAsync("Kim of the Midlands", Midlands)).BrowserAsync();
        var regions = (await browser.GetAsync("/meetings")).Is(HttpStatusCode.OK).Page;
        Assert.Equal(["Midlands"], regions.QuerySelectorAll("main tbody th a").Select(a => a.TextContent));
        var agenda = (await browser.GetAsync("/meetings/Y60")).Is(HttpStatusCode.OK).Page;
        Assert.Equal(11, agenda.QuerySelectorAll("input[name=ods]").Length);

        var opened = await OpenAsync(browser, "QOC", "QPM");
        var before = await site.VersionOfAsync("QOC");
        var faulty = (await SendAsync(browser, opened, ("organisation-QOC-outcome", "system-reviewed"))).Is(
            HttpStatusCode.UnprocessableEntity
        );
        Assert.StartsWith("Error: ", faulty.Page.Title!, StringComparison.Ordinal);
        Assert.Equal(
            ["#chair", "#organisation-QOC-text"],
            faulty.Page.QuerySelectorAll(".nhsuk-error-summary a").Select(a => a.GetAttribute("href"))
        );
        Assert.True(Chosen(faulty.Page, "organisation-QOC-outcome", "system-reviewed"));

        var check = (
            await SendAsync(
                browser,
                faulty.Page,
                [
                    .. Chaired,
                    ("organisation-QOC-text", "On course; continuing healthcare is next."),
                    ("organisation-QOC-action", "Send the plan again."),
                ]
            )
        ).Is(HttpStatusCode.OK);
        var main = check.Page.QuerySelector("main")!.TextContent;
        Assert.Contains("System reviewed", main, StringComparison.Ordinal);
        Assert.Contains("continuing healthcare is next", main, StringComparison.Ordinal);
        Assert.Contains("Send the plan again.", main, StringComparison.Ordinal);
        Assert.Equal(before, await site.VersionOfAsync("QOC"));

        // Changed again, what was written stands there.
        var changed = (await SendAsync(browser, check.Page, "/meetings/Y60/change")).Is(HttpStatusCode.OK).Page;
        Assert.Equal("Zoë Ångström-Okonkwo", changed.QuerySelector("input[name=chair]")!.GetAttribute("value"));

        var logged = (await SendAsync(browser, check.Page)).Is(HttpStatusCode.Found);
        var again = (await SendAsync(browser, check.Page)).Is(HttpStatusCode.Found);
        Assert.Equal(logged.Headers.Location, again.Headers.Location);
        Assert.Equal(before + 2, await site.VersionOfAsync("QOC"));

        var minutes = (await browser.GetAsync(logged.Headers.Location!.ToString())).Is(HttpStatusCode.OK).Page;
        var said = minutes.QuerySelector("article")!.TextContent;
        // Once, although her name has another id in each entry.
        Assert.Contains(
            "Decided by NHS England Midlands, Regional Director, Zoë Ångström-Okonkwo. These minutes",
            said,
            StringComparison.Ordinal
        );
        Assert.Equal(2, minutes.QuerySelectorAll("article tbody tr").Length);
        Assert.Contains("Nothing is recorded of", said, StringComparison.Ordinal);
        Assert.Contains("Derby", said, StringComparison.Ordinal);

        // On paper each entry has its code, for who is told places.
        Assert.Empty(minutes.QuerySelectorAll(".oversight-leaves"));
        var printed = (await site.PageAsync(logged.Headers.Location!.ToString())).QuerySelectorAll(
            ".oversight-leaves li"
        );
        Assert.Equal(2, printed.Length);
        Assert.All(
            printed,
            entry =>
            {
                var code = PaintedCode.Read(entry.QuerySelector("svg[role=img][aria-label]")!)!.Split(' ');
                Assert.Contains($"Place {code[1]}: ", entry.TextContent, StringComparison.Ordinal);
                Assert.Equal(code[2], entry.QuerySelector("code")!.TextContent);
            }
        );
        foreach (var id in minutes.QuerySelectorAll("td a.entry").Select(link => link.GetAttribute("href")!))
        {
            var page = await site.PageAsync(id.Split('?')[0]);
            var code = PaintedCode.Read(page.QuerySelector("figure.oversight-leaf svg")!);
            Assert.Single(printed, entry => PaintedCode.Read(entry.QuerySelector("svg")!) == code);
        }
    }

    [Fact]
    public async Task A_meeting_that_only_proposed_a_segment_has_minutes_and_is_the_last_one()
    {
        var browser = await (await site.AddAsync("Jo of the Midlands", Midlands)).BrowserAsync();
        var opened = await OpenAsync(browser, "on=2026-07-20", "ods=QNC");
        var check = await SendAsync(
            browser,
            opened,
            [
                .. Chaired,
                ("organisation-QNC-outcome", "proposed"),
                ("organisation-QNC-segment", "3"),
                ("organisation-QNC-text", "Deficits."),
            ]
        );

        var logged = (await SendAsync(browser, check.Is(HttpStatusCode.OK).Page)).Is(HttpStatusCode.Found);

        var minutes = (await browser.GetAsync(logged.Headers.Location!.ToString())).Is(HttpStatusCode.OK).Page;
        Assert.Contains("Deficits.", minutes.QuerySelector("article")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "20 July 2026",
            (await browser.GetAsync("/meetings?on=2026-07-21")).Page.QuerySelector("main tbody")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_segments_that_may_be_proposed_are_those_of_the_framework_of_the_day()
    {
        var browser = await (await site.AddAsync("Lu of the Midlands", Midlands)).BrowserAsync();

        var segmented = await OpenAsync(browser, "on=2024-11-25", "ods=QPM");
        Assert.Equal(
            ["", "1", "2", "3", "4"],
            segmented
                .QuerySelectorAll("select[name=organisation-QPM-segment] option")
                .Select(option => option.GetAttribute("value"))
        );

        // The framework of 2025/26 places no boards in segments.
        var not = await OpenAsync(browser, "on=2025-11-25", "ods=QPM");
        Assert.Empty(not.QuerySelectorAll("select[name=organisation-QPM-segment], input[value=proposed]"));
        Assert.Contains(
            "does not place this kind of organisation in segments: none can be proposed.",
            not.QuerySelector(".oversight-meeting-item")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_somebody_logged_meanwhile_is_said_and_what_was_written_is_kept()
    {
        var browser = await (await site.AddAsync("Ali of the Midlands", Midlands)).BrowserAsync();
        var opened = await OpenAsync(browser, "QHL");
        var today = London.Today(TimeProvider.System).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (
            await site.PostAsync(
                "/api/organisations/QHL/concern",
                $$$"""{"decision": {"effective": "{{{today}}}", "decided": "{{{today}}}", "decidedBy": {"body": "nhs-england"}}, "about": "finance", "scope": "organisation", "wording": "Cash runs out."}""",
                await site.VersionOfAsync("QHL")
            )
        ).Is(HttpStatusCode.Created);

        (string, string)[] written =
        [
            .. Chaired,
            ("organisation-QHL-outcome", "reviewed"),
            ("organisation-QHL-text", "All well."),
        ];
        var moved = (await SendAsync(browser, opened, written)).Is(HttpStatusCode.Conflict).Page;

        var warning = moved.QuerySelector(".oversight-warning")!.TextContent;
        Assert.Contains("Birmingham", warning, StringComparison.Ordinal);
        Assert.Contains("Cash runs out.", warning, StringComparison.Ordinal);
        Assert.Equal("All well.", moved.QuerySelector("textarea[name=organisation-QHL-text]")!.TextContent);
        (await SendAsync(browser, moved)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_the_rules_refuse_is_said_at_the_outcome_and_nothing_is_stored()
    {
        var browser = await (await site.AddAsync("Bo of the Midlands", Midlands)).BrowserAsync();
        var opened = await OpenAsync(browser, "QWU");
        var before = await site.VersionOfAsync("QWU");

        var refused = (
            await SendAsync(
                browser,
                opened,
                [
                    .. Chaired,
                    ("organisation-QWU-outcome", $"agreed-3-{Guid.NewGuid()}"),
                    ("organisation-QWU-text", "As proposed."),
                ]
            )
        )
            .Is(HttpStatusCode.UnprocessableEntity)
            .Page;
        Assert.Contains(
            "is no proposal about",
            refused.QuerySelector(".nhsuk-error-summary a[href='#organisation-QWU-outcome']")!.TextContent,
            StringComparison.Ordinal
        );

        var nothing = (await SendAsync(browser, opened, Chaired)).Is(HttpStatusCode.UnprocessableEntity).Page;
        Assert.Contains(
            "Nothing is to be recorded",
            nothing.QuerySelector(".nhsuk-error-summary")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(before, await site.VersionOfAsync("QWU"));
    }

    [Fact]
    public async Task Who_proposed_is_told_that_somebody_else_answers_with_no_ids()
    {
        var browser = await (await site.AddAsync("Pip of the Midlands", Midlands)).BrowserAsync();
        var visit = await new Visit(browser).OpenAsync("/log/segment-proposal?about=organisation-QJ2");
        await visit.Write("segment", "3").Write("decision.rationale", "Waits grow.").PressAsync("Continue");
        await visit.PressAsync("Log it");
        var proposal = visit.Address.Split("entry=")[1];

        var opened = await OpenAsync(browser, "QJ2");
        var refused = (
            await SendAsync(
                browser,
                opened,
                [
                    .. Chaired,
                    ("organisation-QJ2-outcome", $"agreed-3-{proposal}"),
                    ("organisation-QJ2-text", "As proposed."),
                ]
            )
        )
            .Is(HttpStatusCode.UnprocessableEntity)
            .Page;
        var said = refused.QuerySelector(".nhsuk-error-summary a[href='#organisation-QJ2-outcome']")!.TextContent;
        Assert.Matches("Proposal “Segment 3 proposed .*” and its answer were both written by you: somebody else", said);
    }

    [Fact]
    public async Task Another_region_reads_as_none_and_who_decides_nothing_records_nothing()
    {
        var browser = await (await site.AddAsync("Cy of the Midlands", Midlands)).BrowserAsync();
        var forbidden = (await browser.GetAsync("/meetings/Y58")).Is(HttpStatusCode.NotFound).Text;
        var absent = (await browser.GetAsync("/meetings/Y99")).Is(HttpStatusCode.NotFound).Text;
        Assert.Equal(Worded(absent), Worded(forbidden.Replace("Y58", "Y99", StringComparison.Ordinal)));

        // What they were told meanwhile is counted in every page's head.
        static string Worded(string page) =>
            System.Text.RegularExpressions.Regex.Replace(page, @" \([0-9]+ unread\)", "");

        (await browser.GetAsync("/meetings/Y60/minutes/1999-01-01")).Is(HttpStatusCode.NotFound);
        (await browser.GetAsync("/meetings/Y60/minutes/soon")).Is(HttpStatusCode.NotFound);

        var auditor = await (await site.AddAsync("Di who audits", PeopleOnSite.Auditor)).BrowserAsync();
        var agenda = (await auditor.GetAsync("/meetings/Y60")).Is(HttpStatusCode.OK).Page;
        Assert.Empty(agenda.QuerySelectorAll("input[name=ods]"));
        (await auditor.GetAsync("/meetings/Y60/record")).Is(HttpStatusCode.Forbidden);
        var lead = await site.AddAsync("Ed who leads", PeopleOnSite.LeadOf("QOC"));
        (await lead.GetAsync("/meetings")).Is(HttpStatusCode.NotFound);
    }

    private static async Task<IHtmlDocument> OpenAsync(Browser browser, params string[] asked) =>
        (
            await browser.GetAsync(
                $"/meetings/Y60/record?{string.Join('&', asked.Select(one => one.Contains('=', StringComparison.Ordinal) ? one : $"ods={one}"))}"
            )
        )
            .Is(HttpStatusCode.OK)
            .Page;

    private static Task<Reply> SendAsync(
        Browser browser,
        IHtmlDocument page,
        params (string Name, string Value)[] written
    ) => SendAsync(browser, page, action: null, written);

    // As a browser sends the form: what stands in its fields, and what is written over it.
    private static Task<Reply> SendAsync(
        Browser browser,
        IHtmlDocument page,
        string? action,
        params (string Name, string Value)[] written
    )
    {
        var form = (IHtmlFormElement)page.QuerySelector("main form[method=post]")!;
        var names = written.Select(field => field.Name).ToHashSet();
        var standing = form
            .Elements.SelectMany(element =>
                element switch
                {
                    IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false } => [],
                    IHtmlInputElement input => [(input.Name!, input.Value)],
                    IHtmlTextAreaElement area => [(area.Name!, area.Value)],
                    IHtmlSelectElement select => [(select.Name!, select.Value ?? "")],
                    _ => Array.Empty<(string Name, string Value)>(),
                }
            )
            .Where(field => !names.Contains(field.Item1));
        return browser.PostAsync(action ?? form.GetAttribute("action")!, [.. standing, .. written]);
    }

    private static bool Chosen(IHtmlDocument page, string name, string value) =>
        ((IHtmlInputElement)page.QuerySelector($"input[name={name}][value={value}]")!).IsChecked;
}
