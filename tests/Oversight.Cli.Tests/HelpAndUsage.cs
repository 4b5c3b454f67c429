namespace Oversight.Cli.Tests;

public sealed class HelpAndUsage : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private TheProgram Program => new(folder);

    [Fact]
    public async Task Help_lists_every_command_and_every_exit_code_and_each_command_has_examples()
    {
        var help = (await Program.RunAsync("--help")).Gives(ExitCode.Done).Output;

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
            "correct",
            "import",
            "facts",
            "ask",
            "register",
            "registers",
            "replay",
            "migrate",
            "token",
        ];
        Assert.All(commands, command => Assert.Matches($"(?m)^  {command} ", help));
        foreach (
            var words in new[] { "run", "log segment", "import assessment", "correct", "ask", "register", "token" }
        )
        {
            var one = (await Program.RunAsync([.. words.Split(' '), "--help"])).Gives(ExitCode.Done);
            Assert.Matches($"Examples:\n.*oversight ([^\n]* )?{words.Split(' ')[0]}|token", one.Output);
            Assert.Empty(one.Error);
        }

        Assert.Matches(@"^[0-9]+\.[0-9]+", (await Program.RunAsync("--version")).Gives(ExitCode.Done).Output);
        Assert.False(Directory.Exists(Program.DataFolder));
    }

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
    [InlineData("register organisations --csv --json", "not both")]
    [InlineData("run --port 70000", "--port")]
    [InlineData("run --port here", "--port")]
    [InlineData("replay --entries 0", "--entries")]
    [InlineData("status QOCC --region Y60", "not both")]
    [InlineData("log segment QOC 3 --effective 2024-05-01 --body x --expect soon", "soon")]
    [InlineData("log segment QOC 3 --effective 2024-05-01 --body x --after 12", "12")]
    [InlineData("import assessment /nowhere/at/all.txt", "/nowhere/at/all.txt")]
    [InlineData("log framework --file /nowhere/at/all.json", "/nowhere/at/all.json")]
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
}
