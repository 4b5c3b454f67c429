using Npgsql;

namespace Oversight.Ledger.Replay;

/// <summary>
/// An independent reading of the record: <c>reference.sql</c>, in functions and tables of a session's own pg_temp. It
/// only reads the record: everything after their making runs read-only.
/// </summary>
public sealed class SqlReference : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private SqlReference(NpgsqlConnection connection, IReadOnlyList<string> unreadableDates)
    {
        this.connection = connection;
        UnreadableDates = unreadableDates;
    }

    /// <summary>Effective dates that are in none of the forms that are stored.</summary>
    public IReadOnlyList<string> UnreadableDates { get; }

    /// <summary>Reads the record up to a place: these subjects, and the frameworks.</summary>
    public static async Task<SqlReference> LoadAsync(
        string connectionString,
        long last,
        IEnumerable<SubjectId> subjects,
        CancellationToken cancellation
    )
    {
        // A session of its own, which takes its temporary tables along when it ends.
        var session = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString
        );
        try
        {
            await session.OpenAsync(cancellation);
            // What is compared is little for each statement, and much to compile.
            await ExecuteAsync(session, "set statement_timeout = 0; set jit = off", cancellation);
            await ExecuteAsync(session, Script(), cancellation);
            await ExecuteAsync(session, "set default_transaction_read_only = on", cancellation);
            await using (var load = session.CreateCommand())
            {
                load.CommandText = "select pg_temp.load($1, $2)";
                load.Parameters.AddWithValue(last);
                load.Parameters.AddWithValue(subjects.Select(subject => subject.Value).ToArray());
                await load.ExecuteNonQueryAsync(cancellation);
            }

            return new(session, await UnreadableDatesAsync(session, cancellation));
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>The answers about every subject on each of the days, as known at a place.</summary>
    public async Task<ILookup<(SubjectId Subject, DateOnly Day), string>> AtAsync(
        long place,
        IReadOnlyList<DateOnly> days,
        CancellationToken cancellation
    )
    {
        await using (var believe = connection.CreateCommand())
        {
            believe.CommandText = "select pg_temp.believe($1, $2)";
            believe.Parameters.AddWithValue(place);
            believe.Parameters.AddWithValue(days.ToArray());
            await believe.ExecuteNonQueryAsync(cancellation);
        }

        await using var command = connection.CreateCommand();
        command.CommandText = """
            select * from pg_temp.statuses($1)
            union all
            select * from pg_temp.engagements($1, $2)
            union all
            select * from pg_temp.milestones($1)
            union all
            select * from pg_temp.target_exits($1)
            union all
            select * from pg_temp.transition_plans($1)
            union all
            select * from pg_temp.undertakings($1, $2)
            """;
        command.Parameters.AddWithValue(days.ToArray());
        command.Parameters.AddWithValue(place);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = new List<(SubjectId Subject, DateOnly Day, string Line)>();
        while (await reader.ReadAsync(cancellation))
        {
            lines.Add(
                (SubjectId.FromStream(reader.GetString(0)), reader.GetFieldValue<DateOnly>(1), reader.GetString(2))
            );
        }

        return lines.ToLookup(l => (l.Subject, l.Day), l => l.Line);
    }

    /// <summary>Ends the session, and with it its tables.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static async Task<IReadOnlyList<string>> UnreadableDatesAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """
            select distinct coalesce(effective, 'nothing') from reference_entry
            where earliest is null and type <> 'entry_retracted'
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var dates = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            dates.Add(reader.GetString(0));
        }

        return dates;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Script()
    {
        using var stream =
            typeof(SqlReference).Assembly.GetManifestResourceStream("replay/reference.sql")
            ?? throw new InvalidOperationException("The program was built without its reference in SQL.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
