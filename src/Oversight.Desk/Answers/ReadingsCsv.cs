using CsvHelper;

namespace Oversight.Desk.Answers;

/// <summary>Readings as CSV, in the form of registers (<see cref="RegisterCsv"/>).</summary>
public static class ReadingsCsv
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    ["at", "answered", "reader", "name", "by", "face", "address", "place", "subjects", "entries"];

    /// <summary>The row of column names, with its line end.</summary>
    public static string Header { get; } = LineOf(Columns);

    /// <summary>A reading's row, with its line end.</summary>
    public static string Line(ReadingRow row) =>
        LineOf([
            AnswerJson.Instant(row.At),
            row.Answered is { } answered ? AnswerJson.Instant(answered) : "",
            RegisterCsv.Guarded(row.Reader),
            RegisterCsv.Guarded(row.Name ?? ""),
            RegisterCsv.Guarded(row.By ?? ""),
            row.Face,
            RegisterCsv.Guarded(row.Address),
            $"{row.Place}",
            string.Join("; ", row.Subjects),
            $"{row.Entries}",
        ]);

    private static string LineOf(IEnumerable<string> cells)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, RegisterCsv.Configuration))
        {
            foreach (var cell in cells)
            {
                csv.WriteField(cell);
            }

            csv.NextRecord();
        }

        return text.ToString();
    }
}
