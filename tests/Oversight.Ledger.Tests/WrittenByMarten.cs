using Npgsql;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Statements of the shape that Marten 9.29 sends, as the program's login.</summary>
public sealed class WrittenByMarten(DatabaseServer databases) : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        database = await databases.CreateAsync();
        // Marten's quick append, made by its own migration as the owner: reads the version without a lock, inserts the stream or the entries,
        // and moves the stream on at the end.
        await database.ExecuteAsync(
            """
            set role oversight_owner;
            create function oversight.mt_quick_append_events(stream varchar, stream_type varchar, tenantid varchar, event_ids uuid[],
                event_types varchar[], dotnet_types varchar[], bodies jsonb[], correlation_ids varchar[], causation_ids varchar[],
                headerses jsonb[], user_names varchar[], timestamps timestamptz[]) returns int[] language plpgsql as $$
            declare
                event_version int;
                seq int;
                return_value int[];
                i int;
            begin
                select version into event_version from oversight.mt_streams where id = stream;
                if event_version is null then
                    event_version = 0;
                    insert into oversight.mt_streams (id, type, version, timestamp, tenant_id) values (stream, stream_type, 0, now(), tenantid);
                end if;
                return_value := array[event_version + array_length(event_ids, 1)];
                for i in 1 .. array_length(event_ids, 1) loop
                    seq := nextval('oversight.mt_events_sequence');
                    return_value := array_append(return_value, seq);
                    event_version := event_version + 1;
                    insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type,
                        is_archived, correlation_id, causation_id, headers, user_name)
                    values (seq, event_ids[i], stream, event_version, bodies[i], event_types[i], tenantid, timestamps[i], dotnet_types[i],
                        false, correlation_ids[i], causation_ids[i], headerses[i], user_names[i]);
                end loop;
                update oversight.mt_streams set version = event_version, timestamp = now() where id = stream;
                return return_value;
            end
            $$;
            reset role
            """
        );
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Quick_appends_and_our_own_share_one_order()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var round = 0; round < 20; round++)
                        {
                            if (writer % 2 == 0)
                            {
                                await QuickAppendAsync($"marten-{writer}", 3);
                            }
                            else
                            {
                                await database.Store.AppendAsync(TestDatabase.Request($"ours-{writer}", round));
                            }
                        }
                    })
                )
        );
        await database.AssertInOrderAsync((4 * 20 * 3) + (4 * 20));
        var entries = await database.Store.ReadAfterAsync(-1, 1000);
        Assert.All(entries, entry => Assert.Equal("user-1", entry.LoggedBy));
    }

    [Fact]
    public async Task Rich_appends_write_the_stream_first_or_last()
    {
        await database.ProgramAsync(
            """
            insert into oversight.mt_streams (id, type, version, tenant_id) values ('s-1', 'timeline', 2, '*DEFAULT*');
            insert into oversight.mt_events (data, type, mt_dotnet_type, seq_id, id, stream_id, version, timestamp, tenant_id, user_name)
            values ('{}', 'a', 'A', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', 1, now(), '*DEFAULT*', 'u');
            insert into oversight.mt_events (data, type, mt_dotnet_type, seq_id, id, stream_id, version, timestamp, tenant_id, user_name)
            values ('{}', 'a', 'A', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', 2, now(), '*DEFAULT*', 'u');
            """
        );
        await database.ProgramAsync(
            """
            insert into oversight.mt_events (data, type, mt_dotnet_type, seq_id, id, stream_id, version, timestamp, tenant_id, user_name)
            values ('{}', 'a', 'A', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', 3, now(), '*DEFAULT*', 'u');
            update oversight.mt_streams set version = 3 where id = 's-1' and version = 2 and tenant_id = '*DEFAULT*' returning version
            """
        );
        await database.AssertInOrderAsync(3);
    }

    [Fact]
    public async Task Headers_that_say_nothing_are_stored_in_one_form()
    {
        // Marten's two forms of no headers: SQL NULL when a stream begins, JSON null when it goes on.
        await database.ProgramAsync(
            """
            insert into oversight.mt_streams (id, version) values ('s-1', 2);
            insert into oversight.mt_events (data, type, seq_id, id, stream_id, version, timestamp, headers, user_name)
            values ('{}', 'a', 1, gen_random_uuid(), 's-1', 1, now(), null, 'u'), ('{}', 'a', 2, gen_random_uuid(), 's-1', 2, now(), 'null', 'u')
            """
        );
        Assert.Equal(
            2,
            await database.ScalarAsync<long>("select count(*) from oversight.mt_events where headers is null")
        );
        await database.AssertInOrderAsync(2);
    }

    [Fact]
    public async Task A_version_that_is_taken_fails_as_marten_expects()
    {
        await QuickAppendAsync("s-1", 2);
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ProgramAsync(
                """
                insert into oversight.mt_events (data, type, seq_id, id, stream_id, version, timestamp, user_name)
                values ('{}', 'a', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', 2, now(), 'u')
                """,
                "Include Error Detail=true"
            )
        );
        Assert.Equal(PostgresErrorCodes.UniqueViolation, error.SqlState);
        Assert.Equal("pk_mt_events_stream_and_version", error.ConstraintName);
        Assert.Equal(
            "duplicate key value violates unique constraint \"pk_mt_events_stream_and_version\"",
            error.MessageText
        );
        Assert.Equal("Key (stream_id, version)=(s-1, 2) already exists.", error.Detail);

        error = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ProgramAsync("insert into oversight.mt_streams (id, version) values ('s-1', 0)")
        );
        Assert.Equal(
            (PostgresErrorCodes.UniqueViolation, "pkey_mt_streams_id"),
            (error.SqlState, error.ConstraintName)
        );
    }

    [Fact]
    public async Task Tombstones_vanish_without_an_error_and_take_no_place()
    {
        const string tombstones = """
            insert into oversight.mt_streams (id, type, version, tenant_id) values ('mt_tombstone', null, 0, '*DEFAULT*')
                on conflict do nothing;
            insert into oversight.mt_events (data, type, mt_dotnet_type, seq_id, id, stream_id, version, timestamp, tenant_id)
            values ('{}', 'tombstone', 'Tombstone', 17, gen_random_uuid(), 'mt_tombstone', 17, now(), '*DEFAULT*');
            insert into oversight.mt_events (data, type, mt_dotnet_type, seq_id, id, stream_id, version, timestamp, tenant_id)
            values ('{}', 'tombstone', 'Tombstone', 16, gen_random_uuid(), 'mt_tombstone', 16, now(), '*DEFAULT*')
            """;
        await QuickAppendAsync("s-1", 1);
        await database.ProgramAsync(tombstones);
        await database.ProgramAsync(tombstones);
        await QuickAppendAsync("s-1", 1);
        await database.AssertInOrderAsync(2);
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from oversight.mt_events"));
    }

    [Theory]
    // Archiving, masking and overwriting, and a stream that says another version than its entries.
    [InlineData("update oversight.mt_events set is_archived = true where stream_id = 's-1'", "42501")]
    [InlineData("update oversight.mt_streams set is_archived = true where id = 's-1'", "42501")]
    [InlineData("update oversight.mt_events set data = '{}', headers = '{}' where seq_id = 1", "42501")]
    [InlineData("delete from oversight.mt_events where stream_id = 's-1'", "42501")]
    [InlineData("update oversight.mt_streams set version = 9 where id = 's-1'", "OV007")]
    [InlineData("insert into oversight.mt_streams (id, version) values ('s-2', 0)", "OV007")]
    [InlineData(
        """
            insert into oversight.mt_events (data, type, seq_id, id, stream_id, version, timestamp, user_name)
            values ('{}', 'a', 99, gen_random_uuid(), 's-1', 3, now(), 'u')
            """,
        "OV007"
    )]
    [InlineData(
        """
            insert into oversight.mt_events (data, type, seq_id, id, stream_id, version, timestamp, user_name)
            values ('{}', 'a', 99, gen_random_uuid(), 's-1', 4, now(), 'u')
            """,
        "OV007"
    )]
    public async Task What_marten_could_do_to_the_record_is_refused(string statement, string sqlState)
    {
        await QuickAppendAsync("s-1", 2);
        var error = await Assert.ThrowsAsync<PostgresException>(() => database.ProgramAsync(statement));
        Assert.Equal(sqlState, error.SqlState);
        await database.AssertInOrderAsync(2);
    }

    [Fact]
    public async Task One_statement_may_insert_many_entries_of_a_stream_but_no_gap()
    {
        await database.ProgramAsync(
            """
            insert into oversight.mt_streams (id, version) values ('s-1', 500);
            insert into oversight.mt_events (data, type, seq_id, id, stream_id, version, timestamp, user_name)
            select '{}', 'a', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', n, now(), 'u' from generate_series(1, 500) n
            """
        );
        await database.AssertInOrderAsync(500);
    }

    private async Task QuickAppendAsync(string stream, int count)
    {
        await using var command = database.Program.CreateCommand(
            """
            select oversight.mt_quick_append_events($1, 'timeline', '*DEFAULT*', array(select gen_random_uuid() from generate_series(1, $2)),
                array_fill('segment_assigned'::varchar, array[$2]), array_fill('A'::varchar, array[$2]), array_fill('{"a": 1}'::jsonb, array[$2]),
                array_fill('correlation'::varchar, array[$2]), array_fill(null::varchar, array[$2]),
                array_fill('{"h": "x"}'::jsonb, array[$2]), array_fill('user-1'::varchar, array[$2]),
                array_fill('2001-01-01'::timestamptz, array[$2]))
            """
        );
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(count);
        await command.ExecuteScalarAsync();
    }
}
