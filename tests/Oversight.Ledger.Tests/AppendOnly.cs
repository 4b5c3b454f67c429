using Npgsql;
using Oversight.Ledger.People;
using Oversight.Ledger.Proving;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.People;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>A record with two streams, and logins that try to change it.</summary>
public sealed class GuardedRecord(DatabaseServer databases) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await databases.CreateAsync();
        await Database.AppendAsync(
            TestDatabase.Request("organisation-QOC", 0, count: 3) with
            {
                Idempotency = new Idempotency("key-1", [1, 2, 3]),
                People = [PersonCommitment.To("A. Person", new byte[16])],
            }
        );
        await Database.AppendAsync(TestDatabase.Request("organisation-QWO", 0));
        await Database.AppendAsync(TestDatabase.Request("organisation-QJK", 0, count: 256));
        var keys = Directory.CreateTempSubdirectory("oversight-proof-").FullName;
        var signing = new CheckpointKeys(Database.Program, keys);
        await signing.EnsureAsync("oversight.example/record", CancellationToken.None);
        await new Integrator(Database.Program).IntegrateAsync(signing);
        Directory.Delete(keys, recursive: true);
        using var witness = SignerKey.Create("witness.example/one", KeyType.Cosignature);
        var proofs = new RecordProofs(Database.Program);
        var signed = (await proofs.CheckpointAsync())!;
        await Cosignatures.KeepAsync(
            Database.Program,
            Checkpoint.Parse(signed.Text).Size,
            witness.Verifier,
            witness.Cosign(signed.Text, TimeProvider.System.GetUtcNow()),
            CancellationToken.None
        );
        await AddPeopleAsync();
        await new DocumentArchive(Database.Program).StoreAsync(
            OdsCode.Parse("QOC"),
            Files.Pdf,
            new MemoryStream(Files.OfPdf(1000)),
            "user-1",
            expectedSha256: null,
            CancellationToken.None
        );
        // Someone who may act as the owner, as Marten's own migration does; not a superuser.
        var password = new NpgsqlConnectionStringBuilder(Database.Settings.Program).Password;
        await Database.ExecuteAsync(
            $"""
            create role oversight_marten login password '{password}';
            grant oversight_owner to oversight_marten;
            grant create on schema public to oversight_owner;
            do $$ begin execute format('grant create on database %I to oversight_owner', current_database()); end $$;
            create table oversight.mt_doc_timeline (id varchar primary key, data jsonb not null);
            alter table oversight.mt_doc_timeline owner to oversight_owner
            """
        );
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    // An administrator, one whose account is closed, and a right that was approved and has ended.
    private async Task AddPeopleAsync()
    {
        var (people, credentials) = (Database.Accounts, Database.Credentials);
        var first = await Database.AddPersonAsync("First", new Grant(Role.Administrator));
        var second = await Database.AddPersonAsync("Second", new Grant(Role.Administrator));
        var own = (await people.GiveAsync(first, new Grant(Role.National), null, "Mine.", first))!;
        await people.ApproveAsync(own.Id, second);
        await people.EndAsync(own.Id, "No more.", second);
        foreach (var kind in (CredentialKind[])[CredentialKind.Token, CredentialKind.Link])
        {
            await credentials.AddAsync(
                kind,
                first,
                Secret.HashOf($"{kind}"),
                $"{kind}",
                TokenScope.Read,
                TimeSpan.FromDays(1),
                first
            );
        }

        await credentials.UseLinkAsync(Secret.HashOf("Link"));
        await credentials.RevokeAsync((await credentials.OfAsync(first))[0].Id, first);
        await people.CloseAsync(await Database.AddPersonAsync("Gone", new Grant(Role.National)), "Left.", first);
        await Database.DeviceCodes.BeginAsync(Secret.HashOf("device"), "laptop", TokenScope.Read);
    }

    /// <summary>Runs a statement as the owner or the program, commits, and says how it ended.</summary>
    public async Task<PostgresException?> TryAsync(string role, string sql)
    {
        var login = new NpgsqlConnectionStringBuilder(Database.Settings.Program) { Pooling = false };
        if (role == "owner")
        {
            login.Username = "oversight_marten";
        }
        await using var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        try
        {
            if (role == "owner")
            {
                command.CommandText = "set role oversight_owner";
                await command.ExecuteNonQueryAsync();
            }
            if (sql.StartsWith("copy", StringComparison.Ordinal))
            {
                await using var writer = await connection.BeginTextImportAsync(sql);
                await writer.WriteAsync("9999\t9999\n");
                return null;
            }
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException error)
        {
            return error;
        }
    }
}

