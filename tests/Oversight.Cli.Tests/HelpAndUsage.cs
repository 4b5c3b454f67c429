using Oversight.Record.Catalogue;

namespace Oversight.Cli.Tests;

public sealed class HelpAndUsage : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private TheProgram Program => new(folder);

    [Fact]
    public async Task The_words_of_log_stand_under_what_they_are_about()
    {
        var help = (await Program.RunAsync("log", "--help")).Gives(ExitCode.Done).Output;

        var words = help[help.IndexOf("Commands:\n", StringComparison.Ordinal)..];
        Assert.Matches("  About an organisation:\n    organisation <ODS> ", words);
        Assert.Matches("\n\n  About an engagement of Recovery Support:\n    recovery <ID> ", words);
        Assert.Equal(
            5,
            words.Split('\n').Count(line => line.StartsWith("  ", StringComparison.Ordinal) && line.EndsWith(':'))
        );
        foreach (var kind in EventCatalogue.Kinds.Where(k => k.Word is not ("correction" or "retraction")))
        {
            Assert.Matches($"(?m)^    {kind.Word}[ ,]", words);
        }
    }

    [Fact]
    public async Task Help_lists_every_command_and_every_exit_code_and_each_command_has_examples()
    {
        var help = (await Program.RunProcessAsync("--help")).Gives(ExitCode.Done).Output;

        foreach (var code in Enum.GetValues<ExitCode>())
        {
            Assert.Matches($"(?m)^  {(int)code}  ", help);
        }

        string[] commands =
        [
            "run",
            "status",
            "history",
            "log",
            "meeting",
            "correct",
            "import",
            "facts",
            "ask",
            "register",
            "registers",
            "replay",
            "verify",
            "key",
            "witness",
            "migrate",
            "token",
            "document",
        ];
        Assert.All(commands, command => Assert.Matches($"(?m)^  {command} ", help));
        foreach (
            var words in new[]
            {
                "run",
                "log segment",
                "witness",
                "import assessment",
                "correct",
                "token",
                "document store",
                "document check",
                "ask",
                "register",
            }
        )
        {
            var one = (await Program.RunAsync([.. words.Split(' '), "--help"])).Gives(ExitCode.Done);
            Assert.Matches($"Examples:\n.*oversight ([^\n]* )?{words.Split(' ')[0]}|token", one.Output);
            Assert.Empty(one.Error);
        }

        Assert.Matches(@"^[0-9]+\.[0-9]+", (await Program.RunProcessAsync("--version")).Gives(ExitCode.Done).Output);
        Assert.False(Directory.Exists(Program.DataFolder));
    }

    [Fact]
    public async Task A_line_that_does_not_say_log_or_correct_is_explained_and_completed_as_one_that_does()
    {
        // The options of these two are made only for a line that says them, wherever it does.
        var says = (await Program.RunAsync("--data", folder.File("log"), "--help")).Gives(ExitCode.Done).Output;
        Assert.Equal(says, (await Program.RunAsync("--help")).Gives(ExitCode.Done).Output);
        Assert.Contains("log", await CompletionsAsync("l"));
        Assert.Contains("correct", await CompletionsAsync("c"));
        Assert.Contains("segment-review", await CompletionsAsync("log segment-r"));
        Assert.Contains("--next-review-due", await CompletionsAsync("log segment-review --next"));
        Assert.Contains("--slip", await CompletionsAsync("correct --s"));
        var mistaken = (await Program.RunAsync("corect", "12")).Gives(ExitCode.BadInput).Error;
        Assert.Contains("Did you mean correct?", mistaken, StringComparison.Ordinal);
    }

    // As a shell asks, of the end of what was written.
    private async Task<string[]> CompletionsAsync(string written) =>
        (await Program.RunAsync($"[suggest:{written.Length}]", written))
            .Gives(ExitCode.Done)
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Theory]
    [InlineData("", "command")]
    [InlineData("stauts", "stauts")]
    [InlineData("status QOCC", "\"QOCC\" is not an ODS code")]
    [InlineData("status --on 2024-02-30", "--on")]
    [InlineData("status --on 2023/24", "not an exact day")]
    [InlineData("status --known 2024-02-03", "--known")]
    [InlineData("status --region Y99", "Y60 Midlands")]
    [InlineData("status QOC --region Y60", "not both")]
    [InlineData("log segment QOC 3 --body nhs-england", "--effective")]
    [InlineData("log segment QOC three --effective 2024-05-01 --body nhs-england", "three")]
    [InlineData("log segment QOC 3 --effective May --body nhs-england", "--effective")]
    [InlineData("log succession QOC --effective 2027-04-01 --body dhsc --successor QHL", "ODS:KIND")]
    [InlineData("log segment QOC 3 --effective 2024 --body x --back-dated --imported", "not both")]
    [InlineData("correct 12 --rationale because", "12")]
    [InlineData("ask R99", "R1, R2")]
    [InlineData("register things", "organisations, ")]
    [InlineData("register organisations --where region", "column=value")]
    [InlineData("register organisations --where due.over=3", "atLeast")]
    [InlineData("register organisations --sort ods,,name", "--sort")]
    [InlineData("run --port 70000", "--port")]
    [InlineData("run --port here", "--port")]
    [InlineData("run --public-address oversight.example", "--public-address")]
    [InlineData("run --public-address https://oversight.example/path", "--public-address")]
    [InlineData("run --public-address ftp://oversight.example", "--public-address")]
    [InlineData("replay --entries 0", "--entries")]
    [InlineData("status QOCC --region Y60", "not both")]
    [InlineData("log segment QOC 3 --effective 2024-05-01 --body x --expect soon", "soon")]
    [InlineData("log segment QOC 3 --effective 2024-05-01 --body x --after 12", "12")]
    [InlineData("import assessment /nowhere/at/all.txt", "/nowhere/at/all.txt")]
    [InlineData("log framework --file /nowhere/at/all.json", "/nowhere/at/all.json")]
    [InlineData("log segment QOC 3 --file /nowhere/at/all.json", "SEGMENT cannot be given with --file")]
    [InlineData("log exit qoc-2021 --file /nowhere/at/all.json --body x", "--body cannot be given with --file")]
    [InlineData("log exit qoc-2021 --file /nowhere/at/all.json", "/nowhere/at/all.json")]
    [InlineData("log segment QOC --effective 2024-05-01 --body x", "SEGMENT is missing")]
    [InlineData("log milestone qoc-2021 --milestone M1 --title T --effective 2024-05-01 --body x", "--due is missing")]
    [InlineData("log evidence qoc-2021 --file /nowhere/at/all.json", "recovery-qoc-2021 or undertakings-qoc-2021")]
    [InlineData(
        "log exit undertakings-rxw-2023 --file /nowhere/at/all.json",
        "cannot be logged about undertakings-rxw-2023"
    )]
    [InlineData("log exit QOC --file /nowhere/at/all.json", "is not an engagement id")]
    [InlineData("log exit qoc-2021 --unmet [{}] --effective 2024-05-01 --body x", "--unmet[0].")]
    [InlineData(
        "log exit qoc-2021 --unmet EC1 --effective 2024-05-01 --body x",
        "--unmet: \"EC1\" is neither JSON nor @FILE"
    )]
    [InlineData(
        "log exit qoc-2021 --members QOCC --effective 2024-05-01 --body x",
        "--members[0]: \"QOCC\" must be an ODS code"
    )]
    [InlineData(
        "log exit qoc-2021 --recommendation 7 --effective 2024-05-01 --body x",
        "--recommendation: \"7\" must be an entry's id"
    )]
    [InlineData(
        "log transition-plan qoc-2021 --monitoring m --review-months x --effective 2024 --body x",
        "--review-months: \"x\" must be a whole number"
    )]
    [InlineData(
        "log undertaking-judgement rxw-2023 --item 1.1 --judgement good --effective 2023/24 --body x",
        "--judgement: \"good\" must be one of \"not-complied\""
    )]
    [InlineData("history recoveries-qoc-2021", "recoveries-qoc-2021")]
    [InlineData("correct 0193500e-0000-7000-8000-000000000000 --set due --rationale because", "MEMBER=VALUE")]
    [InlineData("document store QOC /nowhere/at/all.pdf", "/nowhere/at/all.pdf")]
    [InlineData("document store QOC letter.html", "docx")]
    [InlineData("document store QOC letter.pdf --type text/html", "application/pdf")]
    [InlineData("document store QOC letter.docx --type application/pdf", "extension must be .pdf")]
    [InlineData("document get QOC 12", "64 hexadecimal digits")]
    public async Task What_cannot_be_read_is_named_in_one_line_with_exit_code_2(string words, string named)
    {
        var ended = await Program.RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        ended.Gives(ExitCode.BadInput);
        Assert.Empty(ended.Output);
        var line = Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("oversight: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_used_is_exit_code_7_and_a_stack_trace_is_shown_only_on_request()
    {
        var elsewhere = "Host=127.0.0.1;Port=1;Username=nobody;Password=secret-word;Database=none;Timeout=2";
        var program = new TheProgram(folder, new(elsewhere, elsewhere));

        var ended = (await program.RunAsync("status")).Gives(ExitCode.CannotStart);
        var traced = (await program.RunAsync("status", "--debug")).Gives(ExitCode.CannotStart);

        Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("   at ", traced.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", ended.Error + traced.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("staus QJK", "'staus' is no command. Did you mean status?")]
    [InlineData("log segmnt QJK 3", "'segmnt' is no command. Did you mean segment?")]
    [InlineData("status QJK --knwon 3", "'--knwon' is not understood here. Did you mean --known?")]
    [InlineData("xyzzy", "'xyzzy' is no command. Try:")]
    [InlineData("register criterion", "Did you mean criteria?")]
    public async Task The_word_that_is_wrong_is_named_with_the_one_that_was_meant(string line, string said)
    {
        var run = (await Program.RunAsync(line.Split(' '))).Gives(ExitCode.BadInput);

        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("register criterion --json", "criteria?")]
    [InlineData("register organisations --csv --json", "not both")]
    public async Task Who_asks_for_json_is_told_of_a_mistake_in_json(string line, string said)
    {
        var run = (await Program.RunAsync(line.Split(' '))).Gives(ExitCode.BadInput);

        using var problem = System.Text.Json.JsonDocument.Parse(run.Error);
        Assert.Equal("/api/problems/bad-input", problem.RootElement.GetProperty("type").GetString());
        Assert.Contains(said, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_machine_without_time_zones_is_told_what_to_install()
    {
        var empty = Directory.CreateDirectory(folder.File("no-zones")).FullName;

        var run = (
            await Program.RunProcessAsync(new Dictionary<string, string> { ["TZDIR"] = empty }, "status", "QJK")
        ).Gives(ExitCode.CannotStart);

        Assert.Contains("apt-get install tzdata", run.Error, StringComparison.Ordinal);
    }
}
