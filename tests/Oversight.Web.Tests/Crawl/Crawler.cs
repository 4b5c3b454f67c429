using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Oversight.Web.Tests.Crawl;

/// <summary>
/// Somebody who asks everything: each address, parameter and verb that the API's description names, and every page, link and form from the
/// first page on. What they send is refused or stores nothing, whoever they are.
/// </summary>
/// <param name="client">The application; it follows nothing by itself.</param>
/// <param name="addresses">The addresses of the API.</param>
/// <param name="token">Who asks; null for nobody.</param>
internal sealed partial class Crawler(HttpClient client, ApiAddresses addresses, string? token)
{
    private const int AtOnce = 16;

    private readonly ConcurrentDictionary<string, string> answers = new();

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
            // One of each form of question is asked: the same path with the same parameters, whatever they say.
            next = [.. found.Order(StringComparer.Ordinal).Where(link => seen.Add(FormOf(link)))];
        }

        return this;
    }

    private static string FormOf(string link)
    {
        var at = link.IndexOf('?', StringComparison.Ordinal);
        return at < 0
            ? link
            : link[..at] + "?" + string.Join('&', link[(at + 1)..].Split('&').Select(p => p.Split('=')[0]).Order());
    }

    private async Task<IEnumerable<string>> ReadPageAsync(string address)
    {
        var (type, text) = await SendAsync(HttpMethod.Get, address, body: null, precondition: null);
        if (type != "text/html")
        {
            return [];
        }

        var page = await new HtmlParser().ParseDocumentAsync(text);
        var links = page.Links.Select(link => link.GetAttribute("href")!);
        foreach (var form in page.Forms)
        {
            var action = form.GetAttribute("action") is { Length: > 0 } said ? said : address.Split('?')[0];
            if (form.Method.Equals("get", StringComparison.OrdinalIgnoreCase))
            {
                links = links.Append(action + "?" + string.Join('&', form.Elements.Select(Filled).OfType<string>()));
            }
            else
            {
                await SendAsync(HttpMethod.Post, action, "", precondition: null);
            }
        }

        return
        [
            .. links
                .Where(link => link.StartsWith('/') && !link.StartsWith("//", StringComparison.Ordinal))
                .Select(link => link.Split('#')[0])
                .Where(link => !link.StartsWith("/api/docs", StringComparison.Ordinal)),
        ];
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
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var text = Encoding.UTF8.GetString(bytes);
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Set-Cookie"))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        answers[$"{verb} {address}"] =
            $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n\n{RandomByNature().Replace(text, "…")}";
        return (response.Content.Headers.ContentType?.MediaType, text);
    }

    [GeneratedRegex("\"traceId\":\\s*\"[0-9a-f]+\"|name=\"(__RequestVerificationToken|form)\"[^>]*>")]
    private static partial Regex RandomByNature();
}

/// <summary>One question to the API.</summary>
internal sealed record Asked(HttpMethod Verb, string Address, string? Body, string? Precondition);

