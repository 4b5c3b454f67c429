using System.Text.Json.Nodes;

namespace Oversight.Cli.Tests;

public sealed class LoggingMeetings(RecordFixture record) : IClassFixture<RecordFixture>
{
    private TheProgram Program => record.Program;

    [Fact]
    public async Task A_template_is_edited_and_logged_and_a_slip_is_put_right_at_once()
    {
        var template = (await Program.RunAsync("meeting", "template", "--region", "Y58", "--on", "2024-06-20")).Gives(
            ExitCode.Done
        );
        var minutes = JsonNode.Parse(template.Output)!;
        var outcomes = minutes["outcomes"]!.AsArray();
        Assert.Equal(
            [
                "organisation-QJK",
                "organisation-QOX",
                "organisation-QR1",
                "organisation-QSL",
                "organisation-QT6",
                "organisation-QUY",
                "organisation-QVV",
            ],
            outcomes.Select(o => o!["subject"]!.GetValue<string>()).Order()
        );
        Assert.All(outcomes, o => Assert.Equal("not_discussed", o!["type"]!.GetValue<string>()));
        foreach (var outcome in outcomes)
        {
            outcome!["type"] = "no_change";
        }

        var devon = outcomes.Single(o => o!["subject"]!.GetValue<string>() == "organisation-QJK")!;
        devon["type"] = "segment_assigned";
        devon["data"] = JsonNode.Parse(
            """{"segment": 2, "decision": {"decidedBy": {"body": "nhs-england"}, "rationale": "Delivered."}}"""
        );
        var file = record.Folder.Write("minutes.json", minutes.ToJsonString());

        var logged = (await Program.RunAsync("meeting", "log", file, "--key", "m-1")).Gives(ExitCode.Done);
        var again = (await Program.RunAsync("meeting", "log", file, "--key", "m-1", "--json")).Gives(ExitCode.Done);
        var moved = (await Program.RunAsync("meeting", "log", file)).Gives(ExitCode.Conflict);

        Assert.Contains("Logged: Segment 2 assigned from 20 June 2024", logged.Output, StringComparison.Ordinal);
        Assert.Equal(7, logged.Output.Split("Logged: ").Length - 1);
        Assert.True(again.Json.GetProperty("repeated").GetBoolean());
        Assert.Equal(7, again.Json.GetProperty("entries").GetArrayLength());
        Assert.Contains("organisation-QJK is at version 3", moved.Error, StringComparison.Ordinal);

        // The receipt says how to put a slip right; the last entry needs no id.
        var entry = again.Json.GetProperty("entries")[0].GetProperty("id").GetString()!;
        Assert.Contains($"oversight correct {entry} --slip", logged.Output, StringComparison.Ordinal);
        Assert.Equal(
            $"/api/entries/{entry}/correction",
            again.Json.GetProperty("entries")[0].GetProperty("correction").GetString()
        );
        (await Program.RunAsync("correct", entry, "--slip", "--segment", "3")).Gives(ExitCode.Done);
        var last = (await Program.RunAsync("correct", "--last", "--slip", "--retract")).Gives(ExitCode.Done);
        Assert.Contains("Your last entry: Entry ", last.Error, StringComparison.Ordinal);
        var history = (await Program.RunAsync("history", "QJK", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("entries");
        Assert.Equal(
            "Slip of the pen, put right by the person who logged it.",
            history[history.GetArrayLength() - 1]
                .GetProperty("event")
                .GetProperty("data")
                .GetProperty("decision")
                .GetProperty("rationale")
                .GetString()
        );
    }

    [Fact]
    public async Task Refused_outcomes_are_all_shown_and_nothing_is_stored()
    {
        var file = record.Folder.Write(
            "refused.json",
            """
            {"meeting": {"title": "T", "on": "2024-06-20", "decidedBy": {"body": "nhs-england"}}, "outcomes": [
              {"subject": "organisation-QHM", "version": 2, "type": "no_change"},
              {"subject": "organisation-QF7", "version": 2, "type": "segment_assigned", "data": {"segment": 9}},
              {"subject": "organisation-ZZZ", "version": 2, "type": "no_change"}]}
            """
        );
        var unreadable = record.Folder.Write("unreadable.json", """{"meeting": {"title": "T"}, "outcomes": []}""");

        var ended = (await Program.RunAsync("meeting", "log", file)).Gives(ExitCode.Refused);
        var bad = (await Program.RunAsync("meeting", "log", unreadable)).Gives(ExitCode.BadInput);
        var history = (await Program.RunAsync("history", "QHM", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("entries");

        Assert.Contains("2 of 3 outcomes are refused; nothing was stored.", ended.Error, StringComparison.Ordinal);
        Assert.Contains("outcomes[1] (organisation-QF7): ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("(rule segment-of-framework)", ended.Error, StringComparison.Ordinal);
        Assert.Contains("outcomes[2] (organisation-ZZZ): ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("meeting.on", bad.Error, StringComparison.Ordinal);
        Assert.Equal(2, history.GetArrayLength());
    }

    [Theory]
    [InlineData("correct --rationale because", "--last")]
    [InlineData("correct --last", "--rationale")]
    [InlineData("correct 0191f0a4-5f2a-7c6e-9d57-0d8f6a1f2b3c --last --slip", "--last")]
    public async Task What_is_to_be_corrected_and_why_has_to_be_said(string words, string named) =>
        Assert.Contains(
            named,
            (await Program.RunAsync(words.Split(' '))).Gives(ExitCode.BadInput).Error,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Only_what_one_logged_oneself_is_a_slip_of_ones_own()
    {
        var entry = (await Program.RunAsync("history", "QE1", "--json"))
            .Gives(ExitCode.Done)
            .Json.GetProperty("entries")[1]
            .GetProperty("id")
            .GetString()!;
        var ended = (await Program.RunAsync("correct", entry, "--slip", "--segment", "3")).Gives(ExitCode.BadInput);
        Assert.Contains("somebody else", ended.Error, StringComparison.Ordinal);
    }
}
