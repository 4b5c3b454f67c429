using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.OpenApi;

/// <summary>Marks an endpoint whose answers are JSON, and nothing else unless it says so.</summary>
internal sealed class AnswersInJson;

/// <summary>Marks an endpoint that answers in CSV as well.</summary>
internal sealed class AnswersInCsv;

/// <summary>What the API's description says of each kind of endpoint.</summary>
internal static class EndpointDescriptions
{
    private const string ExampleDigest = "sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:";

    /// <summary>A question to the record.</summary>
    public static RouteHandlerBuilder Reads<T>(
        this RouteHandlerBuilder endpoint,
        string id,
        string tag,
        string summary
    ) =>
        endpoint
            .Describe(id, tag, summary)
            .Produces<T>()
            .Produces(StatusCodes.Status304NotModified)
            .Problems(400, 401, 404, 406, 500, 503)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    Add(
                        operation,
                        "If-None-Match",
                        "An entity tag of an earlier answer: when it still holds, the answer is 304.",
                        example: null,
                        required: false
                    );
                    foreach (var status in new[] { "200", "304" })
                    {
                        Header(
                            operation,
                            status,
                            "ETag",
                            "Weak: covers the greatest place that contributes, and what was asked.",
                            "W/\"109-0f1e2d3c4b5a6978\""
                        );
                        Header(
                            operation,
                            status,
                            AnswerHeaders.Place,
                            "The place of the record at which the answer was computed.",
                            "109"
                        );
                        Header(
                            operation,
                            status,
                            LastContact.Header,
                            "Only while the database is away: when it last answered. The answer is as of then; its body says so too, in lastContact.",
                            "2026-11-21T12:00:00.000000Z"
                        );
                    }

