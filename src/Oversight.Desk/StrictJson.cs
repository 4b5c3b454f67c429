using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Oversight.Record.Catalogue;

namespace Oversight.Desk;

/// <summary>
/// Reads what a caller wrote as strictly as stored events are read. What the serialiser refuses is said by the member at fault and by
/// what belongs there.
/// </summary>
public static partial class StrictJson
{
    private static readonly JsonDocumentOptions OnceEach = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = CanonicalJson.MaximumDepth,
    };

    /// <summary>One JSON object that could be stored.</summary>
    /// <param name="utf8">The text.</param>
    /// <exception cref="BadInputException">It is not one; names the member, dotted, or $ for the whole.</exception>
    public static JsonElement ParseObject(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var root = JsonDocument.Parse(utf8, OnceEach).RootElement;
            CheckStorable(root, "");
            return root.ValueKind == JsonValueKind.Object
                ? root
                : throw new BadInputException("$", "The body must be a JSON object.");
        }
        // The latter for half a character in a member's name, and for what is not UTF-8.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadInputException("$", $"The body must be JSON that names each member once. {e.Message}");
        }
    }

    /// <summary>What an element says, as a type of the record.</summary>
    /// <param name="element">The element.</param>
    /// <param name="path">Where it is in the body; empty for the whole.</param>
    public static T Read<T>(JsonElement element, string path = "") => (T)Read(element, typeof(T), path);

    /// <inheritdoc cref="Read{T}"/>
    public static object Read(JsonElement element, Type type, string path)
    {
        try
        {
            return element.Deserialize(type, EventCatalogue.Json)!;
        }
        catch (JsonException e)
        {
            throw Fault(element, type, path, e.Path ?? "$");
        }
    }

    /// <summary>
    /// What an element says, as the content of a decision: the entry that it is about may be left out where only one is open
    /// (<see cref="INamesOpenEntry"/>).
    /// </summary>
    /// <inheritdoc cref="Read{T}" path="/param"/>
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

    // What the serialiser takes: null for what may be left out, and texts that PostgreSQL cannot hold.
    private static void CheckStorable(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                throw new BadInputException(
                    OrWhole(path),
                    "must not be null; leave it out when there is nothing to say."
                );
            case JsonValueKind.String when !IsStorable(element):
                throw new BadInputException(
                    OrWhole(path),
                    "holds the character U+0000, or half a character: leave it out."
                );
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    CheckStorable(member.Value, Join(path, member.Name));
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    CheckStorable(item, $"{path}[{index}]");
                }

                break;
        }
    }

    private static bool IsStorable(JsonElement text)
    {
        try
        {
            return !text.GetString()!.Contains('\0');
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // The serialiser says where; what belongs there, the shapes say.
    private static BadInputException Fault(JsonElement element, Type type, string path, string where)
    {
        var shape = ShapeOf(type);
        foreach (Match step in Steps().Matches(where))
        {
            var name = step.Groups["name"].Value;
            path = step.Groups["index"].Success ? path + step.Value : Join(path, name);
            if (shape.Kind != JsonTypeInfoKind.Object)
            {
                shape = shape.ElementType is { } item ? ShapeOf(item) : shape;
            }
            else if (shape.Properties.FirstOrDefault(p => p.Name == name) is { } property)
            {
                shape = ShapeOf(property.PropertyType);
            }
            else
            {
                var known = string.Join(", ", shape.Properties.Select(p => p.Name));
                return new(Shorten(path), $"is not a member here; known are {known}.");
            }

            element = step.Groups["index"].Success
                ? element[int.Parse(step.Groups["index"].ValueSpan, CultureInfo.InvariantCulture)]
                : element.GetProperty(name);
        }

        return MissingIn(element, shape) is { } missing
            ? new(Join(path, missing), "is missing.")
            : new(OrWhole(path), $"must be {Expected(shape)}.");
    }

    private static JsonTypeInfo ShapeOf(Type type) =>
        EventCatalogue.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    private static string? MissingIn(JsonElement element, JsonTypeInfo shape) =>
        shape.Kind == JsonTypeInfoKind.Object && element.ValueKind == JsonValueKind.Object
            ? shape.Properties.FirstOrDefault(p => p.IsRequired && !element.TryGetProperty(p.Name, out _))?.Name
            : null;

    private static string Expected(JsonTypeInfo shape) =>
        shape switch
        {
            { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary } => "an object",
            { Kind: JsonTypeInfoKind.Enumerable } => "a list",
            _ when shape.Type == typeof(string) => "text",
            _ when shape.Type == typeof(bool) => "true or false",
            _ when shape.Type == typeof(int) || shape.Type == typeof(long) => "a whole number",
            _ when shape.Type == typeof(Guid) => "an entry's id, such as 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c",
            _ when shape.Type == typeof(DateOnly) => "an existing day, such as 2024-03-12",
            _ when shape.Type == typeof(DateWithPrecision) =>
                "a date: 2024-03-12 for a day, 2021-08 for a month, Q1 2024/25, 2023/24 for a financial year, or unknown",
            _ when shape.Type == typeof(OdsCode) => "an ODS code: 3 or 5 letters and digits, such as QYG or S1Y5D",
            { Type.IsEnum: true } => "one of "
                + string.Join(
                    ", ",
                    Enum.GetValues(shape.Type)
                        .Cast<object>()
                        .Select(v => JsonSerializer.Serialize(v, shape.Type, EventCatalogue.Json))
                ),
            _ => "of another kind",
        };

    private static string OrWhole(string path) => path.Length == 0 ? "$" : path;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Shorten(string text) => text.Length > 100 ? text[..100] + "…" : text;

    // $.decision.evidence[0]['a name with dots.']
    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<name>.*?)'\]|\[(?<index>[0-9]+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Steps();
}
