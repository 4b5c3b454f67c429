using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>
/// A statement with its values in their places, <c>$"… where id = {id}"</c>: each is sent beside it, as a parameter. What is part of the
/// statement itself says so: <c>{Columns:sql}</c>. Npgsql knows a value's type; of a null PostgreSQL finds it out.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Statement(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + (formattedCount * 3));

    public List<NpgsqlParameter> Values { get; } = new(formattedCount);

    public string Text => text.ToString();

    public void AppendLiteral(string part) => text.Append(part);

    public void AppendFormatted<T>(T value)
    {
        Values.Add(new NpgsqlParameter { Value = value is null ? DBNull.Value : value });
        text.Append(CultureInfo.InvariantCulture, $"${Values.Count}");
    }

    public void AppendFormatted(string part, string format) =>
        text.Append(
            format == "sql" ? part : throw new FormatException($"{format} is nothing that is done with a value.")
        );
}

/// <summary>One way to ask PostgreSQL: a statement, and its rows read one by one.</summary>
internal static class Statements
{
    public static NpgsqlCommand Ask(this NpgsqlDataSource connections, string sql) => connections.CreateCommand(sql);

    public static NpgsqlCommand Ask(this NpgsqlDataSource connections, Statement statement) =>
        With(connections.CreateCommand(statement.Text), statement);

    public static NpgsqlCommand Ask(this NpgsqlConnection connection, string sql) => new(sql, connection);

    public static NpgsqlCommand Ask(this NpgsqlConnection connection, Statement statement) =>
        With(new NpgsqlCommand(statement.Text, connection), statement);

    /// <summary>Adds a statement that is sent with the others.</summary>
    public static void Add(this NpgsqlBatch batch, Statement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Text);
        command.Parameters.AddRange(statement.Values.ToArray());
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

    private static NpgsqlCommand With(NpgsqlCommand command, Statement statement)
    {
        command.Parameters.AddRange(statement.Values.ToArray());
        return command;
    }
}
