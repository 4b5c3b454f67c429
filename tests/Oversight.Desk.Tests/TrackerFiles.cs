using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Oversight.Desk.Tests;

/// <summary>Workbooks and CSV files as teams keep them, written by the tests.</summary>
internal static class TrackerFiles
{
    public const uint DayStyle = 1;
    public const uint MonthStyle = 2;
    public const uint OwnDayStyle = 3;

    public static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n");

    /// <summary>A workbook with one sheet, or several of the same rows.</summary>
    public static byte[] Workbook(
        IEnumerable<OpenXmlElement> rows,
        bool from1904 = false,
        string[]? merged = null,
        string[]? shared = null,
        string ownFormat = "[$-809]dd\" of \"mmmm\\ yyyy",
        params string[] sheets
    )
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new WorkbookProperties { Date1904 = from1904 }, new Sheets());
            var styles = workbook.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new Stylesheet(
                new NumberingFormats(
                    new NumberingFormat { NumberFormatId = 164, FormatCode = ownFormat },
                    new NumberingFormat { NumberFormatId = 165, FormatCode = "\"from; \"dd/mm/yyyy" },
                    new NumberingFormat { NumberFormatId = 166, FormatCode = "[<1]\"\";dd/mm/yyyy" },
                    new NumberingFormat { NumberFormatId = 167, FormatCode = "0;dd/mm/yyyy" }
                ),
                new CellFormats(
                    new CellFormat(),
                    new CellFormat { NumberFormatId = 14 },
                    new CellFormat { NumberFormatId = 17 },
                    new CellFormat { NumberFormatId = 164 },
                    new CellFormat { NumberFormatId = 165 },
                    new CellFormat { NumberFormatId = 166 },
                    new CellFormat { NumberFormatId = 167 }
                )
            );
            if (shared is not null)
            {
                var strings = workbook.AddNewPart<SharedStringTablePart>();
                strings.SharedStringTable = new SharedStringTable(
                    shared.Select(text => new SharedStringItem(
                        new Run(new Text(text[..1])),
                        new Run(new Text(text[1..]) { Space = SpaceProcessingModeValues.Preserve }),
                        new PhoneticRun(new Text("reading")) { BaseTextStartIndex = 0, EndingBaseIndex = 1 }
                    ))
                );
            }

            var names = sheets.Length == 0 ? ["Sheet1"] : sheets;
            foreach (var (number, name) in names.Index())
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(rows.Select(r => r.CloneNode(deep: true))));
                if (merged is not null)
                {
                    part.Worksheet.Append(new MergeCells(merged.Select(m => new MergeCell { Reference = m })));
                }

                workbook.Workbook.Sheets!.Append(
                    new Sheet
                    {
                        Id = workbook.GetIdOfPart(part),
                        SheetId = (uint)(number + 1),
                        Name = name.TrimStart('!'),
                        State = name.StartsWith('!') ? SheetStateValues.Hidden : SheetStateValues.Visible,
                    }
                );
            }
        }

        return stream.ToArray();
    }

    public static Row Row(uint number, params Cell[] cells)
    {
        var row = new Row { RowIndex = number };
        foreach (var (column, cell) in cells.Index())
        {
            cell.CellReference ??= $"{(char)('A' + column)}{number}";
            row.Append(cell);
        }

        return row;
    }

    public static Row Hidden(Row row)
    {
        row.Hidden = true;
        return row;
    }

    public static Cell Says(string text) =>
        new(new InlineString(new Text(text))) { DataType = CellValues.InlineString };

    public static Cell Shared(int index) => new(Value($"{index}")) { DataType = CellValues.SharedString };

    public static Cell Number(double number, uint style = 0) =>
        new(Value(number.ToString(CultureInfo.InvariantCulture))) { StyleIndex = style };

    public static Cell Formula(string formula, string? value) =>
        value is null
            ? new(new CellFormula(formula))
            : new(new CellFormula(formula), Value(value)) { DataType = CellValues.String };

    public static Cell Error(string error) => new(Value(error)) { DataType = CellValues.Error };

    /// <summary>The bytes of one part of a workbook.</summary>
    public static byte[] Part(byte[] workbook, string part)
    {
        using var archive = new ZipArchive(new MemoryStream(workbook));
        using var entry = archive.GetEntry(part)!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A workbook in which one part is replaced.</summary>
    public static byte[] Damaged(byte[] workbook, string part, byte[]? content)
    {
        var stream = new MemoryStream();
        stream.Write(workbook);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(part)!.Delete();
            if (content is not null)
            {
                using var entry = archive.CreateEntry(part, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static CellValue Value(string text) => new(text);
}
