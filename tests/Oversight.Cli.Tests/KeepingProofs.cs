using Oversight.Ledger;
using Oversight.Ledger.Proving;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Witnesses;
using Oversight.Record.Entries;

namespace Oversight.Cli.Tests;

/// <summary>oversight key and oversight verify: what somebody keeps is checked with nothing but itself and what they believe.</summary>
public sealed class KeepingProofs(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receipts_and_extensions_hold_offline_across_a_rotation_and_no_damaged_one_does()
    {
        using var kept = new TemporaryFolder();
        var (program, record) = (fixture.Program, fixture.Record);
        await using var connections = RecordStore.CreateDataSource(fixture.Database.Program);
        var keys = record.KeysIn(Path.Combine(program.DataFolder, "proof"));
        var integrator = new Integrator(connections);
        (await program.RunAsync("key", "rotate")).Gives(ExitCode.Conflict);

        await keys.EnsureAsync("oversight.example/record", Stop);
        await integrator.IntegrateAsync(keys, cancellation: Stop);
        var first = (await program.RunAsync("key", "list")).Gives(ExitCode.Done).Output.Trim();
        await File.WriteAllTextAsync(kept.File("checkpoint"), $"{await record.Proofs.CheckpointAsync(Stop)}", Stop);
        var entry = record.Live.Timelines.EntryAt(40).Id;
        var receipt = $"{await record.Proofs.ReceiptAsync(entry, Stop)}";
        await File.WriteAllTextAsync(kept.File("entry.tlog-proof"), receipt, Stop);

        // The old key vouches for the new one; then the record grows.
        var rotated = (await program.RunAsync("key", "rotate", "--json")).Gives(ExitCode.Done).Json;
        var vouched = SignedNote.Parse(rotated.GetProperty("vouched").GetString()!);
        Assert.Single(vouched.Verify([VerifierKey.Parse(first)]));
        var second = rotated.GetProperty("verifier").GetString()!;
        Assert.Equal($"{first}\n{second}\n", (await program.RunAsync("key", "list")).Gives(ExitCode.Done).Output);
        (
            await program.RunAsync(
                "log segment QOC 3 --effective 2024-09-12 --body nhs-england --back-dated".Split(' ')
            )
        ).Gives(ExitCode.Done);
        await integrator.IntegrateAsync(keys, cancellation: Stop);
        var size = (await record.Proofs.NearestAsync(long.MaxValue, Stop)).Below!.Value;
        var extension = await record.Proofs.ExtensionAsync(
            size - 1,
            (await record.Proofs.CheckpointAsync(Stop))!,
            Stop
        );
        await File.WriteAllTextAsync(kept.File("extension"), $"{extension}", Stop);
        await File.WriteAllTextAsync(kept.File("policy"), $"log {first}\nlog {second}\nquorum none\n", Stop);

        // With no record, no database and no data folder.
        using var elsewhere = new TemporaryFolder();
        var alone = new TheProgram(elsewhere);
        Task<Ended> VerifyAsync(string what, params string[] more) =>
            alone.RunAsync(["verify", what, kept.File(what == "receipt" ? "entry.tlog-proof" : "extension"), .. more]);
        var holds = (await VerifyAsync("receipt", "--key", first)).Gives(ExitCode.Done);
        Assert.Contains("The entry at place 40 is in the record", holds.Output, StringComparison.Ordinal);
        Assert.Contains(entry.ToString(), holds.Output, StringComparison.Ordinal);
        Assert.Contains("No witness was asked for", holds.Output, StringComparison.Ordinal);
        (await VerifyAsync("receipt", "--policy", kept.File("policy"))).Gives(ExitCode.Done);
        var extends = (
            await VerifyAsync("extension", "--from", kept.File("checkpoint"), "--policy", kept.File("policy"), "--json")
        ).Gives(ExitCode.Done);
        Assert.Equal(size, extends.Json.GetProperty("size").GetInt64());
        Assert.False(Directory.Exists(alone.DataFolder));

        // What the old key signs of more than the rotation says does not hold for who knows of the rotation.
        await File.WriteAllTextAsync(kept.File("rotation-2"), $"{vouched}", Stop);
        string[] known = ["--policy", kept.File("policy"), "--rotation", kept.File("rotation-2")];
        (await VerifyAsync("receipt", known)).Gives(ExitCode.Done);
        string[] from = ["--from", kept.File("checkpoint"), .. known];
        (await VerifyAsync("extension", from)).Gives(ExitCode.Done);
        using (var old = keys.Open(first))
        {
            var beyond = new AddCheckpoint(
                extension.OldSize,
                extension.Proof,
                SignedNote.Sign(extension.Note.Text, old)
            );
            await File.WriteAllTextAsync(kept.File("extension"), $"{beyond}", Stop);
        }

        (await VerifyAsync("extension", from[..4])).Gives(ExitCode.Done);
        Assert.Contains(
            "had no right to",
            (await VerifyAsync("extension", from)).Gives(ExitCode.Differences).Error,
            StringComparison.Ordinal
        );
        await File.WriteAllTextAsync(kept.File("extension"), $"{extension}", Stop);
        (await VerifyAsync("receipt", "--key", second, "--rotation", kept.File("rotation-2"))).Gives(ExitCode.BadInput);

        // By whom one believes, and by what was kept.
        (await VerifyAsync("receipt", "--key", second)).Gives(ExitCode.Differences);
        (await VerifyAsync("receipt")).Gives(ExitCode.BadInput);
        (await VerifyAsync("receipt", "--key", "nobody")).Gives(ExitCode.BadInput);
        (await alone.RunAsync("verify", "receipt", "/nowhere/at/all", "--key", first)).Gives(ExitCode.BadInput);
        var other = (await File.ReadAllTextAsync(kept.File("checkpoint"), Stop)).Replace(
            $"\n{size - 1}\n",
            $"\n{size - 2}\n",
            StringComparison.Ordinal
        );
        await File.WriteAllTextAsync(kept.File("other"), other, Stop);
        (await VerifyAsync("extension", "--from", kept.File("other"), "--policy", kept.File("policy"))).Gives(
            ExitCode.Differences
        );
        var lines = receipt.Split('\n');
        for (var line = 0; line < lines.Length - 1; line++)
        {
            // One line less.
            await File.WriteAllTextAsync(
                kept.File("entry.tlog-proof"),
                string.Join('\n', lines.Where((_, at) => at != line)),
                Stop
            );
            (await VerifyAsync("receipt", "--key", first)).Gives(ExitCode.Differences);
        }
    }
}
