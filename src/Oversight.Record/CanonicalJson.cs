using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Oversight.Record;

/// <summary>
/// The one way of writing a JSON document that the record's hashes rest on. It is PostgreSQL's text of a <c>jsonb</c> value, so that what is
/// stored, exported and hashed are the same bytes (in UTF-8):
/// <list type="bullet">
/// <item>a colon and a comma are each followed by one space; there is no other space;</item>
/// <item>the names of an object are ordered by the length of their UTF-8, then by its bytes;</item>
/// <item>in strings only <c>"</c>, <c>\</c> and the characters below U+0020 are escaped: <c>\b \f \n \r \t</c>, the others as <c>\u00xx</c> in
/// small letters;</item>
/// <item>numbers are whole, between -(2^53 - 1) and 2^53 - 1, written in digits.</item>
/// </list>
/// What cannot be kept exactly, or not read alike everywhere, is refused: the character U+0000, surrogates without a partner, other numbers
/// (1.0 and 1e3 too), a name twice in one object, and more than <see cref="MaximumDepth"/> levels of objects and arrays.
/// </summary>
public static class CanonicalJson
{
    /// <summary>How many objects and arrays may lie in one another.</summary>
    public const int MaximumDepth = 64;

    private const long MaximumNumber = (1L << 53) - 1;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(code => (char)code),
        '"',
        '\\',
    ]);

    /// <summary>Writes a document canonically.</summary>
    /// <param name="json">Any JSON text (RFC 8259; neither comments nor trailing commas).</param>
    /// <exception cref="NotCanonicalException">The text is not JSON, or holds something that is refused.</exception>
    public static string Write(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        byte[] utf8;
        try
        {
            utf8 = StrictUtf8.GetBytes(json);
        }
        catch (EncoderFallbackException)
        {
            throw new NotCanonicalException("$", "it holds a surrogate without a partner");
        }
        return Write(utf8);
    }

    /// <inheritdoc cref="Write(string)"/>
    /// <param name="utf8">The same, in UTF-8.</param>
    public static string Write(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // The parser's own limit lies higher, so that what is nested too deeply can be named.
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 4 * MaximumDepth });
            return Write(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new NotCanonicalException("$", $"it is not JSON, or nested far too deeply: {error.Message}");
        }
    }

    /// <inheritdoc cref="Write(string)"/>
    /// <param name="element">The same, parsed.</param>
    public static string Write(JsonElement element)
    {
        var text = new StringBuilder();
        Append(text, element, new Path(Parent: null, Step: "$", Depth: 0));
        return text.ToString();
    }

    /// <summary>Writes a string between quotation marks, as it is written in a document.</summary>
    /// <remarks>Does not look for U+0000 and surrogates: the database refuses them in a text, and <see cref="Write(string)"/> in a document.</remarks>
    public static void AppendString(StringBuilder text, string value)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Append('"');
        for (var rest = value.AsSpan(); !rest.IsEmpty; )
        {
            var plain = rest.IndexOfAny(Escaped);
            if (plain < 0)
            {
                text.Append(rest);
                break;
            }
            text.Append(rest[..plain]);
            _ = rest[plain] switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                var control => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"),
            };
            rest = rest[(plain + 1)..];
        }
        text.Append('"');
    }

    private static void Append(StringBuilder text, JsonElement element, Path path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, element, path);
                break;
            case JsonValueKind.Array:
                AppendArray(text, element, path);
                break;
            case JsonValueKind.String:
                AppendString(text, Checked(element.GetString, path));
                break;
            case JsonValueKind.Number:
                text.Append(WholeNumber(element.GetRawText(), path));
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.Null:
                text.Append("null");
                break;
            default:
                throw new NotCanonicalException(path.ToString(), "it is no JSON value");
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement element, Path path)
    {
        RefuseDepth(path);
        var members = new List<(byte[] Utf8, string Name, JsonElement Value)>();
        foreach (var property in element.EnumerateObject())
        {
            var name = Checked(() => property.Name, path);
            members.Add((StrictUtf8.GetBytes(name), name, property.Value));
        }
        members.Sort(
            static (left, right) =>
                left.Utf8.Length != right.Utf8.Length
                    ? left.Utf8.Length.CompareTo(right.Utf8.Length)
                    : left.Utf8.AsSpan().SequenceCompareTo(right.Utf8)
        );
        text.Append('{');
        for (var index = 0; index < members.Count; index++)
        {
            var (_, name, value) = members[index];
            if (index > 0)
            {
                if (name == members[index - 1].Name)
                {
                    throw new NotCanonicalException(path.ToString(), $"it has the name '{name}' twice");
                }
                text.Append(", ");
            }
            AppendString(text, name);
            text.Append(": ");
            Append(text, value, path.Member(name));
        }
        text.Append('}');
    }

    private static void AppendArray(StringBuilder text, JsonElement element, Path path)
    {
        RefuseDepth(path);
        text.Append('[');
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (index > 0)
            {
                text.Append(", ");
            }
            Append(text, item, path.Item(index));
            index++;
        }
        text.Append(']');
    }

    private static void RefuseDepth(Path path)
    {
        if (path.Depth >= MaximumDepth)
        {
            throw new NotCanonicalException(path.ToString(), $"it is nested more than {MaximumDepth} levels deep");
        }
    }

    private static string Checked(Func<string?> read, Path path)
    {
        string value;
        try
        {
            value = read()!;
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json says of an escaped surrogate that has no partner, and of bytes that are not UTF-8.
            throw new NotCanonicalException(path.ToString(), "it holds a surrogate without a partner, or is not UTF-8");
        }
        return value.Contains('\0')
            ? throw new NotCanonicalException(path.ToString(), "it holds the character U+0000")
            : value;
    }

    private static string WholeNumber(string written, Path path)
    {
        // 17 characters hold the largest number with its sign; anything longer is out of range, whatever it is.
        if (
            written.Length > 17
            || !long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number is > MaximumNumber or < -MaximumNumber
        )
        {
            var shown = written.Length > 40 ? $"{written[..40]}…" : written;
            throw new NotCanonicalException(
                path.ToString(),
                $"{shown} is not a whole number between -{MaximumNumber} and {MaximumNumber}, written in digits"
            );
        }
        return number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Where in the document; put into words only when something is wrong there.</summary>
    private sealed record Path(Path? Parent, string Step, int Depth)
    {
        public Path Member(string name) =>
            new(
                this,
                name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && name.Length > 0
                    ? $".{name}"
                    : $"['{name.Replace("'", "\\'")}']",
                Depth + 1
            );

        public Path Item(int index) => new(this, string.Create(CultureInfo.InvariantCulture, $"[{index}]"), Depth + 1);

        public override string ToString() => Parent + Step;
    }
}

/// <summary>A JSON document cannot be written canonically.</summary>
/// <param name="path">Where, as a JSON path such as <c>$.items[3].name</c>.</param>
/// <param name="reason">Why, as a clause about what is there.</param>
public sealed class NotCanonicalException(string path, string reason)
    : FormatException($"The JSON document is refused at {path}: {reason}.")
{
    /// <summary>Where, as a JSON path.</summary>
    public string Path => path;

    /// <summary>Why.</summary>
    public string Reason => reason;
}
