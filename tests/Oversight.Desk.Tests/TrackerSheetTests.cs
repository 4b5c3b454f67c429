using System.Text;
using Oversight.Desk.Imports;
using static Oversight.Desk.Tests.TrackerFiles;

namespace Oversight.Desk.Tests;

/// <summary>Spreadsheets as tables.</summary>
public sealed class TrackerSheetTests
{
    [Theory]
    [InlineData("a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n3,4\r\n")]
    [InlineData("\uFEFFa;b\n1;\"x, \"\"y\"\"\nz\"\n\n3;4")]
    [InlineData("a\tb\n1\t\"x, \"\"y\"\"\nz\"\n\n3\t4\n")]
    public void CSV_is_read_with_any_usual_divider_and_rows_are_numbered_as_a_spreadsheet_shows_them(string text)
    {
        var sheet = TrackerSheet.Read("t.csv", Encoding.UTF8.GetBytes(text), null);

        Assert.Equal(["1: a|b", "2: 1|x, \"y\"\nz", "4: 3|4"], sheet.Rows.Select(Shown));
        Assert.Null(sheet.Sheet);
    }

    [Fact]
    public void A_line_that_names_the_divider_is_no_row()
    {
        var sheet = TrackerSheet.Read("t.csv", Csv("sep=|", "a|b,c", "1|2;3"), null);
        Assert.Equal(["2: a|b,c", "3: 1|2;3"], sheet.Rows.Select(Shown));
    }

    [Fact]
    public void Marks_that_are_doubled_and_lines_within_them_are_kept()
    {
        var sheet = TrackerSheet.Read(
            "t.csv",
            Csv("a,b", "\"\"\"one\"\"\",\"two", "\"\"lines\"\", and more\"", "\"\",\"\"\"\""),
            null
        );
        Assert.Equal(["1: a|b", "2: \"one\"|two\n\"lines\", and more", "3: |\""], sheet.Rows.Select(Shown));
    }

    [Fact]
    public void The_divider_is_that_of_the_row_of_headings()
    {
        var sheet = TrackerSheet.Read(
            "t.csv",
            Csv("South West; recovery tracker", "", "a,b", "1,x;y"),
            null,
            headerRow: 3
        );
        Assert.Equal(["3: a|b", "4: 1|x;y"], sheet.Rows.Skip(1).Select(Shown));
    }

    [Theory]
    [InlineData("a,b\n1,it\u0092s\n", 2, "UTF-8")]
    [InlineData("a,b\n1,\"x\" \n", 2, "follows a closing quotation mark")]
    [InlineData("a,b\r1,2\r", 1, "carriage return")]
    [InlineData("a,b\n1,\"open\n3,4\n", 2, "quotation mark")]
    [InlineData("a,b\n1,\"Plan agreed\n2,kept\n3,Third\" one\n", 4, "opened in line 2")]
    [InlineData("a,b\n1,\"Board noted \"amber, rising\" and agreed\"\n", 2, "follows a closing quotation mark")]
    [InlineData("a,b\n1,Third\" one\n2,\"a\"\"\n", 2, "inside a cell")]
    [InlineData("a,b\n1, \"two\"\n", 2, "inside a cell")]
    public void CSV_that_cannot_be_read_says_where_and_what_to_do(string text, int line, string said)
    {
        var e = Assert.Throws<DocumentNotUnderstoodException>(() =>
            TrackerSheet.Read("t.csv", Encoding.Latin1.GetBytes(text), null)
        );
        Assert.Equal(line, e.Line);
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("South West; recovery tracker\r\n\r\na,b;c,d\r\n1,2;3,4\r\n", 3, "3: a|b;c|d", "4: 1|2;3|4")]
    [InlineData("\"one, two,\nthree, four\"\r\na;b\r\n1,5;2\r\n", 2, "2: a|b", "3: 1,5|2")]
    public void The_row_of_headings_says_what_divides_cells(string text, int headerRow, params string[] shown)
    {
        var sheet = TrackerSheet.Read("t.csv", Encoding.UTF8.GetBytes(text), null, headerRow);
        Assert.Equal(shown, sheet.Rows.Where(r => r.Number >= headerRow).Select(Shown));
    }

    [Fact]
    public void What_exports_put_before_a_formula_is_no_part_of_the_text()
    {
        var sheet = TrackerSheet.Read("t.csv", Csv("'=1+1,'-5%,''-5,'s-Hertogenbosch,'"), null);
        Assert.Equal("1: =1+1|-5%|'-5|'s-Hertogenbosch|'", Shown(Assert.Single(sheet.Rows)));
    }

