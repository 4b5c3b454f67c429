using System.Text;

namespace Oversight.Web.Tests;

/// <summary>One event as a calendar program reads it.</summary>
/// <param name="Properties">The values by name with parameters, such as DTSTART;VALUE=DATE; text is unescaped.</param>
public sealed record ReadEvent(IReadOnlyDictionary<string, string> Properties)
{
    public string this[string name] => Properties[name];
}

/// <summary>A strict reader of RFC 5545: fails on whatever a lenient one would pass over.</summary>
public sealed record CalendarReader(IReadOnlyDictionary<string, string> Properties, IReadOnlyList<ReadEvent> Events)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static CalendarReader Read(byte[] bytes)
    {
        var lines = new List<string>();
        foreach (var line in PhysicalLines(bytes))
        {
            // Each line by itself is whole characters: nothing was folded inside one.
            var text = Strict.GetString(line);
            Assert.True(line.Length <= 75, $"{line.Length} octets: {text}");
            if (text.StartsWith(' '))
            {
                lines[^1] += text[1..];
            }
            else
            {
                lines.Add(text);
            }
        }

        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Equal("END:VCALENDAR", lines[^1]);
        var calendar = new Dictionary<string, string>(StringComparer.Ordinal);
        var events = new List<ReadEvent>();
        var components = 0;
        for (var i = 1; i < lines.Count - 1; i++)
        {
            if (!lines[i].StartsWith("BEGIN:", StringComparison.Ordinal))
            {
                Assert.Equal(0, components);
                Assert.True(calendar.TryAdd(Name(lines[i]), Value(lines[i])), lines[i]);
                continue;
            }

            components++;
            var kind = lines[i]["BEGIN:".Length..];
            var own = new Dictionary<string, string>(StringComparer.Ordinal);
            for (i++; lines[i] != $"END:{kind}"; i++)
            {
                Assert.True(own.TryAdd(Name(lines[i]), Value(lines[i])) || kind == "VTIMEZONE", lines[i]);
            }

            if (kind == "VEVENT")
            {
                events.Add(new(own));
            }
        }

        Assert.NotEqual(0, components);
        Assert.Equal("2.0", calendar["VERSION"]);
        Assert.NotEmpty(calendar["PRODID"]);
        Assert.All(
            events,
            e =>
            {
                Assert.Matches("^[0-9]{8}T[0-9]{6}Z$", e["DTSTAMP"]);
                Assert.Matches("^[0-9]{8}$", e["DTSTART;VALUE=DATE"]);
                Assert.Matches("^[0-9]+$", e["SEQUENCE"]);
                Assert.NotEmpty(e["UID"]);
                Assert.DoesNotContain("URL", e.Properties.Keys);
            }
        );
        Assert.Equal(events.Count, events.Select(e => e["UID"]).Distinct().Count());
        return new(calendar, events);
    }

    private static IEnumerable<byte[]> PhysicalLines(byte[] bytes)
    {
        var start = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.False(bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r'), "A line feed stands alone.");
            Assert.False(bytes[i] == '\r' && (i + 1 == bytes.Length || bytes[i + 1] != '\n'), "A return stands alone.");
            Assert.False(
                bytes[i] < 32 && bytes[i] is not ((byte)'\r' or (byte)'\n' or (byte)'\t'),
                "A control character."
            );
            if (bytes[i] == '\n')
            {
                yield return bytes[start..(i - 1)];
                start = i + 1;
            }
        }

        Assert.Equal(bytes.Length, start);
    }

    private static string Name(string line)
    {
        var name = line[..line.IndexOf(':', StringComparison.Ordinal)];
        Assert.Matches("^[A-Z-]+(;[A-Z]+=[A-Z]+)?$", name);
        return name;
    }

    private static string Value(string line)
    {
        var raw = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var value = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            Assert.False(raw[i] is ',' or ';', $"Not escaped: {line}");
            if (raw[i] == '\\')
            {
                i++;
                Assert.True(i < raw.Length && raw[i] is '\\' or ';' or ',' or 'n', $"Escaped wrongly: {line}");
                value.Append(raw[i] == 'n' ? '\n' : raw[i]);
            }
            else
            {
                value.Append(raw[i]);
            }
        }

        return value.ToString();
    }
}
