using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Oversight.Web.Tests;

public sealed class ReadingTests(Site site) : IClassFixture<Site>
{
    private const string Published = "/api/organisations?on=2024-03-31";

    [Fact]
    public async Task On_31_March_2024_the_42_boards_are_in_the_segments_that_were_published()
    {
        var picture = (await site.GetAsync(Published)).Is(HttpStatusCode.OK).Json;
        var counts = picture.GetProperty("counts");

        Assert.Equal(42, picture.GetProperty("organisations").GetArrayLength());
        Assert.Equal(42, counts.GetProperty("total").GetInt32());
        Assert.Equal(
            [(1, 1), (2, 13), (3, 25), (4, 3)],
            counts
                .GetProperty("segments")
                .EnumerateArray()
                .Select(s => (s.GetProperty("segment").GetInt32(), s.GetProperty("organisations").GetInt32()))
        );
        Assert.Equal("nof-2022-23", picture.GetProperty("framework").GetProperty("id").GetString());
        Assert.Equal("2024-03-31", picture.GetProperty("on").GetString());
    }

    [Fact]
    public async Task Today_36_boards_are_not_segmented_and_say_what_was_published_last()
    {
        var picture = (await site.GetAsync("/api/organisations")).Is(HttpStatusCode.OK).Json;
        var texts = picture
            .GetProperty("organisations")
            .EnumerateArray()
            .ToDictionary(
                o => o.GetProperty("ods").GetString()!,
                o => o.GetProperty("segment").GetProperty("text").GetString()!
            );

        Assert.Equal(36, texts.Count);
        Assert.Equal("not segmented under 2025/26; last published 3, for 2023/24", texts["QYG"]);
        Assert.Equal(6, texts.Values.Count(t => t == "not segmented under 2025/26; no segment in the record"));
        Assert.All(texts.Values, t => Assert.StartsWith("not segmented under 2025/26; ", t, StringComparison.Ordinal));
        Assert.Equal(
            "NHS Oversight Framework 2025/26 was published until 31 March 2026; no later framework is in the record.",
            picture.GetProperty("framework").GetProperty("note").GetString()
        );
    }

    [Fact]
    public async Task A_region_is_asked_for_by_its_code()
    {
        var midlands = (await site.GetAsync(Published + "&region=y60")).Json;

        Assert.Equal(11, midlands.GetProperty("organisations").GetArrayLength());
        Assert.Equal("Midlands", midlands.GetProperty("region").GetProperty("name").GetString());
        Assert.All(
            midlands.GetProperty("organisations").EnumerateArray(),
            o => Assert.Equal("Y60", o.GetProperty("region").GetProperty("code").GetString())
        );
    }

    [Theory]
    [InlineData("?on_date=2024-03-31", "on_date")]
    [InlineData("?ON=2024-03-31", "ON")]
    [InlineData("?on=2024-03-31&on=2024-04-01", "on")]
    [InlineData("?on=2024-03", "on")]
    [InlineData("?on=2023/24", "on")]
    [InlineData("?on=2024-02-30", "on")]
    [InlineData("?on=", "on")]
    [InlineData("?on=unknown", "on")]
    [InlineData("?on=0001-01-01", "on")]
    [InlineData("?region=Y99", "region")]
    [InlineData("?region=%00", "region")]
    [InlineData("?known=2024-03-31", "known")]
    [InlineData("?known=2024-03-31T12:00:00", "known")]
    [InlineData("?known=2024-13-31T12:00:00Z", "known")]
    [InlineData("?known=9999-12-31T23:59:59Z", "known")]
    [InlineData("?known=now", "known")]
    public async Task A_question_that_cannot_be_read_is_a_bad_request_that_names_the_parameter(
        string query,
        string field
    )
    {
        var reply = (await site.GetAsync("/api/organisations" + query)).Is(HttpStatusCode.BadRequest);

        Assert.Equal("bad-input", reply.Problem);
        Assert.Equal(field, reply.Field);
    }

