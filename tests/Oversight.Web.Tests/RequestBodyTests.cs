using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Oversight.Ledger;
using Oversight.TestServer;

namespace Oversight.Web.Tests;

/// <summary>What is refused before all of it has come: who sends it, as browsers do, to its end before they read, reads why.</summary>
public sealed class RequestBodyTests(Site site, DatabaseServer databases) : IClassFixture<Site>
{
    private const string Segment = "/api/organisations/QYG/segment";
    private const string Form = "/log/segment-proposal";
    private const string Documents = "/api/organisations/QYG/documents?fileName=a.csv";

    private static readonly byte[] Megabyte = Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));

    [Theory]
    [InlineData(Segment, true, 12, false, 413)]
    [InlineData(Segment, true, 12, true, 413)]
    [InlineData(Documents, true, 60, false, 413)]
    [InlineData(Documents, true, 60, true, 413)]
    [InlineData(Documents, false, 12, false, 401)]
    [InlineData(Documents, false, 60, false, 401)]
    [InlineData(Form, true, 12, false, 413)]
    [InlineData(Form, true, 12, true, 413)]
    [InlineData("/no/such/address", true, 12, true, 404)]
    public async Task Whoever_sends_all_of_it_first_reads_why_it_was_refused(
        string path,
        bool signedIn,
        int megabytes,
        bool chunked,
        int status
    )
    {
        await using var stream = await BeginAsync(
            site,
            path,
            signedIn ? site.Token : null,
            chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {megabytes * Megabyte.Length}"
        );
        for (var sent = 0; sent < megabytes; sent++)
        {
            await stream.WriteAsync(chunked ? "100000\r\n"u8.ToArray() : []);
            await stream.WriteAsync(Megabyte);
            await stream.WriteAsync(chunked ? "\r\n"u8.ToArray() : []);
        }

        await stream.WriteAsync(chunked ? "0\r\n\r\n"u8.ToArray() : []);

        Assert.StartsWith($"HTTP/1.1 {status} ", await FirstLineAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_first_has_the_answer_and_need_not_send()
    {
        await using var stream = await BeginAsync(
            site,
            Documents,
            site.Token,
            $"Expect: 100-continue\r\nContent-Length: {DocumentArchive.LargestDocument + 1}"
        );

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await FirstLineAsync(stream));
    }

    [Fact]
    public async Task Whoever_announces_more_than_is_taken_in_has_the_answer_at_once()
    {
        await using var stream = await BeginAsync(site, Documents, site.Token, $"Content-Length: {1L << 40}");

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await FirstLineAsync(stream));
    }

    [Fact]
    public async Task Whoever_leaves_after_the_answer_is_no_fault_and_whoever_goes_on_sending_does_not_keep_a_server_from_ending()
    {
        await using var own = new Site(databases);
        await own.InitializeAsync();
        var leaving = await BeginToSendAsync(own);
        await using var staying = await BeginToSendAsync(own);
        await leaving.DisposeAsync();

        // Half a minute is what requests are given that are under way.
        await own.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.DoesNotContain("\"@l\":\"Error\"", (await own.LogAsync()).Text, StringComparison.Ordinal);
    }

    private static async Task<NetworkStream> BeginToSendAsync(Site site)
    {
        var stream = await BeginAsync(site, Segment, site.Token, $"Content-Length: {12 * Megabyte.Length}");
        await stream.WriteAsync(Megabyte);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await FirstLineAsync(stream));
        return stream;
    }

    private static async Task<NetworkStream> BeginAsync(Site site, string path, string? token, string how)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(site.Client.BaseAddress!.Host, site.Client.BaseAddress.Port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        var type = path switch
        {
            Segment => "application/json",
            Form => "application/x-www-form-urlencoded",
            _ => "text/csv",
        };
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}If-Match: \"2\"\r\nContent-Type: {type}\r\n{how}\r\n\r\n"
                )
            )
        );
        return stream;
    }

    private static async Task<string?> FirstLineAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
