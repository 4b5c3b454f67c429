using System.Text.Json;

namespace Oversight.Cli.Tests;

/// <summary>More than one signed-in subject on one data folder.</summary>
public sealed class SigningIn(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private TheProgram Program => fixture.Program;

    [Fact]
    public async Task Who_administers_revokes_the_calendar_feed_of_somebody_else_and_own_people_do_not()
    {
        var file = (await Program.RunAsync("token", "add", "feeder")).Gives(ExitCode.Done).Output.Trim();
        var board = (await Program.RunAsync("token", "add", "board", "--organisation", "QOC"))
            .Gives(ExitCode.Done)
            .Output.Trim();
        var id = (await Program.RunAsync("--token", file, "calendar", "add", "--region", "Y60", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("id")
            .GetString()!;

        (await Program.RunAsync("calendar", "revoke", id)).Gives(ExitCode.NotFound);
        (await Program.RunAsync("--token", board, "calendar", "revoke", id, "--others")).Gives(ExitCode.Refused);
        (await Program.RunAsync("--token", board, "calendar", "list", "--others")).Gives(ExitCode.Refused);
        var all = (await Program.RunAsync("calendar", "list", "--others")).Gives(ExitCode.Done).Output;
        Assert.Contains(id, all, StringComparison.Ordinal);
        Assert.Contains("feeder", all, StringComparison.Ordinal);

        (await Program.RunAsync("calendar", "revoke", id, "--others")).Gives(ExitCode.Done);
        var revoked = (await Program.RunAsync("--token", file, "calendar", "list", "--json")).Gives(ExitCode.Done).Json;
        Assert.True(revoked.GetProperty("calendars")[0].TryGetProperty("revokedAt", out _));
    }

    [Fact]
    public async Task A_token_that_is_added_logs_as_another_subject_until_it_is_revoked()
    {
        var own = (await Program.RunAsync("token", "--json")).Gives(ExitCode.Done).Json;
        var file = (await Program.RunAsync("token", "add", "sam")).Gives(ExitCode.Done).Output.Trim();
        Assert.Equal(Path.Combine(Program.DataFolder, "token-sam"), file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        string[] decision =
        [
            "log",
            "segment",
            "QYG",
            "3",
            "--effective",
            "2024-05-01",
            "--body",
            "nhs-england",
            "--back-dated",
        ];
        (await Program.RunAsync(decision)).Gives(ExitCode.Done);
        // Whoever logs it: the record holds exactly this, and it is stored once more only where that is said.
        var held = (await Program.RunAsync(["--token", file, .. decision])).Gives(ExitCode.Refused);
        Assert.Contains("holds exactly this already: entry", held.Error, StringComparison.Ordinal);
        (await Program.RunAsync(["--token", file, .. decision, "--again"])).Gives(ExitCode.Done);

        var loggers = (await Program.RunAsync("history", "QYG", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(e => e.GetProperty("loggedBy").GetString()!)
            .ToArray();
        var subjects = await ListAsync();
        var sam = subjects.Single(s => s.GetProperty("name").GetString() == "sam");
        Assert.Equal(own.GetProperty("subject").GetString(), loggers[^2]);
        Assert.Equal(sam.GetProperty("subject").GetString(), loggers[^1]);

        (await Program.RunAsync("token", "revoke", "sam")).Gives(ExitCode.Done);
        var refused = (await Program.RunAsync(["--token", file, .. decision])).Gives(ExitCode.BadInput);
        Assert.Contains("revoked", refused.Error, StringComparison.Ordinal);
        (await Program.RunAsync("token", "revoke", "sam")).Gives(ExitCode.NotFound);
        Assert.Contains(await ListAsync(), s => s.GetProperty("name").GetString() == "sam" && IsRevoked(s));
        Assert.Contains(await ListAsync(), s => s.GetProperty("name").GetString() != "sam" && !IsRevoked(s));
    }

    [Fact]
    public async Task A_name_a_file_and_an_organisation_that_will_not_do_are_refused_and_nothing_is_kept()
    {
        var taken = fixture.Folder.File("taken.token");
        await File.WriteAllTextAsync(taken, "mine", TestContext.Current.CancellationToken);
        var before = (await ListAsync()).Length;

        (await Program.RunAsync("token", "add", "jo", "--file", taken)).Gives(ExitCode.BadInput);
        (await Program.RunAsync("token", "add", "jo", "--organisation", "ZZZ")).Gives(ExitCode.NotFound);
        (await Program.RunAsync("token", "add", "../jo")).Gives(ExitCode.BadInput);

        Assert.Equal(before, (await ListAsync()).Length);
        Assert.Equal("mine", await File.ReadAllTextAsync(taken, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(Program.DataFolder, "token-jo")));

        var file = fixture.Folder.File("jo.token");
        var added = (
            await Program.RunAsync("token", "add", "jo", "--organisation", "QOC", "--file", file, "--json")
        ).Gives(ExitCode.Done);
        Assert.Equal("QOC", added.Json.GetProperty("organisation").GetString());
        Assert.Equal(file, added.Json.GetProperty("file").GetString());
        Assert.Contains("is there already", (await AgainAsync(file)).Error, StringComparison.Ordinal);
        (await Program.RunAsync("token", "add", "jo")).Gives(ExitCode.Conflict);
    }

    private async Task<Ended> AgainAsync(string file) =>
        (await Program.RunAsync("token", "add", "another", "--file", file)).Gives(ExitCode.BadInput);

    private async Task<JsonElement[]> ListAsync() =>
        [.. (await Program.RunAsync("token", "list", "--json")).Gives(ExitCode.Done).Json.EnumerateArray()];

    private static bool IsRevoked(JsonElement grant) => grant.TryGetProperty("revoked", out _);
}
