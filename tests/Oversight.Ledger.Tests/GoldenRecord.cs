using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using Oversight.EmbeddedPostgres;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.TestServer;

namespace Oversight.Ledger.Tests;

/// <summary>
/// Records that real Marten wrote through our own commands, one for each of its versions, and the catalogue of the tables that Marten
/// itself makes: plain files, with date and versions in their first lines. The tests write the last of them anew when
/// OVERSIGHT_GOLDEN=write is set; those of earlier versions stay as they are for ever. Answers change only where one was wrong or said
/// badly: OVERSIGHT_GOLDEN=answers writes them anew, and what differs is read line by line before it is committed.
/// </summary>
internal static class GoldenRecord
{
    /// <summary>The tables, in the order in which their rows can be put in.</summary>
    public static readonly IReadOnlyList<string> Tables =
    [
        "oversight.mt_streams",
        "oversight.mt_events",
        "ledger.place",
        "ledger.idempotency",
        "ledger.person",
    ];

    /// <summary>Columns, types, constraints, indexes and the sequence of Marten's event tables.</summary>
    public const string Catalogue = """
        with record_table as (
            select oid, relname from pg_class
            where relnamespace = 'oversight'::regnamespace and relkind = 'r'
                and relname in ('mt_streams', 'mt_events', 'mt_event_progression', 'mt_event_projection_floors', 'mt_high_water_skips'))
        select format('%s column %s %s%s', relname, attname, format_type(atttypid, atttypmod), case when attnotnull then ' not null' else '' end)
        from record_table join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped
        union all
        select format('%s constraint %s %s', relname, conname, pg_get_constraintdef(c.oid))
        from record_table t join pg_constraint c on conrelid = t.oid and contype not in ('n', 't')
        union all
        select format('%s index %s', relname, pg_get_indexdef(indexrelid)) from record_table join pg_index on indrelid = oid
        union all
        select format('sequence %s %s from %s to %s by %s', c.oid::regclass, format_type(seqtypid, null), seqmin, seqmax, seqincrement)
        from pg_class c join pg_sequence on seqrelid = c.oid where relnamespace = 'oversight'::regnamespace
        """;

    /// <summary>A golden file without its header.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(GoldenRecord).Assembly.GetManifestResourceStream($"golden/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', lines.Where(line => !line.StartsWith('#'))).TrimEnd('\n');
    }

    /// <summary>Writes a golden file into the source folder.</summary>
    public static Task WriteAsync(string name, string header, string text) =>
        File.WriteAllTextAsync(
            Path.Combine(SourceFolder(), "Golden", name),
            string.Concat(header.Split('\n').Select(line => $"# {line}\n")) + text.TrimEnd('\n') + "\n"
        );

    /// <summary>Writes the answers of a golden record anew, under the header that they have.</summary>
    public static async Task WriteAnswersAsync(string name, string answers)
    {
        var path = Path.Combine(SourceFolder(), "Golden", $"{name}-answers.txt");
        var header = (await File.ReadAllLinesAsync(path)).Where(line => line.StartsWith('#'));
        await File.WriteAllTextAsync(path, string.Join('\n', [.. header, answers.TrimEnd('\n')]) + "\n");
    }

    private static string SourceFolder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    /// <summary>Every row of the record's tables, a line each: table, tab, row as JSON.</summary>
    public static async Task<string> RowsOfAsync(OpenedRecord opened)
    {
        var lines = new List<string>();
        foreach (var table in Tables)
        {
            lines.AddRange(
                await opened.RowsAsync(
                    $"select '{table}' || E'\\t' || to_jsonb(r)::text from {table} r where r::text not like '(mt_tombstone,%'"
                )
            );
        }
        return string.Join('\n', lines);
    }

    /// <summary>A database with a golden record in it, put in as a dump is: before there are triggers.</summary>
    public static async Task<DatabaseSettings> RestoreAsync(DatabaseServer server, string file)
    {
        var settings = await server.CreateDatabaseAsync();
        await Migration.ApplyAsync(
            [.. Migration.Scripts.Where(script => script.Number < 5)],
            settings.Owner,
            settings.Program,
            _ => { },
            CancellationToken.None
        );
        await using var superuser = NpgsqlDataSource.Create(settings.Owner);
        foreach (var line in Read(file).Split('\n'))
        {
            var (table, row) = (line[..line.IndexOf('\t')], line[(line.IndexOf('\t') + 1)..]);
            Assert.Contains(table, Tables);
            await using var insert = superuser.CreateCommand(
                $"insert into {table} select * from jsonb_populate_record(null::{table}, $1)"
            );
            insert.Parameters.Add(new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb, Value = row });
            await insert.ExecuteNonQueryAsync();
        }
        await using var sequence = superuser.CreateCommand(
            "select setval('oversight.mt_events_sequence', (select max(seq_id) from oversight.mt_events))"
        );
        await sequence.ExecuteNonQueryAsync();
        return settings;
    }
}

