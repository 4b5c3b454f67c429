using System.Diagnostics;
using Npgsql;
using Oversight.Proofs.Checkpoints;

namespace Oversight.Cli.Tests.Crashing;

/// <summary>A moment at which something is killed: on the way of an entry from being stored to the checkpoint that is kept outside.</summary>
internal enum Moment
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>An entry is stored and not committed.</summary>
    NotCommitted,

    /// <summary>It is committed, and nobody was told.</summary>
    NotAnswered,

    /// <summary>It is committed and answered, and not in the tree.</summary>
    NotInTree,

    /// <summary>A tile is full, and not stored.</summary>
    NotInTile,

    /// <summary>The tile is stored, and the checkpoint not.</summary>
    NotSigned,

    /// <summary>The checkpoint is committed, and the program was not told.</summary>
    NotKnown,

    /// <summary>The program knows it, and has not kept it in its file.</summary>
    NotInFile,

    /// <summary>It is in that file, and not outside.</summary>
    NotOutside,
}

/// <summary>
/// Something stands in the way, so that whoever comes to the moment stays in it: a lock of a superuser's, a commit that is not confirmed, a file that
/// can be opened and never written.
/// </summary>
internal sealed class HeldAt : IAsyncDisposable
{
    private const string Integrator = """
        select pid from pg_locks
        where locktype = 'advisory' and granted and objsubid = 1
            and (classid::bigint << 32 | objid::bigint) = ledger.integration_lock() and pid <> pg_backend_pid()
        """;

    private const string Trailing = """
        select case when (select max(place) + 1 from ledger.place) >= (select max(size) + 3 from ledger.checkpoint) then 1 else 0 end
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly KilledRecord record;
    private NpgsqlConnection? locking;
    private string? inTheWay;
    private bool holdsCommits;

    private HeldAt(KilledRecord record) => this.record = record;

    /// <summary>The server's process that is there; some other session's where none is.</summary>
    public int Session { get; private set; }

    /// <summary>Whether the moment came.</summary>
    public bool IsReached { get; private set; } = true;

    /// <summary>Brings the record to a moment, and holds it there.</summary>
    public static async Task<HeldAt> ReachAsync(KilledRecord record, Moment moment, Random random)
    {
        var held = new HeldAt(record);
        await (
            moment switch
            {
                Moment.NotCommitted => held.LockedAsync("ledger.place"),
                Moment.NotAnswered => held.NotAnsweredAsync(),
                Moment.NotInTree => held.NotInTreeAsync(),
                Moment.NotInTile => held.LockedAsync("ledger.tile"),
                Moment.NotSigned => held.LockedAsync("ledger.checkpoint"),
                Moment.NotKnown => held.NotKnownAsync(),
                Moment.NotInFile => held.NotWrittenAsync(
                    record.OwnFile,
                    () => record.ScalarAsync<long>("select max(size) from ledger.checkpoint")
                ),
                Moment.NotOutside => held.NotWrittenAsync(record.Newest, () => Task.FromResult(SizeIn(record.OwnFile))),
                _ => Task.Delay(random.Next(500)),
            }
        );
        if (held.Session == 0)
        {
            held.Session = await record.ScalarAsync<int>(
                "select pid from pg_stat_activity where usename = 'oversight_app' order by backend_start limit 1"
            );
        }

        return held;
    }

    /// <summary>Nothing stands in the way any more.</summary>
    /// <param name="isServerUp">Whether the server runs, or will by itself.</param>
    public async Task LetGoAsync(bool isServerUp)
    {
        if (holdsCommits)
        {
            await record.HoldCommitsAsync(false, isServerUp);
            holdsCommits = false;
        }

        if (inTheWay is not null)
        {
            File.Delete(inTheWay);
            inTheWay = null;
        }

        await UnlockAsync();
    }

    public ValueTask DisposeAsync() => UnlockAsync();

    // Who comes to write the table waits there.
    private async Task LockedAsync(string table)
    {
        await LockAsync($"lock table {table} in share mode");
        await UntilAsync(
            $"select coalesce(max(pid), 0) from pg_locks where relation = '{table}'::regclass and not granted"
        );
    }

    private async Task NotAnsweredAsync()
    {
        // The tree stands still meanwhile, so that who waits is who records.
        await LockAsync("select pg_advisory_xact_lock(ledger.integration_lock())");
        await HoldCommitsAsync();
        await UntilAsync("select coalesce(max(pid), 0) from pg_stat_activity where wait_event = 'SyncRep'");
        await UnlockAsync();
    }

    private async Task NotInTreeAsync()
    {
        await LockAsync("select pg_advisory_xact_lock(ledger.integration_lock())");
        await UntilAsync(Trailing);
        Session = 0;
    }

    private async Task NotKnownAsync()
    {
        await LockAsync("select pg_advisory_xact_lock(ledger.integration_lock())");
        await UntilAsync(Trailing);
        await HoldCommitsAsync();
        await UnlockAsync();
        await UntilAsync(
            $"select coalesce(max(pid), 0) from pg_stat_activity where wait_event = 'SyncRep' and pid in ({Integrator})"
        );
    }

    // The file that is written beside another, to take its place, is a pipe that nobody reads: who opens it waits.
    private async Task NotWrittenAsync(string file, Func<Task<long>> sizeBefore)
    {
        inTheWay = $"{file}.part";
        File.Delete(inTheWay);
        using (var made = Process.Start("mkfifo", [inTheWay]))
        {
            await made.WaitForExitAsync();
        }

        var patience = Stopwatch.StartNew();
        while (await sizeBefore() <= SizeIn(file))
        {
            if (patience.Elapsed > Patience)
            {
                IsReached = false;
                return;
            }

            await Task.Delay(5);
        }
    }

    private static long SizeIn(string file) =>
        KilledRecord.KeptIn(file) is { } note ? Checkpoint.Parse(note.Text).Size : 0;

    private async Task HoldCommitsAsync()
    {
        holdsCommits = true;
        await record.HoldCommitsAsync(true);
    }

    private async Task LockAsync(string sql)
    {
        locking = await record.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", locking);
        await command.ExecuteNonQueryAsync();
    }

    private async ValueTask UnlockAsync()
    {
        await (locking?.DisposeAsync() ?? ValueTask.CompletedTask);
        locking = null;
    }

    private async Task UntilAsync(string sql)
    {
        await using var connection = await record.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var patience = Stopwatch.StartNew();
        while ((Session = (int)(await command.ExecuteScalarAsync())!) == 0)
        {
            if (patience.Elapsed > Patience)
            {
                IsReached = false;
                return;
            }

            await Task.Delay(2);
        }
    }
}
