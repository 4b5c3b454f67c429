using Oversight.Desk.Replay;
using Oversight.Ledger;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Desk.Tests;

/// <summary>A database that holds another record than the one that was read: a lost tail, an older copy put back, entries deleted.</summary>
public sealed class ReplacedRecordTests(DatabaseServer server)
{
    private const string GuardsOff = """
        begin;
        alter event trigger oversight_ddl disable;
        alter table oversight.mt_events disable trigger all;
        alter table oversight.mt_streams disable trigger all;
        alter table ledger.place disable trigger all;
        alter table ledger.idempotency disable trigger all;

        """;

    private static readonly string GuardsOn = $"""
        ;
        {string.Concat(
            new[] { "oversight.mt_events", "oversight.mt_streams", "ledger.place", "ledger.idempotency" }.Select(table =>
                $"alter table {table} enable trigger all;"
            )
        )}
        do $$
        declare
            guard record;
        begin
            for guard in select tgrelid::regclass as on_table, tgname from pg_trigger where not tgisinternal
                and (tgname like 'oversight\_%' or tgname in ('refuse_change', 'check_document', 'revoke_only', 'remove_only'))
            loop
                execute format('alter table %s enable always trigger %I', guard.on_table, guard.tgname);
            end loop;
        end
        $$;
        alter event trigger oversight_ddl enable always;
        commit
        """;

    private const string LoseTwo = """
        delete from oversight.mt_events where seq_id in (select seq_id from ledger.place where place >= 1);
        delete from oversight.mt_streams where id <> 'organisation-RZ1';
        delete from ledger.place where place >= 1
        """;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_lost_tail_is_noticed_at_the_next_contact_said_and_read_anew(bool refilled, bool decidesFirst)
    {
        await using var database = await WithThreeAsync();
        var record = database.Record;
        await record.Live.CatchUpAsync(default);
        await database.ExecuteAsync(GuardsOff + LoseTwo + GuardsOn);
        Assert.Equal([], await record.Store.GuardsOffAsync(default));
        if (refilled)
        {
            var other = await database.OpenAsync();
            await LogAsync(other, "RZ7");
            await LogAsync(other, "RZ8");
            await LogAsync(other, "RZ9");
        }

        var said = await Assert.ThrowsAsync<RecordReplacedException>(() =>
            decidesFirst
                ? LogAsync(record, "RZ4")
                : record.Live.AtAsync(TimeProvider.System.GetUtcNow().AddSeconds(-1), default)
        );
        Assert.Contains("at place 2 is " + (refilled ? "another one" : "gone"), said.Message, StringComparison.Ordinal);

        var now = await record.Live.AtAsync(known: null, default);
        Assert.Equal(
            refilled ? ["RZ1", "RZ7", "RZ8", "RZ9"] : ["RZ1"],
            now.Organisations.Select(ods => ods.Value).Order(StringComparer.Ordinal)
        );
        Assert.Contains("at place 2", record.Live.Replaced!.Value.What, StringComparison.Ordinal);

        // What is lost can be logged again, and everything that is acknowledged can be read back.
        foreach (var ods in new[] { "RZ2", "RZ3" })
        {
            var receipt = await LogAsync(record, ods);
            var seen = await record.Live.AtAsync(known: null, default);
            Assert.NotNull(seen.EntryOf(receipt.Entries[0].Id));
            Assert.Equal(1, seen.VersionOf(ods));
        }
    }

    [Theory]
    [InlineData("delete from oversight.mt_events where stream_id = 'organisation-RZ3'", "places without their entry")]
    [InlineData(
        """
            delete from oversight.mt_events where stream_id = 'organisation-RZ3';
            delete from ledger.place where place = 2
            """,
        "streams whose last entry is not the one that they say"
    )]
    [InlineData(
        """
            delete from oversight.mt_events where stream_id = 'organisation-RZ3';
            delete from oversight.mt_streams where id = 'organisation-RZ3';
            delete from ledger.place where place = 2
            """,
        "entries named by a key of a request and not there"
    )]
    [InlineData("update ledger.place set place = 7 where place = 2", "places left out")]
    [InlineData("delete from ledger.place where place = 2", "entries without a place")]
    public async Task A_replay_finds_the_last_entry_deleted_while_the_program_runs_and_after_it_was_started_anew(
        string delete,
        string found
    )
    {
        await using var database = await WithThreeAsync();
        await database.Record.Live.CatchUpAsync(default);
        await database.ExecuteAsync(GuardsOff + delete + GuardsOn);

        foreach (var timelines in new[] { database.Record.Live.Timelines, null })
        {
            var live = timelines ?? (found == "places left out" ? null : (await database.OpenAsync()).Live.Timelines);
            if (live is null)
            {
                continue;
            }

            var report = await ReplayAsync(database, live);
            Assert.Contains(report.Differences, difference => difference.What == found);
        }
    }

    [Fact]
    public async Task Guards_that_are_off_are_said_at_start_by_replay_and_in_health()
    {
        await using var database = await WithThreeAsync();
        Assert.Empty((await ReplayAsync(database, database.Record.Live.Timelines)).Differences);
        await database.ExecuteAsync(
            """
            alter event trigger oversight_ddl disable;
            alter table ledger.place disable trigger refuse_change;
            alter event trigger oversight_ddl enable
            """
        );

        string[] off = ["oversight_ddl", "refuse_change on ledger.place"];
        Assert.Equal(off, await database.Record.Store.GuardsOffAsync(default));
        var report = await ReplayAsync(database, database.Record.Live.Timelines);
        Assert.Equal(off.Select(guard => $"guard {guard}"), report.Differences.Select(d => d.What));
        var said = new List<string>();
        await Migration.ApplyAsync(database.Settings.Owner, database.Settings.Program, said.Add, default);
        var line = Assert.Single(said);
        Assert.StartsWith(
            "2 of the guards that keep the record unchanged are off or missing",
            line,
            StringComparison.Ordinal
        );
        Assert.Contains("refuse_change on ledger.place", line, StringComparison.Ordinal);
    }

    private static async Task<ReplayReport> ReplayAsync(
        TestDatabase database,
        Oversight.Projections.Timelines.RecordTimelines live
    ) =>
        await new RecordReplay(
            database.Record.Store,
            database.Record.Reports,
            live,
            database.Settings.Program,
            new DateOnly(2026, 1, 1)
        ).RunAsync(entries: null, new Progress<ReplayProgress>(), default);

    private async Task<TestDatabase> WithThreeAsync()
    {
        var database = await TestDatabase.CreateEmptyAsync(server);
        foreach (var ods in new[] { "RZ1", "RZ2", "RZ3" })
        {
            await LogAsync(database.Record, ods);
        }

        return database;
    }

    private static Task<Receipt> LogAsync(OpenRecord record, string ods) =>
        record.Desk.LogAsync(
            Decisions.Register(ods),
            expectedVersion: 0,
            new LoggedBy("user:1", Grants.OfTheProgram, IdempotencyKey: $"key-{ods}-{Guid.NewGuid()}"),
            CancellationToken.None
        );
}
