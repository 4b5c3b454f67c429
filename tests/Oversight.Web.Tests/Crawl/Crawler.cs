using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Field = System.Collections.Generic.KeyValuePair<string, string>;

namespace Oversight.Web.Tests.Crawl;

/// <summary>
/// Somebody who asks everything: each address, parameter and verb that the API's description names, and every page, link and form from the
/// first page on. What they send is refused or stores nothing, whoever they are.
/// </summary>
/// <param name="client">The application; it follows nothing by itself.</param>
/// <param name="addresses">The addresses of the API.</param>
/// <param name="token">Who asks; null for nobody.</param>
/// <param name="earlier">What they asked before; a page that is the same as then is not read again for its links. Null for the first time.</param>
internal sealed partial class Crawler(HttpClient client, ApiAddresses addresses, string? token, Crawler? earlier = null)
{
    private const int AtOnce = 16;

    // What tells of people's own accounts.
    private static readonly string[] Accounts =
    [
        "/signed-in",
        "/people",
        "/api/signed-in",
        "/api/people",
        "/api/tokens",
    ];

    private readonly ConcurrentDictionary<string, string> answers = new();

    private readonly ConcurrentDictionary<string, ReadPage> pages = new();

    // Each form, by its action and its fields, and a page that has it.
    private readonly ConcurrentDictionary<string, string> forms = new();

    /// <summary>What came back, by verb and address: status, headers and body, but for what is random by nature.</summary>
    public IReadOnlyDictionary<string, string> Answers => answers;

    /// <summary>Asks everything.</summary>
    public async Task<Crawler> AskEverythingAsync()
    {
        await Parallel.ForEachAsync(
            addresses.Reads.Concat(addresses.Writes),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (asked, _) => await SendAsync(asked.Verb, asked.Address, asked.Body, asked.Precondition)
        );
        var seen = new HashSet<string>();
        for (var next = addresses.Pages.ToHashSet(); next.Count > 0; )
        {
            var found = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(
                next,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (page, _) =>
                {
                    foreach (var link in await ReadPageAsync(page))
                    {
                        found.Add(link);
                    }
                }
            );
            // One of each form of question is asked: the same path with the same parameters, whatever they say, in one order.
            next = [.. found.Order(StringComparer.Ordinal).Where(link => seen.Add(FormOf(link)))];
        }

        return this;
    }

    /// <summary>The forms that were sent from their pages.</summary>
    public IReadOnlyList<string> FormsSent { get; private set; } = [];

    /// <summary>
    /// Sends every form of the pages from its page, with the page's own token, as a browser does. What it asks for is left empty, and what it names
    /// is nothing that there is, so that nothing is stored; signing out is the last.
    /// </summary>
    public async Task SendFormsAsync(FormSession session)
    {
        var sent = forms
            .OrderBy(form => form.Key.Contains("/sign-out", StringComparison.Ordinal))
            .ThenBy(form => form.Key, StringComparer.Ordinal)
            .ToArray();
        foreach (var (form, page) in sent)
        {
            using var opened = await session.SendAsync(HttpMethod.Get, page);
            var document = await new HtmlParser().ParseDocumentAsync(await opened.Content.ReadAsStringAsync());
            if (document.Forms.FirstOrDefault(f => FormOf(f.GetAttribute("action") ?? "", f) == form) is not { } found)
            {
                answers[$"FORM {form}"] = "It is not for a browser's session.";
                continue;
            }

            using var reply = await session.SendAsync(
                HttpMethod.Post,
                found.GetAttribute("action")!,
                new FormUrlEncodedContent(found.Elements.OfType<IHtmlInputElement>().Select(Sent).OfType<Field>())
            );
            var worded = await WordedAsync(reply);
            // Pages about one's own account tell of each session and when it was used: here only how they answered, and whether with a secret.
            answers[$"FORM {form}"] =
                form.StartsWith("/signed-in", StringComparison.Ordinal)
                && !worded.Contains(Planting.SecretOf, StringComparison.Ordinal)
                    ? $"{(int)reply.StatusCode}"
                    : WithoutSignIns(form, worded);
        }

        FormsSent = [.. sent.Select(form => form.Key)];
    }

    private static string FormOf(string action, IHtmlFormElement form) =>
        $"{action} {string.Join(' ', form.Elements.Select(e => e.GetAttribute("name")).OfType<string>().Distinct().Order(StringComparer.Ordinal))}";

    private static Field? Sent(IHtmlInputElement field) =>
        field is not { Name: { Length: > 0 } name } ? null
        : name == "__RequestVerificationToken" ? new(name, field.Value)
        : field.Type == "hidden" && Guid.TryParse(field.Value, out _) ? new(name, $"{Guid.Empty}")
        : field.Type == "hidden" && field.Value.StartsWith("user:", StringComparison.Ordinal)
            ? new(name, $"user:{Guid.Empty}")
        : new Field(name, "");

