using Npgsql;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Statements of the shape that Marten sends, as the program's login.</summary>
public sealed class WrittenByMarten(DatabaseServer databases) : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await databases.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

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
            values ('{}', 'a', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', 1, now(), null, 'u'),
                ('{}', 'a', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', 2, now(), 'null', 'u')
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
            values ('{}', 'a', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', 3, now(), 'u')
            """,
        "OV007"
    )]
    [InlineData(
        """
            insert into oversight.mt_events (data, type, seq_id, id, stream_id, version, timestamp, user_name)
            values ('{}', 'a', nextval('oversight.mt_events_sequence'), gen_random_uuid(), 's-1', 4, now(), 'u')
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

    private Task QuickAppendAsync(string stream, int count) =>
        database.ProgramAsync(
            $$"""
            select oversight.mt_quick_append_events('{{stream}}', 'timeline', '*DEFAULT*',
                array(select gen_random_uuid() from generate_series(1, {{count}})), array_fill('segment_assigned'::varchar, array[{{count}}]),
                array_fill('A'::varchar, array[{{count}}]), array_fill('{"a": 1}'::jsonb, array[{{count}}]), array_fill(null::bytea, array[{{count}}]),
                array_fill(null::varchar, array[{{count}}]), array_fill('correlation'::varchar, array[{{count}}]),
                array_fill('{"h": "x"}'::jsonb, array[{{count}}]), array_fill('user-1'::varchar, array[{{count}}]),
                array_fill('2001-01-01'::timestamptz, array[{{count}}]))
            """
        );
}
