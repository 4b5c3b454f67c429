using Oversight.Ledger;
using Oversight.Ledger.Proving;

namespace Oversight.Cli.Tests;

/// <summary>oversight why and oversight what-if.</summary>
public sealed class ExplainingAndSupposing(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private TheProgram Program => fixture.Program;

    [Fact]
    public async Task Why_names_the_least_of_entries_the_rule_and_the_framework_of_each_part()
    {
        var text = (await Program.RunAsync("why", "QOC", "--on", "2024-03-31")).Gives(ExitCode.Done).Output;
        var json = (await Program.RunAsync("why", "QOC", "--on", "2024-03-31", "--part", "segment", "--json"))
            .Gives(ExitCode.Done)
            .Json;

        foreach (
            var said in new[]
            {
                "NHS Shropshire, Telford and Wrekin ICB (QOC), on 31 March 2024",
                "Segment: 4, published for 2023/24",
                "segment_published, place ",
                "NHS Oversight Framework 2022/23 (in force)",
                "Rule segment-by-dates: ",
                "Recovery Support: not stated",
                "Rests on     no entry",
            }
        )
        {
            Assert.Contains(said, text, StringComparison.Ordinal);
        }

        var part = Assert.Single(json.GetProperty("parts").EnumerateArray());
        Assert.Equal(
            ["framework_published", "organisation_registered", "segment_published"],
            part.GetProperty("restsOn")
                .EnumerateArray()
                .Select(cited => cited.GetProperty("entry").GetProperty("kind").GetString())
                .Order()
        );
        Assert.All(
            part.GetProperty("restsOn").EnumerateArray(),
            cited => Assert.True(cited.GetProperty("needed").GetBoolean())
        );
        (await Program.RunAsync("why", "ZZZ")).Gives(ExitCode.NotFound);
        Assert.Contains(
            "must be one of organisation, existence, system, segment",
            (await Program.RunAsync("why", "QOC", "--part", "colour")).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Its_receipts_are_checked_with_no_server_and_are_for_who_reads_everything()
    {
        // It is the client's folder that it starts from.
        var (receipts, folder) = ("proofs", fixture.Folder.File("proofs"));
        var board = await fixture.AddAsync("board", "--organisation", "QJK");
        (await Program.RunAsync("why", "QJK", "--receipts", receipts, "--token", board)).Gives(ExitCode.Refused);
        (await Program.RunAsync("why", "QJK", "--receipts", receipts)).Gives(ExitCode.Conflict);

        var keys = fixture.Record.KeysIn(Path.Combine(Program.DataFolder, "proof"));
        await keys.EnsureAsync("oversight.example/record", Stop);
        await using var connections = RecordStore.CreateDataSource(fixture.Database.Program);
        await new Integrator(connections).IntegrateAsync(keys, cancellation: Stop);
        var why = (await Program.RunAsync("why", "QJK", "--receipts", receipts, "--json")).Gives(ExitCode.Done).Json;
        var key = (await Program.RunAsync("key", "list")).Gives(ExitCode.Done).Output.Trim();

        var cited = why.GetProperty("parts")
            .EnumerateArray()
            .SelectMany(part => part.GetProperty("restsOn").EnumerateArray())
            .Select(entry => entry.GetProperty("entry").GetProperty("id").GetString())
            .ToHashSet();
        Assert.Equal(
            cited.Select(id => $"entry-{id}.tlog-proof").Order(),
            Directory.GetFiles(folder).Select(Path.GetFileName).Order()
        );
        using var elsewhere = new TemporaryFolder();
        (
            await new TheProgram(elsewhere).RunAsync("verify", "receipt", Directory.GetFiles(folder)[0], "--key", key)
        ).Gives(ExitCode.Done);
    }

    [Fact]
    public async Task What_if_tells_what_would_be_otherwise_and_writes_nothing()
    {
        using var kept = new TemporaryFolder();
        var before = await fixture.Record.Store.LastPlaceAsync(Stop);
        var text = (await Program.RunAsync("what-if", "--segment", "QOC=2", "--on", "2024-06-01"))
            .Gives(ExitCode.Done)
            .Output;
        var today = $"{Record.Time.London.Today(TimeProvider.System):yyyy-MM-dd}";
        await File.WriteAllTextAsync(
            kept.File("refused.json"),
            $$$"""
            {"decisions": [{"subject": "organisation-QOC", "type": "segment_assigned", "data": {"segment": 4,
              "decision": {"effective": "{{{today}}}", "decided": "{{{today}}}", "decidedBy": {"body": "cqc"} } } }]}
            """,
            Stop
        );
        var refused = (await Program.RunAsync("what-if", kept.File("refused.json"), "--json"))
            .Gives(ExitCode.Done)
            .Json;
        await File.WriteAllTextAsync(
            kept.File("decisions.json"),
            """
            {"decisions": [{"subject": "recovery-supposed", "type": "recovery_entered", "data": {"title": "Supposed", "members": ["QJK"],
              "decision": {"effective": "2024-05-01", "decided": "2024-05-01", "decidedBy": {"body": "nhs-england"}, "origin": "back-dated"}}}]}
            """,
            Stop
        );
        var entered = (await Program.RunAsync("what-if", kept.File("decisions.json"), "--on", "2024-06-01", "--json"))
            .Gives(ExitCode.Done)
            .Json;
        var begun = (await Program.RunAsync("what-if", kept.File("decisions.json"), "--on", "2024-06-01"))
            .Gives(ExitCode.Done)
            .Output;
        var read = (await Program.RunAsync("what-if", "--framework", "nof-2025-26", "--on", "2024-03-31"))
            .Gives(ExitCode.Done)
            .Output;

        Assert.Contains(
            "Supposed: organisation-QOC: Segment 2 assigned from 1 June 2024",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("NHS Shropshire, Telford and Wrekin ICB (QOC)", text, StringComparison.Ordinal);
        Assert.Contains("-> 2, assigned from 1 June 2024", text, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", text, StringComparison.Ordinal);
        Assert.True(refused.GetProperty("decisions")[0].GetProperty("refused").GetBoolean());
        Assert.Empty(refused.GetProperty("organisations").EnumerateArray());
        Assert.Equal(
            ["QJK"],
            entered.GetProperty("organisations").EnumerateArray().Select(one => one.GetProperty("ods").GetString())
        );
        Assert.Equal(
            entered.GetProperty("before").GetProperty("entries").GetInt64(),
            entered.GetProperty("after").GetProperty("entries").GetInt64()
        );
        Assert.Contains("not there -> ", begun, StringComparison.Ordinal);
        Assert.Contains("not segmented under 2025/26", read, StringComparison.Ordinal);
        Assert.Contains("42 organisations would change", read, StringComparison.Ordinal);
        Assert.Equal(before, await fixture.Record.Store.LastPlaceAsync(Stop));
        (await Program.RunAsync("what-if")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("what-if", "--segment", "QOC")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("what-if", "--framework", "nof-1999-00")).Gives(ExitCode.BadInput);
    }
}