/// <summary>Records that earlier versions wrote open here, answer the same, and go on.</summary>
public sealed class GoldenRecordTests(DatabaseServer server)
{
    [Fact]
    public async Task The_tables_are_as_marten_itself_makes_them()
    {
        await using var opened = await OpenedRecord.CreateAsync(server);
        Assert.Equal(
            GoldenRecord.Read("catalogue.txt"),
            string.Join('\n', await opened.RowsAsync(GoldenRecord.Catalogue))
        );
    }

    [Theory]
    [InlineData("second-landing")]
    [InlineData("marten-9.58")]
    public async Task A_record_that_marten_wrote_gives_the_same_answers(string name)
    {
        await using var opened = await OpenedRecord.OpenAsync(await GoldenRecord.RestoreAsync(server, $"{name}.tsv"));
        await opened.AssertInOrderAsync();
        var record = await opened.NowAsync();
        Assert.True(record.Place > 10, "The golden record holds next to nothing.");
        if (Environment.GetEnvironmentVariable("OVERSIGHT_GOLDEN") == "answers")
        {
            await GoldenRecord.WriteAnswersAsync(name, Answers.Of(record));
            return;
        }

        Assert.Equal(GoldenRecord.Read($"{name}-answers.txt"), Answers.Of(record).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("second-landing")]
    [InlineData("marten-9.58")]
    public async Task A_record_that_marten_wrote_goes_on(string name)
    {
        await using var opened = await OpenedRecord.OpenAsync(await GoldenRecord.RestoreAsync(server, $"{name}.tsv"));
        var before = await opened.NowAsync();
        var version = before.TimelineOf(Decisions.Ods("RBB"))!.Version;

        var receipt = await opened.LogAsync(Decisions.Assign("RBB", 3, "2024-10-01"));

        Assert.Equal((before.Place + 1, version + 1), (receipt.Entries[0].Place, receipt.Entries[0].Version));
        await opened.LogAsync(Decisions.Register("REE"));
        await opened.AssertInOrderAsync();
        // Its keys hold too.
        var key = new Desk.LoggedBy("user:golden", Grants.OfTheProgram, IdempotencyKey: "golden-1");
        await Assert.ThrowsAsync<IdempotencyConflictException>(() => opened.LogAsync(Decisions.Assign("RBB", 2), key));
    }

    [Fact]
    public async Task A_record_of_the_first_landing_opens_answers_and_goes_on()
    {
        // Nine kinds of event, six scripts; written by Marten too. It stays as it is for ever.
        await using var opened = await OpenedRecord.OpenAsync(
            await GoldenRecord.RestoreAsync(server, "first-landing.tsv")
        );
        await opened.AssertInOrderAsync();
        var record = await opened.NowAsync();
        string Segment(string ods, int year, int month, int day) =>
            OrganisationStatus.Of(record, Decisions.Ods(ods), new(year, month, day))!.Segment.Text;

        Assert.Equal(13, record.Place);
        Assert.Equal("3, assigned from 1 May 2024", Segment("RAA", 2024, 5, 15));
        Assert.Equal("not known: no segment in the record", Segment("RAA", 2024, 4, 30));
        Assert.Equal("1, assigned from 1 June 2024", Segment("RBB", 2024, 6, 1));
        Assert.Equal(6, AuditHistory.Of(record, SubjectId.Of(Decisions.Ods("RAA")))!.Entries.Count);

        var proposal = new LogDecision(
            SubjectId.Of(Decisions.Ods("RBB")),
            new SegmentProposed(Decisions.Decided("2024-07-01"), 3)
        );
        Assert.Equal(14, (await opened.LogAsync(proposal)).Entries[0].Place);
    }

    [Theory]
    [InlineData("second-landing")]
    [InlineData("marten-9.58")]
    public async Task The_same_commands_store_the_same_rows_as_marten_did(string name)
    {
        await using var golden = await OpenedRecord.OpenAsync(await GoldenRecord.RestoreAsync(server, $"{name}.tsv"));
        await using var opened = await OpenedRecord.CreateAsync(server);
        await GoldenScript.LogAsync(opened);
        Assert.Equal(await golden.RowsAsync(GoldenScript.Rows), await opened.RowsAsync(GoldenScript.Rows));
    }
}