    [Theory]
    // Where a format is in quotation marks, its semicolons divide nothing.
    [InlineData("\"from; \"dd/mm/yyyy", 45_547, "12 September 2024")]
    [InlineData("[<1]\"\";dd/mm/yyyy", 45_547, "12 September 2024")]
    [InlineData("[<1]\"\";dd/mm/yyyy", 0, "")]
    [InlineData("dd/mm/yyyy;;;", 0, "")]
    [InlineData("0;-0;;@", 0, "")]
    [InlineData("0;-0;;@", 3, "3")]
    // A reference 1.10 is another one than 1.1.
    [InlineData("0.00", 1.1, "1.10")]
    [InlineData("0.0", 1.25, "1.25")]
    [InlineData("0%", 0.35, "35%")]
    [InlineData("0%", 0.355, "35.5%")]
    [InlineData("\"£\"#,##0", 25_000_000, "£25,000,000")]
    [InlineData("[$£-809]#,##0.0\"m\"", 25, "£25.0m")]
    [InlineData("0.0,,\\m", 25_000_000, "25000000")]
    [InlineData("General", 100, "100")]
    [InlineData("General", 1e20, "1E+20")]
    [InlineData("0.00", -1.5, "-1.5")]
    [InlineData("[>=40000]mmm\\ yyyy;0", 45_547, "September 2024")]
    [InlineData("[>=40000]mmm\\ yyyy;0", 3, "3")]
    [InlineData("[$-809]d\\;m\\;yyyy;@", 45_547, "12 September 2024")]
    public void A_number_is_read_by_the_section_of_its_format_that_shows_it(string format, double number, string shown)
    {
        var sheet = TrackerSheet.Read(
            "t.xlsx",
            Workbook([Row(1, Says("x"), Number(number, OwnDayStyle))], ownFormat: format),
            null
        );
        Assert.Equal(shown, sheet.Rows[0][1].Text);
        Assert.Null(sheet.Rows[0][1].Fault);
    }

