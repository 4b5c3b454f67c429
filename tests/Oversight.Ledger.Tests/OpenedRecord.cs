using Npgsql;
using Oversight.Desk;
using Oversight.EmbeddedPostgres;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>A record of its own, opened.</summary>
public sealed class OpenedRecord : IAsyncDisposable
{
    private readonly NpgsqlDataSource superuser;

    private OpenedRecord(DatabaseSettings settings, OpenRecord record)
    {
        Settings = settings;
        Record = record;
        superuser = NpgsqlDataSource.Create(settings.Owner);
    }

    public DatabaseSettings Settings { get; }

    public OpenRecord Record { get; }

    public DecisionDesk Desk => Record.Desk;

    public static async Task<OpenedRecord> CreateAsync(DatabaseServer server) =>
        await OpenAsync(await server.CreateMigratedAsync());

    public static async Task<OpenedRecord> OpenAsync(DatabaseSettings settings) =>
        new(
            settings,
            await OpenRecord.OpenAsync(
                settings.Owner,
                settings.Program,
                TimeProvider.System,
                _ => { },
                CancellationToken.None
            )
        );

    public Task<RecordAt> NowAsync() => Record.Live.AtAsync(known: null, CancellationToken.None);

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = superuser.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>In ordinal order: what the server orders by depends on its collation.</summary>
    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = superuser.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    public Task<long> CountAsync() => AskAsync<long>("select count(*) from oversight.mt_events");

    /// <summary>Places without a gap, each entry's time and leaf as its row says, streams at the version of their last entry.</summary>
    public async Task AssertInOrderAsync() =>
        Assert.Equal(
            [],
            await RowsAsync(
                """
                select format('place %s of %s', p.place, p.number)
                from (select *, row_number() over (order by place) - 1 as number, lag(recorded) over (order by place) as before from ledger.place) p
                full join oversight.mt_events e on e.seq_id = p.seq_id
                where p.place is distinct from p.number
                    or p.before >= p.recorded
                    or e.timestamp is distinct from p.recorded
                    or e.id is distinct from p.id
                    or p.leaf is distinct from ledger.leaf(ledger.line(p.place, e.id, e.stream_id, e.version, e.type, e.timestamp,
                        e.user_name, e.correlation_id, e.causation_id, e.headers, e.data))
                union all
                select format('stream %s', s.id)
                from oversight.mt_streams s
                left join (select stream_id, max(version) as last, count(*) from oversight.mt_events group by stream_id) e on e.stream_id = s.id
                where s.id <> 'mt_tombstone' and (s.version is distinct from e.last or e.last <> e.count)
                """
            )
        );

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        await superuser.DisposeAsync();
    }
}
