using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Oversight.Desk.Imports;

/// <summary>
/// A tracker in a sheet of a workbook (Office Open XML): what its cells show, formulas by the values that were computed last.
/// Cells merged into one say the same; hidden rows are read, and known as hidden.
/// </summary>
internal sealed partial class TrackerWorkbook
{
    private const int MostSharedStrings = 2_000_000;

    private static readonly NumberFormatCode General = new("General");

    private readonly string file;
    private readonly List<string> sharedStrings = [];
    private readonly List<NumberFormatCode> formats = [];
    private readonly bool from1904;

    private TrackerWorkbook(string file, WorkbookPart workbook)
    {
        this.file = file;
        from1904 = workbook.Workbook.WorkbookProperties?.Date1904?.Value == true;
        WorkbookBounds.Check(file, workbook.WorkbookStylesPart);
        WorkbookBounds.Check(file, workbook.SharedStringTablePart);
        foreach (var item in WorkbookBounds.Elements<SharedStringItem>(workbook.SharedStringTablePart))
        {
            // Trimmed once: thousands of cells may refer to the same text.
            sharedStrings.Add(TextOf(item).Trim());
            if (sharedStrings.Count > MostSharedStrings)
            {
                throw WorkbookBounds.TooLarge(file, $"more than {MostSharedStrings:N0} texts");
            }
        }

        var styles = workbook.WorkbookStylesPart?.Stylesheet;
        var own = (styles?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
            .Where(f => f.NumberFormatId is not null)
            .ToDictionary(f => f.NumberFormatId!.Value, f => f.FormatCode?.Value ?? "");
        foreach (var format in styles?.CellFormats?.Elements<CellFormat>() ?? [])
        {
            var id = format.NumberFormatId?.Value ?? 0;
            formats.Add(new(own.TryGetValue(id, out var code) ? code : BuiltIn(id)));
        }
    }

    public static TrackerSheet Read(string file, byte[] bytes, string? sheet)
    {
        try
        {
            WorkbookBounds.CheckPackage(file, bytes);
            using var stream = new MemoryStream(bytes, writable: false);
            using var document = SpreadsheetDocument.Open(
                stream,
                isEditable: false,
                new OpenSettings { MaxCharactersInPart = WorkbookBounds.LargestUncompressed }
            );
            var workbook = document.WorkbookPart ?? throw new InvalidDataException("It has no workbook in it.");
            WorkbookBounds.Check(file, workbook);
            var chosen = Choose(file, workbook, sheet);
            var part = (WorksheetPart)workbook.GetPartById(chosen.Id!.Value!);
            WorkbookBounds.Check(file, part);
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
        var rows = new List<TrackerRow>();
        var last = 0;
        foreach (var row in WorkbookBounds.Elements<Row>(part))
        {
            var number = row.RowIndex is { } index ? checked((int)index.Value) : last + 1;
            if (number <= last)
            {
                throw new InvalidDataException($"Row {number} comes after row {last}.");
            }

            last = number;
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
                rows.Add(new(last, cells, row.Hidden?.Value == true));
            }
        }

        var left = TrackerSheet.MostRows * TrackerSheet.MostColumns;
        foreach (var merged in WorkbookBounds.Elements<MergeCell>(part))
        {
            Spread(rows, merged.Reference?.Value ?? "", ref left);
        }

        return rows;
    }

    private TrackerCell[] CellsOf(Row row, int number)
    {
        var cells = new List<TrackerCell>();
        foreach (var cell in row.Elements<Cell>())
        {
            var (ofRow, column) = cell.CellReference?.Value is { } reference
                ? Position(reference)
                : (number, cells.Count);
            TrackerSheet.CheckSize(file, number, 0, column + 1, 0);
            if (ofRow != number || column < cells.Count)
            {
                throw new InvalidDataException(
                    $"The cell {cell.CellReference} is not where it should be in row {number}."
                );
            }

            while (cells.Count <= column)
            {
                cells.Add(TrackerCell.Empty);
            }

            cells[column] = Read(cell);
        }

        return [.. cells];
    }

    // The value is in the first cell; the others of the merged ones are there for a person only as far as they show it.
    private static void Spread(List<TrackerRow> rows, string range, ref int left)
    {
        var ends = range.Split(':');
        if (ends.Length != 2)
        {
            return;
        }

        var (first, last) = (Position(ends[0]), Position(ends[1]));
        var end = Math.Min(last.Column, TrackerSheet.MostColumns - 1);
        var start = rows.FindIndex(r => r.Number >= first.Row);
        var value = start >= 0 && rows[start].Number == first.Row ? rows[start][first.Column] : TrackerCell.Empty;
        for (var i = Math.Max(start, 0); start >= 0 && i < rows.Count && rows[i].Number <= last.Row; i++)
        {
            var cells = rows[i].Cells.ToArray();
            Array.Resize(ref cells, Math.Max(cells.Length, end + 1));
            for (var column = 0; column < cells.Length; column++)
            {
                var isFirst = rows[i].Number == first.Row && column == first.Column;
                cells[column] =
                    column >= first.Column && column <= end && !isFirst
                        ? value with
                        {
                            IsCopy = true,
                        }
                        : cells[column] ?? TrackerCell.Empty;
            }

            rows[i] = rows[i] with { Cells = cells };
            left -= cells.Length;
            if (left < 0)
            {
                throw new InvalidDataException("Its merged cells overlap.");
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
                ? new(sharedStrings[index])
                : new(value, Fault: "refers to a text that the workbook has not got"),
            _ when type == CellValues.Error => new(value, Fault: "is an error of the spreadsheet's own"),
            _ when type == CellValues.Boolean => new(value == "1" ? "TRUE" : "FALSE"),
            _ when type == CellValues.Date => DateWithPrecision.TryParse(value.Split('T')[0], out var date)
                ? new(date.ToString(), date)
                : new(value),
            _ when type == CellValues.String => new(Unescaped(value).Trim()),
            _ => Number(value, cell.StyleIndex?.Value ?? 0),
        };
    }

    private TrackerCell Number(string value, uint style)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return new(value.Trim(), Fault: "is not a number, though the workbook says so");
        }

        var format = style < formats.Count ? formats[(int)style] : null;
        if (format?.Shows(number) == false)
        {
            return number == 0
                ? TrackerCell.Empty
                : new(
                    value,
                    Fault: "is a number that the spreadsheet does not show: change the cell's format, or empty it"
                );
        }

        if (format?.PrecisionOf(number) is { } precision)
        {
            return DayOf(number) is not { } day ? new(value, Fault: "is formatted as a date, but no such day exists")
                : precision == DatePrecision.Month ? Date(DateWithPrecision.Month(day.Year, day.Month))
                : Date(DateWithPrecision.Day(day));
        }

        return new((format ?? General).Shown(number).Trim());

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
    private static string BuiltIn(uint id) =>
        id switch
        {
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            17 => "mmm-yy",
            14 or 15 or 16 or 22 => "dd/mm/yyyy",
            _ => "General",
        };

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
            : Unescaped(
                string.Concat(
                    item.Elements<Text>()
                        .Select(t => t.Text)
                        .Concat(item.Elements<Run>().Select(run => run.Text?.Text ?? ""))
                )
            );

    // ISO/IEC 29500-1, 22.9.2.19: characters that XML cannot hold are written by their numbers, as _x000D_.
    private static string Unescaped(string text) =>
        text.Contains("_x", StringComparison.Ordinal)
            ? Escaped().Replace(text, m => ((char)Convert.ToUInt16(m.Groups["number"].Value, 16)).ToString())
            : text;

    [GeneratedRegex("_x(?<number>[0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(
        @"^\$?(?<column>[A-Z]{1,3})\$?(?<row>[1-9][0-9]{0,6})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CellReference();
}
