using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oversight.Record.Catalogue;

/// <summary>
/// The one list of events: the stable name under which each is stored, and how its data is written and read. A shape
/// that changes gets the next version and the suffix _v2 (Marten's convention); stored data is upcast after reading and
/// never rewritten.
/// </summary>
public static class EventCatalogue
{
    /// <summary>Every kind of event, subject by subject.</summary>
    public static IReadOnlyList<EventKind> Kinds { get; } = [.. Decisions.All.Select(decision => decision.Kind)];

    private static readonly FrozenDictionary<string, Type> Types = Kinds.ToFrozenDictionary(k => k.Name, k => k.Type);

    private static readonly FrozenDictionary<Type, EventKind> ByType = Kinds.ToFrozenDictionary(k => k.Type);

    /// <summary>
    /// How events are written and read: camel case, no nulls, enumerations as kebab-case words, and strict: an unknown,
    /// missing, null or doubled member is an error. PostgreSQL's jsonb then gives the canonical bytes
    /// (<see cref="CanonicalJson"/>).
    /// </summary>
    public static JsonSerializerOptions Json { get; } = MakeOptions();

    /// <summary>All stored names with their types.</summary>
    public static IReadOnlyDictionary<string, Type> All => Types;

    /// <summary>The name under which an event is stored.</summary>
    public static string NameOf(Event content) => content.KindOfEvent().Name;

    /// <summary>The name under which events of that type are stored.</summary>
    public static string NameOf(Type type) => ByType[type].Name;

    /// <summary>The member of a type of event that may be left out where only one entry is open; null when there is none.</summary>
    public static string? OpenEntryOf(Type type) =>
        ByType.GetValueOrDefault(type)?.Example() is INamesOpenEntry { MustName: true } naming ? naming.Member : null;

    /// <summary>The event's data as JSON text.</summary>
    public static string Write(Event content) => JsonSerializer.Serialize(content, content.GetType(), Json);

    /// <summary>The event that was stored under that name with that data.</summary>
    /// <exception cref="UnknownEventException">The name is not in the catalogue: the record is newer than this program.</exception>
    /// <exception cref="JsonException">The data has not the event's shape.</exception>
    public static Event Read(string name, string data) =>
        (Event?)JsonSerializer.Deserialize(data, TypeOf(name), Json)
        ?? throw new JsonException($"The data of {name} is null.");

    private static Type TypeOf(string name) =>
        Types.TryGetValue(name, out var type) ? type : throw new UnknownEventException(name);

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 32,
        };
        options.Converters.Add(new EnumerationWords());
        options.Converters.Add(new ReplacementJson());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    // Exactly one of the words. .NET's own converter also takes other letter case, C#'s names, and several words with
    // commas between, which it adds up to a value that has no name.
    private sealed class EnumerationWords : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Words<>).MakeGenericType(typeToConvert))!;

        private sealed class Words<T> : JsonConverter<T>
            where T : struct, Enum
        {
            private static readonly FrozenDictionary<T, string> WordOf = Enum.GetValues<T>()
                .ToFrozenDictionary(value => value, InWords.Stored);

            private static readonly FrozenDictionary<string, T> ValueOf = WordOf.ToFrozenDictionary(
                w => w.Value,
                w => w.Key
            );

            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                reader.TokenType == JsonTokenType.String && ValueOf.TryGetValue(reader.GetString()!, out var value)
                    ? value
                    : throw new JsonException($"It must be one of the words {string.Join(", ", ValueOf.Keys)}.");

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
                writer.WriteStringValue(WordOf[value]);
        }
    }

    // A replacement inside a correction says its own kind: {"type": "segment_assigned", "data": {…}}.
    private sealed class ReplacementJson : JsonConverter<Event>
    {
        public override Event Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var stored = JsonSerializer.Deserialize<Stored>(ref reader, options)!;
            return (Event)stored.Data.Deserialize(TypeOf(stored.Type), options)!;
        }

        public override void Write(Utf8JsonWriter writer, Event value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(
                writer,
                new Stored(
                    NameOf(value),
                    value is NotReadable unknown
                        ? JsonElement.Parse(unknown.Data)
                        : JsonSerializer.SerializeToElement(value, value.GetType(), options)
                ),
                options
            );

        private sealed record Stored(string Type, JsonElement Data);
    }
}

/// <summary>An entry has a kind that this program does not know: the record was written by a newer version.</summary>
/// <param name="name">The stored name.</param>
public sealed class UnknownEventException(string name)
    : Exception(
        $"The record holds an entry of the kind \"{name}\", which this version of Oversight does not know: use a newer one."
    )
{
    /// <summary>The stored name.</summary>
    public string Name { get; } = name;
}