public sealed class AppendOnly(GuardedRecord record) : IClassFixture<GuardedRecord>
{
    private const string NewEntryRow =
        "insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name) values ";

    private const string NewEntryValues =
        "(nextval('oversight.mt_events_sequence'), gen_random_uuid(), 'organisation-QOC', 4, '{}', 'segment_assigned', now(), 'x')";

    /// <summary>Statements that would change what is recorded, or what keeps it.</summary>
    public static TheoryData<string> Forbidden =>
        [
            // Rows of the record.
            "update oversight.mt_events set data = '{}'",
            "update oversight.mt_events set data = '{}' where false",
            "update oversight.mt_events e set is_archived = true from oversight.mt_streams s where s.id = e.stream_id",
            "update only oversight.mt_events set headers = '{}' where version = 1",
            "delete from oversight.mt_events",
            "delete from oversight.mt_events using oversight.mt_streams s where s.id = stream_id",
            "with gone as (delete from oversight.mt_events returning *) select count(*) from gone",
            "truncate oversight.mt_events",
            "truncate oversight.mt_events restart identity cascade",
            "truncate oversight.mt_streams cascade",
            "delete from oversight.mt_streams where id = 'organisation-QOC'",
            "merge into oversight.mt_events e using oversight.mt_streams s on s.id = e.stream_id when matched then update set data = '{}'",
            "merge into oversight.mt_events e using oversight.mt_streams s on s.id = e.stream_id when matched then delete",
            "merge into oversight.mt_streams s using (values ('organisation-QOC')) v (id) on s.id = v.id when matched then delete",
            "update oversight.mt_streams set version = 1 where id = 'organisation-QOC'",
            "update oversight.mt_streams set version = version where id = 'organisation-QOC'",
            "update oversight.mt_streams set version = version + 1 where id = 'organisation-QOC'",
            "update oversight.mt_streams set version = null where id = 'organisation-QOC'",
            "update oversight.mt_streams set id = 'organisation-QXX', version = 4 where id = 'organisation-QOC'",
            "update oversight.mt_streams set is_archived = true, version = 4 where id = 'organisation-QOC'",
            "update oversight.mt_streams set type = 'x' where id = 'organisation-QOC'",
            "insert into oversight.mt_streams (id, version) values ('organisation-QXX', 1)",
            "insert into oversight.mt_streams (id, version) values ('organisation-QOC', 4) on conflict (id) do update set version = 2",
            "insert into oversight.mt_streams (id, version, tenant_id) values ('organisation-QXX', 0, 'other')",
            NewEntryRow + NewEntryValues,
            NewEntryRow + NewEntryValues + " on conflict (seq_id) do update set data = '{}'",
            NewEntryRow
                + "(1, gen_random_uuid(), 'organisation-QOC', 4, '{}', 'segment_assigned', now(), 'x') on conflict do nothing",
            NewEntryRow
                + "(99, (select id from ledger.place where place = 0), 'organisation-QOC', 4, '{}', 'segment_assigned', now(), 'x')",
            "insert into ledger.place (place, seq_id, id, recorded, leaf) values (99, 99, gen_random_uuid(), now(), '')",
            "copy ledger.place (place, seq_id) from stdin",
            "copy oversight.mt_events (seq_id, version) from stdin",
            "update ledger.place set recorded = now()",
            "delete from ledger.place where place = 3",
            "truncate ledger.place",
            "update ledger.idempotency set request_hash = ''",
            "delete from ledger.idempotency",
            "delete from ledger.migration",
            "update ledger.person set name = 'Another'",
            "delete from ledger.person",
            "truncate ledger.person",
            "insert into ledger.person_redaction (person, entry) select id, gen_random_uuid() from ledger.person",
            "insert into ledger.person_redaction (person, entry) select p.id, e.id from ledger.person p, oversight.mt_events e limit 1",
            "alter table ledger.person disable trigger refuse_unless_redacted",
            "alter table oversight.mt_events disable trigger oversight_6_redact",
            "drop trigger oversight_6_redact on oversight.mt_events",
            "drop table ledger.person_redaction",
            "update access.reading set address = '/'",
            "delete from access.reading",
            "insert into ledger.person (id, salt, name) values ('person:00', '\\x00112233445566778899aabbccddeeff', 'x')",
            "update access.account set created_by = 'oversight'",
            "update access.account set name = 'Another'",
            "update access.account set closed = null, closed_by = null, closed_why = null where name = 'Gone'",
            "update access.account set closed_why = 'No reason.' where name = 'Gone'",
            "delete from access.account",
            "truncate access.account cascade",
            "update access.grant set role = 'national'",
            "update access.grant set needs_approval = false",
            "delete from access.grant",
            "delete from access.grant_approval",
            "update access.grant_approval set approved_by = 'x'",
            "delete from access.grant_end",
            "truncate access.grant_end",
            "update access.grant_end set ended_by = 'x'",
            "insert into access.grant (id, account, role, why, given_by, needs_approval) select gen_random_uuid(), id, 'national', 'x', 'oversight', false from access.account",
            "insert into access.grant (id, account, role, why, given_by) select gen_random_uuid(), id, 'owner', 'x', 'oversight' from access.account limit 1",
            "update access.credential set account = 'x'",
            "update access.credential set hash = sha256('x')",
            "update access.credential set expires = null",
            "update access.credential set scope = 'read-and-decide'",
            "update access.credential set used = null where kind = 'link'",
            "update access.credential set used = now() where kind = 'link'",
            "update access.credential set used = now() where kind = 'token'",
            "update access.credential set revoked = null, revoked_by = null where revoked is not null",
            "update access.credential set revoked = now() where revoked is not null",
            "update access.credential set last_used = null, made = now()",
            "delete from access.credential",
            "delete from access.device_code",
            "update access.device_code set expires = now() + interval '1 year'",
            "truncate access.device_code",
            "update ledger.document set length = 1",
            "update ledger.document_part set content = 'x'",
            "delete from ledger.document_part",
            "delete from ledger.document",
            "truncate ledger.document_part",
            "truncate ledger.document cascade",
            "insert into ledger.document select * from ledger.document on conflict (organisation, sha256) do update set length = 1",
            "insert into ledger.document_part select organisation, sha256, 1, 'more' from ledger.document",
            // The tree over it.
            "update ledger.tile set root = sha256('x')",
            "delete from ledger.tile",
            "truncate ledger.tile",
            "insert into ledger.tile (level, number, hashes, root) values (0, 1, decode(repeat('00', 8192), 'hex'), sha256('x'))",
            "insert into ledger.tile select level, number + 1, hashes, root from ledger.tile",
            "insert into ledger.tile select * from ledger.tile on conflict (level, number) do update set root = sha256('x')",
            "update ledger.checkpoint set note = 'x'",
            "delete from ledger.checkpoint",
            "truncate ledger.checkpoint",
            "insert into ledger.checkpoint (size, root, note) values (1, sha256('x'), 'x')",
            "insert into ledger.checkpoint (size, root, note) values (99999, sha256('x'), 'x')",
            "insert into ledger.checkpoint (size, root, note, signed) values (262, sha256('x'), 'x', 'epoch')",
            "update ledger.cosignature set line = '— x'",
            "delete from ledger.cosignature",
            "truncate ledger.cosignature",
            "insert into ledger.cosignature (size, verifier, line) values (1, 'x', '— x')",
            "insert into ledger.cosignature (size, verifier, line, kept) select size, 'x', line, 'epoch' from ledger.cosignature",
            "insert into ledger.cosignature (size, verifier, line) select size, verifier, '— x' from ledger.cosignature",
            "insert into ledger.cosignature (size, verifier, line) select size, 'x', 'x' from ledger.cosignature",
            "update ledger.signing_key set verifier = 'x'",
            "delete from ledger.signing_key",
            "truncate ledger.signing_key",
            "insert into ledger.signing_key (number, verifier, vouched) values (3, 'x', 'x')",
            "insert into ledger.signing_key (number, verifier) values (2, 'x')",
            "alter table ledger.tile disable trigger admit",
            "drop table ledger.checkpoint",
            "create or replace function ledger.admit_tile() returns trigger language plpgsql as $$ begin return new; end $$",
            "select setval('oversight.mt_events_sequence', 1)",
            "select setval('ledger.known_until', 1)",
            // What keeps it: triggers, rules, policies, inheritance.
            "set session_replication_role = replica",
            "alter table oversight.mt_events disable trigger all",
            "alter table oversight.mt_events disable trigger user",
            "alter table oversight.mt_events disable trigger oversight_3_refuse",
            "alter table oversight.mt_streams enable replica trigger oversight_3_refuse",
            "drop trigger oversight_3_refuse on oversight.mt_events",
            "alter trigger oversight_3_refuse on oversight.mt_events rename to zzz",
            "create trigger aaa before insert on oversight.mt_events for each row execute function suppress_redundant_updates_trigger()",
            "create rule hide as on insert to oversight.mt_events do instead nothing",
            "create policy hide on oversight.mt_events using (false)",
            "alter table oversight.mt_events enable row level security",
            "alter table oversight.mt_events force row level security",
            "create table oversight.child () inherits (oversight.mt_events)",
            "create temp table child () inherits (oversight.mt_streams)",
            "create table oversight.child (like oversight.mt_events); alter table oversight.child inherit oversight.mt_events",
            "create table oversight.parent (like oversight.mt_events); alter table oversight.mt_events inherit oversight.parent",
            // Shape, names, owners.
            "alter table oversight.mt_events add column extra text",
            "alter table oversight.mt_events drop column bdata",
            "alter table oversight.mt_events drop column bdata cascade",
            "alter table oversight.mt_events rename column data to old",
            "alter table oversight.mt_events alter column data type jsonb using '{}'",
            "alter table oversight.mt_events alter column data set default '{}'",
            "alter table oversight.mt_events rename to mt_events_old",
            "alter table oversight.mt_events set schema public",
            "alter table oversight.mt_events owner to oversight_marten",
            "alter table oversight.mt_events drop constraint fkey_mt_events_stream_id",
            "alter table oversight.mt_events add constraint c check (version < 3) not valid",
            "alter table oversight.mt_events rename constraint pkey_mt_events_seq_id to other",
            "alter table oversight.mt_events set unlogged",
            "alter table oversight.mt_events replica identity nothing",
            "create unique index only_one on oversight.mt_events (type)",
            "drop index oversight.pk_mt_events_stream_and_version",
            "alter index oversight.pk_mt_events_stream_and_version rename to other",
            "alter sequence oversight.mt_events_sequence restart with 1",
            "alter sequence oversight.mt_events_sequence owned by none",
            "drop sequence oversight.mt_events_sequence cascade",
            "drop table oversight.mt_events",
            "drop table oversight.mt_doc_timeline, oversight.mt_events cascade",
            "drop table oversight.mt_streams cascade",
            "drop schema oversight cascade",
            "alter schema oversight rename to old",
            "alter schema oversight owner to oversight_marten",
            "drop owned by oversight_owner",
            "drop owned by oversight_program",
            "drop owned by oversight_owner cascade",
            "reassign owned by oversight_owner to oversight_marten",
            "comment on table oversight.mt_events is 'changed'",
            "do $$ begin execute 'alter table oversight.mt_events disable trigger all'; end $$",
            // Ours.
            "drop schema ledger cascade",
            "drop schema access cascade",
            "alter schema access rename to old",
            "drop table access.grant cascade",
            "drop view access.grant_in_force",
            "create or replace view access.grant_in_force as select id, account, role, region, organisation, bodies, until from access.grant",
            "alter table access.grant disable trigger all",
            "alter table access.credential drop constraint credential_pkey",
            "create or replace function access.is_not_alone(who text) returns boolean language sql return false",
            "drop function access.give() cascade",
            "create table oversight.child () inherits (access.account)",
            "alter schema ledger rename to old",
            "drop table ledger.place",
            "drop table ledger.document_part",
            "alter table ledger.document disable trigger all",
            "alter table ledger.document_part drop constraint document_part_pkey",
            "drop function ledger.check_document() cascade",
            "alter table ledger.place disable trigger all",
            "create table oversight.child () inherits (ledger.place)",
            "create or replace function ledger.refuse_change() returns trigger language plpgsql as 'begin return new; end'",
            "alter function ledger.admit_entry() owner to oversight_marten",
            "alter function ledger.admit_entry() security invoker",
            "drop function ledger.admit_entry() cascade",
            "create function ledger.mine() returns int language sql as 'select 1'",
            "alter event trigger oversight_ddl disable",
            "drop event trigger oversight_drop",
            "create event trigger mine on ddl_command_end execute function ledger.guard_ddl()",
            "set role oversight_guard",
            "grant oversight_guard to oversight_marten",
            "alter role oversight_owner superuser",
        ];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task Owner_and_program_are_refused_and_the_record_is_unchanged(string statement)
    {
        var before = await record.Database.SnapshotAsync();
        foreach (var role in (string[])["owner", "program"])
        {
            var error = await record.TryAsync(role, statement);
            Assert.True(error is not null, $"{role} could: {statement}");
            // Ours, a missing privilege, a constraint of the record, or "not the owner": never a mistake in the statement.
            Assert.True(
                error.SqlState.StartsWith("OV", StringComparison.Ordinal)
                    || error.SqlState is "42501" or "23505" or "23514" or "23502"
                    // Only an index or a table could be meant here, and the program has no schema to make one in.
                    || (role == "program" && error.SqlState is "3F000"),
                $"{role}, {statement}: {error.SqlState} {error.MessageText}"
            );
        }
        // What a statement does to Marten's sequence is no part of the record: a number that is left out takes no place.
        Assert.Equal(WithoutSequence(before), WithoutSequence(await record.Database.SnapshotAsync()));
    }

