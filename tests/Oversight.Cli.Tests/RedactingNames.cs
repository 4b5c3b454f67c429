namespace Oversight.Cli.Tests;

public sealed class RedactingNames(RecordFixture record) : IClassFixture<RecordFixture>
{
    private const string Name = "Leopold Harcastle-Wynn";

    private TheProgram Program => record.Program;

    [Fact]
    public async Task A_name_is_shown_where_it_stands_and_redacted_when_that_is_said()
    {
        string[] redact = ["redact", "person", Name];
        foreach (var (segment, day) in new[] { ("3", "2024-05-01"), ("2", "2024-08-01") })
        {
            (
                await Program.RunAsync(
                    "log",
                    "segment",
                    "QOC",
                    segment,
                    "--effective",
                    day,
                    "--body",
                    "nhs-england",
                    "--person",
                    Name,
                    "--rationale",
                    "Agreed.",
                    "--back-dated"
                )
            ).Gives(ExitCode.Done);
        }

        var shown = (await Program.RunAsync(redact)).Gives(ExitCode.Done);
        Assert.Contains(
            "2 entries of 1 subject have the name. Nothing was redacted",
            shown.Output,
            StringComparison.Ordinal
        );
        var inJson = (await Program.RunAsync([.. redact, "--json"])).Gives(ExitCode.Done).Json;
        Assert.Equal(2, inJson.GetProperty("entries").GetArrayLength());
        Assert.Contains(
            "--ground",
            (await Program.RunAsync([.. redact, "--yes", "--rationale", "Asked for."])).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );
        var named = (
            await Program.RunAsync([.. redact, "--yes", "--ground", "other", "--rationale", $"{Name} asked for it."])
        ).Gives(ExitCode.BadInput);
        Assert.Contains("holds the name", named.Error, StringComparison.Ordinal);
        Assert.Contains(Name, (await Program.RunAsync("history", "QOC")).Output, StringComparison.Ordinal);

        string[] decided = ["--yes", "--ground", "right-to-erasure", "--rationale", "The request was good."];
        (await Program.RunAsync([.. redact, .. decided, "--reference", "Request 7"])).Gives(ExitCode.Done);

        var history = (await Program.RunAsync("history", "QOC")).Gives(ExitCode.Done).Output;
        Assert.DoesNotContain("Harcastle", history, StringComparison.Ordinal);
        Assert.Equal(2, history.Split("name redacted (entry ").Length - 1);
        (await Program.RunAsync(redact)).Gives(ExitCode.NotFound);
        // Nor in what is kept of who read what, and by which command.
        var asked = (await record.Record.Readings.ListAsync(new(), null, 1000)).Select(kept => kept.Reading.Address);
        Assert.DoesNotContain(asked, address => address.Contains("Harcastle", StringComparison.Ordinal));
    }
}
