using Oversight.Ledger.People;
using Oversight.Projections.Questions;
using Oversight.Projections.Registers;

namespace Oversight.Cli.Tests;

/// <summary>
/// What a command writes is computed from what whoever is signed in sees: what is recorded beside that changes none of it, not a byte, in text and
/// in JSON.
/// </summary>
public sealed class WhatEachMaySee(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    private const string Secret = "zebra-crossing";

    private static readonly string[] Commands =
    [
        "status",
        "status --json",
        "status QOC",
        "status QOC --json",
        "why QOC",
        "why QOC --json",
        "what-if --segment QOC=2 --on 2024-06-01 --json",
        "history QOC",
        "history QOC --json",
        "history recovery-hidden-2024",
        "history undertakings-hidden-2024",
        "facts",
        "facts --ods QOC --json",
        "deadlines",
        "deadlines --json",
        "recoveries",
        "recoveries --json",
        "readiness hidden-2024",
        "readiness hidden-2024 --json",
        "undertakings",
        "undertakings hidden-2024 --json",
        "meeting template --on 2024-06-20",
        "register history --where organisation=QOC --csv",
        "replay",
        "report state",
        "report export current_status",
        "document check",
        "person list",
        "correct --last --slip --retract",
        "log exit hidden-2024 --effective 2024-05-01 --body nhs-england --back-dated",
        "log evidence recovery-hidden-2024 --organisation QJK --title Return --for EC1 --effective 2024-05-01 --body QJK --back-dated",
    ];

    // Rows are cut out of the same by the same for everybody: those two stand nearest to what is planted.
    private static readonly string[] Tables =
    [
        .. QuestionList.All.Select(question => $"ask {question.Id} --json"),
        .. Register.All.Select(register => $"register {register.Name} --json"),
    ];

    private static readonly string[] Planted =
    [
        $"log segment QOC 4 --effective 2024-05-01 --body nhs-england --rationale {Secret} --back-dated",
        $"log recovery hidden-2024 --title {Secret} --members QOC --effective 2024-05-02 --body nhs-england --back-dated",
        $"log concern QOC --about finance --scope organisation --wording {Secret} --effective 2024-05-03 --body nhs-england-Y60 --back-dated",
        $"log commitment QOC --kind action --terms required --scope organisation --wording {Secret} --due 2024-12-18 --effective 2024-05-03 --body nhs-england-Y60 --back-dated",
    ];

    [Fact]
    public async Task What_somebody_does_not_see_changes_no_byte_of_any_command()
    {
        // Added before there is another administrator, who would have to approve their rights.
        var unrestricted = new Dictionary<string, string>
        {
            ["mid"] = await fixture.AddAsync("mid", "--region", "Y60"),
            ["audit"] = await fixture.AddAsync("audit", "--role", "auditor"),
            ["nat"] = await fixture.AddAsync("nat", "--role", "national"),
        };
        var restricted = new Dictionary<string, string>
        {
            ["another region"] = await fixture.AddAsync("west", "--region", "Y58"),
            ["another board"] = await fixture.AddAsync("devon", "--organisation", "QJK"),
            ["the board, not told yet"] = await fixture.AddAsync(
                "shropshire",
                "--organisation",
                "QOC",
                "--role",
                "contributor"
            ),
            ["who looks after people"] = await fixture.AddAsync("looks.after", "--role", "administrator"),
        };
        var before = new Dictionary<(string, string), Ended>();
        foreach (var (who, token) in restricted)
        {
            foreach (
                var command in who is "another region" or "the board, not told yet"
                    ? [.. Commands, .. Tables]
                    : Commands
            )
            {
                before[(who, command)] = await AsAsync(token, command);
            }
        }

        foreach (var command in Planted)
        {
            (await fixture.Program.RunAsync(command.Split(' '))).Gives(ExitCode.Done);
        }

        var differing = new List<string>();
        foreach (var ((who, command), then) in before)
        {
            var now = await AsAsync(restricted[who], command);
            if (now != then || (now.Output + now.Error).Contains(Secret, StringComparison.Ordinal))
            {
                differing.Add($"{who}: {command}\n{then.Output}{then.Error}\n→ {now.Output}{now.Error}");
            }

            Assert.DoesNotMatch("[Pp]lace\"? ?:? ?[0-9]", now.Output + now.Error);
        }

        Assert.True(
            differing.Count == 0,
            $"{differing.Count}: {string.Join("\n---\n", differing.Take(3))[..Math.Min(4000, string.Join("\n---\n", differing.Take(3)).Length)]}"
        );

        // Who may see it does.
        foreach (var (name, token) in unrestricted)
        {
            foreach (var command in new[] { "history QOC", "status QOC --json", "readiness hidden-2024", "recoveries" })
            {
                Assert.Contains(
                    Secret,
                    (await AsAsync(token, command)).Gives(ExitCode.Done).Output,
                    StringComparison.Ordinal
                );
            }

            Assert.Equal(
                name != "mid",
                (await AsAsync(token, "history QOC")).Output.Contains("place ", StringComparison.Ordinal)
            );
        }
    }

    private Task<Ended> AsAsync(string token, string command) =>
        fixture.Program.RunAsync(["--token", token, .. command.Split(' ')]);
}

/// <summary>What is read by a command is recorded.</summary>
public sealed class ReadingByCommands(RecordFixture fixture) : IClassFixture<RecordFixture>
{
    [Fact]
    public async Task Who_reads_what_is_not_public_is_recorded_with_the_command_and_who_reads_what_is_public_is_not()
    {
        (
            await fixture.Program.RunAsync(
                "log segment QUA 3 --effective 2024-05-01 --body nhs-england --rationale x --back-dated".Split(' ')
            )
        ).Gives(ExitCode.Done);
        var reader = await fixture.AddAsync("reader", "--role", "auditor");
        var other = await fixture.AddAsync("other", "--organisation", "QJK");
        (await AsAsync(reader, "status QUA")).Gives(ExitCode.Done);
        (await AsAsync(other, "status QUA")).Gives(ExitCode.Done);

        var kept = await fixture.Record.Readings.ListAsync(
            new(Face: Face.CommandLine),
            after: null,
            100,
            TestContext.Current.CancellationToken
        );
        var one = Assert.Single(kept, reading => reading.Name == "reader");
        Assert.EndsWith("status QUA", one.Reading.Address, StringComparison.Ordinal);
        Assert.Contains("organisation-QUA", one.Reading.Subjects);
        Assert.DoesNotContain(kept, reading => reading.Name == "other");
    }

    private Task<Ended> AsAsync(string token, string command) =>
        fixture.Program.RunAsync(["--token", token, .. command.Split(' ')]);
}
