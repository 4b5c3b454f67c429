using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Oversight.Ledger;
using Oversight.Ledger.People;

namespace Oversight.Web.Tests.SignIn;

/// <summary>Signing in with a browser, as a browser does it.</summary>
public sealed class SignInTests(SignInSite site) : IClassFixture<SignInSite>
{
    private const string Password = "three words and more";

    [Fact]
    public async Task Of_all_who_open_a_link_at_once_one_is_signed_in()
    {
        var (_, link) = await site.NewcomerAsync("lin");
        var browsers = Enumerable.Range(0, 8).Select(_ => site.Browser()).ToArray();
        var replies = await Task.WhenAll(browsers.Select(browser => browser.GetAsync(link)));

        var signedIn = browsers.Zip(replies).Single(one => one.Second.Status == HttpStatusCode.Found);
        signedIn.Second.Leads("/");
        Assert.Contains("lin", (await signedIn.First.GetAsync("/sign-in")).Text, StringComparison.Ordinal);
        foreach (var (browser, reply) in browsers.Zip(replies).Where(one => one.First != signedIn.First))
        {
            Assert.Contains("This link was used on", reply.Is(HttpStatusCode.Gone).Text, StringComparison.Ordinal);
            Assert.Contains("oversight sign-in-link", reply.Text, StringComparison.Ordinal);
            Assert.Empty(browser.Cookies);
        }
    }

    [Fact]
    public async Task Looking_at_a_link_does_not_use_it()
    {
        var (_, link) = await site.NewcomerAsync("lou");
        using var browser = site.Browser();
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
        foreach (
            var (header, value) in new[]
            {
                ("Sec-Purpose", "prefetch"),
                ("Sec-Purpose", "prefetch;prerender"),
                ("Purpose", "prefetch"),
                ("X-Purpose", "preview"),
                ("X-Moz", "prefetch"),
            }
        )
        {
            var request = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { { header, value } } };
            (await browser.SendAsync(request)).Is(HttpStatusCode.ServiceUnavailable);
        }

