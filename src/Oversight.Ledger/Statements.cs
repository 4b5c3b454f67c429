using Npgsql;

namespace Oversight.Ledger;

/// <summary>
/// One way to ask PostgreSQL: a statement with its values in the order of $1, $2, …, and its rows read one by one. Npgsql knows a value's
/// type; of a null PostgreSQL finds it out. An array that is the only value is given as an object: else it would be taken for the values.
/// </summary>
internal static class Statements
{
    public static NpgsqlCommand Ask(
        this NpgsqlDataSource connections,
        string sql,
        params ReadOnlySpan<object?> values
    ) => With(connections.CreateCommand(sql), values);

    public static NpgsqlCommand Ask(
        this NpgsqlConnection connection,
        string sql,
        params ReadOnlySpan<object?> values
    ) => With(new NpgsqlCommand(sql, connection), values);

    /// <summary>Adds a statement that is sent with the others.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        AddValues(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    /// <summary>How many rows it changed.</summary>
    public static async Task<int> DoAsync(this NpgsqlCommand statement, CancellationToken cancellation)
    {
        await using (statement)
        {
            return await statement.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>The one value that it gives; the type's default for none.</summary>
    public static async Task<T?> ValueAsync<T>(this NpgsqlCommand statement, CancellationToken cancellation)
    {
        await using (statement)
        {
            return await statement.ExecuteScalarAsync(cancellation) is T value ? value : default;
        }
    }

    /// <summary>Its rows.</summary>
    public static async Task<List<T>> RowsAsync<T>(
        this NpgsqlCommand statement,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation
    )
    {
        await using (statement)
        {
            await using var reader = await statement.ExecuteReaderAsync(cancellation);
            return await reader.RestAsync(read, cancellation);
        }
    }

    /// <summary>Its one row; the type's default for none.</summary>
    public static async Task<T?> RowAsync<T>(
        this NpgsqlCommand statement,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation
    ) => (await statement.RowsAsync(read, cancellation)).SingleOrDefault();

    /// <summary>The rows of a result that are left.</summary>
    public static async Task<List<T>> RestAsync<T>(
        this NpgsqlDataReader reader,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation
    )
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset Instant(this NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? InstantOrNull(this NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<DateTimeOffset?>(column);

    public static OdsCode? OrganisationOrNull(this NpgsqlDataReader reader, int column) =>
        reader.TextOrNull(column) is { } ods ? OdsCode.Parse(ods) : null;

    private static NpgsqlCommand With(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        AddValues(command.Parameters, values);
        return command;
    }

    private static void AddValues(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }
}
