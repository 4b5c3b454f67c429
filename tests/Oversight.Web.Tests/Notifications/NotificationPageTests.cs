using System.Net;
using Oversight.Desk.Notifications;
using Oversight.Record.People;
using Oversight.Web.Tests.People;
using Oversight.Web.Tests.SignIn;

namespace Oversight.Web.Tests.Notifications;

/// <summary>What somebody was told, and what they choose, as pages.</summary>
public sealed class NotificationPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task What_somebody_was_told_is_listed_counted_and_marked_as_read_and_gone_with_their_right()
    {
        var lead = await site.AddAsync("Nora", PeopleOnSite.LeadOf("QUE"));
        await ReviewAsync("QUE");
        var place = (await site.Record.Live.AtAsync(known: null, default)).Place;
        await new TellingPeople(site.Record).TellOfEntriesAsync(place - 1, place, default);
        var browser = await lead.BrowserAsync();
        async Task<string> HeadAsync() =>
            (await browser.GetAsync("/notifications"))
                .Page.QuerySelector("header a[href='/notifications']")!
                .TextContent;

        Assert.Contains("1 unread", await HeadAsync(), StringComparison.Ordinal);
        var page = (await browser.GetAsync("/notifications")).Is(HttpStatusCode.OK).Page;
        var told = Assert.Single(page.QuerySelectorAll(".oversight-notifications li"));
        Assert.Contains("Segment", told.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/entries/", told.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);

        (await browser.SendFormAsync("/notifications", "/notifications/read", [])).Leads("/notifications");
        Assert.DoesNotContain("unread", await HeadAsync(), StringComparison.Ordinal);

        foreach (var grant in (await site.Record.Accounts.FindAsync(lead.Subject))!.Grants)
        {
            await site.Record.Accounts.EndAsync(grant.Id, "A test.", Ledger.People.Accounts.TheProgram);
        }

        await site.Record.Accounts.GiveAsync(
            lead.Subject,
            PeopleOnSite.LeadOf("QOC"),
            until: null,
            "A test.",
            Ledger.People.Accounts.TheProgram
        );
        var other = await lead.BrowserAsync();
        Assert.Empty((await other.GetAsync("/notifications")).Page.QuerySelectorAll(".oversight-notifications li"));
    }

    [Fact]
    public async Task Who_chooses_not_to_be_told_is_not_told_and_no_email_is_offered_where_none_is_sent()
    {
        var lead = await site.AddAsync("Quinn", PeopleOnSite.LeadOf("QR1"));
        var browser = await lead.BrowserAsync();
        var page = (await browser.GetAsync("/notifications/choices")).Is(HttpStatusCode.OK).Page;
        Assert.Equal(3, page.QuerySelectorAll("input[type=checkbox][checked]").Length);
        Assert.Contains("sends no e-mail", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("input[type=radio], input[type=email]"));
        (
            await browser.SendFormAsync("/notifications/choices", "/notifications/choices", [], ("work-shown", "yes"))
        ).Leads("/notifications/choices");

        await ReviewAsync("QR1");
        var place = (await site.Record.Live.AtAsync(known: null, default)).Place;
        await new TellingPeople(site.Record).TellOfEntriesAsync(place - 1, place, default);
        Assert.Empty(await site.Record.Notifications.OfAsync(lead.Subject, unreadOnly: false, 10, default));
    }

    [Fact]
    public async Task One_button_makes_a_calendar_whose_address_is_shown_once()
    {
        var lead = await site.AddAsync("Cal", PeopleOnSite.LeadOf("QT1"));
        var browser = await lead.BrowserAsync();
        // Any page of theirs has a token for its forms.
        var token = (await browser.GetAsync("/notifications/choices"))
            .Page.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        Task<Reply> MakeAsync(string ods) =>
            browser.PostAsync("/calendars", [("__RequestVerificationToken", token), ("organisation", ods)]);

        var made = (await MakeAsync("QT1")).Is(HttpStatusCode.OK).Page;
        var link = made.QuerySelector("a[href^='webcal:']")!.GetAttribute("href")!;
        (await site.GetAsync(new Uri(link).AbsolutePath)).Is(HttpStatusCode.OK);
        (await MakeAsync("QOC")).Is(HttpStatusCode.Forbidden);
        (await MakeAsync("nobody")).Is(HttpStatusCode.BadRequest);
    }

    private async Task ReviewAsync(string ods) =>
        (
            await site.PostAsync(
                $"/api/organisations/{ods}/segment-review",
                $$"""{"decision": {"effective": "2024-05-01", "decided": "2024-05-01", "decidedBy": {"body": "nhs-england"}, "rationale": "So.", "origin": "back-dated", "communicated": "2024-06-01"}, "segment": 2, "nextReviewDue": "2199-01-01"}""",
                await site.VersionOfAsync(ods)
            )
        ).Is(HttpStatusCode.Created);
}