        Assert.Empty(browser.Cookies);
        (await browser.GetAsync(link)).Leads("/");
    }

    [Fact]
    public async Task A_link_that_is_too_old_or_none_says_so()
    {
        var (_, link) = await site.NewcomerAsync("max", TimeSpan.FromMilliseconds(1));
        using var browser = site.Browser();
        var old = (await browser.GetAsync(link)).Is(HttpStatusCode.Gone);
        Assert.Contains("could be used until", old.Text, StringComparison.Ordinal);
        (await browser.GetAsync($"/sign-in/link/{Secret.New()}")).Is(HttpStatusCode.NotFound);
        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_name_and_its_password_sign_in_and_nothing_tells_which_names_there_are()
    {
        var (_, first) = await site.WithPasswordAsync("Grace Hopper", Password);
        using var browser = site.Browser();
        var (wrong, tookWrong) = await TryAsync(browser, "Grace Hopper", "four words and no more");
        var (nobody, tookNobody) = await TryAsync(browser, "Grace Nobody", "four words and no more");
        // The quickest of three: any one may have waited for what else the machine does.
        for (var again = 0; again < 2; again++)
        {
            var (_, other) = await TryAsync(browser, "Grace Hopper", "four words and no more");
            tookWrong = other < tookWrong ? other : tookWrong;
            (_, other) = await TryAsync(browser, "Grace Nobody", "four words and no more");
            tookNobody = other < tookNobody ? other : tookNobody;
        }

        Assert.Equal(HttpStatusCode.Forbidden, wrong.Status);
        Assert.Equal(HttpStatusCode.Forbidden, nobody.Status);
        Assert.Equal(Without(wrong, "Grace Hopper"), Without(nobody, "Grace Nobody"));
        // As much is worked for a name that nobody has; ten times less would be seen.
        Assert.True(tookNobody > tookWrong / 4, $"{tookNobody} for nobody, {tookWrong} for somebody");
        Assert.DoesNotContain("oversight-session", browser.Cookies.Keys);

        (await browser.SendAsync("/sign-in", "/sign-in", ("name", " grace hopper "), ("password", Password))).Leads(
            "/"
        );
        Assert.Contains("Grace Hopper", (await browser.GetAsync("/sign-in")).Text, StringComparison.Ordinal);

        // The password that is there is needed for another, once the link is no longer fresh; every other session ends.
        var refused = await browser.SendAsync(
            "/signed-in/password",
            "/signed-in/password",
            ("name", "Grace Hopper"),
            ("current", "wrong"),
            ("password", "five words and much more")
        );
        Assert.Contains(
            "present password",
            refused.Is(HttpStatusCode.UnprocessableEntity).Text,
            StringComparison.Ordinal
        );
        (
            await browser.SendAsync(
                "/signed-in/password",
                "/signed-in/password",
                ("name", "Grace Hopper"),
                ("current", Password),
                ("password", "five words and much more")
            )
        ).Leads("/signed-in");
        (await first.GetAsync("/sign-in/device")).Leads("/sign-in?then=%2Fsign-in%2Fdevice");
        (await browser.GetAsync("/sign-in/device")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("too short", "12 characters or more")]
    [InlineData("password of Katherine", "your own name")]
    public async Task A_password_is_long_and_not_the_own_name(string password, string says)
    {
        var (_, link) = await site.NewcomerAsync("Katherine");
        using var browser = site.Browser();
        (await browser.GetAsync(link)).Leads("/");
        var refused = await browser.SendAsync(
            "/signed-in/password",
            "/signed-in/password",
            ("name", "Katherine"),
            ("password", password)
        );
        Assert.Contains(says, refused.Is(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_locked_after_five_failures_whoever_makes_them_at_once_and_for_a_quarter_of_an_hour()
    {
        await site.WithPasswordAsync("Alan Turing", Password);
        var browsers = Enumerable.Range(0, 8).Select(_ => site.Browser()).ToArray();
        await Task.WhenAll(browsers.Select(browser => TryAsync(browser, "Alan Turing", "wrong, quite wrong")));

        var (locked, _) = await TryAsync(browsers[0], "Alan Turing", Password);
        Assert.Equal(HttpStatusCode.Forbidden, locked.Status);
        var (nobody, _) = await TryAsync(browsers[0], "Alan Nobody", Password);
        Assert.Equal(Without(locked, "Alan Turing"), Without(nobody, "Alan Nobody"));

        await site.PassAsync("Alan Turing", Passwords.LockedFor - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Forbidden, (await TryAsync(browsers[0], "Alan Turing", Password)).Reply.Status);
        await site.PassAsync("Alan Turing", TimeSpan.FromMinutes(1));
        (await TryAsync(browsers[0], "Alan Turing", Password)).Reply.Leads("/");
    }

    [Fact]
    public async Task What_one_instance_revokes_signs_in_nobody_at_another()
    {
        var (subject, link) = await site.NewcomerAsync("Ida");
        using var here = site.Browser(tls: true);
        (await here.GetAsync(link)).Leads("/");
        (await here.GetAsync("/sign-in/device")).Is(HttpStatusCode.OK);

        var session = (await site.Record.Credentials.OfAsync(subject)).Single(c => c.Kind == CredentialKind.Session);
        Assert.Equal("browser, by a link", session.Name);
        await site.Record.Credentials.RevokeAsync(session.Id, site.Subject);
        (await here.GetAsync("/sign-in/device")).Leads("/sign-in?then=%2Fsign-in%2Fdevice");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_only_the_cookie()
    {
        var (_, link) = await site.NewcomerAsync("Ugo");
        using var browser = site.Browser();
        (await browser.GetAsync(link)).Leads("/");
        var stolen = browser.Cookies["oversight-session"];
        (await browser.SendAsync("/sign-out", "/sign-out")).Leads("/sign-in");
        Assert.DoesNotContain("oversight-session", browser.Cookies.Keys);

        browser.Cookies["oversight-session"] = stolen;
        (await browser.GetAsync("/sign-in/device")).Leads("/sign-in?then=%2Fsign-in%2Fdevice");
    }

    [Fact]
    public async Task Who_signs_in_as_somebody_else_is_signed_out_before()
    {
        var (first, link) = await site.NewcomerAsync("Eve");
        var (_, other) = await site.NewcomerAsync("Bob");
        using var browser = site.Browser();
        (await browser.GetAsync(link)).Leads("/");
        (await browser.GetAsync(other)).Leads("/");

        Assert.Contains("Bob", (await browser.GetAsync("/sign-in")).Text, StringComparison.Ordinal);
        Assert.All(
            (await site.Record.Credentials.OfAsync(first)).Where(c => c.Kind == CredentialKind.Session),
            session => Assert.NotNull(session.Revoked)
        );
    }

    [Fact]
    public async Task A_session_ends_when_nobody_asks_anything_for_two_hours()
    {
        var (_, link) = await site.NewcomerAsync("Zoe");
        using var browser = site.Browser(tls: true);
        (await browser.GetAsync(link)).Leads("/");
        try
        {
            // Used within the time it goes on.
            for (var hours = 1.5; hours < 4; hours += 1.5)
            {
                site.Clock.Ahead = TimeSpan.FromHours(hours);
                (await browser.GetAsync("/sign-in/device")).Is(HttpStatusCode.OK);
            }

            site.Clock.Ahead += TimeSpan.FromMinutes(121);
            (await browser.GetAsync("/sign-in/device")).Leads("/sign-in?then=%2Fsign-in%2Fdevice");
        }
        finally
        {
            site.Clock.Ahead = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task A_session_ends_after_half_a_day_however_busy()
    {
        var (subject, link) = await site.NewcomerAsync("Amy");
        using var browser = site.Browser();
        (await browser.GetAsync(link)).Leads("/");
        var session = (await site.Record.Credentials.OfAsync(subject)).Single(c => c.Kind == CredentialKind.Session);
        Assert.Equal(session.Made.AddHours(12), session.Expires!.Value, TimeSpan.FromSeconds(1));

        await site.DoAsync(
            $"""
            begin;
            alter event trigger oversight_ddl disable;
            alter event trigger oversight_people_ddl disable;
            alter table access.credential disable trigger all;
            update access.credential set expires = clock_timestamp() where id = '{session.Id}';
            alter table access.credential enable always trigger change;
            alter table access.credential enable always trigger add;
            alter table access.credential enable always trigger refuse_change;
            alter event trigger oversight_people_ddl enable always;
            alter event trigger oversight_ddl enable always;
            commit
            """
        );
        (await browser.GetAsync("/sign-in/device")).Leads("/sign-in?then=%2Fsign-in%2Fdevice");
    }

    [Fact]
    public async Task A_form_that_did_not_come_from_a_page_here_changes_nothing()
    {
        var (_, browser) = await site.WithPasswordAsync("Ann", Password);
        foreach (
            var (address, fields) in new (string, (string, string)[])[]
            {
                ("/sign-in", [("name", "Ann"), ("password", Password)]),
                ("/sign-out", []),
                (
                    "/signed-in/password",
                    [("name", "Ann"), ("current", Password), ("password", "another one, and longer")]
                ),
                ("/signed-in/passkeys/remove", [("id", "AAAA")]),
                ("/sign-in/device", [("code", "BCDF-GHJK"), ("answer", "approve")]),
                ("/sign-in/passkey/options", []),
            }
        )
        {
            var refused = (await browser.PostAsync(address, fields)).Is(HttpStatusCode.BadRequest);
            Assert.Contains("did not come from a page of Oversight", refused.Text, StringComparison.Ordinal);
            (await browser.PostAsync(address, [.. fields, ("__RequestVerificationToken", "made up")])).Is(
                HttpStatusCode.BadRequest
            );
        }

        (await browser.GetAsync("/sign-in/device")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task In_the_api_a_cookie_reads_and_never_writes()
    {
        var (_, link) = await site.NewcomerAsync("Tom");
        using var browser = site.Browser();
        (await browser.GetAsync(link)).Leads("/");
        using var write = new HttpRequestMessage(HttpMethod.Post, "/api/calendars")
        {
            Content = new StringContent("""{"region": "Y60"}""", new MediaTypeHeaderValue("application/json")),
        };
        Assert.Equal("not-signed-in", (await browser.SendAsync(write)).Is(HttpStatusCode.Unauthorized).Problem);
        // Without a right it is known who asks, and that is all.
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/calendars")).Status);
    }

    [Theory]
    [InlineData("/registers?on=2024-06-01", "/registers?on=2024-06-01")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("registers", "/")]
    public async Task Who_signs_in_is_led_on_within_this_server_alone(string then, string leads)
    {
        using var browser = site.Browser();
        await site.EnsurePasswordAsync("Leo", Password);
        (
            await browser.SendAsync(
                $"/sign-in?then={Uri.EscapeDataString(then)}",
                "/sign-in",
                ("name", "Leo"),
                ("password", Password)
            )
        ).Leads(leads);
    }

    [Fact]
    public async Task Cookies_are_for_this_server_alone_and_over_TLS_for_TLS_alone()
    {
        var (_, link) = await site.NewcomerAsync("Cat");
        using var plain = site.Browser();
        var session = (await plain.GetAsync(link)).Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("oversight-session=", session, StringComparison.Ordinal);
        AssertKept(session, secure: false);

        var (_, another) = await site.NewcomerAsync("Cat's friend");
        using var tls = site.Browser(tls: true, from: "127.0.0.4");
        var reply = await tls.GetAsync(another);
        session = reply.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-oversight-session=", session, StringComparison.Ordinal);
        AssertKept(session, secure: true);
        Assert.Equal("max-age=31536000", reply.Header("Strict-Transport-Security"));

        var form = (await tls.GetAsync("/sign-in")).Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-oversight-form=", form, StringComparison.Ordinal);
        AssertKept(form, secure: true);
    }

    [Fact]
    public async Task Only_a_known_proxy_is_believed()
    {
        using var anybody = site.Browser();
        using var proxy = site.Browser(from: SignInSite.Proxy);
        foreach (var browser in new[] { anybody, proxy })
        {
            browser.Headers["X-Forwarded-Proto"] = "https";
            browser.Headers["X-Forwarded-For"] = "203.0.113.9";
            browser.Headers["X-Forwarded-Host"] = "evil.example";
        }

        var ignored = (await anybody.GetAsync("/sign-in")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("secure", ignored.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        var believed = (await proxy.GetAsync("/sign-in")).Is(HttpStatusCode.OK);
        Assert.Contains("secure", believed.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("evil.example", believed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_tries_too_often_waits()
    {
        using var browser = site.Browser(tls: true, from: "127.0.0.5");
        var replies = new List<Reply>();
        for (var i = 0; i < 9; i++)
        {
            replies.Add(await browser.GetAsync($"/sign-in/link/{i}"));
        }

        Assert.All(replies.SkipLast(1), reply => reply.Is(HttpStatusCode.NotFound));
        var refused = replies[^1].Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("text/html", refused.Type);
        Assert.InRange(int.Parse(refused.Header("Retry-After"), CultureInfo.InvariantCulture), 1, 60);
        // Another address is somebody else, and pages are no attempts.
        using var another = site.Browser(tls: true, from: "127.0.0.6");
        (await another.GetAsync("/sign-in/link/0")).Is(HttpStatusCode.NotFound);
        (await browser.GetAsync("/sign-in")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_device_is_signed_in_by_whoever_types_its_code()
    {
        using var device = site.Browser();
        var begun = (
            await device.PostAsync("/api/sign-in/device", ("client_id", "oversight on a laptop"), ("scope", "read"))
        )
            .Is(HttpStatusCode.OK)
            .Json;
        var code = begun.GetProperty("user_code").GetString()!;
        Assert.Equal("authorization_pending", await PollAsync());

        var (subject, link) = await site.NewcomerAsync("Dee");
        using var browser = site.Browser();
        (await browser.GetAsync(link)).Leads("/");
        var address = new Uri(begun.GetProperty("verification_uri_complete").GetString()!).PathAndQuery;
        var page = (await browser.GetAsync(address)).Is(HttpStatusCode.OK);
        Assert.Contains("oversight on a laptop", page.Text, StringComparison.Ordinal);
        Assert.Contains("read what you may read", page.Text, StringComparison.Ordinal);
        await browser.SendAsync(address, "/sign-in/device", ("code", code), ("answer", "approve"));

        var token = (await AskAsync()).Is(HttpStatusCode.OK).Json.GetProperty("access_token").GetString()!;
        Assert.Equal(subject, (await site.Record.Credentials.FindAsync([Secret.HashOf(token)]))[0]!.Subject);
        Assert.Equal("expired_token", await PollAsync());

        Task<Reply> AskAsync() =>
            device.PostAsync(
                "/api/sign-in/token",
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", begun.GetProperty("device_code").GetString()!)
            );

        async Task<string?> PollAsync() =>
            (await AskAsync()).Is(HttpStatusCode.BadRequest).Json.GetProperty("error").GetString();
    }

    [Fact]
    public async Task A_page_that_a_token_reads_has_no_forms_to_send_with_it()
    {
        using var browser = site.Browser();
        browser.Headers["Authorization"] = $"Bearer {site.Token}";
        var refused = await browser.SendAsync(
            "/signed-in/password",
            "/signed-in/password",
            ("name", "ada"),
            ("password", Password)
        );
        Assert.Contains(
            "sign in with the browser",
            refused.Is(HttpStatusCode.BadRequest).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"authority": "http://login.example", "clientId": "o"}""", "authority")]
    [InlineData("""{"authority": "https://login.example", "clientId": ""}""", "clientId")]
    [InlineData("""{"authority": "https://login.example"}""", "clientId")]
    [InlineData("""{"authority": "https://login.example", "clientId": "o", "clientsecret": "s"}""", "clientsecret")]
    [InlineData(
        """{"authority": "https://login.example", "clientId": "o", "clientSecretFile": "/nowhere"}""",
        "/nowhere"
    )]
    [InlineData(
        """{"authority": "https://login.example", "clientId": "o", "grants": [{"claim": "groups", "value": "g", "role": "boss"}]}""",
        "grants[0].role"
    )]
    [InlineData(
        """{"authority": "https://login.example", "clientId": "o", "grants": [{"claim": "groups", "value": "g", "role": "region"}]}""",
        "grants[0].region"
    )]
    [InlineData("nonsense", "JSON")]
    public void A_provider_that_cannot_be_used_is_said_at_the_start(string provider, string says)
    {
        var error = Assert.Throws<FormatException>(() =>
            OversightApplication.CreateBuilder(
                new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null) { OpenId = provider },
                new LedgerDatabase("Host=localhost"),
                TimeProvider.System
            )
        );
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/33")]
    public void A_proxy_that_is_no_address_is_said_at_the_start(string proxies) =>
        Assert.Throws<FormatException>(() =>
            OversightApplication.CreateBuilder(
                new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null) { Proxies = proxies },
                new LedgerDatabase("Host=localhost"),
                TimeProvider.System
            )
        );

    private static async Task<(Reply Reply, TimeSpan Took)> TryAsync(Browser browser, string name, string password)
    {
        var took = Stopwatch.StartNew();
        var reply = await browser.SendAsync("/sign-in", "/sign-in", ("name", name), ("password", password));
        return (reply, took.Elapsed);
    }

    // The page without the name that was tried, and without what protects the form.
    private static string Without(Reply reply, string name)
    {
        var page = reply.Page;
        foreach (var token in page.QuerySelectorAll("input[name=__RequestVerificationToken]"))
        {
            token.Remove();
        }

        return page.DocumentElement.OuterHtml.Replace(name, "", StringComparison.Ordinal);
    }

    private static void AssertKept(string cookie, bool secure)
    {
        var attributes = cookie.Split("; ").Skip(1).Select(a => a.ToLowerInvariant()).Order(StringComparer.Ordinal);
        Assert.Equal(
            secure ? ["httponly", "path=/", "samesite=lax", "secure"] : ["httponly", "path=/", "samesite=lax"],
            attributes
        );
    }
}
