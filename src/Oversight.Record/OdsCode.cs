using System.Text.Json.Serialization;
using System.Text.Json;

namespace Oversight.Record;

/// <summary>
/// An organisation's code in the Organisation Data Service: 3 characters (a trust, or an ICB until 2026) or 5
/// (an ICB created since), capital letters and digits.
/// </summary>
[JsonConverter(typeof(OdsCodeJson))]
public readonly record struct OdsCode : IComparable<OdsCode>
{
    private readonly string? value;

    private OdsCode(string value) => this.value = value;

    /// <summary>The code itself, such as QYG.</summary>
    public string Value => value ?? "";

    /// <summary>Reads a code; letter case and spaces at the ends do not matter.</summary>
    /// <exception cref="BadInputException">It is not 3 or 5 letters and digits.</exception>
    public static OdsCode Parse(string? text, string field = "ods") =>
        TryParse(text, out var code)
            ? code
            : throw new BadInputException(
                field,
                $"\"{text}\" is not an ODS code: it has 3 or 5 letters and digits, such as QYG or S1Y5D."
            );

    /// <summary>As <see cref="Parse"/>; false where that throws.</summary>
    public static bool TryParse(string? text, out OdsCode code)
    {
        var trimmed = text?.Trim().ToUpperInvariant() ?? "";
        var good = trimmed.Length is 3 or 5 && trimmed.All(char.IsAsciiLetterOrDigit);
        code = good ? new OdsCode(trimmed) : default;
        return good;
    }

    /// <inheritdoc/>
    public int CompareTo(OdsCode other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The code itself.</summary>
    public override string ToString() => Value;

    /// <summary>Ordinal order of the codes.</summary>
    public static bool operator <(OdsCode left, OdsCode right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order of the codes.</summary>
    public static bool operator >(OdsCode left, OdsCode right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order of the codes.</summary>
    public static bool operator <=(OdsCode left, OdsCode right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order of the codes.</summary>
    public static bool operator >=(OdsCode left, OdsCode right) => left.CompareTo(right) >= 0;

    private sealed class OdsCodeJson : JsonConverter<OdsCode>
    {
        public override OdsCode Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return TryParse(text, out var code)
                ? code
                : throw new JsonException("An ODS code has 3 or 5 letters and digits, such as QYG or S1Y5D.");
        }

        public override void Write(Utf8JsonWriter writer, OdsCode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