    [Fact]
    public async Task A_known_without_an_offset_is_told_the_form_that_is_wanted()
    {
        var reply = await site.GetAsync("/api/organisations?known=2024-03-31T12:00:00");

        Assert.Contains("2026-11-21T12:00:00Z", reply.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_may_have_an_offset_and_its_plus_need_not_be_escaped()
    {
        var reply = (await site.GetAsync("/api/organisations?known=2020-03-31T13:00:00+01:00")).Is(HttpStatusCode.OK);

        Assert.Equal("2020-03-31T12:00:00.000000Z", reply.Json.GetProperty("known").GetString());
        Assert.Equal(-1, reply.Json.GetProperty("place").GetInt64());
        Assert.Equal(0, reply.Json.GetProperty("organisations").GetArrayLength());
    }

    [Fact]
    public async Task Every_answer_says_at_which_place_it_was_computed()
    {
        foreach (
            var path in new[]
            {
                "/api/organisations",
                "/api/organisations/QYG",
                "/api/organisations/QYG/history",
                "/api/frameworks",
                "/api/frameworks/nof-2022-23",
                "/api/frameworks/nof-2022-23/history",
            }
        )
        {
            var reply = (await site.GetAsync(path)).Is(HttpStatusCode.OK);
            Assert.Equal(
                reply.Header("Oversight-Place"),
                reply.Json.GetProperty("place").GetInt64().ToString(CultureInfo.InvariantCulture)
            );
            Assert.Equal("no-cache, private", reply.Header("Cache-Control"));
            Assert.Equal("application/json", reply.Type);
        }
    }

    [Fact]
    public async Task One_board_says_its_version_its_status_and_its_successors()
    {
        var board = (await site.GetAsync("/api/organisations/qhg?on=2026-04-01")).Is(HttpStatusCode.OK).Json;
        var existence = board.GetProperty("status").GetProperty("existence");

        Assert.Equal(3, board.GetProperty("version").GetInt64());
        Assert.Equal("ended", existence.GetProperty("state").GetString());
        Assert.Equal(["S1Y5D"], existence.GetProperty("successors").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public async Task A_trust_says_its_system_and_an_ICB_its_trusts_on_the_day()
    {
        async Task<JsonElement> SystemAsync(string ods, string on) =>
            (await site.GetAsync($"/api/organisations/{ods}?on={on}"))
                .Is(HttpStatusCode.OK)
                .Json.GetProperty("status")
                .GetProperty("system");
        var trust = await SystemAsync("RXW", "2024-03-31");
        Assert.Equal("certain", trust.GetProperty("state").GetString());
        Assert.Equal("QOC", trust.GetProperty("icbs")[0].GetProperty("ods").GetString());
        Assert.Equal(
            ["R1D", "RL1", "RXW"],
            (await SystemAsync("QOC", "2024-03-31"))
                .GetProperty("trusts")
                .EnumerateArray()
                .Select(t => t.GetProperty("ods").GetString())
                .Order(StringComparer.Ordinal)
        );
        var split = await SystemAsync("RDU", "2026-04-01");
        Assert.Equal("not-stated", split.GetProperty("state").GetString());
        Assert.Empty(split.GetProperty("icbs").EnumerateArray());
    }

    [Theory]
    [InlineData("search=shrewsbury", "RXW")]
    [InlineData("search=SaTH", "RXW")]
    [InlineData("search=solent", "R1C")]
    [InlineData("search=shrewsbury&kind=trusts", "RXW")]
    [InlineData("search=qzz", "")]
    [InlineData("region=Y60&search=nhs&kind=icbs", "QGH QHL QJ2 QJM QK1 QNC QOC QPM QT1 QUA QWU")]
    public async Task Organisations_are_found_by_a_part_of_a_name_or_of_the_code(string query, string found) =>
        Assert.Equal(
            found.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            (await site.GetAsync($"/api/organisations?on=2026-11-01&{query}"))
                .Is(HttpStatusCode.OK)
                .Json.GetProperty("organisations")
                .EnumerateArray()
                .Select(o => o.GetProperty("ods").GetString())
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task What_is_listed_is_one_of_the_words() =>
        Assert.Contains(
            "\"kind\"",
            (await site.GetAsync("/api/organisations?kind=hospitals")).Is(HttpStatusCode.BadRequest).Json.GetRawText(),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task An_unknown_organisation_is_not_found_and_a_malformed_code_is_a_bad_request()
    {
        Assert.Equal("not-found", (await site.GetAsync("/api/organisations/ZZZ")).Is(HttpStatusCode.NotFound).Problem);
        Assert.Equal("not-found", (await site.GetAsync("/api/organisations/ZZZ/history")).Problem);
        Assert.Equal("ods", (await site.GetAsync("/api/organisations/ZZZZ")).Is(HttpStatusCode.BadRequest).Field);
        Assert.Equal("not-found", (await site.GetAsync("/api/frameworks/nof-1999-00")).Problem);
        Assert.Equal("bad-input", (await site.GetAsync("/api/frameworks/NOF%20")).Problem);
        Assert.Equal("not-found", (await site.GetAsync($"/api/entries/{Guid.NewGuid()}")).Problem);
        Assert.Equal("id", (await site.GetAsync("/api/entries/12")).Is(HttpStatusCode.BadRequest).Field);
    }

    [Fact]
    public async Task An_organisation_that_came_in_later_is_not_found_and_the_problem_says_where_it_came_in()
    {
        var first = (await site.GetAsync("/api/organisations/QYG/history"))
            .Json.GetProperty("entries")[0]
            .GetProperty("place")
            .GetInt64();

        foreach (var path in new[] { "/api/organisations/QYG", "/api/organisations/QYG/history" })
        {
            var reply = (await site.GetAsync(path + "?known=2020-01-01T00:00:00Z")).Is(HttpStatusCode.NotFound);
            Assert.Contains(
                $"at place {first},",
                reply.Json.GetProperty("detail").GetString(),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task The_three_frameworks_can_be_read_with_their_content()
    {
        var all = (await site.GetAsync("/api/frameworks")).Json.GetProperty("frameworks");
        var one = (await site.GetAsync("/api/frameworks/nof-2022-23")).Json.GetProperty("framework");

        Assert.Equal(
            ["sof-2021-22", "nof-2022-23", "nof-2025-26"],
            all.EnumerateArray().Select(f => f.GetProperty("id").GetString())
        );
        Assert.Equal("2022-07-01", one.GetProperty("inForceFrom").GetString());
        Assert.Equal(4, one.GetProperty("framework").GetProperty("segments").GetArrayLength());
        Assert.Equal(
            "framework_published",
            (await site.GetAsync("/api/frameworks/nof-2022-23/history"))
                .Json.GetProperty("entries")[0]
                .GetProperty("event")
                .GetProperty("type")
                .GetString()
        );
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var tag = (await site.GetAsync(Published)).Header("ETag");
        var again = (await site.GetAsync(Published, tag)).Is(HttpStatusCode.NotModified);
        var strong = await site.GetAsync(Published, tag["W/".Length..]);
        var among = await site.GetAsync(Published, $"\"other\", {tag}");

        Assert.StartsWith("W/\"", tag, StringComparison.Ordinal);
        Assert.Equal("", again.Text);
        Assert.Equal(tag, again.Header("ETag"));
        Assert.NotEmpty(again.Header("Oversight-Place"));
        Assert.Equal(HttpStatusCode.NotModified, strong.Status);
        Assert.Equal(HttpStatusCode.NotModified, among.Status);
    }

    [Fact]
    public async Task Other_coordinates_have_another_tag()
    {
        var tags = new HashSet<string>();
        foreach (
            var path in new[]
            {
                "/api/organisations?on=2024-03-31",
                "/api/organisations?on=2024-04-01",
                "/api/organisations?on=2024-03-31&region=Y60",
                "/api/organisations?on=2024-03-31&known=2020-01-01T00:00:00Z",
                "/api/organisations/QYG?on=2024-03-31",
                "/api/organisations/QYG?on=2024-04-01",
                "/api/organisations/QYG/history",
            }
        )
        {
            Assert.True(tags.Add((await site.GetAsync(path)).Header("ETag")), path);
        }
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Published);
        var head = (await site.SendAsync(request)).Is(HttpStatusCode.OK);
        var get = await site.GetAsync(Published);

        Assert.Equal("", head.Text);
        Assert.Equal(get.Header("ETag"), head.Header("ETag"));
        Assert.Equal(get.ContentHeaders.ContentLength, head.ContentHeaders.ContentLength);
    }

    [Fact]
    public async Task An_address_that_is_not_there_a_method_that_is_not_taken_and_an_unwanted_form_are_problems()
    {
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "/api/organisations/QYG");
        using var csv = new HttpRequestMessage(HttpMethod.Get, "/api/organisations")
        {
            Headers = { { "Accept", "text/csv" } },
        };
        using var browser = new HttpRequestMessage(HttpMethod.Get, "/api/organisations")
        {
            Headers = { { "Accept", "text/html, */*;q=0.1" } },
        };
        var refused = (await site.SendAsync(delete)).Is(HttpStatusCode.MethodNotAllowed);

        var nothing = (await site.GetAsync("/api/nothing")).Is(HttpStatusCode.NotFound);
        Assert.Equal("no-such-address", nothing.Problem);
        Assert.DoesNotContain("record", nothing.Text, StringComparison.Ordinal);
        var page = (await site.GetAsync("/nothing")).Is(HttpStatusCode.NotFound);
        Assert.Equal("There is no such page or address", page.Page.QuerySelector("h1")!.TextContent);
        Assert.Equal("method-not-allowed", refused.Problem);
        Assert.Equal(["GET", "POST"], refused.ContentHeaders.Allow);
        Assert.Equal("not-acceptable", (await site.SendAsync(csv)).Is(HttpStatusCode.NotAcceptable).Problem);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(browser)).Status);
    }

    [Fact]
    public async Task Every_type_of_problem_is_explained_at_its_own_address()
    {
        var all = (await site.GetAsync("/api/problems")).Json.EnumerateArray().ToArray();

        Assert.Equal(29, all.Length);
        foreach (var type in all)
        {
            var one = (await site.GetAsync(type.GetProperty("type").GetString()!)).Is(HttpStatusCode.OK);
            Assert.Equal(JsonSerializer.Serialize(type), JsonSerializer.Serialize(one.Json));
        }

        Assert.Equal("no-such-address", (await site.GetAsync("/api/problems/other")).Problem);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/organisations/QYG")]
    [InlineData("/nothing")]
    [InlineData("/oversight.css")]
    [InlineData("/api/organisations")]
    [InlineData("/api/nothing")]
    [InlineData("/api/docs/index.html")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health/ready")]
    public async Task Every_answer_forbids_framing_guessing_and_foreign_content(string path)
    {
        var reply = await site.GetAsync(path);
        var policy = reply.Header("Content-Security-Policy");

        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", reply.Header("Referrer-Policy"));
        Assert.False(reply.Headers.Contains("Server"));
    }
}
