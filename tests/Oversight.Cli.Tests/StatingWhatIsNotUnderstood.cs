using Npgsql;

namespace Oversight.Cli.Tests;

/// <summary>oversight replay --statement of a record in which a newer version of the program has written.</summary>
public sealed class StatingWhatIsNotUnderstood(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    [Fact]
    public async Task Answers_that_leave_out_an_entry_are_not_stated_neither_of_the_database_nor_of_an_export()
    {
        var stop = TestContext.Current.CancellationToken;
        var program = fixture.Program;
        await fixture
            .Record.KeysIn(Path.Combine(program.DataFolder, "proof"))
            .EnsureAsync("oversight.example/record", stop);
        var before = fixture.Record.Live.Timelines.Place;
        await using (var source = NpgsqlDataSource.Create(fixture.Database.Program))
        {
            await using var newer = source.CreateCommand(
                """
                insert into oversight.mt_streams (id, version) values ('organisation-R00', 1);
                insert into oversight.mt_events (seq_id, id, stream_id, version, data, type, timestamp, user_name)
                values (nextval('oversight.mt_events_sequence'), gen_random_uuid(), 'organisation-R00', 1, '{}', 'of_a_newer_version', now(), 'u')
                """
            );
            await newer.ExecuteNonQueryAsync(stop);
        }

        using var kept = new TemporaryFolder();
        var (file, export) = (kept.File("statement"), kept.File("record.tar"));
        var ofDatabase = (await program.RunAsync("replay", "--statement", file)).Gives(ExitCode.Refused);
        (await program.RunAsync("export", export)).Gives(ExitCode.Done);
        var ofExport = (await program.RunAsync("replay", "--from", export, "--statement", file)).Gives(
            ExitCode.Refused
        );

        foreach (var refused in new[] { ofDatabase, ofExport })
        {
            Assert.Contains($"the entry at place {before + 1}:", refused.Error, StringComparison.Ordinal);
            Assert.Contains("newer version", refused.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(file));
        // What came before it is stated.
        (await program.RunAsync("replay", "--statement", file, "--until", $"{before}")).Gives(ExitCode.Done);
        Assert.True(File.Exists(file));
    }
}
