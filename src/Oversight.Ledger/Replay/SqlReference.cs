using Npgsql;

namespace Oversight.Ledger.Replay;

/// <summary>
/// An independent reading of the record: the scripts of <c>Reference/</c>, in functions, views and tables of a session's own pg_temp. It
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
            await session.Ask("set statement_timeout = 0; set jit = off").DoAsync(cancellation);
            foreach (var script in Script.ReadAll("Replay/Reference"))
            {
                await session.Ask(script.Sql).DoAsync(cancellation);
            }

            await session.Ask("set default_transaction_read_only = on").DoAsync(cancellation);
            var streams = subjects.Select(subject => subject.Value).ToArray();
            await session.Ask($"select pg_temp.load({last}, {streams})").DoAsync(cancellation);
            var unreadable = await session
                .Ask(
                    """
                    select distinct coalesce(effective, 'nothing') from reference_entry
                    where earliest is null and type <> 'entry_retracted'
                    """
                )
                .RowsAsync(row => row.GetString(0), cancellation);
            return new(session, unreadable);
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
        await connection.Ask($"select pg_temp.believe({place}, {days.ToArray()})").DoAsync(cancellation);
        var lines = await connection
            .Ask("select stream, on_day, line from reference_answer")
            .RowsAsync(
                row => (Stream: row.GetString(0), Day: row.GetFieldValue<DateOnly>(1), Line: row.GetString(2)),
                cancellation
            );
        return lines.ToLookup(answer => (SubjectId.FromStream(answer.Stream), answer.Day), answer => answer.Line);
    }

    /// <summary>Ends the session, and with it its tables.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
