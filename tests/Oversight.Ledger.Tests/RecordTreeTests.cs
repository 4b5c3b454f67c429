using Oversight.Ledger.Proving;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Trees;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>A record with its tree, and the keys that sign it, in a folder of their own.</summary>
public sealed class ProvenRecord : IAsyncDisposable
{
    private const string Origin = "oversight.example/record";

    private ProvenRecord(TestDatabase database)
    {
        Database = database;
        Keys = new CheckpointKeys(database.Program, Folder);
        Integrator = new Integrator(database.Program);
        Proofs = new RecordProofs(database.Program);
    }

    public TestDatabase Database { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("oversight-proof-").FullName;

    public CheckpointKeys Keys { get; }

    public Integrator Integrator { get; }

    public RecordProofs Proofs { get; }

    public static async Task<ProvenRecord> CreateAsync(DatabaseServer databases)
    {
        var record = new ProvenRecord(await databases.CreateAsync());
        await record.Keys.EnsureAsync(Origin, TestContext.Current.CancellationToken);
        return record;
    }

    public async Task<Guid> AddAsync(string stream, int count)
    {
        var receipt = await Database.AppendAsync(TestDatabase.Request(stream, 0, count));
        return receipt.Entries[0].Id;
    }

    public async Task<TreeHash[]> LeavesAsync() =>
        [
            .. (await Database.RowsAsync("select encode(leaf, 'hex') from ledger.place order by place")).Select(hex =>
                TreeHash.From(Convert.FromHexString(hex))
            ),
        ];

    public async Task<TrustPolicy> PolicyAsync() =>
        TrustPolicy.Of([.. (await Proofs.KeysAsync()).Select(key => VerifierKey.Parse(key.Verifier))], [], 0);

    /// <summary>As only a superuser can who switches the guards off, and on again as they were.</summary>
    public Task ChangeAsync(string table, string sql) => ChangeAsync([table], sql);

    public Task ChangeAsync(string[] tables, string sql) =>
        Database.ExecuteAsync(
            $"""
            begin;
            alter event trigger oversight_ddl disable;
            alter event trigger oversight_drop disable;
            alter event trigger oversight_drop_outside disable;
            {string.Concat(tables.Select(table => $"alter table {table} disable trigger all;"))}
            {sql};
            {string.Concat(tables.Select(On))}
            alter event trigger oversight_ddl enable always;
            alter event trigger oversight_drop enable always;
            alter event trigger oversight_drop_outside enable always;
            commit
            """
        );

    private static string On(string table) =>
        $"""
            alter table {table} enable trigger all;
            do $$
            declare
                name text;
            begin
                for name in select tgname from pg_trigger where tgrelid = '{table}'::regclass and not tgisinternal loop
                    execute format('alter table {table} enable always trigger %I', name);
                end loop;
            end $$;
            """;

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

public sealed class RecordTreeTests(DatabaseServer databases)
{
    [Fact]
    public async Task Batches_that_are_interrupted_leave_one_tree_and_one_checkpoint()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        Assert.Null(await record.Integrator.IntegrateAsync(record.Keys));
        for (var stream = 0; stream < 3; stream++)
        {
            await record.AddAsync($"organisation-Q0{stream}", 230);
        }

        // Ended after the tiles and before the signature.
        Assert.Null(await record.Integrator.IntegrateAsync(keys: null, batch: 256));
        Assert.Null(await record.Proofs.CheckpointAsync());
        Assert.True(await record.Integrator.IsBehindAsync(default));
        Assert.Equal(2, await TilesAsync(record));

        var checkpoint = (await record.Integrator.IntegrateAsync(record.Keys, batch: 256))!;
        var leaves = await record.LeavesAsync();
        Assert.Equal((690, MerkleTree.Root(leaves)), (checkpoint.Size, checkpoint.Root));
        Assert.False(await record.Integrator.IsBehindAsync(default));
        Assert.Null(await record.Integrator.IntegrateAsync(record.Keys));
        Assert.Equal(1, await record.Database.ScalarAsync<long>("select count(*) from ledger.checkpoint"));
        Assert.Equal(
            await File.ReadAllTextAsync(record.Keys.CheckpointFile),
            $"{await record.Proofs.CheckpointAsync()}"
        );

        // Tiles of every width, of both levels: what a tree that was kept in memory has.
        var expected = new TiledTree();
        Array.ForEach(leaves, leaf => expected.Append(leaf));
        foreach (var tile in expected.TakeGrown())
        {
            Assert.Equal(tile.Bytes.ToArray(), await record.Proofs.TileAsync(tile.Tile));
        }

        Assert.Equal(leaves[512..515].SelectMany(l => l.Bytes.ToArray()), await record.Proofs.TileAsync(new(0, 2, 3)));
        Assert.Null(await record.Proofs.TileAsync(new(0, 2, 690 - 512 + 1)));
        Assert.Null(await record.Proofs.TileAsync(new(0, 3, 1)));
        Assert.Null(await record.Proofs.TileAsync(new(1, 0, 3)));
        Assert.Null(await record.Proofs.TileAsync(new(0, long.MaxValue / 256, 256)));
    }

    [Fact]
    public async Task A_tree_of_two_levels_of_full_tiles_is_made_in_any_batches()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        // Leaves alone: what stands in the entries is nothing to the tree.
        await record.ChangeAsync(
            "ledger.place",
            """
            insert into ledger.place (place, seq_id, id, recorded, leaf)
            select n, n, gen_random_uuid(), timestamptz '2026-04-01' + n * interval '1 s', sha256(n::text::bytea) from generate_series(0, 65800) n
            """
        );
        await record.Integrator.IntegrateAsync(keys: null, batch: 256 * 200);
        var checkpoint = (await record.Integrator.IntegrateAsync(record.Keys, batch: 256 * 100))!;
        Assert.Equal((65801, MerkleTree.Root(await record.LeavesAsync())), (checkpoint.Size, checkpoint.Root));
        Assert.Equal(257 + 1, await TilesAsync(record));
        Assert.Equal(32, (await record.Proofs.TileAsync(new(2, 0, 1)))!.Length);
        foreach (var earlier in new[] { 1L, 255, 256, 65536, 65537, 65800, 65801 })
        {
            await record.Proofs.ExtensionAsync(earlier, (await record.Proofs.CheckpointAsync())!);
        }
    }

