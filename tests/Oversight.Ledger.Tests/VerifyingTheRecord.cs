using System.Reflection;
using Npgsql;
using Oversight.Ledger.Proving;
using Oversight.Proofs;
using Oversight.Proofs.Exports;
using Oversight.Proofs.Notes;
using Oversight.Record.Entries;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>What a superuser does past the guards, and who finds it: the verification of the database, and the one of an export.</summary>
public sealed class VerifyingTheRecord(DatabaseServer databases)
{
    private static readonly string CatalogueFile = typeof(VerifyingTheRecord)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Catalogue")
        .Value!;

    /// <summary>With OVERSIGHT_GENERATED=write in the environment it writes the file anew.</summary>
    [Fact]
    public async Task The_catalogue_is_what_the_scripts_make()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await using var connection = await record.Database.Program.OpenConnectionAsync();
        var (version, objects) = (connection.PostgreSqlVersion.Major, await Catalogue.ReadAsync(connection, default));
        if (Environment.GetEnvironmentVariable("OVERSIGHT_GENERATED") == "write")
        {
            await File.WriteAllTextAsync(CatalogueFile, Catalogue.Write(version, objects));
        }

        var written = await File.ReadAllTextAsync(CatalogueFile);
        var made = written.StartsWith($"PostgreSQL\t{version}\n", StringComparison.Ordinal);
        Assert.True(!made || written == Catalogue.Write(version, objects), "Schema/catalogue.txt is of other scripts.");
        Assert.Empty(await Catalogue.DifferencesAsync(connection, default));
    }

    [Theory]
    [InlineData(
        "create or replace function ledger.refuse_change() returns trigger language plpgsql as $$ begin return null; end $$",
        "function ledger.refuse_change() is not as this version of Oversight makes it"
    )]
    [InlineData("drop trigger refuse_change on ledger.place", "trigger refuse_change on ledger.place is missing")]
    [InlineData(
        "grant update on ledger.place to oversight_program",
        "rights of oversight_program on ledger.place is not as"
    )]
    [InlineData(
        "create function ledger.quietly() returns void language sql as $$ $$",
        "function ledger.quietly() is there, and this version of Oversight does not make it"
    )]
    public async Task A_guard_that_is_another_is_found(string sql, string says)
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.ChangeAsync("ledger.place", sql);
        var report = await VerifyAsync(record);
        Assert.Contains(
            report.Faults,
            fault => fault.Where == "guards" && fault.Says.Contains(says, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_record_as_it_was_recorded_has_no_fault()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        Assert.Equal(
            (0, null, 0),
            (await VerifyAsync(record)) is var empty ? (empty.Entries, empty.Newest, empty.Faults.Count) : default
        );

        await record.AddAsync("organisation-QOC", 300);
        await record.Integrator.IntegrateAsync(record.Keys);
        var kept = (await record.Proofs.CheckpointAsync())!;
        await record.AddAsync("organisation-QWO", 250);
        await record.Keys.RotateAsync(default);
        await record.Integrator.IntegrateAsync(record.Keys);
        await record.AddAsync("organisation-QJK", 1);

        var report = await VerifyAsync(record, new KeptCheckpoint("mine", kept));
        Assert.Empty(report.Faults);
        Assert.Equal((551, 550, 2, 2), (report.Entries, report.Newest!.Size, report.Checkpoints, report.Tiles));
        Assert.Equal("mine", Assert.Single(report.ComparedWith).Name);
    }

    /// <summary>Each column, at a place that a full tile covers and at one that none does; the leaf goes along, so that entry and leaf agree.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_column_of_an_entry_is_changed_is_found_at_its_place(bool withLeaf)
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 290);
        await record.Integrator.IntegrateAsync(record.Keys);
        var columns = await record.Database.RowsAsync(
            "select column_name || ' ' || data_type from information_schema.columns where table_schema = 'oversight' and table_name = 'mt_events' order by 1"
        );
        // Marten's name of the .NET class is read by nobody, and a number of the sequence is no part of an entry: a place names it.
        var told = columns
            .Select(column => column.Split(' ', 2))
            .Where(column => column[0] is not ("mt_dotnet_type" or "seq_id"))
            .ToList();
        Assert.Equal(13, told.Count);
        foreach (var (column, type) in told.Select(column => (column[0], column[1])))
        {
            foreach (var place in new[] { 7, 280 })
            {
                await ChangeColumnAsync(record, place, column, Other(column, type), withLeaf);
                var report = await VerifyAsync(record);
                // A hidden entry keeps its bytes; a tile, or the checkpoint, knows those of the others.
                var said =
                    column is "is_archived" or "tenant_id" or "bdata" ? "entries that are archived"
                    : withLeaf && place == 280 ? "checkpoint 290"
                    : $"place {place}";
                Assert.True(
                    report.Faults.Any(fault => fault.Where.StartsWith(said, StringComparison.Ordinal)),
                    $"{column} at {place}: {string.Join('\n', report.Faults)}"
                );
                await RestoreAsync(record, place);
            }
        }

        Assert.Empty((await VerifyAsync(record)).Faults);
    }

    [Theory]
    [InlineData(
        "ledger.tile",
        "update ledger.tile set hashes = overlay(hashes placing sha256('x') from 33)",
        "place 1"
    )]
    [InlineData("ledger.tile", "update ledger.tile set root = sha256('x')", "tile/0/000")]
    [InlineData("ledger.tile", "delete from ledger.tile", "tile/0/000")]
    [InlineData("ledger.checkpoint", "update ledger.checkpoint set root = sha256('x')", "checkpoint 290")]
    [InlineData(
        "ledger.checkpoint",
        "update ledger.checkpoint set note = replace(note, '290', '289')",
        "checkpoint 290"
    )]
    [InlineData("ledger.checkpoint", "update ledger.checkpoint set size = 200", "checkpoint 200")]
    [InlineData(
        "ledger.checkpoint",
        "update ledger.checkpoint set note = left(note, -5) || 'AAAA' || chr(10)",
        "checkpoint 290"
    )]
    [InlineData("ledger.signing_key", "update ledger.signing_key set verifier = replace(verifier, '+', '-')", "keys")]
    [InlineData("ledger.place", "update ledger.place set leaf = sha256('x') where place = 12", "place 12")]
    [InlineData(
        "ledger.place",
        "update ledger.place set recorded = recorded + interval '1 s' where place = 289",
        "places whose time is not that of their entry"
    )]
    [InlineData("ledger.place", "delete from ledger.place where place >= 270", "checkpoint 290")]
    [InlineData("ledger.place", "delete from ledger.place where place = 270", "places left out")]
    [InlineData("ledger.place", "delete from ledger.place where place = 270", "place 270")]
    public async Task What_of_the_tree_is_changed_is_found(string table, string sql, string where)
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 290);
        await record.Integrator.IntegrateAsync(record.Keys);
        await record.ChangeAsync(table, sql);
        var report = await VerifyAsync(record);
        Assert.Contains(report.Faults, fault => fault.Where == where);
    }

    /// <summary>What is there is compared all the same: with the leaf of what is missing, where the tables have it still.</summary>
    [Fact]
    public async Task Each_missing_entry_is_named_and_the_rest_is_compared()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 290);
        await record.Integrator.IntegrateAsync(record.Keys);
        await record.ChangeAsync(
            ["oversight.mt_events", "ledger.place"],
            """
            delete from oversight.mt_events where version in (13, 281, 282, 290);
            delete from ledger.place where place = 40
            """
        );

        var report = await VerifyAsync(record);
        Assert.Equal(
            ["place 12", "place 289", "place 40", "places 280 to 281"],
            report
                .Faults.Where(fault => fault.Says.StartsWith("missing", StringComparison.Ordinal))
                .Select(fault => fault.Where)
                .Order(StringComparer.Ordinal)
        );
        Assert.Contains(new("places left out", "1, the first is 40"), report.Faults);
        Assert.Equal(285, report.Entries);
        Assert.DoesNotContain(report.Faults, fault => fault.Where.StartsWith("checkpoint", StringComparison.Ordinal));

        await record.ChangeAsync(
            "oversight.mt_events",
            "update oversight.mt_events set data = '{}' where version = 200"
        );
        Assert.Contains(await FaultsAsync(record), fault => fault.Where == "place 199");
    }

    /// <summary>Row and leaf of an entry agree, or one is gone: what was written is not what the checkpoint covers.</summary>
    [Theory]
    [InlineData("delete from oversight.mt_events where version = 13", "place 12 is missing")]
    [InlineData("delete from ledger.place where place = 12", "place 12 is missing")]
    [InlineData("delete from oversight.mt_events where version = 20", "place 19 is missing")]
    [InlineData(
        "update oversight.mt_events set data = '{}' where version = 13",
        "the entry at place 12 is not what was recorded there"
    )]
    [InlineData(
        """
            update oversight.mt_events set data = '{}' where version = 13;
            update ledger.place p set leaf = sha256('\x00'::bytea || convert_to(ledger.line(p.place, e.id, e.stream_id, e.version, e.type, e.timestamp,
                e.user_name, e.correlation_id, e.causation_id, e.headers, e.data), 'UTF8'))
            from oversight.mt_events e where e.seq_id = p.seq_id and p.place = 12
            """,
        "its 20 entries have the root"
    )]
    public async Task A_record_that_does_not_hold_is_not_exported(string sql, string says)
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 20);
        await record.Integrator.IntegrateAsync(record.Keys);
        await record.ChangeAsync(["oversight.mt_events", "ledger.place"], sql);
        var refused = await Assert.ThrowsAsync<ProofException>(async () => await ExportAsync(record));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update ledger.person set name = 'Somebody Else'", "another name was put in its place")]
    [InlineData(
        "delete from ledger.person",
        "the entry at place 1 names it, its name is gone, and no entry redacts it"
    )]
    [InlineData(
        "delete from ledger.person; insert into ledger.person_redaction select data #>> '{decision,decidedBy,person}', id from oversight.mt_events where stream_id = 'organisation-QOC'",
        "no entry redacts it"
    )]
    public async Task A_name_that_was_replaced_or_taken_away_is_found(string sql, string says)
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QWO", 1);
        var person = PersonCommitment.To("Ada Ünal", new byte[16]);
        var day = DateWithPrecision.Parse("2024-05-01");
        var named = new SegmentAssigned(new Decision(day, day, new DecidedBy("nhs-england", Person: person.Id)), 3);
        await record.Database.AppendAsync(
            new AppendRequest([new("organisation-QOC", 0, [new(Guid.NewGuid(), named)])], "user-1")
            {
                People = [person],
            }
        );
        Assert.Empty((await VerifyAsync(record)).Faults);

        await record.ChangeAsync(
            ["ledger.person", "ledger.person_redaction"],
            $"""
            alter table ledger.person drop constraint person_id_is_the_commitment;
            {sql};
            alter table ledger.person add constraint person_id_is_the_commitment
                check (id = 'person:' || encode(sha256(salt || convert_to(name, 'UTF8')), 'hex')) not valid
            """
        );
        var fault = Assert.Single(await FaultsAsync(record), fault => fault.Where == person.Id);
        Assert.Contains(says, fault.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_grows_and_is_signed_meanwhile_has_no_fault()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 300);
        using var done = new CancellationTokenSource();
        var growing = Task.Run(async () =>
        {
            for (var stream = 0; !done.IsCancellationRequested; stream++)
            {
                await record.AddAsync($"organisation-G{stream}", 2);
                await record.Integrator.IntegrateAsync(record.Keys);
            }
        });
        for (var round = 0; round < 12; round++)
        {
            Assert.Empty((await VerifyAsync(record)).Faults);
        }

        await done.CancelAsync();
        await growing;
    }

    /// <summary>What was kept is named, although the database's own checkpoints do not fit any more either.</summary>
    [Fact]
    public async Task What_was_kept_is_named_whatever_else_does_not_hold()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 20);
        await record.Integrator.IntegrateAsync(record.Keys);
        var kept = new KeptCheckpoint("mine", (await record.Proofs.CheckpointAsync())!);
        await record.ChangeAsync(
            "oversight.mt_events",
            "update oversight.mt_events set data = data || '{\"added\": 1}' where version = 3"
        );
        await record.ChangeAsync("ledger.signing_key", "delete from ledger.signing_key");
        var faults = await FaultsAsync(record, kept);
        Assert.Contains(faults, fault => fault.Where == "place 2");
        Assert.Contains(
            faults,
            fault => fault.Where == "keys" && fault.Says.Contains("1 checkpoints", StringComparison.Ordinal)
        );
        Assert.Contains(faults, fault => fault.Where == "checkpoint 20");
        Assert.Contains(faults, fault => fault.Where == "mine");
    }

    /// <summary>Everything in the database agrees: only what was kept outside tells.</summary>
    [Fact]
    public async Task A_whole_other_record_and_one_without_its_end_are_told_by_what_was_kept()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 290);
        await record.Integrator.IntegrateAsync(record.Keys);
        var kept = new KeptCheckpoint("mine", (await record.Proofs.CheckpointAsync())!);

        // The last 27 entries, and all that was made of them.
        await record.ChangeAsync("ledger.place", "delete from ledger.place where place >= 263");
        await record.ChangeAsync("oversight.mt_events", "delete from oversight.mt_events where version > 263");
        await record.ChangeAsync("oversight.mt_streams", "update oversight.mt_streams set version = 263");
        await record.ChangeAsync("ledger.idempotency", "delete from ledger.idempotency");
        await record.ChangeAsync("ledger.checkpoint", "delete from ledger.checkpoint");
        Assert.Empty((await VerifyAsync(record)).Faults);
        var cut = Assert.Single((await VerifyAsync(record, kept)).Faults);
        Assert.Equal(
            ("mine", true),
            (cut.Where, cut.Says.Contains("290 entries were signed, and the record has 263", StringComparison.Ordinal))
        );

        // Grown again to another, and signed by the same key.
        File.Delete(record.Keys.CheckpointFile);
        await record.AddAsync("organisation-QWO", 40);
        await record.Integrator.IntegrateAsync(record.Keys);
        Assert.Empty((await VerifyAsync(record)).Faults);
        var forked = Assert.Single((await VerifyAsync(record, kept)).Faults);
        Assert.Equal(
            ("mine", true),
            (
                forked.Where,
                forked.Says.Contains("the first 290 entries were signed with the root", StringComparison.Ordinal)
            )
        );
        var refused = await Assert.ThrowsAsync<ProofException>(async () => await ExportAsync(record, kept.Note));
        Assert.Contains(
            "A checkpoint that was kept: the root over the first 290 entries",
            refused.Message,
            StringComparison.Ordinal
        );

        // Another record, of other keys.
        await using var other = await ProvenRecord.CreateAsync(databases);
        await other.AddAsync("organisation-QOC", 290);
        await other.Integrator.IntegrateAsync(other.Keys);
        Assert.Contains(await FaultsAsync(other, kept), fault => fault.Where == "mine");
        await Assert.ThrowsAsync<ProofException>(async () => await ExportAsync(other, kept.Note));
    }

    [Fact]
    public async Task An_export_of_any_size_holds_and_has_every_line()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await Assert.ThrowsAsync<NoCheckpointException>(async () => await ExportAsync(record));
        var stream = 0;
        foreach (var more in new[] { 1, 255, 1, 600 })
        {
            await record.AddAsync($"organisation-Q{stream++}", more);
            await record.Integrator.IntegrateAsync(record.Keys);
            var exported = await ExportAsync(record, (await record.Proofs.CheckpointAsync())!);
            var lines = await record.Database.RowsAsync("select encode(leaf, 'hex') from ledger.place order by place");
            Assert.Equal(lines.Count, exported.Checkpoint.Size);
        }

        await record.Keys.RotateAsync(default);
        await record.AddAsync("organisation-QWO", 2);
        await record.Integrator.IntegrateAsync(record.Keys);
        Assert.Equal(2, (await ExportAsync(record)).Chain.Keys.Count);
    }

    private static Task<VerificationReport> VerifyAsync(ProvenRecord record, params KeptCheckpoint[] kept) =>
        new RecordVerification(record.Database.Store).RunAsync(
            kept,
            progress: null,
            TestContext.Current.CancellationToken
        );

    private static async Task<IReadOnlyList<RecordFault>> FaultsAsync(
        ProvenRecord record,
        params KeptCheckpoint[] kept
    ) => (await VerifyAsync(record, kept)).Faults;

    private static async Task<VerifiedExport> ExportAsync(ProvenRecord record, params SignedNote[] kept)
    {
        using var file = new MemoryStream();
        var export = new RecordExport(record.Database.Store, new DocumentArchive(record.Database.Program));
        await export.WriteAsync(file, withDocuments: true, progress: null, TestContext.Current.CancellationToken);
        file.Position = 0;
        return ExportVerifier.Verify(file, await record.PolicyAsync(), kept);
    }

    // Another value of the column's type; its neighbours stay.
    private static string Other(string column, string type) =>
        type switch
        {
            "jsonb" => "coalesce(data, '{}') || '{\"added\": 1}'",
            "uuid" => "gen_random_uuid()",
            "bigint" => $"{column} + 1000000",
            "boolean" => "true",
            "bytea" => "'x'",
            "timestamp with time zone" => "timestamp + interval '1 us'",
            _ => $"coalesce({column}, '') || 'x'",
        };

    private static Task ChangeColumnAsync(ProvenRecord record, int place, string column, string value, bool withLeaf) =>
        record.ChangeAsync(
            ["oversight.mt_events", "ledger.place", "oversight.mt_streams"],
            $"""
            create table public.before as select e.* from oversight.mt_events e join ledger.place p using (seq_id) where p.place = {place};
            create table public.leaf as select * from ledger.place where place = {place};
            update oversight.mt_events e set {column} = {value} from ledger.place p where p.seq_id = e.seq_id and p.place = {place};
            {(withLeaf
                ? $"""
                update ledger.place p set leaf = sha256('\x00'::bytea || convert_to(ledger.line(p.place, e.id, e.stream_id, e.version, e.type, e.timestamp,
                    e.user_name, e.correlation_id, e.causation_id, e.headers, e.data), 'UTF8')), id = e.id, recorded = e.timestamp
                from oversight.mt_events e where e.seq_id = p.seq_id and p.place = {place};
                """
                : "")}
            """
        );

    private static Task RestoreAsync(ProvenRecord record, int place) =>
        record.ChangeAsync(
            ["oversight.mt_events", "ledger.place", "oversight.mt_streams"],
            $"""
            delete from oversight.mt_events where seq_id in (select seq_id from public.before);
            insert into oversight.mt_events select * from public.before;
            delete from ledger.place where place = {place};
            insert into ledger.place select * from public.leaf;
            drop table public.before, public.leaf;
            """
        );
}
