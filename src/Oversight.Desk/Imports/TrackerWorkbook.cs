using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Oversight.Record.Time;

namespace Oversight.Desk.Imports;

/// <summary>
/// A tracker in a sheet of a workbook (Office Open XML): what its cells show, formulas by the values that were computed last.
/// Cells merged into one say the same; hidden rows are read, and known as hidden.
/// </summary>
internal sealed partial class TrackerWorkbook
{
    private const long LargestUncompressed = 200L * 1024 * 1024;
    private const int MostParts = 1_000;

    private readonly string file;
    private readonly List<string> sharedStrings = [];
    private readonly List<DatePrecision?> dateFormats = [];
    private readonly bool from1904;

    private TrackerWorkbook(string file, WorkbookPart workbook)
    {
        this.file = file;
        from1904 = workbook.Workbook.WorkbookProperties?.Date1904?.Value == true;
        foreach (var item in Elements<SharedStringItem>(workbook.SharedStringTablePart))
        {
            sharedStrings.Add(TextOf(item));
        }

        var styles = workbook.WorkbookStylesPart?.Stylesheet;
        var own = (styles?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
            .Where(f => f.NumberFormatId is not null)
            .ToDictionary(f => f.NumberFormatId!.Value, f => f.FormatCode?.Value ?? "");
        foreach (var format in styles?.CellFormats?.Elements<CellFormat>() ?? [])
        {
            var id = format.NumberFormatId?.Value ?? 0;
            dateFormats.Add(own.TryGetValue(id, out var code) ? PrecisionOf(code) : PrecisionOfBuiltIn(id));
        }
    }

    public static TrackerSheet Read(string file, byte[] bytes, string? sheet)
    {
        try
        {
            CheckUncompressed(file, bytes);
            using var stream = new MemoryStream(bytes, writable: false);
            using var document = SpreadsheetDocument.Open(
                stream,
                isEditable: false,
                new OpenSettings { MaxCharactersInPart = LargestUncompressed }
            );
            var workbook = document.WorkbookPart ?? throw new InvalidDataException("It has no workbook in it.");
            var chosen = Choose(file, workbook, sheet);
            var part = (WorksheetPart)workbook.GetPartById(chosen.Id!.Value!);
            return new(file, chosen.Name!.Value!, new TrackerWorkbook(file, workbook).RowsOf(part));
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or FileFormatException
                        or OpenXmlPackageException
                        or XmlException
                        or FormatException
                        or ArgumentException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or NotSupportedException
                        or OverflowException
            )
        {
            throw new DocumentNotUnderstoodException(
                file,
                1,
                $"the workbook is damaged ({e.Message.TrimEnd('.')})",
                "open it in a spreadsheet program and save it again as .xlsx"
            );
        }
    }

    // What it says of its sizes may be a lie: every part is unpacked once, to nowhere.
    private static void CheckUncompressed(string file, byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes, writable: false));
        var left = LargestUncompressed;
        var buffer = new byte[81_920];
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            for (int read; left >= 0 && (read = part.Read(buffer)) > 0; left -= read) { }
        }

        if (left < 0 || archive.Entries.Count > MostParts)
        {
            throw new DocumentNotUnderstoodException(
                file,
                1,
                "the workbook is too large once it is unpacked",
                $"at most {LargestUncompressed:N0} bytes in {MostParts:N0} parts are read: copy the tracker into a workbook of its own"
            );
        }
    }

    private static Sheet Choose(string file, WorkbookPart workbook, string? name)
    {
        var sheets = workbook.Workbook.Sheets?.Elements<Sheet>().Where(s => s.Name?.Value is not null).ToArray() ?? [];
        var shown = sheets.Where(s => s.State is null || s.State.Value == SheetStateValues.Visible).ToArray();
        var chosen = name is null
            ? shown
            : [.. sheets.Where(s => s.Name!.Value!.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return chosen.Length == 1 && workbook.GetPartById(chosen[0].Id!.Value!) is WorksheetPart
            ? chosen[0]
            : throw new DocumentNotUnderstoodException(
                file,
                1,
                name is null
                    ? $"the workbook shows {shown.Length} sheets"
                    : $"it has no sheet of rows called \"{name}\"",
                $"name one of its sheets: {string.Join(", ", sheets.Select(s => $"\"{s.Name}\""))}"
            );
    }

    private List<TrackerRow> RowsOf(WorksheetPart part)
    {
        var rows = new List<(int Number, TrackerCell[] Cells, bool Hidden)>();
        var last = 0;
        foreach (var row in Elements<Row>(part))
        {
            last = row.RowIndex is { } index ? checked((int)index.Value) : last + 1;
            var cells = CellsOf(row, last);
            TrackerSheet.CheckSize(
                file,
                last,
                rows.Count,
                cells.Length,
                cells.Select(c => c.Text.Length).DefaultIfEmpty().Max()
            );
            if (cells.Any(c => !c.IsEmpty))
            {
                rows.Add((last, cells, row.Hidden?.Value == true));
            }
        }

        foreach (var merged in Elements<MergeCell>(part))
        {
            Spread(rows, merged.Reference?.Value ?? "");
        }

        return [.. rows.Select(r => new TrackerRow(r.Number, r.Cells, r.Hidden))];
    }

    private TrackerCell[] CellsOf(Row row, int number)
    {
        var cells = new List<TrackerCell>();
        foreach (var cell in row.Elements<Cell>())
        {
            var column = cell.CellReference?.Value is { } reference ? Position(reference).Column : cells.Count;
            TrackerSheet.CheckSize(file, number, 0, column + 1, 0);
            while (cells.Count <= column)
            {
                cells.Add(TrackerCell.Empty);
            }

            cells[column] = Read(cell);
        }

        return [.. cells];
    }

    // The value is in the first cell; the others of the merged ones are there for a person only as far as they show it.
    private static void Spread(List<(int Number, TrackerCell[] Cells, bool Hidden)> rows, string range)
    {
        var ends = range.Split(':');
        if (ends.Length != 2)
        {
            return;
        }

        var (first, last) = (Position(ends[0]), Position(ends[1]));
        var value =
            rows.FirstOrDefault(r => r.Number == first.Row).Cells is { } top && first.Column < top.Length
                ? top[first.Column]
                : TrackerCell.Empty;
        for (var i = 0; i < rows.Count; i++)
        {
            var (number, cells, hidden) = rows[i];
            if (number >= first.Row && number <= last.Row)
            {
                var end = Math.Min(last.Column, TrackerSheet.MostColumns - 1);
                Array.Resize(ref cells, Math.Max(cells.Length, end + 1));
                for (var column = 0; column < cells.Length; column++)
                {
                    cells[column] =
                        column >= first.Column && column <= end ? value : cells[column] ?? TrackerCell.Empty;
                }

                rows[i] = (number, cells, hidden);
            }
        }
    }

    private TrackerCell Read(Cell cell)
    {
        var value = cell.CellValue?.Text;
        var type = cell.DataType?.Value;
        if (type == CellValues.InlineString)
        {
            return new(TextOf(cell.InlineString).Trim());
        }

        if (string.IsNullOrEmpty(value))
        {
            return cell.CellFormula is null || type == CellValues.String
                ? TrackerCell.Empty
                : new("", Fault: "is a formula that was never computed: open and save it in a spreadsheet program");
        }

        return type switch
        {
            _ when type == CellValues.SharedString => int.TryParse(
                value,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var index
            )
            && index < sharedStrings.Count
                ? new(sharedStrings[index].Trim())
                : new(value, Fault: "refers to a text that the workbook has not got"),
            _ when type == CellValues.Error => new(value, Fault: "is an error of the spreadsheet's own"),
            _ when type == CellValues.Boolean => new(value == "1" ? "TRUE" : "FALSE"),
            _ when type == CellValues.Date => DateWithPrecision.TryParse(value.Split('T')[0], out var date)
                ? new(date.ToString(), date)
                : new(value),
            _ when type == CellValues.String => new(value.Trim()),
            _ => Number(value, cell.StyleIndex?.Value ?? 0),
        };
    }

    private TrackerCell Number(string value, uint style)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return new(value.Trim(), Fault: "is not a number, though the workbook says so");
        }

        if (style < dateFormats.Count && dateFormats[(int)style] is { } precision)
        {
            return DayOf(number) is not { } day ? new(value, Fault: "is formatted as a date, but no such day exists")
                : precision == DatePrecision.Month ? Date(DateWithPrecision.Month(day.Year, day.Month))
                : Date(DateWithPrecision.Day(day));
        }

        // 15 digits are what a spreadsheet program shows of a number at most.
        return new(number.ToString("G15", CultureInfo.InvariantCulture));

        static TrackerCell Date(DateWithPrecision date) => new(date.ToString(), date);
    }

    // Serial numbers count days: from 1 January 1904 as 0, or from 1 January 1900 as 1, where the 60th is 29 February
    // 1900, which never was.
    private DateOnly? DayOf(double serial)
    {
        if (serial is < 0 or > 110_000)
        {
            return null;
        }

        var days = (int)Math.Floor(serial);
        return from1904 ? new DateOnly(1904, 1, 1).AddDays(days)
            : days is 0 or 60 ? null
            : new DateOnly(1899, 12, days < 60 ? 31 : 30).AddDays(days);
    }

    // ISO/IEC 29500-1, 18.8.30: the numbers of the formats that every workbook has; 17 shows a month only.
    private static DatePrecision? PrecisionOfBuiltIn(uint id) =>
        id switch
        {
            17 => DatePrecision.Month,
            14 or 15 or 16 or 22 => DatePrecision.Day,
            _ => null,
        };

    // A format that shows no day says no more than the month.
    private static DatePrecision? PrecisionOf(string format)
    {
        // A text in the format may hold a semicolon; a section may be for some numbers only, and a day's number is a large one.
        var sections = FixedText().Replace(format, "").Split(';');
        var shown = sections.FirstOrDefault(IsForDays) ?? "";
        var letters = NotTokens().Replace(shown, "").ToLowerInvariant();
        return !letters.Contains('y') ? (letters.Contains('d') && letters.Contains('m') ? DatePrecision.Day : null)
            : letters.Contains('d') ? DatePrecision.Day
            : letters.Contains('m') ? DatePrecision.Month
            : null;
    }

    private static bool IsForDays(string section)
    {
        const double aDay = 45_000;
        if (Condition().Match(section) is not { Success: true } match)
        {
            return true;
        }

        var bound = double.Parse(match.Groups["bound"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["is"].Value switch
        {
            "<" => aDay < bound,
            "<=" => aDay <= bound,
            ">" => aDay > bound,
            ">=" => aDay >= bound,
            "<>" => true,
            _ => false,
        };
    }

    private static (int Row, int Column) Position(string reference)
    {
        var match = CellReference().Match(reference);
        if (!match.Success)
        {
            throw new FormatException($"\"{reference}\" is no cell");
        }

        var column = match.Groups["column"].Value.Aggregate(0, (number, letter) => (number * 26) + letter - 'A' + 1);
        return (int.Parse(match.Groups["row"].ValueSpan, CultureInfo.InvariantCulture), column - 1);
    }

    // Without the readings of Japanese and Chinese text, which stand beside it.
    private static string TextOf(OpenXmlElement? item) =>
        item is null
            ? ""
            : string.Concat(
                item.Elements<Text>()
                    .Select(t => t.Text)
                    .Concat(item.Elements<Run>().Select(run => run.Text?.Text ?? ""))
            );

    // One after another: a large sheet is never in memory as a whole.
    private static IEnumerable<T> Elements<T>(OpenXmlPart? part)
        where T : OpenXmlElement
    {
        if (part is null)
        {
            yield break;
        }

        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(T) && reader.IsStartElement)
            {
                yield return (T)reader.LoadCurrentElement()!;
            }
        }
    }

    [GeneratedRegex(
        """\[[^\]]*\]|"[^"]*"|\\.|_.|\*.""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex NotTokens();

    // Not what stands in brackets: a condition does.
    [GeneratedRegex("\"[^\"]*\"|\\\\.|_.|\\*.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FixedText();

    [GeneratedRegex(
        """\[(?<is><=|>=|<>|<|>|=)(?<bound>-?[0-9]+(\.[0-9]+)?)\]""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Condition();

    [GeneratedRegex(
        @"^\$?(?<column>[A-Z]{1,3})\$?(?<row>[1-9][0-9]{0,6})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CellReference();
}
