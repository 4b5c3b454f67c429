using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Oversight.Desk.Answers;
using Oversight.Desk.Imports;
using Oversight.Projections.Registers;
using Oversight.Record.Time;

namespace Oversight.Desk.Tests;

/// <summary>Workbooks, read back by what reads those of teams.</summary>
public sealed class RegisterXlsxTests
{
    private static readonly AboutTable About = new(
        "Which undertakings fall due?",
        "One row for each.",
        "now",
        "at place 7",
        ["Region is Y58"]
    );

    [Fact]
    public void Dates_and_numbers_are_cells_of_their_kind_and_texts_are_whole()
    {
        var sheet = Read(
            Written(
                new()
                {
                    Number = 1234,
                    Day = new(2024, 2, 29),
                    Date = DateWithPrecision.Day(new(1900, 3, 1)),
                    Roughly = DateWithPrecision.Parse("Q1 2024/25"),
                    Instant = new(2024, 7, 1, 11, 30, 15, TimeSpan.Zero),
                    Text = "Zoë said “yes”,\nthen _x0041_ & <no>\u0001",
                    List = ["one", "two"],
                }
            )
        );

        Assert.Equal(
            ["Number", "Day", "Date", "Roughly", "Instant (London time)", "Text", "List"],
            sheet.Rows[0].Cells.Select(c => c.Text)
        );
        var cells = sheet.Rows[1].Cells;
        Assert.Equal(
            ["1234", "29 February 2024", "1 March 1900", "Q1 2024/25", "1 July 2024"],
            cells.Take(5).Select(c => c.Text)
        );
        Assert.Equal(DateWithPrecision.Day(new(2024, 7, 1)), cells[4].Date);
        Assert.Null(cells[3].Date);
        Assert.Equal("Zoë said “yes”,\nthen _x0041_ & <no>\u0001", cells[5].Text);
        Assert.Equal("one; two", cells[6].Text);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"https://example.invalid\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    public void What_looks_like_a_formula_is_the_text_that_it_is(string text)
    {
        var bytes = Written(new() { Text = text });
        Assert.Equal(text, Read(bytes).Rows[1][5].Text);
        Assert.DoesNotContain("<f>", PartOf(bytes, "xl/worksheets/sheet2.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_sheet_says_what_the_rows_are()
    {
        var lines = TrackerSheet
            .Read("answer.xlsx", Written(new()), "About")
            .Rows.Select(r => $"{r[0].Text}: {r[1].Text}");
        Assert.Equal(
            [
                "What: Which undertakings fall due?",
                "Its rows: One row for each.",
                "On: 5 May 2024",
                "As known: now",
                "Record: at place 7",
                "Asked: Region is Y58",
                "Rows: 1",
                "Rests on: 0 entries",
            ],
            lines
        );
    }

    [Fact]
    public void Headings_stay_in_sight_and_are_repeated_in_print()
    {
        var bytes = Written(new());
        Assert.Contains("state=\"frozen\"", PartOf(bytes, "xl/worksheets/sheet2.xml"), StringComparison.Ordinal);
        Assert.Contains(
            "<autoFilter ref=\"A1:G2\"",
            PartOf(bytes, "xl/worksheets/sheet2.xml"),
            StringComparison.Ordinal
        );
        Assert.Contains("Rows!$1:$1", PartOf(bytes, "xl/workbook.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_a_workbook_by_the_schema()
    {
        var row = new Cells
        {
            Number = 1,
            Day = new(2024, 5, 5),
            Instant = DateTimeOffset.UnixEpoch,
            Text = "text",
        };
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(Written(row)), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(fault => fault.Description));
    }

    [Fact]
    public void The_same_answer_is_the_same_bytes_piece_by_piece()
    {
        var rows = Enumerable.Range(0, 2_500).Select(i => new Cells { Number = i }).ToArray();
        var pieces = Pieces(rows).ToArray();

        Assert.Equal(3, pieces.Length);
        Assert.Equal(pieces.SelectMany(p => p), Pieces(rows).SelectMany(p => p));
        Assert.Equal("2499", Read([.. pieces.SelectMany(p => p)]).Rows[^1][0].Text);
    }

    [Fact]
    public void A_text_that_no_cell_holds_says_that_it_was_cut()
    {
        var text = Read(Written(new() { Text = new('x', 40_000) })).Rows[1][5].Text;
        Assert.Equal(32_767, text.Length);
        Assert.EndsWith("the CSV has all of it)", text, StringComparison.Ordinal);
    }

    private static TrackerSheet Read(byte[] bytes) => TrackerSheet.Read("answer.xlsx", bytes, RegisterXlsx.RowsSheet);

    private static byte[] Written(Cells row) => [.. Pieces(row).SelectMany(piece => piece)];

    private static IEnumerable<byte[]> Pieces(params Cells[] rows) =>
        RegisterXlsx.Write(
            About,
            new(Register.Of("organisations"), new(2024, 5, 5), 7, Column.Of<Cells>(), rows, []),
            new Dictionary<string, string>()
        );

    private static string PartOf(byte[] bytes, string name)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        using var part = new StreamReader(zip.GetEntry(name)!.Open());
        return part.ReadToEnd();
    }

    /// <summary>A row with a cell of each kind.</summary>
    private sealed class Cells : Row
    {
        public int? Number { get; init; }

        public DateOnly? Day { get; init; }

        public DateWithPrecision? Date { get; init; }

        public DateWithPrecision? Roughly { get; init; }

        public DateTimeOffset? Instant { get; init; }

        public string? Text { get; init; }

        public IEnumerable<string>? List { get; init; }

        protected override Basis Basis => new([], [], null);
    }
}