    [Theory]
    [InlineData("update oversight.mt_events set data = '{}'", "OV001")]
    [InlineData("delete from oversight.mt_streams", "OV001")]
    [InlineData("truncate oversight.mt_events cascade", "OV001")]
    [InlineData("update oversight.mt_streams set is_archived = true", "OV001")]
    [InlineData("drop table oversight.mt_events", "OV002")]
    [InlineData("alter table oversight.mt_events disable trigger user", "OV002")]
    [InlineData("alter table oversight.mt_events alter column version type numeric", "OV002")]
    [InlineData("create table oversight.child () inherits (oversight.mt_events)", "OV002")]
    [InlineData("alter schema oversight rename to old", "OV002")]
    [InlineData("grant update on sequence oversight.mt_events_sequence to public", "OV002")]
    [InlineData("grant all on sequence oversight.mt_events_sequence to oversight_owner", "OV002")]
    public async Task A_refusal_has_its_own_code_and_says_what_to_do_instead(string statement, string sqlState)
    {
        var error = await record.TryAsync("owner", statement);
        Assert.Equal(sqlState, error?.SqlState);
        Assert.Contains("refused", error!.MessageText);
        Assert.Contains("correction or a retraction", error.Hint);
    }

    [Theory]
    [InlineData("set session_replication_role = replica; update oversight.mt_events set data = '{}'")]
    [InlineData("set session_replication_role = replica; delete from oversight.mt_streams")]
    [InlineData("set session_replication_role = replica; drop table oversight.mt_events")]
    [InlineData("update ledger.place set recorded = now()")]
    [InlineData("delete from ledger.migration")]
    [InlineData("delete from ledger.document_part")]
    [InlineData("set session_replication_role = replica; update ledger.document_part set content = 'x'")]
    [InlineData("alter table ledger.document_part disable trigger all")]
    [InlineData("drop table ledger.place cascade")]
    [InlineData("drop schema oversight cascade")]
    [InlineData("drop schema ledger cascade")]
    [InlineData("drop schema access cascade")]
    [InlineData("alter table access.grant disable trigger give")]
    [InlineData("drop trigger give on access.grant")]
    [InlineData("create or replace function access.is_not_alone(who text) returns boolean language sql return false")]
    [InlineData("alter function access.give() rename to gave")]
    [InlineData("drop function access.begin_deciding()")]
    [InlineData(
        "create or replace view access.grant_in_force as select id, account, role, region, organisation, bodies, until from access.grant"
    )]
    [InlineData("delete from access.grant_approval")]
    [InlineData("set session_replication_role = replica; update access.credential set expires = null")]
    [InlineData("drop schema ledger_guard cascade")]
    [InlineData("drop function ledger.guard_drop() cascade")]
    [InlineData("drop function ledger_guard.guard_drop() cascade")]
    public async Task Even_a_superuser_must_first_switch_a_guard_off(string statement)
    {
        var before = await record.Database.SnapshotAsync();
        await using var connection = await record.Database.OpenSuperuserAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.StartsWith("OV", error.SqlState);
        command.CommandText = "reset session_replication_role";
        await command.ExecuteNonQueryAsync();
        Assert.Equal(before, await record.Database.SnapshotAsync());
    }

