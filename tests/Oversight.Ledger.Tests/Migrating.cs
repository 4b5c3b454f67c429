using Npgsql;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

public sealed class Migrating(DatabaseServer databases)
{
    [Fact]
    public async Task A_second_run_applies_nothing_and_nothing_is_pending()
    {
        var settings = await databases.CreateEmptyAsync();
        Assert.NotEmpty(await Migration.PendingAsync(settings.Owner));
        var said = new List<string>();
        var applied = await Migration.ApplyAsync(settings.Owner, settings.Program, said.Add);
        Assert.Equal(Migration.Scripts.Select(script => script.Name), applied);
        Assert.Equal(applied.Count, said.Count);

        Assert.Empty(await Migration.ApplyAsync(settings.Owner, settings.Program, said.Add));
        Assert.Empty(await Migration.PendingAsync(settings.Owner));
        Assert.Empty(await Migration.PendingAsync(settings.Program));
    }

    [Fact]
    public async Task Runs_at_once_apply_each_script_once()
    {
        var settings = await databases.CreateEmptyAsync();
        var runs = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ => Task.Run(() => Migration.ApplyAsync(settings.Owner, settings.Program, _ => { })))
        );
        Assert.Equal(Migration.Scripts.Count, runs.Sum(applied => applied.Count));
        Assert.Single(runs, applied => applied.Count > 0);
    }

    [Fact]
    public async Task A_changed_script_is_refused_by_name_and_so_is_an_older_program()
    {
        var settings = await databases.CreateEmptyAsync();
        await Migration.ApplyAsync(settings.Owner, settings.Program, _ => { });

        List<Script> changed = [.. Migration.Scripts];
        changed[2] = changed[2] with { Sql = changed[2].Sql + "-- changed\n" };
        var error = await Assert.ThrowsAsync<MigrationException>(() =>
            Migration.ApplyAsync(changed, settings.Owner, settings.Program, _ => { }, CancellationToken.None)
        );
        Assert.Contains(changed[2].Name, error.Message);
        Assert.Contains("never changed", error.Message);

        var older = Migration.Scripts.Take(2).ToList();
        error = await Assert.ThrowsAsync<MigrationException>(() =>
            Migration.ApplyAsync(older, settings.Owner, settings.Program, _ => { }, CancellationToken.None)
        );
        Assert.Contains("newer", error.Message);
    }

    [Fact]
    public async Task A_later_script_may_change_what_is_protected_and_leaves_it_protected()
    {
        await using var database = await databases.CreateAsync();
        List<Script> more =
        [
            .. Migration.Scripts,
            new Script(
                900,
                "900-more.sql",
                "create index on ledger.place (leaf); alter table ledger.person add noted text;"
            ),
        ];
        var applied = await Migration.ApplyAsync(
            more,
            database.Settings.Owner,
            database.Settings.Program,
            _ => { },
            CancellationToken.None
        );
        Assert.Equal(["900-more.sql"], applied);
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ExecuteAsync("alter table ledger.person drop noted")
        );
        Assert.Equal("OV002", error.SqlState);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_behind_but_its_name_in_the_error()
    {
        await using var database = await databases.CreateAsync();
        var before = await database.SnapshotAsync();
        List<Script> more =
        [
            .. Migration.Scripts,
            new Script(900, "900-fails.sql", "alter table ledger.person add noted text; select 1 / 0;"),
        ];
        var error = await Assert.ThrowsAsync<MigrationException>(() =>
            Migration.ApplyAsync(
                more,
                database.Settings.Owner,
                database.Settings.Program,
                _ => { },
                CancellationToken.None
            )
        );
        Assert.Contains("900-fails.sql", error.Message);
        Assert.Contains("division by zero", error.Message);
        Assert.Equal(before, await database.SnapshotAsync());
    }

    [Fact]
    public async Task Logins_that_do_not_qualify_are_named_with_what_to_do()
    {
        var settings = await databases.CreateEmptyAsync();
        Task<MigrationException> Refused(string owner, string program) =>
            Assert.ThrowsAsync<MigrationException>(() => Migration.ApplyAsync(owner, program, _ => { }));

        Assert.Contains("not a superuser", (await Refused(settings.Program, settings.Program)).Message);
        Assert.Contains("is a superuser", (await Refused(settings.Owner, settings.Owner)).Message);
        var unknown = new NpgsqlConnectionStringBuilder(settings.Program) { Username = "nobody_here" };
        Assert.Contains("does not exist", (await Refused(settings.Owner, unknown.ConnectionString)).Message);
        var elsewhere = new NpgsqlConnectionStringBuilder(settings.Program) { Database = "postgres" };
        Assert.Contains("same one", (await Refused(settings.Owner, elsewhere.ConnectionString)).Message);
    }

    [Fact]
    public async Task The_programs_login_has_time_outs_and_no_more_rights_than_it_needs()
    {
        await using var database = await databases.CreateAsync();
        await using var connection = await database.Program.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            select concat_ws(' ', current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'),
                current_setting('statement_timeout'))
            """;
        Assert.Equal("10s 10s 1min", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        var rights = await database.RowsAsync(
            """
            select format('%s: %s', c.oid::regclass, string_agg(p, ', ' order by p))
            from pg_class c,
                unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
            where c.relnamespace in ('oversight'::regnamespace, 'ledger'::regnamespace)
                and c.relkind = 'r'
                and has_table_privilege('oversight_app', c.oid, p)
            group by c.oid
            order by 1
            """
        );
        Assert.Equal(
            [
                "ledger.access: INSERT, SELECT",
                "ledger.calendar_feed: SELECT",
                "ledger.document: SELECT",
                "ledger.document_part: INSERT, SELECT",
                "ledger.idempotency: INSERT, SELECT",
                "ledger.migration: SELECT",
                "ledger.person: DELETE, INSERT, SELECT",
                "ledger.place: SELECT",
                "oversight.mt_events: INSERT, SELECT",
                "oversight.mt_streams: INSERT, SELECT",
            ],
            rights
        );
        Assert.Equal(
            ["timestamp", "version"],
            await database.RowsAsync(
                """
                select attname::text from pg_attribute
                where attrelid = 'oversight.mt_streams'::regclass and attnum > 0
                    and has_column_privilege('oversight_app', attrelid, attnum, 'UPDATE')
                order by 1
                """
            )
        );
        Assert.Equal(
            ["revoked"],
            await database.RowsAsync(
                """
                select attname::text from pg_attribute
                where attrelid = 'ledger.access'::regclass and attnum > 0 and not attisdropped
                    and has_column_privilege('oversight_app', attrelid, attnum, 'UPDATE')
                """
            )
        );
    }

    [Fact]
    public async Task Martens_tables_are_as_its_schema_has_them()
    {
        await using var database = await databases.CreateAsync();
        Assert.Equal(
            [
                "mt_event_progression: name varchar not null, last_seq_id int8, last_updated timestamptz",
                "mt_events: seq_id int8 not null, id uuid not null, stream_id varchar, version int8 not null, data jsonb not null, bdata bytea, "
                    + "type varchar(500) not null, timestamp timestamptz not null, tenant_id varchar, mt_dotnet_type varchar, "
                    + "correlation_id varchar, causation_id varchar, headers jsonb, user_name varchar, is_archived bool",
                "mt_high_water_skips: ending_sequence int8 not null, starting_sequence int8 not null, timestamp timestamptz",
                "mt_streams: id varchar not null, type varchar, version int8, timestamp timestamptz not null, created timestamptz not null, "
                    + "tenant_id varchar, is_archived bool",
            ],
            await database.RowsAsync(
                """
                select format('%s: %s', c.relname, string_agg(format('%s %s%s%s', a.attname, t.typname,
                    case when a.atttypid = 'varchar'::regtype and a.atttypmod > 0 then format('(%s)', a.atttypmod - 4) end,
                    case when a.attnotnull then ' not null' end), ', ' order by a.attnum))
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                join pg_type t on t.oid = a.atttypid
                where c.relnamespace = 'oversight'::regnamespace and c.relkind = 'r'
                group by c.relname
                order by 1
                """
            )
        );
        Assert.Equal(
            [
                "fkey_mt_events_stream_id: FOREIGN KEY (stream_id) REFERENCES oversight.mt_streams(id) ON DELETE CASCADE",
                "pk_mt_event_progression: PRIMARY KEY (name)",
                "pkey_mt_events_seq_id: PRIMARY KEY (seq_id)",
                "pkey_mt_high_water_skips_ending_sequence: PRIMARY KEY (ending_sequence)",
                "pkey_mt_streams_id: PRIMARY KEY (id)",
            ],
            await database.RowsAsync(
                """
                select format('%s: %s', conname, pg_get_constraintdef(oid)) from pg_constraint
                where connamespace = 'oversight'::regnamespace and contype <> 't' order by 1
                """
            )
        );
        Assert.Equal(
            [
                "CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON oversight.mt_events USING btree (stream_id, version)",
                "owned by oversight.mt_events.seq_id",
            ],
            await database.RowsAsync(
                """
                select indexdef from pg_indexes
                where schemaname = 'oversight' and indexname not in (select conname from pg_constraint)
                union all
                select format('owned by %s.%s', refobjid::regclass, attname)
                from pg_depend join pg_attribute on attrelid = refobjid and attnum = refobjsubid
                where objid = 'oversight.mt_events_sequence'::regclass and deptype = 'a'
                order by 1
                """
            )
        );
    }
}
