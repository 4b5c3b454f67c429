using System.Diagnostics;
using Npgsql;
using Oversight.TestServer;

namespace Oversight.Cli.Tests;

/// <summary>oversight export, and oversight verify of what it wrote, of the record itself, and by the programs that are not ours.</summary>
public sealed class ExportingTheRecord(RecordFixture fixture, DatabaseServer server) : IClassFixture<RecordFixture>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly string Repository = Path.GetDirectoryName(TheProgram.Metadata("Readme"))!;

    [Fact]
    public async Task What_was_exported_is_checked_elsewhere_and_the_record_where_it_lies()
    {
        using var kept = new TemporaryFolder();
        var (program, record, file) = (fixture.Program, fixture.Record, kept.File("record.tar"));
        var none = (await program.RunAsync("export", file)).Gives(ExitCode.NotFound);
        Assert.Contains("start oversight run once", none.Error, StringComparison.Ordinal);

        await record.KeysIn(Path.Combine(program.DataFolder, "proof")).EnsureAsync("oversight.example/record", Stop);
        var key = (await program.RunAsync("key", "list")).Gives(ExitCode.Done).Output.Trim();
        var first = (await program.RunAsync("export", file, "--documents", "--json")).Gives(ExitCode.Done).Json;
        Assert.Equal(record.Live.Timelines.Place + 1, first.GetProperty("entries").GetInt64());
        Assert.Equal(0, first.GetProperty("notCovered").GetInt64());
        (await program.RunAsync("export", file)).Gives(ExitCode.BadInput);
        await File.WriteAllTextAsync(kept.File("checkpoint"), $"{await record.Proofs.CheckpointAsync(Stop)}", Stop);
        (
            await program.RunAsync(
                "log segment QOC 3 --effective 2024-09-12 --body nhs-england --back-dated".Split(' ')
            )
        ).Gives(ExitCode.Done);
        (await program.RunAsync("export", file, "--force")).Gives(ExitCode.Done);

        // With no record, no database and no data folder.
        using var elsewhere = new TemporaryFolder();
        var alone = new TheProgram(elsewhere);
        var believed = (await alone.RunAsync("verify", file, "--key", key, "--kept", kept.File("checkpoint"))).Gives(
            ExitCode.Done
        );
        Assert.Contains("begins with 1 checkpoint that you kept", believed.Output, StringComparison.Ordinal);
        var unknown = (await alone.RunAsync("verify", file)).Gives(ExitCode.Done);
        Assert.Contains("Who wrote it is not shown", unknown.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(alone.DataFolder));
        await File.WriteAllTextAsync(kept.File("policy"), $"log {key}\nquorum none\n", Stop);
        Assert.All(await OthersAsync(kept, file), said => Assert.Equal(0, said));

        var bytes = await File.ReadAllBytesAsync(file, Stop);
        bytes[bytes.AsSpan().LastIndexOf("\"organisation_registered\""u8) + 3] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Stop);
        var damaged = (await alone.RunAsync("verify", file, "--key", key)).Gives(ExitCode.Differences);
        Assert.Contains("leaves/0000000000: place ", damaged.Error, StringComparison.Ordinal);
        Assert.All(await OthersAsync(kept, file), said => Assert.Equal(6, said));

        var lies = (await program.RunAsync("verify", "--kept", kept.File("checkpoint"), "--key", key)).Gives(
            ExitCode.Done
        );
        Assert.Contains("No fault.", lies.Output, StringComparison.Ordinal);
        Assert.Contains(kept.File("checkpoint"), lies.Output, StringComparison.Ordinal);
        var away = (await program.RunAsync("verify", "--anchor", kept.File("nothing"))).Gives(ExitCode.Differences);
        Assert.Contains("nothing could be compared with it", away.Output, StringComparison.Ordinal);
    }

    /// <summary>Whoever opens the record finds that it lacks an entry; which, and what else, says the verification.</summary>
    [Theory]
    [InlineData("delete from oversight.mt_events where seq_id = (select seq_id from ledger.place where place = 300)")]
    [InlineData("delete from ledger.place where place = 300")]
    public async Task An_entry_that_was_deleted_is_named_and_nothing_is_answered_without_it(string sql)
    {
        using var folder = new TemporaryFolder();
        var database = await server.CreateLoadedAsync();
        var program = new TheProgram(folder, database);
        (await program.RunAsync("status")).Gives(ExitCode.Done);
        await using (var superuser = NpgsqlDataSource.Create(database.Owner))
        await using (
            var command = superuser.CreateCommand(
                $"""
                alter event trigger oversight_ddl disable;
                alter event trigger oversight_drop disable;
                alter table oversight.mt_events disable trigger all;
                alter table ledger.place disable trigger all;
                {sql};
                """
            )
        )
        {
            await command.ExecuteNonQueryAsync(Stop);
        }

        var verified = (await program.RunAsync("verify")).Gives(ExitCode.Differences);
        Assert.Contains("DOES NOT HOLD: place 300: missing", verified.Output, StringComparison.Ordinal);
        Assert.Contains("entries read and hashed", verified.Output, StringComparison.Ordinal);
        foreach (var command in new[] { "status", "replay", "replay --until 299", "export record.tar" })
        {
            var refused = (await program.RunAsync(command.Split(' '))).Gives(ExitCode.Differences);
            Assert.Contains("Place 300 is missing in the record", refused.Error, StringComparison.Ordinal);
            Assert.Contains("oversight verify", refused.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder.File("record.tar")));
    }

    // The exit codes of the two programs in other languages, of those whose language is here; node is, where this was built.
    private static async Task<IReadOnlyList<int>> OthersAsync(TemporaryFolder kept, string file)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var codes = new List<int>();
        foreach (var (language, script) in new[] { ("node", "verify.mjs"), ("python3", "verify.py") })
        {
            if (!folders.Any(folder => File.Exists(Path.Combine(folder, language))))
            {
                continue;
            }

            using var process = Process.Start(
                new ProcessStartInfo(
                    language,
                    [
                        Path.Combine(Repository, "infra", "verify", script),
                        "--policy",
                        kept.File("policy"),
                        "--kept",
                        kept.File("checkpoint"),
                        file,
                    ]
                )
            )!;
            await process.WaitForExitAsync(Stop);
            codes.Add(process.ExitCode);
        }

        Assert.NotEmpty(codes);
        return codes;
    }
}
