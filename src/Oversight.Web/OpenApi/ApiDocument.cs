using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Oversight.Record.Catalogue;
using Oversight.Web.Access;

namespace Oversight.Web.OpenApi;

/// <summary>The API's own description (OpenAPI 3.1), and the page to try it.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";
    private const string OdsPattern = "^([A-Z0-9]{3}|[A-Z0-9]{5})$";

    public static void AddTo(IServiceCollection services)
    {
        // The description's shapes follow what is really read and written.
        services.ConfigureHttpJsonOptions(json =>
        {
            var (to, from) = (json.SerializerOptions, AnswerJson.Options);
            to.PropertyNamingPolicy = from.PropertyNamingPolicy;
            to.DefaultIgnoreCondition = from.DefaultIgnoreCondition;
            to.NumberHandling = from.NumberHandling;
            to.RespectNullableAnnotations = from.RespectNullableAnnotations;
            to.RespectRequiredConstructorParameters = from.RespectRequiredConstructorParameters;
            foreach (var converter in from.Converters)
            {
                to.Converters.Add(converter);
            }
        });
        services.AddOpenApi(
            Name,
            options =>
            {
                options.AddDocumentTransformer(DescribeDocument);
                options.AddOperationTransformer(DescribeParameters);
                options.AddSchemaTransformer(DescribeValue);
            }
        );
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        // It says nothing of the record: computed for the first who asks.
        byte[]? computed = null;
        routes
            .MapOpenApi("/openapi/{documentName}.json")
            .Add(endpoint =>
            {
                var compute = endpoint.RequestDelegate!;
                endpoint.RequestDelegate = async context =>
                {
                    if (context.Request.RouteValues["documentName"] as string != Name)
                    {
                        await compute(context);
                        return;
                    }

                    if (Volatile.Read(ref computed) is not { } document)
                    {
                        var body = context.Response.Body;
                        using var written = new MemoryStream();
                        context.Response.Body = written;
                        try
                        {
                            await compute(context);
                        }
                        finally
                        {
                            context.Response.Body = body;
                        }

                        document = written.ToArray();
                        Volatile.Write(ref computed, document);
                    }

                    context.Response.ContentType = "application/json;charset=utf-8";
                    context.Response.ContentLength = document.Length;
                    await context.Response.Body.WriteAsync(document, context.RequestAborted);
                };
            });
    }

    /// <summary>The page to try the API; everything in it comes from the package.</summary>
    public static void UsePage(WebApplication application) =>
        application.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "api/docs";
            page.DocumentTitle = "Oversight API";
            page.SwaggerEndpoint($"/openapi/{Name}.json", "Oversight");
            page.EnableValidator(null);
            page.DisplayRequestDuration();
        });

    private static Task DescribeDocument(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellation
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Oversight",
            Version = Name,
            Description =
                "The record of the oversight of England's NHS organisations. Every answer is computed for a day (on) as known at an "
                + "instant (known), and says at which place of the record. Decisions are logged under the version that was decided on; "
                + "nothing is ever overwritten.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerTokens.SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The token in the file 'token' of the data folder, which the first start makes.",
            },
        };
        var needsToken = new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(BearerTokens.SchemeName, document)] = [],
        };
        foreach (var (_, operation) in document.Paths.Values.SelectMany(path => path.Operations ?? []))
        {
            if (operation.Responses?.ContainsKey("401") == true)
            {
                operation.Security = [needsToken];
            }
        }

        foreach (var schema in document.Components.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            LeaveOutNulls(schema);
        }

        foreach (var kind in EventCatalogue.Kinds)
        {
            if (
                EventCatalogue.OpenEntryOf(kind.Type) is { } member
                && document.Components.Schemas!.TryGetValue(kind.Type.Name, out var described)
                && described is OpenApiSchema schema
            )
            {
                schema.Required?.Remove(member);
                if (schema.Properties!.TryGetValue(member, out var named) && named is OpenApiSchema own)
                {
                    own.Description += " Left out: the only one that is open.";
                }
            }
        }

        return Task.CompletedTask;
    }

    // Neither a body nor an answer says null, but for a register's cells: what there is nothing to say of is left out.
    private static void LeaveOutNulls(OpenApiSchema schema)
    {
        foreach (var (name, property) in schema.Properties?.ToArray() ?? [])
        {
            if (property is not OpenApiSchema own)
            {
                continue;
            }

            if (
                own.OneOf?.FirstOrDefault(choice => choice.Type != JsonSchemaType.Null) is { } other
                && own.OneOf.Count == 2
            )
            {
                schema.Properties![name] = other;
                schema.Required?.Remove(name);
            }
            else if (own.Type is { } type && type.HasFlag(JsonSchemaType.Null))
            {
                own.Type = type & ~JsonSchemaType.Null;
                schema.Required?.Remove(name);
            }
        }
    }

    private static Task DescribeParameters(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Example ??= parameter.Name switch
            {
                "id" when Is("frameworks") => "nof-2022-23",
                "id" when Is("recoveries") => "qoc-2021",
                "id" when Is("undertakings") => "rxw-2023",
                "id" when Is("questions") => "R1",
                "name" when Is("registers") => "organisations",
                "id" => "0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c",
                var name => Parameters.Examples.GetValueOrDefault(name!) is { } example ? example : null,
            };
        }

        return Task.CompletedTask;

        bool Is(string collection) =>
            context.Description.RelativePath!.StartsWith($"api/{collection}/", StringComparison.Ordinal);
    }

    // What has a converter of its own is text, or an event with its kind.
    private static Task DescribeValue(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellation
    )
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        // The framework leaves out the items of a list when they are text by a converter of their own.
        if (
            context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item }
            && schema.Items is null
        )
        {
            schema.Items = TextItem(item);
        }

        if (type == typeof(DateWithPrecision))
        {
            Text(
                schema,
                context,
                "A date as precisely as it is known: 2024-03-12, 2021-08, Q1 2024/25, 2023/24 or unknown."
            );
            schema.Examples = ["2024-03-12", "2021-08", "Q1 2024/25", "2023/24", "unknown"];
        }
        else if (type == typeof(OdsCode))
        {
            Text(schema, context, "An ODS code.");
            schema.Pattern = OdsPattern;
            schema.Examples = ["QYG", "S1Y5D"];
        }
        else if (type == typeof(DateTimeOffset))
        {
            Text(schema, context, "An instant in UTC with microseconds.");
            schema.Format = "date-time";
            schema.Examples = ["2026-11-21T12:00:00.000000Z"];
        }
        else if (type.IsEnum)
        {
            Text(schema, context, "One of the words.");
            schema.Enum = WordsOf(type);
        }
        else if (type == typeof(Event))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description =
                "An event as it is stored: its kind, and its data in the shape in which that kind is logged.";
            schema.Required = new HashSet<string> { "type", "data" };
            schema.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. EventCatalogue.All.Keys.Order(StringComparer.Ordinal).Select(k => (JsonNode)k)],
                },
                ["data"] = new OpenApiSchema { Type = JsonSchemaType.Object },
            };
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema TextItem(Type type)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.String };
        if (type == typeof(OdsCode))
        {
            schema.Pattern = OdsPattern;
        }
        else if (type.IsEnum)
        {
            schema.Enum = WordsOf(type);
        }

        return schema;
    }

    private static List<JsonNode> WordsOf(Type type) =>
        [
            .. Enum.GetValues(type)
                .Cast<object>()
                .Select(v => JsonSerializer.SerializeToNode(v, type, AnswerJson.Options)!),
        ];

    private static void Text(OpenApiSchema schema, OpenApiSchemaTransformerContext context, string description)
    {
        var declared = context.JsonPropertyInfo?.PropertyType ?? context.JsonTypeInfo.Type;
        var orNull = Nullable.GetUnderlyingType(declared) is not null;
        schema.Type = orNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Description ??= description;
    }
}