    [Fact]
    public async Task Two_integrators_while_others_write_lose_nothing_and_do_nothing_twice()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        using var done = new CancellationTokenSource();
        var integrating = Enumerable
            .Range(0, 2)
            .Select(_ =>
                Task.Run(async () =>
                {
                    var other = new Integrator(record.Database.Program);
                    while (!done.IsCancellationRequested)
                    {
                        await other.IntegrateAsync(record.Keys, batch: 256);
                    }
                })
            )
            .ToArray();
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async writer =>
                {
                    for (var i = 0; i < 25; i++)
                    {
                        await record.AddAsync($"organisation-W{writer}-{i}", 6);
                    }
                })
        );
        await done.CancelAsync();
        await Task.WhenAll(integrating);
        await record.Integrator.IntegrateAsync(record.Keys);

        var leaves = await record.LeavesAsync();
        Assert.Equal(600, leaves.Length);
        var signed = await record.Database.RowsAsync("select note from ledger.checkpoint order by size");
        Assert.True(signed.Count > 3, $"{signed.Count} checkpoints");
        var policy = await record.PolicyAsync();
        var checkpoints = signed.ConvertAll(note => policy.Verify(SignedNote.Parse(note)).Checkpoint);
        Assert.All(checkpoints, one => Assert.Equal(MerkleTree.Root(leaves.AsSpan(0, (int)one.Size)), one.Root));
        Assert.Equal(600, checkpoints[^1].Size);
        Assert.Equal(2, await TilesAsync(record));
    }

    [Fact]
    public async Task Receipts_hold_after_growth_and_after_another_key_has_taken_over()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        var entry = await record.AddAsync("organisation-QOC", 3);
        Assert.Null(await record.Proofs.ReceiptAsync(entry));
        await record.Integrator.IntegrateAsync(record.Keys);
        var before = (await record.Proofs.ReceiptAsync(entry))!.ToString();
        var policyThen = await record.PolicyAsync();

        var next = await record.Keys.RotateAsync(default);
        await record.AddAsync("organisation-QWO", 300);
        await record.Integrator.IntegrateAsync(record.Keys);
        var after = (await record.Proofs.ReceiptAsync(entry))!;

        var keys = await record.Proofs.KeysAsync();
        var (first, second) = (VerifierKey.Parse(keys[0].Verifier), VerifierKey.Parse(keys[1].Verifier));
        Assert.Equal(next, keys[1]);
        var vouched = SignedNote.Parse(next.Vouched!);
        Assert.Equal($"oversight key rotation\n{first}\n{second}\n3\n", vouched.Text);
        Assert.Equal(first, Assert.Single(vouched.Verify([first])).Key);
        Assert.Throws<ProofException>(() => Checkpoint.Parse(vouched.Text));

        var kept = Oversight.Proofs.Receipts.Receipt.Parse(System.Text.Encoding.UTF8.GetBytes(before));
        Assert.Equal(3, kept.VerifyEntry(policyThen).Checkpoint.Size);
        Assert.Equal(3, kept.VerifyEntry(await record.PolicyAsync()).Checkpoint.Size);
        Assert.Equal(303, after.VerifyEntry(await record.PolicyAsync()).Checkpoint.Size);
        Assert.Throws<ProofException>(() => after.VerifyEntry(policyThen));
        Assert.Contains(
            entry.ToString(),
            System.Text.Encoding.UTF8.GetString(after.Extra!.Value.Span),
            StringComparison.Ordinal
        );

        // Of what was kept then, what is signed now is the continuation.
        var extension = await record.Proofs.ExtensionAsync(3, (await record.Proofs.CheckpointAsync())!);
        extension.RequireExtends(Checkpoint.Parse(kept.Checkpoint.Text));
    }

    [Theory]
    [InlineData("ledger.place", "update ledger.place set leaf = sha256('x') where place = 1")]
    [InlineData("ledger.place", "update ledger.place set leaf = sha256('x') where place = 258")]
    [InlineData("ledger.place", "delete from ledger.place where place = 257")]
    [InlineData("ledger.tile", "update ledger.tile set root = sha256('x')")]
    [InlineData("ledger.tile", "update ledger.tile set hashes = overlay(hashes placing sha256('x') from 33)")]
    [InlineData("ledger.checkpoint", "update ledger.checkpoint set root = sha256('x')")]
    [InlineData(
        "oversight.mt_events",
        "update oversight.mt_events set data = jsonb_set(data, '{segment}', '1') where stream_id = 'organisation-QOC' and version = 2"
    )]
    public async Task What_a_superuser_changes_afterwards_is_neither_proved_nor_signed(string table, string sql)
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 260);
        await record.Integrator.IntegrateAsync(record.Keys);
        var ids = await record.Database.RowsAsync("select id::text from ledger.place order by place");
        var signed = (await record.Proofs.CheckpointAsync())!;
        async Task ProveAsync()
        {
            foreach (var place in new[] { 1, 3, 258, 259 })
            {
                Assert.NotNull(await record.Proofs.ReceiptAsync(Guid.Parse(ids[place])));
            }

            await record.Proofs.ExtensionAsync(260, signed);
        }

        await ProveAsync();

        await record.ChangeAsync(table, sql);
        await record.AddAsync("organisation-QWO", 1);

        var signing = await Xunit.Record.ExceptionAsync(() => record.Integrator.IntegrateAsync(record.Keys));
        var proving = await Xunit.Record.ExceptionAsync(ProveAsync);
        Assert.True(signing is TreeRefusedException || proving is ProofException, $"{signing} {proving}");
    }

    [Fact]
    public async Task A_record_that_lost_its_end_is_not_signed_again()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 5);
        await record.Integrator.IntegrateAsync(record.Keys);

        // Both ends are cut off, as in an older copy that was put back.
        await record.ChangeAsync("ledger.place", "delete from ledger.place where place >= 3");
        await record.ChangeAsync("ledger.checkpoint", "delete from ledger.checkpoint");
        var cut = await Assert.ThrowsAsync<TreeRefusedException>(() => record.Integrator.IntegrateAsync(record.Keys));
        Assert.Contains("5 entries of oversight.example/record were signed", cut.Message, StringComparison.Ordinal);

        // Nor one that grew again to another.
        await record.ChangeAsync(
            "ledger.place",
            "insert into ledger.place select n, 100 + n, gen_random_uuid(), now() + n * interval '1 s', sha256('x') from generate_series(3, 8) n"
        );
        var other = await Assert.ThrowsAsync<TreeRefusedException>(() => record.Integrator.IntegrateAsync(record.Keys));
        Assert.Contains("something of it was changed", other.Message, StringComparison.Ordinal);
        Assert.Equal(0, await record.Database.ScalarAsync<long>("select count(*) from ledger.checkpoint"));
    }

    [Fact]
    public async Task A_checkpoint_that_was_signed_and_not_kept_in_its_file_is_kept_by_the_next()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 3);
        await record.Integrator.IntegrateAsync(record.Keys);
        var older = await File.ReadAllTextAsync(record.Keys.CheckpointFile);
        await record.AddAsync("organisation-QWO", 2);
        await record.Integrator.IntegrateAsync(record.Keys);
        var newest = await File.ReadAllTextAsync(record.Keys.CheckpointFile);
        Assert.NotEqual(older, newest);

        // Killed between the commit and the file, at the first checkpoint and at a later one.
        foreach (var left in new[] { null, older })
        {
            File.Delete(record.Keys.CheckpointFile);
            if (left is not null)
            {
                await File.WriteAllTextAsync(record.Keys.CheckpointFile, left);
            }

            Assert.Null(await record.Integrator.IntegrateAsync(record.Keys));
            Assert.Equal(newest, await File.ReadAllTextAsync(record.Keys.CheckpointFile));
        }

        // Whoever signed first and comes last takes nothing back.
        record.Keys.KeepCheckpoint(SignedNote.Parse(older));
        Assert.Equal(newest, await File.ReadAllTextAsync(record.Keys.CheckpointFile));
        Assert.Equal(2, await record.Database.ScalarAsync<long>("select count(*) from ledger.checkpoint"));

        // A file that is damaged is no reason to forget what it said.
        await File.WriteAllTextAsync(record.Keys.CheckpointFile, "");
        await record.AddAsync("organisation-QJK", 1);
        var damaged = await Assert.ThrowsAsync<KeyUnavailableException>(() =>
            record.Integrator.IntegrateAsync(record.Keys)
        );
        Assert.Contains(record.Keys.CheckpointFile, damaged.Message, StringComparison.Ordinal);
        Assert.Equal(2, await record.Database.ScalarAsync<long>("select count(*) from ledger.checkpoint"));
    }

    [Fact]
    public async Task Keys_that_were_taken_out_of_the_database_are_missed_and_no_other_is_made()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 3);
        await record.Integrator.IntegrateAsync(record.Keys);
        await record.ChangeAsync("ledger.signing_key", "delete from ledger.signing_key");
        await record.AddAsync("organisation-QWO", 1);

        var signing = await Assert.ThrowsAsync<KeyUnavailableException>(() =>
            record.Integrator.IntegrateAsync(record.Keys)
        );
        Assert.Contains("gone from the database", signing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KeyUnavailableException>(() =>
            record.Keys.EnsureAsync("another.example/record", default)
        );
        Assert.Equal(0, await record.Database.ScalarAsync<long>("select count(*) from ledger.signing_key"));
    }

    [Fact]
    public async Task Whoever_must_have_looked_waits_for_another_that_is_at_it()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 3);
        await using var other = await record.Database.Program.OpenConnectionAsync();
        await using var atIt = await other.BeginTransactionAsync();
        await Integrator.LockAsync(other, default);
        Assert.Null(await record.Integrator.IntegrateAsync(record.Keys));

        var waiting = record.Integrator.IntegrateAsync(record.Keys, waits: true);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(300)));
        await atIt.CommitAsync();
        Assert.Equal(3, (await waiting)!.Size);
    }

    [Fact]
    public async Task A_record_that_was_put_back_is_noticed_though_nothing_is_recorded_since()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await record.AddAsync("organisation-QOC", 3);
        await record.Integrator.IntegrateAsync(record.Keys);
        await record.AddAsync("organisation-QWO", 2);
        await record.Integrator.IntegrateAsync(record.Keys);

        // All of it is as it was at three, its checkpoint included: nothing waits to be signed.
        await record.ChangeAsync("ledger.place", "delete from ledger.place where place >= 3");
        Assert.True(await record.Integrator.IsBehindAsync(default));
        await record.ChangeAsync("ledger.checkpoint", "delete from ledger.checkpoint where size > 3");
        Assert.False(await record.Integrator.IsBehindAsync(default));
        await Assert.ThrowsAsync<TreeRefusedException>(() => record.Integrator.IntegrateAsync(record.Keys));
    }

    [Fact]
    public async Task Sessions_that_are_ended_at_any_moment_leave_one_tree_and_each_checkpoint_once()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        await using var connections = RecordStore.CreateDataSource(
            $"{record.Database.Settings.Program};Application Name=integrating"
        );
        var integrator = new Integrator(connections);
        using var done = new CancellationTokenSource();
        var ended = 0;
        var integrating = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                try
                {
                    await integrator.IntegrateAsync(record.Keys, batch: 256);
                }
                catch (Npgsql.NpgsqlException)
                {
                    ended++;
                }
            }
        });
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                await record.AddAsync($"organisation-W{i}", 10);
            }
        });
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!writing.IsCompleted || (ended < 10 && patience.Elapsed < TimeSpan.FromSeconds(10)))
        {
            await record.Database.ExecuteAsync(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and application_name = 'integrating' and state <> 'idle'
                """
            );
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await writing;
        await done.CancelAsync();
        await integrating;
        Assert.True(ended >= 10, $"{ended} sessions were ended at work");

        await integrator.IntegrateAsync(record.Keys);
        var leaves = await record.LeavesAsync();
        Assert.Equal(600, leaves.Length);
        var policy = await record.PolicyAsync();
        var signed = await record.Database.RowsAsync("select note from ledger.checkpoint order by size");
        var checkpoints = signed.ConvertAll(note => policy.Verify(SignedNote.Parse(note)).Checkpoint);
        Assert.All(checkpoints, one => Assert.Equal(MerkleTree.Root(leaves.AsSpan(0, (int)one.Size)), one.Root));
        Assert.Equal(600, checkpoints[^1].Size);
        Assert.Equal(2, await TilesAsync(record));
        Assert.Equal(signed[^1], await File.ReadAllTextAsync(record.Keys.CheckpointFile));
    }

    [Fact]
    public async Task The_secret_key_is_its_owners_alone_and_nothing_is_signed_without_it()
    {
        await using var record = await ProvenRecord.CreateAsync(databases);
        var file = Assert.Single(Directory.GetFiles(record.Folder, "*.key"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var secret = (await File.ReadAllTextAsync(file)).Split('+')[^1].Trim();
        Assert.Equal(
            0,
            await record.Database.ScalarAsync<long>(
                $"select count(*) from ledger.signing_key k where k::text like '%{secret}%'"
            )
        );
        await record.AddAsync("organisation-QOC", 2);

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var open = await Assert.ThrowsAsync<KeyUnavailableException>(() =>
            record.Integrator.IntegrateAsync(record.Keys)
        );
        Assert.Contains("can be read or written by others", open.Message, StringComparison.Ordinal);

        // An instance with another folder makes no key of its own beside the first.
        var elsewhere = new CheckpointKeys(record.Database.Program, Path.Combine(record.Folder, "other"));
        await elsewhere.EnsureAsync("another.example/record", default);
        await Assert.ThrowsAsync<KeyUnavailableException>(() => record.Integrator.IntegrateAsync(elsewhere));
        await Assert.ThrowsAsync<KeyUnavailableException>(() => elsewhere.RotateAsync(default));
        Assert.Single(await record.Proofs.KeysAsync());
        Assert.Null(await record.Proofs.CheckpointAsync());

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(2, (await record.Integrator.IntegrateAsync(record.Keys))!.Size);
    }

    private static Task<long> TilesAsync(ProvenRecord record) =>
        record.Database.ScalarAsync<long>("select count(*) from ledger.tile");
}