/// <summary>Every address, parameter and verb that the API's description names, about what is planted and about what is not there.</summary>
internal sealed partial class ApiAddresses
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["on"] = "2025-03-01",
        ["known"] = "2026-11-01T12:00:00Z",
        ["region"] = "Y60",
        ["organisation"] = "QOC",
        ["kind"] = "all",
        ["search"] = "secret",
        ["within"] = "3650",
        ["overdue"] = "true",
        ["format"] = "csv",
        ["to"] = "QOC",
        ["engagement"] = "kept-from-others",
        ["limit"] = "3",
        ["after"] = "1",
        ["fileName"] = "a.pdf",
    };

    private readonly Dictionary<string, string[]> steps;

    /// <param name="description">The API's description.</param>
    /// <param name="lists">The names of registers and the ids of questions.</param>
    /// <param name="planted">What is, or will be, planted.</param>
    public ApiAddresses(JsonElement description, (string[] Registers, string[] Questions) lists, Planting planted)
    {
        var unknown = Guid.Parse("0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c");
        steps = new()
        {
            ["{ods}"] = ["QOC", "RXW", "QVV", "Q99"],
            ["/frameworks/{id}"] = ["nof-2022-23", "of-nobody"],
            ["/recoveries/{id}"] = ["qoc-2024", "kept-from-others", "of-nobody"],
            ["/undertakings/{id}"] = ["kept-from-others", "of-nobody"],
            ["/entries/{id}"] = [.. planted.All.Select(one => $"{one.Id}"), $"{unknown}"],
            ["/questions/{id}"] = lists.Questions,
            ["/registers/{name}"] = lists.Registers,
            ["/problems/{name}"] = ["not-found"],
            ["{sha256}"] = [Board.SecretDocument, new string('a', 64)],
            ["{id}"] = [$"{unknown}"],
        };
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Add(path.Name, HttpMethod.Parse(operation.Name), operation.Value);
            }
        }

        Pages =
        [
            "/",
            "/recoveries/kept-from-others",
            "/undertakings/kept-from-others",
            "/organisations/QOC",
            "/organisations/RXW",
            "/organisations/Q99",
            "/openapi/v1.json",
            "/api/docs/index.html",
            "/compare?from=2020-01-01&to=2030-01-01",
            "/search?q=secret",
            "/nowhere",
        ];
        Reads.AddRange(
            new[] { "", "&knownFrom=2026-11-01T12:00:00Z", "&organisation=QOC&format=csv" }.Select(more => new Asked(
                HttpMethod.Get,
                $"/api/compare?from=2020-01-01&to=2030-01-01{more}",
                null,
                null
            ))
        );
    }

    /// <summary>What reads.</summary>
    public List<Asked> Reads { get; } = [];

    /// <summary>What would write, under a version that nothing has, or with a body that is none.</summary>
    public List<Asked> Writes { get; } = [];

    /// <summary>Where the pages begin.</summary>
    public IReadOnlyList<string> Pages { get; }

    private void Add(string path, HttpMethod verb, JsonElement operation)
    {
        var addresses = Expand(path).ToArray();
        if (verb != HttpMethod.Get)
        {
            // What is not decided about a subject has no version that could keep it from being stored: it lacks what it needs.
            var isDecision =
                operation.TryGetProperty("responses", out var answers) && answers.TryGetProperty("412", out _);
            var body = isDecision ? ExampleIn(operation) : "{}";
            // What is there and kept from them, and what is not there.
            var written =
                addresses.Length > 2
                    ? new[] { addresses[0], addresses[^1] }.Concat(addresses.Where(IsKept))
                    : addresses;
            Writes.AddRange(written.Distinct().Select(address => new Asked(verb, address, body, "\"999\"")));
            return;
        }

        Reads.AddRange(addresses.Select(address => new Asked(verb, address, null, null)));
        foreach (var parameter in ParametersOf(operation))
        {
            // Of a list of addresses the first with every parameter, and all as files.
            foreach (var address in parameter == "format" ? addresses : addresses[..1])
            {
                Reads.Add(
                    new(verb, $"{address}?{parameter}={Values.GetValueOrDefault(parameter, "secret")}", null, null)
                );
            }
        }
    }

    private static bool IsKept(string address) => address.Contains(Board.KeptId, StringComparison.Ordinal);

    private static IEnumerable<string> ParametersOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ?
            [
                .. parameters
                    .EnumerateArray()
                    .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                    .Select(parameter => parameter.GetProperty("name").GetString()!),
            ]
            : [];

    private static string? ExampleIn(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content").TryGetProperty("application/json", out var json)
            && json.TryGetProperty("example", out var example)
                ? example.GetRawText()
                : "{}"
            : null;

    private IEnumerable<string> Expand(string path)
    {
        if (Step().Match(path) is not { Success: true } step)
        {
            return [path];
        }

        var (before, after) = (path[..step.Index], path[(step.Index + step.Length)..]);
        var named = steps.Keys.FirstOrDefault(key =>
            key.Length > step.Length && (before + step.Value).EndsWith(key, StringComparison.Ordinal)
        );
        var values =
            steps.GetValueOrDefault(named ?? step.Value)
            ?? throw new InvalidOperationException($"What stands for {step.Value} in {path}? Say it here.");
        return values.SelectMany(value => Expand(before + value + after));
    }

    [GeneratedRegex(@"\{[a-zA-Z0-9]+\}")]
    private static partial Regex Step();
}
