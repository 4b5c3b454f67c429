using System.Runtime.CompilerServices;
using Npgsql;

namespace Oversight.Ledger.Replay;

/// <summary>Each entry's line, written from what the tables hold, beside the hash that was kept when it was recorded.</summary>
public static class StoredLines
{
    private const string Query = """
        select p.place, e.id, e.stream_id, e.version, e.type, e.timestamp, e.user_name, e.correlation_id, e.causation_id,
            e.headers::text, e.data::text, p.leaf
        from ledger.place p
        join only oversight.mt_events e on e.seq_id = p.seq_id
        where p.place >= $1 and p.place < $2
        order by p.place
        """;

    // A range and no limit: the planner then reads just these rows by their indexes.
    private const int BatchSize = 5000;

    /// <summary>The lines of the entries up to a place, in order.</summary>
    /// <param name="connectionString">The program's login.</param>
    /// <param name="last">The place of the last one.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async IAsyncEnumerable<(long Place, string Line, byte[] Leaf)> ReadAsync(
        string connectionString,
        long last,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var source = RecordStore.CreateDataSource(connectionString);
        for (var first = 0L; first <= last; first += BatchSize)
        {
            await using var command = source.CreateCommand(Query);
            command.Parameters.AddWithValue(first);
            command.Parameters.AddWithValue(Math.Min(first + BatchSize, last + 1));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
                var place = reader.GetInt64(0);
                var line = EntryLine.Write(
                    place,
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetInt64(3),
                    reader.GetString(4),
                    reader.GetFieldValue<DateTimeOffset>(5),
                    Text(6),
                    Text(7),
                    Text(8),
                    Text(9),
                    reader.GetString(10)
                );
                yield return (place, line, reader.GetFieldValue<byte[]>(11));
            }
        }
    }
}
