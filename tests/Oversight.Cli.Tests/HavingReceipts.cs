using Oversight.Ledger;

namespace Oversight.Cli.Tests;

/// <summary>oversight receipt: the proof of one entry, as it is kept and checked.</summary>
public sealed class HavingReceipts(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receipt_is_had_by_id_or_place_waited_for_and_verified_as_it_was_written()
    {
        using var kept = new TemporaryFolder();
        var (program, record) = (fixture.Program, fixture.Record);
        await using var connections = RecordStore.CreateDataSource(fixture.Database.Program);
        var keys = record.KeysIn(Path.Combine(program.DataFolder, "proof"));
        await keys.EnsureAsync("oversight.example/record", Stop);
        var policy = kept.File("policy");
        var verifiers = (await program.RunAsync("key", "list")).Output.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        await File.WriteAllTextAsync(
            policy,
            string.Concat(verifiers.Select(one => $"log {one}\n")) + "quorum none\n",
            Stop
        );

        // What no checkpoint covers yet is signed by whoever has the key here.
        (
            await program.RunAsync(
                "log segment QJK 3 --effective 2024-09-12 --body nhs-england --back-dated".Split(' ')
            )
        ).Gives(ExitCode.Done);
        var place = record.Live.Timelines.Place;
        var entry = record.Live.Timelines.EntryAt(place).Id;
        var file = kept.File("entry.tlog-proof");
        var wrote = (await program.RunAsync("receipt", $"{entry}", "--output", file)).Gives(ExitCode.Done);
        Assert.Contains($"{entry}, place {place}", wrote.Output, StringComparison.Ordinal);
        var printed = (await program.RunAsync("receipt", $"{place}")).Gives(ExitCode.Done);
        Assert.Equal(await File.ReadAllTextAsync(file, Stop), printed.Output);

        var leaf = (await record.Proofs.LeafAsync(place, Stop))!;
        var holds = (await program.RunAsync("verify", "receipt", file, "--policy", policy)).Gives(ExitCode.Done);
        Assert.Contains(
            $"The entry at place {place} is in the record {leaf.Origin}",
            holds.Output,
            StringComparison.Ordinal
        );
        Assert.Contains($"Its hash is {leaf.Digits}.", holds.Output, StringComparison.Ordinal);
        Assert.Equal(
            leaf.Digits,
            (await program.RunAsync("verify", "receipt", file, "--policy", policy, "--json"))
                .Json.GetProperty("leaf")
                .GetString()
        );

        (await program.RunAsync("receipt", $"{place}", "--output", file)).Gives(ExitCode.BadInput);
        (await program.RunAsync("receipt", $"{place}", "--output", file, "--force")).Gives(ExitCode.Done);
        (await program.RunAsync("receipt", $"{place + 1}")).Gives(ExitCode.NotFound);
        (await program.RunAsync("receipt", $"{long.MaxValue}")).Gives(ExitCode.NotFound);
        (await program.RunAsync("receipt", $"{Guid.Empty}")).Gives(ExitCode.NotFound);
        (await program.RunAsync("receipt", "the-last-one")).Gives(ExitCode.BadInput);
        (await program.RunAsync("receipt", "-1")).Gives(ExitCode.BadInput);

        // Without the key it is waited for, and then said that there is none yet.
        (
            await program.RunAsync(
                "log segment QJK 3 --effective 2024-09-13 --body nhs-england --back-dated".Split(' ')
            )
        ).Gives(ExitCode.Done);
        var folder = Path.Combine(program.DataFolder, "proof");
        Directory.Move(folder, $"{folder}-elsewhere");
        var none = (await program.RunAsync("receipt", $"{place + 1}")).Gives(ExitCode.Conflict);
        Directory.Move($"{folder}-elsewhere", folder);
        Assert.Contains("No checkpoint that was signed covers entry", none.Error, StringComparison.Ordinal);
        Assert.Empty(none.Output);
    }
}