                    return Task.CompletedTask;
                }
            );

    /// <summary>A table, which is answered in JSON or in CSV.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="filters">Which filters it takes besides its parameters, in a sentence; null: none.</param>
    public static RouteHandlerBuilder AlsoInCsv(this RouteHandlerBuilder endpoint, string? filters = null) =>
        endpoint
            .WithMetadata(new AnswersInCsv())
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    if (operation.Responses?.GetValueOrDefault("200") is OpenApiResponse { Content: { } content })
                    {
                        content[RegisterCsv.ContentType] = new OpenApiMediaType
                        {
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                        };
                    }

                    if (filters is not null)
                    {
                        operation.Parameters ??= [];
                        operation.Parameters.Add(
                            new OpenApiParameter
                            {
                                Name = "filters",
                                In = ParameterLocation.Query,
                                Description = filters,
                                Style = ParameterStyle.Form,
                                Explode = true,
                                Schema = new OpenApiSchema
                                {
                                    Type = JsonSchemaType.Object,
                                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
                                },
                            }
                        );
                    }

                    return Task.CompletedTask;
                }
            );

    /// <summary>A decision to be logged.</summary>
    public static void Decides(
        this RouteHandlerBuilder endpoint,
        Type body,
        string id,
        string tag,
        string summary,
        bool forNew = false,
        bool versionsInBody = false
    ) =>
        endpoint
            .Describe(id, tag, summary)
            .RequireAuthorization()
            .Accepts(body, MediaTypeNames.Application.Json)
            .Produces<ReceiptAnswer>(StatusCodes.Status201Created)
            .Problems(400, 401, 403, 404, 406, 412, 413, 415, 422, 428, 500, 503)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    DescribeDecision(operation, forNew, versionsInBody, Examples.Of(body));
                    return Task.CompletedTask;
                }
            );

    /// <summary>A document to be stored.</summary>
    public static void StoresDocument(this RouteHandlerBuilder endpoint) =>
        endpoint
            .Describe("StoreDocument", "Documents", "Store an evidence document of an organisation")
            .RequireAuthorization()
            .Produces<DocumentAnswer>()
            .Produces<DocumentAnswer>(StatusCodes.Status201Created)
            .Problems(400, 401, 404, 406, 413, 415, 500, 503)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    operation.Description =
                        "The body is the file itself. What it is declared to be must be among the types that are kept, and its bytes and "
                        + "file name must fit. The same document twice is stored once: it is then answered with 200. Log the evidence "
                        + "that names it afterwards.";
                    operation.RequestBody = new OpenApiRequestBody
                    {
                        Required = true,
                        Content = DocumentType.All.ToDictionary(type => type.MediaType, _ => FileContent()),
                    };
                    Add(
                        operation,
                        "Content-Disposition",
                        "The file name, where the parameter fileName does not give it.",
                        "attachment; filename*=UTF-8''Board%20paper%2012.pdf",
                        required: false
                    );
                    Add(
                        operation,
                        ReprDigest.Header,
                        "The SHA-256 that the document must have (RFC 9530).",
                        ExampleDigest,
                        required: false
                    );
                    foreach (var status in new[] { "200", "201" })
                    {
                        Header(
                            operation,
                            status,
                            "Location",
                            "Where the document can be had.",
                            "/api/organisations/QYG/documents/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                        );
                    }

                    DescribeChallenge(operation);
                    return Task.CompletedTask;
                }
            );

    /// <summary>A document, handed out.</summary>
    public static void HandsOutDocument(this RouteHandlerBuilder endpoint) =>
        endpoint
            .WithName("GetDocument")
            .WithTags("Documents")
            .WithSummary("An evidence document, as a file to save")
            .RequireAuthorization()
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status304NotModified)
            .Problems(400, 401, 404, 500, 503)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    if (operation.Responses?.GetValueOrDefault("200") is OpenApiResponse file)
                    {
                        file.Content = DocumentType.All.ToDictionary(type => type.MediaType, _ => FileContent());
                    }

                    Add(
                        operation,
                        "If-None-Match",
                        "The entity tag of an earlier answer: when it still holds, the answer is 304.",
                        example: null,
                        required: false
                    );
                    Header(
                        operation,
                        "200",
                        "Content-Disposition",
                        "Always attachment; the file name is the parameter fileName, or the one that the latest evidence gives it.",
                        "attachment; filename=\"Board paper 12.pdf\"; filename*=UTF-8''Board%20paper%2012.pdf"
                    );
                    Header(operation, "200", ReprDigest.Header, "Its SHA-256 (RFC 9530).", ExampleDigest);
                    foreach (var status in new[] { "200", "304" })
                    {
                        Header(
                            operation,
                            status,
                            "ETag",
                            "Strong: its SHA-256.",
                            "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\""
                        );
                    }

                    DescribeChallenge(operation);
                    return Task.CompletedTask;
                }
            );

    /// <summary>Something of the signed-in caller's own, beside the record.</summary>
    public static RouteHandlerBuilder Keeps(
        this RouteHandlerBuilder endpoint,
        string id,
        string tag,
        string summary,
        params ReadOnlySpan<int> problems
    ) => endpoint.Describe(id, tag, summary).RequireAuthorization().Problems(problems);

    /// <summary>An answer about the process.</summary>
    public static RouteHandlerBuilder Watches<T>(this RouteHandlerBuilder endpoint, string id, string summary) =>
        endpoint.WithName(id).WithTags("Health").WithSummary(summary).Produces<T>();

    /// <summary>An answer about the API itself.</summary>
    public static void Explains<T>(this RouteHandlerBuilder endpoint, string id, string summary) =>
        endpoint.Describe(id, "Problems", summary).Produces<T>().Problems(400, 404, 406);

    private static void DescribeDecision(
        OpenApiOperation operation,
        bool forNew,
        bool versionsInBody,
        JsonNode? example
    )
    {
        operation.Description =
            "The body is the entry's own shape; decision.decidedBy.person holds the person's name, which is kept apart from "
            + "the entry. Who logs it comes from the token. A rule that refuses it is named in the problem.";
        if (forNew)
        {
            Add(operation, "If-None-Match", "Must be *: it is not in the record yet.", "*", required: true);
        }
        else if (!versionsInBody)
        {
            Add(
                operation,
                "If-Match",
                "The subject's version that was decided on, in quotation marks.",
                "\"3\"",
                required: true
            );
        }

        Add(
            operation,
            "Idempotency-Key",
            "The caller's key for this decision, 1 to 200 visible ASCII characters: sent again with the same content it gives the same receipt.",
            "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"",
            required: false
        );
        if (!versionsInBody)
        {
            Add(
                operation,
                Preconditions.AgainHeader,
                "true where the same was decided once more: without it, what the record holds exactly so already is refused.",
                "true",
                required: false
            );
        }

        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
        {
            content.Example = example;
        }

        Header(
            operation,
            "201",
            "Location",
            "Where the entry can be read.",
            "/api/entries/0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c"
        );
        Header(operation, "201", AnswerHeaders.Place, "The place of the entry in the record.", "110");
        DescribeChallenge(operation);
    }

    private static void DescribeChallenge(OpenApiOperation operation) =>
        Header(
            operation,
            "401",
            "WWW-Authenticate",
            "Bearer, with what is wrong with the token.",
            "Bearer realm=\"oversight\""
        );

    private static OpenApiMediaType FileContent() =>
        new()
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        };

    private static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint,
        string id,
        string tag,
        string summary
    ) => endpoint.WithName(id).WithTags(tag).WithSummary(summary).WithMetadata(new AnswersInJson());

    private static RouteHandlerBuilder Problems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemAnswer>(status, ProblemBody.ContentType);
        }

        return endpoint.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                foreach (var (status, answer) in operation.Responses ?? [])
                {
                    var types = ProblemType.All.Where(type => type.Status.ToString() == status).ToArray();
                    if (types.Length > 0 && answer is OpenApiResponse response)
                    {
                        response.Description = string.Join(
                            "; or: ",
                            types.Select(type => $"{type.Title} ({type.Name})")
                        );
                        if (status == "503")
                        {
                            Header(operation, status, "Retry-After", "Seconds after which to try again.", "1");
                        }
                    }
                }

                return Task.CompletedTask;
            }
        );
    }

    private static void Add(
        OpenApiOperation operation,
        string header,
        string description,
        string? example,
        bool required
    )
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = header,
                In = ParameterLocation.Header,
                Description = description,
                Required = required,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = example,
            }
        );
    }

    private static void Header(
        OpenApiOperation operation,
        string status,
        string name,
        string description,
        string example
    )
    {
        if (operation.Responses?.GetValueOrDefault(status) is OpenApiResponse response)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            response.Headers[name] = new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = example,
            };
        }
    }
}
