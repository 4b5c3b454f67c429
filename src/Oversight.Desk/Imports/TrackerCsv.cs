using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Oversight.Desk.Imports;

/// <summary>A tracker in CSV (RFC 4180) in UTF-8, with commas, semicolons or tabs between its cells.</summary>
internal static class TrackerCsv
{
    public static TrackerSheet Read(string file, byte[] bytes, int? headerRow)
    {
        var text = TextOf(file, bytes);
        var delimiter = Delimiter(ref text, headerRow);
        CheckQuotationMarks(file, text, delimiter);
        var rows = new List<TrackerRow>();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
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

    // RFC 4180: a cell is in quotation marks as a whole, or holds none. Whatever else a reader made of it, rows would run into one
    // another or words be lost.
    private static void CheckQuotationMarks(string file, string text, char delimiter)
    {
        var (line, opened) = (1, 0);
        var (begins, quoted, closed) = (true, false, false);
        foreach (var c in text)
        {
            var ends = !quoted && (c == delimiter || c == '\n');
            if (closed && c != '"' && !ends)
            {
                throw new DocumentNotUnderstoodException(
                    file,
                    line,
                    opened == line
                        ? "text follows a closing quotation mark in the same cell"
                        : $"text follows a closing quotation mark in the same cell, which was opened in line {opened}",
                    "double each mark that is meant to be read (\"\")"
                );
            }

            if (c == '"')
            {
                if (!begins && !quoted && !closed)
                {
                    throw new DocumentNotUnderstoodException(
                        file,
                        line,
                        "a quotation mark stands inside a cell that does not begin with one",
                        "put the whole cell in quotation marks and double each one that is meant to be read (\"\")"
                    );
                }

                // A mark after a closing one was a doubled one.
                (opened, closed, quoted) = (begins ? line : opened, quoted, !quoted);
            }
            else if (!quoted)
            {
                closed = false;
            }

            begins = ends;
            line += c == '\n' ? 1 : 0;
        }

        if (quoted)
        {
            throw new DocumentNotUnderstoodException(
                file,
                opened,
                "a quotation mark has no partner",
                "close it, or double one that is meant to be read"
            );
        }
    }

    // The one of which the row of headings (or else the first line that holds something) has most outside quotation marks.
    private static char Delimiter(ref string text, int? headerRow)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            var named = text[4];
            // The line stays in the count of rows.
            text = text[(text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length)..];
            return named;
        }

        var lines = text.Split('\n');
        var line =
            headerRow is { } number && number <= lines.Length
                ? lines[number - 1]
                : lines.FirstOrDefault(l => l.Trim().Length > 0) ?? "";
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
