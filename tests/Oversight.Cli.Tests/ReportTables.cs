namespace Oversight.Cli.Tests;

/// <summary>oversight report: the tables made, written into files, and read by logins.</summary>
public sealed class ReportTables(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private TheProgram Program => fixture.Program;

    [Fact]
    public async Task Tables_are_made_and_written_into_files_and_their_logins_come_and_go()
    {
        (await Program.RunAsync("report", "rebuild")).Gives(ExitCode.Done);
        var state = (await Program.RunAsync("report", "state", "--json")).Gives(ExitCode.Done).Json;
        Assert.All(
            state.GetProperty("tables").EnumerateArray(),
            t => Assert.Equal(0, t.GetProperty("behind").GetInt64())
        );

        var csv = (await Program.RunAsync("report", "export", "segment_period", "--on", "2024-03-31"))
            .Gives(ExitCode.Done)
            .Output;
        Assert.StartsWith("subject,key,valid_from,valid_until,known_from_place,", csv, StringComparison.Ordinal);
        Assert.Contains("organisation-QJK,,", csv, StringComparison.Ordinal);
        (await Program.RunAsync("report", "export", "current_status", "status.parquet", "--parquet")).Gives(
            ExitCode.Done
        );
        var parquet = await File.ReadAllBytesAsync(
            Path.Combine(Program.DataFolder, "..", "status.parquet"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal("PAR1PAR1"u8, [.. parquet[..4], .. parquet[^4..]]);
        (await Program.RunAsync("report", "export", "current_status", "status.parquet")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("report", "export", "current_status", "--parquet")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("report", "export", "mt_events")).Gives(ExitCode.BadInput);

        var name = $"analyst_{Guid.NewGuid().ToString("N")[..8]}";
        var made = (await Program.RunAsync("report", "grant", name, "--national", "--until", "2199-12-31", "--json"))
            .Gives(ExitCode.Done)
            .Json;
        Assert.True(made.GetProperty("password").GetString()!.Length >= 28);
        (await Program.RunAsync("report", "grant", name, "--auditor")).Gives(ExitCode.Conflict);
        Assert.Contains(
            name,
            (await Program.RunAsync("report", "list")).Gives(ExitCode.Done).Output,
            StringComparison.Ordinal
        );
        (await Program.RunAsync("report", "revoke", name)).Gives(ExitCode.Done);
        (await Program.RunAsync("report", "revoke", name)).Gives(ExitCode.NotFound);
        (await Program.RunAsync("report", "grant", name, "--region", "Y60", "--until", "2024-01-01")).Gives(
            ExitCode.BadInput
        );
        (await Program.RunAsync("report", "grant", "--auditor", "Robert'); --")).Gives(ExitCode.BadInput);

        var board = await fixture.AddAsync("analysts", "--organisation", "QOC");
        (await Program.RunAsync("--token", board, "report", "export", "audit_history")).Gives(ExitCode.Refused);
        (await Program.RunAsync("--token", board, "report", "grant", name, "--region", "Y60")).Gives(ExitCode.Refused);
    }
}
