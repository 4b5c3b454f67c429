using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Oversight.Record.Catalogue;

namespace Oversight.Projections.Answers;

/// <summary>How answers are written: as events are stored, with instants in UTC and letters of all scripts readable.</summary>
public static class AnswerJson
{
    /// <summary>For the API, and for whoever writes the same answers elsewhere.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>For whoever does not see the whole record: places count what they do not see, and are not told.</summary>
    public static JsonSerializerOptions WithoutPlaces { get; } = MakeWithoutPlaces();

    /// <summary>The same for a person to edit.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(EventCatalogue.Json)
        {
            // Answers are application/json with nosniff and never part of a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new InstantJson());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static JsonSerializerOptions MakeWithoutPlaces()
    {
        var options = new JsonSerializerOptions(Options);
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(static shape =>
        {
            foreach (var member in shape.Properties.Where(IsPlace).ToArray())
            {
                shape.Properties.Remove(member);
            }
        });
        options.MakeReadOnly();
        return options;

        static bool IsPlace(JsonPropertyInfo member) =>
            (
                member.Name is "place" or "contributing"
                && (member.PropertyType == typeof(long) || member.PropertyType == typeof(long?))
            )
            // Whoever knows the entry finds out by trying of which place its leaf is.
            || (member.Name == "leaf" && member.PropertyType == typeof(string));
    }

    /// <summary>An instant in UTC with microseconds: 2026-11-21T12:00:00.000000Z.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private sealed class InstantJson : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Instant(value));
    }
}
