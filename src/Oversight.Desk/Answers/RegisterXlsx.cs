using System.IO.Compression;
using System.Text;
using System.Xml;
using Oversight.Projections.Registers;

namespace Oversight.Desk.Answers;

/// <summary>
/// Rows of a register as a workbook (Office Open XML): a sheet that says what they are, and a sheet of the rows. Dates and numbers are cells of
/// their kind, instants are in London's time; a text is always a text, whatever it begins with, and no cell is a formula. It is written as
/// it is computed, without being held in memory, and the same answer is always the same bytes: what the packaging library writes is neither.
/// </summary>
public static class RegisterXlsx
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The name of the sheet with the rows.</summary>
    public const string RowsSheet = "Rows";

    /// <summary>How many rows a sheet holds below its headings.</summary>
    public const int MostRows = 1_048_575;

    private const int RowsAtOnce = 1_000;
    private const int LongestCell = 32_767;
    private const string Cut = "… (a cell holds no more; the CSV has all of it)";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";

    // Of every file the same, so that an answer is always the same bytes.
    private static readonly DateTimeOffset Written = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly XmlWriterSettings Closing = new() { CloseOutput = true };
    private static readonly DateOnly DayZero = new(1899, 12, 30);

    /// <summary>The file, piece by piece.</summary>
    /// <param name="about">What it is.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="people">The names behind people's ids.</param>
    public static IEnumerable<byte[]> Write(
        AboutTable about,
        RegisterAnswer answer,
        IReadOnlyDictionary<string, string> people
    )
    {
        var written = new Pieces();
        using (var zip = new ZipArchive(written, ZipArchiveMode.Create, leaveOpen: true))
        {
            var rows = Math.Min(answer.Rows.Count, MostRows);
            foreach (var (name, text) in Parts(answer.Columns.Count))
            {
                using var part = new StreamWriter(Entry(zip, name), new UTF8Encoding(false));
                part.Write(text);
            }

            using (var sheet = XmlWriter.Create(Entry(zip, "xl/worksheets/sheet1.xml"), Closing))
            {
                WriteAbout(sheet, about.Lines(answer, rows));
            }

            using (var sheet = XmlWriter.Create(Entry(zip, "xl/worksheets/sheet2.xml"), Closing))
            {
                BeginRows(sheet, answer, people);
                for (var row = 0; row < rows; row++)
                {
                    WriteRow(sheet, row + 2, answer.Columns, answer.Rows[row], people);
                    if (row % RowsAtOnce == RowsAtOnce - 1)
                    {
                        sheet.Flush();
                        yield return written.Take();
                    }
                }

                EndRows(sheet, answer.Columns.Count, rows);
            }
        }

        yield return written.Take();
    }

    private static Stream Entry(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Written;
        return entry.Open();
    }

    // What every workbook of two sheets has; the styles are named by their numbers below.
    private static IEnumerable<(string Name, string Text)> Parts(int columns) =>
        [
            (
                "[Content_Types].xml",
                $"""
                <?xml version="1.0" encoding="UTF-8"?><Types xmlns="{Packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{ContentType}.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
                """
            ),
            (
                "_rels/.rels",
                $"""
                <?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{Packages}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """
            ),
            (
                "xl/_rels/workbook.xml.rels",
                $"""
                <?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{Packages}/relationships"><Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Office}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{Office}/styles" Target="styles.xml"/></Relationships>
                """
            ),
            (
                "xl/workbook.xml",
                $"""
                <?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{Main}" xmlns:r="{Office}"><bookViews><workbookView activeTab="1"/></bookViews><sheets><sheet name="About" sheetId="1" r:id="rId1"/><sheet name="{RowsSheet}" sheetId="2" r:id="rId2"/></sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="1">{RowsSheet}!$1:$1</definedName></definedNames></workbook>
                """
            ),
            (
                "xl/styles.xml",
                $"""
                <?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="d\ mmm\ yyyy"/><numFmt numFmtId="165" formatCode="d\ mmm\ yyyy\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFD8DDE0"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf><xf numFmtId="165" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf><xf numFmtId="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs></styleSheet>
                """
            ),
        ];

    private enum Style
    {
        Text,
        Heading,
        Day,
        Instant,
        Number,
    }

    private static void WriteAbout(XmlWriter sheet, IEnumerable<(string Name, string Text)> lines)
    {
        Begin(sheet, [14, 100], isFrozen: false);
        var number = 0;
        foreach (var (name, text) in lines)
        {
            number++;
            sheet.WriteStartElement("row", Main);
            sheet.WriteAttributeString("r", $"{number}");
            WriteText(sheet, number, 0, name, Style.Heading);
            WriteText(sheet, number, 1, text, Style.Text);
            sheet.WriteEndElement();
        }

        sheet.WriteEndElement();
        EndPage(sheet);
    }

    private static void BeginRows(XmlWriter sheet, RegisterAnswer answer, IReadOnlyDictionary<string, string> people)
    {
        // As wide as what stands in the first of them, within bounds; the rest wraps.
        var first = answer.Rows.Take(100).ToArray();
        Begin(
            sheet,
            [
                .. answer.Columns.Select(column =>
                    first
                        .Select(row => column.Text(column.Of(row), people, forPeople: true).Length)
                        .Append(HeadingOf(column).Length)
                        .Max()
                ),
            ],
            isFrozen: true
        );
        sheet.WriteStartElement("row", Main);
        sheet.WriteAttributeString("r", "1");
        for (var i = 0; i < answer.Columns.Count; i++)
        {
            WriteText(sheet, 1, i, HeadingOf(answer.Columns[i]), Style.Heading);
        }

        sheet.WriteEndElement();
    }

    private static void EndRows(XmlWriter sheet, int columns, int rows)
    {
        sheet.WriteEndElement();
        if (columns > 0)
        {
            sheet.WriteStartElement("autoFilter", Main);
            sheet.WriteAttributeString("ref", $"A1:{Letters(columns - 1)}{rows + 1}");
            sheet.WriteEndElement();
        }

        EndPage(sheet);
    }

    private static void Begin(XmlWriter sheet, IReadOnlyList<int> widths, bool isFrozen)
    {
        sheet.WriteStartElement("worksheet", Main);
        sheet.WriteRaw("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
        sheet.WriteRaw(
            isFrozen
                ? "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
                : "<sheetViews><sheetView workbookViewId=\"0\"/></sheetViews>"
        );
        sheet.WriteStartElement("cols", Main);
        for (var i = 0; i < widths.Count; i++)
        {
            sheet.WriteStartElement("col", Main);
            sheet.WriteAttributeString("min", $"{i + 1}");
            sheet.WriteAttributeString("max", $"{i + 1}");
            sheet.WriteAttributeString("width", $"{Math.Clamp(widths[i] + 2, 10, isFrozen ? 50 : 110)}");
            sheet.WriteAttributeString("customWidth", "1");
            sheet.WriteEndElement();
        }

        sheet.WriteEndElement();
        sheet.WriteStartElement("sheetData", Main);
    }

    private static void EndPage(XmlWriter sheet)
    {
        sheet.WriteRaw("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>");
        sheet.WriteEndElement();
    }

    private static void WriteRow(
        XmlWriter sheet,
        int number,
        IReadOnlyList<Column> columns,
        Row row,
        IReadOnlyDictionary<string, string> people
    )
    {
        sheet.WriteStartElement("row", Main);
        sheet.WriteAttributeString("r", $"{number}");
        for (var i = 0; i < columns.Count; i++)
        {
            switch (columns[i].Of(row))
            {
                case null:
                    break;
                case long amount:
                    WriteNumber(sheet, number, i, amount, Style.Number);
                    break;
                case DateOnly day when Serial(day) is { } serial:
                    WriteNumber(sheet, number, i, serial, Style.Day);
                    break;
                case DateWithPrecision { Precision: DatePrecision.Day } date when Serial(date.Latest) is { } serial:
                    WriteNumber(sheet, number, i, serial, Style.Day);
                    break;
                case DateTimeOffset instant:
                    var local = London.At(instant);
                    var seconds = (decimal)(local.TimeOfDay.Ticks / TimeSpan.TicksPerSecond);
                    WriteNumber(
                        sheet,
                        number,
                        i,
                        Math.Round(Serial(DateOnly.FromDateTime(local.DateTime))!.Value + (seconds / 86_400), 9),
                        Style.Instant
                    );
                    break;
                case var cell:
                    WriteText(sheet, number, i, columns[i].Text(cell, people, forPeople: true), Style.Text);
                    break;
            }
        }

        sheet.WriteEndElement();
    }

    // A spreadsheet counts days from 1900, and thinks that 29 February of that year was one.
    private static decimal? Serial(DateOnly day) =>
        day >= new DateOnly(1900, 3, 1) ? day.DayNumber - DayZero.DayNumber : null;

    private static string HeadingOf(Column column) =>
        column.Type == ColumnType.Instant ? $"{column.Heading} (London time)" : column.Heading;

    private static void WriteNumber(XmlWriter sheet, int row, int column, decimal number, Style style)
    {
        BeginCell(sheet, row, column, style);
        sheet.WriteElementString("v", Main, number.ToString(CultureInfo.InvariantCulture));
        sheet.WriteEndElement();
    }

    private static void WriteText(XmlWriter sheet, int row, int column, string text, Style style)
    {
        BeginCell(sheet, row, column, style);
        sheet.WriteAttributeString("t", "inlineStr");
        sheet.WriteStartElement("is", Main);
        sheet.WriteStartElement("t", Main);
        sheet.WriteAttributeString("xml", "space", null, "preserve");
        sheet.WriteString(Escaped(text.Length > LongestCell ? text[..(LongestCell - Cut.Length)] + Cut : text));
        sheet.WriteEndElement();
        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }

    private static void BeginCell(XmlWriter sheet, int row, int column, Style style)
    {
        sheet.WriteStartElement("c", Main);
        sheet.WriteAttributeString("r", $"{Letters(column)}{row}");
        sheet.WriteAttributeString("s", $"{(int)style}");
    }

    // A to Z, then AA.
    private static string Letters(int column) =>
        column < 26 ? $"{(char)('A' + column)}" : Letters((column / 26) - 1) + Letters(column % 26);

    // ISO/IEC 29500-1, 22.9.2.19: what XML cannot hold is written by its number, as _x000D_; and what only looks so, too.
    private static string Escaped(string text)
    {
        StringBuilder? escaped = null;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var looksSo = text[i] == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_';
            if (!looksSo && text[i] != '\r' && (isPair || XmlConvert.IsXmlChar(text[i])))
            {
                escaped?.Append(text, i, isPair ? 2 : 1);
            }
            else
            {
                escaped ??= new StringBuilder(text, 0, i, text.Length + 12);
                escaped.Append(CultureInfo.InvariantCulture, $"_x{(int)text[i]:X4}_");
            }

            i += isPair ? 1 : 0;
        }

        return escaped?.ToString() ?? text;
    }

    /// <summary>Where the archive is written, until some of it is taken.</summary>
    private sealed class Pieces : Stream
    {
        private readonly MemoryStream written = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public byte[] Take()
        {
            var bytes = written.ToArray();
            written.SetLength(0);
            return bytes;
        }

        public override void Write(byte[] buffer, int offset, int count) => written.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => written.Write(buffer);

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
