using System.Text.Json;
using Oversight.Ledger.People;

namespace Oversight.Cli.Tests;

/// <summary>More than one person on one data folder: accounts, rights, tokens and links.</summary>
public sealed class SigningIn(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private static readonly string[] Decision =
        "log segment QYG 3 --effective 2024-05-01 --body nhs-england --back-dated".Split(' ');

    private TheProgram Program => fixture.Program;

    [Fact]
    public async Task The_first_start_makes_an_account_that_may_everything_and_whoami_says_so()
    {
        var me = (await Program.RunAsync("whoami")).Gives(ExitCode.Done).Output;
        var json = (await Program.RunAsync("whoami", "--json")).Gives(ExitCode.Done).Json;

        Assert.StartsWith($"{Environment.UserName} (user:", me, StringComparison.Ordinal);
        Assert.Matches("(?m)^May +national$", me);
        Assert.Matches("(?m)^ +administrator$", me);
        Assert.Contains("until it is revoked", me, StringComparison.Ordinal);
        Assert.Equal(
            ["national", "administrator"],
            json.GetProperty("rights").EnumerateArray().Select(r => r.GetProperty("right").GetString())
        );
        Assert.Equal("token", json.GetProperty("signedInWith").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Somebody_who_is_added_gets_a_link_that_signs_in_once_and_the_right_that_was_given()
    {
        var added = (await Program.RunAsync("person", "add", "robin", "--region", "Y60", "--json"))
            .Gives(ExitCode.Done)
            .Json;
        var again = await Program.RunAsync("person", "add", "robin");
        var hash = HashIn(added.GetProperty("link").GetString()!);
        var first = await fixture.Record.Credentials.UseLinkAsync(hash, TestContext.Current.CancellationToken);
        var second = await fixture.Record.Credentials.UseLinkAsync(hash, TestContext.Current.CancellationToken);

        Assert.Equal("robin", first.SignedIn!.Name);
        Assert.Equal("region Y60 Midlands", Assert.Single(first.SignedIn.Grants.All).Says());
        Assert.Null(second.SignedIn);
        Assert.NotNull(second.UsedBefore);
        again.Gives(ExitCode.Conflict);
        Assert.Contains(
            await PeopleAsync(),
            p =>
                p.GetProperty("name").GetString() == "robin"
                && p.GetProperty("rights")[0].GetString() == "region Y60 Midlands"
        );
    }

    [Fact]
    public async Task Who_was_added_with_a_token_logs_as_another_until_the_account_is_closed()
    {
        var own = (await Program.RunAsync("whoami", "--json")).Gives(ExitCode.Done).Json;
        var file = fixture.Folder.File("sam.token");
        var added = (await Program.RunAsync("person", "add", "sam", "--role", "national", "--token-to", file, "--json"))
            .Gives(ExitCode.Done)
            .Json;
        Assert.Equal(file, added.GetProperty("file").GetString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        (await Program.RunAsync(Decision)).Gives(ExitCode.Done);
        // Whoever logs it: the record holds exactly this, and it is stored once more only where that is said.
        var held = (await Program.RunAsync(["--token", file, .. Decision])).Gives(ExitCode.Refused);
        Assert.Contains("holds exactly this already: entry", held.Error, StringComparison.Ordinal);
        (await Program.RunAsync(["--token", file, .. Decision, "--again"])).Gives(ExitCode.Done);

        var loggers = (await Program.RunAsync("history", "QYG", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(e => e.GetProperty("loggedBy").GetString()!)
            .ToArray();
        Assert.Equal(own.GetProperty("subject").GetString(), loggers[^2]);
        Assert.Equal(added.GetProperty("subject").GetString(), loggers[^1]);

        (await Program.RunAsync("person", "close", "sam")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("person", "close", "sam", "--why", "Left.")).Gives(ExitCode.Done);
        var refused = (await Program.RunAsync(["--token", file, .. Decision])).Gives(ExitCode.BadInput);
        Assert.Contains("revoked", refused.Error, StringComparison.Ordinal);
        (await Program.RunAsync("person", "close", "sam", "--why", "Left.")).Gives(ExitCode.NotFound);
        Assert.DoesNotContain(await PeopleAsync(), p => p.GetProperty("name").GetString() == "sam");
        Assert.Contains(
            await PeopleAsync("--closed"),
            p => p.GetProperty("name").GetString() == "sam" && p.TryGetProperty("closed", out _)
        );

        var sam = added.GetProperty("subject").GetString()!;
        (await Program.RunAsync("person", "forget", sam)).Gives(ExitCode.Done);
        Assert.DoesNotContain(
            await PeopleAsync("--closed"),
            p => p.TryGetProperty("name", out var name) && name.GetString() == "sam"
        );
        var none = (await Program.RunAsync("person", "forget", sam)).Gives(ExitCode.NotFound);
        Assert.Contains("has a name or address", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_a_file_and_a_right_that_will_not_do_are_refused_and_nothing_is_kept()
    {
        var taken = fixture.Folder.File("taken.token");
        await File.WriteAllTextAsync(taken, "mine", TestContext.Current.CancellationToken);
        var before = (await PeopleAsync()).Length;

        (await Program.RunAsync("person", "add", "jo", "--token-to", taken)).Gives(ExitCode.BadInput);
        (await Program.RunAsync("person", "add", "jo", "--organisation", "ZZZ")).Gives(ExitCode.NotFound);
        (await Program.RunAsync("person", "add", "  ")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("person", "add", "jo", "--role", "region")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("person", "add", "jo", "--role", "auditor", "--region", "Y60")).Gives(
            ExitCode.BadInput
        );
        (await Program.RunAsync("person", "add", "jo", "--role", "auditor", "--acts-for", "QOC")).Gives(
            ExitCode.BadInput
        );
        (await Program.RunAsync("person", "add", "jo", "--until", "2027-01-01")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("grant", "give", "jo")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("grant", "give", "jo", "--role", "auditor")).Gives(ExitCode.NotFound);
        var misspelt = (await Program.RunAsync("person", "add", "jo", "--role", "auditer")).Gives(ExitCode.BadInput);

        Assert.Contains("auditor?", misspelt.Error, StringComparison.Ordinal);
        Assert.Equal(before, (await PeopleAsync()).Length);
        Assert.Equal("mine", await File.ReadAllTextAsync(taken, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_token_of_ones_own_may_be_for_reading_and_ends_when_it_is_revoked()
    {
        var file = (await Program.RunAsync("token", "add", "reader", "--scope", "read", "--expires", NextMonth()))
            .Gives(ExitCode.Done)
            .Output.Trim();
        Assert.Equal(Path.Combine(Program.DataFolder, "token-reader"), file);

        (await Program.RunAsync("--token", file, "status", "QOC")).Gives(ExitCode.Done);
        foreach (
            var words in new[]
            {
                string.Join(' ', Decision),
                "token add more",
                "sign-in-link",
                "person add eve",
                "grant give sam --role national",
                "calendar add --region Y60",
                "webhook add https://example.org/hook",
                "report rebuild",
            }
        )
        {
            var refused = (await Program.RunAsync(["--token", file, .. words.Split(' ')])).Gives(ExitCode.Refused);
            Assert.Contains("for reading only", refused.Error, StringComparison.Ordinal);
        }

        (await Program.RunAsync("token", "add", "reader")).Gives(ExitCode.Conflict);
        (await Program.RunAsync("token", "add", "late", "--expires", "2020-01-01")).Gives(ExitCode.BadInput);
        (await Program.RunAsync("token", "add", "late", "--scope", "write")).Gives(ExitCode.BadInput);
        var listed = (await Program.RunAsync("token", "list")).Gives(ExitCode.Done).Output;
        Assert.Matches("token +reader +read ", listed);
        Assert.DoesNotContain("ovs_", listed, StringComparison.Ordinal);

        (await Program.RunAsync("token", "revoke", "reader")).Gives(ExitCode.Done);
        (await Program.RunAsync("token", "revoke", "reader")).Gives(ExitCode.NotFound);
        (await Program.RunAsync("--token", file, "status", "QOC")).Gives(ExitCode.BadInput);
    }

    [Fact]
    public async Task A_link_signs_in_oneself_and_an_administrator_makes_one_for_who_has_no_rights_yet()
    {
        var own = (await Program.RunAsync("sign-in-link", "--json")).Gives(ExitCode.Done).Json;
        var reader = await fixture.AddAsync("lou", "--organisation", "QOC");

        var used = await fixture.Record.Credentials.UseLinkAsync(
            HashIn(own.GetProperty("link").GetString()!),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(own.GetProperty("subject").GetString(), used.SignedIn!.Subject);
        (await Program.RunAsync("--token", reader, "sign-in-link")).Gives(ExitCode.Done);
        (await Program.RunAsync("--token", reader, "sign-in-link", Environment.UserName)).Gives(ExitCode.Refused);
        (await Program.RunAsync("sign-in-link", "nobody.at.all")).Gives(ExitCode.NotFound);
        (await Program.RunAsync("sign-in-link", "lou")).Gives(ExitCode.Done);
    }

    [Fact]
    public async Task Only_administrators_look_after_people_feeds_and_logins_of_others()
    {
        var region = await fixture.AddAsync("may", "--region", "Y60");
        var board = await fixture.AddAsync("board", "--organisation", "QOC");
        var auditor = await fixture.AddAsync("aud", "--role", "auditor");
        foreach (var token in new[] { region, board, auditor })
        {
            foreach (
                var words in new[]
                {
                    "person add eve",
                    "person close board --why x",
                    "grant give board --role national",
                    $"grant approve {Guid.NewGuid()}",
                    $"grant end {Guid.NewGuid()} --why x",
                    "token list --of board",
                    "token revoke x --of board",
                    "calendar list --others",
                    $"calendar revoke {Guid.NewGuid()} --others",
                    "report grant analyst_x --auditor",
                    "report revoke analyst_x",
                    "report list",
                }
            )
            {
                (await Program.RunAsync(["--token", token, .. words.Split(' ')])).Gives(ExitCode.Refused);
            }
        }

        foreach (var words in new[] { "person list", "grant list" })
        {
            (await Program.RunAsync(["--token", region, .. words.Split(' ')])).Gives(ExitCode.Refused);
            (await Program.RunAsync(["--token", board, .. words.Split(' ')])).Gives(ExitCode.Refused);
            (await Program.RunAsync(["--token", auditor, .. words.Split(' ')])).Gives(ExitCode.Done);
        }

        var feed = (await Program.RunAsync("--token", region, "calendar", "add", "--region", "Y60", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("id")
            .GetString()!;
        (await Program.RunAsync("calendar", "revoke", feed)).Gives(ExitCode.NotFound);
        var all = (await Program.RunAsync("calendar", "list", "--others")).Gives(ExitCode.Done).Output;
        Assert.Contains(feed, all, StringComparison.Ordinal);
        Assert.Contains("may", all, StringComparison.Ordinal);
        (await Program.RunAsync("calendar", "revoke", feed, "--others")).Gives(ExitCode.Done);
        var revoked = (await Program.RunAsync("--token", region, "calendar", "list", "--json"))
            .Gives(ExitCode.Done)
            .Json;
        Assert.True(revoked.GetProperty("calendars")[0].TryGetProperty("revokedAt", out _));
    }

    [Fact]
    public async Task An_auditor_asks_who_read_what()
    {
        var region = await fixture.AddAsync("reads-much", "--region", "Y60");
        var auditor = await fixture.AddAsync("asks-who", "--role", "auditor");
        const string Concern =
            "log concern QOC --about finance --scope organisation --wording Overspent --effective 2024-05-03 --body nhs-england-Y60 --back-dated";
        (await Program.RunAsync(Concern.Split(' '))).Gives(ExitCode.Done);
        (await Program.RunAsync("--token", region, "history", "QOC")).Gives(ExitCode.Done);

        Task<Ended> AskAsync(params string[] more) =>
            Program.RunAsync(["--token", auditor, "ask", "a15", "--person", "reads-much", .. more]);
        var read = (await AskAsync("--json")).Gives(ExitCode.Done).Json.GetProperty("readings")[0];
        Assert.Equal("oversight --token", read.GetProperty("address").GetString()![..17]);
        Assert.Equal("command line", read.GetProperty("face").GetString());
        var lines = (await AskAsync("--csv")).Gives(ExitCode.Done).Output.Split("\r\n");
        Assert.StartsWith("at,answered,reader,name", lines[0], StringComparison.Ordinal);
        Assert.Contains("reads-much", lines[1], StringComparison.Ordinal);
        Assert.Contains("1 reading, the newest first.", (await AskAsync()).Output, StringComparison.Ordinal);
        Assert.Contains(
            "No such reading is recorded.",
            (await AskAsync("--face", "page")).Output,
            StringComparison.Ordinal
        );
        (await AskAsync("--after", $"{read.GetProperty("id")}")).Gives(ExitCode.Done);
        (await AskAsync("--after", "1")).Gives(ExitCode.BadInput);
        (await AskAsync("--within", "30")).Gives(ExitCode.BadInput);
        (await AskAsync("--known", "2026-01-01")).Gives(ExitCode.BadInput);
        // As whatever is an auditor's; the national team reads the whole record, and not who read it.
        (await Program.RunAsync("--token", region, "ask", "A15")).Gives(ExitCode.Refused);
        (await Program.RunAsync("ask", "A15")).Gives(ExitCode.Refused);
    }

    private static byte[] HashIn(string link) => Secret.HashOf(link[(link.LastIndexOf('/') + 1)..]);

    private static string NextMonth() =>
        TimeProvider
            .System.GetUtcNow()
            .AddDays(30)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<JsonElement[]> PeopleAsync(params string[] more) =>
        [.. (await Program.RunAsync(["person", "list", "--json", .. more])).Gives(ExitCode.Done).Json.EnumerateArray()];
}

/// <summary>A record of its own: whoever has taken another administrator's place away is not alone for a week.</summary>
public sealed class GivingRights(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private TheProgram Program => fixture.Program;

    [Fact]
    public async Task Rights_are_given_told_and_ended_and_what_an_administrator_gives_himself_waits_for_another()
    {
        var second = await fixture.AddAsync("ada", "--role", "administrator");
        var waiting = (await Program.RunAsync("grant", "list", "ada", "--json")).Gives(ExitCode.Done).Json[0];
        // Where there is no other administrator it is in force at once.
        Assert.Equal("in force", waiting.GetProperty("state").GetString());

        (await Program.RunAsync("--token", second, "status")).Gives(ExitCode.Done);
        var given = (
            await Program.RunAsync("--token", second, "grant", "give", "ada", "--role", "national", "--json")
        ).Gives(ExitCode.Done);
        var id = given.Json.GetProperty("id").GetString()!;
        Assert.Equal("waits for approval", given.Json.GetProperty("state").GetString());
        Assert.Contains(
            "waits until another administrator approves it",
            (await Program.RunAsync("--token", second, "grant", "give", "ada", "--role", "auditor")).Error,
            StringComparison.Ordinal
        );
        (await Program.RunAsync("--token", second, "grant", "approve", id)).Gives(ExitCode.Refused);
        (await Program.RunAsync("--token", second, "replay")).Gives(ExitCode.Refused);
        Assert.Contains(
            id,
            (await Program.RunAsync("grant", "list", "--waiting")).Gives(ExitCode.Done).Output,
            StringComparison.Ordinal
        );

        (await Program.RunAsync("grant", "approve", id)).Gives(ExitCode.Done);
        (await Program.RunAsync("grant", "approve", id)).Gives(ExitCode.Conflict);
        var me = (await Program.RunAsync("--token", second, "whoami")).Gives(ExitCode.Done).Output;
        Assert.Matches("national\n", me);
        Assert.Contains("auditor (waits for approval)", me, StringComparison.Ordinal);

        (await Program.RunAsync("grant", "end", id, "--why", "No longer.")).Gives(ExitCode.Done);
        (await Program.RunAsync("grant", "end", id, "--why", "No longer.")).Gives(ExitCode.Conflict);
        (await Program.RunAsync("grant", "end", $"{Guid.NewGuid()}", "--why", "No longer.")).Gives(ExitCode.NotFound);
    }
}
