using System.Runtime.CompilerServices;
using Npgsql;

namespace Oversight.Ledger.Replay;

/// <summary>Each entry's line, written from what the tables hold, beside the hash that was kept when it was recorded.</summary>
public static class StoredLines
{
    // A range and no limit: the planner then reads just these rows by their indexes.
    private const int UsualBatch = 5000;

    /// <summary>The lines of the entries up to a place, in order.</summary>
    /// <param name="store">The record.</param>
    /// <param name="last">The place of the last one.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <param name="batch">How many are read at once.</param>
    public static async IAsyncEnumerable<(long Place, string Line, byte[] Leaf)> ReadAsync(
        RecordStore store,
        long last,
        [EnumeratorCancellation] CancellationToken cancellation,
        int batch = UsualBatch
    )
    {
        for (var first = 0L; first <= last; first += batch)
        {
            var lines = await store
                .Connections.Ask(
                    $"""
                    select p.place, e.id, e.stream_id, e.version, e.type, e.timestamp, e.user_name, e.correlation_id, e.causation_id,
                        e.headers::text, e.data::text, p.leaf
                    from ledger.place p
                    join only oversight.mt_events e on e.seq_id = p.seq_id
                    where p.place >= {first} and p.place < {Math.Min(first + batch, last + 1)}
                    order by p.place
                    """
                )
                .RowsAsync(row => (row.GetInt64(0), LineOf(row), row.GetFieldValue<byte[]>(11)), cancellation);
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    private static string LineOf(NpgsqlDataReader row) =>
        EntryLine.Write(
            row.GetInt64(0),
            row.GetGuid(1),
            row.GetString(2),
            row.GetInt64(3),
            row.GetString(4),
            row.Instant(5),
            row.TextOrNull(6),
            row.TextOrNull(7),
            row.TextOrNull(8),
            row.TextOrNull(9),
            row.GetString(10)
        );
}
