using Npgsql;

namespace Oversight.Ledger.People;

/// <summary>
/// Who read what is not public. A reading is written before its answer goes out; those that come together share a round trip. While the
/// database is away they wait in memory, as many as <see cref="MostWaiting"/>, and are written when it is back; of more, none is answered.
/// </summary>
public sealed class Readings : IAsyncDisposable
{
    /// <summary>How many wait at most while the database is away.</summary>
    public const int MostWaiting = 10_000;

    private const int MostAtOnce = 1_000;
    private const int LongestAddress = 8_192;

    private const string Rows = $"""
        select r.id, r.at, r.answered, r.reader, r.credential, r.face, r.address, r.place, r.subjects, r.entries, a.name, {Credentials.Columns}
        from access.reading r
        left join access.account a on a.id = r.reader
        left join access.credential c on c.id = r.credential
        """;

    /// <summary>How long is waited for the database.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long after a failure it is tried again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource dataSource;
    private readonly TimeProvider clock;
    private readonly int mostWaiting;
    private readonly Lock gate = new();
    private readonly Queue<Row> late = [];
    private readonly CancellationTokenSource ending = new();
    private List<Row> next = [];
    private Task<int> writing = Task.FromResult(0);
    private Task returning = Task.CompletedTask;

    /// <summary>Readings in a database.</summary>
    /// <param name="dataSource">Connections of the program's login.</param>
    /// <param name="clock">The program's clock, for when something was answered while the database was away.</param>
    /// <param name="mostWaiting">How many wait at most while the database is away.</param>
    public Readings(NpgsqlDataSource dataSource, TimeProvider clock, int mostWaiting = MostWaiting)
    {
        this.mostWaiting = mostWaiting;
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /// <summary>How many wait for the database.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return late.Count;
            }
        }
    }

    /// <summary>Records it; only then may its answer go out.</summary>
    /// <exception cref="ReadingNotKeptException">The database is away, and too many wait already.</exception>
    public async Task AddAsync(Reading reading, CancellationToken cancellation = default)
    {
        if (reading.Address.Length > LongestAddress)
        {
            reading = reading with { Address = reading.Address[..LongestAddress] };
        }

        Task<int> written;
        int number;
        lock (gate)
        {
            if (late.Count > 0)
            {
                // The database is away: who waited for it already need not be followed by all others.
                Keep(new(Guid.CreateVersion7(), reading, clock.GetUtcNow()), why: null);
                return;
            }

            number = next.Count;
            next.Add(new(Guid.CreateVersion7(), reading, Answered: null));
            if (number == 0)
            {
                // What is written together belongs to no one request's trace.
                using (ExecutionContext.SuppressFlow())
                {
                    var before = writing;
                    writing = Task.Run(() => WriteAsync(before), CancellationToken.None);
                }
            }

            written = writing;
        }

        if (number >= await written.WaitAsync(cancellation))
        {
            throw new ReadingNotKeptException();
        }
    }

    /// <summary>Some readings, the newest first.</summary>
    /// <param name="asked">Which.</param>
    /// <param name="after">The last one of those before; null to begin.</param>
    /// <param name="atMost">How many.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<KeptReading>> ListAsync(
        ReadingsAsked asked,
        KeptReading? after,
        int atMost,
        CancellationToken cancellation = default
    )
    {
        // Only what is asked: a plan for every question at once would look through all rows for each.
        var statement = new Statement(200, 8);
        statement.AppendLiteral($"{Rows} where true");
        void And<T>(string condition, T? value)
        {
            if (value is not null)
            {
                statement.AppendLiteral($" and {condition} (");
                statement.AppendFormatted(value);
                statement.AppendLiteral(")");
            }
        }

        And("r.reader = any", asked.Readers?.ToArray());
        And("r.subjects &&", asked.Subjects?.ToArray());
        And("r.face =", WordOf(asked.Face));
        And("r.at >=", asked.From?.ToUniversalTime());
        And("r.at <", asked.Before?.ToUniversalTime());
        if (after is not null)
        {
            statement.AppendLiteral(" and (r.at, r.id) < (");
            statement.AppendFormatted(after.At);
            statement.AppendLiteral(", ");
            statement.AppendFormatted(after.Id);
            statement.AppendLiteral(")");
        }

        statement.AppendLiteral(" order by r.at desc, r.id desc limit ");
        statement.AppendFormatted(atMost);
        return await dataSource.Ask(statement).RowsAsync(Read, cancellation);
    }

    /// <summary>The reading of that id; null when there is none.</summary>
    public Task<KeptReading?> FindAsync(Guid id, CancellationToken cancellation = default) =>
        dataSource.Ask($"{Rows:sql} where r.id = {id}").RowAsync(Read, cancellation);

    /// <summary>Writes those that wait, if the database answers, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ending.IsCancellationRequested)
        {
            return;
        }

        await ending.CancelAsync();
        await Task.WhenAll(writing, returning).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ReturnSomeAsync();
    }

    /// <summary>A face in one or two words.</summary>
    public static string WordOf(Face face) =>
        face == Face.CommandLine ? "command line" : face.ToString().ToLowerInvariant();

    private static string? WordOf(Face? face) => face is { } one ? WordOf(one) : null;

    // How many of those that came together are kept.
    private async Task<int> WriteAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<Row> rows;
        lock (gate)
        {
            (rows, next) = (next, []);
        }

        try
        {
            await InsertAsync(rows);
            return rows.Count;
        }
        catch (Exception e) when (IsAway(e))
        {
            lock (gate)
            {
                var room = Math.Min(rows.Count, mostWaiting - late.Count);
                foreach (var row in rows.Take(room))
                {
                    Keep(row with { Answered = clock.GetUtcNow() }, e);
                }

                return room;
            }
        }
    }

    // Within the gate.
    private void Keep(Row row, Exception? why)
    {
        if (late.Count >= mostWaiting)
        {
            throw new ReadingNotKeptException(why);
        }

        late.Enqueue(row);
        if (late.Count == 1)
        {
            using (ExecutionContext.SuppressFlow())
            {
                returning = Task.Run(ReturnAllAsync, CancellationToken.None);
            }
        }
    }

    private async Task ReturnAllAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (await ReturnSomeAsync())
            {
                return;
            }
        }
    }

    // True when none waits any more.
    private async Task<bool> ReturnSomeAsync()
    {
        while (true)
        {
            List<Row> rows;
            lock (gate)
            {
                rows = [.. late.Take(MostAtOnce)];
            }

            if (rows.Count == 0)
            {
                return true;
            }

            try
            {
                await InsertAsync(rows);
            }
            catch (Exception e) when (IsAway(e))
            {
                return false;
            }

            lock (gate)
            {
                foreach (var _ in rows)
                {
                    late.Dequeue();
                }

                if (late.Count == 0)
                {
                    return true;
                }
            }
        }
    }

    // One that may have been written by a statement whose answer was lost is not written twice.
    private async Task InsertAsync(List<Row> rows)
    {
        using var patience = new CancellationTokenSource(Patience);
        await dataSource
            .Ask(
                $"""
                insert into access.reading (id, answered, reader, credential, face, address, place, subjects, entries)
                select r.id, r.answered, r.reader, r.credential, r.face, r.address, r.place, string_to_array(r.subjects, ' '), r.entries
                from unnest(
                    {rows.Select(r => r.Id).ToArray()},
                    {rows.Select(r => r.Answered).ToArray()},
                    {rows.Select(r => r.Reading.Reader).ToArray()},
                    {rows.Select(r => r.Reading.Credential).ToArray()},
                    {rows.Select(r => WordOf(r.Reading.Face)).ToArray()},
                    {rows.Select(r => r.Reading.Address).ToArray()},
                    {rows.Select(r => r.Reading.Place).ToArray()},
                    {rows.Select(r => string.Join(' ', r.Reading.Subjects)).ToArray()},
                    {rows.Select(r => r.Reading.Entries).ToArray()}
                ) r (id, answered, reader, credential, face, address, place, subjects, entries)
                on conflict (id) do nothing
                """
            )
            .DoAsync(patience.Token);
    }

    private static bool IsAway(Exception e) => e is OperationCanceledException || DatabaseErrors.IsUnreachable(e);

    private static KeptReading Read(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.Instant(1),
            reader.InstantOrNull(2),
            new(
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetGuid(4),
                FaceOf(reader.GetString(5)),
                reader.GetString(6),
                reader.GetInt64(7),
                reader.GetFieldValue<string[]>(8),
                reader.GetInt64(9)
            ),
            reader.TextOrNull(10),
            reader.IsDBNull(11) ? null : Credentials.Read(reader, 11)
        );

    private static Face FaceOf(string word) => Enum.GetValues<Face>().Single(face => WordOf(face) == word);

    private sealed record Row(Guid Id, Reading Reading, DateTimeOffset? Answered);
}
