namespace Oversight.Web.Tests.Crawl;

/// <summary>A browser's session: it keeps the cookies that it is given, and follows nothing.</summary>
internal sealed class FormSession(HttpClient client)
{
    private readonly Dictionary<string, string> cookies = [];

    /// <summary>Asks, or sends a form.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod verb, string address, HttpContent? form = null)
    {
        using var request = new HttpRequestMessage(verb, address) { Content = form };
        if (cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var reply = await client.SendAsync(request);
        if (reply.Headers.TryGetValues("Set-Cookie", out var given))
        {
            foreach (var cookie in given.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
            {
                cookies[cookie[0]] = cookie[1];
            }
        }

        return reply;
    }
}