    private static string FormOf(string link)
    {
        var at = link.IndexOf('?', StringComparison.Ordinal);
        return at < 0
            ? link
            : link[..at]
                + "?"
                + string.Join(
                    '&',
                    link[(at + 1)..].Split('&').Select(p => p.Split('=')[0]).Where(name => name != "sort").Order()
                );
    }

    private async Task<IReadOnlyList<string>> ReadPageAsync(string address)
    {
        var (type, text) = await SendAsync(HttpMethod.Get, address, body: null, precondition: null);
        if (type != "text/html")
        {
            return [];
        }

        var worded = RandomByNature().Replace(text, "…");
        var page =
            earlier?.pages.GetValueOrDefault(address) is { } before && before.Text == worded
                ? before
                : await ReadAsync(address, text, worded);
        pages[address] = page;
        foreach (var (form, action) in page.Forms)
        {
            // Without a page's token nothing is taken from a form; with it they are sent at the end.
            if (forms.TryAdd(form, address))
            {
                await SendAsync(HttpMethod.Post, action, "", precondition: null);
            }
        }

        return page.Links;
    }

    private static async Task<ReadPage> ReadAsync(string address, string text, string worded)
    {
        var page = await new HtmlParser().ParseDocumentAsync(text);
        var links = page.Links.Select(link => link.GetAttribute("href")!);
        var sent = new List<(string Form, string Action)>();
        foreach (var form in page.Forms)
        {
            var action = form.GetAttribute("action") is { Length: > 0 } said ? said : address.Split('?')[0];
            if (form.Method.Equals("get", StringComparison.OrdinalIgnoreCase))
            {
                links = links.Append(action + "?" + string.Join('&', form.Elements.Select(Filled).OfType<string>()));
            }
            else
            {
                sent.Add((FormOf(action, form), action));
            }
        }

        return new(
            worded,
            [
                .. links
                    .Where(link => link.StartsWith('/') && !link.StartsWith("//", StringComparison.Ordinal))
                    .Select(link => link.Split('#')[0])
                    .Where(link => !link.StartsWith("/api/docs", StringComparison.Ordinal))
                    .Distinct(),
            ],
            sent
        );
    }

    private static string? Filled(object field) =>
        field switch
        {
            IHtmlSelectElement { Name: { Length: > 0 } name } select =>
                $"{name}={Uri.EscapeDataString(select.Options.Length > 0 ? select.Options[select.Options.Length - 1].Value : "")}",
            IHtmlInputElement { Name: { Length: > 0 } name } input => $"{name}={Uri.EscapeDataString(input.Value)}",
            _ => null,
        };

    private async Task<(string? Type, string Text)> SendAsync(
        HttpMethod verb,
        string address,
        string? body,
        string? precondition
    )
    {
        using var request = new HttpRequestMessage(verb, address);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (precondition is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", precondition);
        }

        if (body is not null)
        {
            var type = address.StartsWith("/api", StringComparison.Ordinal)
                ? "application/json"
                : "application/x-www-form-urlencoded";
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        using var response = await client.SendAsync(request);
        answers[$"{verb} {address}"] = WithoutSignIns(address, await WordedAsync(response));
        return (response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    // Who signs in, and when, is news of its own: forms are sent in a session of their own, which people's accounts tell of.
    private static string WithoutSignIns(string address, string answer) =>
        Accounts.Any(of => address.StartsWith(of, StringComparison.Ordinal)) ? SigningIn().Replace(answer, "") : answer;

    private static async Task<string> WordedAsync(HttpResponseMessage response)
    {
        var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Set-Cookie"))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {DraftMade().Replace(string.Join(", ", header.Value), "draft=…")}");
        return $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n\n{RandomByNature().Replace(text, "…")}";
    }

    /// <summary>A page, where it leads, and the forms that it has.</summary>
    private sealed record ReadPage(
        string Text,
        IReadOnlyList<string> Links,
        IReadOnlyList<(string Form, string Action)> Forms
    );

    [GeneratedRegex(
        "Content-Length: [0-9]+|,?\\{\"id\":\"[^\"]+\",\"kind\":\"session\"[^}]*\\}|,?\"last(Used|SignIn)\":\"[^\"]*\"|[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}, [0-9:]{8}|never"
    )]
    private static partial Regex SigningIn();

    [GeneratedRegex("draft=[0-9a-f-]{36}")]
    private static partial Regex DraftMade();

    [GeneratedRegex("\"traceId\":\\s*\"[0-9a-f]+\"|name=\"(__RequestVerificationToken|form)\"[^>]*>")]
    private static partial Regex RandomByNature();
}
