using System.Text;

namespace Oversight.Desk.Imports;

/// <summary>
/// A tracker in CSV (RFC 4180) in UTF-8, with commas, semicolons or tabs between its cells. What is not well-formed is refused
/// with its line: a lenient reader would swallow cells, or whole rows, without a word.
/// </summary>
internal sealed class TrackerCsv
{
    private readonly string file;
    private readonly string text;
    private readonly char delimiter;
    private int at;
    private int line = 1;

    private TrackerCsv(string file, string text, int? headerRow)
    {
        this.file = file;
        this.text = text;
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            delimiter = text[4];
            // The line stays in the count of rows.
            at = text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length;
        }
        else
        {
            delimiter = MostFrequent(Headings(text, headerRow));
        }
    }

    public static TrackerSheet Read(string file, byte[] bytes, int? headerRow)
    {
        var csv = new TrackerCsv(file, TextOf(file, bytes), headerRow);
        var rows = new List<TrackerRow>();
        for (var number = 1; csv.at < csv.text.Length; number++)
        {
            var cells = csv.Row().Select(cell => new TrackerCell(Unguarded(cell.Trim()))).ToArray();
            TrackerSheet.CheckSize(file, number, rows.Count, cells.Length, cells.Max(c => c.Text.Length));
            if (cells.Any(c => !c.IsEmpty))
            {
                rows.Add(new(number, cells));
            }
        }

        return new(file, null, rows, EveryRowIsWhole: true);
    }

    // Lone carriage returns stay in their cells; pairs of return and line feed are one line end, as everywhere.
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

    private List<string> Row()
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(at < text.Length && text[at] == '"' ? Quoted() : Bare());
            if (at >= text.Length || text[at++] == '\n')
            {
                line++;
                return cells;
            }
        }
    }

    private string Bare()
    {
        var start = at;
        while (at < text.Length && text[at] != delimiter && text[at] != '\n')
        {
            if (text[at] == '"')
            {
                throw Refused(
                    line,
                    $"a quotation mark stands inside a cell that does not begin with one (after \"{Shown(text[start..at])}\")",
                    "put the whole cell in quotation marks, and double those that are meant to be read"
                );
            }

            if (text[at] == '\r')
            {
                throw Refused(
                    line,
                    "a carriage return stands by itself",
                    "save it as \"CSV UTF-8\", not as CSV for Macintosh, and put cells of several lines in quotation marks"
                );
            }

            at++;
        }

        return text[start..at];
    }

    private string Quoted()
    {
        var (opened, cell) = (line, new StringBuilder());
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                line += text[at] == '\n' ? 1 : 0;
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (++at >= text.Length || text[at] == delimiter || text[at] == '\n')
            {
                return cell.ToString();
            }
            else
            {
                throw Refused(
                    line,
                    $"text follows a closing quotation mark in the same cell (\"{Shown(cell.ToString())}\")"
                        + (opened == line ? "" : $", which was opened in line {opened}"),
                    "double the quotation marks that are meant to be read, or take the one that opens the cell away"
                );
            }
        }

        throw Refused(
            opened,
            "a cell opens with a quotation mark that has no partner",
            "close it, or double one that is meant to be read"
        );
    }

    private DocumentNotUnderstoodException Refused(int where, string reason, string remedy) =>
        new(file, where, reason, remedy);

    private static string Shown(string cell) => cell.Length > 30 ? "…" + cell[^30..] : cell;

    // What the program's own exports put before a text that a spreadsheet would take for a formula is no part of it.
    private static string Unguarded(string cell)
    {
        var rest = cell.AsSpan().TrimStart('\'');
        return rest.Length < cell.Length && rest is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;
    }

    // The row of headings, or the first that holds something; line ends inside quotation marks end no row.
    private static ReadOnlySpan<char> Headings(string text, int? headerRow)
    {
        var (start, number, quoted) = (0, 1, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == text.Length || (text[i] == '\n' && !quoted))
            {
                var row = text.AsSpan(start, i - start);
                if (headerRow is null ? !row.IsWhiteSpace() : number == headerRow)
                {
                    return row;
                }

                (start, number) = (i + 1, number + 1);
            }
        }

        return [];
    }

    private static char MostFrequent(ReadOnlySpan<char> headings)
    {
        var counts = new Dictionary<char, int>
        {
            [','] = 0,
            [';'] = 0,
            ['\t'] = 0,
        };
        var quoted = false;
        foreach (var c in headings)
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
