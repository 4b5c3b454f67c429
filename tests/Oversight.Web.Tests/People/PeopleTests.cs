using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Oversight.Ledger.People;
using Oversight.Record;
using Oversight.Record.People;
using Oversight.Web.Tests.SignIn;
using static Oversight.Web.Tests.People.PeopleOnSite;

namespace Oversight.Web.Tests.People;

/// <summary>Who is signed in, and people and their rights, on pages and in the API.</summary>
public sealed partial class PeopleTests(Site site) : IClassFixture<Site>
{
    private const string Script = "Eve <script>alert(1)</script>";

    public static TheoryData<string, string> RolesAndWhatTheyReach =>
        new()
        {
            { "national", "" },
            { "region", "" },
            { "lead", "" },
            { "contributor", "" },
            { "auditor", "people readings" },
            { "administrator", "people administers" },
        };

    [Theory]
    [MemberData(nameof(RolesAndWhatTheyReach))]
    public async Task Each_role_reaches_what_is_for_it_and_nothing_else_is_there(string role, string reaches)
    {
        var someone = await site.AddAsync($"A {role}", Of(role));
        var other = await site.AddAsync($"Beside a {role}");
        var right = await site.Record.Accounts.GiveAsync(
            other.Subject,
            National,
            until: null,
            "A test.",
            Accounts.TheProgram
        );
        foreach (var path in new[] { "/signed-in", "/api/signed-in", "/api/tokens" })
        {
            (await someone.GetAsync(path)).Is(HttpStatusCode.OK);
        }

        var person = $"/people/{other.Subject}";
        foreach (
            var (method, path, body, of, done) in new[]
            {
                ("GET", "/people", null, "people", HttpStatusCode.OK),
                ("GET", person, null, "people", HttpStatusCode.OK),
                ("GET", "/api/people", null, "people", HttpStatusCode.OK),
                ("GET", "/api" + person, null, "people", HttpStatusCode.OK),
                ("GET", "/readings", null, "readings", HttpStatusCode.OK),
                ("GET", "/api/readings", null, "readings", HttpStatusCode.OK),
                ("GET", "/api/readings?format=csv", null, "readings", HttpStatusCode.OK),
                ("GET", "/webhooks", null, "administers", HttpStatusCode.OK),
                ("GET", "/api/webhooks", null, "administers", HttpStatusCode.OK),
                (
                    "POST",
                    "/api/webhooks",
                    """{"url": "http://localhost:9/told"}""",
                    "administers",
                    HttpStatusCode.Created
                ),
                ("POST", "/api/people", """{"name": "Somebody new"}""", "administers", HttpStatusCode.Created),
                (
                    "POST",
                    $"/api{person}/grants",
                    """{"role": "auditor", "why": "A test."}""",
                    "administers",
                    HttpStatusCode.Created
                ),
                ("POST", $"/api/grants/{right!.Id}/approval", null, "administers", HttpStatusCode.Conflict),
                (
                    "DELETE",
                    $"/api/grants/{right.Id}",
                    """{"why": "A test."}""",
                    "administers",
                    HttpStatusCode.NoContent
                ),
                ("DELETE", "/api" + person, """{"why": "A test."}""", "administers", HttpStatusCode.NoContent),
                ("POST", $"/api{person}/links", null, "administers", HttpStatusCode.Conflict),
            }
        )
        {
            var reply = await someone.SendAsync(new(method), path, body);
            if (reaches.Split(' ').Contains(of))
            {
                reply.Is(done);
                continue;
            }

            // As an address that there is not, word for word.
            var steps = path.Split('?')[0];
            var nowhere = await someone.SendAsync(new(method), steps + "-not", body);
            Assert.Equal((HttpStatusCode.NotFound, nowhere.Type), (reply.Status, reply.Type));
            Assert.Equal(
                Without(nowhere.Text).Replace(steps + "-not", steps, StringComparison.Ordinal),
                Without(reply.Text)
            );
        }
    }

