using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Oversight.Ledger;

namespace Oversight.Web.Tests;

/// <summary>Evidence documents over HTTP. Each test has an organisation or bytes of its own.</summary>
public sealed class DocumentTests(Site site) : IClassFixture<Site>
{
    private const string Pdf = "application/pdf";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_document_comes_back_as_it_was_sent_as_a_file_to_save(bool chunked)
    {
        var bytes = PdfOf(chunked ? 700_001 : 700_000);
        using var upload = Upload("QYG", bytes, "Board paper é.pdf", chunked: chunked);
        upload.Headers.TryAddWithoutValidation("Repr-Digest", $"sha-512=:AAAA:, {DigestOf(bytes)}");

        var stored = (await site.SendAsync(upload)).Is(HttpStatusCode.Created);
        var path = $"/api/organisations/QYG/documents/{Sha256(bytes)}";
        using var response = await site.Client.SendAsync(Signed(HttpMethod.Get, path), Cancellation);

        Assert.Equal(path, stored.Header("Location"));
        Assert.Equal("QYG", stored.Json.GetProperty("organisation").GetString());
        Assert.Equal(Sha256(bytes), stored.Json.GetProperty("sha256").GetString());
        Assert.Equal("Board paper é.pdf", stored.Json.GetProperty("fileName").GetString());
        Assert.Equal(Pdf, stored.Json.GetProperty("mediaType").GetString());
        Assert.Equal(bytes.Length, stored.Json.GetProperty("length").GetInt64());
        Assert.False(stored.Json.GetProperty("alreadyStored").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        Assert.Equal(Pdf, response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal($"{Sha256(bytes)}.pdf", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal($"\"{Sha256(bytes)}\"", response.Headers.ETag!.ToString());
        Assert.Equal(DigestOf(bytes), response.Headers.GetValues("Repr-Digest").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        var policies = response.Headers.GetValues("Content-Security-Policy").ToArray();
        Assert.Contains("sandbox", policies);
        Assert.Contains(policies, policy => policy.StartsWith("default-src 'none'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_fills_is_said_and_documents_leave_a_reserve_for_decisions()
    {
        using var refused = Upload("QOC", PdfOf(1777), "a.pdf");
        using var taken = Upload("QOC", PdfOf(1777), "a.pdf");
        site.FreeBytes = 512L * 1024 * 1024;
        try
        {
            var full = (await site.SendAsync(refused)).Is(HttpStatusCode.InsufficientStorage);
            Assert.Equal("no-room", full.Problem);
            Assert.Contains("512 MB", full.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
            var ready = (await site.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Json;
            Assert.Contains("512 MB left", ready.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
            (await site.GetAsync("/api/organisations")).Is(HttpStatusCode.OK);
            (
                await site.PostAsync(
                    "/api/organisations/QGH/segment",
                    Bodies.Segment(2),
                    await site.VersionOfAsync("QGH")
                )
            ).Is(HttpStatusCode.Created);
        }
        finally
        {
            site.FreeBytes = 1L << 40;
        }

        (await site.SendAsync(taken)).Is(HttpStatusCode.Created);
        Assert.DoesNotContain("The disk", (await site.GetAsync("/health/ready")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_again_is_there_already_and_another_organisation_has_it_not()
    {
        var bytes = PdfOf(1001);
        using var first = Upload("QOC", bytes, "a.pdf");
        using var again = Upload("QOC", bytes, "b.pdf");
        (await site.SendAsync(first)).Is(HttpStatusCode.Created);

        var reply = (await site.SendAsync(again)).Is(HttpStatusCode.OK);

        Assert.True(reply.Json.GetProperty("alreadyStored").GetBoolean());
        Assert.Equal("b.pdf", reply.Json.GetProperty("fileName").GetString());
        Assert.Equal("not-found", (await GetAsync("QHL", Sha256(bytes))).Is(HttpStatusCode.NotFound).Problem);
    }

    [Fact]
    public async Task An_answer_that_is_known_is_not_sent_again_and_HEAD_has_no_body()
    {
        var bytes = PdfOf(1002);
        using var upload = Upload("QOC", bytes, "a.pdf");
        (await site.SendAsync(upload)).Is(HttpStatusCode.Created);
        var path = $"/api/organisations/QOC/documents/{Sha256(bytes)}";
        using var known = Signed(HttpMethod.Get, path);
        known.Headers.TryAddWithoutValidation("If-None-Match", $"\"{Sha256(bytes)}\"");
        using var head = await site.Client.SendAsync(Signed(HttpMethod.Head, path), Cancellation);

        Assert.Equal("", (await site.SendAsync(known)).Is(HttpStatusCode.NotModified).Text);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(bytes.Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_document_needs_a_token_both_ways()
    {
        var bytes = PdfOf(1003);
        using var upload = Upload("QOC", bytes, "a.pdf");
        upload.Headers.Authorization = null;

        Assert.Equal("not-signed-in", (await site.SendAsNobodyAsync(upload)).Is(HttpStatusCode.Unauthorized).Problem);
        Assert.Equal(
            "not-signed-in",
            (await site.GetAsync($"/api/organisations/QOC/documents/{Sha256(bytes)}", token: Site.Nobody))
                .Is(HttpStatusCode.Unauthorized)
                .Problem
        );
        await AssertNotStoredAsync("QOC", bytes);
    }

    [Theory]
    [InlineData("../../etc/passwd.pdf")]
    [InlineData("a\r\nX-Injected: yes.pdf")]
    [InlineData("a\0.pdf")]
    [InlineData("gpj.\u202Efdp.pdf")]
    [InlineData("C:\\temp\\a.pdf")]
    [InlineData("a.exe")]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_hostile_name_is_refused_handing_in_and_out(string name)
    {
        var good = PdfOf(1004);
        using var first = Upload("QOC", good, "a.pdf");
        await site.SendAsync(first);
        var bytes = PdfOf(1005);
        using var upload = Upload("QOC", bytes, name);

        Assert.Equal("fileName", (await site.SendAsync(upload)).Is(HttpStatusCode.BadRequest).Field);
        Assert.Equal(
            "fileName",
            (await GetAsync("QOC", Sha256(good), $"?fileName={Uri.EscapeDataString(name)}"))
                .Is(HttpStatusCode.BadRequest)
                .Field
        );
        await AssertNotStoredAsync("QOC", bytes);
    }

    [Theory]
    [InlineData("attachment; filename*=UTF-8''%E2%82%AC%20rates.pdf", "€ rates.pdf")]
    [InlineData("attachment; filename=\"plain; name.pdf\"", "plain; name.pdf")]
    [InlineData("attachment; filename=\"ascii.pdf\"; filename*=UTF-8''uni%C3%A9.pdf", "unié.pdf")]
    public async Task The_name_may_be_in_the_header(string header, string name)
    {
        using var upload = Upload("QOC", PdfOf(1006), null);
        upload.Content!.Headers.TryAddWithoutValidation("Content-Disposition", header);

        var reply = await site.SendAsync(upload);

        Assert.Equal(name, reply.Json.GetProperty("fileName").GetString());
    }

    [Theory]
    [InlineData("attachment; filename*=UTF-8''a%0D%0Ab.pdf", "fileName")]
    [InlineData("attachment; filename*=UTF-8''..%2Fb.pdf", "fileName")]
    [InlineData("attachment", "Content-Disposition")]
    [InlineData("a b c", "Content-Disposition")]
    [InlineData(null, "fileName")]
    public async Task A_header_without_a_good_name_is_refused(string? header, string field)
    {
        using var upload = Upload("QOC", PdfOf(1007), null);
        if (header is not null)
        {
            upload.Content!.Headers.TryAddWithoutValidation("Content-Disposition", header);
        }

        Assert.Equal(field, (await site.SendAsync(upload)).Is(HttpStatusCode.BadRequest).Field);
    }

    [Theory]
    [InlineData("text/html", "a.html", "<html>")]
    [InlineData("image/svg+xml", "a.svg", "<svg/>")]
    [InlineData("application/octet-stream", "a.pdf", "%PDF-1.7")]
    [InlineData(Pdf, "a.pdf", "<html><script>alert(1)</script></html>")]
    [InlineData(Pdf, "a.pdf", "PK\u0003\u0004")]
    [InlineData("text/plain; charset=iso-8859-1", "a.txt", "text")]
    [InlineData("text/csv", "a.csv", "a\0b")]
    [InlineData("not a type", "a.pdf", "%PDF-1.7")]
    [InlineData(null, "a.pdf", "%PDF-1.7")]
    public async Task A_type_that_is_not_kept_or_not_true_is_refused(string? type, string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var upload = Upload("QOC", bytes, name, type);

        var reply = (await site.SendAsync(upload)).Is(HttpStatusCode.UnsupportedMediaType);

        Assert.Equal("wrong-content-type", reply.Problem);
        Assert.Equal("Content-Type", reply.Field);
        await AssertNotStoredAsync("QOC", bytes);
    }

    [Fact]
    public async Task A_compressed_document_is_refused()
    {
        using var upload = Upload("QOC", PdfOf(1008), "a.pdf");
        upload.Content!.Headers.ContentEncoding.Add("gzip");

        Assert.Equal("Content-Encoding", (await site.SendAsync(upload)).Is(HttpStatusCode.UnsupportedMediaType).Field);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_document_beyond_the_limit_is_refused_however_it_is_sent(bool chunked)
    {
        var bytes = PdfOf((int)DocumentArchive.LargestDocument + 1);
        using var upload = Upload("QOC", bytes, "a.pdf", chunked: chunked);

        var reply = (await site.SendAsync(upload)).Is(HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal("body-too-large", reply.Problem);
        Assert.Contains("52428800", reply.Text, StringComparison.Ordinal);
        await AssertNotStoredAsync("QOC", bytes);
    }

    [Fact]
    public async Task A_document_of_several_megabytes_is_taken_and_an_empty_one_is_not()
    {
        using var large = Upload("QOC", PdfOf(5_000_000), "a.pdf");
        using var empty = Upload("QOC", [], "a.pdf");

        (await site.SendAsync(large)).Is(HttpStatusCode.Created);
        Assert.Equal("document", (await site.SendAsync(empty)).Is(HttpStatusCode.BadRequest).Field);
    }

    [Theory]
    [InlineData("sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:")]
    [InlineData("sha-256=:AAAA:")]
    [InlineData("sha-256=deadbeef")]
    [InlineData("sha-512=:AAAA:")]
    [InlineData("")]
    public async Task A_digest_that_does_not_fit_or_cannot_be_read_is_refused(string digest)
    {
        var bytes = PdfOf(1009);
        using var upload = Upload("QOC", bytes, "a.pdf");
        upload.Headers.TryAddWithoutValidation("Repr-Digest", digest);

        Assert.Equal("Repr-Digest", (await site.SendAsync(upload)).Is(HttpStatusCode.BadRequest).Field);
        await AssertNotStoredAsync("QOC", bytes);
    }

    [Theory]
    [InlineData("Content-Length: 1000", "")]
    [InlineData("Transfer-Encoding: chunked", "400\r\n")]
    public async Task An_upload_that_breaks_off_stores_nothing(string framing, string before)
    {
        var bytes = PdfOf(500);
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(IPAddress.Loopback, site.Client.BaseAddress!.Port, Cancellation);
            var stream = connection.GetStream();
            var head =
                $"POST /api/organisations/QOC/documents?fileName=a.pdf HTTP/1.1\r\nHost: localhost\r\n"
                + $"Authorization: Bearer {site.Token}\r\nContent-Type: {Pdf}\r\n{framing}\r\n\r\n{before}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Cancellation);
            await stream.WriteAsync(bytes, Cancellation);
            connection.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            try
            {
                var answer = await reader.ReadToEndAsync(Cancellation);
                Assert.DoesNotContain("HTTP/1.1 20", answer, StringComparison.Ordinal);
            }
            catch (IOException)
            {
                // The server hung up without a word, as it may on half a request.
            }
        }

        await AssertNotStoredAsync("QOC", bytes);
    }

    [Theory]
    [InlineData("ZZZ", HttpStatusCode.NotFound)]
    [InlineData("TOOLONG", HttpStatusCode.BadRequest)]
    public async Task An_organisation_that_is_not_there_has_no_documents(string ods, HttpStatusCode status)
    {
        using var upload = Upload(ods, PdfOf(1010), "a.pdf");

        (await site.SendAsync(upload)).Is(status);
        (await GetAsync(ods, new string('0', 64))).Is(status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("%F0%9F%92%A9")]
    [InlineData("ABCDEF0000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_no_hash_is_a_bad_request(string sha256) =>
        Assert.Equal("sha256", (await GetAsync("QOC", sha256)).Is(HttpStatusCode.BadRequest).Field);

    [Fact]
    public async Task The_latest_evidence_says_what_it_is_called_and_a_damaged_one_is_not_handed_out()
    {
        var bytes = PdfOf(600_000);
        using var upload = Upload("QWO", bytes, "a.pdf");
        (await site.SendAsync(upload)).Is(HttpStatusCode.Created);
        var decision = Bodies.Decision(more: ", \"origin\": \"imported\"");
        (
            await site.PostAsync(
                "/api/recoveries/documents-1",
                $$"""{"decision": {{decision}}, "title": "A system", "members": ["QWO"]}""",
                version: null
            )
        ).Is(HttpStatusCode.Created);
        // As an import may say it: a name with a line end and a folder, which nobody checks.
        var document = $$"""
            {"sha256": "{{Sha256(
                bytes
            )}}", "fileName": "..\/x\r\nSet-Cookie: é", "mediaType": "{{Pdf}}", "length": {{bytes.Length}}}
            """;
        (
            await site.PostAsync(
                "/api/recoveries/documents-1/evidence",
                $$"""{"decision": {{decision}}, "organisation": "QWO", "title": "Return", "for": ["EC1"], "document": {{document}}}""",
                version: 1
            )
        ).Is(HttpStatusCode.Created);

        var path = $"/api/organisations/QWO/documents/{Sha256(bytes)}";
        using var download = await site.Client.SendAsync(Signed(HttpMethod.Get, path), Cancellation);
        Assert.Equal(".._x__Set-Cookie: é.pdf", download.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.False(download.Headers.Contains("Set-Cookie"));

        await site.DamageDocumentsAsync("QWO");
        using var request = Signed(HttpMethod.Get, path);
        using var damaged = await site.Client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            Cancellation
        );
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => damaged.Content.ReadAsByteArrayAsync(Cancellation));

        var disposal = (
            await site.PostAsync(
                "/api/organisations/QWO/documents-disposed",
                $$"""
                {"decision": {{decision}}, "documents": [{"sha256": "{{Sha256(
                    bytes
                )}}", "title": "Return"}], "ground": "received-in-error", "schedule": "Appendix II", "retentionRule": "No record of this body"}
                """,
                (await site.GetAsync("/api/organisations/QWO")).Json.GetProperty("version").GetInt64()
            )
        ).Is(HttpStatusCode.Created);
        var gone = (await GetAsync("QWO", Sha256(bytes))).Is(HttpStatusCode.Gone);
        Assert.Equal("disposed", gone.Problem);
        Assert.Contains($"by entry {disposal.EntryId}", gone.Text, StringComparison.Ordinal);
        using var again = Upload("QWO", bytes, "another name.pdf");
        Assert.Equal("document", (await site.SendAsync(again)).Is(HttpStatusCode.BadRequest).Field);
    }

    private HttpRequestMessage Upload(string ods, byte[] bytes, string? name, string? type = Pdf, bool chunked = false)
    {
        var query = name is null ? "" : $"?fileName={Uri.EscapeDataString(name)}";
        var request = Signed(HttpMethod.Post, $"/api/organisations/{ods}/documents{query}");
        request.Content = chunked ? new StreamContent(new Unmeasured(bytes)) : new ByteArrayContent(bytes);
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        request.Headers.TransferEncodingChunked = chunked;
        return request;
    }

    private HttpRequestMessage Signed(HttpMethod method, string path) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", site.Token) } };

    private async Task<Reply> GetAsync(string ods, string sha256, string query = "")
    {
        using var request = Signed(HttpMethod.Get, $"/api/organisations/{ods}/documents/{sha256}{query}");
        return await site.SendAsync(request);
    }

    private async Task AssertNotStoredAsync(string ods, byte[] bytes) =>
        (await GetAsync(ods, Sha256(bytes))).Is(HttpStatusCode.NotFound);

    private static byte[] PdfOf(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        "%PDF-1.7\n"u8.CopyTo(bytes);
        return bytes;
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string DigestOf(byte[] bytes) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:";

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
