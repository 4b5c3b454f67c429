using Npgsql;
using NpgsqlTypes;
using Oversight.Ledger;
using Oversight.Record;
using Oversight.Record.Catalogue;

namespace Oversight.Benchmarks.OldWriter;

/// <summary>
/// The writer that there was before all decisions went through Marten: one call of a function (<c>append.sql</c>), and one read before
/// it. Trimmed of what a benchmark never meets: refusals and lost connections come through as Npgsql has them.
/// </summary>
internal sealed class OldRecord(NpgsqlDataSource dataSource)
{
    private const string EntriesAfter = """
        select p.place, p.id, e.stream_id, e.version, e.type, e.data, p.recorded, e.user_name, e.correlation_id, e.causation_id
        from (select * from ledger.place where place > $1 order by place limit $2) p
        cross join lateral (
            select stream_id, version, type, data::text, user_name, correlation_id, causation_id
            from only oversight.mt_events
            where seq_id = p.seq_id
            limit 1) e
        order by p.place
        """;

    private const string EarlierAppendOf = """
        select i.request_hash, p.id, p.place, e.stream_id, e.version, p.recorded
        from ledger.idempotency i
        cross join unnest(i.entry_ids) asked (id)
        cross join lateral (select * from ledger.place where place.id = asked.id limit 1) p
        cross join lateral (select stream_id, version from only oversight.mt_events where seq_id = p.seq_id limit 1) e
        where i.subject = $1 and i.key = $2
        order by p.place
        """;

    private const string Append = """
        select id, place, stream, version, recorded, repeated
        from bench.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """;

    /// <summary>Makes the function in a database that only the benchmark has.</summary>
    public static async Task CreateFunctionAsync(string ownerConnectionString)
    {
        await using var sql = typeof(OldRecord).Assembly.GetManifestResourceStream("append.sql")!;
        using var reader = new StreamReader(sql);
        await BenchmarkCluster.ExecuteAsync(ownerConnectionString, await reader.ReadToEndAsync());
    }

    /// <summary>In one round trip: the entries after a place, and whether the subject's key was used before.</summary>
    public async Task<(IReadOnlyList<StoredEntry> Entries, bool IsRepeated)> CatchUpAsync(
        long place,
        string subject,
        string? key,
        int atMost,
        CancellationToken cancellation
    )
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var batch = connection.CreateBatch();
        var entriesAfter = new NpgsqlBatchCommand(EntriesAfter);
        Add(entriesAfter.Parameters, NpgsqlDbType.Bigint, place);
        Add(entriesAfter.Parameters, NpgsqlDbType.Integer, atMost);
        batch.BatchCommands.Add(entriesAfter);
        if (key is not null)
        {
            var earlier = new NpgsqlBatchCommand(EarlierAppendOf);
            Add(earlier.Parameters, NpgsqlDbType.Text, subject);
            Add(earlier.Parameters, NpgsqlDbType.Text, key);
            batch.BatchCommands.Add(earlier);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var entries = new List<StoredEntry>();
        while (await reader.ReadAsync(cancellation))
        {
            entries.Add(
                new StoredEntry(
                    reader.GetInt64(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetInt64(3),
                    reader.GetString(4),
                    reader.GetString(5),
                    reader.GetFieldValue<DateTimeOffset>(6),
                    reader.GetString(7),
                    reader.IsDBNull(8) ? null : reader.GetString(8),
                    reader.IsDBNull(9) ? null : reader.GetString(9)
                )
            );
        }

        var isRepeated =
            key is not null && await reader.NextResultAsync(cancellation) && await reader.ReadAsync(cancellation);
        return (entries, isRepeated);
    }

    /// <summary>Records entries, all of them or none, in one round trip.</summary>
    public async Task<Receipt> AppendAsync(AppendRequest request)
    {
        var streams = request.Streams.OrderBy(stream => stream.Stream, StringComparer.Ordinal).ToArray();
        var entries = streams
            .SelectMany(stream =>
                stream.Entries.Select(
                    (entry, index) =>
                        (
                            stream.Stream,
                            Version: stream.ExpectedVersion + index + 1,
                            entry.Id,
                            Type: EventCatalogue.NameOf(entry.Content),
                            DotnetType: $"{entry.Content.GetType().FullName}, {entry.Content.GetType().Assembly.GetName().Name}",
                            Data: CanonicalJson.Write(EventCatalogue.Write(entry.Content))
                        )
                )
            )
            .ToList();
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Append;
        var parameters = command.Parameters;
        Add(parameters, NpgsqlDbType.Text, request.LoggedBy);
        Add(parameters, NpgsqlDbType.Text, request.CorrelationId);
        Add(parameters, NpgsqlDbType.Text, request.CausationId);
        Add(parameters, NpgsqlDbType.Text, request.Idempotency?.Key);
        Add(parameters, NpgsqlDbType.Bytea, request.Idempotency?.RequestHash);
        AddArray(parameters, NpgsqlDbType.Text, streams.Select(stream => stream.Stream));
        AddArray(parameters, NpgsqlDbType.Bigint, streams.Select(stream => stream.ExpectedVersion));
        AddArray(
            parameters,
            NpgsqlDbType.Bigint,
            streams.Select(stream => stream.ExpectedVersion + stream.Entries.Count)
        );
        AddArray(parameters, NpgsqlDbType.Text, entries.Select(entry => entry.Stream));
        AddArray(parameters, NpgsqlDbType.Bigint, entries.Select(entry => entry.Version));
        AddArray(parameters, NpgsqlDbType.Uuid, entries.Select(entry => entry.Id));
        AddArray(parameters, NpgsqlDbType.Text, entries.Select(entry => entry.Type));
        AddArray(parameters, NpgsqlDbType.Text, entries.Select(entry => entry.DotnetType));
        AddArray(parameters, NpgsqlDbType.Jsonb, entries.Select(entry => entry.Data));
        AddArray(parameters, NpgsqlDbType.Text, request.People.Select(person => person.Id));
        AddArray(parameters, NpgsqlDbType.Bytea, request.People.Select(person => person.Salt));
        AddArray(parameters, NpgsqlDbType.Text, request.People.Select(person => person.Name));

        var lines = new List<ReceiptLine>(entries.Count);
        var repeated = false;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(
                new ReceiptLine(
                    reader.GetGuid(0),
                    reader.GetInt64(1),
                    reader.GetString(2),
                    reader.GetInt64(3),
                    reader.GetFieldValue<DateTimeOffset>(4),
                    // The old writer told none.
                    ""
                )
            );
            repeated = reader.GetBoolean(5);
        }

        // The commit's own answer comes after the last row.
        await reader.CloseAsync();
        return new Receipt(lines, repeated);
    }

    private static void Add(NpgsqlParameterCollection parameters, NpgsqlDbType type, object? value) =>
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    private static void AddArray<T>(NpgsqlParameterCollection parameters, NpgsqlDbType type, IEnumerable<T> values) =>
        parameters.Add(new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] });
}
