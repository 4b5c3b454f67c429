using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using NpgsqlTypes;
using Oversight.Record;
using Oversight.Record.Time;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>Canonical JSON and the exported line, against what the real PostgreSQL makes of the same.</summary>
public sealed class CanonicalDocuments(DatabaseServer databases)
{
    private static readonly string[] NastyPieces =
    [
        "a",
        "b",
        "ab",
        "Z",
        "_",
        " ",
        "\"",
        "\\",
        "/",
        "\b",
        "\f",
        "\n",
        "\r",
        "\t",
        "\u0001",
        "\u001f",
        "\u007f",
        "\u0080",
        "\u00a0",
        "é",
        "e\u0301",
        "ß",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\uffff",
        "\ufffd",
        "\ud7ff",
        "\ue000",
        "😀",
        "𐀀",
        "👩‍👩‍👧",
        "\\u0000",
        "\\ud800",
        "<",
        "&",
        "'",
        "$1",
        "%s",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "0",
    ];

    private static readonly Gen<string> Strings = Gen.Elements(NastyPieces)
        .ListOf()
        .Select(pieces => string.Concat(pieces));

    private static readonly Gen<long> Numbers = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(number => (long)number),
        Gen.Elements(0L, -1L, (1L << 53) - 1, -(1L << 53) + 1, 1_000_000_000_000_000),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => number * 2_097_151L)
    );

    private static Gen<JsonNode?> Documents(int size)
    {
        var leaf = Gen.OneOf(
            Strings.Select(text => (JsonNode?)JsonValue.Create(text)),
            Numbers.Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Elements(true, false).Select(truth => (JsonNode?)JsonValue.Create(truth)),
            Gen.Constant<JsonNode?>(null)
        );
        if (size == 0)
        {
            return leaf;
        }
        var inner = Documents(size / 3).ListOf().Resize(size);
        return Gen.Frequency(
            (1, leaf),
            (2, inner.Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
            (
                3,
                from items in inner
                from names in Strings.ListOf(items.Count)
                select (JsonNode?)
                    new JsonObject(
                        items
                            .Zip(names)
                            .DistinctBy(pair => pair.Second)
                            .Select(pair => KeyValuePair.Create(pair.Second, pair.First?.DeepClone()))
                    )
            )
        );
    }

    [Fact]
    public async Task Random_documents_are_written_as_postgresql_writes_them()
    {
        await using var database = new TestDatabase(await databases.CreateEmptyAsync());
        await using var connection = await database.OpenSuperuserAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select array(select d::jsonb::text from unnest($1) with ordinality t (d, n) order by n)";
        var parameter = new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
        command.Parameters.Add(parameter);
        var relaxed = new JsonSerializerOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = true,
        };

        var compared = 0;
        Prop.ForAll(
                Documents(12).ArrayOf(40).ToArbitrary(),
                documents =>
                {
                    string[] written =
                    [
                        // Escaped as far as can be, and as little as can be with white space.
                        .. documents.Select(document => document?.ToJsonString() ?? "null"),
                        .. documents.Select(document => document?.ToJsonString(relaxed) ?? "null"),
                    ];
                    parameter.Value = written;
                    var postgres = (string[])command.ExecuteScalar()!;
                    Assert.Equal(postgres, written.Select(CanonicalJson.Write));
                    compared += written.Length;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));
        Assert.Equal(8000, compared);
    }

    [Fact]
    public void Writing_what_is_written_changes_nothing() =>
        Prop.ForAll(
                Documents(12).ToArbitrary(),
                document =>
                {
                    var once = CanonicalJson.Write(document?.ToJsonString() ?? "null");
                    Assert.Equal(once, CanonicalJson.Write(once));
                    Assert.True(JsonNode.DeepEquals(document, JsonNode.Parse(once)));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("""{"a": {"b": [1, "x\u0000y"]}}""", "$.a.b[1]", "U+0000")]
    [InlineData("""{"a\u0000": 1}""", "$", "U+0000")]
    [InlineData("""["\ud800"]""", "$[0]", "surrogate")]
    [InlineData("""["\udc00\ud800"]""", "$[0]", "surrogate")]
    [InlineData("""{"\ud800": 1}""", "$", "surrogate")]
    [InlineData("""{"a": 1.5}""", "$.a", "whole number")]
    [InlineData("""{"a": 1.0}""", "$.a", "whole number")]
    [InlineData("""{"a": 1e3}""", "$.a", "whole number")]
    [InlineData("""{"a b": 9007199254740992}""", "$['a b']", "whole number")]
    [InlineData("""{"a": -9007199254740992}""", "$.a", "whole number")]
    [InlineData("""{"a": 123456789012345678901234567890}""", "$.a", "whole number")]
    [InlineData("""{"x": {"a": 1, "b": 2, "\u0061": 3}}""", "$.x", "twice")]
    [InlineData("""{"a": 1,}""", "$", "not JSON")]
    [InlineData("""{"a": 1} x""", "$", "not JSON")]
    [InlineData("// no\n1", "$", "not JSON")]
    [InlineData("NaN", "$", "not JSON")]
    [InlineData("", "$", "not JSON")]
    public void What_cannot_be_kept_is_refused_where_it_is(string json, string path, string reason)
    {
        var error = Assert.Throws<NotCanonicalException>(() => CanonicalJson.Write(json));
        Assert.Equal(path, error.Path);
        Assert.Contains(reason, error.Reason);
    }

    [Fact]
    public void A_lone_surrogate_that_is_not_escaped_is_refused_too() =>
        Assert.Throws<NotCanonicalException>(() => CanonicalJson.Write("[\"\ud83d\"]"));

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.Throws<NotCanonicalException>(() => CanonicalJson.Write("[\"\xff\"]"u8.ToArray().AsMemory()[..4]));

    [Fact]
    public void Sixty_four_levels_are_written_and_one_more_is_refused()
    {
        static string Nested(int levels) => new string('[', levels) + new string(']', levels);
        Assert.Equal(Nested(64), CanonicalJson.Write(Nested(64)));
        Assert.Equal(
            "$" + string.Concat(Enumerable.Repeat("[0]", 64)),
            Assert.Throws<NotCanonicalException>(() => CanonicalJson.Write(Nested(65))).Path
        );
        Assert.Throws<NotCanonicalException>(() => CanonicalJson.Write(Nested(100_000)));
    }

    [Fact]
    public async Task The_leaf_is_the_same_in_sql_and_here_under_every_session_setting()
    {
        await using var database = await databases.CreateAsync();
        const string nasty = "a\"\\\b\f\n\r\t\u0001\u007fé😀\u2028/";
        var request = TestDatabase.Request("organisation-QOC", 0, count: 2, rationale: nasty, loggedBy: nasty) with
        {
            CorrelationId = nasty,
        };
        await database.AppendAsync(request);
        // As Marten writes: with headers, without a correlation.
        await database.ExecuteAsync(
            """
            begin;
            update oversight.mt_streams set version = 3 where id = 'organisation-QOC';
            insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name, causation_id, headers)
            values (nextval('oversight.mt_events_sequence'), gen_random_uuid(), 'organisation-QOC', 3, '{"b": 1, "a": [1, {}]}',
                'segment_assigned_v2', now(), 'u', 'c', '{"region": "Y60", "x": 7}');
            commit
            """
        );

        var entries = await database.Store.ReadAfterAsync(-1, 10);
        var headers = (string?[])[null, null, """{"x": 7, "region": "Y60"}"""];
        var lines = entries
            .Zip(
                headers,
                (entry, header) =>
                    EntryLine.Write(
                        entry.Place,
                        entry.Id,
                        entry.Stream,
                        entry.Version,
                        entry.Type,
                        entry.Recorded,
                        entry.LoggedBy,
                        entry.CorrelationId,
                        entry.CausationId,
                        header,
                        entry.Data
                    )
            )
            .ToList();
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        var leaves = lines.Select(line => Convert.ToHexStringLower(EntryLine.Leaf(line))).ToList();
        Assert.Equal(leaves, await database.RowsAsync("select encode(leaf, 'hex') from ledger.place order by place"));

        const string linesInSql = """
            select ledger.line(p.place, e.id, e.stream_id, e.version, e.type, e.timestamp, e.user_name, e.correlation_id, e.causation_id,
                e.headers, e.data)
            from ledger.place p join oversight.mt_events e using (seq_id) order by p.place
            """;
        foreach (
            var settings in (string[])
                [
                    "set timezone = 'Europe/London'",
                    "set timezone = 'Pacific/Chatham'; set datestyle = 'SQL, DMY'; set intervalstyle = 'sql_standard'",
                    "set datestyle = 'German'; set extra_float_digits = -15; set bytea_output = 'escape'",
                    "set standard_conforming_strings = off; set escape_string_warning = off; set backslash_quote = on",
                    "set search_path = pg_temp, oversight; set xmloption = document; set lc_time = 'C'",
                    "set quote_all_identifiers = on; set array_nulls = off; set transform_null_equals = on",
                    "create schema evil; create function evil.to_json(text) returns json language sql as $$select '0'::json$$; "
                        + "create function evil.to_char(timestamp, text) returns text language sql as $$select 'x'$$; "
                        + "set search_path = evil, pg_catalog",
                ]
        )
        {
            await using var connection = await database.OpenSuperuserAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = settings;
            await command.ExecuteNonQueryAsync();
            command.CommandText = linesInSql;
            await using (var reader = await command.ExecuteReaderAsync())
            {
                foreach (var line in lines)
                {
                    Assert.True(await reader.ReadAsync());
                    Assert.Equal(line, reader.GetString(0));
                }
            }
            // The leaf that the trigger makes under these settings.
            command.CommandText = """
                update oversight.mt_streams set version = version + 1 where id = 'organisation-QOC';
                insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name)
                select nextval('oversight.mt_events_sequence'), gen_random_uuid(), id, version, '{"at": "é\n\\"}', 'a', now(), 'u'
                from oversight.mt_streams where id = 'organisation-QOC'
                """;
            if (settings.Contains("standard_conforming_strings", StringComparison.Ordinal))
            {
                command.CommandText = command.CommandText.Replace("'{", "E'{").Replace(@"\", @"\\");
            }
            await command.ExecuteNonQueryAsync();
        }
        await database.AssertInOrderAsync(3 + 7);
    }

    [Fact]
    public async Task The_leaf_does_not_depend_on_the_clients_encoding()
    {
        await using var database = await databases.CreateAsync();
        var login = new NpgsqlConnectionStringBuilder(database.Settings.Program)
        {
            ClientEncoding = "LATIN1",
            Encoding = "iso-8859-1",
        };
        await using var latin = new LedgerDatabase(login.ConnectionString);
        await latin.AppendAsync(TestDatabase.Request("organisation-QOC", 0, rationale: "é", loggedBy: "ü"));
        var entry = Assert.Single(await database.Store.ReadAfterAsync(-1, 10));
        Assert.Equal("ü", entry.LoggedBy);
        Assert.Contains("\"rationale\": \"é\"", entry.Data, StringComparison.Ordinal);
        var line = EntryLine.Write(
            0,
            entry.Id,
            entry.Stream,
            1,
            entry.Type,
            entry.Recorded,
            "ü",
            null,
            null,
            null,
            entry.Data
        );
        Assert.Equal(
            [Convert.ToHexStringLower(EntryLine.Leaf(line))],
            await database.RowsAsync("select encode(leaf, 'hex') from ledger.place")
        );
    }
}