    [Fact]
    public void A_number_that_its_format_hides_is_a_fault()
    {
        var sheet = TrackerSheet.Read("t.xlsx", Workbook([Row(1, Number(3, OwnDayStyle))], ownFormat: ";;;"), null);
        Assert.Contains("does not show", sheet.Rows[0][0].Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_that_XML_writes_by_their_numbers_are_read_as_they_are()
    {
        var sheet = TrackerSheet.Read("t.xlsx", Workbook([Row(1, Says("a_x0009_b _x005F_x0041_ _x41_"))]), null);
        Assert.Equal("a\tb _x0041_ _x41_", sheet.Rows[0][0].Text);
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/workbook.xml")]
    [InlineData("xl/styles.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("[Content_Types].xml")]
    [InlineData("_rels/.rels")]
    [InlineData("xl/_rels/workbook.xml.rels")]
    public void Elements_nested_without_end_are_refused_in_a_sentence(string part)
    {
        const int Depth = 200_000;
        var good = Workbook([Row(1, Says("a"))], shared: ["none"]);
        var root = Encoding.UTF8.GetString(Part(good, part));
        var open = root.IndexOf('>', root.IndexOf("?>", StringComparison.Ordinal) + 2);
        var end = root.LastIndexOf("</", StringComparison.Ordinal);
        var name = root[(end + 2)..^1].Trim();
        // In the place of the part's own content: inside its root, and where rows and texts are, inside one of those.
        var (inner, outer) = part switch
        {
            "xl/worksheets/sheet1.xml" => ("<x:sheetData><x:row><x:c>", "</x:c></x:row></x:sheetData>"),
            "xl/sharedStrings.xml" => ("<x:si>", "</x:si>"),
            _ => ("", ""),
        };
        var nested =
            root[..(open + 1)]
            + inner
            + string.Concat(Enumerable.Repeat("<a>", Depth))
            + string.Concat(Enumerable.Repeat("</a>", Depth))
            + outer
            + $"</{name}>";

        var e = Assert.Throws<DocumentNotUnderstoodException>(() =>
            TrackerSheet.Read("t.xlsx", Damaged(good, part, Encoding.UTF8.GetBytes(nested)), null)
        );
        Assert.Contains("save", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_elements_without_end_is_refused_before_it_is_in_memory()
    {
        var good = Workbook([Row(1, Says("a"))]);
        var sheet = Encoding.UTF8.GetString(Part(good, "xl/worksheets/sheet1.xml"));
        var many = sheet.Replace(
            "</x:row>",
            string.Concat(Enumerable.Repeat("<x:c/>", 600_000)) + "</x:row>",
            StringComparison.Ordinal
        );
        var e = Assert.Throws<DocumentNotUnderstoodException>(() =>
            TrackerSheet.Read("t.xlsx", Damaged(good, "xl/worksheets/sheet1.xml", Encoding.UTF8.GetBytes(many)), null)
        );
        Assert.Contains("at once", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xl/_rels/workbook.xml.rels", "<Relationship Type=\"t\" Target=\"/a{0}.xml\" Id=\"X{0}\"/>")]
    [InlineData("[Content_Types].xml", "<Override PartName=\"/a{0}.xml\" ContentType=\"a/b\"/>")]
    [InlineData("xl/styles.xml", "<x:xf/>")]
    [InlineData("xl/workbook.xml", "<x:sheet name=\"a{0}\" sheetId=\"{0}\"/>")]
    public void Lists_without_end_are_refused_in_bounded_time(string part, string item)
    {
        var good = Workbook([Row(1, Says("a"))]);
        var list = Encoding.UTF8.GetString(Part(good, part));
        var end = list.LastIndexOf("</", StringComparison.Ordinal);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var many =
            list[..end]
            + string.Concat(
                Enumerable.Range(1, 600_000).Select(i => item.Replace("{0}", $"{i}", StringComparison.Ordinal))
            )
            + list[end..];
        var damaged = Damaged(good, part, Encoding.UTF8.GetBytes(many));
        var made = watch.Elapsed;

        watch.Restart();
        var e = Assert.Throws<DocumentNotUnderstoodException>(() => TrackerSheet.Read("t.xlsx", damaged, null));
        var refused = watch.Elapsed;

        Assert.Contains("at once", e.Message, StringComparison.Ordinal);
        // It is read through once at most.
        Assert.True(refused < 100 * made, $"{refused} to refuse what took {made} to make");
    }

    [Fact]
    public void An_element_with_attributes_without_end_is_refused()
    {
        var good = Workbook([Row(1, Says("a"))]);
        var sheet = Encoding.UTF8.GetString(Part(good, "xl/worksheets/sheet1.xml"));
        var attributes = string.Concat(Enumerable.Range(0, 100_000).Select(i => $" a{i}=\"1\""));
        var many = sheet.Replace("<x:row ", $"<x:row{attributes} ", StringComparison.Ordinal);
        var e = Assert.Throws<DocumentNotUnderstoodException>(() =>
            TrackerSheet.Read("t.xlsx", Damaged(good, "xl/worksheets/sheet1.xml", Encoding.UTF8.GetBytes(many)), null)
        );
        Assert.Contains("a tag of more than", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_or_a_row_that_is_there_twice_is_refused()
    {
        static Exception? Refused(params DocumentFormat.OpenXml.OpenXmlElement[] rows) =>
            Xunit.Record.Exception(() => TrackerSheet.Read("t.xlsx", Workbook(rows), null));

        var twice = Says("b");
        twice.CellReference = "A1";
        Assert.Contains("A1", Refused(Row(1, Says("a"), twice))!.Message, StringComparison.Ordinal);
        Assert.Contains("row 1", Refused(Row(1, Says("a")), Row(1, Says("b")))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbooks_texts_numbers_dates_and_formulas_are_read_as_they_are_shown()
    {
        var sheet = TrackerSheet.Read(
            "t.csv",
            Workbook(
                [
                    Row(1, Says("Text "), Shared(1)),
                    Row(
                        2,
                        Number(3),
                        Number(0.1),
                        Number(45_292, DayStyle),
                        Number(45_292.75, OwnDayStyle),
                        Number(45_292, MonthStyle)
                    ),
                    Row(
                        5,
                        Formula("A1", "from A1"),
                        Formula("A1", null),
                        Error("#REF!"),
                        Number(60, DayStyle),
                        Number(1, DayStyle)
                    ),
                ],
                shared: ["none", "shared text"]
            ),
            null
        );

        Assert.Equal("Sheet1", sheet.Sheet);
        Assert.Equal(
            [
                "1: Text|shared text",
                "2: 3|0.1|1 January 2024|1 January 2024|January 2024",
                "5: from A1||#REF!|60|1 January 1900",
            ],
            sheet.Rows.Select(Shown)
        );
        Assert.Equal("2024-01-01", sheet.Rows[1][2].Date!.Value.Stored);
        Assert.Equal("2024-01", sheet.Rows[1][4].Date!.Value.Stored);
        Assert.Null(sheet.Rows[1][0].Date);
        Assert.Equal([false, true, true, true, false], sheet.Rows[2].Cells.Select(c => c.Fault is not null));
    }

    [Theory]
    [InlineData(4u, "12 September 2024")]
    [InlineData(5u, "12 September 2024")]
    [InlineData(6u, "45547")]
    public void A_number_is_a_day_where_the_section_of_its_format_that_shows_it_shows_one(uint style, string shown)
    {
        var sheet = TrackerSheet.Read("t.xlsx", Workbook([Row(1, Number(45_547, style))]), null);
        Assert.Equal($"1: {shown}", Shown(sheet.Rows[0]));
    }

    [Fact]
    public void The_same_number_is_another_day_in_a_workbook_that_counts_from_1904()
    {
        var sheet = TrackerSheet.Read("t.xlsx", Workbook([Row(1, Number(43_830, DayStyle))], from1904: true), null);
        Assert.Equal("2024-01-01", sheet.Rows[0][0].Date!.Value.Stored);
    }

    [Fact]
    public void Merged_cells_say_the_same_hidden_rows_are_known_and_empty_ones_are_none()
    {
        var sheet = TrackerSheet.Read(
            "t.xlsx",
            Workbook(
                [
                    Row(1, Says("a"), Says("b")),
                    Row(2, Says("both"), Says("1")),
                    Row(3, Says(""), Says("2")),
                    Row(4, Says(" "), Says("")),
                    Hidden(Row(6, Says("x"), Says("3"))),
                ],
                merged: ["A2:A3", "D8:E9"]
            ),
            null
        );

        Assert.Equal(["1: a|b", "2: both|1", "3: both|2", "6: x|3"], sheet.Rows.Select(Shown));
        Assert.Equal([6], sheet.Rows.Where(r => r.Hidden).Select(r => r.Number));
    }

    [Fact]
    public void The_sheet_is_the_one_named_or_the_only_one_shown()
    {
        var rows = new[] { Row(1, Says("a")) };

        Assert.Equal("Shown", TrackerSheet.Read("t.xlsx", Workbook(rows, sheets: ["!Lists", "Shown"]), null).Sheet);
        Assert.Equal("Two", TrackerSheet.Read("t.xlsx", Workbook(rows, sheets: ["One", "Two"]), "two").Sheet);
        var several = Assert.Throws<DocumentNotUnderstoodException>(() =>
            TrackerSheet.Read("t.xlsx", Workbook(rows, sheets: ["One", "Two"]), null)
        );
        var none = Assert.Throws<DocumentNotUnderstoodException>(() =>
            TrackerSheet.Read("t.xlsx", Workbook(rows), "Three")
        );
        var noSheets = Assert.Throws<DocumentNotUnderstoodException>(() => TrackerSheet.Read("t.csv", Csv("a"), "One"));

        Assert.Contains("shows 2 sheets", several.Message, StringComparison.Ordinal);
        Assert.Contains("\"One\", \"Two\"", several.Message, StringComparison.Ordinal);
        Assert.Contains("\"Three\"", none.Message, StringComparison.Ordinal);
        Assert.Contains("no sheets", noSheets.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_workbook_is_refused_in_a_sentence()
    {
        var good = Workbook([Row(1, Says("a"))]);
        byte[][] damaged =
        [
            good[..(good.Length / 2)],
            [.. "PK\x03\x04"u8, .. new byte[100]],
            Damaged(good, "xl/workbook.xml", null),
            Damaged(good, "xl/workbook.xml", "<workbook"u8.ToArray()),
            Damaged(good, "xl/worksheets/sheet1.xml", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"u8.ToArray()),
            Damaged(good, "xl/worksheets/sheet1.xml", null),
            Workbook([Row(1, Shared(7))]),
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1],
        ];

        foreach (var (index, bytes) in damaged.Index())
        {
            if (index == 6)
            {
                // A text that is not there is a fault of its cell only.
                Assert.NotNull(TrackerSheet.Read("t.xlsx", bytes, null).Rows[0][0].Fault);
                continue;
            }

            var e = Xunit.Record.Exception(() => TrackerSheet.Read("t.xlsx", bytes, null));
            Assert.True(e is DocumentNotUnderstoodException, $"{index}: {e}");
            Assert.Contains("save it", e!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_larger_than_a_tracker_can_be_is_refused()
    {
        var bomb = Damaged(Workbook([Row(1, Says("a"))]), "xl/styles.xml", new byte[210 * 1024 * 1024]);
        Assert.True(bomb.Length < 1_000_000, $"{bomb.Length} bytes");
        Assert.Contains("unpacked", Refused(bomb), StringComparison.Ordinal);
        Assert.Contains("larger", Refused(Csv([.. Enumerable.Repeat("a,b", 5_002)])), StringComparison.Ordinal);
        Assert.Contains("larger", Refused(Csv(new string(',', 201))), StringComparison.Ordinal);
        Assert.Contains("larger", Refused(Csv("a,b", new string('x', 40_000))), StringComparison.Ordinal);
        Assert.Contains(
            "larger",
            Refused(Workbook([Row(1, new DocumentFormat.OpenXml.Spreadsheet.Cell { CellReference = "XFD1" })])),
            StringComparison.Ordinal
        );

        static string Refused(byte[] bytes) =>
            Assert.Throws<DocumentNotUnderstoodException>(() => TrackerSheet.Read("t", bytes, null)).Message;
    }

    private static string Shown(TrackerRow row) => $"{row.Number}: {string.Join('|', row.Cells.Select(c => c.Text))}";
}
