using System.Text;

namespace Oversight.Web.Calendars;

/// <summary>One all-day event of a calendar.</summary>
/// <param name="Uid">What it is known by, whatever becomes of its date.</param>
/// <param name="Sequence">How often it may have changed: never goes back.</param>
/// <param name="Stamp">When what it says was last recorded.</param>
/// <param name="Day">The day.</param>
/// <param name="Summary">Its title.</param>
/// <param name="Description">What else there is to say.</param>
/// <param name="Category">What kind of event it is.</param>
/// <param name="Tentative">True when the day is uncertain.</param>
public sealed record CalendarEvent(
    string Uid,
    long Sequence,
    DateTimeOffset Stamp,
    DateOnly Day,
    string Summary,
    string Description,
    string Category,
    bool Tentative
);

/// <summary>
/// Writes a calendar as RFC 5545 has it, with the name and the refresh interval of RFC 7986: lines end in CR LF and are
/// folded at 75 octets, never inside a character (Ical.Net 5.2 was tried, and folds inside those that take two code units).
/// </summary>
public sealed class CalendarText
{
    private const int LongestLine = 75;
    private readonly StringBuilder text = new();

    private CalendarText() { }

    /// <summary>The calendar's text.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="events">Its events, in the order in which they are to stand.</param>
    public static string Of(string name, IReadOnlyList<CalendarEvent> events)
    {
        var calendar = new CalendarText();
        calendar.Line("BEGIN", "VCALENDAR");
        calendar.Line("VERSION", "2.0");
        calendar.Line("PRODID", "-//Oversight//Deadlines//EN");
        calendar.Line("CALSCALE", "GREGORIAN");
        calendar.Line("METHOD", "PUBLISH");
        calendar.Line("NAME", Escaped(name));
        calendar.Line("X-WR-CALNAME", Escaped(name));
        calendar.Line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
        calendar.Line("X-PUBLISHED-TTL", "PT6H");
        foreach (var one in events)
        {
            calendar.Add(one);
        }

        if (events.Count == 0)
        {
            calendar.AddComponentWithoutMeaning();
        }

        calendar.Line("END", "VCALENDAR");
        return calendar.text.ToString();
    }

    private void Add(CalendarEvent one)
    {
        Line("BEGIN", "VEVENT");
        Line("UID", Escaped(one.Uid));
        Line("DTSTAMP", one.Stamp.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        Line("SEQUENCE", one.Sequence.ToString(CultureInfo.InvariantCulture));
        Line("DTSTART;VALUE=DATE", one.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        Line("SUMMARY", Escaped(one.Summary));
        Line("DESCRIPTION", Escaped(one.Description));
        Line("CATEGORIES", Escaped(one.Category));
        Line("STATUS", one.Tentative ? "TENTATIVE" : "CONFIRMED");
        // A deadline takes up nobody's time.
        Line("TRANSP", "TRANSPARENT");
        Line("END", "VEVENT");
    }

    // A calendar must have a component (RFC 5545, section 3.6), even when nothing is due.
    private void AddComponentWithoutMeaning()
    {
        Line("BEGIN", "VTIMEZONE");
        Line("TZID", "UTC");
        Line("BEGIN", "STANDARD");
        Line("DTSTART", "19700101T000000");
        Line("TZOFFSETFROM", "+0000");
        Line("TZOFFSETTO", "+0000");
        Line("END", "STANDARD");
        Line("END", "VTIMEZONE");
    }

    private void Line(string name, string value)
    {
        var octets = 0;
        // Half a character becomes the replacement character here: it cannot be written in UTF-8.
        foreach (var character in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + character.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(character.ToString());
            octets += character.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }

    // Control characters other than the line break have no form in a text value.
    private static string Escaped(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var character in value.ReplaceLineEndings("\n"))
        {
            escaped.Append(
                character switch
                {
                    '\\' => "\\\\",
                    ';' => "\\;",
                    ',' => "\\,",
                    '\n' => "\\n",
                    '\t' => "\t",
                    _ when char.IsControl(character) => "",
                    _ => character.ToString(),
                }
            );
        }

        return escaped.ToString();
    }
}
