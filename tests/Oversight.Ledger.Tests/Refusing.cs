using Npgsql;
using Oversight.Record.Entries;
using Oversight.Record.Segments;

namespace Oversight.Ledger.Tests;

/// <summary>Entries that the record cannot hold.</summary>
public sealed class Refusing(SharedRecord shared) : IClassFixture<SharedRecord>
{
    public static TheoryData<string, AppendRequest> Bad =>
        new()
        {
            { "U+0000", TestDatabase.Request("s-1", 0, rationale: "\0") },
            { "stream's id", TestDatabase.Request("s-\0", 0) },
            { "Who logged it", TestDatabase.Request("s-1", 0, loggedBy: "\ud800") },
            { "who logged it", TestDatabase.Request("s-1", 0, loggedBy: "") },
            { "correlation id", TestDatabase.Request("s-1", 0) with { CorrelationId = "\0" } },
            { "idempotency key", TestDatabase.Request("s-1", 0) with { Idempotency = new Idempotency("\0", []) } },
            { "at least one stream", new AppendRequest([], "user-1") },
            { "at least one entry", TestDatabase.Request("s-1", 0, count: 0) },
            { "expected version from 0", TestDatabase.Request("s-1", -1) },
            {
                "named once",
                new AppendRequest(
                    [
                        new StreamAppend("s-1", 0, [TestDatabase.Entry()]),
                        new StreamAppend("s-1", 1, [TestDatabase.Entry()]),
                    ],
                    "u"
                )
            },
            {
                "person_id_is_the_commitment",
                TestDatabase.Request("s-1", 0) with
                {
                    People = [new PersonCommitment("person:00", new byte[16], "A")],
                }
            },
        };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task What_the_record_cannot_hold_is_refused_by_name_and_nothing_is_stored(
        string named,
        AppendRequest request
    )
    {
        var error = await Assert.ThrowsAsync<BadEntryException>(() => shared.Database.AppendAsync(request));
        Assert.Contains(named, error.Message);
        Assert.Equal(
            0,
            await shared.Database.ScalarAsync<long>("select count(*) from oversight.mt_streams where id like 's-%'")
        );
    }

    [Theory]
    [InlineData("data", "'[]'")]
    [InlineData("data", "'null'")]
    [InlineData("data", """'{"a": {"b": [1.5]}}'""")]
    [InlineData("data", """'{"a": 1.0}'""")]
    [InlineData("data", """'{"a": 9007199254740992}'""")]
    [InlineData("data", """'{"a": [[-9007199254740992]]}'""")]
    [InlineData("data", """'{"a": 1e-3}'""")]
    [InlineData("data", """'{"a": 1e40}'""")]
    [InlineData("headers", """'{"a": 0.1}'""")]
    [InlineData("headers", "'7'")]
    [InlineData("bdata", "'\\x00'")]
    [InlineData("is_archived", "true")]
    [InlineData("is_archived", "null")]
    [InlineData("tenant_id", "'north'")]
    [InlineData("type", "'SegmentAssigned'")]
    [InlineData("type", "'segment__assigned'")]
    [InlineData("type", "''")]
    [InlineData("user_name", "null")]
    public async Task An_entry_that_the_record_cannot_hold_is_refused_by_the_database_itself(
        string column,
        string value
    )
    {
        var stream = $"by-hand-{Guid.NewGuid()}";
        var values = new Dictionary<string, string>
        {
            ["seq_id"] = "nextval('oversight.mt_events_sequence')",
            ["id"] = "gen_random_uuid()",
            ["stream_id"] = $"'{stream}'",
            ["version"] = "1",
            ["data"] = """'{"reference": "1.5 and 12345678901234567890", "n": 9007199254740991}'""",
            ["type"] = "'segment_assigned_v2'",
            ["timestamp"] = "now()",
            ["user_name"] = "'u'",
        };
        string Insert() =>
            $"insert into oversight.mt_streams (id, version) values ('{stream}', 1); insert into oversight.mt_events ({string.Join(", ", values.Keys)}) values ({string.Join(", ", values.Values)})";
        var good = Insert();
        values[column] = value;
        var error = await Assert.ThrowsAsync<PostgresException>(() => shared.Database.ProgramAsync(Insert()));
        Assert.Equal("OV006", error.SqlState);
        Assert.Contains("refused", error.MessageText);
        // And for that reason only.
        await shared.Database.ProgramAsync(good);
    }
}
