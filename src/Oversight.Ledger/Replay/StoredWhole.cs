namespace Oversight.Ledger.Replay;

/// <summary>
/// What tables that are kept beside each other say of one another: an entry that somebody deleted past the guards is still named by its
/// place, its stream's version, or the key under which it was stored.
/// </summary>
public static class StoredWhole
{
    private static readonly (string What, string Query)[] Checks =
    [
        (
            "places without their entry",
            """
            select count(*), min(p.place)::text from ledger.place p
            where not exists (select from only oversight.mt_events e where e.seq_id = p.seq_id and e.id = p.id)
            """
        ),
        (
            "entries without a place",
            """
            select count(*), min(e.id::text) from only oversight.mt_events e
            where not exists (select from ledger.place p where p.seq_id = e.seq_id and p.id = e.id)
            """
        ),
        (
            "places whose time is not that of their entry",
            """
            select count(*), min(p.place)::text from ledger.place p
            join only oversight.mt_events e on e.seq_id = p.seq_id
            where e.timestamp is distinct from p.recorded
            """
        ),
        // What no entry's line says, and Marten goes by.
        (
            "entries that are archived, of a tenant, or have data beside their own",
            """
            select count(*), min(e.id::text) from only oversight.mt_events e
            where e.is_archived is distinct from false or e.tenant_id is distinct from '*DEFAULT*' or e.bdata is not null
            """
        ),
        (
            "places left out",
            """
            select coalesce(max(place) + 1, 0) - count(*), (min(number) filter (where place <> number))::text
            from (select place, row_number() over (order by place) - 1 as number from ledger.place) numbered
            """
        ),
        (
            "streams whose last entry is not the one that they say",
            """
            select count(*), min(s.id) from oversight.mt_streams s
            where s.id <> 'mt_tombstone'
                and s.version is distinct from (select max(e.version) from only oversight.mt_events e where e.stream_id = s.id)
            """
        ),
        (
            "entries named by a key of a request and not there",
            """
            select count(*), min(stored.id::text) from ledger.idempotency i cross join unnest(i.entry_ids) stored (id)
            where not exists (select from ledger.place p where p.id = stored.id)
            """
        ),
    ];

    /// <summary>What does not agree: what is counted, how often, and the first of it.</summary>
    /// <param name="store">The record.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<IReadOnlyList<(string What, long Count, string? First)>> CheckAsync(
        RecordStore store,
        CancellationToken cancellation
    )
    {
        var found = new List<(string What, long Count, string? First)>();
        foreach (var (what, query) in Checks)
        {
            found.AddRange(
                await store
                    .Connections.Ask(query)
                    .RowsAsync(row => (what, row.GetInt64(0), row.TextOrNull(1)), cancellation)
            );
        }

        return found.FindAll(check => check.Count != 0);
    }
}
