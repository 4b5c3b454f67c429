namespace Oversight.Desk.Imports;

/// <summary>One cell of a tracker.</summary>
/// <param name="Text">What it shows, trimmed; empty for an empty cell.</param>
/// <param name="Date">The date that it is, where the spreadsheet says that it is one.</param>
/// <param name="Fault">Why it has no value that can be taken, such as a formula that was never computed; null when it has.</param>
public sealed record TrackerCell(string Text, DateWithPrecision? Date = null, string? Fault = null)
{
    /// <summary>True when it says what the first of the cells says with which it is merged.</summary>
    public bool IsCopy { get; init; }

    /// <summary>An empty cell.</summary>
    public static TrackerCell Empty { get; } = new("");

    /// <summary>True when there is nothing in it.</summary>
    public bool IsEmpty => Text.Length == 0 && Fault is null;
}

/// <summary>One row of a tracker.</summary>
/// <param name="Number">Its number as a spreadsheet program shows it, from 1.</param>
/// <param name="Cells">Its cells from the first column on.</param>
/// <param name="Hidden">True when the spreadsheet does not show it.</param>
public sealed record TrackerRow(int Number, IReadOnlyList<TrackerCell> Cells, bool Hidden = false)
{
    /// <summary>The cell of a column, counted from 0.</summary>
    public TrackerCell this[int column] => column < Cells.Count ? Cells[column] : TrackerCell.Empty;
}

/// <summary>A tracker as a table, from CSV or from a sheet of a workbook.</summary>
/// <param name="File">The file's name, without its folder, in messages and sources.</param>
/// <param name="Sheet">The sheet's name; null for CSV.</param>
/// <param name="Rows">Its rows that hold something, in order.</param>
/// <param name="EveryRowIsWhole">True when a row has a cell for every column, empty ones too, as in CSV.</param>
public sealed record TrackerSheet(
    string File,
    string? Sheet,
    IReadOnlyList<TrackerRow> Rows,
    bool EveryRowIsWhole = false
)
{
    internal const int LargestFile = 20 * 1024 * 1024;
    internal const int MostRows = 5_000;
    internal const int MostColumns = 200;

    /// <summary>What a spreadsheet program keeps in one cell at most.</summary>
    internal const int LongestCell = 32_767;

    /// <summary>Reads a file: a workbook when its bytes are one, whatever its name; else CSV.</summary>
    /// <param name="file">The file's name, without its folder.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="sheet">The workbook's sheet; null: the only one that is shown.</param>
    /// <param name="headerRow">The number of the row with the headings, by which the cells of CSV are divided; null: the first that holds something.</param>
    /// <exception cref="DocumentNotUnderstoodException">It cannot be read; says where and why.</exception>
    public static TrackerSheet Read(string file, byte[] bytes, string? sheet, int? headerRow = null)
    {
        if (bytes.Length > LargestFile)
        {
            throw new DocumentNotUnderstoodException(
                file,
                1,
                $"the file has {bytes.Length:N0} bytes",
                $"at most {LargestFile:N0} are read: divide it"
            );
        }

        return bytes switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => TrackerWorkbook.Read(file, bytes, sheet),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => throw new DocumentNotUnderstoodException(
                file,
                1,
                "it is a workbook of the old form (.xls), or one with a password",
                "save it as .xlsx without a password"
            ),
            _ when sheet is not null => throw new DocumentNotUnderstoodException(
                file,
                1,
                "it is not a workbook and has no sheets",
                "leave the sheet's name out"
            ),
            _ => TrackerCsv.Read(file, bytes, headerRow),
        };
    }

    /// <summary>Checks a row's size.</summary>
    internal static void CheckSize(string file, int row, int rows, int columns, int longest)
    {
        if (rows > MostRows || columns > MostColumns || longest > LongestCell)
        {
            throw new DocumentNotUnderstoodException(
                file,
                row,
                "the table is larger than a tracker can be",
                $"at most {MostRows:N0} rows of {MostColumns} columns with {LongestCell:N0} characters in a cell are read"
            );
        }
    }
}
