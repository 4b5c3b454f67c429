using System.Text.Json;
using System.Text.RegularExpressions;

namespace Oversight.Web.Tests.Crawl;

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
            ["{size}"] = ["1", "999999"],
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
            "/sign-in",
            "/openapi/v1.json",
            "/api/docs/index.html",
            "/compare?from=2020-01-01&to=2030-01-01",
            "/search?q=secret",
            "/completeness",
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
