using Npgsql;
using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Organisations;

namespace Oversight.Desk.Replay;

/// <summary>The part of a status that the reference in SQL computes too.</summary>
/// <param name="Existence">Whether the organisation exists, in the words of the API; null when it is not registered.</param>
/// <param name="State">What can be said of its segment.</param>
/// <param name="Number">The segment, when certain.</param>
/// <param name="Candidates">The ids of the entries that may hold, by place, separated by spaces.</param>
internal readonly record struct ReferenceAnswer(string? Existence, string? State, int? Number, string Candidates)
{
    public static ReferenceAnswer NotRegistered => new(null, null, null, "");

    public static ReferenceAnswer From(OrganisationStatus? status) =>
        status is null
            ? NotRegistered
            : new(
                status.Existence.State switch
                {
                    ExistenceState.Exists => "exists",
                    ExistenceState.NotYet => "not-yet",
                    ExistenceState.Ended => "ended",
                    _ => "uncertain",
                },
                status.Segment.State switch
                {
                    SegmentState.Certain => "certain",
                    SegmentState.NotSegmented => "not-segmented",
                    SegmentState.NotKnown => "not-known",
                    _ => "uncertain",
                },
                status.Segment.Number,
                string.Join(' ', status.Segment.Candidates.Select(c => c.Entry.Id))
            );

    public override string ToString() =>
        Existence is null
            ? "not registered"
            : $"{Existence}, segment {State}{(Number is { } number ? " " + number : "")}, resting on [{Candidates}]";
}

/// <summary>
/// An independent reading of the record: <c>reference.sql</c>, in functions and tables of a session's own pg_temp. It
/// only reads the record: everything after their making runs read-only.
/// </summary>
internal sealed class SqlReference : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private SqlReference(NpgsqlConnection connection, IReadOnlyList<string> unreadableDates)
    {
        this.connection = connection;
        UnreadableDates = unreadableDates;
    }

    /// <summary>Effective dates that are in none of the forms that are stored.</summary>
    public IReadOnlyList<string> UnreadableDates { get; }

    /// <summary>Reads the record up to a place: these organisations, and the frameworks.</summary>
    public static async Task<SqlReference> LoadAsync(
        string connectionString,
        long last,
        IEnumerable<OdsCode> organisations,
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
            await ExecuteAsync(session, "set statement_timeout = 0", cancellation);
            await ExecuteAsync(session, Script(), cancellation);
            await ExecuteAsync(session, "set default_transaction_read_only = on", cancellation);
            await using (var load = session.CreateCommand())
            {
                load.CommandText = "select pg_temp.load($1, $2)";
                load.Parameters.AddWithValue(last);
                load.Parameters.AddWithValue(organisations.Select(ods => SubjectId.Of(ods).Value).ToArray());
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

    /// <summary>The answers for every registered organisation on each of the days, as known at a place.</summary>
    public async Task<IReadOnlyDictionary<(OdsCode Ods, DateOnly Day), ReferenceAnswer>> AtAsync(
        long place,
        IReadOnlyList<DateOnly> days,
        CancellationToken cancellation
    )
    {
        await ExecuteAsync(connection, $"select pg_temp.believe({place})", cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select * from pg_temp.answers($1, $2)";
        command.Parameters.AddWithValue(place);
        command.Parameters.AddWithValue(days.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var answers = new Dictionary<(OdsCode, DateOnly), ReferenceAnswer>();
        while (await reader.ReadAsync(cancellation))
        {
            answers[(OdsCode.Parse(reader.GetString(0)), reader.GetFieldValue<DateOnly>(1))] = new(
                reader.GetString(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetInt32(4),
                string.Join(' ', reader.GetFieldValue<Guid[]>(5))
            );
        }

        return answers;
    }

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
