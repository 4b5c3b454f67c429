using System.Text;
using System.Text.Json;
using Oversight.Proofs.Trees;

namespace Oversight.Ledger;

/// <summary>
/// An entry as it is exported: one line of compact JSON with its keys in a fixed order. The line's definition is the SQL function
/// <c>ledger.line</c>; this makes the same characters without a database.
/// </summary>
public static class EntryLine
{
    // The data may be as deep as what is stored may be, and lies in the line.
    private static readonly JsonDocumentOptions OneDeeper = new() { MaxDepth = CanonicalJson.MaximumDepth + 1 };

    /// <summary>Writes the line, without a line feed at its end.</summary>
    /// <param name="place">The entry's place, from 0.</param>
    /// <param name="id">The entry's id.</param>
    /// <param name="stream">The stream it is in.</param>
    /// <param name="version">Its version in that stream, from 1.</param>
    /// <param name="type">Its event type in snake_case.</param>
    /// <param name="recorded">When it was recorded, in whole microseconds; written in UTC.</param>
    /// <param name="loggedBy">The signed-in subject who logged it.</param>
    /// <param name="correlationId">The correlation id, if any.</param>
    /// <param name="causationId">The causation id, if any.</param>
    /// <param name="headers">The headers as canonical JSON (<see cref="CanonicalJson"/>), if any.</param>
    /// <param name="data">The data as canonical JSON.</param>
    public static string Write(
        long place,
        Guid id,
        string stream,
        long version,
        string type,
        DateTimeOffset recorded,
        string? loggedBy,
        string? correlationId,
        string? causationId,
        string? headers,
        string data
    )
    {
        var line = new StringBuilder(256 + data.Length);
        line.Append(CultureInfo.InvariantCulture, $"{{\"place\":{place},\"id\":\"{id:D}\",\"stream\":");
        CanonicalJson.AppendString(line, stream);
        line.Append(CultureInfo.InvariantCulture, $",\"version\":{version},\"type\":");
        CanonicalJson.AppendString(line, type);
        line.Append(
            CultureInfo.InvariantCulture,
            $",\"recorded\":\"{recorded.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z\",\"logged_by\":"
        );
        AppendTextOrNull(line, loggedBy);
        line.Append(",\"correlation_id\":");
        AppendTextOrNull(line, correlationId);
        line.Append(",\"causation_id\":");
        AppendTextOrNull(line, causationId);
        return line.Append(",\"headers\":")
            .Append(headers ?? "null")
            .Append(",\"data\":")
            .Append(data)
            .Append('}')
            .ToString();
    }

    /// <summary>The leaf of RFC 9162's tree for a line, of its UTF-8: 32 bytes.</summary>
    public static byte[] Leaf(string line) => TreeHash.OfLeaf(Encoding.UTF8.GetBytes(line)).Bytes.ToArray();

    /// <summary>The entry that a line says; its data is the same characters that were hashed.</summary>
    /// <exception cref="FormatException">It is not the line of an entry.</exception>
    public static StoredEntry Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line, OneDeeper);
            var entry = parsed.RootElement;
            return new(
                entry.GetProperty("place").GetInt64(),
                entry.GetProperty("id").GetGuid(),
                entry.GetProperty("stream").GetString()!,
                entry.GetProperty("version").GetInt64(),
                entry.GetProperty("type").GetString()!,
                entry.GetProperty("data").GetRawText(),
                entry.GetProperty("recorded").GetDateTimeOffset(),
                entry.GetProperty("logged_by").GetString() ?? "",
                entry.GetProperty("correlation_id").GetString(),
                entry.GetProperty("causation_id").GetString()
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"It is not the line of an entry: {e.Message}", e);
        }
    }

    private static void AppendTextOrNull(StringBuilder line, string? text)
    {
        if (text is null)
        {
            line.Append("null");
        }
        else
        {
            CanonicalJson.AppendString(line, text);
        }
    }
}