    [Theory]
    [InlineData(
        "create table oversight.mt_doc_more (id varchar primary key, stream varchar references oversight.mt_streams); drop table oversight.mt_doc_more"
    )]
    [InlineData(
        "create table oversight.mt_doc_more (id varchar primary key); alter table oversight.mt_doc_more add data jsonb; "
            + "create index on oversight.mt_doc_more (data); truncate oversight.mt_doc_more; drop table oversight.mt_doc_more cascade"
    )]
    [InlineData(
        "create function oversight.mt_immutable_year(v text) returns time language sql as 'select v::time'; "
            + "create or replace function oversight.mt_immutable_year(v text) returns time language sql as 'select v::time'; "
            + "drop function oversight.mt_immutable_year(text)"
    )]
    [InlineData(
        "create view oversight.all_entries as select * from oversight.mt_events; drop view oversight.all_entries"
    )]
    [InlineData("grant select on oversight.mt_doc_timeline to oversight_program")]
    [InlineData("analyze oversight.mt_events")]
    [InlineData("update oversight.mt_event_progression set last_seq_id = 1")]
    [InlineData("create temp table t (a int); drop table t")]
    public async Task The_owner_is_free_in_everything_else(string statements) =>
        Assert.Null(await record.TryAsync("owner", statements));

    private static string WithoutSequence(string snapshot) =>
        string.Join('\n', snapshot.Split('\n').Where(line => !line.StartsWith("sequence ", StringComparison.Ordinal)));
}
