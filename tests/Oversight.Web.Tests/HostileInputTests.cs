using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Oversight.Web.Tests;

public sealed class HostileInputTests(Site site) : IClassFixture<Site>
{
    private const string Path = "/api/organisations/QYG/segment";
    private static readonly string Good = Bodies.Segment(2);
    private static readonly string Head = $"{{\"decision\": {Bodies.Decision()}, ";

    [Theory]
    [InlineData("80000000")]
    [InlineData("7fffffff0")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF")]
    [InlineData("-1")]
    [InlineData("xyz")]
    [InlineData("")]
    public async Task A_chunk_whose_size_is_none_is_the_callers_fault(string size)
    {
        foreach (
            var (path, type) in new[] { (Path, "application/json"), ("/api/organisations/QYG/documents", "text/csv") }
        )
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(site.Client.BaseAddress!.Host, site.Client.BaseAddress.Port);
            await using var stream = connection.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {path}?{(type == "text/csv" ? "fileName=a.csv" : "")} HTTP/1.1\r\nHost: localhost\r\n"
                        + $"Authorization: Bearer {site.Token}\r\nIf-Match: \"2\"\r\nContent-Type: {type}\r\n"
                        + $"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{size}\r\nabc\r\n"
                )
            );
            using var reader = new StreamReader(stream);
            Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync());
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("localhost.evil.example")]
    public async Task A_host_that_is_not_ours_is_answered_nothing_and_is_in_no_address(string host)
    {
        foreach (var path in new[] { "/api/organisations", "/", "/health/ready" })
        {
            using var read = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            var answer = (await site.SendAsync(read)).Is(HttpStatusCode.BadRequest);
            Assert.DoesNotContain("QYG", answer.Text, StringComparison.Ordinal);
        }

        using var made = site.Write("/api/calendars", """{"region": "Y60"}""");
        made.Headers.Host = host;
        Assert.Equal("Host", (await site.SendAsync(made)).Is(HttpStatusCode.BadRequest).Field);
        using var under = site.Write("/api/calendars", """{"region": "Y60"}""");
        under.Headers.Host = "localhost:1";
        Assert.StartsWith(
            site.Client.BaseAddress!.ToString(),
            (await site.SendAsync(under)).Is(HttpStatusCode.Created).Json.GetProperty("address").GetString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>Each body with the member that is at fault.</summary>
    public static TheoryData<string, string, string> Texts =>
        new()
        {
            { "empty", "", "$" },
            { "blank", "  \n", "$" },
            { "an array", "[]", "$" },
            { "text", "\"segment\"", "$" },
            { "null", "null", "$" },
            { "a number", "3", "$" },
            { "cut off", Good[..^1], "$" },
            { "garbage after the end", Good + "x", "$" },
            { "two documents", Good + Good, "$" },
            { "a comment", "/* */" + Good, "$" },
            { "a trailing comma", Good[..^1] + ",}", "$" },
            { "single quotes", "{'segment': 2}", "$" },
            { "NaN", Head + "\"segment\": NaN}", "$" },
            { "a byte order mark", "\uFEFF" + Good, "$" },
            { "an empty object", "{}", "segment" },
            { "nested 1,000 deep", new string('[', 1000) + new string(']', 1000), "$" },
            { "nested 100,000 deep", new string('[', 100_000), "$" },
            {
                "nested 63 deep in a member",
                Head + "\"segment\": " + new string('[', 62) + new string(']', 62) + "}",
                "segment"
            },
            { "an unknown member", Head + "\"segment\": 2, \"colour\": \"red\"}", "colour" },
            { "a member in another case", Head + "\"Segment\": 2}", "Segment" },
            { "__proto__", Head + "\"segment\": 2, \"__proto__\": {}}", "__proto__" },
            { "$type", Head + "\"segment\": 2, \"$type\": \"System.Object\"}", "$type" },
            { "a doubled member", Head + "\"segment\": 2, \"segment\": 3}", "$" },
            { "a member doubled by an escape", Head + "\"segment\": 2, \"\\u0073egment\": 3}", "$" },
            { "a null member", Head + "\"segment\": null}", "segment" },
            { "a null decision", "{\"decision\": null, \"segment\": 2}", "decision" },
            {
                "a null in a list",
                $"{{\"decision\": {Bodies.Decision(more: ", \"evidence\": [null]")}, \"segment\": 2}}",
                "decision.evidence[0]"
            },
            {
                "a null that may be left out",
                $"{{\"decision\": {Bodies.Decision(more: ", \"rationale\": null")}, \"segment\": 2}}",
                "decision.rationale"
            },
            { "an array for an object", "{\"decision\": [], \"segment\": 2}", "decision" },
            { "a list for a number", Head + "\"segment\": [2]}", "segment" },
            { "text for a number", Head + "\"segment\": \"2\"}", "segment" },
            { "a fraction", Head + "\"segment\": 2.5}", "segment" },
            { "a fraction that is whole", Head + "\"segment\": 2.0}", "segment" },
            { "an exponent", Head + "\"segment\": 2e0}", "segment" },
            { "a number beyond 32 bits", Head + "\"segment\": 4294967298}", "segment" },
            { "a number of a thousand digits", Head + "\"segment\": 1" + new string('0', 1000) + "}", "segment" },
            { "an exponent beyond all bounds", Head + "\"segment\": 1e999999999}", "segment" },
            { "minus nought", Head + "\"segment\": -0}", "segment" },
            { "segment 0", Head + "\"segment\": 0}", "segment" },
            { "segment -1", Head + "\"segment\": -1}", "segment" },
            { "30 February", Bodies.Segment(2, "2024-02-30"), "decision.effective" },
            { "29 February of no leap year", Bodies.Segment(2, "2023-02-29"), "decision.effective" },
            { "month 13", Bodies.Segment(2, "2024-13-01"), "decision.effective" },
            { "year 9999", Bodies.Segment(2, "9999-12-31"), "decision.effective" },
            { "a financial year that skips", Bodies.Segment(2, "2024/26"), "decision.effective" },
            { "an instant for a date", Bodies.Segment(2, "2024-11-01T00:00:00Z"), "decision.effective" },
            { "digits of another script", Bodies.Segment(2, "٢٠٢٤-١١-٠١"), "decision.effective" },
            { "an empty body id", Bodies.Segment(2, body: ""), "decision.decidedBy.body" },
            { "a blank body id", Bodies.Segment(2, body: "   "), "decision.decidedBy.body" },
            { "a body id that is too long", Bodies.Segment(2, body: new string('x', 101)), "decision.decidedBy.body" },
            { "NUL in a text", Bodies.Segment(2, body: "nhs\\u0000england"), "decision.decidedBy.body" },
            { "half a character", Bodies.Segment(2, body: "\\ud800"), "decision.decidedBy.body" },
            { "the other half", Bodies.Segment(2, body: "\\udc00\\ud800"), "decision.decidedBy.body" },
            { "half a character in a name", Head + "\"segment\": 2, \"\\ud800\": 1}", "$" },
            { "a control character in a text", Bodies.Segment(2, body: "nhs\nengland"), "$" },
            {
                "a name that is too long",
                Good.Replace(Bodies.Person, new string('é', 201), StringComparison.Ordinal),
                "decision.decidedBy.person"
            },
            {
                "an origin by number",
                $"{{\"decision\": {Bodies.Decision(more: ", \"origin\": 1")}, \"segment\": 2}}",
                "decision.origin"
            },
            {
                "an origin that is none",
                $"{{\"decision\": {Bodies.Decision(more: ", \"origin\": \"guessed\"")}, \"segment\": 2}}",
                "decision.origin"
            },
            {
                "an id that is none",
                $"{{\"decision\": {Bodies.Decision(more: ", \"after\": \"the one before\"")}, \"segment\": 2}}",
                "decision.after"
            },
            {
                "a hash that is none",
                $"{{\"decision\": {Bodies.Decision(more: ", \"evidence\": [{\"title\": \"t\", \"sha256\": \"ABC\"}]")}, \"segment\": 2}}",
                "decision.evidence[0].sha256"
            },
            {
                "101 pieces of evidence",
                $"{{\"decision\": {Bodies.Decision(more: $", \"evidence\": [{string.Join(',', Enumerable.Repeat("{\"title\": \"t\"}", 101))}]")}, \"segment\": 2}}",
                "decision.evidence"
            },
            {
                "a predecessor that is no code",
                $"{{\"decision\": {Bodies.Decision(more: ", \"predecessor\": \"../etc\"")}, \"segment\": 2}}",
                "decision.predecessor"
            },
            {
                "a member name of a hundred thousand letters",
                Head + $"\"segment\": 2, \"{new string('n', 100_000)}\": 1}}",
                new string('n', 100) + "…"
            },
        };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_body_that_cannot_be_taken_is_a_bad_request_that_names_the_member(
        string what,
        string body,
        string field
    )
    {
        var reply = (await site.PostAsync(Path, body, 2)).Is(HttpStatusCode.BadRequest);

        Assert.True(reply.Problem == "bad-input", what);
        Assert.Equal(field, reply.Field);
        Assert.Equal(2, await site.VersionOfAsync("QYG"));
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00 })]
    [InlineData(new byte[] { 0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d })]
    [InlineData(new byte[] { 0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d })]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0x1f, 0x8b, 0x08, 0x00 })]
    public async Task Bytes_that_are_not_UTF_8_are_a_bad_request(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        Assert.Equal("bad-input", (await SendAsync(content)).Is(HttpStatusCode.BadRequest).Problem);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json-patch+json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("not a type")]
    [InlineData(null)]
    public async Task A_body_of_another_type_is_refused(string? contentType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        Assert.Equal("wrong-content-type", (await SendAsync(content)).Is(HttpStatusCode.UnsupportedMediaType).Problem);
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        using var content = new StringContent(Good, Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");

        Assert.Equal("wrong-content-type", (await SendAsync(content)).Is(HttpStatusCode.UnsupportedMediaType).Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_a_megabyte_is_refused_however_it_is_sent(bool chunked)
    {
        var large = Encoding.UTF8.GetBytes(Bodies.Segment(2, body: new string('x', OversightApplication.LargestBody)));
        using var request = site.Write(Path, "");
        request.Content = chunked ? new StreamContent(new Unmeasured(large)) : new ByteArrayContent(large);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.TryAddWithoutValidation("If-Match", "\"2\"");

        Assert.Equal(
            "body-too-large",
            (await site.SendAsync(request)).Is(HttpStatusCode.RequestEntityTooLarge).Problem
        );
    }

    [Fact]
    public async Task An_assessment_with_long_areas_fits()
    {
        var areas = Enumerable
            .Range(0, 10)
            .Select(i => $$"""{"heading": "Area {{i}}", "text": "{{new string('é', 40_000)}}"}""");
        var body = Bodies.Published($"\"areas\": [{string.Join(',', areas)}]");
        Assert.InRange(Encoding.UTF8.GetByteCount(body), 800_000, OversightApplication.LargestBody);

        (await site.PostAsync("/api/organisations/QOC/annual-assessment", body, 2)).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(
        "{\"decision\": D, \"organisation\": \"TOOLONG\", \"kind\": \"icb\", \"name\": \"n\", \"region\": \"Y60\"}",
        "organisation"
    )]
    [InlineData(
        "{\"decision\": D, \"organisation\": \"X5X5X\", \"kind\": \"shop\", \"name\": \"n\", \"region\": \"Y60\"}",
        "kind"
    )]
    [InlineData(
        "{\"decision\": D, \"organisation\": \"X5X5X\", \"kind\": \"icb\", \"name\": \" \", \"region\": \"Y60\"}",
        "name"
    )]
    [InlineData(
        "{\"decision\": D, \"organisation\": \"X5X5X\", \"kind\": \"icb\", \"name\": \"n\", \"region\": \"Y99\"}",
        "region"
    )]
    [InlineData(
        "{\"decision\": D, \"organisation\": \"X5X5X\", \"kind\": \"icb\", \"name\": \"n\", \"region\": \"Y60\", \"alsoKnownAs\": [1]}",
        "alsoKnownAs[0]"
    )]
    [InlineData("{\"decision\": D, \"organisation\": \"X5X5X\", \"kind\": \"icb\", \"name\": \"n\"}", "region")]
    public async Task A_registration_that_cannot_be_taken_names_the_member(string body, string field)
    {
        var text = body.Replace("D,", Bodies.Decision() + ",", StringComparison.Ordinal);
        var reply = (await site.PostAsync("/api/organisations", text, version: null)).Is(HttpStatusCode.BadRequest);

        Assert.Equal(field, reply.Field);
    }

    [Theory]
    [InlineData("NOF 2030")]
    [InlineData("../x")]
    [InlineData("")]
    public async Task A_framework_id_has_small_letters_digits_and_hyphens(string id)
    {
        var reply = await site.PostAsync("/api/frameworks", Bodies.Framework(id), version: null);

        Assert.Equal("framework.id", reply.Is(HttpStatusCode.BadRequest).Field);
    }

    [Fact]
    public async Task A_write_takes_no_query_parameter()
    {
        Assert.Equal(
            "dry_run",
            (await site.PostAsync(Path + "?dry_run=1", Good, 2)).Is(HttpStatusCode.BadRequest).Field
        );
    }

    [Theory]
    [InlineData("/api/organisations/%00")]
    [InlineData("/api/organisations/..%2f..%2fetc")]
    [InlineData("/api/organisations/%F0%9F%92%A9")]
    [InlineData("/api/frameworks/%0a")]
    [InlineData("/api/entries/00000000000000000000000000000000")]
    [InlineData("/organisations/%3Cscript%3E")]
    [InlineData("/?on=%3Cscript%3E")]
    [InlineData("/?known=%3Cscript%3E")]
    [InlineData("/?known=9999-12-31T23:59")]
    [InlineData("/?known=0001-01-01T00:00")]
    [InlineData("/?region=%3Cscript%3E")]
    [InlineData("/?colour=red")]
    public async Task A_hostile_address_is_the_callers_fault(string path)
    {
        var reply = await site.GetAsync(path);

        Assert.InRange((int)reply.Status, 400, 499);
        Assert.DoesNotContain("<script>", reply.Type == "text/html" ? reply.Text : "", StringComparison.Ordinal);
    }

    private async Task<Reply> SendAsync(HttpContent content)
    {
        using var request = site.Write(Path, "");
        request.Content = content;
        request.Headers.TryAddWithoutValidation("If-Match", "\"2\"");
        return await site.SendAsync(request);
    }

    /// <summary>A stream that does not say how long it is, so that it is sent in chunks.</summary>
    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
