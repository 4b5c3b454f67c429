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
        // Then what Marten makes itself.
        Assert.Equal(Migration.Scripts.Select(script => script.Name), applied.Take(Migration.Scripts.Count));
        Assert.All(applied.Skip(Migration.Scripts.Count), name => Assert.StartsWith("oversight.mt_", name));
        Assert.Equal(Migration.Scripts.Count + 1, said.Count);

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
        var first = Assert.Single(runs, applied => applied.Count > 0);
        Assert.Equal(first.Count, first.Distinct().Count());
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

    [Theory]
    [InlineData("alter table ledger.person add noted text; select 1 / 0;", "division by zero")]
    [InlineData("set local role oversight_guard; select 1;", "oversight_guard set. End it with: reset role;")]
    public async Task A_script_that_fails_leaves_nothing_behind_but_its_name_and_why_in_the_error(
        string script,
        string why
    )
    {
        await using var database = await databases.CreateAsync();
        var before = await database.SnapshotAsync();
        List<Script> more = [.. Migration.Scripts, new Script(900, "900-fails.sql", script)];
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
        Assert.Contains(why, error.Message);
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
            where c.relnamespace in ('oversight'::regnamespace, 'ledger'::regnamespace, 'access'::regnamespace)
                and c.relkind = 'r'
                and has_table_privilege('oversight_app', c.oid, p)
            group by c.oid
            order by 1
            """
        );
        Assert.Equal(
            [
                "access.\"grant\": SELECT",
                "access.account: SELECT",
                "access.credential: SELECT",
                "access.device_code: DELETE, SELECT",
                "access.form_draft: DELETE, SELECT",
                "access.grant_approval: SELECT",
                "access.grant_end: SELECT",
                "access.mail_address: DELETE, SELECT",
                "access.notification: SELECT",
                "access.notification_choice: SELECT",
                "access.notification_day: SELECT",
                "access.outside_name: SELECT",
                "access.passkey: DELETE, INSERT, SELECT",
                "access.password: DELETE, SELECT",
                "access.reading: SELECT",
                "access.server_key: SELECT",
                "ledger.calendar_feed: SELECT",
                "ledger.checkpoint: SELECT",
                "ledger.cosignature: SELECT",
                "ledger.document: SELECT",
                "ledger.document_disposal: SELECT",
                "ledger.document_handed_in: SELECT",
                "ledger.document_part: INSERT, SELECT",
                "ledger.idempotency: INSERT, SELECT",
                "ledger.made_by: SELECT",
                "ledger.migration: SELECT",
                "ledger.person: INSERT, SELECT",
                "ledger.person_redaction: SELECT",
                "ledger.place: SELECT",
                "ledger.report_login: SELECT",
                "ledger.signing_key: SELECT",
                "ledger.tile: INSERT, SELECT",
                "ledger.webhook: SELECT",
                "ledger.webhook_delivery: SELECT",
                "oversight.mt_doc_deadletterevent: DELETE, INSERT, SELECT, UPDATE",
                "oversight.mt_doc_envelope: DELETE, INSERT, SELECT, UPDATE",
                "oversight.mt_event_progression: INSERT, SELECT, UPDATE",
                "oversight.mt_event_projection_floors: SELECT",
                "oversight.mt_events: INSERT, SELECT",
                "oversight.mt_high_water_skips: INSERT, SELECT",
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
            [
                "account: closed, closed_by, closed_why, name",
                "credential: last_used, revoked, revoked_by, used",
                "device_code: account, answered, credential, polled, wait",
                "form_draft: changed, fields, logged, version",
                "mail_address: address, asked, code, confirmed, tries",
                "notification: mail, mailed, read",
                "notification_choice: chosen, mail, shown",
                "notification_day: done",
                "passkey: backed_up, backup_eligible, name, sign_count, user_verified",
                "password: changed, failures, locked_until, normalized_name, password_hash, sign_in_name",
            ],
            await database.RowsAsync(
                """
                select format('%s: %s', relname, string_agg(attname, ', ' order by attname))
                from pg_attribute join pg_class c on c.oid = attrelid
                where c.relnamespace = 'access'::regnamespace and attnum > 0 and not attisdropped
                    and has_column_privilege('oversight_app', attrelid, attnum, 'UPDATE')
                group by relname
                order by 1
                """
            )
        );
    }
}
