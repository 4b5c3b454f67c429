using CsvHelper;
using Oversight.Ledger;
using Oversight.Projections.Answers;
using Oversight.Projections.Reports;
using Parquet;
using Parquet.Schema;

namespace Oversight.Cli;

/// <summary>Rows of a report table in a file, written as they are read.</summary>
internal static class ReportFile
{
    // Rows that are kept in memory at once: Parquet holds so many of a column together.
    private const int RowsInAGroup = 20_000;

    /// <summary>As CSV: a heading, then a line for each row; empty where there is nothing.</summary>
    /// <returns>How many rows there were.</returns>
    public static async Task<long> WriteCsvAsync(ReportRows rows, TextWriter output, CancellationToken cancellation)
    {
        await using var csv = new CsvWriter(output, CultureInfo.InvariantCulture, leaveOpen: true);
        foreach (var column in rows.Columns)
        {
            csv.WriteField(column.Name);
        }

        await csv.NextRecordAsync();
        var written = 0L;
        await foreach (var row in rows.AllAsync(cancellation))
        {
            foreach (var cell in row)
            {
                csv.WriteField(InCsv(cell));
            }

            await csv.NextRecordAsync();
            written++;
        }

        return written;
    }

    /// <summary>As Parquet, with days and instants as such.</summary>
    /// <returns>How many rows there were.</returns>
    public static async Task<long> WriteParquetAsync(ReportRows rows, Stream output, CancellationToken cancellation)
    {
        var fields = rows.Columns.Select(FieldOf).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(fields.Cast<Field>()),
            output,
            cancellationToken: cancellation
        );
        var written = 0L;
        await foreach (var group in rows.AllAsync(cancellation).Chunk(RowsInAGroup).WithCancellation(cancellation))
        {
            using var columns = writer.CreateRowGroup();
            for (var i = 0; i < fields.Length; i++)
            {
                var (column, at) = (rows.Columns[i], i);
                await WriteAsync(columns, fields[i], column.Type, group.Select(row => row[at]), cancellation);
            }

            written += group.Length;
        }

        return written;
    }

    private static string? InCsv(object? cell) =>
        cell switch
        {
            null => null,
            bool truth => truth ? "true" : "false",
            DateOnly day => $"{day:O}",
            DateTimeOffset instant => AnswerJson.Instant(instant),
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
        };

    private static DataField FieldOf(ReportColumn column) =>
        column.Type == typeof(DateTimeOffset)
            ? new DateTimeDataField(
                column.Name,
                DateTimeFormat.Timestamp,
                isAdjustedToUTC: true,
                unit: DateTimeTimeUnit.Micros,
                isNullable: true
            )
            : new DataField(column.Name, column.Type, isNullable: true);

    private static Task WriteAsync(
        ParquetRowGroupWriter columns,
        DataField field,
        Type type,
        IEnumerable<object?> cells,
        CancellationToken cancellation
    )
    {
        if (type == typeof(string))
        {
            return columns.WriteAsync(field, (IReadOnlyCollection<string>)[.. cells.Select(cell => (string)cell!)]);
        }

        return type == typeof(int) ? Write(cells.Select(cell => (int?)cell))
            : type == typeof(long) ? Write(cells.Select(cell => (long?)cell))
            : type == typeof(bool) ? Write(cells.Select(cell => (bool?)cell))
            : type == typeof(DateOnly) ? Write(cells.Select(cell => (DateOnly?)cell))
            : Write(cells.Select(cell => ((DateTimeOffset?)cell)?.UtcDateTime));

        Task Write<T>(IEnumerable<T?> values)
            where T : struct => columns.WriteAsync<T>(field, values.ToArray(), cancellationToken: cancellation);
    }
}
