using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Oversight.Record.Catalogue;

namespace Oversight.Desk;

/// <summary>
/// Reads what a caller wrote as strictly as stored events are read, and says which member is at fault: unknown, missing,
/// doubled and null members, values of another type, and whatever the record cannot hold.
/// </summary>
public static class StrictJson
{
    /// <summary>One JSON object that could be stored.</summary>
    /// <param name="utf8">The text.</param>
    /// <exception cref="BadInputException">It is not one; names the member, dotted, or $ for the whole.</exception>
    public static JsonElement ParseObject(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            CanonicalJson.Write(utf8);
        }
        catch (NotCanonicalException e)
        {
            throw new BadInputException(Field(e.Path), $"The body is refused at {e.Path}: {e.Reason}");
        }

        // Only the canonical writer's own limit on depth holds: it has been checked.
        var root = JsonDocument
            .Parse(utf8, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaximumDepth })
            .RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException("$", "The body must be a JSON object.");
        }

        RefuseNull(root, "");
        return root;
    }

    /// <summary>What an element says, as a type of the record.</summary>
    /// <param name="element">The element.</param>
    /// <param name="type">The type.</param>
    /// <param name="path">Where it is in the body; empty for the whole.</param>
    public static object Read(JsonElement element, Type type, string path)
    {
        Check(element, type, path);
        try
        {
            return element.Deserialize(type, EventCatalogue.Json)!;
        }
        catch (JsonException e)
        {
            // The check knows the shapes; this is for what only the whole can tell.
            throw new BadInputException(Join(path, Field(e.Path ?? "$")), "It has not the shape that belongs here.");
        }
    }

    /// <summary>
    /// What an element says, as the content of a decision: the entry that it is about may be left out where only one is open
    /// (<see cref="INamesOpenEntry"/>).
    /// </summary>
    /// <inheritdoc cref="Read" path="/param"/>
    public static Event ReadDecision(JsonElement element, Type type, string path)
    {
        if (
            EventCatalogue.OpenEntryOf(type) is { } member
            && element.ValueKind == JsonValueKind.Object
            && !element.TryGetProperty(member, out _)
        )
        {
            var members = element.EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
            members[member] = JsonSerializer.SerializeToElement(INamesOpenEntry.Unnamed);
            element = JsonSerializer.SerializeToElement(members);
        }

        return (Event)Read(element, type, path);
    }

    /// <summary>The members of an object that are taken apart by hand.</summary>
    public static JsonElement Member(JsonElement body, string name, string path = "")
    {
        var field = Join(path, name);
        return body.TryGetProperty(name, out var member) ? member : throw new BadInputException(field, "is missing.");
    }

    /// <summary>Refuses what is not a date.</summary>
    public static void CheckDate(JsonElement element, string path) =>
        CheckValue(element, typeof(DateWithPrecision), path);

    /// <summary>Refuses members other than those.</summary>
    public static void OnlyHas(JsonElement body, string path, params ReadOnlySpan<string> names)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!names.Contains(member.Name, StringComparer.Ordinal))
            {
                throw Unknown(Join(path, member.Name), string.Join(", ", names));
            }
        }
    }

    private static void RefuseNull(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                throw new BadInputException(path, "must not be null; leave it out when there is nothing to say.");
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    RefuseNull(member.Value, Join(path, member.Name));
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    RefuseNull(item, $"{path}[{index++}]");
                }

                break;
        }
    }

    private static void Check(JsonElement element, Type type, string path)
    {
        var shape = EventCatalogue.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (shape.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(element, shape, path);
                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind != JsonValueKind.Array:
                throw Wrong(path, "a list");
            case JsonTypeInfoKind.Enumerable:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Check(item, shape.ElementType!, $"{path}[{index++}]");
                }

                break;
            default:
                CheckValue(element, shape.Type, path);
                break;
        }
    }

    private static void CheckObject(JsonElement element, JsonTypeInfo shape, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, "an object");
        }

        foreach (var member in element.EnumerateObject())
        {
            var property =
                shape.Properties.FirstOrDefault(p => p.Name == member.Name)
                ?? throw Unknown(Join(path, member.Name), string.Join(", ", shape.Properties.Select(p => p.Name)));
            Check(member.Value, property.PropertyType, Join(path, member.Name));
        }

        foreach (var property in shape.Properties.Where(p => p.IsRequired))
        {
            if (!element.TryGetProperty(property.Name, out _))
            {
                var field = Join(path, property.Name);
                throw new BadInputException(field, "is missing.");
            }
        }
    }

    private static void CheckValue(JsonElement element, Type type, string path)
    {
        try
        {
            element.Deserialize(type, EventCatalogue.Json);
        }
        catch (JsonException)
        {
            throw Wrong(path, Expected(type));
        }
    }

    private static string Expected(Type type) =>
        type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(int) => "a whole number",
            _ when type == typeof(Guid) => "an entry's id, such as 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c",
            _ when type == typeof(DateOnly) => "an existing day, such as 2024-03-12",
            _ when type == typeof(DateWithPrecision) =>
                "a date: 2024-03-12 for a day, 2021-08 for a month, Q1 2024/25, 2023/24 for a financial year, or unknown",
            _ when type == typeof(OdsCode) => "an ODS code: 3 or 5 letters and digits, such as QYG or S1Y5D",
            { IsEnum: true } => "one of "
                + string.Join(
                    ", ",
                    Enum.GetValues(type)
                        .Cast<object>()
                        .Select(v => JsonSerializer.Serialize(v, type, EventCatalogue.Json))
                ),
            _ => "of another kind",
        };

    private static BadInputException Wrong(string path, string expected)
    {
        return new BadInputException(path.Length == 0 ? "$" : path, $"must be {expected}.");
    }

    private static BadInputException Unknown(string field, string known) =>
        new(Shorten(field), $"is not a member here; known are {known}.");

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Field(string path) => path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    private static string Shorten(string text) => text.Length > 100 ? text[..100] + "…" : text;
}
