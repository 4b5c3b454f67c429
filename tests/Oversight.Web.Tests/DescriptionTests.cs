using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Frameworks;
using Oversight.Record.Recovery;

namespace Oversight.Web.Tests;

public sealed class DescriptionTests(Site site) : IClassFixture<Site>
{
    /// <summary>Takes files; every other address that is written to takes a decision.</summary>
    private const string Documents = "/api/organisations/{ods}/documents";

    /// <summary>Is asked with a body, and writes nothing.</summary>
    private const string WhatIf = "/api/what-if";

    private static readonly string[] BesideTheRecord =
    [
        "/api/calendars",
        "/api/signed-in",
        "/api/tokens",
        "/api/people",
        "/api/grants",
        "/api/readings",
        "/api/webhooks",
        WhatIf,
    ];

    [Fact]
    public async Task Nothing_starts_that_would_keep_keys_in_the_home_folder()
    {
        var builder = OversightApplication.CreateBuilder(
            new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null),
            new LedgerDatabase("Host=nowhere"),
            TimeProvider.System
        );
        await using var application = builder.Build();

        // They are in the database, and read at the first cookie.
        Assert.Equal(
            "SharedKeys",
            application
                .Services.GetRequiredService<IOptions<KeyManagementOptions>>()
                .Value.XmlRepository?.GetType()
                .Name
        );
        Assert.DoesNotContain(
            builder.Services,
            s =>
                s.ServiceType == typeof(IHostedService)
                && s.ImplementationType?.FullName?.Contains("DataProtection", StringComparison.Ordinal) == true
        );
    }

    [Fact]
    public async Task Every_address_of_the_API_is_described_and_nothing_else()
    {
        var document = await DocumentAsync();
        var described = Operations(document).Select(o => $"{o.Method.ToUpperInvariant()} {o.Path}").Order();
        await using var application = OversightApplication.Build(
            new WebSettings(new Uri("http://127.0.0.1:0"), LogFolder: null),
            new LedgerDatabase("Host=nowhere"),
            TimeProvider.System
        );
        var mapped = ((IEndpointRouteBuilder)application)
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(e => (Path: "/" + e.RoutePattern.RawText!.TrimStart('/'), e.Metadata))
            .Where(e =>
                (
                    e.Path.StartsWith("/api/", StringComparison.Ordinal)
                    || e.Path.StartsWith("/health/", StringComparison.Ordinal)
                ) && e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
            )
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.Path}"))
            .Order()
            .ToArray();

        Assert.Superset(DecisionAddresses().Select(a => "POST " + a).ToHashSet(), mapped.ToHashSet());
        Assert.Equal(mapped, described);
    }

    [Fact]
    public async Task It_is_OpenAPI_3_1_and_every_reference_leads_somewhere()
    {
        var reply = (await site.GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK);
        var document = reply.Json;
        var references = References(document).Distinct().ToArray();

        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("/", document.GetProperty("servers")[0].GetProperty("url").GetString());
        Assert.True(references.Length > 30, $"{references.Length} references");
        Assert.All(
            references,
            reference =>
            {
                var at = document;
                foreach (var step in reference["#/".Length..].Split('/'))
                {
                    Assert.True(at.TryGetProperty(step, out at), reference);
                }
            }
        );
    }

    [Fact]
    public async Task Operations_have_names_of_their_own_summaries_described_parameters_and_problems()
    {
        var operations = Operations(await DocumentAsync()).ToArray();

        Assert.Equal(
            operations.Length,
            operations.Select(o => o.Value.GetProperty("operationId").GetString()).Distinct().Count()
        );
        foreach (var (path, method, operation) in operations)
        {
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("tags")[0].GetString()!);
            var parameters = operation.TryGetProperty("parameters", out var given)
                ? given.EnumerateArray().ToArray()
                : [];
            Assert.All(parameters, p => Assert.NotEmpty(p.GetProperty("description").GetString()!));
            Assert.All(
                path.Split('/').Where(step => step.StartsWith('{')),
                step => Assert.Contains(parameters, p => p.GetProperty("name").GetString() == step.Trim('{', '}'))
            );
            var answers = operation.GetProperty("responses");
            if (path.StartsWith("/health", StringComparison.Ordinal))
            {
                Assert.False(operation.TryGetProperty("security", out _), path);
            }
            else
            {
                Assert.All(["401", "403"], status => Assert.True(answers.TryGetProperty(status, out _), path));
                Assert.Equal(
                    method == "get" || path == WhatIf ? "read" : "read-and-decide",
                    operation.GetProperty("security")[0].GetProperty("Bearer")[0].GetString()
                );
            }

            if (BesideTheRecord.Any(beside => path.StartsWith(beside, StringComparison.Ordinal)))
            {
                // The caller's own, people and who read what: neither decided nor answered at a place.
                Assert.False(answers.TryGetProperty("412", out _), path);
            }
            else if (path == Documents)
            {
                Assert.Equal(
                    ["200", "201", "400", "401", "403", "404", "406", "413", "415", "500", "503", "507"],
                    answers.EnumerateObject().Select(a => a.Name).Order()
                );
                Assert.Contains(parameters, p => p.GetProperty("name").GetString() == "Repr-Digest");
                var types = operation.GetProperty("requestBody").GetProperty("content").EnumerateObject();
                Assert.Equal(Ledger.DocumentType.All.Select(t => t.MediaType), types.Select(t => t.Name));
            }
            else if (method == "post")
            {
                Assert.Equal(
                    ["201", "400", "401", "403", "404", "406", "412", "413", "415", "422", "428", "500", "503"],
                    answers.EnumerateObject().Select(a => a.Name).Order()
                );
                Assert.Contains(parameters, p => p.GetProperty("name").GetString() == "Idempotency-Key");
                Assert.Contains(
                    parameters,
                    p =>
                        // A meeting's versions are in its body.
                        path == "/api/meetings"
                        || (
                            p.GetProperty("name").GetString() is "If-Match" or "If-None-Match"
                            && p.GetProperty("required").GetBoolean()
                        )
                );
                Assert.True(answers.GetProperty("201").GetProperty("headers").TryGetProperty("Location", out _));
            }
            else if (
                path.StartsWith("/api/", StringComparison.Ordinal)
                && !path.StartsWith("/api/problems", StringComparison.Ordinal)
            )
            {
                Assert.True(answers.TryGetProperty("304", out _), path);
                Assert.True(answers.GetProperty("200").GetProperty("headers").TryGetProperty("ETag", out _));
            }
        }
    }

    [Fact]
    public async Task The_example_of_every_decision_can_be_read()
    {
        var addresses = DecisionAddresses().ToHashSet();
        var examples = Operations(await DocumentAsync())
            .Where(o =>
                o.Method == "post"
                && (addresses.Contains(o.Path) || o.Path.StartsWith("/api/entries/", StringComparison.Ordinal))
            )
            .ToDictionary(
                o => o.Path,
                o =>
                    (
                        Id: o.Value.GetProperty("operationId").GetString()!,
                        Body: Content(o.Value.GetProperty("requestBody")).GetProperty("example").GetRawText()
                    )
            );
        Assert.Equal("LogSegmentAssigned", examples["/api/organisations/{ods}/segment"].Id);
        Assert.Equal("LogEvidenceJudgedAboutRecovery", examples["/api/recoveries/{id}/evidence-judged"].Id);

        // Their subjects are in the record already.
        foreach (
            var begins in new[]
            {
                "/api/organisations/{ods}",
                "/api/frameworks/{id}",
                "/api/recoveries/{id}",
                "/api/undertakings/{id}",
            }
        )
        {
            // Imported: of what they name not everything is in the record.
            var body = JsonNode.Parse(examples[begins].Body)!;
            body["decision"]!["origin"] = "imported";
            (await site.PostAsync(AtNamed(begins, body), body.ToJsonString(), version: null)).Is(
                HttpStatusCode.Created
            );
        }

        foreach (var address in addresses)
        {
            // That version has passed, or is yet to come: a body that can be read gets as far as that.
            var at = AtNamed(address, JsonNode.Parse(examples[address].Body)!);
            var reply = await site.PostAsync(at, examples[address].Body, 99);
            Assert.True(reply.Status == HttpStatusCode.PreconditionFailed, $"{address}: {reply.Text}");
        }

        var entry = (
            await site.PostAsync(
                "/api/organisations/QYG/segment",
                examples["/api/organisations/{ods}/segment"].Body,
                await site.VersionOfAsync("QYG")
            )
        )
            .Is(HttpStatusCode.Created)
            .EntryId;
        foreach (var change in new[] { "correction", "retraction" })
        {
            var body = examples[$"/api/entries/{{id}}/{change}"].Body;
            (await site.PostAsync($"/api/entries/{entry}/{change}", body, await site.VersionOfAsync("QYG"))).Is(
                HttpStatusCode.Created
            );
        }
    }

    [Fact]
    public async Task Bodies_are_described_in_the_words_of_the_record()
    {
        var document = await DocumentAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var properties = schemas.GetProperty("MilestoneSet").GetProperty("properties");

        Assert.Equal(
            "A milestone was set.",
            schemas.GetProperty("MilestoneSet").GetProperty("description").GetString()
        );
        foreach (
            var (owner, list, named) in new[]
            {
                ("RecoveryEntered", "members", "pattern"),
                ("FrameworkVersion", "segmentedKinds", "enum"),
            }
        )
        {
            var items = schemas.GetProperty(owner).GetProperty("properties").GetProperty(list).GetProperty("items");
            Assert.True(items.TryGetProperty(named, out _), items.GetRawText());
        }

        Assert.Equal("What is to be reached.", properties.GetProperty("title").GetProperty("description").GetString());
    }

    [Fact]
    public async Task What_is_answered_has_the_shape_that_is_described()
    {
        var document = await DocumentAsync();
        foreach (
            var (path, described) in new[]
            {
                ("/api/organisations?on=2024-03-31", "/api/organisations"),
                ("/api/organisations/QHG", "/api/organisations/{ods}"),
                ("/api/organisations/QHG/history", "/api/organisations/{ods}/history"),
                ("/api/frameworks", "/api/frameworks"),
                ("/api/registers", "/api/registers"),
                ("/api/registers/organisations?on=2024-03-31&limit=5", "/api/registers/{name}"),
                ("/api/questions", "/api/questions"),
                ("/api/questions/R1?region=Y60&on=2024-03-31", "/api/questions/{id}"),
                ("/health/ready", "/health/ready"),
            }
        )
        {
            var schema = document
                .GetProperty("paths")
                .GetProperty(described)
                .GetProperty("get")
                .GetProperty("responses")
                .GetProperty("200")
                .GetProperty("content")
                .GetProperty("application/json")
                .GetProperty("schema");
            Conforms((await site.GetAsync(path)).Json, schema, document, path);
        }
    }

    [Fact]
    public async Task The_page_to_try_it_comes_from_here_alone()
    {
        var page = (await site.GetAsync("/api/docs/index.html")).Is(HttpStatusCode.OK);
        var sources = page
            .Page.QuerySelectorAll("script, link")
            .Select(e => e.GetAttribute("src") ?? e.GetAttribute("href"))
            .OfType<string>()
            .ToArray();

        Assert.NotEmpty(sources);
        Assert.All(sources, s => Assert.False(s.Contains("//", StringComparison.Ordinal), s));
        Assert.All(page.Page.QuerySelectorAll("script"), s => Assert.Equal("", s.TextContent.Trim()));
        foreach (var source in sources)
        {
            (await site.GetAsync("/api/docs/" + source.TrimStart('.', '/'))).Is(HttpStatusCode.OK);
        }

        Assert.Contains("/openapi/v1.json", (await site.GetAsync("/api/docs/index.js")).Text, StringComparison.Ordinal);
    }

    // As much of JSON Schema as the description uses.
    private static void Conforms(JsonElement value, JsonElement schema, JsonElement document, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = document
                .GetProperty("components")
                .GetProperty("schemas")
                .GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        if (schema.TryGetProperty("enum", out var allowed))
        {
            Assert.Contains(value.GetString(), allowed.EnumerateArray().Select(a => a.GetString()));
        }

        var type = schema.TryGetProperty("type", out var named) ? named.GetString() : null;
        Assert.True(
            (type, value.ValueKind)
                is
                    (null, _)
                    or
                    ("object", JsonValueKind.Object)
                    or
                    ("array", JsonValueKind.Array)
                    or
                    ("string", JsonValueKind.String)
                    or
                    ("integer", JsonValueKind.Number)
                    or
                    ("boolean", JsonValueKind.True or JsonValueKind.False),
            $"{path} is {value.ValueKind}, described as {type}"
        );
        if (schema.TryGetProperty("required", out var required))
        {
            Assert.All(
                required.EnumerateArray(),
                r => Assert.True(value.TryGetProperty(r.GetString()!, out _), $"{path}.{r}")
            );
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            foreach (var member in value.EnumerateObject())
            {
                Assert.True(
                    properties.TryGetProperty(member.Name, out var own),
                    $"{path}.{member.Name} is not described"
                );
                Conforms(member.Value, own, document, $"{path}.{member.Name}");
            }
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray())
            {
                Conforms(item, items, document, path + "[]");
            }
        }
    }

    // One for each kind of event and of subject that it can be about.
    private static IEnumerable<string> DecisionAddresses() =>
        from subject in new[]
        {
            (Kind: SubjectKind.Organisation, Collection: "organisations", Key: "{ods}"),
            (Kind: SubjectKind.Framework, Collection: "frameworks", Key: "{id}"),
            (Kind: SubjectKind.Recovery, Collection: "recoveries", Key: "{id}"),
            (Kind: SubjectKind.Undertakings, Collection: "undertakings", Key: "{id}"),
        }
        from kind in EventCatalogue.Kinds
        where kind.About.HasFlag(subject.Kind) && kind.Word is not ("correction" or "retraction")
        select $"/api/{subject.Collection}/{subject.Key}" + (kind.Begins ? "" : $"/{kind.Word}");

    private static string At(string address) =>
        address
            .Replace("{ods}", "QYG", StringComparison.Ordinal)
            .Replace("{id}", "of-examples", StringComparison.Ordinal);

    // What is registered or published says itself where it stands.
    private static string AtNamed(string address, JsonNode body) =>
        address switch
        {
            "/api/organisations/{ods}" => $"/api/organisations/{body["organisation"]}",
            "/api/frameworks/{id}" => $"/api/frameworks/{body["framework"]!["id"]}",
            // One of the reference data.
            _ when address.StartsWith("/api/frameworks/{id}/", StringComparison.Ordinal) => address.Replace(
                "{id}",
                "nof-2022-23",
                StringComparison.Ordinal
            ),
            _ => At(address),
        };

    private static JsonElement Content(JsonElement requestBody) =>
        requestBody.GetProperty("content").GetProperty("application/json");

    private async Task<JsonElement> DocumentAsync() =>
        (await site.GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;

    private static IEnumerable<(string Path, string Method, JsonElement Value)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(m => m.Name == "$ref" ? [m.Value.GetString()!] : References(m.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };
}
