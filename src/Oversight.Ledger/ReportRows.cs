using System.Runtime.CompilerServices;
using Npgsql;
using Oversight.Projections.Reports;

namespace Oversight.Ledger;

/// <summary>
/// The rows of a report table, read one by one, for a file: a range is the columns of its two ends, a list one text. Rows of a day, or of all
/// days, as believed at an instant.
/// </summary>
public sealed class ReportRows : IAsyncDisposable
{
    /// <summary>What is made of the tables for people: a row for each organisation.</summary>
    public const string Status = "current_status";

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly NpgsqlDataReader reader;

    private ReportRows(NpgsqlConnection connection, NpgsqlTransaction transaction, NpgsqlDataReader reader)
    {
        (this.connection, this.transaction, this.reader) = (connection, transaction, reader);
        Columns =
        [
            .. Enumerable.Range(0, reader.FieldCount).Select(i => new ReportColumn(reader.GetName(i), TypeOf(i))),
        ];
    }

    /// <summary>The tables that can be read.</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [.. ReportTable.All.Select(table => table.Name).Distinct().Prepend(Status)];

    /// <summary>The columns: text, whole numbers, truth values, days and instants.</summary>
    public IReadOnlyList<ReportColumn> Columns { get; }

    /// <summary>The rows, each once.</summary>
    public async IAsyncEnumerable<object?[]> AllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            var row = new object?[Columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : Cell(i);
            }

            yield return row;
        }
    }

    /// <summary>Gives the connection back, which ends its transaction.</summary>
    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    internal static async Task<ReportRows> OpenAsync(
        NpgsqlDataSource dataSource,
        string table,
        DateOnly? on,
        DateTimeOffset? known,
        CancellationToken cancellation
    )
    {
        var opened = await dataSource.OpenConnectionAsync(cancellation);
        try
        {
            // Whoever writes the file may be slow. Only in this transaction: the connection goes back to the others as it was.
            var begun = await opened.BeginTransactionAsync(cancellation);
            await opened.Ask("set local statement_timeout = 0").DoAsync(cancellation);
            await opened.Ask("set local idle_in_transaction_session_timeout = 0").DoAsync(cancellation);
            return new(opened, begun, await Asking(opened, table, on, known).ExecuteReaderAsync(cancellation));
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlCommand Asking(NpgsqlConnection opened, string table, DateOnly? on, DateTimeOffset? known) =>
        table == Status
            ? opened.Ask(
                $"""
                select *
                from report.status_as_at(
                    coalesce({on}::date, (now() at time zone 'Europe/London')::date), coalesce({known?.ToUniversalTime()}::timestamptz, now()))
                """
            )
            : opened.Ask(
                $"""
                select subject, key, lower(valid) as valid_from, upper(valid) as valid_until, lower(known_places) as known_from_place,
                    upper(known_places) as known_until_place, lower(known) as known_from, upper(known) as known_until, {OwnColumns(
                    table
                ):sql}
                from report.{table:sql}
                where known @> coalesce({known?.ToUniversalTime()}::timestamptz, now()) and ({on}::date is null or valid @> {on}::date)
                order by subject collate "C", key collate "C", lower(valid) nulls first
                """
            );

    private static string OwnColumns(string table) =>
        string.Join(
            ", ",
            ReportTable
                .All.First(t => t.Name == table)
                .Columns.Select(column =>
                    column.Type.IsGenericType ? $"array_to_string({column.Name}, '; ') as {column.Name}"
                    // A day before all others has no place in a file.
                    : column.Name == "communicated_from" ? $"{column.Name}::text as {column.Name}"
                    : column.Type == typeof(Guid) ? $"{column.Name}::text as {column.Name}"
                    : column.Name
                )
        );

    private Type TypeOf(int column) =>
        reader.GetDataTypeName(column) switch
        {
            "date" => typeof(DateOnly),
            "timestamp with time zone" => typeof(DateTimeOffset),
            _ => reader.GetFieldType(column),
        };

    private object Cell(int column) =>
        Columns[column].Type == typeof(DateOnly) ? reader.GetFieldValue<DateOnly>(column)
        : Columns[column].Type == typeof(DateTimeOffset) ? reader.GetFieldValue<DateTimeOffset>(column)
        : reader.GetValue(column);
}
