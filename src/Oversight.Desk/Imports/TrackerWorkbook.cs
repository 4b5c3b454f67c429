using System.IO.Compression;
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
    private const long LargestUncompressed = 200L * 1024 * 1024;
    private const int MostParts = 1_000;

    // What is read element by element is nested less deeply than this in every real workbook.
    private const int DeepestNesting = 100;
    private const int LongestTag = 100_000;
    private const int MostElementsAtOnce = 500_000;
    private const int MostSharedStrings = 2_000_000;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(i => CrcOf((uint)i))];

    private static readonly NumberFormatCode General = new("General");

    private readonly string file;
    private readonly List<string> sharedStrings = [];
    private readonly List<NumberFormatCode> formats = [];
    private readonly bool from1904;

    private TrackerWorkbook(string file, WorkbookPart workbook)
    {
        this.file = file;
        from1904 = workbook.Workbook.WorkbookProperties?.Date1904?.Value == true;
        Check(file, workbook.WorkbookStylesPart);
        Check(file, workbook.SharedStringTablePart);
        foreach (var item in Elements<SharedStringItem>(workbook.SharedStringTablePart))
        {
            // Trimmed once: thousands of cells may refer to the same text.
            sharedStrings.Add(TextOf(item).Trim());
            if (sharedStrings.Count > MostSharedStrings)
            {
                throw TooLarge(file, $"more than {MostSharedStrings:N0} texts");
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
            CheckUncompressed(file, bytes);
            using var stream = new MemoryStream(bytes, writable: false);
            using var document = SpreadsheetDocument.Open(
                stream,
                isEditable: false,
                new OpenSettings { MaxCharactersInPart = LargestUncompressed }
            );
            var workbook = document.WorkbookPart ?? throw new InvalidDataException("It has no workbook in it.");
            Check(file, workbook);
            var chosen = Choose(file, workbook, sheet);
            var part = (WorksheetPart)workbook.GetPartById(chosen.Id!.Value!);
            Check(file, part);
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

    // What it says of its sizes may be a lie: every part is unpacked once, to nowhere. What it says of its sums is
    // checked by nobody else: a byte that changed would be read as if it had been written.
    private static void CheckUncompressed(string file, byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes, writable: false));
        var left = LargestUncompressed;
        var buffer = new byte[81_920];
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            var crc = uint.MaxValue;
            for (int read; left >= 0 && (read = part.Read(buffer)) > 0; left -= read)
            {
                foreach (var b in buffer.AsSpan(0, read))
                {
                    crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
                }
            }

            if (left >= 0 && ~crc != entry.Crc32)
            {
                throw new InvalidDataException(
                    $"The bytes of its part {entry.FullName} are not those that were written."
                );
            }

            // What a package says of its parts is read by the library before any of them can be looked at.
            if (
                left >= 0
                && (
                    entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)
                    || entry.FullName.Equals("[Content_Types].xml", StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                using (var bytesAgain = entry.Open())
                {
                    CheckTags(file, entry.FullName, bytesAgain);
                }

                using var again = entry.Open();
                Check(file, entry.FullName, again, oneByOne: false);
            }
        }

        if (left < 0 || archive.Entries.Count > MostParts)
        {
            throw TooLarge(
                file,
                $"more than {LargestUncompressed:N0} bytes in {MostParts:N0} parts once it is unpacked"
            );
        }
    }

    private static uint CrcOf(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        }

        return value;
    }

    private static DocumentNotUnderstoodException TooLarge(string file, string what) =>
        new(
            file,
            1,
            $"the workbook is too large: {what}",
            "copy the tracker into a workbook of its own, and save that as .xlsx"
        );

    // An element is read whole, with all that is in it, by a call for each level: what is nested too deeply, or holds too
    // much, is refused by a reader that keeps nothing of it.
    private static void Check(string file, OpenXmlPart? part)
    {
        if (part is not null)
        {
            using (var bytes = part.GetStream(FileMode.Open, FileAccess.Read))
            {
                CheckTags(file, part.Uri.ToString(), bytes);
            }

            using var stream = part.GetStream(FileMode.Open, FileAccess.Read);
            Check(file, part.Uri.ToString(), stream, part is WorksheetPart or SharedStringTablePart);
        }
    }

    // Attributes are compared with one another: what they cost grows with the square of their number.
    private static void CheckTags(string file, string part, Stream stream)
    {
        var buffer = new byte[81_920];
        var length = -1;
        for (int read; (read = stream.Read(buffer)) > 0; )
        {
            foreach (var b in buffer.AsSpan(0, read))
            {
                length =
                    b == (byte)'>' ? -1
                    : b == (byte)'<' || length >= 0 ? length + 1
                    : -1;
                if (length > LongestTag)
                {
                    throw TooLarge(file, $"a tag of more than {LongestTag:N0} bytes in its part {part}");
                }
            }
        }
    }

    // Rows and texts are read one after another, everything else of a part at once.
    private static void Check(string file, string part, Stream stream, bool oneByOne)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = LargestUncompressed,
        };
        using var reader = XmlReader.Create(stream, settings);
        var (whole, elements) = (oneByOne ? int.MaxValue : -1, 0);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.Depth > DeepestNesting)
            {
                throw TooLarge(file, $"elements nested deeper than {DeepestNesting} in its part {part}");
            }

            if (oneByOne && reader.Depth <= whole)
            {
                var isRead = reader.LocalName is "row" or "mergeCell" or "si";
                (whole, elements) = (isRead ? reader.Depth : int.MaxValue, 0);
            }

            if (whole != int.MaxValue && ++elements > MostElementsAtOnce)
            {
                throw TooLarge(file, $"more than {MostElementsAtOnce:N0} elements at once in its part {part}");
            }
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
        foreach (var row in Elements<Row>(part))
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
        foreach (var merged in Elements<MergeCell>(part))
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

    [GeneratedRegex("_x(?<number>[0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(
        @"^\$?(?<column>[A-Z]{1,3})\$?(?<row>[1-9][0-9]{0,6})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CellReference();
}
