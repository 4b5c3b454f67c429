using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>What Marten could do to the record, as the program and as the owner of its tables: refused, and said clearly.</summary>
public sealed class GuardedAgainstMarten(DatabaseServer server) : IAsyncLifetime
{
    private const string Stream = "organisation-RAA";

    private OpenedRecord opened = null!;

    public async ValueTask InitializeAsync()
    {
        opened = await OpenedRecord.CreateAsync(server);
        await GoldenScript.LogAsync(opened);
    }

    public async ValueTask DisposeAsync() => await opened.DisposeAsync();

    public static TheoryData<string> Features =>
        ["archive", "compact", "mask", "overwrite", "clean-stream", "clean-events", "remove-all"];

    [Theory, MemberData(nameof(Features))]
    public async Task What_would_change_the_record_is_refused_to_the_program(string feature)
    {
        var error = await RefusedAsync(feature, opened.Settings.Program);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        Assert.Matches("permission denied|must be owner", error.MessageText);
    }

    [Theory, MemberData(nameof(Features))]
    public async Task What_would_change_the_record_is_refused_to_the_owner_of_the_tables(string feature)
    {
        var owner = new NpgsqlConnectionStringBuilder(opened.Settings.Owner) { Options = "-c role=oversight_owner" };
        var error = await RefusedAsync(feature, owner.ConnectionString);
        Assert.Matches("OV00[12]", error.SqlState);
        Assert.Matches(
            "is refused: (the record is append-only|a stream only advances|it concerns )",
            error.MessageText
        );
    }

    [Fact]
    public async Task Tombstones_of_failed_appends_are_dropped()
    {
        await using var dataSource = LedgerStore.CreateDataSource(opened.Settings.Program);
        using var documents = DocumentStore.For(options => LedgerStore.Configure(options, dataSource));
        var before = await opened.CountAsync();
        await using (var session = documents.LightweightSession())
        {
            session.LastModifiedBy = "user:1";
            session.Events.Append(Stream, Decisions.Assign("RAA", 2).Asked);
            // After the entry has its sequence number, which is what Marten leaves a tombstone for.
            session.QueueSqlCommand("select 1 / 0");
            await Assert.ThrowsAnyAsync<Exception>(() => session.SaveChangesAsync());
        }

        // Marten posts them in the background: the tombstones' stream shows that it has.
        var patience = TimeProvider.System.GetTimestamp();
        while (await opened.AskAsync<long>("select count(*) from oversight.mt_streams where id = 'mt_tombstone'") == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(patience).TotalSeconds < 30, "Marten wrote no tombstone.");
            await Task.Delay(50);
        }

        Assert.Equal(before, await opened.CountAsync());
        await opened.LogAsync(Decisions.Assign("RBB", 2, "2024-12-01"));
        await opened.AssertInOrderAsync();
        Assert.Equal(before + 1, await opened.CountAsync());
    }

    [Fact]
    public async Task Migrating_again_changes_nothing_and_shows_no_change_to_the_records_tables()
    {
        Assert.Empty(await Migration.ApplyAsync(opened.Settings.Owner, opened.Settings.Program, _ => { }));
        // Nor when it has to compare everything.
        await opened.ExecuteAsync(
            """
            begin;
            alter event trigger oversight_ddl disable;
            alter table ledger.made_by disable trigger all;
            update ledger.made_by set versions = 'Marten 1.0.0';
            alter table ledger.made_by enable always trigger refuse_change;
            alter event trigger oversight_ddl enable always;
            commit
            """
        );
        Assert.Empty(await Migration.ApplyAsync(opened.Settings.Owner, opened.Settings.Program, _ => { }));
    }

    [Theory]
    [InlineData("alter table oversight.mt_streams drop column compacted_version", "oversight.mt_streams")]
    [InlineData("drop index oversight.pk_mt_events_stream_and_version", "oversight.mt_events")]
    [InlineData("drop table oversight.mt_event_projection_floors", "oversight.mt_event_projection_floors")]
    public async Task What_another_version_of_marten_would_change_of_the_record_is_refused_by_name(
        string difference,
        string table
    )
    {
        // As if Marten wanted more than any script has made.
        await opened.ExecuteAsync(
            $"""
            begin;
            alter event trigger oversight_ddl disable;
            alter event trigger oversight_drop disable;
            alter event trigger oversight_rewrite disable;
            {difference};
            alter table ledger.made_by disable trigger all;
            update ledger.made_by set versions = 'Marten 1.0.0';
            alter table ledger.made_by enable always trigger refuse_change;
            alter event trigger oversight_ddl enable always;
            alter event trigger oversight_drop enable always;
            alter event trigger oversight_rewrite enable always;
            commit
            """
        );

        var error = await Assert.ThrowsAsync<MigrationException>(() =>
            Migration.ApplyAsync(opened.Settings.Owner, opened.Settings.Program, _ => { })
        );

        Assert.Contains($"would change {table}, which keeps the record", error.Message, StringComparison.Ordinal);
        Assert.Contains("numbered script", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_and_logs_hold_no_persons_name()
    {
        var all = await opened.RowsAsync(
            $"select body::text || convert_from(body, 'UTF8') from wolverine.wolverine_incoming_envelopes"
        );
        Assert.DoesNotContain(all, row => row.Contains(Decisions.Person, StringComparison.Ordinal));
        Assert.Equal(0, await opened.AskAsync<long>("select count(*) from wolverine.wolverine_dead_letters"));
    }

    private async Task<PostgresException> RefusedAsync(string feature, string connectionString)
    {
        var rows = await opened.RowsAsync(
            "select e::text from oversight.mt_events e union all select s::text from oversight.mt_streams s"
        );
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        using var store = DocumentStore.For(options =>
        {
            LedgerStore.Configure(options, dataSource, AutoCreate.None);
            options.Events.AddMaskingRuleForProtectedInformation<SegmentAssigned>(e => e with { Segment = 1 });
        });
        await using var session = store.LightweightSession();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => DoAsync(feature, store, session));
        Assert.Equal(
            rows,
            await opened.RowsAsync(
                "select e::text from oversight.mt_events e union all select s::text from oversight.mt_streams s"
            )
        );
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException refusal)
            {
                return refusal;
            }
        }

        throw new InvalidOperationException($"{feature} failed, but was not refused: {error.Message}", error);
    }

    private static async Task DoAsync(string feature, DocumentStore store, IDocumentSession session)
    {
        switch (feature)
        {
            case "archive":
                session.Events.ArchiveStream(Stream);
                break;
            case "compact":
                await session.Events.CompactStreamAsync<Folded>(Stream);
                break;
            case "mask":
                await store.Advanced.ApplyEventDataMasking(masking => masking.IncludeStream(Stream));
                break;
            case "overwrite":
                var entry = (await session.Events.FetchStreamAsync(Stream))[1];
                ((IEvent<SegmentAssigned>)entry).WithData(Decisions.Assign("RAA", 1).Asked);
                session.Events.OverwriteEvent(entry);
                break;
            case "clean-stream":
                await store.Advanced.Clean.DeleteSingleEventStreamAsync(Stream);
                break;
            case "clean-events":
                await store.Advanced.Clean.DeleteAllEventDataAsync();
                break;
            case "remove-all":
                await store.Advanced.Clean.CompletelyRemoveAllAsync();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(feature));
        }

        await session.SaveChangesAsync();
    }

    // What Marten would compact a stream to.
    public sealed record Folded(string Id)
    {
        public static Folded Create(IEvent<OrganisationRegistered> e) => new(e.StreamKey!);
    }
}
