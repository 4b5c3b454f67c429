using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using FsCheck;
using FsCheck.Fluent;
using MiniExcelLibs;
using Oversight.Desk.Imports;
using Oversight.Projections.Timelines;
using Oversight.Record.Segments;
using static Oversight.Desk.Tests.TrackerFiles;

namespace Oversight.Desk.Tests;

/// <summary>
/// What others write is read as they wrote it, or refused; what was damaged since is never read as something else. The writers
/// share nothing with what reads. FsCheck prints the failing case and how to replay it.
/// </summary>
public sealed class TrackerProperties(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private const string SegmentMap = """
        {"columns": {"ods": "ods", "segment": "segment", "effective": "effective", "rationale": "rationale"},
         "defaults": {"body": "nhs-england-Y58"}}
        """;

    private static readonly Gen<string> Cells =
        from parts in Gen.ArrayOf(
            Gen.Elements(
                "Plan",
                "a",
                "3",
                "\"",
                "\"\"",
                ",",
                ";",
                "\t",
                "\n",
                " ",
                "'",
                "=",
                "-",
                "£25m",
                "é",
                "\u2019",
                "\u00A0",
                "𝔘",
                "<",
                "&",
                "]]>",
                "_x0041_",
                "_x005F_",
                "#",
                "|",
                "2024-10-01",
                "1.10",
                "007",
                "1e5"
            )
        )
        select string.Concat(parts.Take(8));

    private static readonly Gen<string[][]> Tables =
        from columns in Gen.Choose(2, 6)
        from rows in Gen.Choose(1, 6)
        from cells in Gen.ArrayOf(Gen.ArrayOf(Cells, columns), rows)
        select cells;

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public void A_table_in_CSV_is_read_as_it_was_written(string delimiter) =>
        Prop.ForAll(
                Arb.From(Tables),
                table =>
                {
                    var written = WithHeadings(table);
                    // A spreadsheet would take some texts for formulas: exports put an apostrophe before them.
                    var csv = WrittenAsCsv(written.Select(row => row.Select(Guarded)), delimiter);
                    AssertRead(written, TrackerSheet.Read("t.csv", csv, null));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_table_in_a_workbook_is_read_as_it_was_written() =>
        Prop.ForAll(
                Arb.From(Tables),
                table =>
                {
                    var written = WithHeadings(table);
                    AssertRead(written, TrackerSheet.Read("t.xlsx", WrittenAsWorkbook(written), null));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void A_mark_added_to_CSV_is_refused_wherever_it_stands() =>
        Prop.ForAll(
                Arb.From(from table in Tables from at in Gen.Choose(0, 10_000) select (table, at)),
                given =>
                {
                    var text = Encoding.UTF8.GetString(WrittenAsCsv(WithHeadings(given.table), ","));
                    var at = given.at % (text.Length + 1);
                    // Not between the two halves of a character.
                    at -= at < text.Length && char.IsLowSurrogate(text[at]) ? 1 : 0;
                    Assert.Throws<DocumentNotUnderstoodException>(() =>
                        TrackerSheet.Read("t.csv", Encoding.UTF8.GetBytes(text.Insert(at, "\"")), null)
                    );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_byte_of_a_workbook_that_changed_is_refused_or_changes_nothing()
    {
        var good = Workbook(
            [
                Row(1, Says("ods"), Shared(0), Says("effective")),
                Row(2, Says("QYG"), Number(3), Number(45_566, DayStyle)),
                Row(3, Shared(1), Number(2), Number(45_566, MonthStyle)),
            ],
            shared: ["segment", "QJK"]
        );
        var read = Shown(good);
        var readSince = 0;
        for (var at = 0; at < good.Length; at += 3)
        {
            byte[] damaged = [.. good];
            damaged[at] ^= (byte)(1 << (at % 8));
            try
            {
                Assert.Equal(read, Shown(damaged));
                readSince++;
            }
            catch (DocumentNotUnderstoodException) { }
        }

        Assert.InRange(readSince, 1, good.Length / 3);

        static string Shown(byte[] bytes) =>
            string.Join(
                '\n',
                TrackerSheet
                    .Read("t.xlsx", bytes, null)
                    .Rows.Select(r =>
                        $"{r.Number} {r.Hidden} {string.Join('|', r.Cells.Select(c => $"{c.Text} {c.Fault}"))}"
                    )
            );
    }

    [Fact]
    public async Task A_byte_of_CSV_that_changed_never_moves_a_text_into_another_field_or_row()
    {
        var record = await loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
        var good = Csv(
            "ods,segment,effective,rationale,note",
            "QYG,3,2024-10-01,\"Board noted \"\"amber, rising\"\" and agreed\",n",
            "QJK,2,01/10/2024,Plan agreed,",
            "QU9,3,2024-10-02,\"Two",
            "lines\",",
            "QOX,1,2024-10-03,,x"
        );
        var stated = Stated(record, good);
        Assert.Equal(4, stated.Count);
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var other in "\",;\n\rx1 "u8.ToArray().Where(b => b != good[at]))
            {
                byte[] damaged = [.. good];
                damaged[at] = other;
                AssertOneCellDiffers(stated, Stated(record, damaged), $"byte {at} as {other}");
            }
        }

        // Cut: what is left of the last row is refused, except where only its last cell has lost something.
        for (var length = 0; length < good.Length; length++)
        {
            AssertOneCellDiffers(stated, Stated(record, good[..length]), $"cut at {length}");
        }
    }

    // A letter for another one in a cell cannot be known; everything else must be as it was, or refused.
    private static void AssertOneCellDiffers(List<string[]> stated, List<string[]> since, string damage)
    {
        var changed = since.Where(row => !stated.Any(s => s.SequenceEqual(row))).ToArray();
        Assert.True(changed.Length <= 1, $"{damage}: {changed.Length} rows differ");
        foreach (var row in changed)
        {
            Assert.True(
                stated.Exists(s => s.Zip(row).Count(pair => pair.First != pair.Second) == 1),
                $"{damage}: {string.Join('|', row)}"
            );
        }
    }

    // What would be stored of each row; nothing when the file is refused.
    private static List<string[]> Stated(RecordAt record, byte[] csv)
    {
        try
        {
            var import = TrackerImport.Prepare(
                record,
                TrackerSheet.Read("t.csv", csv, null),
                TrackerKind.Segments,
                TrackerMap.Read(Encoding.UTF8.GetBytes(SegmentMap), TrackerKind.Segments),
                TimeProvider.System.GetUtcNow(),
                "user:1"
            );
            return
            [
                .. import.Draft.Entries.Select(e =>
                    new[]
                    {
                        e.Subject.Value,
                        $"{((SegmentAssigned)e.Event).Segment}",
                        e.Event.Decision.Effective.Stored,
                        e.Event.Decision.Rationale ?? "",
                        e.Event.Decision.DecidedBy.Body,
                    }
                ),
            ];
        }
        catch (DocumentNotUnderstoodException)
        {
            return [];
        }
    }

    private static string[][] WithHeadings(string[][] table) =>
        [
            [.. table[0].Select((_, i) => $"h{i}")],
            .. table,
        ];

    private static string Guarded(string cell) =>
        cell.Trim().TrimStart('\'') is ['=' or '-' or '\t' or '\r', ..] ? "'" + cell.Trim() : cell;

    private static void AssertRead(string[][] written, TrackerSheet sheet)
    {
        // Rows that hold nothing are none; what stands at the ends of a cell and cannot be seen is no part of it.
        var expected = written
            .Select((cells, i) => (Number: i + 1, Cells: cells.Select(c => c.Trim()).ToArray()))
            .Where(row => row.Cells.Any(c => c.Length > 0));
        Assert.Equal(
            expected.Select(row => $"{row.Number}: {string.Join('\u241F', row.Cells)}"),
            sheet.Rows.Select(row =>
                $"{row.Number}: {string.Join('\u241F', Enumerable.Range(0, written[0].Length).Select(i => row[i].Text))}"
            )
        );
    }

    private static byte[] WrittenAsCsv(IEnumerable<IEnumerable<string>> rows, string delimiter)
    {
        using var text = new StringWriter();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            NewLine = "\r\n",
            ShouldQuote = args =>
                ConfigurationFunctions.ShouldQuote(args) || args.Field.AsSpan().ContainsAny('\r', '\n'),
        };
        using (var csv = new CsvWriter(text, configuration, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                foreach (var cell in row)
                {
                    csv.WriteField(cell);
                }

                csv.NextRecord();
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] WrittenAsWorkbook(string[][] rows)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(
            rows.Skip(1)
                .Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First, pair => (object)pair.Second))
                .ToArray()
        );
        return stream.ToArray();
    }
}
