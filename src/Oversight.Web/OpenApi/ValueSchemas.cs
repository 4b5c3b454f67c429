using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;

namespace Oversight.Web.OpenApi;

/// <summary>The shapes of values that have a converter of their own, which the framework cannot look into: texts, and an event with its kind.</summary>
internal static class ValueSchemas
{
    private const string OdsPattern = "^([A-Z0-9]{3}|[A-Z0-9]{5})$";

    public static Task Describe(
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
            Text(schema, context, DescriptionOf(type));
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
            schema.Description = DescriptionOf(type);
        }

        return schema;
    }

    private static string DescriptionOf(Type enumeration) =>
        "One of the words:\n\n"
        + string.Join('\n', WordList.Of(enumeration).Words.Select(word => $"- `{word.Value}`: {word.Help}"));

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
