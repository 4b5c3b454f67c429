namespace Oversight.Cli.Tests;

public sealed class AskingAboutSupport(RecordFixture record) : IClassFixture<RecordFixture>
{
    [Fact]
    public async Task Nothing_is_due_in_a_record_without_decisions_and_an_unknown_id_is_said()
    {
        var program = record.Program;
        var deadlines = (
            await program.RunAsync("deadlines", "--region", "Y60", "--within", "30", "--on", "2024-03-31")
        ).Gives(ExitCode.Done);
        var recoveries = (await program.RunAsync("recoveries", "--json")).Gives(ExitCode.Done).Json;
        (await program.RunAsync("undertakings")).Gives(ExitCode.Done);

        Assert.Contains("0 deadlines on 31 March 2024, 0 overdue", deadlines.Output, StringComparison.Ordinal);
        Assert.Equal(0, recoveries.GetProperty("recoveries").GetArrayLength());
        (await program.RunAsync("readiness", "none")).Gives(ExitCode.NotFound);
        (await program.RunAsync("undertakings", "none")).Gives(ExitCode.NotFound);
        (await program.RunAsync("deadlines", "--within", "soon")).Gives(ExitCode.BadInput);
    }

    [Fact]
    public async Task A_calendar_feed_is_made_listed_without_its_secret_and_revoked()
    {
        var program = record.Program;
        var made = (await program.RunAsync("calendar", "add", "--organisation", "QOC", "--json"))
            .Gives(ExitCode.Done)
            .Json;
        var id = made.GetProperty("id").GetString()!;
        var address = made.GetProperty("address").GetString()!;
        var listed = (await program.RunAsync("calendar", "list")).Gives(ExitCode.Done).Output;

        Assert.Matches("^/calendars/[A-Za-z0-9_-]{43}[.]ics$", address);
        Assert.Contains(id, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(address[11..30], listed, StringComparison.Ordinal);
        (await program.RunAsync("calendar", "revoke", id)).Gives(ExitCode.Done);
        (await program.RunAsync("calendar", "add")).Gives(ExitCode.BadInput);
        (await program.RunAsync("calendar", "revoke", "0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c")).Gives(ExitCode.NotFound);
    }
}