    [Fact]
    public async Task Who_has_no_rights_sees_who_they_are_and_nothing_of_others()
    {
        var newcomer = await site.AddAsync("Newcomer");
        var page = (await newcomer.GetAsync("/signed-in")).Is(HttpStatusCode.OK).Page;
        Assert.Contains("You have no rights yet", page.Body!.TextContent, StringComparison.Ordinal);
        var own = (await newcomer.GetAsync("/api/signed-in")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(newcomer.Subject, own.GetProperty("id").GetString());
        Assert.Empty(own.GetProperty("grants").EnumerateArray());
        foreach (var path in new[] { "/api/people", "/api/readings", "/people", "/readings" })
        {
            Assert.NotEqual(HttpStatusCode.OK, (await newcomer.GetAsync(path)).Status);
        }
    }

    [Fact]
    public async Task A_person_is_added_given_rights_approved_by_another_administrator_and_closed_on_pages()
    {
        using var ada = await (await site.AddAsync("Ada", Administrator)).BrowserAsync();
        var bob = await site.AddAsync("Bob", Administrator);
        using var bobs = await bob.BrowserAsync();

        // Added: the link is shown once, and signs them in.
        var added = (await ada.SendFormAsync("/people", "/people", [], ("name", Script))).Is(HttpStatusCode.OK);
        Assert.Contains("no-store", added.Header("Cache-Control"), StringComparison.Ordinal);
        var link = new Uri(added.Page.QuerySelector(".secret code")!.TextContent).AbsolutePath;
        var person = added.Page.QuerySelector("form[action='/people/give'] input[name=person]")!.GetAttribute("value")!;
        Assert.Empty(added.Page.QuerySelectorAll("main script"));
        Assert.Contains(Script, added.Page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        var again = await ada.GetAsync($"/people/{person}");
        Assert.DoesNotContain(link, again.Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        using var eve = site.NewBrowser();
        (await eve.GetAsync(link)).Leads("/");
        Assert.Equal(HttpStatusCode.OK, (await eve.GetAsync("/signed-in")).Status);

        // What cannot be given is said, and what was written stays.
        var bad = await ada.SendFormAsync(
            $"/people/{person}",
            "/people/give",
            [],
            ("role", "lead"),
            ("why", "She asked.")
        );
        Assert.Contains(
            "organisation",
            bad.Is(HttpStatusCode.UnprocessableEntity).Page.QuerySelector("[role=alert]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("She asked.", bad.Page.QuerySelector("form[action='/people/give'] #why")!.GetAttribute("value"));

        var none = await ada.SendFormAsync(
            $"/people/{person}",
            "/people/give",
            [],
            ("role", ""),
            ("why", "She asked.")
        );
        Assert.Contains(
            "role",
            none.Is(HttpStatusCode.UnprocessableEntity).Page.QuerySelector("[role=alert]")!.TextContent,
            StringComparison.OrdinalIgnoreCase
        );

        // To be an administrator waits for another: not for who gave it.
        (
            await ada.SendFormAsync(
                $"/people/{person}",
                "/people/give",
                [],
                ("role", "administrator"),
                ("why", "A second pair of eyes.")
            )
        ).Leads($"/people/{person}");
        var given = Assert.Single((await site.Record.Accounts.FindAsync(person))!.Grants);
        Assert.True(given.WaitsForApproval);
        Assert.Empty((await ada.GetAsync("/people")).Page.QuerySelectorAll("form[action='/people/approve']"));
        var token = (await ada.GetAsync("/people"))
            .Page.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        Assert.NotEqual(
            HttpStatusCode.Found,
            (
                await ada.PostAsync("/people/approve", ("id", $"{given.Id}"), ("__RequestVerificationToken", token))
            ).Status
        );
        Assert.False((await site.Record.Accounts.FindAsync(person))!.Grants.Single().IsInForce);
        (await bobs.SendFormAsync("/people", "/people/approve", [("id", $"{given.Id}")])).Leads("/people");
        Assert.True((await site.Record.Accounts.FindAsync(person))!.Grants.Single().IsInForce);
        (await eve.GetAsync("/people")).Is(HttpStatusCode.OK);

        // Ended, and closed: she is signed out at once.
        (
            await ada.SendFormAsync($"/people/{person}", "/people/end", [("id", $"{given.Id}")], ("why", "Moved on."))
        ).Leads($"/people/{person}");
        (await eve.GetAsync("/people")).Is(HttpStatusCode.Forbidden);
        (await ada.SendFormAsync($"/people/{person}", "/people/close", [], ("why", "Left."))).Leads(
            $"/people/{person}"
        );
        (await eve.GetAsync("/signed-in")).Leads("/sign-in?then=%2Fsigned-in");
        var auditor = await site.AddAsync("Audrey", Auditor);
        var history = (await auditor.GetAsync($"/people/{person}")).Is(HttpStatusCode.OK);
        foreach (var said in new[] { "A second pair of eyes.", "Bob", "Moved on.", "Left.", "Ended" })
        {
            Assert.Contains(said, history.Page.Body!.TextContent, StringComparison.Ordinal);
        }

        // Auditors change nothing.
        Assert.Empty(history.Page.QuerySelectorAll("main form[method=post]"));
        Assert.Empty((await auditor.GetAsync("/people?state=all")).Page.QuerySelectorAll("main form[method=post]"));
    }

    [Fact]
    public async Task The_same_in_the_API_and_the_last_administrator_stays()
    {
        var ann = await site.AddAsync("Ann", Administrator);
        var ben = await site.AddAsync("Ben", Administrator);
        var added = (await ann.SendAsync(HttpMethod.Post, "/api/people", """{"name": " Cid "}""")).Is(
            HttpStatusCode.Created
        );
        var id = added.Json.GetProperty("person").GetProperty("id").GetString()!;
        Assert.Equal($"/api/people/{id}", added.Header("Location"));
        Assert.Contains(
            "/sign-in/link/",
            added.Json.GetProperty("link").GetProperty("address").GetString()!,
            StringComparison.Ordinal
        );

        async Task<JsonElement> GiveAsync(string to, string body) =>
            (await ann.SendAsync(HttpMethod.Post, $"/api/people/{to}/grants", body)).Is(HttpStatusCode.Created).Json;
        var lead = await GiveAsync(
            id,
            """{"role": "lead", "organisation": "QOC", "until": "2199-03-31", "why": "Leads for the board."}"""
        );
        Assert.Equal("lead of QOC", lead.GetProperty("says").GetString());
        var own = await GiveAsync(ann.Subject, """{"role": "national", "why": "For a week."}""");
        Assert.Equal("waits-for-approval", own.GetProperty("state").GetString());
        var address = $"/api/grants/{own.GetProperty("id")}/approval";
        Assert.Equal(
            "not-allowed",
            (await ann.SendAsync(HttpMethod.Post, address)).Is(HttpStatusCode.Forbidden).Problem
        );
        (await ben.SendAsync(HttpMethod.Post, address)).Is(HttpStatusCode.NoContent);
        Assert.Equal(
            "not-possible",
            (await ben.SendAsync(HttpMethod.Post, address)).Is(HttpStatusCode.Conflict).Problem
        );

        foreach (
            var (body, field) in new[]
            {
                ("""{"role": "lead", "why": "x"}""", "organisation"),
                ("""{"role": "king", "why": "x"}""", "role"),
                ("""{"role": "region", "region": "Y99", "why": "x"}""", "region"),
                ("""{"role": "national", "why": " "}""", "why"),
                ("""{"role": "national"}""", "why"),
                ("""{"role": "national", "why": "x", "until": "2020-01-01"}""", "until"),
                ("""{"role": "auditor", "why": "x", "bodies": ["QOC"]}""", "bodies"),
            }
        )
        {
            var refused = await ann.SendAsync(HttpMethod.Post, $"/api/people/{id}/grants", body);
            Assert.Equal(field, refused.Is(HttpStatusCode.BadRequest).Field);
        }

        (
            await ann.SendAsync(
                HttpMethod.Post,
                "/api/people/user:nobody/grants",
                """{"role": "national", "why": "x"}"""
            )
        ).Is(HttpStatusCode.NotFound);
        (await ann.SendAsync(HttpMethod.Delete, $"/api/grants/{lead.GetProperty("id")}", """{"why": "Done."}""")).Is(
            HttpStatusCode.NoContent
        );
        (await ann.SendAsync(HttpMethod.Delete, $"/api/grants/{lead.GetProperty("id")}", """{"why": "Done."}""")).Is(
            HttpStatusCode.Conflict
        );
        (await ann.SendAsync(HttpMethod.Delete, $"/api/people/{id}", """{"why": "Left."}""")).Is(
            HttpStatusCode.NoContent
        );
        (await ann.SendAsync(HttpMethod.Delete, $"/api/people/{id}", """{"why": "Left."}""")).Is(
            HttpStatusCode.Conflict
        );
        var cid = (await ben.GetAsync($"/api/people/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("Cid", cid.GetProperty("name").GetString());
        Assert.Equal("Left.", cid.GetProperty("closed").GetProperty("why").GetString());
        Assert.Equal("ended", cid.GetProperty("grants")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_token_is_shown_once_does_no_more_than_its_scope_and_ends_when_it_is_revoked()
    {
        var owner = await site.AddAsync("Tom", National);
        using var browser = await owner.BrowserAsync();
        var made = await browser.SendFormAsync(
            "/signed-in",
            "/signed-in/tokens",
            [],
            ("name", "Nightly"),
            ("scope", "read"),
            ("days", "30")
        );
        var token = made.Is(HttpStatusCode.OK).Page.QuerySelector(".secret code")!.TextContent;
        Assert.Contains("no-store", made.Header("Cache-Control"), StringComparison.Ordinal);
        var page = (await browser.GetAsync("/signed-in")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain(token, page.Text, StringComparison.Ordinal);
        Assert.Contains("Nightly", page.Text, StringComparison.Ordinal);
        (await site.GetAsync("/api/organisations/QE1", token: token)).Is(HttpStatusCode.OK);
        (await site.PostAsync("/api/organisations/QE1/segment", Bodies.Segment(3), 2, token: token)).Is(
            HttpStatusCode.Forbidden
        );
        var more = new Someone(site, owner.Subject, token);
        (await more.SendAsync(HttpMethod.Post, "/api/tokens", """{"name": "x"}""")).Is(HttpStatusCode.Forbidden);

        var listed = (await owner.GetAsync("/api/tokens"))
            .Json.GetProperty("tokens")
            .EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "Nightly");
        Assert.Equal("read", listed.GetProperty("scope").GetString());
        (
            await browser.SendFormAsync(
                "/signed-in",
                "/signed-in/revoke",
                [("id", listed.GetProperty("id").GetString()!)]
            )
        ).Leads("/signed-in");
        (await site.GetAsync("/api/organisations/QE1", token: token)).Is(HttpStatusCode.Unauthorized);

        // In the API: one made with a token does not outlive it, and another's is nobody else's to revoke.
        var second = (
            await owner.SendAsync(
                HttpMethod.Post,
                "/api/tokens",
                """{"name": "Second", "scope": "read-and-decide", "days": 365}"""
            )
        )
            .Is(HttpStatusCode.Created)
            .Json;
        Assert.True(
            second.GetProperty("by").GetProperty("expires").GetDateTimeOffset()
                < TimeProvider.System.GetUtcNow().AddDays(1.1)
        );
        var stranger = await site.AddAsync("Stranger", National);
        var own = $"/api/tokens/{second.GetProperty("by").GetProperty("id")}";
        (await stranger.SendAsync(HttpMethod.Delete, own)).Is(HttpStatusCode.NotFound);
        (await owner.SendAsync(HttpMethod.Delete, own)).Is(HttpStatusCode.NoContent);
        foreach (
            var (body, field) in new[]
            {
                ("""{"name": " "}""", "name"),
                ("""{"name": "x", "days": 366}""", "days"),
                ("""{"name": "x", "scope": "all"}""", "scope"),
            }
        )
        {
            Assert.Equal(
                field,
                (await owner.SendAsync(HttpMethod.Post, "/api/tokens", body)).Is(HttpStatusCode.BadRequest).Field
            );
        }

        var wrong = await browser.SendFormAsync(
            "/signed-in",
            "/signed-in/tokens",
            [],
            ("name", "x"),
            ("scope", "read"),
            ("days", "0")
        );
        Assert.Contains(
            "365",
            wrong.Is(HttpStatusCode.UnprocessableEntity).Page.QuerySelector("[role=alert]")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Other_sessions_end_and_a_form_from_elsewhere_does_nothing()
    {
        var owner = await site.AddAsync("Sue", National);
        using var here = await owner.BrowserAsync();
        using var there = await owner.BrowserAsync();
        using var third = await owner.BrowserAsync();
        var page = (await here.GetAsync("/signed-in")).Page;
        Assert.Single(page.QuerySelectorAll("#sessions ~ table .nhsuk-tag"));
        Assert.Equal(2, page.QuerySelectorAll("[aria-labelledby=sessions] form[action='/signed-in/revoke']").Length);

        (await here.PostAsync("/signed-in/sessions/end-others")).Is(HttpStatusCode.BadRequest);
        (await there.GetAsync("/signed-in")).Is(HttpStatusCode.OK);
        (await here.SendFormAsync("/signed-in", "/signed-in/sessions/end-others", [])).Leads("/signed-in");
        (await there.GetAsync("/signed-in")).Leads("/sign-in?then=%2Fsigned-in");
        (await third.GetAsync("/signed-in")).Leads("/sign-in?then=%2Fsigned-in");
        var head = (await here.GetAsync("/questions")).Page.QuerySelector("header")!;
        Assert.Contains("Sue", head.TextContent, StringComparison.Ordinal);
        Assert.NotNull(head.QuerySelector("a[href='/sign-out']"));
        Assert.Null(head.QuerySelector("a[href='/people']"));
    }

    private static Grant Of(string role) =>
        role switch
        {
            "region" => new(Role.Region, Record.Region.Of("Y60")),
            "lead" => LeadOf("QOC"),
            "contributor" => new(Role.Contributor, Organisation: OdsCode.Parse("QOC")),
            _ => new(Enum.Parse<Role>(role, ignoreCase: true)),
        };

    private static string Without(string text) => TraceId().Replace(text, "");

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.None, 1000)]
    private static partial Regex TraceId();
}
