using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Oversight.Desk.Imports;

/// <summary>A tracker in CSV (RFC 4180) in UTF-8, with commas, semicolons or tabs between its cells.</summary>
internal static class TrackerCsv
{
    public static TrackerSheet Read(string file, byte[] bytes)
    {
        var text = TextOf(file, bytes);
        // Inside a well-formed file every quotation mark has a partner; without it the rest would be one cell.
        if (text.Count(c => c == '"') % 2 != 0)
        {
            throw new DocumentNotUnderstoodException(
                file,
                1 + text[..text.LastIndexOf('"')].Count(c => c == '\n'),
                "a quotation mark has no partner",
                "close it, or double one that is meant to be read"
            );
        }

        var rows = new List<TrackerRow>();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiter(ref text).ToString(),
            HasHeaderRecord = false,
            IgnoreBlankLines = false,
            BadDataFound = null,
        };
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, configuration);
        while (parser.Read())
        {
            var cells = (parser.Record ?? []).Select(cell => new TrackerCell(cell.Trim())).ToArray();
            TrackerSheet.CheckSize(
                file,
                parser.Row,
                rows.Count,
                cells.Length,
                cells.Select(c => c.Text.Length).DefaultIfEmpty().Max()
            );
            if (cells.Any(c => !c.IsEmpty))
            {
                rows.Add(new(parser.Row, cells));
            }
        }

        return new(file, null, rows);
    }

    private static string TextOf(string file, byte[] bytes)
    {
        try
        {
            return string.Join('\n', AnnualAssessmentDocument.LinesOf(file, bytes));
        }
        catch (DocumentNotUnderstoodException e)
        {
            throw new DocumentNotUnderstoodException(
                file,
                e.Line,
                e.Reason,
                "save it as \"CSV UTF-8\"; what spreadsheet programs call just CSV is often Windows-1252"
            );
        }
    }

    // The one of which the first line that holds something has most outside quotation marks.
    private static char Delimiter(ref string text)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            var named = text[4];
            // The line stays in the count of rows.
            text = text[(text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length)..];
            return named;
        }

        var line = text.Split('\n').FirstOrDefault(l => l.Trim().Length > 0) ?? "";
        var counts = new Dictionary<char, int>
        {
            [','] = 0,
            [';'] = 0,
            ['\t'] = 0,
        };
        var quoted = false;
        foreach (var c in line)
        {
            quoted ^= c == '"';
            if (!quoted && counts.TryGetValue(c, out var count))
            {
                counts[c] = count + 1;
            }
        }

        return counts.MaxBy(c => c.Value).Key;
    }
}
